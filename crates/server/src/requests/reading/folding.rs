//! `textDocument/foldingRange`. Only whole lines are folded, so that clients of both kinds show the same.

use crate::client::Features;
use crate::convert;
use crate::documents::View;
use docent_ide::Fold;
use docent_ide::FoldKind;
use tower_lsp::ls_types::*;

pub(crate) fn folding_ranges(document: &View, features: &Features) -> Vec<FoldingRange> {
    let mut folds = document.ask(|input| docent_ide::folds(input.page)).unwrap_or_default();
    if let Some(limit) = features.reading.fold_limit
        && folds.len() > limit
    {
        // The outer ones, and of those the first ones.
        folds.sort_by_key(|fold| (fold.depth, fold.range.start()));
        folds.truncate(limit);
        folds.sort_by_key(|fold| fold.range.start());
    }
    folds.iter().map(|fold| folding_range(document, fold, features)).collect()
}

fn folding_range(document: &View, fold: &Fold, features: &Features) -> FoldingRange {
    let range = convert::range(&document.text, fold.range, features.encoding);
    let kind = match fold.kind {
        FoldKind::Region => Some(FoldingRangeKind::Region),
        FoldKind::Comment => Some(FoldingRangeKind::Comment),
        FoldKind::Other => None,
    };
    FoldingRange {
        start_line: range.start.line,
        end_line: range.end.line,
        kind: kind.filter(|kind| features.reading.fold_kinds.contains(kind)),
        ..FoldingRange::default()
    }
}
