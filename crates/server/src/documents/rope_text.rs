//! An open document's text: a rope, its edits, and its lines and columns in the client's encoding. Knows no LSP type.
//!
//! Whatever position a client sends lands on a character boundary inside the text.

use docent_syntax::work::{Work, count};
use docent_syntax::{Encoding, Position, TextRange, TextSize, TextSource};
use ropey::Rope;
use std::borrow::Cow;

/// Cheap to clone: clones share what they have in common.
#[derive(Debug, Clone, Default)]
pub(crate) struct RopeText(Rope);

impl RopeText {
    pub(crate) fn new(text: &str) -> RopeText {
        RopeText(Rope::from_str(text))
    }

    /// Replaces `range` (bytes, as [`RopeText::range`] gives them).
    pub(crate) fn replace(&mut self, range: TextRange, new_text: &str) {
        let start = self.0.byte_to_char(self.clamp(range.start()));
        let end = self.0.byte_to_char(self.clamp(range.end()));
        self.0.remove(start..end.max(start));
        self.0.insert(start, new_text);
    }

    /// The byte offset of a position. A column beyond the line counts as the line's end (before its line ending), a line
    /// beyond the text as the text's end, a column inside a character as that character's start.
    pub(crate) fn offset(&self, position: Position, encoding: Encoding) -> TextSize {
        let line = position.line as usize;
        if line >= self.0.len_lines() {
            return self.len();
        }
        let (start, end) = (self.0.line_to_char(line), self.line_end(line));
        let column = position.column as usize;
        let index = match encoding {
            Encoding::Utf8 => {
                let byte = self.0.char_to_byte(start) + column;
                self.0.byte_to_char(byte.min(self.0.len_bytes()))
            }
            Encoding::Utf16 => {
                let unit = self.0.char_to_utf16_cu(start) + column;
                self.0.utf16_cu_to_char(unit.min(self.0.len_utf16_cu()))
            }
            Encoding::Utf32 => start + column,
        };
        size(self.0.char_to_byte(index.min(end)))
    }

    /// The bytes between two positions, in whichever order they come.
    pub(crate) fn range(&self, one: Position, other: Position, encoding: Encoding) -> TextRange {
        let (one, other) = (self.offset(one, encoding), self.offset(other, encoding));
        TextRange::new(one.min(other), one.max(other))
    }

    /// The position of a byte offset. An offset beyond the text counts as its end, one inside a character as its start.
    pub(crate) fn position(&self, offset: TextSize, encoding: Encoding) -> Position {
        count(Work::PositionsConverted, 1);
        let at = self.0.byte_to_char(self.clamp(offset));
        let line = self.0.char_to_line(at);
        let start = self.0.line_to_char(line);
        let column = match encoding {
            Encoding::Utf8 => self.0.char_to_byte(at) - self.0.char_to_byte(start),
            Encoding::Utf16 => self.0.char_to_utf16_cu(at) - self.0.char_to_utf16_cu(start),
            Encoding::Utf32 => at - start,
        };
        Position { line: line as u32, column: column as u32 }
    }

    /// Where a line ends before its line ending, as a character index.
    fn line_end(&self, line: usize) -> usize {
        let start = self.0.line_to_char(line);
        let mut end = self.0.line_to_char(line + 1);
        while end > start && matches!(self.0.char(end - 1), '\n' | '\r') {
            end -= 1;
        }
        end
    }

    fn clamp(&self, offset: TextSize) -> usize {
        usize::from(offset).min(self.0.len_bytes())
    }
}

impl TextSource for RopeText {
    fn len(&self) -> TextSize {
        size(self.0.len_bytes())
    }

    fn slice(&self, range: TextRange) -> Cow<'_, str> {
        let (start, end) = (self.clamp(range.start()), self.clamp(range.end()));
        count(Work::BytesRead, end.saturating_sub(start));
        self.0.get_byte_slice(start..end).map_or(Cow::Borrowed(""), Cow::from)
    }
}

/// Texts are far below 4 GB: the transport takes no message of that length.
fn size(bytes: usize) -> TextSize {
    TextSize::new(u32::try_from(bytes).unwrap_or(u32::MAX))
}

impl std::fmt::Display for RopeText {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.chunks().try_for_each(|chunk| f.write_str(chunk))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use docent_syntax::LineIndex;
    use proptest::prelude::*;

    const ENCODINGS: [Encoding; 3] = [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32];

    #[test]
    fn hostile_positions_land_inside_the_text() {
        let text = RopeText::new("a\r\nä😀x\rz");
        let offset = |line, column, encoding| u32::from(text.offset(Position { line, column }, encoding));
        assert_eq!(offset(1, 2, Encoding::Utf16), 5, "inside the surrogate pair");
        assert_eq!(offset(1, 1, Encoding::Utf8), 3, "inside the character");
        assert_eq!(offset(1, u32::MAX, Encoding::Utf32), 10, "beyond the line, before its CR");
        assert_eq!(offset(0, 5, Encoding::Utf8), 1, "beyond the line, before its CRLF");
        assert_eq!(offset(u32::MAX, u32::MAX, Encoding::Utf16), 12, "beyond the text");
        let (end, start) = (Position { line: 9, column: 9 }, Position { line: 0, column: 1 });
        assert_eq!(text.range(end, start, Encoding::Utf8), TextRange::new(1.into(), 12.into()), "reversed");
    }

    proptest! {
        /// The rope and the line index of a string agree on every position, the hostile ones too.
        #[test]
        fn positions_are_those_of_a_string(
            text in "[a-c😀äß\n\r\u{2028}\u{85}\u{0b} ]{0,60}",
            line in 0u32..20, column in 0u32..30, offset in 0u32..200,
        ) {
            let (rope, index) = (RopeText::new(&text), LineIndex::new(&text));
            for encoding in ENCODINGS {
                let position = Position { line, column };
                prop_assert_eq!(rope.offset(position, encoding), index.offset(&text, position, encoding));
                let offset = TextSize::new(offset);
                prop_assert_eq!(rope.position(offset, encoding), index.position(&text, offset, encoding));
            }
        }
    }
}
