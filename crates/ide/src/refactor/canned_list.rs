//! A list turned into the template's: its steps in their order, the author's own item wherever one stands for a step, and
//! what stands for none as further steps after them. No word of the author's is lost.

use super::{RefactorAction, RefactorKind, Refactoring};
use docent_rules::analysis::line_ending;
use docent_rules::analysis::steps::canned_steps;
use docent_rules::input::CheckInput;
use docent_syntax::text::lines;
use docent_syntax::{
    Block, BlockKind, Dialect, LineEnding, List, ListItem, Page, Segment, TextEdit, TextRange, TextSize,
};
use docent_template::{CannedList, SectionSpec, StepAlignment, align_outline, align_steps, with_number};
use std::mem::discriminant;
use strsim::sorensen_dice;

pub(super) fn offered(input: &CheckInput<'_>, section: usize) -> Option<Refactoring> {
    if edits(input, section).is_empty() {
        return None;
    }
    let action = RefactorAction { kind: RefactorKind::CannedList, section };
    let title = "Make this list the template's, and keep your own items".to_owned();
    Some(Refactoring { action, title, disabled: None })
}

/// None where the list is as it should be, or there is none.
pub(super) fn edits(input: &CheckInput<'_>, section: usize) -> Vec<TextEdit> {
    edit(input, section).into_iter().collect()
}

fn edit(input: &CheckInput<'_>, index: usize) -> Option<TextEdit> {
    let contract = input.contract?;
    let section = input.page.section(index);
    let has_list = section.segment.lists().next().is_some();
    let title = section.segment.heading.as_ref().map_or("", |heading| &*heading.title);
    let may_have_steps = |spec: &SectionSpec| canned_steps(spec).is_some() && may_be_called(spec, title);
    // All headings of a page are compared at once, which in a page of very many is not for each move of the cursor.
    if !has_list || !contract.sections.iter().any(may_have_steps) {
        return None;
    }
    let found = align_outline(contract, input.page).sections.get(index).copied().flatten()?;
    let canned = canned_steps(contract.sections.get(found.spec)?)?;
    let run = the_list(section.segment, canned)?;
    if run.is_right(canned) {
        return None;
    }
    let ending = line_ending(input.page);
    let new = run.as_canned(section.segment, canned, ending);
    let range = run.range(section.segment)?;
    let dialect = input.page.dialect();
    is_kept(dialect, section.segment, &run, range, &new).then(|| TextEdit::replace(section.absolute(range), new.text))
}

/// Whether the title shares anything with the section's names: a rough look before the comparison proper.
fn may_be_called(spec: &SectionSpec, title: &str) -> bool {
    const SOMETHING: f64 = 0.2;
    let title = title.to_lowercase();
    let mut names = [&spec.title].into_iter().chain(&spec.aliases).map(|name| name.replace('*', "").to_lowercase());
    spec.any_heading || names.any(|name| title.contains(name.trim()) || sorensen_dice(&title, &name) > SOMETHING)
}

/// Lists that follow one another with nothing but blank lines between them: one list to their author.
struct Run<'s> {
    blocks: &'s [Block],
    items: Vec<&'s ListItem>,
    /// For each item the lists after it that belong below it: bullets between numbers, not indented far enough.
    below: Vec<Vec<&'s Block>>,
    alignment: StepAlignment,
}

/// The lists that stand for the template's: those with most of its steps. None if others have some of them, too.
fn the_list<'s>(segment: &'s Segment, canned: &CannedList) -> Option<Run<'s>> {
    let runs = segment.blocks.chunk_by(|a, b| list_of(a).is_some() && list_of(b).is_some());
    let mut runs: Vec<Run<'s>> = runs.filter_map(|blocks| Run::of(blocks, segment, canned)).collect();
    let matched = |run: &Run<'_>| run.alignment.canned.iter().flatten().count();
    let with_steps = runs.iter().filter(|run| matched(run) > 0).count();
    let best = match with_steps {
        0 => 0,
        1 => runs.iter().position(|run| matched(run) > 0)?,
        _ => return None,
    };
    (best < runs.len()).then(|| runs.swap_remove(best))
}

fn list_of(block: &Block) -> Option<&List> {
    match &block.kind {
        BlockKind::List(list) => Some(list),
        _ => None,
    }
}

/// The new list, and how many items it has.
struct NewList {
    text: String,
    /// For each of the author's items its place in the new list.
    places: Vec<usize>,
    count: usize,
}

impl<'s> Run<'s> {
    fn of(blocks: &'s [Block], segment: &Segment, canned: &CannedList) -> Option<Run<'s>> {
        let mut items: Vec<&ListItem> = Vec::new();
        let mut below: Vec<Vec<&Block>> = Vec::new();
        for block in blocks {
            let list = list_of(block)?;
            let follows_a_number = items.last().is_some_and(|item| item.number.is_some());
            let is_steps = list.ordered || {
                let bullets: Vec<&ListItem> = list.items.iter().collect();
                align_steps(canned, segment, &bullets).canned.iter().any(Option::is_some)
            };
            match below.last_mut() {
                Some(below) if follows_a_number && !is_steps => below.push(block),
                _ => {
                    items.extend(&list.items);
                    below.resize_with(items.len(), Vec::new);
                }
            }
        }
        let alignment = align_steps(canned, segment, &items);
        (!items.is_empty()).then_some(Run { blocks, items, below, alignment })
    }

    fn lists(&self) -> impl Iterator<Item = &'s List> {
        self.blocks.iter().filter_map(list_of)
    }

    fn is_right(&self, canned: &CannedList) -> bool {
        let is_one = self.blocks.len() == 1 && self.lists().all(|list| list.ordered);
        let numbers = self.items.windows(2).all(|pair| match (pair[0].number, pair[1].number) {
            (Some(a), Some(b)) => b == a || b == a.saturating_add(1),
            _ => false,
        });
        is_one && numbers && self.alignment.moves.is_empty() && self.missing(canned).next().is_none()
    }

    /// Steps that the list must have and has not.
    fn missing<'a>(&'a self, canned: &'a CannedList) -> impl Iterator<Item = usize> + 'a {
        let enough = canned.any_of && self.alignment.canned.iter().any(Option::is_some);
        let missing = self.alignment.missing.iter().map(|(step, _)| *step);
        missing.filter(move |&step| {
            !enough && canned.steps.get(step).is_some_and(|canned| !canned.optional && !canned.open)
        })
    }

    fn range(&self, segment: &Segment) -> Option<TextRange> {
        let (first, last) = (self.items.first()?, self.lists().last()?.items.last()?);
        Some(TextRange::new(line_start(&segment.text, first.range.start()), last.range.end()))
    }

    fn as_canned(&self, segment: &Segment, canned: &CannedList, ending: LineEnding) -> NewList {
        let missing: Vec<usize> = self.missing(canned).collect();
        let first = canned.steps.first().map_or(1, |step| step.number);
        let mut new: Vec<String> = Vec::new();
        let mut places = vec![0; self.items.len()];
        let number = |count: usize| first.saturating_add(count as u32);
        let is_tight = canned.tight && self.lists().all(|list| list.tight);
        let between = ending.as_str().repeat(if is_tight { 1 } else { 2 });
        let mut keep = |item: usize, new: &mut Vec<String>| {
            places[item] = new.len();
            let (mut text, content) = numbered(&segment.text, self.items[item], number(new.len()));
            for list in self.below[item].iter().filter_map(|block| list_of(block)) {
                let separator = ending.as_str().repeat(if list.tight { 1 } else { 2 });
                let bullets = list.items.iter().map(|bullet| indented(&segment.text, bullet, content));
                text.push_str(&between);
                text.push_str(&bullets.collect::<Vec<_>>().join(&separator));
            }
            new.push(text);
        };
        for (step, item) in self.alignment.canned.iter().enumerate() {
            match item {
                Some(item) => keep(*item, &mut new),
                None if missing.contains(&step) => {
                    let source = with_number(&canned.steps[step].source, number(new.len()));
                    new.push(ending.apply(source.trim_end()).into_owned());
                }
                None => {}
            }
        }
        let further = self.alignment.items.iter().enumerate().filter(|(_, stands_for)| stands_for.is_none());
        further.for_each(|(item, _)| keep(item, &mut new));
        NewList { text: new.join(&between), count: new.len(), places }
    }
}

/// An item as a numbered one, at the margin; its further lines moved along where its text begins further in. With the
/// column in which its text begins.
fn numbered(text: &str, item: &ListItem, number: u32) -> (String, usize) {
    let slice = |range: TextRange| text.get(std::ops::Range::<usize>::from(range)).unwrap_or_default();
    let first_line_end = item.range.start() + first_line_len(slice(item.range));
    let content = item.blocks.first().map(|block| block.range.start()).filter(|start| *start <= first_line_end);
    let content = content.unwrap_or(item.marker.end().min(first_line_end));
    let line = line_start(text, item.range.start());
    let old = columns(slice(TextRange::new(line, content))).max(1);
    let marker = format!("{number}.");
    // One to four blanks after the marker; more would begin code.
    let new = if (marker.len() + 1..=marker.len() + 4).contains(&old) { old } else { marker.len() + 1 };
    let mut result = marker.clone();
    let head = slice(TextRange::new(content, first_line_end)).trim_start();
    if !head.is_empty() {
        result.push_str(&" ".repeat(new - marker.len()));
        result.push_str(head);
    }
    result.push_str(&further_lines(slice(TextRange::new(first_line_end, item.range.end())), old, new));
    (result.trim_end().to_owned(), new)
}

/// An item with its marker in this column.
fn indented(text: &str, item: &ListItem, column: usize) -> String {
    let slice = |range: TextRange| text.get(std::ops::Range::<usize>::from(range)).unwrap_or_default();
    let old = columns(slice(TextRange::new(line_start(text, item.range.start()), item.range.start())));
    let first_line_end = item.range.start() + first_line_len(slice(item.range));
    let head = slice(TextRange::new(item.range.start(), first_line_end));
    let rest = further_lines(slice(TextRange::new(first_line_end, item.range.end())), old, column);
    format!("{}{head}{rest}", " ".repeat(column)).trim_end().to_owned()
}

/// The rest of an item, from the end of its first line on.
fn further_lines(rest: &str, old: usize, new: usize) -> String {
    let mut result = String::new();
    // What is left of the first line is its ending.
    for (line, ending) in lines(rest) {
        let end = usize::from(line.end()) + ending as usize;
        result.push_str(&shifted(&rest[line], old, new));
        result.push_str(&rest[usize::from(line.end())..end]);
    }
    result
}

/// A line of an item whose text began in column `old` and now begins in column `new`.
fn shifted(line: &str, old: usize, new: usize) -> String {
    let blanks = &line[..line.len() - line.trim_start_matches([' ', '\t']).len()];
    let indent = columns(blanks);
    // A lazy line stays with its paragraph wherever it begins; one behind a tab is deep enough.
    if blanks.len() == line.len() || indent < old || (blanks.starts_with('\t') && indent >= new) {
        return line.to_owned();
    }
    match new.checked_sub(old) {
        Some(more) => format!("{}{line}", " ".repeat(more)),
        None => {
            let spaces = line.len() - line.trim_start_matches(' ').len();
            line[spaces.min(old - new)..].to_owned()
        }
    }
}

/// How wide blanks are; a tab goes to the next column that four divides. Anything else is one wide.
fn columns(text: &str) -> usize {
    text.chars().fold(0, |column, c| if c == '\t' { (column / 4 + 1) * 4 } else { column + 1 })
}

fn line_start(text: &str, at: TextSize) -> TextSize {
    let before = text.get(..usize::from(at)).unwrap_or_default();
    TextSize::new(before.rfind(['\n', '\r']).map_or(0, |found| found + 1) as u32)
}

fn first_line_len(text: &str) -> TextSize {
    lines(text).next().map_or(TextSize::new(0), |(line, _)| line.end())
}

/// Whether the new list reads as one, and every item of the author's is in it with all its blocks and words.
fn is_kept(dialect: Dialect, segment: &Segment, run: &Run<'_>, range: TextRange, new: &NewList) -> bool {
    let (Some(before), Some(after)) =
        (segment.text.get(..usize::from(range.start())), segment.text.get(usize::from(range.end())..))
    else {
        return false;
    };
    let page = Page::parse(&format!("{before}{}{after}", new.text), dialect);
    let at = usize::from(range.start());
    let found = page.sections().flat_map(|section| {
        let start = usize::from(section.start);
        section.segment.lists().filter(move |list| {
            list.ordered && list.items.first().is_some_and(|item| usize::from(item.range.start()) + start == at)
        })
    });
    let Some(list) = found.into_iter().next().filter(|list| list.items.len() == new.count) else { return false };
    run.items.iter().zip(&run.below).zip(&new.places).all(|((old, below), &place)| {
        let old = old.blocks.iter().chain(below.iter().copied());
        list.items.get(place).is_some_and(|kept| same_blocks(&old.collect::<Vec<_>>(), &kept.blocks))
    })
}

fn same_blocks(old: &[&Block], new: &[Block]) -> bool {
    let same = |(old, new): (&Block, &Block)| match (&old.kind, &new.kind) {
        (BlockKind::Paragraph(old), BlockKind::Paragraph(new)) => old.text == new.text,
        (BlockKind::List(old), BlockKind::List(new)) => old.items.len() == new.items.len(),
        (old, new) => discriminant(old) == discriminant(new),
    };
    old.len() == new.len() && old.iter().copied().zip(new).all(same)
}
