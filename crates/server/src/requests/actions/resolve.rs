//! `codeAction/resolve`: the edit of an action that the author chose. An action is bound to the version that it was offered for.

use super::action_data::{FIX_ALL, SET_UP, data_of};
use super::set_up::set_up_edit;
use super::source::fix_all_edits;
use crate::client::Features;
use crate::convert;
use crate::documents::View;
use docent_ide::refactor::{RefactorAction, RefactorKind, refactoring_edits};
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::ls_types::*;

/// The action with its edit. An error where the document has changed since.
pub(crate) fn resolve(document: &View, mut action: CodeAction, features: &Features) -> Result<CodeAction> {
    let Some(data) = data_of(&action) else { return Ok(action) };
    if data.action == SET_UP {
        // It does not edit the page, so any version will do.
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
