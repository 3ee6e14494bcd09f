//! Documents that open, change and close; and changes of their surroundings: files, folders, settings.

use super::Owner;
use super::client_requests;
use super::event::{Key, Outcome};
use super::jobs::{Job, Priority};
use super::sites::SitesRead;
use crate::client::Features;
use crate::client::address;
use crate::client::workspace_folders;
use crate::documents::{Change, Document, DocumentKind, Identity};
use crate::step::Pool;
use crate::transport::frame;

use crate::documents::OpenDocuments;
use docent_site::Site;
use docent_site::config::CONFIG_FILE;
use docent_site::read::MAX_PAGE_BYTES;
use docent_syntax::{is_page_ending, printable};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tower_lsp::ls_types::{MessageType, ShowMessageParams, Uri, WorkspaceFoldersChangeEvent};

impl Owner {
    pub(super) fn documents(&mut self) -> &mut OpenDocuments {
        Arc::make_mut(&mut self.open)
    }

    /// Opens a document; one that is open already is replaced.
    pub(super) fn open(&mut self, uri: Uri, language: &str, version: i32, text: &str) {
        let file = address::file_path(&uri);
        let path = file.clone().unwrap_or_else(|| address::stand_in_path(&uri));
        let site = self.site_of(&uri, &path).unwrap_or_else(|| self.sites.outside());
        let is_too_large = text.len() as u64 > MAX_PAGE_BYTES;
        if is_too_large {
            let message = format!("{} is larger than {} MiB and is not checked", path.display(), MAX_PAGE_BYTES >> 20);
            self.show_message(MessageType::WARNING, &message);
        }
        let kind = if is_too_large { DocumentKind::Other } else { kind(&path, language) };
        let identity = Identity { kind, path };
        let generation = self.next_generation();
        self.published.entry(uri.clone()).or_default().forget_last();
        self.documents().insert(uri.clone(), Document::open(identity, version, generation, text, site.clone()));
        self.closed.files_changed(generation, file.into_iter().collect());
        self.report_configuration_error(&site);
        self.dirty.insert(uri);
    }

    pub(super) fn change(&mut self, uri: Uri, version: i32, changes: &[Change]) {
        let generation = self.next_generation();
        let encoding = self.features.encoding;
        let Some(document) = self.documents().get_mut(&uri) else {
            tracing::warn!("a change to {}, which is not open", uri.as_str());
            return;
        };
        *document = Arc::new(document.edited(changes, encoding, version, generation));
        self.dirty.insert(uri);
    }

    /// Closes a document: from now on its file is what other pages see.
    pub(super) fn close(&mut self, uri: Uri) {
        let Some(document) = self.documents().remove(&uri) else { return };
        if let Some(root) = document.site().root.clone().filter(|_| document.is_of_site()) {
            self.sites.index(&root).leave(document.path());
        }
        let generation = self.next_generation();
        self.closed.files_changed(generation, vec![document.path().to_owned()]);
        self.report_configuration_error(&document.site().clone());
        self.dirty.insert(uri);
    }

    /// Files were created, changed, or deleted; a folder stands for all files in it.
    pub(super) fn files_changed(&mut self, paths: Vec<PathBuf>) {
        if self.sites.are_affected_by(&paths) {
            self.reload();
        }
        let roots: Vec<PathBuf> = self.sites.all().map(|(root, _)| root.clone()).collect();
        for root in roots {
            let inside = paths.iter().filter(|path| path.starts_with(&root)).cloned();
            self.sites.index(&root).add_changed_files(inside);
        }
        let generation = self.next_generation();
        self.closed.files_changed(generation, paths);
    }

    pub(super) fn folders_changed(&mut self, change: &WorkspaceFoldersChangeEvent) {
        workspace_folders::change(&mut self.folders, change);
        self.reload();
    }

    /// Requests the configuration from a client that answers; others send it with the notification.
    pub(super) fn configuration_changed(&mut self, given: &serde_json::Value) {
        match self.features.has_configuration {
            true => self.request_settings(),
            false => {
                self.question += 1;
                self.set_settings(self.question, Some(given));
            }
        }
        self.sites.verify();
        self.recheck_all_documents();
    }

    pub(super) fn request_settings(&mut self) {
        self.question += 1;
        client_requests::settings(&self.client, self.events.clone(), self.question);
    }

    /// Applies the client's configuration, unless it answers an older request.
    pub(super) fn set_settings(&mut self, question: u64, given: Option<&serde_json::Value>) {
        let settings = self.first_settings.with(given);
        if question != self.question || settings == self.features.settings {
            return;
        }
        self.features = Arc::new(Features { settings, ..(*self.features).clone() });
        self.recheck_closed_pages();
        self.recheck_all_documents();
    }

    /// The site of a document; a page that has no place yet belongs to the first folder. `None` until the site is read.
    pub(super) fn site_of(&mut self, uri: &Uri, path: &Path) -> Option<Arc<Site>> {
        if path.is_absolute() {
            return self.sites.for_folder(path.parent());
        }
        let folder = self.folders.first().filter(|_| address::is_untitled(uri)).cloned();
        self.sites.for_folder(folder.as_deref())
    }

    /// Rereads every site and rechecks every open document.
    pub(super) fn reload(&mut self) {
        let generation = self.next_generation();
        self.sites.reload(generation);
        self.recheck_closed_pages();
        self.recheck_all_documents();
    }

    /// Rechecks every open document, and publishes its findings even if they are the same.
    fn recheck_all_documents(&mut self) {
        let uris: Vec<Uri> = self.open.keys().cloned().collect();
        for uri in &uris {
            self.published.entry(uri.clone()).or_default().forget_last();
        }
        self.renew(&uris);
        self.needs_refresh |= !uris.is_empty();
    }

    /// Marks open documents as changed.
    pub(super) fn renew(&mut self, uris: &[Uri]) {
        for uri in uris {
            let generation = self.next_generation();
            if let Some(document) = self.documents().get_mut(uri) {
                *document = Arc::new(document.renewed(generation));
                self.dirty.insert(uri.clone());
            }
        }
    }

    /// Queues a job that reads the sites that are needed.
    pub(super) fn start_readings(&mut self) {
        let Some((reading, cancel)) = self.sites.next_reading(&self.folders) else { return };
        let shown = self.features.shows_progress.then(|| client_requests::show_reading(&self.client));
        self.push_job(Job {
            key: Key::ReadSites,
            pool: Pool::Worker,
            priority: Priority::Typed,
            root: None,
            cancel,
            work: Some(Box::new(move |_| {
                let read = reading.read();
                drop(shown);
                Outcome::SitesRead(read)
            })),
        });
    }

    pub(super) fn sites_read(&mut self, read: SitesRead) {
        if !self.sites.take_read(read) {
            return;
        }
        self.closed.sites_read();
        let open: Vec<(Uri, PathBuf)> =
            self.open.iter().map(|(uri, document)| (uri.clone(), document.path().to_owned())).collect();
        for (uri, path) in open {
            let Some(site) = self.site_of(&uri, &path) else { continue };
            self.dirty.insert(uri.clone());
            self.move_to_site(&uri, &site);
        }
        let sites: Vec<Arc<Site>> = self.sites.all().map(|(_, known)| known.site.clone()).collect();
        for site in sites {
            self.report_configuration_error(&site);
            let Some(root) = &site.root else { continue };
            let is_used = self.open.values().any(|document| document.is_of_site() && document.site().root == site.root);
            if is_used {
                self.require_index(root);
            }
        }
    }

    /// Moves a document to this reading of its site.
    pub(super) fn move_to_site(&mut self, uri: &Uri, site: &Arc<Site>) {
        if self.open.get(uri).is_some_and(|document| !Arc::ptr_eq(document.site(), site)) {
            let generation = self.next_generation();
            if let Some(document) = self.documents().get_mut(uri) {
                *document = Arc::new(document.moved_to(site.clone(), generation));
            }
        }
    }

    /// Reports an error of a site's configuration that the client does not know.
    fn report_configuration_error(&mut self, site: &Site) {
        let Some(known) = site.root.as_ref().and_then(|root| self.sites.known(root)) else { return };
        let message = self.last_reported.next(&known.site, known.configuration_error.as_ref(), &self.open);
        if let Some(message) = message {
            self.show_message(MessageType::ERROR, &message);
        }
    }

    pub(super) fn show_message(&mut self, kind: MessageType, message: &str) {
        let params = ShowMessageParams { typ: kind, message: printable(message).into_owned() };
        self.output.notify(frame::notification("window/showMessage", &params));
    }
}

/// Markdown by its language or by its name. A document of no known language and without an ending counts as a page: its content decides
/// what is checked.
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
