//! Findings of open documents: always of the newest version, never of an older one after it, and never after the document is closed. One
//! check of a document at a time, and the newest version is the one that is checked next.

use super::Owner;
use super::event::{Checked, Key, Outcome};
use super::index::entry_of;
use super::jobs::{Job, Priority};
use super::output::PUBLISH;
use crate::client::Features;
use crate::client::trace::{self, Trace};
use crate::convert;
use crate::documents::Document;
use crate::documents::Snapshot;
use crate::step::{Cancel, Pool};
use crate::transport::frame;
use docent_rules::Finding;
use docent_syntax::Page;
use std::sync::Arc;
use std::time::Instant;
use tower_lsp::ls_types::{PublishDiagnosticsParams, Uri};

/// The findings of one document as the client has them.
#[derive(Debug, Default)]
pub(super) struct Published {
    is_running: bool,
    /// The newest generation and version of the document whose check has ended.
    generation: Option<u64>,
    version: Option<i32>,
    /// The client has findings that go away with the document.
    holds_findings: bool,
    last: Option<LastPublished>,
    /// How often `last` was dropped: the result of a check that started before is not published.
    forgotten: u64,
}

impl Published {
    /// The next findings are published even if they are the same.
    pub(super) fn forget_last(&mut self) {
        self.last = None;
        self.forgotten += 1;
    }
}

/// The findings of a version, as they are converted for these features.
#[derive(Debug, Clone)]
struct LastPublished {
    version: i32,
    findings: Arc<Vec<Finding>>,
    features: Arc<Features>,
}

/// What a check starts from.
struct CheckStart {
    uri: Uri,
    document: Arc<Document>,
    /// The version that the index has; `None` outside of an index.
    entered: Option<Option<Arc<Page>>>,
    last: Option<LastPublished>,
    forgotten: u64,
    trace: Trace,
}

impl Owner {
    /// Queues checks of the dirty documents. Clears the findings of those that were closed.
    pub(super) fn start_checks(&mut self) {
        if self.features.pulls_diagnostics {
            self.dirty.clear();
            return;
        }
        for uri in std::mem::take(&mut self.dirty) {
            let published = self.published.entry(uri.clone()).or_default();
            if published.is_running {
                continue;
            }
            match self.open.get(&uri) {
                None => self.clear(&uri),
                Some(document) if published.generation == Some(document.generation) => {}
                Some(document) => {
                    let is_typed = published.version != Some(document.version) || published.generation.is_none();
                    let path = document.path().to_owned();
                    // The document becomes dirty when the site is read.
                    let Some(site) = self.site_of(&uri, &path) else { continue };
                    self.move_to_site(&uri, &site);
                    let root = site.root.clone();
                    if let Some(published) = self.published.get_mut(&uri) {
                        published.is_running = true;
                    }
                    self.push_job(Job {
                        key: Key::Check(uri, 0),
                        pool: Pool::Latency,
                        priority: if is_typed { Priority::Typed } else { Priority::Stale },
                        root,
                        cancel: Cancel::default(),
                        work: None,
                    });
                }
            }
        }
    }

    /// The findings of a closed document go away, unless those of the file take their place.
    fn clear(&mut self, uri: &Uri) {
        let Some(published) = self.published.remove(uri) else { return };
        if published.holds_findings && !self.reclaim_on_close(uri) {
            self.output.publish_findings(uri, Vec::new());
        }
    }

    /// Fills in the work of a check, on the document as it is now.
    pub(super) fn prepare_check(&mut self, uri: &Uri, job: &mut Job) {
        let Some(document) = self.open.get(uri).cloned() else { return };
        let (last, forgotten) =
            self.published.get(uri).map(|published| (published.last.clone(), published.forgotten)).unwrap_or_default();
        let site = document.site().clone();
        let root = site.root.clone().filter(|_| document.is_of_site());
        let entered = root.as_ref().and_then(|root| {
            let index = self.sites.index(root);
            index.is_ready_for(&site).then(|| index.entered_page(document.path()))
        });
        job.root = site.root.clone();
        job.key = Key::Check(uri.clone(), document.generation);
        let start = CheckStart { uri: uri.clone(), document, entered, last, forgotten, trace: self.trace };
        job.work = Some(Box::new(move |snapshot| check(start, snapshot)));
    }

    /// A check has ended, with a result or without.
    pub(super) fn check_ended(&mut self, uri: &Uri, generation: u64, panicked: bool) {
        if let Some(published) = self.published.get_mut(uri) {
            published.is_running = false;
            // Another check of the same version would panic as well.
            if panicked {
                published.generation = Some(generation);
            }
        }
        self.dirty.insert(uri.clone());
    }

    /// Publishes findings, unless the text has changed since.
    pub(super) fn checked(&mut self, checked: Checked) {
        let Checked { uri, generation, version, findings, features, frame, trace, .. } = checked;
        let Some(document) = self.open.get(&uri).cloned() else { return };
        if let Some(root) = document.site().root.clone().filter(|_| checked.has_entered) {
            self.sites.index(&root).mark_entered(document.path(), generation);
        }
        let Some(published) = self.published.get_mut(&uri) else { return };
        if document.version != version || published.forgotten != checked.forgotten {
            return;
        }
        published.generation = Some(generation);
        published.version = Some(version);
        published.holds_findings = checked.is_checked;
        if let Some(trace) = trace {
            self.output.notify(trace);
        }
        let Some(frame) = frame.filter(|_| checked.is_checked) else { return };
        published.last = Some(LastPublished { version, findings, features });
        self.release_to_open_document(&uri, document.path());
        self.output.publish(&uri, frame);
    }
}

fn check(start: CheckStart, snapshot: Snapshot) -> Outcome {
    let started = Instant::now();
    let CheckStart { uri, document, entered, last, forgotten, trace } = start;
    let features = snapshot.features.clone();
    let view = snapshot.view(document);
    view.page();
    let parsed = started.elapsed();
    if let (Some(known), Some(index), Some(root)) = (entered.clone(), &view.index, &view.site().root) {
        let page = (known, view.page());
        let entry = entry_of(view.site(), index, view.path(), page, view.generation, false).map(Box::new);
        if entry.is_some() {
            let (path, generation) = (view.path().to_owned(), view.generation);
            return Outcome::Entry { uri, root: root.clone(), path, generation, entry };
        }
    }
    let findings = view.findings().clone();
    let checked = started.elapsed();
    let is_known = last.is_some_and(|last| {
        last.version == view.version && Arc::ptr_eq(&last.features, &features) && last.findings == findings
    });
    let diagnostics = (!is_known).then(|| convert::diagnostics(&view, &uri, &features));
    let converted = started.elapsed();
    tracing::debug!(version = view.version, ?parsed, ?checked, ?converted, "findings");
    let line = diagnostics.as_ref().and_then(|diagnostics| {
        let (name, version, count) = (view.path().display(), view.version, diagnostics.len());
        let message = format!("{name}, version {version}: {count} findings");
        trace::line(trace, message, || {
            format!("parsed after {parsed:?}, checked after {checked:?}, converted after {converted:?}")
        })
    });
    let frame = diagnostics.map(|diagnostics| {
        frame::notification(PUBLISH, &PublishDiagnosticsParams::new(uri.clone(), diagnostics, Some(view.version)))
    });
    Outcome::Checked(Checked {
        uri,
        generation: view.generation,
        version: view.version,
        findings,
        features,
        frame,
        trace: line,
        is_checked: view.is_checked(),
        has_entered: entered.is_some(),
        forgotten,
    })
}
