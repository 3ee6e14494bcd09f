//! Open documents, and the snapshots of the server's state that jobs read. Immutable: an edit makes the next version.

mod document;
mod result_cache;
mod rope_text;
mod snapshot;

pub(crate) use document::{Change, Document, DocumentKind, Identity};
pub(crate) use result_cache::{CheckedResult, ResultCache};
pub(crate) use rope_text::RopeText;
pub(crate) use snapshot::{OpenDocuments, Snapshot, View};
