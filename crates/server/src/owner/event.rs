//! Events change the server's state: messages of the client, and results of jobs. The owner handles them one by one, in their order.

use super::index::{Entry, FileEdits};
use super::sites::SitesRead;
use crate::client::{Features, Trace};
use crate::documents::{Change, CheckedResult};
use crate::step::{Pool, Request};
use docent_rules::Finding;
use docent_site::watch::Watch;
use docent_site::{Site, SiteIndex};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::Sender;
use tokio::sync::{mpsc, oneshot};
use tower_lsp::ls_types::{Diagnostic, Uri, WorkspaceFoldersChangeEvent};

pub(crate) enum Event {
    Initialize {
        features: Box<Features>,
        folders: Vec<PathBuf>,
        trace: Trace,
    },
    Initialized,
    Shutdown(oneshot::Sender<()>),
    SetTrace(Trace),
    Open {
        uri: Uri,
        language: String,
        version: i32,
        text: String,
    },
    Change {
        uri: Uri,
        version: i32,
        changes: Vec<Change>,
    },
    Close {
        uri: Uri,
    },
    FilesChanged(Vec<PathBuf>),
    FoldersChanged(WorkspaceFoldersChangeEvent),
    ConfigurationChanged(serde_json::Value),
    /// The client's configuration, in answer to a `workspace/configuration` request.
    Settings {
        question: u64,
        given: Option<serde_json::Value>,
    },
    Request(Request),
    /// The client pulls the findings of the workspace.
    PullsWorkspace,
    /// Pages that are not open were checked for a client that pulls.
    ResultsChecked(Vec<CheckedResult>),
    /// A request was cancelled.
    RequestDropped,
    JobEnded {
        pool: Pool,
        thread: usize,
        key: Key,
        outcome: Option<Outcome>,
    },
    /// There is room for a frame to the client.
    OutputReady(mpsc::OwnedPermit<Vec<u8>>),
    /// The client is gone; the loop ends.
    Exit,
}

/// What a job works on, for the event that ends it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Key {
    ReadSites,
    BuildIndex(PathBuf),
    ReadFiles(PathBuf),
    /// With the document's generation.
    Check(Uri, u64),
    Enter(Uri),
    RecheckDependents,
    ClosedPages,
    Request,
}

/// The result of a job. `None` in its place: the job panicked.
pub(crate) enum Outcome {
    Done,
    SitesRead(SitesRead),
    IndexBuilt {
        root: PathBuf,
        generation: u64,
        site: Arc<Site>,
        index: Box<SiteIndex>,
        watch: Option<Watch>,
    },
    FilesRead {
        root: PathBuf,
        edits: FileEdits,
    },
    /// The site changed, and is reread before these files.
    SiteOutdated {
        root: PathBuf,
        files: Vec<PathBuf>,
    },
    /// A version of an open document that its index does not know.
    Entry {
        uri: Uri,
        root: PathBuf,
        path: PathBuf,
        generation: u64,
        entry: Option<Box<Entry>>,
    },
    Checked(Checked),
    /// Open documents whose findings are stale, with their generations.
    StaleFindings(Vec<(Uri, u64)>),
    ClosedPagesChecked(Vec<CheckedPage>),
    ClosedPagesFound {
        soon: Vec<PathBuf>,
        later: Vec<PathBuf>,
    },
    /// A request goes on with its next step.
    Next(Request),
}

/// The findings of a version of an open document.
pub(crate) struct Checked {
    pub(crate) uri: Uri,
    pub(crate) generation: u64,
    pub(crate) version: i32,
    pub(crate) findings: Arc<Vec<Finding>>,
    pub(crate) features: Arc<Features>,
    /// The frame of the message, unless the client has these findings; and a line for a client that traces.
    pub(crate) frame: Option<Vec<u8>>,
    pub(crate) trace: Option<Vec<u8>>,
    pub(crate) is_checked: bool,
    /// The index has everything of this version that other pages depend on.
    pub(crate) has_entered: bool,
    /// [`Published::forgotten`](super::findings::Published) when the check started.
    pub(crate) forgotten: u64,
}

/// A page as it is on disk.
pub(crate) struct CheckedPage {
    pub(crate) path: PathBuf,
    pub(crate) news: News,
}

/// The findings of a page on disk; none for a page that does not exist or does not take part.
#[derive(Debug, Default)]
pub(crate) struct News {
    pub(crate) findings: Vec<Diagnostic>,
    pub(crate) hash: u64,
    pub(crate) depends_on_others: bool,
}

/// Sends events to the owner.
#[derive(Debug, Clone)]
pub(crate) struct Events(pub(crate) Sender<Event>);

impl Events {
    pub(crate) fn send(&self, event: Event) {
        // Without a receiver the server is about to end.
        let _ = self.0.send(event);
    }
}
