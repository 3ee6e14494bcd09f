//! A heading's parts, found in its source. Where headings stand is the block parser's business.

use super::attributes::id_of_heading;
use super::mask::{PieceKind, is_atx};
use super::source::Source;
use super::{Heading, HeadingKind};
use std::ops::Range;

/// The heading that the parser found in `range`, with the title a reader sees.
pub(super) fn heading(source: &Source<'_>, range: Range<usize>, level: u8, title: Box<str>) -> Heading {
    let range = source.trim_start_blanks(range);
    let masked = source.masked(range.clone());
    let first_line = &masked[..masked.find(['\n', '\r']).unwrap_or(masked.len())];
    let (kind, length, content) = if is_atx(first_line) {
        (HeadingKind::Atx, first_line.len(), atx_content(first_line))
    } else {
        let whole = masked.trim_end_matches(['\n', '\r']);
        (HeadingKind::Setext, whole.len(), setext_content(whole))
    };
    let at = |within: Range<usize>| range.start + within.start..range.start + within.end;
    Heading {
        level,
        kind,
        range: source.text_range(at(0..length)),
        content: source.text_range(at(content)),
        title,
        id: id(source, at(0..length)),
    }
}

fn atx_content(line: &str) -> Range<usize> {
    let marks = line.bytes().take_while(|&b| b == b'#').count();
    let rest = line[marks..].trim_end_matches([' ', '\t']);
    let unclosed = rest.trim_end_matches('#');
    let rest = if unclosed.ends_with([' ', '\t']) || unclosed.is_empty() { unclosed } else { rest };
    let blanks = rest.len() - rest.trim_start_matches([' ', '\t']).len();
    let content = rest.trim_matches([' ', '\t']);
    if content.is_empty() {
        let start = marks + usize::from(line.len() > marks);
        return start..start;
    }
    marks + blanks..marks + blanks + content.len()
}

fn setext_content(text: &str) -> Range<usize> {
    let underline = text.rfind(['\n', '\r']).unwrap_or(0);
    0..text[..underline].trim_end_matches([' ', '\t', '\n', '\r', '>']).len()
}

/// `{#id}`, with the range of the id alone.
fn id(source: &Source<'_>, range: Range<usize>) -> Option<(Box<str>, text_size::TextRange)> {
    let piece = id_piece(source, range)?;
    let id = id_of_heading(source.original(piece.clone()))?;
    let start = piece.start + 2;
    Some((id.into(), source.text_range(start..start + id.len())))
}

/// What stands behind the title and looks like an id.
fn id_piece(source: &Source<'_>, range: Range<usize>) -> Option<Range<usize>> {
    let piece = source.pieces_in(range).iter().rfind(|piece| piece.kind == PieceKind::HeadingId)?;
    Some(piece.range.clone())
}

/// What looks like an id behind the title and is none, so that a reader sees it; with the blanks before it.
pub(super) fn tail<'s>(source: &Source<'s>, heading: &Heading) -> &'s str {
    let end = usize::from(heading.content.end());
    match id_piece(source, heading.range.into()) {
        Some(piece) if heading.id.is_none() && piece.start >= end => source.original(end..piece.end),
        _ => "",
    }
}

/// Where a heading stands, as far as it matters to kramdown.
pub(super) struct Standing {
    /// Whether it is the segment's own. Whether a blank line is before it then only the page knows.
    pub(super) is_own: bool,
    /// The column where lines of the block that holds it begin; `None` where that is not known.
    pub(super) column: Option<usize>,
}

/// Whether kramdown, too, takes for a heading what CommonMark takes for one: it wants `#` where the line begins, and a
/// setext heading in one line, after a blank line.
pub(super) fn is_kramdowns(source: &Source<'_>, heading: &Heading, standing: Standing) -> bool {
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
