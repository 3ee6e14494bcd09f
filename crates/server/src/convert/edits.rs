//! Fixes and edits of one document as the protocol's edits.

use super::positions::range;
use crate::client::Features;
use crate::documents::View;
use docent_rules::Fix;
use docent_syntax::TextEdit;
use std::collections::HashMap;
use tower_lsp::ls_types as lsp;

/// One fix as an action of an editor's menu.
pub(crate) fn quick_fix(
    document: &View,
    uri: &lsp::Uri,
    fix: &Fix,
    diagnostic: lsp::Diagnostic,
    features: &Features,
) -> lsp::CodeAction {
    lsp::CodeAction {
        title: fix.title.clone(),
        kind: Some(lsp::CodeActionKind::QUICKFIX),
        diagnostics: Some(vec![diagnostic]),
        edit: Some(workspace_edit(document, uri, &fix.edits, features)),
        ..lsp::CodeAction::default()
    }
}

/// Edits of one document, bound to its version where the client can do that.
pub(crate) fn workspace_edit(
    document: &View,
    uri: &lsp::Uri,
    edits: &[TextEdit],
    features: &Features,
) -> lsp::WorkspaceEdit {
    let edit = |edit: &TextEdit| {
        lsp::TextEdit::new(range(&document.text, edit.range, features.encoding), edit.new_text.clone())
    };
    if !features.document_changes {
        let changes = HashMap::from([(uri.clone(), edits.iter().map(edit).collect())]);
        return lsp::WorkspaceEdit { changes: Some(changes), ..lsp::WorkspaceEdit::default() };
    }
    let text_document =
        lsp::OptionalVersionedTextDocumentIdentifier { uri: uri.clone(), version: Some(document.version) };
    let edits = edits.iter().map(|it| lsp::OneOf::Left(edit(it))).collect();
    let change = lsp::TextDocumentEdit { text_document, edits };
    lsp::WorkspaceEdit {
        document_changes: Some(lsp::DocumentChanges::Edits(vec![change])),
        ..lsp::WorkspaceEdit::default()
    }
}
