//! `textDocument/selectionRange`

use crate::client::Features;
use crate::convert;
use crate::documents::View;
use docent_syntax::TextRange;
use tower_lsp::ls_types::*;

/// One for each position, in the order of the request.
pub(crate) fn selection_ranges(
    document: &View,
    positions: &[Position],
    features: &Features,
) -> Option<Vec<SelectionRange>> {
    let around = |position: &Position| {
        let offset = convert::offset(&document.text, *position, features.encoding);
        let ranges = document.ask(|input| docent_ide::selection_ranges(input.page, offset))?;
        nested(document, &ranges, features)
    };
    positions.iter().map(around).collect()
}

fn nested(document: &View, ranges: &[TextRange], features: &Features) -> Option<SelectionRange> {
    let outermost_first = ranges.iter().rev();
    outermost_first.fold(None, |parent, range| {
        let range = convert::range(&document.text, *range, features.encoding);
        Some(SelectionRange { range, parent: parent.map(Box::new) })
    })
}
