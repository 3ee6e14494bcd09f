//! Code actions: the findings' fixes at a place and ways to ignore them, refactorings of what is there, and what can be
//! done with the whole page.

mod action_data;
mod old_address;
mod quick_fixes;
mod refactor;
mod resolve;
mod set_up;
mod source;

pub(crate) use action_data::document_of;
pub(crate) use resolve::resolve;

use crate::client::{ActionFeatures, Features};
use crate::documents::View;
use crate::step::Pool;
use tower_lsp::ls_types::*;

/// Applies every safe fix; an editor may run it when a page is saved.
pub(crate) const FIX_ALL: CodeActionKind = CodeActionKind::new("source.fixAll.docent");
/// Inserts all sections that are missing. Only if its kind is requested: the findings have quick fixes.
pub(crate) const INSERT_MISSING: CodeActionKind = CodeActionKind::new("source.insertMissing.docent");
/// Sorts the keys of the front matter in the template's order.
pub(crate) const ORGANIZE: CodeActionKind = CodeActionKind::new("source.organizeFrontMatter.docent");
/// Makes a `docent.yaml` for a site that has none.
pub(crate) const SET_UP: CodeActionKind = CodeActionKind::new("source.setUp.docent");
/// Moves a section.
pub(crate) const MOVE: CodeActionKind = CodeActionKind::new("refactor.move.docent");
/// Changes a section's level, or a list.
pub(crate) const REWRITE: CodeActionKind = CodeActionKind::new("refactor.rewrite.docent");

/// The capability; `None` for a client without action literals, since docent has no commands.
pub(crate) fn provider(features: &ActionFeatures) -> Option<CodeActionProviderCapability> {
    let sources = [FIX_ALL, INSERT_MISSING, ORGANIZE, SET_UP];
    let kinds = [CodeActionKind::QUICKFIX].into_iter().chain(sources).chain([MOVE, REWRITE]);
    let kinds = kinds.collect();
    features.literals.then(|| {
        CodeActionProviderCapability::Options(CodeActionOptions {
            code_action_kinds: Some(kinds),
            resolve_provider: features.resolves_edits.then_some(true),
            ..CodeActionOptions::default()
        })
    })
}

/// Actions on whole pages or sites may read many files.
pub(crate) fn pool(params: &CodeActionParams) -> Pool {
    let is_source = |kind: &CodeActionKind| is_below(kind.as_str(), CodeActionKind::SOURCE.as_str());
    match params.context.only.iter().flatten().any(is_source) {
        true => Pool::Worker,
        false => Pool::Latency,
    }
}

/// The actions for the range of a document that `params` names.
pub(crate) fn code_actions(document: &View, params: &CodeActionParams, features: &Features) -> CodeActionResponse {
    if !features.actions.literals {
        return Vec::new();
    }
    let only = Only(params.context.only.as_deref());
    let mut actions = Vec::new();
    if only.includes(&CodeActionKind::QUICKFIX) {
        actions.extend(quick_fixes::quick_fixes(document, params, features));
        actions.extend(old_address::keep_as_redirect(document, params, features));
    }
    if only.includes_some_of(&CodeActionKind::REFACTOR) {
        let refactorings = refactor::refactorings(document, params, features);
        actions
            .extend(refactorings.into_iter().filter(|action| action.kind.as_ref().is_some_and(|it| only.includes(it))));
    }
    if only.includes_some_of(&CodeActionKind::SOURCE) {
        actions.extend(source::source_actions(document, params, features, only));
        actions.extend(set_up::set_up(document, params, features, only));
    }
    actions.into_iter().map(CodeActionOrCommand::CodeAction).collect()
}

/// The kinds that the client requests; `None` for all.
#[derive(Clone, Copy)]
struct Only<'p>(Option<&'p [CodeActionKind]>);

impl Only<'_> {
    /// Whether `kind`, or one above it, is requested.
    fn includes(self, kind: &CodeActionKind) -> bool {
        self.0.is_none_or(|only| only.iter().any(|requested| is_below(kind.as_str(), requested.as_str())))
    }

    /// Whether `kind`, one above it, or one below it is requested.
    fn includes_some_of(self, kind: &CodeActionKind) -> bool {
        self.includes(kind)
            || self.0.is_some_and(|only| only.iter().any(|requested| is_below(requested.as_str(), kind.as_str())))
    }
}

/// `a.b` is below `a`, below itself, and below the empty kind.
fn is_below(kind: &str, above: &str) -> bool {
    above.is_empty() || kind.strip_prefix(above).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}
