//! Whether Liquid brings text along that is not known here. Knows no includes and no values.

use super::raw::may_have_anchors;
use super::tag_at;
use crate::markdown::source::{Piece, PieceKind, Source};
use crate::markdown::{Block, Heading};

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

/// Whether Liquid brings along what is not known: an include, a loop, a value that stands alone or in the heading, a raw block with
/// headings in it.
pub(in crate::markdown) fn is_open(
    source: &Source<'_>,
    end: usize,
    heading: Option<&Heading>,
    blocks: &[Block],
) -> bool {
    let in_heading = |at: usize| heading.is_some_and(|heading| at < usize::from(heading.range.end()));
    let pieces = source.pieces_in(0..end);
    pieces.iter().enumerate().any(|(number, piece)| {
        let text = source.original(piece.range.clone());
        match piece.kind {
            PieceKind::Tag => tag_at(text, 0).is_some_and(|tag| match tag.name {
                // In a heading it is part of the id.
                "raw" | "endraw" if in_heading(piece.range.start) => true,
                "raw" => raw_block_is_open(source, &pieces[number..], end, blocks),
                "endraw" => false,
                name => !SILENT_TAGS.contains(&name),
            }),
            PieceKind::Output if text.starts_with("{%") => {
                // `{% raw %}…{% endraw %}` on one line
                let tag = piece.range.start..piece.range.start + text.find("%}").map_or(0, |at| at + 2);
                let is_trimmed = text.contains("{%-") || text.contains("-%}");
                in_heading(tag.start) || may_have_anchors(source, tag, piece.range.end, blocks, is_trimmed)
            }
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

/// `pieces` begin with the tag that opens the block.
fn raw_block_is_open(source: &Source<'_>, pieces: &[Piece], end: usize, blocks: &[Block]) -> bool {
    let text = |piece: &Piece| source.original(piece.range.clone());
    let is_end =
        |piece: &&Piece| piece.kind == PieceKind::Tag && tag_at(text(piece), 0).is_some_and(|tag| tag.name == "endraw");
    let closing = pieces.iter().find(is_end);
    let inside_end = closing.map_or(end, |closing| closing.range.start);
    let is_trimmed = |piece: &Piece| text(piece).starts_with("{%-") || text(piece).ends_with("-%}");
    let is_trimmed = is_trimmed(&pieces[0]) || closing.is_some_and(is_trimmed);
    may_have_anchors(source, pieces[0].range.clone(), inside_end, blocks, is_trimmed)
}
