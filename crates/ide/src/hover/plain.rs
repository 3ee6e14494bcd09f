//! Markdown as plain text, for editors that show nothing else. Made for what the hovers write, not for any page.

use docent_syntax::{Block, BlockKind, Dialect, Page, Segment};

pub(super) fn plain_text(markdown: &str) -> String {
    let page = Page::parse(markdown, Dialect::EXTENDED);
    let mut blocks = Vec::new();
    for section in page.sections() {
        blocks.extend(section.segment.heading.as_ref().map(|heading| heading.title.to_string()));
        blocks.extend(section.segment.blocks.iter().map(|block| block_text(section.segment, block)));
    }
    blocks.retain(|block| !block.is_empty());
    blocks.join("\n\n")
}

/// The depth is that of the parsed Markdown, which the parser bounds.
fn block_text(segment: &Segment, block: &Block) -> String {
    let source = || segment.text.get(std::ops::Range::<usize>::from(block.range)).unwrap_or("").trim().to_owned();
    match &block.kind {
        BlockKind::Paragraph(prose) => prose.text.to_string(),
        BlockKind::Quote(blocks) => indented(&blocks_text(segment, blocks), "  ", "  "),
        BlockKind::List(list) => {
            let items = list.items.iter().map(|item| {
                let marker = item.number.map_or("- ".to_owned(), |number| format!("{number}. "));
                indented(&blocks_text(segment, &item.blocks), &marker, &" ".repeat(marker.len()))
            });
            items.collect::<Vec<_>>().join("\n")
        }
        _ => source(),
    }
}

fn blocks_text(segment: &Segment, blocks: &[Block]) -> String {
    blocks.iter().map(|block| block_text(segment, block)).collect::<Vec<_>>().join("\n")
}

fn indented(text: &str, first: &str, others: &str) -> String {
    let lines = text.lines().enumerate();
    lines
        .map(|(index, line)| format!("{}{line}", if index == 0 { first } else { others }))
        .collect::<Vec<_>>()
        .join("\n")
}
