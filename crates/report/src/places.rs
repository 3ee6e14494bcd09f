//! Lines and columns of many findings in one text, without counting a long line from its start for each finding.

use docent_syntax::position::width;
use docent_syntax::{Encoding, LineIndex, Position, TextRange, TextSize, printable};

/// Positions in one text. Queries in the order of the text cost as much as one pass over it.
pub struct Places<'t> {
    text: &'t str,
    lines: LineIndex,
    encoding: Encoding,
    /// Where the last range began.
    last: (usize, Position),
}

impl<'t> Places<'t> {
    pub fn new(text: &'t str, encoding: Encoding) -> Places<'t> {
        let start = Position { line: 0, column: 0 };
        Places { text, lines: LineIndex::new(text), encoding, last: (0, start) }
    }

    pub fn lines(&self) -> &LineIndex {
        &self.lines
    }

    /// The positions of a range's two ends; a range beyond the text counts as its end.
    pub fn range(&mut self, range: TextRange) -> (Position, Position) {
        let start = self.position(range.start());
        self.last = (usize::from(range.start()).min(self.text.len()), start);
        (start, self.position(range.end()))
    }

    /// `name:line:column` of the range's start, both 1-based; control characters of the name are escaped.
    pub fn shown(&mut self, name: &str, range: TextRange) -> String {
        let (Position { line, column }, _) = self.range(range);
        format!("{}:{}:{}", printable(name), line + 1, column + 1)
    }

    fn position(&self, offset: TextSize) -> Position {
        let mut at = usize::from(offset).min(self.text.len());
        while !self.text.is_char_boundary(at) {
            at -= 1;
        }
        let (line, _) = self.lines.line_span(TextRange::empty(TextSize::new(at as u32)));
        let (last_at, last) = self.last;
        let counted = self.text.get(last_at..at).filter(|_| last.line == line);
        match counted {
            Some(between) => Position { line, column: last.column + width(between, self.encoding) },
            None => self.lines.position(self.text, offset, self.encoding),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_those_of_the_line_index() {
        let text = "ab\r\nä😀c\rd\n\nü";
        let lines = LineIndex::new(text);
        for encoding in [Encoding::Utf16, Encoding::Utf32] {
            let mut places = Places::new(text, encoding);
            for start in 0..=text.len() + 1 {
                for end in start..=text.len() + 1 {
                    let range = TextRange::new(TextSize::new(start as u32), TextSize::new(end as u32));
                    let expected =
                        (lines.position(text, range.start(), encoding), lines.position(text, range.end(), encoding));
                    assert_eq!(places.range(range), expected, "{start}..{end}");
                }
            }
        }
    }
}
