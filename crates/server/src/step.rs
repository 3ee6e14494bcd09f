//! The work of a request as a row of steps: what each needs before it starts, and what it finds then. Knows no event and no queue.

use crate::documents::{Document, Snapshot};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tower_lsp::ls_types::Uri;

/// Cancels a job: one that waits is dropped, one that runs looks at it between two parts of its work.
#[derive(Debug, Clone, Default)]
pub(crate) struct Cancel(Arc<AtomicBool>);

impl Cancel {
    pub(crate) fn cancel(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    pub(crate) fn is_cancelled(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }

    pub(crate) fn flag(&self) -> &AtomicBool {
        &self.0
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Pool {
    /// Findings of the page that is typed in, completion, hover.
    Latency,
    /// Reading files, building indexes, findings of closed pages.
    Worker,
}

/// What a request is about.
#[derive(Debug, Clone)]
pub(crate) enum Place {
    /// No site.
    Nowhere,
    Document(Uri),
    /// The site of what lies in a folder.
    Folder(PathBuf),
    FirstFolder,
    /// The sites of the workspace's folders and of the open documents. The job reads none of them.
    Workspace,
}

/// What has to be there before a request becomes a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Needs {
    Site,
    /// The index knows of all open documents what other pages see, as far as there is an index.
    Shapes,
    /// As [`Needs::Shapes`], and the index knows all changed files.
    Files,
    /// The index is built, and knows all open documents to the byte and all changed files.
    ExactIndex,
}

/// What a job of a request does; returns what it does next, with another snapshot.
pub(crate) type Run = Box<dyn FnOnce(Found) -> Option<Step> + Send>;

/// What a request finds at its place.
pub(crate) struct Found {
    pub(crate) snapshot: Snapshot,
    /// The document as it was when the request came in; `None` where the place is no open document.
    pub(crate) document: Option<Arc<Document>>,
    /// The roots of a workspace that may be indexed, sorted.
    pub(crate) roots: Vec<PathBuf>,
    /// The first folder of the workspace.
    pub(crate) first_folder: Option<PathBuf>,
    pub(crate) cancel: Cancel,
}

/// A part of a request's work, which reads one site. Long work is done in many, so that the index is free between two of them.
pub(crate) struct Step {
    pub(crate) place: Place,
    pub(crate) needs: Needs,
    pub(crate) run: Run,
}

pub(crate) struct Request {
    pub(crate) step: Step,
    pub(crate) pool: Pool,
    pub(crate) cancel: Cancel,
}
