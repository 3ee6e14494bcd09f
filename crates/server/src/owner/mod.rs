//! The owner of the server's state: documents, sites, indexes, published findings. One thread handles one event after the other; nothing
//! else changes this state, so nothing locks it. It neither reads files nor parses nor checks: jobs do, on immutable snapshots, and send
//! their results back as events.

mod client_requests;
mod closed_pages;
mod configuration_errors;
mod deferred;
mod documents;
mod event;
mod findings;
mod index;
mod jobs;
mod lens_refresh;
mod output;
mod sites;
mod updates;

pub(crate) use event::{Event, Events};

use crate::client::{Features, Settings, Trace};
use crate::documents::{OpenDocuments, Snapshot};
use crate::requests::capabilities;
use crate::step::Pool;
use crate::transport::Outgoing;
use closed_pages::ClosedPages;
use configuration_errors::LastReported;
use deferred::Deferred;
use docent_syntax::work;
use event::{Key, Outcome};
use findings::Published;
use jobs::{Job, Queues};
use lens_refresh::LensRefresh;
use output::Output;
use sites::Sites;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, TryRecvError, channel};
use std::time::{Duration, Instant};
use tokio::runtime::Handle;
use tower_lsp::Client;
use tower_lsp::ls_types::Uri;

/// Events handled before a batch of edits of an index is applied, where both wait.
const EVENTS_PER_BATCH: usize = 16;

/// A longer turn of the loop is logged.
const MAX_TURN: Duration = Duration::from_millis(4);

pub(crate) struct Owner {
    events: Events,
    client: Client,
    runtime: Handle,
    queues: Queues,
    output: Output,
    features: Arc<Features>,
    /// The initialization options: defaults for what the configuration does not set.
    first_settings: Settings,
    trace: Trace,
    /// Grows with each change of the state that results of jobs depend on; a result of an older generation is dropped.
    generation: u64,
    open: Arc<OpenDocuments>,
    /// The workspace's folders that are on disk, in the client's order.
    folders: Vec<PathBuf>,
    sites: Sites,
    published: HashMap<Uri, Published>,
    /// Documents that may need a check.
    dirty: BTreeSet<Uri>,
    /// Documents that a job compares with the version in an index.
    entering: HashSet<Uri>,
    deferred: Vec<Deferred>,
    is_rechecking_dependents: bool,
    closed: ClosedPages,
    last_reported: LastReported,
    /// Sites that are not indexed, as far as that was logged.
    not_indexed: BTreeSet<PathBuf>,
    lenses: LensRefresh,
    needs_refresh: bool,
    /// The number of the newest request for the client's configuration.
    question: u64,
    is_initialized: bool,
    is_shut_down: bool,
}

/// The thread of the owner, and where events are sent to it.
pub(crate) struct OwnerThread {
    pub(crate) events: Events,
    receiver: Receiver<Event>,
}

impl OwnerThread {
    pub(crate) fn new() -> OwnerThread {
        let (sender, receiver) = channel();
        OwnerThread { events: Events(sender), receiver }
    }

    /// Starts the loop. Its result: whether the client said `shutdown`.
    pub(crate) fn start(
        self,
        client: Client,
        outgoing: Outgoing,
        runtime: Handle,
    ) -> std::io::Result<std::thread::JoinHandle<bool>> {
        let OwnerThread { events, receiver } = self;
        std::thread::Builder::new().name("docent-owner".to_owned()).spawn(move || {
            let _inside = runtime.enter();
            Owner::new(events, client, outgoing, runtime.clone()).run(&receiver)
        })
    }
}

impl Owner {
    fn new(events: Events, client: Client, outgoing: Outgoing, runtime: Handle) -> Owner {
        Owner {
            queues: Queues::new(&events),
            output: Output::new(outgoing, events.clone(), runtime.clone()),
            events,
            client,
            runtime,
            features: Arc::default(),
            first_settings: Settings::default(),
            trace: Trace::default(),
            generation: 0,
            open: Arc::default(),
            folders: Vec::new(),
            sites: Sites::default(),
            published: HashMap::new(),
            dirty: BTreeSet::new(),
            entering: HashSet::new(),
            deferred: Vec::new(),
            is_rechecking_dependents: false,
            closed: ClosedPages::default(),
            last_reported: LastReported::default(),
            not_indexed: BTreeSet::new(),
            lenses: LensRefresh::default(),
            needs_refresh: false,
            question: 0,
            is_initialized: false,
            is_shut_down: false,
        }
    }

    /// Handles events until the client is gone. Returns whether it said `shutdown`.
    fn run(mut self, events: &Receiver<Event>) -> bool {
        loop {
            let mut handled = 0;
            let mut next = self.next_event(events);
            while let Some(event) = next {
                if matches!(event, Event::Exit) {
                    return self.is_shut_down;
                }
                let started = Instant::now();
                work::forbidden(|| {
                    self.handle(event);
                    self.proceed();
                });
                report_long_turn("an event", started);
                handled += 1;
                next = if handled < EVENTS_PER_BATCH { events.try_recv().ok() } else { None };
            }
            let started = Instant::now();
            work::forbidden(|| {
                if self.apply_edits() {
                    self.proceed();
                }
            });
            report_long_turn("a batch of edits", started);
        }
    }

    /// Waits for an event, unless edits of an index can be applied meanwhile.
    fn next_event(&self, events: &Receiver<Event>) -> Option<Event> {
        match events.try_recv() {
            Ok(event) => Some(event),
            Err(TryRecvError::Empty) if self.can_apply_edits() => None,
            // The owner holds a sender itself: the channel never ends.
            Err(_) => events.recv().ok(),
        }
    }

    fn handle(&mut self, event: Event) {
        match event {
            Event::Initialize { features, folders, trace } => {
                self.first_settings = features.settings.clone();
                self.features = Arc::new(*features);
                self.folders = folders;
                self.trace = trace;
            }
            Event::Initialized => self.initialized(),
            Event::Shutdown(done) => {
                self.is_shut_down = true;
                let _ = done.send(());
            }
            Event::SetTrace(trace) => self.trace = trace,
            Event::Open { uri, language, version, text } => self.open(uri, &language, version, &text),
            Event::Change { uri, version, changes } => self.change(uri, version, &changes),
            Event::Close { uri } => self.close(uri),
            Event::FilesChanged(paths) => self.files_changed(paths),
            Event::FoldersChanged(change) => self.folders_changed(&change),
            Event::ConfigurationChanged(given) => self.configuration_changed(&given),
            Event::Settings { question, given } => self.set_settings(question, given.as_ref()),
            Event::Request(request) => self.defer(request),
            Event::PullsWorkspace => self.client_pulls_workspace(),
            Event::ResultsChecked(results) => self.closed.add_results(results),
            Event::RequestDropped => {
                self.queues.latency.drop_cancelled();
                self.queues.worker.drop_cancelled();
            }
            Event::JobEnded { pool, thread, key, outcome } => {
                self.queues.of(pool).job_ended(thread);
                self.job_ended(key, outcome);
            }
            Event::OutputReady(permit) => self.output.send_with(permit),
            Event::Exit => {}
        }
    }

    fn initialized(&mut self) {
        self.is_initialized = true;
        client_requests::register(&self.client, capabilities::registrations(&self.features));
        if self.features.has_configuration {
            self.request_settings();
        }
        if self.features.refreshes.code_lens {
            self.lenses.start(&self.client);
        }
        self.recheck_closed_pages();
    }

    /// Applies the result of a job, unless it is stale.
    fn job_ended(&mut self, key: Key, outcome: Option<Outcome>) {
        match &key {
            Key::BuildIndex(root) => self.build_ended(root),
            Key::ReadFiles(root) => self.sites.index(root).is_reading_files = false,
            Key::Check(uri, generation) => self.check_ended(uri, *generation, outcome.is_none()),
            Key::Enter(uri) => drop(self.entering.remove(uri)),
            Key::RecheckDependents => self.is_rechecking_dependents = false,
            Key::ClosedPages => self.closed.is_running = false,
            Key::ReadSites if outcome.is_none() => self.sites.reading_ended(),
            Key::ReadSites | Key::Request => {}
        }
        match outcome {
            None | Some(Outcome::Done) => {}
            Some(Outcome::SitesRead(read)) => self.sites_read(read),
            Some(Outcome::IndexBuilt { root, generation, site, index, watch }) => {
                self.index_built(&root, generation, site, *index, watch);
            }
            Some(Outcome::FilesRead { root, edits }) => self.sites.index(&root).push_file_edits(edits),
            Some(Outcome::SiteOutdated { root, files }) => {
                self.sites.index(&root).add_changed_files(files);
                self.reload();
            }
            Some(Outcome::Entry { uri, root, path, generation, entry }) => {
                match entry.filter(|_| self.open.contains_key(&uri)) {
                    Some(entry) => self.sites.index(&root).push_entry(*entry),
                    None => self.sites.index(&root).mark_entered(&path, generation),
                }
                self.dirty.insert(uri);
            }
            Some(Outcome::Checked(checked)) => self.checked(checked),
            Some(Outcome::StaleFindings(documents)) => self.renew_stale(documents),
            Some(Outcome::ClosedPagesChecked(pages)) => self.publish_closed(pages),
            Some(Outcome::ClosedPagesFound { soon, later }) => self.closed.add(soon, later),
            Some(Outcome::Next(request)) => self.defer(request),
        }
    }

    /// Starts the work that can start now.
    fn proceed(&mut self) {
        while self.apply_entries() {}
        self.start_readings();
        self.start_checks();
        self.start_requests();
        self.start_updates();
        self.start_closed_pages();
        self.start_readings();
        self.refresh_client();
        self.start_jobs();
        self.output.send();
    }

    fn push_job(&mut self, job: Job) {
        self.queues.of(job.pool).push(job);
    }

    /// Gives jobs to idle threads. A job may wait for edits of its index (`IndexState::must_apply_before`): they are applied when the
    /// jobs that read it end.
    fn start_jobs(&mut self) {
        for pool in [Pool::Latency, Pool::Worker] {
            let jobs = self.queues.of(pool).take_in_order();
            for mut job in jobs {
                if !self.queues.of(pool).has_idle_thread() {
                    self.queues.of(pool).push(job);
                    continue;
                }
                if let Key::Check(uri, _) = job.key.clone() {
                    self.prepare_check(&uri, &mut job);
                }
                if job.root.as_ref().is_some_and(|root| self.sites.index(root).must_apply_before(pool)) {
                    self.queues.of(pool).push(job);
                    continue;
                }
                let snapshot = self.snapshot(job.root.as_ref());
                self.queues.of(pool).start(job, snapshot);
            }
        }
    }

    /// The state as a job may read it.
    fn snapshot(&mut self, root: Option<&PathBuf>) -> Snapshot {
        let known = root.and_then(|root| self.sites.known(root)).map(|known| known.site.clone());
        let index = root.and_then(|root| self.sites.index(root).index.clone());
        let site = known.unwrap_or_else(|| self.sites.outside());
        let (open, features) = (self.open.clone(), self.features.clone());
        Snapshot { generation: self.generation, site, index, open, features }
    }

    fn next_generation(&mut self) -> u64 {
        self.generation += 1;
        self.generation
    }
}

/// A turn of the loop during which no keystroke is handled must be short.
fn report_long_turn(what: &str, started: Instant) {
    let elapsed = started.elapsed();
    if elapsed > MAX_TURN {
        tracing::debug!(?elapsed, "the owner was busy with {what}");
    }
}

#[cfg(test)]
mod tests;
