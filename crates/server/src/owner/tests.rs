//! The owner, driven event by event: what waits and what runs at each moment is a number, not a time.

use super::*;
use crate::documents::{Change, CheckedResult};
use crate::handlers::Server;
use crate::requests::workspace_diagnostic;
use crate::step::{Cancel, Found, Needs, Place, Request, Step};
use crate::transport;
use docent_syntax::{Dialect, Position};
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::sync::{mpsc, oneshot};
use tower_lsp::ls_types::{
    PartialResultParams, PreviousResultId, ProgressToken, WorkDoneProgressParams, WorkspaceDiagnosticParams,
    WorkspaceDocumentDiagnosticReport,
};
use tower_lsp::{LanguageServer, LspService};

/// No test comes near it unless the server is broken.
const SAFETY_NET: Duration = Duration::from_secs(60);

struct Driver {
    owner: Owner,
    events: Receiver<Event>,
    /// Events that a test keeps back.
    held: Vec<Event>,
    holds_index: bool,
    frames: mpsc::Receiver<Vec<u8>>,
    folder: tempfile::TempDir,
    _runtime: tokio::runtime::Runtime,
}

impl Driver {
    /// An owner of a site with so many pages, which link to one another.
    fn new(pages: usize) -> Driver {
        let folder = tempfile::tempdir().expect("a folder");
        for number in 0..pages {
            let text = format!("# Page {number}\n\n[next](p{}.md)\n", (number + 1) % pages);
            std::fs::write(folder.path().join(format!("p{number}.md")), text).expect("a file");
        }
        std::fs::write(folder.path().join("docent.yaml"), "").expect("a file");
        let mut runtime = tokio::runtime::Builder::new_multi_thread();
        let runtime = runtime.worker_threads(1).enable_time().build().expect("a runtime");
        let (outgoing, frames) = transport::outgoing();
        let OwnerThread { events, receiver } = OwnerThread::new();
        let mut client = None;
        let server = |it| {
            client = Some(it);
            Server { events: events.clone(), outgoing: outgoing.clone(), client_gone: Arc::default() }
        };
        drop(LspService::new(server));
        let client = client.expect("the service has a client");
        let owner = Owner::new(events, client, outgoing, runtime.handle().clone());
        let mut driver =
            Driver { owner, events: receiver, held: Vec::new(), holds_index: false, frames, folder, _runtime: runtime };
        let folders = vec![driver.root()];
        let features = Box::new(Features { registers_watchers: true, ..Features::default() });
        driver.handle(Event::Initialize { features, folders, trace: Trace::Off });
        driver
    }

    fn root(&self) -> PathBuf {
        self.folder.path().canonicalize().expect("it is there")
    }

    fn uri(&self, name: &str) -> Uri {
        Uri::from_file_path(self.root().join(name)).expect("an address")
    }

    /// As the transport calls it.
    fn server(&self) -> Server {
        let outgoing = self.owner.output.outgoing();
        Server { events: self.owner.events.clone(), outgoing, client_gone: Arc::default() }
    }

    fn handle(&mut self, event: Event) {
        let runtime = self.owner.runtime.clone();
        let _inside = runtime.enter();
        work::forbidden(|| {
            self.owner.handle(event);
            self.owner.proceed();
        });
    }

    /// Handles events until `is_there`.
    fn run_until(&mut self, is_there: impl Fn(&Driver) -> bool) {
        while !is_there(self) {
            if self.owner.can_apply_edits() {
                self.owner.apply_edits();
                self.owner.proceed();
                continue;
            }
            let event = self.events.recv_timeout(SAFETY_NET).expect("something happens");
            let is_index = matches!(&event, Event::JobEnded { outcome: Some(Outcome::IndexBuilt { .. }), .. });
            match self.holds_index && is_index {
                true => self.held.push(event),
                false => self.handle(event),
            }
        }
    }

    fn open(&mut self, name: &str) -> Uri {
        let uri = self.uri(name);
        let text = std::fs::read_to_string(self.root().join(name)).expect("a page");
        self.handle(Event::Open { uri: uri.clone(), language: "markdown".to_owned(), version: 0, text });
        uri
    }

    /// A request that answers with the version of its document.
    fn request(&mut self, uri: &Uri, needs: Needs, runs: &Arc<AtomicUsize>) -> (oneshot::Receiver<i32>, Cancel) {
        let (reply, answer) = oneshot::channel();
        let (cancel, runs) = (Cancel::default(), runs.clone());
        let run = move |found: Found| {
            runs.fetch_add(1, Ordering::Relaxed);
            let _ = reply.send(found.document.expect("it is open").version);
            None
        };
        let step = Step { place: Place::Document(uri.clone()), needs, run: Box::new(run) };
        self.handle(Event::Request(Request { step, pool: Pool::Latency, cancel: cancel.clone() }));
        (answer, cancel)
    }

    /// The messages to the client so far, as text.
    fn sent(&mut self) -> String {
        let mut all = String::new();
        while let Ok(frame) = self.frames.try_recv() {
            all.push_str(&String::from_utf8_lossy(&frame));
        }
        all
    }
}

#[test]
fn a_request_that_waits_for_the_index_holds_no_thread() {
    let mut driver = Driver::new(20);
    driver.holds_index = true;
    let (uri, runs) = (driver.open("p0.md"), Arc::new(AtomicUsize::new(0)));
    let mut waiting: Vec<_> = (0..16).map(|_| driver.request(&uri, Needs::ExactIndex, &runs)).collect();
    driver.run_until(|driver| !driver.held.is_empty());
    assert_eq!((driver.owner.deferred.len(), runs.load(Ordering::Relaxed)), (16, 0));
    let (mut hover, _) = driver.request(&uri, Needs::Site, &Arc::default());
    driver.run_until(|driver| driver.owner.queues.latency.is_idle());
    assert_eq!(hover.try_recv(), Ok(0));
    assert!(driver.sent().contains("\"version\":0"), "findings do not wait for the index");
    // A change of settings rereads the site, and stops nothing.
    driver.handle(Event::ConfigurationChanged(serde_json::Value::Null));
    for (_, cancel) in waiting.drain(..8) {
        cancel.cancel();
    }
    driver.handle(Event::RequestDropped);
    assert_eq!(driver.owner.deferred.len(), 8, "cancelled requests are gone");
    driver.holds_index = false;
    for event in std::mem::take(&mut driver.held) {
        driver.handle(event);
    }
    driver.run_until(|driver| driver.owner.deferred.is_empty() && driver.owner.queues.latency.is_idle());
    assert_eq!(runs.load(Ordering::Relaxed), 8, "what was cancelled never ran");
    assert!(waiting.iter_mut().all(|(answer, _)| answer.try_recv() == Ok(0)));
}

#[test]
fn no_step_starts_after_its_request_is_cancelled() {
    fn endless(runs: Arc<AtomicUsize>) -> Step {
        let run = move |_: Found| {
            runs.fetch_add(1, Ordering::Relaxed);
            Some(endless(runs))
        };
        Step { place: Place::Nowhere, needs: Needs::Site, run: Box::new(run) }
    }
    let mut driver = Driver::new(2);
    let (runs, cancel) = (Arc::new(AtomicUsize::new(0)), Cancel::default());
    let request = Request { step: endless(runs.clone()), pool: Pool::Worker, cancel: cancel.clone() };
    driver.handle(Event::Request(request));
    driver.run_until(|_| runs.load(Ordering::Relaxed) >= 3);
    cancel.cancel();
    driver.handle(Event::RequestDropped);
    driver.run_until(|driver| driver.owner.queues.worker.is_idle() && driver.owner.deferred.is_empty());
    let ended_at = runs.load(Ordering::Relaxed);
    while let Ok(event) = driver.events.try_recv() {
        driver.handle(event);
    }
    assert!(driver.owner.queues.worker.is_idle() && driver.owner.deferred.is_empty());
    assert_eq!(runs.load(Ordering::Relaxed), ended_at);
}

#[test]
fn each_of_thousands_of_requests_sees_the_version_before_it() {
    let mut driver = Driver::new(2);
    let uri = driver.open("p0.md");
    let mut answers = Vec::new();
    for version in 1..=3000 {
        let start = Position { line: 0, column: 0 };
        let text = if version % 7 == 0 { "# Another heading\n\n" } else { "x" };
        let changes = vec![Change { range: Some((start, start)), text: text.to_owned() }];
        driver.handle(Event::Change { uri: uri.clone(), version, changes });
        let needs = [Needs::Site, Needs::Shapes, Needs::ExactIndex][version as usize % 3];
        answers.push((version, driver.request(&uri, needs, &Arc::default()).0));
        // Results come in between, as they do.
        while let Ok(event) = driver.events.try_recv() {
            driver.handle(event);
        }
    }
    driver.run_until(|driver| driver.owner.deferred.is_empty() && driver.owner.queues.latency.is_idle());
    for (version, mut answer) in answers {
        assert_eq!(answer.try_recv(), Ok(version));
    }
}

#[test]
fn changed_files_are_applied_in_batches_between_events() {
    let mut driver = Driver::new(200);
    let uri = driver.open("p0.md");
    let is_indexed = |driver: &Driver| {
        let mut indexes = driver.owner.sites.indexes.values();
        indexes.any(|index| index.index.is_some()) && driver.owner.queues.latency.is_idle()
    };
    driver.run_until(is_indexed);
    let files: Vec<PathBuf> = (1..200).map(|number| driver.root().join(format!("p{number}.md"))).collect();
    for file in &files {
        std::fs::write(file, "# Other\n\n[zero](p0.md)\n").expect("a file");
    }
    driver.handle(Event::FilesChanged(files));
    let has_edits = |driver: &Driver| driver.owner.sites.indexes.values().any(|index| index.has_edits());
    driver.run_until(has_edits);
    let mut batches = 0;
    while has_edits(&driver) {
        // A keystroke is handled between two batches, whatever is left of them.
        let start = Position { line: 2, column: 0 };
        let changes = vec![Change { range: Some((start, start)), text: "x".to_owned() }];
        driver.handle(Event::Change { uri: uri.clone(), version: batches + 1, changes });
        driver.run_until(|driver| driver.owner.can_apply_edits() || !has_edits(driver));
        if driver.owner.apply_edits() {
            batches += 1;
        }
        driver.owner.proceed();
    }
    assert!(batches >= 4, "199 files in {batches} batches");
    driver.run_until(|driver| !driver.owner.sites.indexes.values().any(|index| index.has_files_pending()));
    let index = driver.owner.sites.indexes.values().find_map(|index| index.index.clone()).expect("an index");
    let page = index.page("p0.md").expect("the page");
    assert_eq!(index.referring_pages(page).len(), 199);
}

#[test]
fn an_error_of_a_configuration_is_reported_once_in_any_order() {
    // Open page, open configuration, close configuration, reload, change of settings.
    let orders: [[usize; 4]; 6] = [[0, 3, 4, 3], [3, 0, 4, 3], [1, 2, 0, 3], [0, 1, 2, 3], [4, 0, 3, 3], [1, 0, 2, 4]];
    for order in orders {
        let mut driver = Driver::new(2);
        std::fs::write(driver.root().join("docent.yaml"), "templates: gone.md\n").expect("a file");
        let mut messages = String::new();
        for step in order {
            let configuration = driver.uri("docent.yaml");
            match step {
                0 => drop(driver.open("p0.md")),
                1 => drop(driver.open("docent.yaml")),
                2 => driver.handle(Event::Close { uri: configuration }),
                3 => driver.handle(Event::FilesChanged(vec![driver.root().join("docent.yaml")])),
                _ => driver.handle(Event::ConfigurationChanged(serde_json::Value::Null)),
            }
            driver.run_until(|driver| driver.owner.queues.worker.is_idle() && driver.owner.queues.latency.is_idle());
            messages.push_str(&driver.sent());
        }
        assert_eq!(messages.matches("window/showMessage").count(), 1, "{order:?}: {messages}");
    }
}

/// What reads, walks, parses or checks on the owner's thread fails in a debug build.
#[test]
#[cfg(debug_assertions)]
fn the_owner_must_not_work() {
    let fails = |work: fn()| std::panic::catch_unwind(|| work::forbidden(work)).is_err();
    assert!(fails(|| drop(docent_syntax::Page::parse("# A\n", Dialect::EXTENDED))));
    assert!(fails(|| drop(docent_site::read::read_text(Path::new("Cargo.toml")))));
    assert!(fails(|| drop(docent_site::Site::load_root(PathBuf::from("/")))));
}

#[test]
fn a_keystroke_overtakes_edits_of_changed_files_but_not_all_the_time() {
    let mut driver = Driver::new(200);
    let uri = driver.open("p0.md");
    let is_indexed = |driver: &Driver| driver.owner.sites.indexes.values().any(|index| index.index.is_some());
    driver.run_until(|driver| is_indexed(driver) && driver.owner.queues.latency.is_idle());
    let files: Vec<PathBuf> = (1..200).map(|number| driver.root().join(format!("p{number}.md"))).collect();
    for file in &files {
        std::fs::write(file, "# Other\n").expect("a file");
    }
    driver.handle(Event::FilesChanged(files));
    let has_edits = |driver: &Driver| driver.owner.sites.indexes.values().any(|index| index.has_edits());
    driver.run_until(|driver| has_edits(driver) && driver.owner.queues.worker.is_idle());
    driver.sent();
    let mut published = 0;
    for version in 1..=2000 {
        let start = Position { line: 2, column: 0 };
        let changes = vec![Change { range: Some((start, start)), text: "x".to_owned() }];
        driver.handle(Event::Change { uri: uri.clone(), version, changes });
        // Only events: nothing applies the edits of files.
        while !driver.owner.queues.latency.has_no_running_job() {
            let event = driver.events.recv_timeout(SAFETY_NET).expect("the job ends");
            driver.handle(event);
        }
        if !driver.sent().contains(&format!("\"version\":{version}")) {
            break;
        }
        published = version;
    }
    assert!(has_edits(&driver));
    assert!((1..2000).contains(&published), "{published} versions were published before the edits of files");
    driver.run_until(|driver| !has_edits(driver) && driver.owner.queues.latency.is_idle());
    assert!(driver.sent().contains("\"version\""), "the last version is published once the edits are applied");
}

impl Driver {
    /// Pulls the findings of the workspace. Returns the reports, and how many pages were checked for them.
    fn pull(
        &mut self,
        previous: &[WorkspaceDocumentDiagnosticReport],
    ) -> (Vec<WorkspaceDocumentDiagnosticReport>, usize) {
        let previous_result_ids = previous.iter().filter_map(|report| {
            let (uri, value) = match report {
                WorkspaceDocumentDiagnosticReport::Full(full) => {
                    (&full.uri, full.full_document_diagnostic_report.result_id.clone()?)
                }
                WorkspaceDocumentDiagnosticReport::Unchanged(unchanged) => {
                    (&unchanged.uri, unchanged.unchanged_document_diagnostic_report.result_id.clone())
                }
            };
            Some(PreviousResultId { uri: uri.clone(), value })
        });
        let params = WorkspaceDiagnosticParams {
            identifier: None,
            previous_result_ids: previous_result_ids.collect(),
            work_done_progress_params: WorkDoneProgressParams::default(),
            partial_result_params: PartialResultParams::default(),
        };
        let (reply, mut answer) = oneshot::channel();
        let (checked, events) = (Arc::new(AtomicUsize::new(0)), self.owner.events.clone());
        let counter = checked.clone();
        let record = move |results: Vec<CheckedResult>| {
            counter.fetch_add(results.len(), Ordering::Relaxed);
            events.send(Event::ResultsChecked(results));
        };
        let step = workspace_diagnostic::report(params, record, move |reports| drop(reply.send(reports)));
        self.handle(Event::Request(Request { step, pool: Pool::Worker, cancel: Cancel::default() }));
        self.run_until(|driver| driver.owner.deferred.is_empty() && driver.owner.queues.worker.is_idle());
        (answer.try_recv().expect("the answer"), checked.load(Ordering::Relaxed))
    }
}

#[test]
fn unchanged_pages_are_not_checked_for_the_next_pull() {
    let is_unchanged =
        |report: &WorkspaceDocumentDiagnosticReport| matches!(report, WorkspaceDocumentDiagnosticReport::Unchanged(_));
    let mut driver = Driver::new(40);
    let (first, checked) = driver.pull(&[]);
    assert_eq!((first.len(), checked), (41, 40), "all pages, and the configuration");
    let (second, checked) = driver.pull(&first);
    assert_eq!((second.iter().filter(|report| is_unchanged(report)).count(), checked), (41, 0));
    // A changed page is checked, and the one that links to it.
    let changed = driver.root().join("p5.md");
    std::fs::write(&changed, "# Other\n\n[next](nowhere.md)\n").expect("a file");
    driver.handle(Event::FilesChanged(vec![changed]));
    let (third, checked) = driver.pull(&second);
    assert_eq!((third.iter().filter(|report| is_unchanged(report)).count(), checked), (40, 2));
    // A client that lost its results gets them all.
    let (fourth, _) = driver.pull(&[]);
    assert!(!fourth.iter().any(is_unchanged));
    // An edit that is not saved makes results stale once, not for good.
    let uri = driver.open("p9.md");
    driver.pull(&fourth);
    let start = Position { line: 0, column: 0 };
    let changes = vec![Change { range: Some((start, start)), text: "---\ntitle: x\n---\n".to_owned() }];
    driver.handle(Event::Change { uri, version: 1, changes });
    let (fifth, _) = driver.pull(&fourth);
    let (sixth, checked) = driver.pull(&fifth);
    assert_eq!(checked, 0);
    assert_eq!(sixth.iter().filter(|report| is_unchanged(report)).count(), 41);
}

/// A hundred requests with more parts than there is room for: none keeps a thread of a pool, and a cancelled one ends.
#[test]
fn partial_results_for_a_client_that_does_not_read_hold_no_thread() {
    let mut driver = Driver::new(120);
    let server = driver.server();
    let requests: Vec<_> = (0..100)
        .map(|number| {
            let server = server.clone();
            let params = WorkspaceDiagnosticParams {
                identifier: None,
                previous_result_ids: Vec::new(),
                work_done_progress_params: WorkDoneProgressParams::default(),
                partial_result_params: PartialResultParams {
                    partial_result_token: Some(ProgressToken::Number(number)),
                },
            };
            driver.owner.runtime.spawn(async move { server.workspace_diagnostic(params).await })
        })
        .collect();
    let is_at_rest = |driver: &Driver| {
        driver.frames.len() == driver.frames.max_capacity()
            && driver.owner.deferred.is_empty()
            && driver.owner.queues.worker.is_idle()
    };
    driver.run_until(is_at_rest);
    for request in &requests {
        request.abort();
    }
    let waiting = requests.into_iter().filter_map(|request| driver.owner.runtime.block_on(request).err()).count();
    assert!(waiting > 60, "{waiting} requests still waited for the client");
}
