//! The place that a suppression is about: a line, and the paragraph, table or other block that begins on it. And where to
//! put a comment so that it is about a given place.

use docent_syntax::{Block, BlockKind, LineEnding, ListItem, Page, Segment, TextEdit, TextRange, TextSize};

/// Lists deeper than this are looked at as one block.
const DEEPEST: u32 = 20;

/// The line that holds `at` (bytes of the segment), and what begins on it.
pub(super) fn place_at(segment: &Segment, at: TextSize) -> TextRange {
    let line = line_at(&segment.text, at);
    if let Some(heading) = segment.heading.as_ref().filter(|heading| heading.range.end() >= line.start()) {
        return line.cover(heading.range);
    }
    match leaf(&segment.blocks, at, line, 0) {
        Some(leaf) if line.contains_inclusive(leaf.start()) => line.cover(leaf),
        _ => line,
    }
}

/// The innermost block that holds `at`, or that begins on the line of the list marker there.
fn leaf(blocks: &[Block], at: TextSize, line: TextRange, depth: u32) -> Option<TextRange> {
    let block = holding(blocks, at, |block| block.range)?;
    match &block.kind {
        BlockKind::List(list) if depth < DEEPEST => {
            let item = holding(&list.items, at, |item| item.range)?;
            let first = item.blocks.first().filter(|first| line.contains_inclusive(first.range.start()));
            match first {
                Some(first) => leaf(&item.blocks, at.max(first.range.start()), line, depth + 1),
                None => leaf(&item.blocks, at, line, depth + 1),
            }
        }
        _ => Some(block.range),
    }
}

/// The last of `all`, which stand in order, that begins at or before `at`, if it reaches so far.
fn holding<T>(all: &[T], at: TextSize, range: impl Fn(&T) -> TextRange) -> Option<&T> {
    let after = all.partition_point(|one| range(one).start() <= at);
    all[..after].last().filter(|one| range(one).end() >= at)
}

fn line_at(text: &str, at: TextSize) -> TextRange {
    let at = usize::from(at).min(text.len());
    let start = text.get(..at).and_then(|before| before.rfind(['\n', '\r'])).map_or(0, |found| found + 1);
    let end = text.get(at..).and_then(|rest| rest.find(['\n', '\r'])).map_or(text.len(), |found| at + found);
    TextRange::new(TextSize::new(start as u32), TextSize::new(end as u32))
}

/// Puts `comment` (one line) where it is about a finding that begins at `at` (bytes of the page). `None` in the front
/// matter.
pub fn insert_comment(page: &Page, at: TextSize, comment: &str, ending: LineEnding) -> Option<TextEdit> {
    let section = page.section_at(at)?;
    let text = &*section.segment.text;
    let spot = spot(section.segment, at - section.start);
    let ending = ending.as_str();
    let is_first_line = usize::from(spot.line) == 0 && section.start == TextSize::new(0);
    let mut inserted = format!("{}{comment}{ending}", spot.indent);
    // A heading or a list directly below a comment is none to some renderers.
    if spot.is_loose {
        inserted.push_str(ending);
    }
    let line_above = &text[..usize::from(spot.line)];
    let needs_blank = spot.is_loose && !is_first_line && !ends_with_blank_line(page, &section, line_above);
    if needs_blank {
        inserted.insert_str(0, ending);
    }
    Some(TextEdit::insert(section.start + spot.line, inserted))
}

fn ends_with_blank_line(page: &Page, section: &docent_syntax::SectionRef<'_>, above: &str) -> bool {
    let previous = section.index.checked_sub(1).map(|index| &*page.section(index).segment.text);
    let above = match above.is_empty() {
        false => above,
        true => match previous.filter(|text| !text.is_empty()) {
            Some(previous) => previous,
            // Directly below the front matter.
            None => return true,
        },
    };
    docent_syntax::text::lines(above).last().is_none_or(|(line, _)| above[line].trim().is_empty())
}

/// Where a comment goes: the start of a line, and what stands before it there.
struct Spot {
    line: TextSize,
    indent: String,
    /// With blank lines around it.
    is_loose: bool,
}

fn spot(segment: &Segment, at: TextSize) -> Spot {
    let line = line_at(&segment.text, at);
    let outside = |start: TextSize, is_loose: bool| {
        let line = line_at(&segment.text, start);
        Spot { line: line.start(), indent: indent_of(&segment.text[line]).to_owned(), is_loose }
    };
    if segment.heading.as_ref().is_some_and(|heading| heading.range.end() >= line.start()) {
        return Spot { line: TextSize::new(0), indent: String::new(), is_loose: true };
    }
    let mut blocks = &segment.blocks[..];
    let mut is_tight = false;
    for _ in 0..DEEPEST {
        let Some(block) = holding(blocks, at, |block| block.range) else { return outside(line.start(), false) };
        let BlockKind::List(list) = &block.kind else { return outside(block.range.start(), !is_tight) };
        let index = list.items.partition_point(|item| item.range.start() <= at).saturating_sub(1);
        let Some(item) = list.items.get(index) else { return outside(block.range.start(), !is_tight) };
        let item_line = line_at(&segment.text, item.range.start());
        let begins_here = holding(&item.blocks, at, |block| block.range)
            .is_none_or(|inner| item_line.contains_inclusive(inner.range.start()));
        // A list inside an item may begin on the item's own line, and yet the place be further down in it.
        let is_list_below = matches!(
            holding(&item.blocks, at, |block| block.range),
            Some(Block { kind: BlockKind::List(_), .. }) if !item_line.contains_inclusive(line.start())
        );
        if begins_here && !is_list_below {
            return match index.checked_sub(1).and_then(|before| list.items.get(before)) {
                None => outside(block.range.start(), !is_tight),
                // Between two items a comment at the margin would end the list: it goes into the one before.
                Some(before) => Spot {
                    line: item_line.start(),
                    indent: content_indent(&segment.text, before),
                    is_loose: !list.tight,
                },
            };
        }
        is_tight = list.tight;
        blocks = &item.blocks;
    }
    outside(line.start(), false)
}

fn indent_of(line: &str) -> &str {
    &line[..line.len() - line.trim_start_matches([' ', '\t']).len()]
}

/// What a line has before its text that belongs to an item: blanks as wide as the marker, tabs as they are.
fn content_indent(text: &str, item: &ListItem) -> String {
    let line = line_at(text, item.range.start());
    let first = item.blocks.first().map(|block| block.range.start());
    let text_start = first.filter(|start| line.contains_inclusive(*start)).unwrap_or(item.marker.end());
    let before_text = text.get(usize::from(line.start())..usize::from(text_start)).unwrap_or_default();
    let blank = |c: char| if matches!(c, '\t' | '>') { c } else { ' ' };
    let mut indent: String = before_text.chars().map(blank).collect();
    if !indent.ends_with([' ', '\t']) || text_start == item.marker.end() {
        indent.push(' ');
    }
    indent
}
