//! Jobs and the two pools that run them. The owner holds the queues and gives a pool only what an idle thread takes at once, so that a job
//! that is not running can be dropped, and the next one is always the most important one.

use super::event::{Event, Events, Key, Outcome};
use crate::documents::Snapshot;
use crate::step::{Cancel, Pool};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, Sender, channel};

/// Threads for what an author waits for.
const LATENCY_THREADS: usize = 2;
/// Reading sites, building an index, reading changed files and checking closed pages take one each at a time; the rest is for requests.
const WORKER_THREADS: usize = 6;

/// The most important first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Priority {
    /// Findings of a text that changed; a site that open documents wait for.
    Typed,
    Request,
    /// Findings that may be stale because something else changed.
    Stale,
    Background,
}

pub(crate) type Work = Box<dyn FnOnce(Snapshot) -> Outcome + Send>;

pub(crate) struct Job {
    pub(crate) key: Key,
    pub(crate) pool: Pool,
    pub(crate) priority: Priority,
    /// The site whose snapshot it reads.
    pub(crate) root: Option<PathBuf>,
    pub(crate) cancel: Cancel,
    /// `None` for a check, which reads the document as it is when the job starts.
    pub(crate) work: Option<Work>,
}

/// A pool's threads, and the jobs that wait for one.
pub(crate) struct Queue {
    waiting: Vec<Job>,
    /// The numbers of idle threads.
    idle: Vec<usize>,
    threads: Vec<Sender<(Job, Snapshot)>>,
}

impl Queue {
    fn new(pool: Pool, threads: usize, events: &Events) -> Queue {
        let mut senders = Vec::new();
        for number in 0..threads {
            let (sender, jobs) = channel();
            let events = events.clone();
            let name = format!("docent-{}-{number}", if pool == Pool::Latency { "latency" } else { "worker" });
            let started = std::thread::Builder::new().name(name).spawn(move || run_jobs(number, &jobs, &events));
            match started {
                Ok(_) => senders.push(sender),
                Err(error) => tracing::error!("no thread for jobs: {error}"),
            }
        }
        Queue { waiting: Vec::new(), idle: (0..senders.len()).collect(), threads: senders }
    }

    pub(crate) fn push(&mut self, job: Job) {
        self.waiting.push(job);
    }

    pub(crate) fn is_idle(&self) -> bool {
        self.waiting.is_empty() && self.idle.len() == self.threads.len()
    }

    #[cfg(test)]
    pub(crate) fn has_no_running_job(&self) -> bool {
        self.idle.len() == self.threads.len()
    }

    /// The thread is idle from now on.
    pub(crate) fn job_ended(&mut self, thread: usize) {
        self.idle.push(thread);
    }

    pub(crate) fn drop_cancelled(&mut self) {
        self.waiting.retain(|job| !job.cancel.is_cancelled());
    }

    pub(crate) fn has_idle_thread(&self) -> bool {
        !self.idle.is_empty()
    }

    /// Takes all jobs out, the most important first, the older ones first among equals.
    pub(crate) fn take_in_order(&mut self) -> Vec<Job> {
        let mut jobs = std::mem::take(&mut self.waiting);
        jobs.sort_by_key(|job| job.priority);
        jobs
    }

    /// Gives a job to an idle thread.
    pub(crate) fn start(&mut self, job: Job, snapshot: Snapshot) {
        let Some(thread) = self.idle.pop() else { return self.push(job) };
        if self.threads[thread].send((job, snapshot)).is_err() {
            tracing::error!("a thread of a pool has ended");
        }
    }
}

/// The queues of both pools.
pub(crate) struct Queues {
    pub(crate) latency: Queue,
    pub(crate) worker: Queue,
}

impl Queues {
    pub(crate) fn new(events: &Events) -> Queues {
        Queues {
            latency: Queue::new(Pool::Latency, LATENCY_THREADS, events),
            worker: Queue::new(Pool::Worker, WORKER_THREADS, events),
        }
    }

    pub(crate) fn of(&mut self, pool: Pool) -> &mut Queue {
        match pool {
            Pool::Latency => &mut self.latency,
            Pool::Worker => &mut self.worker,
        }
    }
}

fn run_jobs(thread: usize, jobs: &Receiver<(Job, Snapshot)>, events: &Events) {
    while let Ok((Job { key, pool, cancel, work, .. }, snapshot)) = jobs.recv() {
        let outcome = match work.filter(|_| !cancel.is_cancelled()) {
            // The job drops its snapshot before the owner hears of its end.
            Some(work) => catch_unwind(AssertUnwindSafe(|| work(snapshot))).ok(),
            None => {
                drop(snapshot);
                Some(Outcome::Done)
            }
        };
        if outcome.is_none() {
            tracing::error!("a job panicked: {key:?}");
        }
        events.send(Event::JobEnded { pool, thread, key, outcome });
    }
}
