//! For an author who has just changed a permalink by hand: the address that the page had when it was opened becomes a redirect.

use crate::client::Features;
use crate::convert;
use crate::documents::DocumentKind;
use crate::documents::View;
use docent_ide::rename::keep_old_address;
use tower_lsp::ls_types::*;

/// Offered anywhere in the front matter, where the change was made.
pub(super) fn keep_as_redirect(document: &View, params: &CodeActionParams, features: &Features) -> Option<CodeAction> {
    if document.kind() != DocumentKind::Page || document.is_template() {
        return None;
    }
    let requested = convert::text_range(&document.text, params.range, features.encoding);
    let old = document.permalink_when_opened()?;
    if requested.start() >= document.page().front_matter().range.end() {
        return None;
    }
    let fix = document.ask(|input| keep_old_address(input, old)).flatten()?;
    Some(CodeAction {
        title: fix.title,
        kind: Some(CodeActionKind::QUICKFIX),
        edit: Some(convert::workspace_edit(document, &params.text_document.uri, &fix.edits, features)),
        ..CodeAction::default()
    })
}
