//! What can be done with a whole page: all safe fixes, all missing sections, and the front matter in order.

use super::action_data::{Chosen, data};
use super::{FIX_ALL, INSERT_MISSING, ORGANIZE, Only};
use crate::client::Features;
use crate::convert;
use crate::documents::DocumentKind;
use crate::documents::View;
use docent_ide::organize::organize_front_matter;
use docent_rules::fix::insert_missing_sections;
use docent_rules::{Finding, FixSelection};
use docent_syntax::TextEdit;
use tower_lsp::ls_types::*;

/// Requested at each move of the cursor: without a filter, only what is about the place.
pub(super) fn source_actions(
    document: &View,
    params: &CodeActionParams,
    features: &Features,
    only: Only<'_>,
) -> Vec<CodeAction> {
    if document.kind() != DocumentKind::Page || document.is_template() {
        return Vec::new();
    }
    let uri = &params.text_document.uri;
    let requested = convert::text_range(&document.text, params.range, features.encoding);
    let is_filtered = only.0.is_some();
    let in_front_matter = requested.start() < document.page().front_matter().range.end();
    let mut actions = Vec::new();
    if only.includes(&ORGANIZE) && (is_filtered || in_front_matter) {
        actions.extend(organize(document, uri, features));
    }
    if only.includes(&FIX_ALL) {
        let selection = selection(features);
        let here = |finding: &Finding| is_filtered || finding.range.intersect(requested).is_some();
        if document.findings().iter().any(|finding| here(finding) && selection.fix_of(finding).is_some()) {
            actions.extend(fix_all(document, uri, features));
        }
    }
    if is_filtered && only.includes(&INSERT_MISSING) {
        actions.extend(insert_missing(document, uri, features));
    }
    actions
}

fn insert_missing(document: &View, uri: &Uri, features: &Features) -> Option<CodeAction> {
    let edits = document.ask(|input| insert_missing_sections(input).edits).unwrap_or_default();
    (!edits.is_empty()).then(|| CodeAction {
        title: "Insert all missing sections".to_owned(),
        kind: Some(INSERT_MISSING),
        edit: Some(convert::workspace_edit(document, uri, &edits, features)),
        ..CodeAction::default()
    })
}

fn organize(document: &View, uri: &Uri, features: &Features) -> Option<CodeAction> {
    let edits = organize_edits(document);
    (!edits.is_empty()).then(|| CodeAction {
        title: "Bring the front matter into the template's order".to_owned(),
        kind: Some(ORGANIZE),
        edit: Some(convert::workspace_edit(document, uri, &edits, features)),
        ..CodeAction::default()
    })
}

fn organize_edits(document: &View) -> Vec<TextEdit> {
    let edits = document.ask(|input| Some(organize_front_matter(input.page, input.contract?)));
    edits.flatten().unwrap_or_default()
}

/// What `docent fix` would do, as one action. It takes several rounds of checks, so it is put off where it can be.
fn fix_all(document: &View, uri: &Uri, features: &Features) -> Option<CodeAction> {
    let mut action = CodeAction {
        title: "Fix all that docent can fix safely".to_owned(),
        kind: Some(FIX_ALL),
        ..CodeAction::default()
    };
    if features.actions.resolves_edits {
        action.data = data(document, uri, Chosen::FixAll);
        return Some(action);
    }
    let edits = fix_all_edits(document, features);
    action.edit = Some(convert::workspace_edit(document, uri, &edits, features));
    (!edits.is_empty()).then_some(action)
}

pub(super) fn fix_all_edits(document: &View, features: &Features) -> Vec<TextEdit> {
    document.ask(|input| docent_rules::fix_all(input, &selection(features)).edits).unwrap_or_default()
}

/// What `docent fix` repairs, with the hints as well if the author wants that.
fn selection(features: &Features) -> FixSelection {
    FixSelection { include_hints: features.settings.fix_all_includes_hints, ..FixSelection::default() }
}
