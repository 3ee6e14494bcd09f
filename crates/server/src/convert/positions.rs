//! Places in a text as the protocol counts them, in the encoding that the client and the server agreed on.

use crate::documents::{Change, RopeText};
use docent_syntax::{Encoding, LineIndex, TextRange, TextSize};
use tower_lsp::ls_types as lsp;

pub(crate) fn change(event: lsp::TextDocumentContentChangeEvent) -> Change {
    let range = event.range.map(|range| (our_position(range.start), our_position(range.end)));
    Change { range, text: event.text }
}

fn our_position(position: lsp::Position) -> docent_syntax::Position {
    docent_syntax::Position { line: position.line, column: position.character }
}

/// The byte of a position, however wrong it is.
pub(crate) fn offset(text: &RopeText, position: lsp::Position, encoding: Encoding) -> TextSize {
    text.offset(our_position(position), encoding)
}

/// The bytes of a range, however wrong it is.
pub(crate) fn text_range(text: &RopeText, range: lsp::Range, encoding: Encoding) -> TextRange {
    text.range(our_position(range.start), our_position(range.end), encoding)
}

pub(crate) fn range(text: &RopeText, range: TextRange, encoding: Encoding) -> lsp::Range {
    lsp::Range::new(
        lsp_position(text.position(range.start(), encoding)),
        lsp_position(text.position(range.end(), encoding)),
    )
}

fn lsp_position(position: docent_syntax::Position) -> lsp::Position {
    lsp::Position::new(position.line, position.column)
}

/// A range of a text that is no open document.
pub(crate) fn range_in(index: &LineIndex, text: &str, range: TextRange, encoding: Encoding) -> lsp::Range {
    let position = |offset| lsp_position(index.position(text, offset, encoding));
    lsp::Range::new(position(range.start()), position(range.end()))
}
