//! Text as it was received: line endings, edits, and where text is read from. Knows nothing of Markdown or YAML.

use std::borrow::Cow;
use text_size::{TextRange, TextSize};

/// A piece of text to replace by another. `range` is in bytes of the text before the edit.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct TextEdit {
    pub range: TextRange,
    pub new_text: String,
}

impl TextEdit {
    pub fn replace(range: TextRange, new_text: impl Into<String>) -> TextEdit {
        TextEdit { range, new_text: new_text.into() }
    }

    pub fn insert(at: TextSize, new_text: impl Into<String>) -> TextEdit {
        TextEdit::replace(TextRange::empty(at), new_text)
    }

    pub fn delete(range: TextRange) -> TextEdit {
        TextEdit::replace(range, "")
    }
}

/// Applies edits that do not overlap; insertions at one offset keep the order they have in `edits`.
///
/// Returns `None` where two edits overlap, or an edit lies outside the text or inside a character.
pub fn apply_edits(text: &str, edits: &[TextEdit]) -> Option<String> {
    let mut sorted: Vec<&TextEdit> = edits.iter().collect();
    sorted.sort_by_key(|edit| (edit.range.start(), edit.range.end()));
    let mut result = String::with_capacity(text.len());
    let mut copied_to = 0;
    for edit in sorted {
        let (start, end) = (usize::from(edit.range.start()), usize::from(edit.range.end()));
        result.push_str(text.get(copied_to..start)?);
        text.get(start..end)?;
        result.push_str(&edit.new_text);
        copied_to = end;
    }
    result.push_str(text.get(copied_to..)?);
    Some(result)
}

/// How the lines of a text end. A text with mixed endings has the one it uses first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LineEnding {
    #[default]
    Lf,
    CrLf,
    Cr,
}

impl LineEnding {
    /// The ending of the first line that has one; LF for a text of one line.
    pub fn of(text: &str) -> LineEnding {
        match text.find(['\n', '\r']) {
            Some(at) if text[at..].starts_with("\r\n") => LineEnding::CrLf,
            Some(at) if text[at..].starts_with('\r') => LineEnding::Cr,
            _ => LineEnding::Lf,
        }
    }

    pub fn as_str(self) -> &'static str {
        match self {
            LineEnding::Lf => "\n",
            LineEnding::CrLf => "\r\n",
            LineEnding::Cr => "\r",
        }
    }

    /// `text`, written with LF, with this ending instead.
    pub fn apply(self, text: &str) -> Cow<'_, str> {
        match self {
            LineEnding::Lf => Cow::Borrowed(text),
            other => Cow::Owned(text.replace('\n', other.as_str())),
        }
    }
}

/// Where a parser reads from: a string, or an editor's buffer that is not one string.
pub trait TextSource {
    /// Length in bytes.
    fn len(&self) -> TextSize;

    /// The text of `range`, which lies inside the text and on character boundaries.
    fn slice(&self, range: TextRange) -> Cow<'_, str>;

    fn is_empty(&self) -> bool {
        self.len() == TextSize::new(0)
    }
}

impl TextSource for str {
    fn len(&self) -> TextSize {
        TextSize::of(self)
    }

    fn slice(&self, range: TextRange) -> Cow<'_, str> {
        Cow::Borrowed(&self[range])
    }
}

/// The lines of `text`, each with its byte range without the line ending, and the length of that ending (0, 1 or 2).
/// LF, CRLF and CR end a line. A text that ends with a line ending has no empty line after it.
pub fn lines(text: &str) -> impl Iterator<Item = (TextRange, u32)> + '_ {
    let bytes = text.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        if at >= bytes.len() {
            return None;
        }
        let start = at;
        let end = bytes[start..].iter().position(|b| matches!(b, b'\n' | b'\r')).map_or(bytes.len(), |n| start + n);
        let ending = match bytes.get(end) {
            Some(b'\r') if bytes.get(end + 1) == Some(&b'\n') => 2,
            Some(_) => 1,
            None => 0,
        };
        at = end + ending;
        Some((TextRange::new(TextSize::new(start as u32), TextSize::new(end as u32)), ending as u32))
    })
}

/// Whether the line before the end of `text` is blank, or there is none.
pub(crate) fn ends_with_blank_line(text: &str) -> bool {
    let line = text.trim_end_matches([' ', '\t']);
    let Some(rest) =
        line.strip_suffix('\n').map(|rest| rest.strip_suffix('\r').unwrap_or(rest)).or(line.strip_suffix('\r'))
    else {
        return line.is_empty();
    };
    let last = rest.trim_end_matches([' ', '\t']);
    last.is_empty() || last.ends_with(['\n', '\r'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_apply_in_order_and_refuse_overlap() {
        let edit = |a: u32, b: u32, s: &str| TextEdit::replace(TextRange::new(a.into(), b.into()), s);
        assert_eq!(
            apply_edits("abcd", &[edit(2, 3, "X"), edit(0, 0, "1"), edit(0, 0, "2")]).as_deref(),
            Some("12abXd")
        );
        assert_eq!(apply_edits("abcd", &[edit(0, 2, ""), edit(1, 3, "")]), None);
        assert_eq!(apply_edits("ä", &[edit(1, 1, "x")]), None);
        assert_eq!(apply_edits("a", &[edit(2, 2, "x")]), None);
    }

    #[test]
    fn lines_know_three_endings() {
        let found: Vec<_> =
            lines("a\r\nb\rc\n\nd").map(|(r, n)| (u32::from(r.start()), u32::from(r.end()), n)).collect();
        assert_eq!(found, [(0, 1, 2), (3, 4, 1), (5, 6, 1), (7, 7, 1), (8, 9, 0)]);
    }
}
