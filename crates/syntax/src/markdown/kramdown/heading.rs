//! Which of CommonMark's headings kramdown takes for one. Knows no ids.

use crate::markdown::source::Source;
use crate::markdown::{Heading, HeadingKind};
use crate::text::ends_with_blank_line;

/// Where a heading stands, as far as it matters here.
pub(in crate::markdown) struct Standing {
    /// Whether it is the segment's own. Whether a blank line is before it then only the page knows.
    pub(in crate::markdown) is_own: bool,
    /// The column where lines of the block that holds it begin; `None` where that is not known.
    pub(in crate::markdown) column: Option<usize>,
}

/// Whether kramdown, too, takes for a heading what CommonMark takes for one: it wants `#` where the line begins, and a
/// setext heading in one line, after a blank line.
pub(in crate::markdown) fn is_heading(source: &Source<'_>, heading: &Heading, standing: Standing) -> bool {
    let start = usize::from(heading.range.start());
    let before = source.original(0..start);
    let line = &before[before.rfind(['\n', '\r']).map_or(0, |at| at + 1)..];
    let text = source.original(heading.range.into());
    let only_blanks = line.bytes().all(|b| b == b' ');
    let in_column = !only_blanks || standing.column.is_none_or(|column| line.len() == column);
    match heading.kind {
        HeadingKind::Atx => in_column && !text.trim_start_matches('#').trim().is_empty(),
        HeadingKind::Setext => {
            let mut lines = text.lines();
            let underline = lines.next_back().unwrap_or("");
            let one_line = lines.count() == 1;
            let top_level = standing.column == Some(0);
            let boundary = standing.is_own || !top_level || ends_with_blank_line(before);
            one_line && boundary && (!top_level || underline.starts_with(['=', '-']))
        }
    }
}
