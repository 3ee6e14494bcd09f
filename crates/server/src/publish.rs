//! Findings on their way to a client that does not ask for them: always of the newest version, never of an older one
//! after it, and never after the document is closed. One background task for each document, and only while it is needed.

use crate::document::Document;
use crate::features::Features;
use crate::site_publish::told;
use crate::state::{State, World};
use crate::transport::Outgoing;
use crate::{convert, site_renewal, trace};
use docent_rules::Finding;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Instant;
use tower_lsp::ls_types::{PublishDiagnosticsParams, Uri};

/// What the client was told of one document.
#[derive(Debug, Default)]
pub(crate) struct Published {
    /// A task is at work and will see every change made while it runs.
    running: bool,
    /// The newest revision that is dealt with.
    revision: Option<u64>,
    /// The client holds findings that go away with the document.
    holds_findings: bool,
    /// What it was told last: told once is enough.
    last: Option<Told>,
    /// How often that was forgotten: what is on its way meanwhile does not count as told.
    forgotten: u64,
}

impl Published {
    /// The document is opened: whatever its client held before, it is told everything.
    pub(crate) fn forget_what_was_told(&mut self) {
        self.last = None;
        self.forgotten += 1;
    }
}

/// The findings of a version, as they are shown with these features.
#[derive(Debug)]
struct Told {
    version: i32,
    findings: Arc<Vec<Finding>>,
    features: Arc<Features>,
}

impl Told {
    fn is(&self, document: &Document, features: &Arc<Features>) -> bool {
        let same_form = self.version == document.version && Arc::ptr_eq(&self.features, features);
        same_form && self.findings == *document.findings()
    }
}

/// Sees to it that the client learns of the document as it is now. Returns at once.
pub(crate) fn renew(world: &Arc<World>, outgoing: &Outgoing, uri: &Uri) {
    {
        let mut state = world.lock();
        if state.features.pulls_diagnostics {
            return;
        }
        let published = state.published.entry(uri.clone()).or_default();
        if published.running {
            return;
        }
        published.running = true;
    }
    let (world, outgoing, uri) = (world.clone(), outgoing.clone(), uri.clone());
    let runtime = tokio::runtime::Handle::current();
    tokio::task::spawn_blocking(move || {
        let _inside = runtime.enter();
        loop {
            let task = next_task(&mut world.lock(), &uri);
            let Some(task) = task else { return };
            let mut concerned = work_on(task, &world, &outgoing, &uri);
            // After the findings are on their way: whoever types does not wait for other pages.
            concerned.extend(site_renewal::look_around(&world));
            for concerned in concerned {
                renew(&world, &outgoing, &concerned);
            }
        }
    });
}

enum Task {
    /// With how often it was forgotten what the client was told.
    Publish(Arc<Document>, u64),
    Clear,
}

/// What is to be done next. With `None` the document is done with, and the next change starts a new task.
fn next_task(state: &mut State, uri: &Uri) -> Option<Task> {
    let published = state.published.get_mut(uri)?;
    match state.documents.get(uri) {
        Some(document) if published.revision != Some(document.revision) => {
            Some(Task::Publish(document.clone(), published.forgotten))
        }
        Some(_) => {
            published.running = false;
            None
        }
        None if published.holds_findings => Some(Task::Clear),
        None => {
            state.published.remove(uri);
            None
        }
    }
}

/// Returns the other documents that are to be checked again.
fn work_on(task: Task, world: &World, outgoing: &Outgoing, uri: &Uri) -> Vec<Uri> {
    let features = world.lock().features.clone();
    let (document, forgotten) = match task {
        Task::Clear => {
            if !told::takes_back(world, outgoing, uri) {
                outgoing.notify_blocking(METHOD, &PublishDiagnosticsParams::new(uri.clone(), Vec::new(), None));
            }
            let mut state = world.lock();
            mark(&mut state, uri, None, false);
            state.published.entry(uri.clone()).and_modify(Published::forget_what_was_told);
            return Vec::new();
        }
        Task::Publish(document, forgotten) => (document, forgotten),
    };
    let computed = std::panic::catch_unwind(AssertUnwindSafe(|| {
        let start = Instant::now();
        document.page();
        let parsed = start.elapsed();
        let concerned = site_renewal::enter(world, &document, false);
        document.findings();
        let checked = start.elapsed();
        let is_told = world
            .lock()
            .published
            .get(uri)
            .and_then(|published| published.last.as_ref())
            .is_some_and(|told| told.is(&document, &features));
        if is_told {
            return (None, concerned);
        }
        let diagnostics = convert::diagnostics(&document, uri, &features, world);
        let converted = start.elapsed();
        tracing::debug!(version = document.version, ?parsed, ?checked, ?converted, "findings");
        trace::tell(world, outgoing, || {
            let (name, version, count) = (document.path().display(), document.version, diagnostics.len());
            let message = format!("{name}, version {version}: {count} findings");
            (message, format!("parsed after {parsed:?}, checked after {checked:?}, converted after {converted:?}"))
        });
        (Some(diagnostics), concerned)
    }));
    let Ok((diagnostics, concerned)) = computed else {
        tracing::error!("checking {} at version {} panicked", uri.as_str(), document.version);
        let held = world.lock().published.get(uri).is_some_and(|published| published.holds_findings);
        mark(&mut world.lock(), uri, Some(document.revision), held);
        return Vec::new();
    };
    let is_newest = world.lock().documents.get(uri).is_some_and(|newest| newest.revision == document.revision);
    if !is_newest {
        return concerned;
    }
    if let Some(diagnostics) = diagnostics.filter(|_| document.is_checked()) {
        told::hand_over(world, outgoing, uri, document.path());
        let params = PublishDiagnosticsParams::new(uri.clone(), diagnostics, Some(document.version));
        outgoing.notify_blocking(METHOD, &params);
        let told = Told { version: document.version, findings: document.findings().clone(), features };
        let mut state = world.lock();
        if let Some(published) = state.published.get_mut(uri).filter(|published| published.forgotten == forgotten) {
            published.last = Some(told);
        }
    }
    mark(&mut world.lock(), uri, Some(document.revision), document.is_checked());
    concerned
}

fn mark(state: &mut State, uri: &Uri, revision: Option<u64>, holds_findings: bool) {
    if let Some(published) = state.published.get_mut(uri) {
        published.revision = revision;
        published.holds_findings = holds_findings;
    }
}

const METHOD: &str = "textDocument/publishDiagnostics";
