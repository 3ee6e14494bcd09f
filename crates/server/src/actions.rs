//! Code actions: the findings' fixes at a place, and all safe ones of the page at once.

use crate::convert;
use crate::document::{Document, DocumentKind};
use crate::features::Features;
use docent_ide::{Finding, fix_in_site};
use tower_lsp::ls_types::*;

/// Applies every safe fix; an editor may run it when a page is saved.
pub(crate) const FIX_ALL: CodeActionKind = CodeActionKind::new("source.fixAll.docent");

/// What can be done about the part of a document that `params` names.
pub(crate) fn code_actions(document: &Document, params: &CodeActionParams, features: &Features) -> CodeActionResponse {
    let only = params.context.only.as_deref();
    let fixes = quick_fixes(document, params, features);
    // Dear to compute, and asked for at each move of the cursor: without a filter only where there is something to fix.
    let offers_all = if only.is_some() { document.kind() == DocumentKind::Page } else { !fixes.is_empty() };
    let mut actions = if wants(only, &CodeActionKind::QUICKFIX) { fixes } else { Vec::new() };
    if offers_all && wants(only, &FIX_ALL) {
        actions.extend(fix_all(document, &params.text_document.uri, features));
    }
    actions.into_iter().map(CodeActionOrCommand::CodeAction).collect()
}

/// Whether the client asks for `kind`: without a filter for all, else for a kind and those below it.
fn wants(only: Option<&[CodeActionKind]>, kind: &CodeActionKind) -> bool {
    let below = |wanted: &CodeActionKind| {
        kind.as_str().strip_prefix(wanted.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    };
    only.is_none_or(|only| only.iter().any(below))
}

fn quick_fixes(document: &Document, params: &CodeActionParams, features: &Features) -> Vec<CodeAction> {
    let uri = &params.text_document.uri;
    let asked = convert::text_range(&document.text, params.range, features.encoding);
    let touched = |finding: &&Finding| finding.range.intersect(asked).is_some();
    let mut actions = Vec::new();
    for finding in document.findings().iter().filter(touched) {
        let ours = convert::diagnostic(document, uri, finding, features);
        let is_same = |theirs: &&Diagnostic| theirs.range == ours.range && theirs.code == ours.code;
        // The client's own copy carries what it needs to recognise it.
        let diagnostic = params.context.diagnostics.iter().find(is_same).unwrap_or(&ours);
        for (number, fix) in finding.fixes.iter().enumerate() {
            let mut action = convert::quick_fix(document, uri, fix, diagnostic.clone(), features);
            action.is_preferred = (number == 0 && features.preferred_actions).then_some(true);
            actions.push(action);
        }
    }
    actions
}

/// What `docent fix` would do, as one action.
fn fix_all(document: &Document, uri: &Uri, features: &Features) -> Option<CodeAction> {
    let fixed = fix_in_site(document.site(), document.path(), document.page())?;
    (!fixed.edits.is_empty()).then(|| CodeAction {
        title: "Fix all that docent can fix safely".to_owned(),
        kind: Some(FIX_ALL),
        edit: Some(convert::workspace_edit(document, uri, &fixed.edits, features)),
        ..CodeAction::default()
    })
}
