//! Queries on segments and blocks.

use super::{Block, BlockKind, Link, List, ListItem, Prose, Segment};

impl Segment {
    /// The items of all top-level ordered lists, in order: a list that something breaks into several goes on.
    pub fn ordered_items(&self) -> impl Iterator<Item = &ListItem> {
        self.lists().filter(|list| list.ordered).flat_map(|list| &list.items)
    }

    /// The top-level lists, in order.
    pub fn lists(&self) -> impl Iterator<Item = &List> {
        lists(&self.blocks)
    }

    /// The links of a prose.
    pub fn links_of(&self, prose: &Prose) -> &[Link] {
        self.links.get(prose.links.start as usize..prose.links.end as usize).unwrap_or(&[])
    }

    /// How many words there are in paragraphs, tables, lists, quotations and footnotes, but not in the heading, in code
    /// or in HTML.
    pub fn word_count(&self) -> usize {
        words(&self.blocks)
    }
}

impl ListItem {
    /// The item's first paragraph.
    pub fn prose(&self) -> Option<&Prose> {
        self.blocks.iter().find_map(Block::paragraph)
    }

    /// The lists directly in the item.
    pub fn lists(&self) -> impl Iterator<Item = &List> {
        lists(&self.blocks)
    }
}

impl Block {
    /// The text of a paragraph; `None` for any other block.
    pub fn paragraph(&self) -> Option<&Prose> {
        match &self.kind {
            BlockKind::Paragraph(prose) => Some(prose),
            _ => None,
        }
    }
}

fn lists(blocks: &[Block]) -> impl Iterator<Item = &List> {
    blocks.iter().filter_map(|block| match &block.kind {
        BlockKind::List(list) => Some(list),
        _ => None,
    })
}

fn words(blocks: &[Block]) -> usize {
    let of = |block: &Block| match &block.kind {
        BlockKind::Paragraph(prose) | BlockKind::Table(prose) => prose.text.split_whitespace().count(),
        BlockKind::List(list) => list.items.iter().map(|item| words(&item.blocks)).sum(),
        BlockKind::Quote(blocks) | BlockKind::Footnote(blocks) => words(blocks),
        _ => 0,
    };
    blocks.iter().map(of).sum()
}
