//! `codeAction/resolve`: the edit of an action that the author has chosen. The action carries what it takes to make it,
//! and the version it was offered for; of another version there is nothing to be said.

use super::set_up::set_up_edit;
use super::source::fix_all_edits;
use crate::client::Features;
use crate::convert;
use crate::documents::View;
use docent_ide::refactor::RefactorAction;
use docent_ide::refactor::RefactorKind;
use docent_ide::refactor::refactoring_edits;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::ls_types::*;

/// What an action does that has no edit yet.
#[derive(Debug, Clone, Copy)]
pub(super) enum Chosen {
    FixAll,
    SetUp,
    Refactoring(RefactorAction),
}

#[derive(Debug, Serialize, Deserialize)]
struct Data {
    uri: Uri,
    version: i32,
    action: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    section: Option<usize>,
}

const FIX_ALL: &str = "fixAll";
const SET_UP: &str = "setUp";

pub(super) fn data(document: &View, uri: &Uri, chosen: Chosen) -> Option<Value> {
    let (action, section) = match chosen {
        Chosen::FixAll => (FIX_ALL, None),
        Chosen::SetUp => (SET_UP, None),
        Chosen::Refactoring(action) => (action.kind.as_str(), Some(action.section)),
    };
    let data = Data { uri: uri.clone(), version: document.version, action: action.to_owned(), section };
    serde_json::to_value(data).ok()
}

fn data_of(action: &CodeAction) -> Option<Data> {
    Data::deserialize(action.data.as_ref()?).ok()
}

/// The document that an action of ours is about; `None` for one that needs no resolving.
pub(crate) fn document_of(action: &CodeAction) -> Option<Uri> {
    data_of(action).map(|data| data.uri)
}

/// The action with its edit. An error where the document has changed since.
pub(crate) fn resolve(document: &View, mut action: CodeAction, features: &Features) -> Result<CodeAction> {
    let Some(data) = data_of(&action) else { return Ok(action) };
    if data.action == SET_UP {
        // It is not about the page's text, whatever its version.
        action.edit = Some(set_up_edit(document).ok_or_else(Error::content_modified)?);
        return Ok(action);
    }
    if data.version != document.version {
        return Err(Error::content_modified());
    }
    let kind = RefactorKind::parse(&data.action);
    let edits = match (kind, data.section) {
        (Some(kind), Some(section)) => {
            document.ask(|input| refactoring_edits(input, RefactorAction { kind, section })).unwrap_or_default()
        }
        _ if data.action == FIX_ALL => fix_all_edits(document, features),
        _ => return Err(Error::invalid_params("this action is not known")),
    };
    action.edit = Some(convert::workspace_edit(document, &data.uri, &edits, features));
    Ok(action)
}
