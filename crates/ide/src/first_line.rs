//! The first line of a page: the place of what is about the page as a whole.

use docent_syntax::{Page, TextRange, TextSize};

/// Bytes of the page, without the line ending.
pub(crate) fn first_line(page: &Page) -> TextRange {
    let front_matter = &*page.front_matter().text;
    let text = if front_matter.is_empty() { &*page.section(0).segment.text } else { front_matter };
    let line = text.split(['\n', '\r']).next().unwrap_or_default();
    TextRange::at(TextSize::new(0), TextSize::of(line))
}
