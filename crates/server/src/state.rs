//! All that the server remembers, behind one lock that is held for moments: readers take a snapshot and go.
//! Knows how documents change; knows nothing of what is found in them.

use crate::address;
use crate::configuration_trouble::LastReported;
use crate::document::{Change, Document, DocumentKind, Identity};
use crate::features::Features;
use crate::lens_renewal::LensRenewal;
use crate::publish::Published;
use crate::settings::Settings;
use crate::site_index::SharedIndex;
use crate::site_publish::SitePublishing;
use crate::sites::{LazySite, Sites, SitesReader};
use crate::trace::Trace;
use crate::workspace_pull::Answered;
use docent_site::Site;
use docent_site::config::CONFIG_FILE;
use docent_syntax::is_page_ending;
use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tower_lsp::ls_types::Uri;

#[derive(Debug, Default)]
pub(crate) struct World {
    state: Mutex<State>,
    /// What was answered about whole sites.
    pub(crate) answered: Answered,
    pub(crate) lenses: LensRenewal,
    /// Held by the task that reports errors of configurations.
    pub(crate) configuration_reports: tokio::sync::Mutex<()>,
    pub(crate) site_publish: SitePublishing,
}

impl World {
    /// Never hold it across an `.await`, nor while something is parsed, checked or read.
    pub(crate) fn lock(&self) -> MutexGuard<'_, State> {
        // Every change below is one assignment, so that a panic elsewhere leaves the state whole.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The newest version of an open document.
    pub(crate) fn document(&self, uri: &Uri) -> Option<Arc<Document>> {
        self.lock().documents.get(uri).cloned()
    }
}

#[derive(Debug, Default)]
pub(crate) struct State {
    pub(crate) features: Arc<Features>,
    pub(crate) documents: HashMap<Uri, Arc<Document>>,
    pub(crate) published: HashMap<Uri, Published>,
    /// Whether the client said `shutdown`.
    pub(crate) shut_down: bool,
    /// The workspace's folders that are on disk, in the client's order.
    pub(crate) folders: Vec<PathBuf>,
    pub(crate) trace: Trace,
    /// What the client said when it started us: what its configuration does not say is as it is here.
    pub(crate) first_settings: Settings,
    /// Grows with each question about the configuration.
    question: u64,
    pub(crate) last_reported: LastReported,
    /// Roots of sites in which addresses or values have changed: see [`crate::site_renewal::look_around`].
    pub(crate) sites_to_look_around_in: BTreeSet<PathBuf>,
    /// Roots of sites whose pages are not all read, which is logged once.
    unindexed: BTreeSet<PathBuf>,
    sites: Sites,
    /// How often all sites were to be read anew.
    reloads: u64,
    revision: u64,
}

impl State {
    /// A document opened; opened again without being closed, it begins anew.
    pub(crate) fn open(&mut self, uri: Uri, file: Option<PathBuf>, language: &str, version: i32, text: &str) {
        let path = file.unwrap_or_else(|| address::stand_in_path(&uri));
        let site = self.site_for(&uri, &path);
        let identity = Identity { kind: kind(&path, language), path };
        let revision = self.next_revision();
        self.published.entry(uri.clone()).and_modify(Published::forget_what_was_told);
        self.documents.insert(uri, Arc::new(Document::open(identity, version, revision, text, site)));
    }

    /// Changes a document; `false` if it was never opened.
    pub(crate) fn change(&mut self, uri: &Uri, version: i32, changes: &[Change]) -> bool {
        let revision = self.next_revision();
        let encoding = self.features.encoding;
        let Some(document) = self.documents.get_mut(uri) else {
            return false;
        };
        *document = Arc::new(document.edited(changes, encoding, version, revision));
        true
    }

    pub(crate) fn close(&mut self, uri: &Uri) -> Option<Arc<Document>> {
        self.documents.remove(uri)
    }

    /// Files changed on disk. Where that changes what pages are checked against, all open documents are to be checked
    /// again; they are returned.
    pub(crate) fn files_changed<'p>(&mut self, mut paths: impl Iterator<Item = &'p Path>) -> Vec<Uri> {
        self.sites.template_pages.files_changed();
        match paths.any(|path| self.sites.is_affected_by(path)) {
            true => self.reload(),
            false => Vec::new(),
        }
    }

    /// Has those open documents checked again that lie at one of these paths, `except` one; they are returned.
    pub(crate) fn renew_affected(&mut self, paths: &BTreeSet<PathBuf>, except: Option<&Path>) -> Vec<Uri> {
        if paths.is_empty() {
            return Vec::new();
        }
        let is_affected = |document: &Document| {
            // Navigation data names pages that come and go.
            let is_meant = paths.contains(document.path()) || document.kind() == DocumentKind::Data;
            is_meant && Some(document.path()) != except
        };
        let affected = self.documents.iter().filter(|(_, document)| is_affected(document));
        let uris: Vec<Uri> = affected.map(|(uri, _)| uri.clone()).collect();
        for uri in &uris {
            let revision = self.next_revision();
            if let Some(document) = self.documents.get_mut(uri) {
                *document = Arc::new(document.renewed(revision));
            }
        }
        uris
    }

    /// Has a document checked again that is still at this revision; `false`, and nothing happens, for another one.
    pub(crate) fn renew_unchanged(&mut self, uri: &Uri, revision: u64) -> bool {
        let next = self.next_revision();
        let Some(document) = self.documents.get_mut(uri).filter(|document| document.revision == revision) else {
            return false;
        };
        *document = Arc::new(document.renewed(next));
        true
    }

    /// The site that a file lies in, or would lie in.
    pub(crate) fn site_of_path(&mut self, path: &Path) -> Arc<LazySite> {
        self.sites.for_folder(path.parent())
    }

    /// The workspace has these folders, before the first document is opened.
    pub(crate) fn set_folders(&mut self, folders: Vec<PathBuf>) {
        self.sites.forget_all(&folders);
        self.folders = folders;
    }

    /// Whether it is the first time that the pages below this root are found not to be read.
    pub(crate) fn is_first_unindexed(&mut self, root: &Path) -> bool {
        self.unindexed.insert(root.to_owned())
    }

    /// The sites of the workspace's folders, then those of the open documents; one may come several times.
    pub(crate) fn lazy_sites(&mut self) -> Vec<Arc<LazySite>> {
        let mut sites = self.sites_of_folders();
        sites.extend(self.documents.values().map(|document| document.lazy_site().clone()));
        sites
    }

    /// The sites of the workspace's folders; one may come several times.
    pub(crate) fn sites_of_folders(&mut self) -> Vec<Arc<LazySite>> {
        let folders = self.folders.clone();
        folders.iter().map(|folder| self.sites.for_folder(Some(folder))).collect()
    }

    /// Grows when all sites are to be read anew.
    pub(crate) fn reloads(&self) -> u64 {
        self.reloads
    }

    /// The open document that lies at this path.
    pub(crate) fn open_at(&self, path: &Path) -> Option<(Uri, Arc<Document>)> {
        let mut open = self.documents.iter();
        open.find(|(_, document)| document.path() == path).map(|(uri, document)| (uri.clone(), document.clone()))
    }

    /// Grows with every change of a document, and of what it is checked against.
    pub(crate) fn newest_revision(&self) -> u64 {
        self.revision
    }

    /// The sites that have been read, with their indexes.
    pub(crate) fn read_sites(&self) -> Vec<(Arc<Site>, Arc<SharedIndex>)> {
        self.sites.read_sites()
    }

    /// As [`State::read_sites`], for whoever may wait.
    pub(crate) fn sites_reader(&self) -> SitesReader {
        self.sites.reader()
    }

    /// Every site is to be read anew, every open document to be checked again; they are returned.
    pub(crate) fn reload(&mut self) -> Vec<Uri> {
        self.sites.forget_all(&self.folders);
        self.reloads += 1;
        let uris: Vec<Uri> = self.documents.keys().cloned().collect();
        for uri in &uris {
            let revision = self.next_revision();
            // Whoever changed a configuration hears what came of it, and be it nothing.
            self.published.entry(uri.clone()).and_modify(Published::forget_what_was_told);
            if let Some(document) = self.documents.get(uri).cloned() {
                let site = self.site_for(uri, document.path());
                self.documents.insert(uri.clone(), Arc::new(document.moved_to(site, revision)));
            }
        }
        uris
    }

    /// The site of the file; a page that has no place yet belongs to the first folder.
    fn site_for(&mut self, uri: &Uri, path: &Path) -> Arc<LazySite> {
        if path.is_absolute() {
            return self.sites.for_folder(path.parent());
        }
        let folder = self.folders.first().filter(|_| address::is_untitled(uri));
        self.sites.for_folder(folder.map(PathBuf::as_path))
    }

    /// The site that a folder belongs to.
    pub(crate) fn site_of_folder(&mut self, folder: Option<&Path>) -> Arc<LazySite> {
        self.sites.for_folder(folder)
    }

    /// Whether the site, which has been read, is of the newest reading.
    pub(crate) fn is_newest(&self, site: &LazySite) -> bool {
        self.sites.is_newest(site)
    }

    /// The site of an open document, if it has not been read yet.
    pub(crate) fn unread_site(&self, uri: &Uri) -> Option<Arc<LazySite>> {
        self.documents.get(uri).map(|document| document.lazy_site()).filter(|site| !site.is_read()).cloned()
    }

    /// A number for a question about the configuration.
    pub(crate) fn next_question(&mut self) -> u64 {
        self.question += 1;
        self.question
    }

    /// Takes in what the client's configuration says of us; `false` where nothing is different, or where a newer question
    /// was asked since.
    pub(crate) fn set_settings(&mut self, question: u64, given: Option<&serde_json::Value>) -> bool {
        let settings = self.first_settings.with(given);
        if question != self.question || settings == self.features.settings {
            return false;
        }
        self.features = Arc::new(Features { settings, ..(*self.features).clone() });
        true
    }

    fn next_revision(&mut self) -> u64 {
        self.revision += 1;
        self.revision
    }
}

/// Markdown by its language or by its name. A document of no known language and without an ending is taken for a page:
/// what it holds decides what is checked.
fn kind(path: &Path, language: &str) -> DocumentKind {
    if path.is_absolute() && path.file_name().is_some_and(|name| name == CONFIG_FILE) {
        return DocumentKind::Configuration;
    }
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default().to_ascii_lowercase();
    let is_page = match language {
        "markdown" | "mdx" => true,
        "" | "plaintext" | "unknown" => ending.is_empty() || is_page_ending(&ending),
        _ => is_page_ending(&ending),
    };
    match is_page {
        true => DocumentKind::Page,
        false if path.is_absolute() && matches!(&*ending, "yaml" | "yml") => DocumentKind::Data,
        false => DocumentKind::Other,
    }
}
