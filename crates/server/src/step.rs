//! The work of a request as a sequence of steps: what each needs before it starts, and what it gets then. Knows no event and no queue.

use crate::documents::{Document, ResultCache, Snapshot};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tower_lsp::ls_types::Uri;

/// Cancels a job: one that waits is dropped, one that runs ends after the current part of its work.
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

/// Where a request looks.
#[derive(Debug, Clone)]
pub(crate) enum Place {
    /// No site.
    Nowhere,
    Document(Uri),
    /// The site of what lies in a folder.
    Folder(PathBuf),
    FirstFolder,
    /// As [`Place::Folder`], with the cached results of its pages.
    CachedResults(PathBuf),
    /// The sites of the workspace's folders and of the open documents. The job reads none of them.
    Workspace,
}

/// What must be ready before a step becomes a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Needs {
    Site,
    /// The index, if there is one, has everything of open documents that other pages depend on.
    Shapes,
    /// As [`Needs::Shapes`], and the index has all changed files.
    Files,
    /// The index is built, and has all open documents to the byte and all changed files.
    ExactIndex,
}

/// The work of a step; returns the next step, which gets a snapshot of its own.
pub(crate) type Run = Box<dyn FnOnce(Found) -> Option<Step> + Send>;

/// What a step gets to work with.
pub(crate) struct Found {
    pub(crate) snapshot: Snapshot,
    /// The document as it was when the request came in; `None` where the place is no open document.
    pub(crate) document: Option<Arc<Document>>,
    /// The roots of the sites that are indexed, sorted.
    pub(crate) roots: Vec<PathBuf>,
    /// The first folder of the workspace.
    pub(crate) first_folder: Option<PathBuf>,
    pub(crate) cancel: Cancel,
    /// Filled for [`Place::CachedResults`].
    pub(crate) results: Arc<ResultCache>,
}

/// A part of a request's work, which reads one site. Long work is split into many steps: the index is free between two of them.
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
