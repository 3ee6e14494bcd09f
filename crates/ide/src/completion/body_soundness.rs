//! Keeps only the canned text that leaves what stands around it as it is: with the item accepted, each block and list item
//! above and below the typed line is read as before. A list item takes in the lines below it, for example, and text directly
//! below a paragraph continues it.

use super::item::{Completion, CompletionKind, Offers};
use super::line::Line;
use docent_syntax::text::apply_edits;
use docent_syntax::{Block, BlockKind, Dialect, Page, Segment, TextEdit, TextRange, TextSize};
use std::mem::Discriminant;

/// Bytes of Markdown that one completion parses. Beyond it, the verdict on the last item holds for the rest.
const MAX_PARSED: usize = 1 << 20;

/// `line` is the line being typed.
pub(super) fn retain_sound(page: &Page, line: &Line<'_>, offers: &mut Offers) {
    let surroundings = Surroundings::of(page, line);
    let mut budget = MAX_PARSED.max(surroundings.text.len());
    let mut is_last_sound = true;
    offers.items.retain(|item| {
        if !matches!(item.kind, CompletionKind::Text | CompletionKind::Section) {
            return true;
        }
        if let Some(left) = budget.checked_sub(surroundings.text.len()) {
            budget = left;
            is_last_sound = surroundings.are_kept_by(item);
        }
        is_last_sound
    });
}

/// The section of the typed line, and the one below it, whose heading the line touches.
struct Surroundings {
    text: String,
    /// Where `text` begins in the page.
    start: TextSize,
    dialect: Dialect,
    read: Page,
}

impl Surroundings {
    fn of(page: &Page, line: &Line<'_>) -> Surroundings {
        let index = line.section.index;
        let sections = page.sections().skip(index).take(2).map(|section| &*section.segment.text);
        // Read alone, a first section could be front matter.
        let (front_matter, start) = match index {
            0 => (&*page.front_matter().text, TextSize::new(0)),
            _ => ("", line.section.start),
        };
        let text: String = std::iter::once(front_matter).chain(sections).collect();
        let read = Page::parse(&text, page.dialect());
        Surroundings { text, start, dialect: page.dialect(), read }
    }

    fn are_kept_by(&self, item: &Completion) -> bool {
        let inserted = TextEdit::replace(item.replace, item.text.to_plain());
        let Some(edits) =
            item.more.iter().chain([&inserted]).map(|edit| self.relative(edit)).collect::<Option<Vec<_>>>()
        else {
            return false;
        };
        let Some(after) = apply_edits(&self.text, &edits) else { return false };
        let before = parts(&self.read, &edits);
        let after = parts(&Page::parse(&after, self.dialect), &[]);
        let mut left = after.iter();
        before.iter().all(|part| left.any(|other| other == part))
    }

    fn relative(&self, edit: &TextEdit) -> Option<TextEdit> {
        let range = edit.range.checked_sub(self.start)?;
        Some(TextEdit::replace(range, edit.new_text.clone()))
    }
}

/// A heading, a list item or a block without blocks in it.
#[derive(PartialEq)]
struct Part {
    kind: PartKind,
    /// How many lists, quotations and footnotes it lies in.
    depth: usize,
    text: String,
}

#[derive(PartialEq)]
enum PartKind {
    Heading(u8),
    Item { ordered: bool },
    Block(Discriminant<BlockKind>),
}

/// All parts that none of `edits` touches, in order.
fn parts(page: &Page, edits: &[TextEdit]) -> Vec<Part> {
    let mut found = Vec::new();
    for section in page.sections() {
        let segment = section.segment;
        let mut add = |kind, depth, range: TextRange, text: &str| {
            let absolute = section.absolute(range);
            let is_touched = |edit: &TextEdit| edit.range.intersect(absolute).is_some();
            if !edits.iter().any(is_touched) {
                found.push(Part { kind, depth, text: text.trim().to_owned() });
            }
        };
        if let Some(heading) = &segment.heading {
            add(PartKind::Heading(heading.level), 0, heading.range, &heading.title);
        }
        add_blocks(&segment.blocks, segment, 0, &mut add);
    }
    found
}

/// The recursion is bounded: the parser refuses deep nesting.
fn add_blocks(
    blocks: &[Block],
    segment: &Segment,
    depth: usize,
    add: &mut impl FnMut(PartKind, usize, TextRange, &str),
) {
    for block in blocks {
        match &block.kind {
            BlockKind::List(list) => {
                for item in &list.items {
                    add(PartKind::Item { ordered: list.ordered }, depth, item.range, &segment.text[item.range]);
                    add_blocks(&item.blocks, segment, depth + 1, add);
                }
            }
            BlockKind::Quote(blocks) | BlockKind::Footnote(blocks) => add_blocks(blocks, segment, depth + 1, add),
            kind => {
                let kind = PartKind::Block(std::mem::discriminant(kind));
                add(kind, depth, block.range, &segment.text[block.range]);
            }
        }
    }
}
