//! The fixes of the findings at a place, and ways to ignore them; each bound to the client's own copy of the finding.

use crate::client::Features;
use crate::convert;
use crate::convert::OtherFiles;
use crate::documents::DocumentKind;
use crate::documents::View;
use docent_ide::ignore::{IgnoreAction, ignore_actions};
use docent_rules::Finding;
use tower_lsp::ls_types::*;

/// Among more findings than this, an action to ignore each would flood the menu.
const MAX_IGNORED: usize = 20;

pub(super) fn quick_fixes(document: &View, params: &CodeActionParams, features: &Features) -> Vec<CodeAction> {
    let mut others = OtherFiles::new(document);
    let uri = &params.text_document.uri;
    let requested = convert::text_range(&document.text, params.range, features.encoding);
    let touched = document.findings().iter().filter(|finding| finding.range.intersect(requested).is_some());
    let touched: Vec<(&Finding, Diagnostic)> =
        touched.map(|finding| (finding, diagnostic(document, finding, params, features, &mut others))).collect();
    let mut actions = Vec::new();
    for (finding, diagnostic) in &touched {
        for (number, fix) in finding.fixes.iter().enumerate() {
            let mut action = convert::quick_fix(document, uri, fix, diagnostic.clone(), features);
            action.is_preferred = (is_preferred(finding, number) && features.actions.preferred).then_some(true);
            actions.push(action);
        }
    }
    if document.kind() == DocumentKind::Page && !document.is_template() && touched.len() <= MAX_IGNORED {
        actions.extend(ignoring(document, uri, &touched, features));
    }
    actions
}

fn is_preferred(finding: &Finding, number: usize) -> bool {
    number == 0 && finding.preferred_fix().is_some()
}

/// The client's copy of the finding, which carries what it needs to recognise it. Where the client has an older one, at
/// another place, that one; else ours.
fn diagnostic(
    document: &View,
    finding: &Finding,
    params: &CodeActionParams,
    features: &Features,
    others: &mut OtherFiles<'_>,
) -> Diagnostic {
    let ours = convert::diagnostic(document, &params.text_document.uri, finding, features, others);
    let theirs = || params.context.diagnostics.iter();
    let is_same = |theirs: &&Diagnostic| theirs.code == ours.code && theirs.message == ours.message;
    let found = theirs().find(|it| is_same(it) && it.range == ours.range).or_else(|| theirs().find(is_same));
    found.cloned().unwrap_or(ours)
}

/// One comment, or one key, may be for several findings.
fn ignoring(document: &View, uri: &Uri, findings: &[(&Finding, Diagnostic)], features: &Features) -> Vec<CodeAction> {
    // In MDX such a comment is an error.
    let takes_comments = document.path().extension().is_none_or(|ending| !ending.eq_ignore_ascii_case("mdx"));
    let mut all: Vec<(IgnoreAction, Vec<Diagnostic>)> = Vec::new();
    for (finding, diagnostic) in findings {
        let actions = ignore_actions(document.page(), finding);
        for action in actions.into_iter().filter(|action| takes_comments || !action.is_comment) {
            match all.iter_mut().find(|(other, _)| *other == action) {
                Some((_, diagnostics)) => diagnostics.push(diagnostic.clone()),
                None => all.push((action, vec![diagnostic.clone()])),
            }
        }
    }
    let action = |(action, diagnostics): (IgnoreAction, Vec<Diagnostic>)| CodeAction {
        edit: Some(convert::workspace_edit(document, uri, &action.edits, features)),
        title: action.title,
        kind: Some(CodeActionKind::QUICKFIX),
        diagnostics: Some(diagnostics),
        ..CodeAction::default()
    };
    all.into_iter().map(action).collect()
}
