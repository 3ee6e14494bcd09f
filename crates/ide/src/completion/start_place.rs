//! Whether the cursor is where a page begins that has no front matter yet.

use super::line::{floor, size};
use docent_syntax::{Page, TextRange, TextSize};

#[derive(Debug, Clone, Copy)]
pub(super) struct Start<'a> {
    /// The hyphens, or the first letters of a word in an empty page.
    pub(super) typed: &'a str,
    pub(super) line: TextRange,
    /// Nothing else is in the page.
    pub(super) is_empty: bool,
    /// Blank lines before it, which front matter must not have.
    pub(super) blank_lines: Option<TextRange>,
    /// The next line is not blank.
    pub(super) text_follows: bool,
    pub(super) has_ending: bool,
}

/// A page of so few bytes may be an empty one.
const EMPTY_PAGE: u32 = 4096;

pub(super) fn start(page: &Page, offset: TextSize, is_template: bool) -> Option<Start<'_>> {
    let front_matter = page.front_matter();
    if front_matter.closing.is_some() && front_matter.content.is_empty() || !front_matter.yaml.entries().is_empty() {
        return None;
    }
    if page.section_at(offset).is_some_and(|section| section.index > 0) {
        return None;
    }
    // What there is of a block is part of the first line here, so that front matter and lead are looked at as one.
    let lead = page.section(0);
    let is_short = page.len() <= TextSize::new(EMPTY_PAGE) && page.section_count() == 1;
    let (text, base) = match front_matter.is_present() {
        false => (&*lead.segment.text, lead.start),
        true if offset <= front_matter.opening.end() => (&*front_matter.text, TextSize::new(0)),
        true => return None,
    };
    let at = floor(text, usize::from(offset.checked_sub(base)?));
    let before = &text[..at];
    let line_start = before.rfind(['\n', '\r']).map_or(0, |found| found + 1);
    let line_end = text[at..].find(['\n', '\r']).map_or(text.len(), |found| at + found);
    let line = &text[line_start..line_end];
    let rest_is_blank =
        text[line_end..].trim().is_empty() && (!front_matter.is_present() || lead.segment.text.trim().is_empty());
    let is_empty = is_short && text[..line_start].trim().is_empty() && rest_is_blank;
    let typed = line.trim();
    let hyphens = typed.len() <= 3 && typed.bytes().all(|byte| byte == b'-');
    let word = is_empty && !is_template && typed.len() <= 40 && typed.chars().all(char::is_alphanumeric);
    let cursor_at_end = line[..at.saturating_sub(line_start).min(line.len())].trim() == typed;
    if !(line_start == 0 || is_empty)
        || !(hyphens || word)
        || !cursor_at_end
        || line.starts_with([' ', '\t']) && !typed.is_empty()
    {
        return None;
    }
    let range = |start: usize, end: usize| TextRange::new(base + size(start), base + size(end));
    let next = text[line_end..].strip_prefix("\r\n").or_else(|| text[line_end..].strip_prefix(['\n', '\r']));
    let next_line = next.unwrap_or_default().split(['\n', '\r']).next().unwrap_or_default();
    Some(Start {
        typed,
        line: range(line_start, line_end),
        is_empty,
        blank_lines: (line_start > 0).then(|| range(0, line_start)),
        text_follows: !next_line.trim().is_empty(),
        has_ending: next.is_some(),
    })
}
