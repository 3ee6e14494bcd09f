//! Code actions: the findings' fixes at a place, and all safe ones of the page at once.

use crate::convert;
use crate::document::Document;
use crate::features::Features;
use docent_ide::{Finding, Safety};
use docent_syntax::{TextEdit, TextRange};
use tower_lsp::ls_types::*;

/// Applies every safe fix; an editor may run it when a page is saved.
pub(crate) const FIX_ALL: CodeActionKind = CodeActionKind::new("source.fixAll.docent");

/// What can be done about the part of a document that `params` names.
pub(crate) fn code_actions(document: &Document, params: &CodeActionParams, features: &Features) -> CodeActionResponse {
    let only = params.context.only.as_deref();
    let mut actions = Vec::new();
    if wants(only, &CodeActionKind::QUICKFIX) {
        actions.extend(quick_fixes(document, params, features));
    }
    if wants(only, &FIX_ALL) {
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

fn fix_all(document: &Document, uri: &Uri, features: &Features) -> Option<CodeAction> {
    let edits = safe_edits(document.findings());
    let edit = || convert::workspace_edit(document, uri, &edits, features);
    (!edits.is_empty()).then(|| CodeAction {
        title: "Fix all that docent can fix safely".to_owned(),
        kind: Some(FIX_ALL),
        edit: Some(edit()),
        ..CodeAction::default()
    })
}

/// The edits of each finding's first safe fix, as far as they leave each other alone. An editor that asks again after
/// applying them gets those that did not.
fn safe_edits(findings: &[Finding]) -> Vec<TextEdit> {
    let mut taken: Vec<TextEdit> = Vec::new();
    for finding in findings {
        let Some(fix) = finding.fixes.iter().find(|fix| fix.safety == Safety::Safe) else { continue };
        let is_free = |edit: &TextEdit| taken.iter().all(|other| !collide(edit.range, other.range));
        if fix.edits.iter().all(is_free) {
            taken.extend(fix.edits.iter().cloned());
        }
    }
    taken
}

/// Two insertions at one place collide as well: which comes first would be left to chance.
fn collide(one: TextRange, other: TextRange) -> bool {
    one == other || one.start() < other.end() && other.start() < one.end()
}
