//! Keeps indexes up to date: builds, changed files, open documents; and rechecks the documents that depend on a change.

use super::Owner;
use super::client_requests;
use super::event::{Event, Key, Outcome};
use super::index::{AffectedPaths, KnownFiles, MAX_FILES_PER_JOB};
use super::jobs::{Job, Priority};
use crate::documents::Snapshot;
use crate::documents::{Document, DocumentKind};
use crate::step::{Cancel, Pool};
use docent_site::index::build::build_index;
use docent_site::watch::{Watch, watch};
use docent_site::{Site, SiteIndex};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tower_lsp::ls_types::{MessageType, Uri};

impl Owner {
    /// Queues a build of a site's index, unless it is up to date or the site is not indexed.
    pub(super) fn require_index(&mut self, root: &Path) {
        let Some(known) = self.sites.known(root).cloned() else { return };
        if let Some(reason) = known.not_indexed {
            if self.not_indexed.insert(root.to_owned()) {
                let message = format!(
                    "Rules between pages do not run in {}: the root of the site {reason}. Open the folder of the pages, or put a docent.yaml into it.",
                    root.display()
                );
                let client = self.client.clone();
                self.runtime.spawn(async move { client.log_message(MessageType::INFO, message).await });
            }
            return;
        }
        let generation = self.sites.generation;
        let index = self.sites.index(root);
        let is_current = index.is_ready_for(&known.site) && !index.must_rebuild;
        if is_current || index.build.as_ref().is_some_and(|(built, _)| *built == generation) {
            return;
        }
        if let Some((_, older)) = index.build.take() {
            older.cancel();
        }
        let cancel = Cancel::default();
        index.build = Some((generation, cancel.clone()));
        let watches = index.watch.is_none() && !self.features.registers_watchers;
        let progress = client_requests::site_progress(&self.client, &self.features, root);
        let (events, flag, root) = (self.events.clone(), cancel.clone(), root.to_owned());
        let root_of_job = root.clone();
        let work = move |_: Snapshot| {
            // Watch before anything is read, so that no change is missed.
            let watch = watches.then(|| watch_site(&root, events)).flatten();
            let index = build_index(&known.site, &|now| progress.report(now), flag.flag());
            match flag.is_cancelled() {
                true => Outcome::Done,
                false => Outcome::IndexBuilt { root, generation, site: known.site, index: Box::new(index), watch },
            }
        };
        self.push_job(Job {
            key: Key::BuildIndex(root_of_job),
            pool: Pool::Worker,
            priority: Priority::Background,
            root: None,
            cancel,
            work: Some(Box::new(work)),
        });
    }

    /// Clears a build that was cancelled or panicked; a newer one has its own generation.
    pub(super) fn build_ended(&mut self, root: &Path) {
        let generation = self.sites.generation;
        let index = self.sites.index(root);
        if index.build.as_ref().is_some_and(|(built, cancel)| *built != generation || cancel.is_cancelled()) {
            index.build = None;
        }
    }

    pub(super) fn index_built(
        &mut self,
        root: &Path,
        generation: u64,
        site: Arc<Site>,
        built: SiteIndex,
        watch: Option<Watch>,
    ) {
        let index = self.sites.index(root);
        index.watch = index.watch.take().or(watch);
        if index.build.as_ref().is_none_or(|(current, _)| *current != generation) {
            self.runtime.spawn_blocking(move || drop(built));
            return;
        }
        index.build = None;
        index.must_rebuild = false;
        let errors = built.walk_errors().to_vec();
        let has_new_errors = !errors.is_empty() && index.reported_errors != errors;
        let message = has_new_errors.then(|| walk_errors_in_words(&errors));
        index.reported_errors = errors;
        let old = index.set_built(site, built);
        // Freeing the facts of a large site takes longer than a keystroke may.
        self.runtime.spawn_blocking(move || drop(old));
        if let Some(message) = message {
            self.show_message(MessageType::WARNING, &message);
        }
        let is_of_site = |document: &Document| document.path().starts_with(root);
        let of_site = self.open.iter().filter(|(_, document)| is_of_site(document));
        let uris: Vec<Uri> = of_site.map(|(uri, _)| uri.clone()).collect();
        self.renew(&uris);
        self.needs_refresh |= !uris.is_empty();
        self.recheck_closed_pages();
    }

    /// Reads changed files, rechecks dependents, and builds the indexes that sites of open documents lack.
    pub(super) fn start_updates(&mut self) {
        let roots: Vec<PathBuf> = self.sites.indexes.keys().cloned().collect();
        for root in roots {
            let Some(known) = self.sites.known(&root) else { continue };
            let site = known.site.clone();
            let index = self.sites.index(&root);
            let is_ready = index.is_ready_for(&site) && index.build.is_none() && !index.must_rebuild;
            if !is_ready || index.is_reading_files || index.has_edits() {
                continue;
            }
            if !index.files_to_read.is_empty() {
                let count = index.files_to_read.len().min(MAX_FILES_PER_JOB);
                let files: Vec<PathBuf> = index.files_to_read.drain(..count).collect();
                index.is_reading_files = true;
                let verifies = std::mem::take(&mut index.must_verify_site);
                self.push_job(Job {
                    key: Key::ReadFiles(root.clone()),
                    pool: Pool::Worker,
                    priority: Priority::Background,
                    root: Some(root.clone()),
                    cancel: Cancel::default(),
                    work: Some(Box::new(move |snapshot| read_changed_files(root, files, snapshot, verifies))),
                });
            } else if index.has_dirty_dependents && !self.is_rechecking_dependents {
                index.has_dirty_dependents = false;
                self.recheck_dependents(root);
            }
        }
    }

    /// Finds the open documents whose findings are stale although no change names them: what is suggested in place of a broken link may be
    /// another page now, a value may be nearly that of others.
    fn recheck_dependents(&mut self, root: PathBuf) {
        self.is_rechecking_dependents = true;
        let work = move |snapshot: Snapshot| {
            let is_of_site = |document: &Document| document.site().root == snapshot.site.root;
            let of_site = snapshot.open.iter().filter(|(_, document)| is_of_site(document));
            let stale = of_site.filter(|(_, document)| snapshot.view((*document).clone()).has_stale_findings());
            Outcome::StaleFindings(stale.map(|(uri, document)| (uri.clone(), document.generation)).collect())
        };
        self.push_job(Job {
            key: Key::RecheckDependents,
            pool: Pool::Latency,
            priority: Priority::Background,
            root: Some(root),
            cancel: Cancel::default(),
            work: Some(Box::new(work)),
        });
    }

    /// Skips documents of another generation: they changed since, and their check is queued.
    pub(super) fn renew_stale(&mut self, documents: Vec<(Uri, u64)>) {
        let is_same =
            |(uri, generation): &(Uri, u64)| self.open.get(uri).is_some_and(|it| it.generation == *generation);
        let uris: Vec<Uri> = documents.into_iter().filter(is_same).map(|(uri, _)| uri).collect();
        self.renew(&uris);
        self.findings_changed(&uris);
    }

    /// Whether edits are pending for an index that no job reads.
    pub(super) fn can_apply_edits(&self) -> bool {
        self.sites.indexes.values().any(|index| index.has_edits() && index.is_free())
    }

    /// Applies entries of open documents, and with them a batch of other edits. Whether there were any.
    pub(super) fn apply_entries(&mut self) -> bool {
        let has_entries = self.sites.indexes.iter().filter(|(_, index)| index.has_entries());
        let roots: Vec<PathBuf> = has_entries.map(|(root, _)| root.clone()).collect();
        self.apply_to(&roots)
    }

    /// Applies a batch of edits to each index. Whether there were any.
    pub(super) fn apply_edits(&mut self) -> bool {
        let has_edits = self.sites.indexes.iter().filter(|(_, index)| index.has_edits());
        let roots: Vec<PathBuf> = has_edits.map(|(root, _)| root.clone()).collect();
        self.apply_to(&roots)
    }

    fn apply_to(&mut self, roots: &[PathBuf]) -> bool {
        let applied: Vec<bool> = roots.iter().map(|root| self.apply(root)).collect();
        applied.contains(&true)
    }

    fn apply(&mut self, root: &Path) -> bool {
        let Some(affected) = self.sites.index(root).apply() else { return false };
        if !affected.is_empty() {
            self.follow(root, affected);
        }
        true
    }

    /// Updates what depends on a change of an index.
    fn follow(&mut self, root: &Path, affected: AffectedPaths) {
        self.links_changed(&affected);
        let is_affected = |document: &Document| {
            // Navigation data names pages that come and go.
            affected.pages.contains(document.path()) || document.kind() == DocumentKind::Data
        };
        let of_affected = self.open.iter().filter(|(_, document)| is_affected(document));
        let (own, uris): (Vec<Uri>, Vec<Uri>) = of_affected
            .map(|(uri, document)| (uri.clone(), affected.entered.contains(document.path())))
            .fold(Default::default(), |(mut own, mut others), (uri, is_own)| {
                if is_own {
                    own.push(uri)
                } else {
                    others.push(uri)
                };
                (own, others)
            });
        // A job may have checked a document before its index knew this version.
        self.renew(&own);
        self.renew(&uris);
        self.findings_changed(&uris);
        self.needs_refresh |= !uris.is_empty();
        self.sites.index(root).has_dirty_dependents |= affected.addresses || !affected.values.is_empty();
        let generation = self.next_generation();
        self.closed.index_changed(generation, root, affected);
    }

    /// Requests a refresh from the client, once for a series of changes.
    pub(super) fn refresh_client(&mut self) {
        let is_busy = self.sites.indexes.values().any(|index| index.has_files_pending());
        if self.needs_refresh && !is_busy && self.is_initialized {
            self.needs_refresh = false;
            client_requests::refresh(&self.client, self.features.refreshes);
            self.lenses.request();
        }
    }

    /// Requests a refresh of lenses if links to an open page came or went.
    fn links_changed(&mut self, affected: &AffectedPaths) {
        let mut pages = self.open.values().filter(|document| document.kind() == DocumentKind::Page);
        if self.features.settings.code_lens && pages.any(|page| affected.links_to.contains(page.path())) {
            self.lenses.request();
        }
    }

    /// Requests a refresh of lenses if findings change without an edit of the document: a lens counts them.
    fn findings_changed(&mut self, documents: &[Uri]) {
        if !documents.is_empty() && self.features.settings.code_lens {
            self.lenses.request();
        }
    }
}

/// "Cannot read /site/.gitignore: it is larger than 1 MiB (and 1 more problem)"
fn walk_errors_in_words(errors: &[String]) -> String {
    let mut first = errors.first().cloned().unwrap_or_default();
    if let Some(start) = first.get_mut(..1) {
        start.make_ascii_uppercase();
    }
    match errors.len() {
        0 | 1 => first,
        2 => format!("{first} (and 1 more problem)"),
        count => format!("{first} (and {} more problems)", count - 1),
    }
}

/// Blocking. Holds the index only until it knows what the index has of the files. `verifies`: what the site is may follow from these files.
fn read_changed_files(root: PathBuf, files: Vec<PathBuf>, snapshot: Snapshot, verifies: bool) -> Outcome {
    let Snapshot { site, index, .. } = snapshot;
    let Some(index) = index else { return Outcome::Done };
    let known = KnownFiles::of(&site, &index, files);
    drop(index);
    match verifies && site.is_outdated() {
        true => Outcome::SiteOutdated { root, files: known.files },
        false => Outcome::FilesRead { root, edits: known.read(&site) },
    }
}

/// For an editor that does not say what happens to files.
fn watch_site(root: &Path, events: super::Events) -> Option<Watch> {
    let watched = watch(root, move |paths| events.send(Event::FilesChanged(paths)));
    match watched {
        Ok(watch) => Some(watch),
        Err(reason) => {
            tracing::warn!("cannot watch {}: {reason}", root.display());
            None
        }
    }
}
