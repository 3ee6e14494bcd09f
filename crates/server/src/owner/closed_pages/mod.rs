//! Findings of pages that are not open, for a client that does not pull them and an author who switched them on (`docent.siteFindings`). Checked
//! by one job at a time in small parts, while the latency pool is idle; only what the client does not have is published.
//!
//! The findings of open documents are published by [`super::findings`], or pulled by the client.

mod last_published;
mod queue;

use super::Owner;
use super::event::{CheckedPage, Key, News, Outcome};
use super::index::AffectedPaths;
use super::jobs::{Job, Priority};
use crate::client::address;
use crate::convert;
use crate::documents::{CheckedResult, ResultCache, Snapshot};
use crate::requests::site_pages::{self, SitePage};
use crate::step::{Cancel, Pool};
use docent_rules::rules::site::near_miss_value::pages_with_near_misses;
use docent_rules::{RuleGroup, rule};
use docent_site::Site;
use last_published::LastPublished;
use queue::{Change, Queue};
use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tower_lsp::ls_types::Uri;

/// Pages that one job checks.
const PAGES_PER_JOB: usize = 16;

#[derive(Debug, Default)]
pub(super) struct ClosedPages {
    queue: Queue,
    published: LastPublished,
    /// For a client that pulls the findings of the workspace.
    pub(super) results: Arc<ResultCache>,
    pub(super) is_running: bool,
    is_on: bool,
    /// The client pulls the findings of the workspace, so that none are pushed.
    client_pulls: bool,
}

impl ClosedPages {
    fn recheck_all(&mut self, generation: u64) {
        self.queue.everything = true;
        Arc::make_mut(&mut self.results).invalidate_all(generation);
    }

    /// Files changed on disk, were opened or closed; a folder stands for all files in it.
    pub(super) fn files_changed(&mut self, generation: u64, paths: Vec<PathBuf>) {
        Arc::make_mut(&mut self.results).invalidate(generation, &paths);
        if self.is_on {
            self.queue.files.extend(paths);
        }
    }

    /// An index changed.
    pub(super) fn index_changed(&mut self, generation: u64, root: &Path, affected: AffectedPaths) {
        let results = Arc::make_mut(&mut self.results);
        match affected.addresses || !affected.values.is_empty() {
            // What is suggested in place of a broken link may be another page, and a value may be nearly that of others, on any page.
            true => results.invalidate_all(generation),
            false => results.invalidate(generation, &affected.pages),
        }
        if !self.is_on {
            return;
        }
        let AffectedPaths { pages, addresses, values, .. } = affected;
        self.queue.soon.extend(pages);
        if addresses || !values.is_empty() {
            self.queue.add_change(root, Change { addresses, values: values.into_iter().collect() });
        }
    }

    /// Requeues the pages whose sites were not read yet.
    pub(super) fn sites_read(&mut self) {
        self.queue.soon.append(&mut self.queue.waiting);
    }

    pub(super) fn add_results(&mut self, results: Vec<CheckedResult>) {
        Arc::make_mut(&mut self.results).add(results);
    }

    /// Queues pages that a job found.
    pub(super) fn add(&mut self, soon: Vec<PathBuf>, later: Vec<PathBuf>) {
        self.queue.soon.extend(soon);
        self.queue.later.extend(later);
    }
}

impl Owner {
    /// The client pulls the findings of the workspace.
    ///
    /// A client that pulls the findings of open documents (`textDocument/diagnostic`) may never pull those of other pages: no capability
    /// says so. It counts as such a client until it does (`workspace/diagnostic`). Its open pages are never pushed, and what
    /// was pushed of a page is cleared when it is opened, so that nothing shows twice.
    pub(super) fn client_pulls_workspace(&mut self) {
        self.closed.client_pulls = true;
    }

    /// Settings, folders or sites may have changed.
    pub(super) fn recheck_closed_pages(&mut self) {
        let generation = self.next_generation();
        self.closed.recheck_all(generation);
    }

    pub(super) fn start_closed_pages(&mut self) {
        self.closed.is_on = self.is_initialized && self.features.settings.site_findings && !self.closed.client_pulls;
        if !self.closed.is_on {
            if self.closed.published.is_publishing {
                self.closed.queue = Queue { everything: true, ..Queue::default() };
                self.closed.published.clear(&mut self.output);
            }
            return;
        }
        let Some(sites) = self.sites_of_folders() else { return };
        if self.closed.is_running || !self.queues.latency.is_idle() {
            return;
        }
        if self.closed.queue.everything {
            return self.start_listing(sites);
        }
        self.sort_files();
        if let Some((root, change)) = self.closed.queue.take_change() {
            return self.start_finding(root, change);
        }
        self.start_checking(&sites);
    }

    /// The indexed sites of the workspace's folders; `None` until they are read.
    fn sites_of_folders(&mut self) -> Option<Vec<Arc<Site>>> {
        let mut sites: Vec<Arc<Site>> = Vec::new();
        for folder in self.folders.clone() {
            let site = self.sites.for_folder(Some(&folder))?;
            let is_new = !sites.iter().any(|known| known.root == site.root);
            if is_new && self.sites.may_be_indexed(&site) {
                sites.push(site);
            }
        }
        Some(sites)
    }

    fn push_closed_job(&mut self, root: Option<PathBuf>, work: impl FnOnce(Snapshot) -> Outcome + Send + 'static) {
        self.closed.is_running = true;
        self.push_job(Job {
            key: Key::ClosedPages,
            pool: Pool::Worker,
            priority: Priority::Background,
            root,
            cancel: Cancel::default(),
            work: Some(Box::new(work)),
        });
    }

    /// Lists all pages, once all indexes are there; and those of which the client has something.
    fn start_listing(&mut self, sites: Vec<Arc<Site>>) {
        let roots: Vec<PathBuf> = sites.iter().filter_map(|site| site.root.clone()).collect();
        for root in &roots {
            self.require_index(root);
        }
        let is_building = |root: &PathBuf| self.sites.indexes.get(root).is_none_or(|index| index.build.is_some());
        if roots.iter().any(is_building) {
            return;
        }
        self.closed.queue.everything = false;
        self.closed.published.is_publishing = true;
        let known: Vec<PathBuf> = self.closed.published.paths().cloned().collect();
        self.push_closed_job(None, move |_| {
            let all = sites.iter().filter_map(|site| Some(site_pages::files_of(site, site.root.as_ref()?)));
            let later = known.into_iter().chain(all.flatten()).collect();
            Outcome::ClosedPagesFound { soon: Vec::new(), later }
        });
    }

    /// Files and folders that changed stand for the pages in them of which the client has something.
    fn sort_files(&mut self) {
        let files = std::mem::take(&mut self.closed.queue.files);
        if files.is_empty() {
            return;
        }
        let is_in_files = |path: &Path| path.ancestors().any(|above| files.contains(above));
        let published: Vec<PathBuf> = self.closed.published.paths().filter(|path| is_in_files(path)).cloned().collect();
        self.closed.queue.soon.extend(published);
        self.closed.queue.soon.extend(files);
    }

    /// Finds the pages whose findings depend on addresses or values of other pages.
    fn start_finding(&mut self, root: PathBuf, change: Change) {
        let published = self.closed.published.paths_that_depend_on_others();
        let mut later: Vec<PathBuf> = published.filter(|path| path.starts_with(&root)).cloned().collect();
        self.push_closed_job(Some(root.clone()), move |snapshot| {
            later.extend(pages_for(&snapshot, &root, &change));
            Outcome::ClosedPagesFound { soon: Vec::new(), later }
        });
    }

    /// Checks the next pages, all of one site.
    fn start_checking(&mut self, sites: &[Arc<Site>]) {
        let mut pages: Vec<PathBuf> = Vec::new();
        let mut site_of_pages: Option<Option<Arc<Site>>> = None;
        let mut gone: Vec<CheckedPage> = Vec::new();
        while pages.len() + gone.len() < PAGES_PER_JOB {
            let Some(path) = self.closed.queue.next() else { break };
            if self.open.at(&path).is_some() {
                if self.features.pulls_diagnostics {
                    self.closed.published.clear_path(&mut self.output, &path);
                }
                continue;
            }
            let Some(site) = self.sites.for_folder(path.parent()) else {
                // The page is requeued when the site of its folder is read.
                self.closed.queue.waiting.insert(path);
                continue;
            };
            let site = sites.iter().find(|known| known.root == site.root && site.root.is_some()).cloned();
            let Some(site) = site else {
                gone.push(CheckedPage { path, news: News::default() });
                continue;
            };
            if let Some(root) = &site.root
                && self.sites.index(root).index.is_none()
            {
                continue;
            }
            match &site_of_pages {
                Some(Some(known)) if !Arc::ptr_eq(known, &site) => {
                    self.closed.queue.soon.insert(path);
                    break;
                }
                _ => {
                    site_of_pages = Some(Some(site));
                    pages.push(path);
                }
            }
        }
        self.publish_closed(gone);
        let Some(site) = site_of_pages.flatten().filter(|_| !pages.is_empty()) else { return };
        self.push_closed_job(site.root.clone(), move |snapshot| {
            let snapshot = Snapshot { site, ..snapshot };
            let check = |path: PathBuf| {
                // A bug in docent costs the findings of one page.
                let news = catch_unwind(AssertUnwindSafe(|| check(&snapshot, &path)));
                if news.is_err() {
                    tracing::error!("checking {} panicked", path.display());
                }
                Some(CheckedPage { news: news.ok()?, path })
            };
            Outcome::ClosedPagesChecked(pages.into_iter().filter_map(check).collect())
        });
    }

    pub(super) fn publish_closed(&mut self, pages: Vec<CheckedPage>) {
        if !self.closed.is_on {
            return;
        }
        for CheckedPage { path, news } in pages {
            if self.open.at(&path).is_none() {
                self.closed.published.publish(&mut self.output, &path, news);
            }
        }
    }

    /// An open document is published from now on; what the client has of the closed page is replaced or cleared.
    pub(super) fn release_to_open_document(&mut self, uri: &Uri, path: &Path) {
        self.closed.published.release(&mut self.output, uri, path);
    }

    /// The findings of a closed document stay until the file is checked. Returns whether they stay; otherwise the caller clears them.
    pub(super) fn reclaim_on_close(&mut self, uri: &Uri) -> bool {
        let path = address::file_path(uri).filter(|_| !address::is_untitled(uri));
        let Some(path) = path.filter(|_| self.closed.published.is_publishing) else { return false };
        self.closed.published.reclaim(&mut self.output, uri, &path);
        let generation = self.next_generation();
        self.closed.files_changed(generation, vec![path]);
        true
    }
}

/// Checks one page as it is on disk.
fn check(snapshot: &Snapshot, path: &Path) -> News {
    let Some(index) = &snapshot.index else { return News::default() };
    let page =
        site_pages::is_file_of(&snapshot.site, index, path).then(|| site_pages::page_of(snapshot, path)).flatten();
    match page.filter(|page| !page.is_open && page.takes_part()) {
        None => News::default(),
        Some(page) => {
            let findings = convert::diagnostics(&page.view, &page.uri, &snapshot.features);
            News { hash: page.hash_of(&findings), depends_on_others: depends_on_others(&page), findings }
        }
    }
}

/// Whether another page's address or value may change the words of a finding.
fn depends_on_others(page: &SitePage) -> bool {
    let is_of_site = |id: &str| rule(id).is_some_and(|rule| matches!(rule.group, RuleGroup::Site | RuleGroup::Docent));
    page.view.findings().iter().any(|finding| is_of_site(finding.rule))
}

/// The pages whose findings a change elsewhere may change: by their values, or by what the navigation has of others.
fn pages_for(snapshot: &Snapshot, root: &Path, change: &Change) -> BTreeSet<PathBuf> {
    let Some(index) = &snapshot.index else { return BTreeSet::new() };
    let values: Vec<Arc<str>> = change.values.iter().cloned().collect();
    let mut pages = pages_with_near_misses(index, &values, &snapshot.site.config);
    let mut files = BTreeSet::new();
    if change.addresses && index.navigation().is_there {
        pages.extend(index.pages().filter(|page| index.is_in_navigation(*page) == Some(false)));
        files.extend(snapshot.site.navigation_file());
    }
    files.extend(pages.into_iter().map(|page| root.join(index.path(page))));
    files
}
