//! The data of an action whose edit is computed when the author chooses it: which edit, of which document and version.

use crate::documents::View;
use docent_ide::refactor::RefactorAction;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use tower_lsp::ls_types::{CodeAction, Uri};

/// The edit of an action that is not computed yet.
#[derive(Debug, Clone, Copy)]
pub(super) enum Chosen {
    FixAll,
    SetUp,
    Refactoring(RefactorAction),
}

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Data {
    pub(super) uri: Uri,
    pub(super) version: i32,
    pub(super) action: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) section: Option<usize>,
}

pub(super) const FIX_ALL: &str = "fixAll";
pub(super) const SET_UP: &str = "setUp";

pub(super) fn data(document: &View, uri: &Uri, chosen: Chosen) -> Option<Value> {
    let (action, section) = match chosen {
        Chosen::FixAll => (FIX_ALL, None),
        Chosen::SetUp => (SET_UP, None),
        Chosen::Refactoring(action) => (action.kind.as_str(), Some(action.section)),
    };
    let data = Data { uri: uri.clone(), version: document.version, action: action.to_owned(), section };
    serde_json::to_value(data).ok()
}

pub(super) fn data_of(action: &CodeAction) -> Option<Data> {
    Data::deserialize(action.data.as_ref()?).ok()
}

/// The document of an action of docent; `None` for one that needs no resolving.
pub(crate) fn document_of(action: &CodeAction) -> Option<Uri> {
    data_of(action).map(|data| data.uri)
}
