//! A heading's parts, found in its source. Where headings stand is the block parser's business.

use super::kramdown::attributes::id_of_heading;
use super::mask::is_atx;
use super::source::{PieceKind, Source};
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
