//! Lines and columns, for the edges only: everything inside counts bytes.

use text_size::{TextRange, TextSize};

/// What a column counts: bytes, UTF-16 code units, or characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Encoding {
    Utf8,
    Utf16,
    Utf32,
}

/// A 0-based line and a 0-based column; the column counts what the [`Encoding`] says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    pub line: u32,
    pub column: u32,
}

/// Where the lines of a text begin. LF, CRLF and CR end a line, as the language server protocol has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineIndex {
    starts: Vec<TextSize>,
}

impl LineIndex {
    pub fn new(text: &str) -> LineIndex {
        let mut starts = vec![TextSize::new(0)];
        for (range, ending) in crate::text::lines(text) {
            if ending > 0 {
                starts.push(range.end() + TextSize::new(ending));
            }
        }
        LineIndex { starts }
    }

    /// How many lines there are: one more than line endings.
    pub fn line_count(&self) -> u32 {
        self.starts.len() as u32
    }

    /// The position of a byte offset. An offset beyond the text counts as its end, one inside a character as its start.
    pub fn position(&self, text: &str, offset: TextSize, encoding: Encoding) -> Position {
        let mut offset = usize::from(offset).min(text.len());
        while !text.is_char_boundary(offset) {
            offset -= 1;
        }
        let line = self.starts.partition_point(|&start| usize::from(start) <= offset) - 1;
        let column = width(&text[usize::from(self.starts[line])..offset], encoding);
        Position { line: line as u32, column }
    }

    /// The byte offset of a position. A column beyond the line counts as the line's end (before its line ending), a line
    /// beyond the text as the text's end, a column inside a character as that character's start.
    pub fn offset(&self, text: &str, position: Position, encoding: Encoding) -> TextSize {
        let Some(&start) = self.starts.get(position.line as usize) else {
            return TextSize::of(text);
        };
        let line = self.line_text(text, position.line);
        start + TextSize::new(offset_in_line(line, position.column, encoding) as u32)
    }

    /// A line's text without its line ending; empty for a line the text does not have.
    pub fn line_text<'t>(&self, text: &'t str, line: u32) -> &'t str {
        let Some(&start) = self.starts.get(line as usize) else {
            return "";
        };
        let end = self.starts.get(line as usize + 1).map_or(text.len(), |&end| usize::from(end));
        text.get(usize::from(start)..end).unwrap_or_default().trim_end_matches(['\n', '\r'])
    }

    /// The first and the last line that `range` touches.
    pub fn line_span(&self, range: TextRange) -> (u32, u32) {
        let line = |offset: TextSize| (self.starts.partition_point(|&start| start <= offset) - 1) as u32;
        (line(range.start()), line(range.end()))
    }
}

/// How many columns `text` takes.
pub fn width(text: &str, encoding: Encoding) -> u32 {
    // Most text is, and seeing that takes a fraction of counting.
    if text.is_ascii() {
        return text.len() as u32;
    }
    match encoding {
        Encoding::Utf8 => text.len() as u32,
        Encoding::Utf16 => text.chars().map(|c| c.len_utf16() as u32).sum(),
        Encoding::Utf32 => text.chars().count() as u32,
    }
}

/// The byte offset of a column in one line; a column beyond it counts as its end, one inside a character as its start.
pub fn offset_in_line(line: &str, column: u32, encoding: Encoding) -> usize {
    let mut seen = 0;
    for (at, c) in line.char_indices() {
        seen += match encoding {
            Encoding::Utf8 => c.len_utf8() as u32,
            Encoding::Utf16 => c.len_utf16() as u32,
            Encoding::Utf32 => 1,
        };
        if seen > column {
            return at;
        }
    }
    line.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn columns_in_three_encodings() {
        let text = "a\r\nä😀x\rz";
        let index = LineIndex::new(text);
        let x = TextSize::new(text.find('x').map_or(0, |n| n as u32));
        let column = |encoding| index.position(text, x, encoding);
        assert_eq!(column(Encoding::Utf8), Position { line: 1, column: 6 });
        assert_eq!(column(Encoding::Utf16), Position { line: 1, column: 3 });
        assert_eq!(column(Encoding::Utf32), Position { line: 1, column: 2 });
        assert_eq!(index.line_count(), 3);
        // Inside the surrogate pair: the start of the character. Beyond the line: its end, before the CR.
        assert_eq!(index.offset(text, Position { line: 1, column: 2 }, Encoding::Utf16), TextSize::new(5));
        assert_eq!(index.offset(text, Position { line: 1, column: 99 }, Encoding::Utf16), TextSize::new(10));
        assert_eq!(index.offset(text, Position { line: 9, column: 0 }, Encoding::Utf8), TextSize::of(text));
    }

    proptest! {
        #[test]
        fn positions_round_trip(text in "[a-c😀äß\n\r ]{0,40}") {
            let index = LineIndex::new(&text);
            for encoding in [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32] {
                for (at, _) in text.char_indices().chain([(text.len(), ' ')]) {
                    // Between the CR and the LF of one ending there is no position.
                    if at > 0 && text.as_bytes()[at - 1] == b'\r' && text.as_bytes().get(at) == Some(&b'\n') {
                        continue;
                    }
                    let offset = TextSize::new(at as u32);
                    let position = index.position(&text, offset, encoding);
                    prop_assert_eq!(index.offset(&text, position, encoding), offset);
                }
            }
        }
    }
}
