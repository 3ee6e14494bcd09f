//! Refactorings of the section or list at a place. Their edits are made when the author has chosen one, where the client
//! asks for them then.

use super::action_data::{Chosen, data};
use super::{MOVE, REWRITE};
use crate::client::Features;
use crate::convert;
use crate::documents::DocumentKind;
use crate::documents::View;
use docent_ide::refactor::RefactorKind;
use docent_ide::refactor::Refactoring;
use docent_ide::refactor::refactoring_edits;
use docent_ide::refactor::refactorings as at_place;
use tower_lsp::ls_types::*;

pub(super) fn refactorings(document: &View, params: &CodeActionParams, features: &Features) -> Vec<CodeAction> {
    if document.kind() != DocumentKind::Page {
        return Vec::new();
    }
    let requested = convert::text_range(&document.text, params.range, features.encoding);
    let found = document.ask(|input| at_place(input, requested)).unwrap_or_default();
    let shown = found.into_iter().filter(|it| it.disabled.is_none() || features.actions.disabled);
    shown.map(|it| action(document, &params.text_document.uri, it, features)).collect()
}

fn action(document: &View, uri: &Uri, found: Refactoring, features: &Features) -> CodeAction {
    let mut action = CodeAction { title: found.title, kind: Some(kind(found.action.kind)), ..CodeAction::default() };
    if let Some(reason) = found.disabled {
        action.disabled = Some(CodeActionDisabled { reason });
    } else if features.actions.resolves_edits {
        action.data = data(document, uri, Chosen::Refactoring(found.action));
    } else {
        let edits = document.ask(|input| refactoring_edits(input, found.action)).unwrap_or_default();
        action.edit = Some(convert::workspace_edit(document, uri, &edits, features));
    }
    action
}

fn kind(kind: RefactorKind) -> CodeActionKind {
    match kind {
        RefactorKind::MoveUp | RefactorKind::MoveDown => MOVE,
        RefactorKind::Promote | RefactorKind::Demote | RefactorKind::CannedList => REWRITE,
    }
}
