//! Requests that wait: each becomes a job when its needs are met. Until then it is deferred here, holds no thread, and is dropped when its
//! client cancels it.

use super::Owner;
use super::event::{Key, Outcome};
use super::index::entry_of;
use super::jobs::{Job, Priority, Work};
use crate::documents::{Document, Snapshot};
use crate::step::{Cancel, Found, Needs, Place, Pool, Request};
use docent_site::Site;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tower_lsp::ls_types::Uri;

/// A request whose needs are not met yet.
pub(super) struct Deferred {
    request: Request,
    /// As it was when the request came in.
    document: Option<Arc<Document>>,
    /// The versions of open documents that the index has to know.
    required: Option<Vec<(Uri, PathBuf, u64)>>,
}

impl Owner {
    pub(super) fn defer(&mut self, request: Request) {
        let document = match &request.step.place {
            Place::Document(uri) => self.open.get(uri).cloned(),
            _ => None,
        };
        self.deferred.push(Deferred { request, document, required: None });
    }

    /// Starts the requests whose needs are met.
    pub(super) fn start_requests(&mut self) {
        for mut deferred in std::mem::take(&mut self.deferred) {
            if deferred.request.cancel.is_cancelled() {
                continue;
            }
            match self.sites_of(&deferred) {
                Some(sites) if self.has_what_it_needs(&mut deferred, &sites) => self.start_request(deferred, sites),
                _ => self.deferred.push(deferred),
            }
        }
    }

    /// The sites that a request reads; `None` until they are known.
    fn sites_of(&mut self, deferred: &Deferred) -> Option<Vec<Arc<Site>>> {
        let site = match &deferred.request.step.place {
            Place::Nowhere => Some(self.sites.outside()),
            Place::Document(uri) => match &deferred.document {
                Some(document) => self.site_of(uri, &document.identity.path),
                None => Some(self.sites.outside()),
            },
            Place::Folder(folder) | Place::CachedResults(folder) => self.sites.for_folder(Some(folder)),
            Place::FirstFolder => {
                let folder = self.folders.first().cloned();
                self.sites.for_folder(folder.as_deref())
            }
            Place::Workspace => return self.workspace_sites(),
        };
        site.map(|site| vec![site])
    }

    /// The sites of the workspace's folders and of the open documents, each once.
    fn workspace_sites(&mut self) -> Option<Vec<Arc<Site>>> {
        let mut sites: Vec<Arc<Site>> = Vec::new();
        let mut add = |site: Arc<Site>| {
            if !sites.iter().any(|known| Arc::ptr_eq(known, &site)) {
                sites.push(site);
            }
        };
        for folder in self.folders.clone() {
            add(self.sites.for_folder(Some(&folder))?);
        }
        let open: Vec<(Uri, PathBuf)> =
            self.open.iter().map(|(uri, document)| (uri.clone(), document.path().to_owned())).collect();
        for (uri, path) in open {
            add(self.site_of(&uri, &path)?);
        }
        sites.retain(|site| site.root.is_some());
        Some(sites)
    }

    fn has_what_it_needs(&mut self, deferred: &mut Deferred, sites: &[Arc<Site>]) -> bool {
        let needs = deferred.request.step.needs;
        if needs == Needs::Site {
            return true;
        }
        let indexable: Vec<Arc<Site>> = sites.iter().filter(|site| self.sites.may_be_indexed(site)).cloned().collect();
        for site in &indexable {
            let Some(root) = site.root.as_ref().filter(|_| needs >= Needs::Files) else { continue };
            if needs == Needs::ExactIndex {
                self.require_index(root);
            }
            let index = self.sites.index(root);
            let is_missing = needs == Needs::ExactIndex && !index.is_ready_for(site);
            if is_missing || index.has_files_pending() {
                return false;
            }
        }
        let required = deferred.required.get_or_insert_with(|| self.documents_to_enter(&indexable));
        let mut is_met = true;
        for (uri, path, generation) in required.clone() {
            if !self.has_entered(&uri, &path, generation, needs == Needs::ExactIndex) {
                is_met = false;
                self.start_entering(&uri, needs == Needs::ExactIndex);
            }
        }
        is_met
    }

    fn documents_to_enter(&self, sites: &[Arc<Site>]) -> Vec<(Uri, PathBuf, u64)> {
        let is_of_sites =
            |document: &Document| document.is_of_site() && sites.iter().any(|site| site.root == document.site().root);
        let open = self.open.iter().filter(|(_, document)| is_of_sites(document));
        open.map(|(uri, document)| (uri.clone(), document.path().to_owned(), document.generation)).collect()
    }

    fn has_entered(&mut self, uri: &Uri, path: &Path, generation: u64, exactly: bool) -> bool {
        let Some(document) = self.open.get(uri) else { return true };
        let site = document.site().clone();
        let Some(root) = &site.root else { return true };
        let index = self.sites.index(root);
        !index.is_ready_for(&site) || index.has_entered(path, generation, exactly)
    }

    /// Queues a job that compares the newest version of a document with the one in the index.
    fn start_entering(&mut self, uri: &Uri, exactly: bool) {
        let Some(document) = self.open.get(uri) else { return };
        if !self.entering.insert(uri.clone()) {
            return;
        }
        let (document, site, root) = (document.clone(), document.site().clone(), document.site().root.clone());
        let Some(root) = root else { return };
        let known = self.sites.index(&root).entered_page(document.path());
        let (of_job, root_of_job) = (uri.clone(), root.clone());
        let work = move |snapshot: Snapshot| {
            let Some(index) = &snapshot.index else { return Outcome::Done };
            let (path, generation) = (document.path().to_owned(), document.generation);
            let entry = entry_of(&site, index, &path, (known, document.page()), generation, exactly).map(Box::new);
            Outcome::Entry { uri: of_job, root: root_of_job, path, generation, entry }
        };
        self.push_job(Job {
            key: Key::Enter(uri.clone()),
            pool: Pool::Latency,
            priority: Priority::Request,
            root: Some(root),
            cancel: Cancel::default(),
            work: Some(Box::new(work)),
        });
    }

    fn start_request(&mut self, deferred: Deferred, sites: Vec<Arc<Site>>) {
        let Deferred { request: Request { step, pool, cancel }, document, .. } = deferred;
        let results = match &step.place {
            Place::CachedResults(_) => self.closed.results.clone(),
            _ => Arc::default(),
        };
        let is_workspace = matches!(step.place, Place::Workspace);
        let site = if is_workspace { None } else { sites.first().cloned() };
        let document = document.map(|document| match (&step.place, &site) {
            (Place::Document(uri), Some(site)) => self.newest_of_version(uri, document, site),
            _ => document,
        });
        let mut roots: Vec<PathBuf> =
            sites.iter().filter(|site| self.sites.may_be_indexed(site)).filter_map(|site| site.root.clone()).collect();
        roots.sort();
        let (run, of_job, first_folder) = (step.run, cancel.clone(), self.folders.first().cloned());
        let work = move |mut snapshot: Snapshot| {
            // The document may be of another reading of the site than the newest.
            if let Some(document) = &document {
                snapshot.site = document.site().clone();
            }
            match run(Found { snapshot, document, roots, first_folder, cancel: of_job.clone(), results }) {
                Some(step) => Outcome::Next(Request { step, pool, cancel: of_job }),
                None => Outcome::Done,
            }
        };
        let root = site.and_then(|site| site.root.clone());
        let work: Work = Box::new(work);
        self.push_job(Job { key: Key::Request, pool, priority: Priority::Request, root, cancel, work: Some(work) });
    }

    /// The document of this version, in the current reading of its site.
    fn newest_of_version(&mut self, uri: &Uri, document: Arc<Document>, site: &Arc<Site>) -> Arc<Document> {
        match self.open.get(uri).filter(|newest| newest.version == document.version) {
            Some(newest) if Arc::ptr_eq(newest.site(), site) => newest.clone(),
            _ if Arc::ptr_eq(document.site(), site) => document,
            _ => Arc::new(document.moved_to(site.clone(), document.generation)),
        }
    }
}
