//! Whether Liquid brings text along that is not known here. Knows no includes and no values.

use super::Heading;
use super::liquid::tag_at;
use super::mask::PieceKind;
use super::source::Source;

/// Tags of Liquid that put nothing on the page by themselves.
const SILENT_TAGS: [&str; 19] = [
    "if",
    "elsif",
    "else",
    "endif",
    "unless",
    "endunless",
    "case",
    "when",
    "endcase",
    "assign",
    "capture",
    "endcapture",
    "comment",
    "link",
    "post_url",
    "increment",
    "decrement",
    "break",
    "continue",
];

/// Whether Liquid brings along what is not known: an include, a loop, a value that stands alone or in the heading.
pub(super) fn is_open(source: &Source<'_>, end: usize, heading: Option<&Heading>) -> bool {
    let in_heading = |at: usize| heading.is_some_and(|heading| at < usize::from(heading.range.end()));
    source.pieces_in(0..end).iter().any(|piece| {
        let text = source.original(piece.range.clone());
        match piece.kind {
            PieceKind::Tag => tag_at(text, 0).is_some_and(|tag| !SILENT_TAGS.contains(&tag.name)),
            PieceKind::Output => {
                let before = source.original(0..piece.range.start);
                let alone = before.trim_end_matches([' ', '\t']).ends_with(['\n', '\r']) || before.trim().is_empty();
                let after = source.original(piece.range.end..end);
                let alone =
                    alone && after.trim_start_matches([' ', '\t']).chars().next().is_none_or(|c| "\r\n".contains(c));
                (alone && text.starts_with("{{")) || in_heading(piece.range.start)
            }
            _ => false,
        }
    })
}
