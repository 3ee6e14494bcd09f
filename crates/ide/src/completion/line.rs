//! The line that the cursor is on, and what stands around it. Knows lines only.

use docent_syntax::{Page, SectionRef, TextRange, TextSize};

/// A line of the body.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line<'a> {
    pub(super) section: SectionRef<'a>,
    /// Without its line ending.
    pub(super) text: &'a str,
    /// Where it begins, in bytes of the page.
    pub(super) start: TextSize,
    /// Where the cursor is, in bytes of the line.
    pub(super) cursor: usize,
    /// The line before it is blank, or there is none.
    pub(super) blank_before: bool,
    pub(super) after: After,
}

/// What follows the line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum After {
    BlankLine,
    Text,
    /// Nothing: the line ends the page, with or without a line ending.
    End {
        ending: bool,
    },
}

impl<'a> Line<'a> {
    /// The line at `offset`, which lies in the body.
    pub(super) fn at(page: &'a Page, offset: TextSize) -> Option<Line<'a>> {
        let section = page.section_at(offset)?;
        let text = &*section.segment.text;
        let at = floor(text, usize::from(offset - section.start));
        let start = text[..at].rfind(['\n', '\r']).map_or(0, |found| found + 1);
        let end = text[at..].find(['\n', '\r']).map_or(text.len(), |found| at + found);
        // A cursor between the two characters of a line ending is at the end of its line.
        let (start, end, at) = match text[..at].ends_with('\r') && text[at..].starts_with('\n') {
            true => {
                let start = text[..at - 1].rfind(['\n', '\r']).map_or(0, |found| found + 1);
                (start, at - 1, at - 1)
            }
            false => (start, end, at),
        };
        Some(Line {
            section,
            text: &text[start..end],
            start: section.start + TextSize::new(start as u32),
            cursor: at - start,
            blank_before: is_blank_before(page, section, start),
            after: after(page, section, end),
        })
    }

    pub(super) fn before(&self) -> &'a str {
        &self.text[..self.cursor]
    }

    pub(super) fn rest(&self) -> &'a str {
        &self.text[self.cursor..]
    }

    /// Bytes of the line as bytes of the page.
    pub(super) fn range(&self, start: usize, end: usize) -> TextRange {
        let at = |n: usize| self.start + TextSize::new(n as u32);
        TextRange::new(at(start.min(end)), at(end))
    }

    /// Without the blanks at its end.
    pub(super) fn whole(&self) -> TextRange {
        self.range(0, self.text.len())
    }

    /// Where it begins in its segment.
    pub(super) fn local_start(&self) -> TextSize {
        self.start - self.section.start
    }
}

/// The nearest character boundary at or before `at`.
pub(super) fn floor(text: &str, at: usize) -> usize {
    let at = at.min(text.len());
    (0..=at).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}

fn is_blank_before(page: &Page, section: SectionRef<'_>, start: usize) -> bool {
    let before = &section.segment.text[..start];
    if !before.is_empty() {
        return ends_with_blank_line(before);
    }
    let earlier = (0..section.index).rev().map(|index| &*page.section(index).segment.text);
    match earlier.into_iter().find(|text| !text.is_empty()) {
        Some(text) => ends_with_blank_line(text),
        None => page.front_matter().text.is_empty(),
    }
}

/// Whether the last line of a text that ends with a line ending is blank.
fn ends_with_blank_line(text: &str) -> bool {
    let text = text.strip_suffix('\n').unwrap_or(text);
    let text = text.strip_suffix('\r').unwrap_or(text);
    text.rsplit(['\n', '\r']).next().is_none_or(|line| line.trim().is_empty())
}

fn after(page: &Page, section: SectionRef<'_>, end: usize) -> After {
    let rest = &section.segment.text[end..];
    let next = rest.strip_prefix("\r\n").or_else(|| rest.strip_prefix(['\n', '\r']));
    let is_last = section.index + 1 >= page.section_count();
    match next {
        None => After::End { ending: false },
        Some("") if is_last => After::End { ending: true },
        Some("") => After::Text,
        Some(next) if next.split(['\n', '\r']).next().is_none_or(|line| line.trim().is_empty()) => After::BlankLine,
        Some(_) => After::Text,
    }
}

/// `offset`, or the start of the character that it lies in.
pub(super) fn on_boundary(page: &Page, offset: TextSize) -> TextSize {
    match page.section_at(offset) {
        Some(section) => section.start + size(floor(&section.segment.text, usize::from(offset - section.start))),
        None => size(floor(&page.front_matter().text, offset.into())),
    }
}

pub(super) fn size(n: usize) -> TextSize {
    TextSize::new(n as u32)
}
