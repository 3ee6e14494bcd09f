//! The number of a list item: another one in its place, with every line of the item where it was beside the item's text. Knows no
//! template and no section.

use docent_syntax::text::{apply_edits, lines};
use docent_syntax::{TextEdit, TextRange, TextSize};

/// Columns from one tab stop to the next.
const TAB: usize = 4;

/// Edits of an item's source, in bytes of `source`, that give it another number (and delimiter). Where the marker's width moves the
/// item's text, all lines of the item move by as much: what is nested stays nested.
///
/// `before` is what stands before the marker on its line, `source` the item from its marker on. No edits for an item without a number.
pub fn set_number(before: &str, source: &str, number: u64, delimiter: Option<char>) -> Vec<TextEdit> {
    let digits = source.bytes().take_while(u8::is_ascii_digit).count();
    let Some(old_delimiter) = source[digits..].chars().next().filter(|c| digits > 0 && matches!(c, '.' | ')')) else {
        return Vec::new();
    };
    let mut marker = number.to_string();
    let by = marker.len() as isize - digits as isize;
    let mut marker_length = digits;
    if let Some(delimiter) = delimiter.filter(|delimiter| *delimiter != old_delimiter) {
        marker.push(delimiter);
        marker_length += 1;
    }
    let mut edits = Vec::new();
    if source[..marker_length] != *marker {
        edits.push(TextEdit::replace(range(0, marker_length), marker));
    }
    if by == 0 || !before.trim().is_empty() {
        return edits;
    }
    let head = Head::of(before, source, digits + 1);
    let spare = head.spare_blanks().min(by.max(0) as usize);
    if spare > 0 {
        edits.push(TextEdit::delete(range(digits + 1, digits + 1 + spare)));
    }
    let moved = head.content_column(by, spare) as isize - head.content_column(0, 0) as isize;
    edits.extend(move_lines(source, head.content_column(0, 0), moved));
    edits
}

/// `source`, an item from its marker on, with another number and the list's delimiter: with the other one it would begin a new list.
pub fn with_number(source: &str, number: u64, delimiter: Option<char>) -> String {
    let edits = set_number("", source, number, delimiter);
    apply_edits(source, &edits).unwrap_or_else(|| source.to_owned())
}

/// `source`, some items from the start of a line on, with this indentation before every line.
pub fn indented(source: &str, indentation: &str) -> String {
    if indentation.is_empty() {
        return source.to_owned();
    }
    let by = width(0, indentation);
    let mut text = String::with_capacity(source.len());
    for (line, ending) in lines(source) {
        let end = usize::from(line.end());
        let (blanks, rest) = split_blanks(&source[line]);
        if !rest.is_empty() {
            text.push_str(&" ".repeat(by + width(0, blanks)));
            text.push_str(rest);
        }
        text.push_str(&source[end..end + ending as usize]);
    }
    text
}

/// The first line of an item up to its text.
struct Head<'s> {
    /// The column of the marker.
    start: usize,
    /// Of digits and delimiter, in characters.
    marker: usize,
    /// Between the marker and the text.
    blanks: &'s str,
    has_text: bool,
}

impl<'s> Head<'s> {
    fn of(before: &str, source: &'s str, marker: usize) -> Head<'s> {
        let line = lines(source).next().map_or("", |(line, _)| &source[line]);
        let (blanks, text) = split_blanks(line.get(marker..).unwrap_or_default());
        Head { start: width(0, before), marker, blanks, has_text: !text.is_empty() }
    }

    /// Where the text of the item begins, and so the least indentation of its other lines, once the marker is `by` wider and `spare`
    /// blanks after it are gone.
    fn content_column(&self, by: isize, spare: usize) -> usize {
        let marker_end = self.start + self.marker.saturating_add_signed(by);
        let blanks = width(marker_end, self.blanks).saturating_sub(marker_end + spare);
        // With more blanks the text is indented code, and begins after one of them.
        if self.has_text && (1..=TAB).contains(&blanks) { marker_end + blanks } else { marker_end + 1 }
    }

    /// Blanks after the marker that a wider marker can take.
    fn spare_blanks(&self) -> usize {
        let is_plain = self.has_text && self.blanks.len() <= TAB && !self.blanks.contains('\t');
        if is_plain { self.blanks.len().saturating_sub(1) } else { 0 }
    }
}

/// A line of an item below its first one.
struct Line<'s> {
    start: usize,
    blanks: &'s str,
    text: &'s str,
    is_code: bool,
}

/// Moves all lines that belong to the item by their indentation. What stands further left goes on a paragraph, and stays.
fn move_lines(source: &str, content_column: usize, by: isize) -> Vec<TextEdit> {
    if by == 0 {
        return Vec::new();
    }
    let mut lines = lines_below(source);
    lines.retain(|line| width(0, line.blanks) >= content_column);
    if tabs_hold(&lines, content_column, by) {
        return Vec::new();
    }
    lines.iter().map(|line| move_line(line, content_column, by)).collect()
}

fn move_line(line: &Line<'_>, content_column: usize, by: isize) -> TextEdit {
    let plain = line.blanks.bytes().take_while(|b| *b == b' ').count();
    let is_plain = plain == line.blanks.len() || (line.is_code && plain >= content_column);
    match usize::try_from(by) {
        Ok(more) if is_plain => TextEdit::insert(TextSize::new(line.start as u32), " ".repeat(more)),
        Err(_) if is_plain => TextEdit::delete(range(line.start, line.start + by.unsigned_abs())),
        // A tab stands for other widths at other places. In code it is the author's text, from the item's text on.
        _ => {
            let ends = (1..=line.blanks.len()).filter(|end| width(0, &line.blanks[..*end]) >= content_column);
            let end = ends.min().filter(|_| line.is_code).unwrap_or(line.blanks.len());
            let blanks = width(0, &line.blanks[..end]).saturating_add_signed(by);
            TextEdit::replace(range(line.start, line.start + end), " ".repeat(blanks))
        }
    }
}

/// Whether the lines begin with tabs, and mean the same beside the new marker: a tab reaches to the text of any short number.
fn tabs_hold(lines: &[Line<'_>], content_column: usize, by: isize) -> bool {
    let fits = content_column.max(content_column.saturating_add_signed(by)) <= TAB;
    let mut nested: Option<usize> = None;
    fits && lines.iter().all(|line| {
        let column = width(0, line.blanks);
        if !line.is_code && is_list_item(line.text) {
            nested = Some(nested.map_or(column, |least| least.min(column)));
        }
        // Deep below no nested item it is code, which would be indented by more or less.
        let may_be_code = !line.is_code && column >= content_column + TAB && nested.is_none_or(|least| column <= least);
        line.blanks.starts_with('\t') && !may_be_code
    })
}

fn is_list_item(text: &str) -> bool {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    rest.starts_with(['*', '-', '+', '.', ')']) && rest[1..].starts_with([' ', '\t'])
}

/// The lines after the first, without blank ones; those inside of a fence are code.
fn lines_below(source: &str) -> Vec<Line<'_>> {
    let mut fence: Option<&str> = None;
    let mut below = Vec::new();
    for (line, _) in lines(source).skip(1) {
        let (blanks, text) = split_blanks(&source[line]);
        if text.is_empty() {
            continue;
        }
        let marks = fence_marks(text);
        let is_code = fence.is_some();
        match (fence, marks) {
            (None, Some(marks)) => fence = Some(marks),
            (Some(open), Some(marks)) if marks.starts_with(open) && text.trim_end() == marks => fence = None,
            _ => {}
        }
        below.push(Line { start: usize::from(line.start()), blanks, text, is_code: is_code && fence.is_some() });
    }
    below
}

fn fence_marks(text: &str) -> Option<&str> {
    let mark = text.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let marks = &text[..text.len() - text.trim_start_matches(mark).len()];
    (marks.len() >= 3).then_some(marks)
}

fn split_blanks(line: &str) -> (&str, &str) {
    let text = line.trim_start_matches([' ', '\t']);
    line.split_at(line.len() - text.len())
}

/// The column after `blanks`, which begin at the column `from`.
fn width(from: usize, blanks: &str) -> usize {
    blanks.chars().fold(from, |column, c| if c == '\t' { (column / TAB + 1) * TAB } else { column + 1 })
}

fn range(start: usize, end: usize) -> TextRange {
    TextRange::new(TextSize::new(start as u32), TextSize::new(end as u32))
}

#[cfg(test)]
mod tests {
    use super::*;
    use docent_syntax::{Block, BlockKind, Dialect, Page};

    /// The nesting of lists and the kinds and texts of blocks, without places and numbers.
    fn shape(blocks: &[Block], into: &mut String) {
        for block in blocks {
            match &block.kind {
                BlockKind::List(list) => {
                    for item in &list.items {
                        into.push_str("(item ");
                        shape(&item.blocks, into);
                        into.push(')');
                    }
                }
                BlockKind::Paragraph(prose) => into.push_str(&format!("[{}]", prose.text)),
                BlockKind::Quote(blocks) => shape(blocks, into),
                other => into.push_str(&format!("{:?};", std::mem::discriminant(other))),
            }
        }
    }

    fn shape_of(text: &str) -> String {
        let page = Page::parse(text, Dialect::EXTENDED);
        let mut all = String::new();
        page.sections().for_each(|section| shape(&section.segment.blocks, &mut all));
        all
    }

    #[track_caller]
    fn check(before: &str, number: u64, after: &str) {
        let now = with_number(before, number, None);
        assert_eq!(now, after);
        assert_eq!(shape_of(&now), shape_of(before));
        assert_eq!(with_number(&before.replace('\n', "\r\n"), number, None), after.replace('\n', "\r\n"));
    }

    #[test]
    fn what_is_nested_stays_nested() {
        check("9. a\n\n   * b\n     * c\n\n       d\n", 10, "10. a\n\n    * b\n      * c\n\n        d\n");
        check("10. a\n\n    * b\n      * c\n", 9, "9. a\n\n   * b\n     * c\n");
        check("99. a\n\n    1. b\n       c\n", 100, "100. a\n\n     1. b\n        c\n");
        check("9. a\nlazy\n   not lazy\n", 10, "10. a\nlazy\n    not lazy\n");
    }

    #[test]
    fn code_keeps_its_own_indentation() {
        check("9. a\n\n   ```\n   b\n     c\n   ```\n", 10, "10. a\n\n    ```\n    b\n      c\n    ```\n");
        check("9. a\n\n       code\n", 10, "10. a\n\n        code\n");
        check("9. a\n\n   ~~~\n   \tb\n   ~~~\n", 10, "10. a\n\n    ~~~\n    \tb\n    ~~~\n");
    }

    #[test]
    fn blanks_after_the_marker_give_way() {
        check("9.  a\n\n    * b\n", 10, "10. a\n\n    * b\n");
        check("9.  a\n\n    * b\n", 100, "100. a\n\n     * b\n");
        check("9.\ta\n\n    b\n", 10, "10.\ta\n\n    b\n");
    }

    #[test]
    fn tabs_stay_where_they_mean_the_same() {
        check("9. a\n\n\t* b\n\n\t\t* c\n", 10, "10. a\n\n\t* b\n\n\t\t* c\n");
        check("9. a\n\n\t\tcode\n", 10, "10. a\n\n         code\n");
        check("99. a\n\n\t* b\n\t  c\n", 100, "100. a\n\n     * b\n       c\n");
        check("9. a\n\n   * b\n\t * c\n", 10, "10. a\n\n    * b\n      * c\n");
    }

    #[test]
    fn a_delimiter_comes_with_the_number() {
        assert_eq!(with_number("1. a\n   b", 12, Some(')')), "12) a\n    b");
        assert_eq!(with_number("* a", 12, Some(')')), "* a");
        assert_eq!(indented("1. a\n\n\t* b\n", "  "), "  1. a\n\n      * b\n");
    }
}
