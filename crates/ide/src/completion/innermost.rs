//! Which block of a section an offset lies in, or after: by the parse, which a half-typed line may have misled.

use docent_syntax::{Block, BlockKind, Fence, HeadingKind, ListItem, Segment, TextRange, TextSize};

/// What the cursor is in, or after.
pub(super) enum Innermost<'a> {
    /// Between top-level blocks.
    Between,
    Heading,
    /// A top-level paragraph.
    Paragraph(TextRange),
    /// An item of a top-level list, and in it not in code.
    Item(&'a ListItem),
    Fence(&'a Fence, TextRange),
    /// A comment, or a line that begins with one.
    Comment,
    /// Code, HTML, templating, tables, quotations: nothing is offered.
    Code,
}

pub(super) fn innermost(segment: &Segment, at: TextSize) -> Innermost<'_> {
    if let Some(heading) = &segment.heading
        && at <= heading.range.end()
    {
        return if heading.kind == HeadingKind::Atx { Innermost::Heading } else { Innermost::Code };
    }
    let mut blocks = &segment.blocks;
    let mut outer: Option<&ListItem> = None;
    // One level deeper at each turn; the parser bounds how many there are.
    loop {
        let Some(block) = last_before(blocks, at, |block| block.range) else {
            return outer.map_or(Innermost::Between, Innermost::Item);
        };
        let inside = at <= block.range.end();
        match &block.kind {
            BlockKind::Fence(fence) if inside || !fence.closed => return Innermost::Fence(fence, block.range),
            BlockKind::List(list) => {
                let Some(item) = last_before(&list.items, at, |item| item.range) else { return Innermost::Code };
                if at <= item.range.end() {
                    outer.get_or_insert(item);
                } else if !ends_in_open_fence(item) {
                    return outer.map_or(Innermost::Between, Innermost::Item);
                }
                blocks = &item.blocks;
            }
            BlockKind::Html | BlockKind::Comment(_) if !inside => {
                return match is_open_html(segment, block) {
                    true if is_comment(segment, block) => Innermost::Comment,
                    true => Innermost::Code,
                    false => outer.map_or(Innermost::Between, Innermost::Item),
                };
            }
            _ if !inside => return outer.map_or(Innermost::Between, Innermost::Item),
            BlockKind::Paragraph(_) => return outer.map_or(Innermost::Paragraph(block.range), Innermost::Item),
            // The text of a comment shows which completion applies inside it.
            BlockKind::Comment(_) | BlockKind::Html => {
                return if is_comment(segment, block) { Innermost::Comment } else { Innermost::Code };
            }
            _ => return Innermost::Code,
        }
    }
}

/// The last of what begins at or before `at`. Things stand in their order.
fn last_before<T>(things: &[T], at: TextSize, range: impl Fn(&T) -> TextRange) -> Option<&T> {
    let after = things.partition_point(|thing| range(thing).start() <= at);
    after.checked_sub(1).and_then(|index| things.get(index))
}

fn ends_in_open_fence(item: &ListItem) -> bool {
    item.blocks.last().is_some_and(|block| matches!(&block.kind, BlockKind::Fence(fence) if !fence.closed))
}

fn source<'s>(segment: &'s Segment, block: &Block) -> &'s str {
    segment.text.get(std::ops::Range::<usize>::from(block.range)).unwrap_or_default()
}

fn is_comment(segment: &Segment, block: &Block) -> bool {
    source(segment, block).starts_with("<!--")
}

/// Whether a block goes on to the end of the page because what closes it is missing.
fn is_open_html(segment: &Segment, block: &Block) -> bool {
    let source = source(segment, block);
    let lower = source.get(..source.len().min(16)).unwrap_or_default().to_ascii_lowercase();
    let raw = ["<script", "<pre", "<style", "<textarea"].iter().any(|tag| lower.starts_with(tag));
    raw && !source.contains("</") || source.starts_with("<!--") && !source.contains("-->")
}
