//! Edits of numbered lists: inserting and moving steps, and putting the numbers right.

use crate::analysis::steps::Steps;
use crate::edits::item_number::{indented, set_number, with_number};
use crate::suppression::start_of_suppressions;
use docent_syntax::text::apply_edits;
use docent_syntax::{LineEnding, ListItem, TextEdit, TextRange, TextSize};
use std::collections::HashMap;
use std::ops::Range;

/// Inserts `source` (a whole step with its marker, LF) as the step at `at`, and puts the numbers after it right.
pub fn insert_step(steps: &Steps<'_>, at: usize, source: &str, ending: LineEnding) -> Vec<TextEdit> {
    insert_steps(steps, &[(at, source)], ending)
}

/// Inserts several steps, each directly before the item `at` (`items.len()`: at the end), in the order given.
pub fn insert_steps(steps: &Steps<'_>, inserted: &[(usize, &str)], ending: LineEnding) -> Vec<TextEdit> {
    let count = steps.items.len();
    let mut sorted: Vec<(usize, &str)> = inserted.iter().map(|(at, source)| ((*at).min(count), *source)).collect();
    sorted.sort_by_key(|(at, _)| *at);
    let mut lists = entries(steps);
    for (new, (at, _)) in sorted.iter().enumerate() {
        insert_entry(steps, &mut lists, *at, Entry::New(new));
    }
    let numbers = numbers_after(steps, &lists);
    let mut edits = Vec::new();
    let mut new = 0;
    for group in sorted.chunk_by(|a, b| a.0 == b.0) {
        let delimiter = delimiter_beside(steps, group[0].0);
        let indentation = indentation_beside(steps, group[0].0);
        let numbered: Vec<String> = group
            .iter()
            .map(|(_, source)| {
                new += 1;
                numbers
                    .get(&Entry::New(new - 1))
                    .map_or_else(|| (*source).to_owned(), |number| with_number(source, *number, delimiter))
            })
            .map(|source| ending.apply(&indented(&source, indentation)).into_owned())
            .collect();
        edits.push(insertion(steps, group[0].0, &numbered, ending));
    }
    edits.extend(renumber_items(steps, &numbers, None));
    edits
}

/// What a new step begins with, and the edits that put the others' numbers right.
pub struct NewNumber {
    pub number: u64,
    /// `.` or `)` as in the list around it; None: as in the template.
    pub delimiter: Option<char>,
    pub others: Vec<TextEdit>,
}

/// The number of a step that is put directly before the item `at`.
pub fn numbers_with_step(steps: &Steps<'_>, at: usize) -> NewNumber {
    let mut lists = entries(steps);
    insert_entry(steps, &mut lists, at.min(steps.items.len()), Entry::New(0));
    let numbers = numbers_after(steps, &lists);
    NewNumber {
        number: numbers.get(&Entry::New(0)).copied().unwrap_or(1),
        delimiter: delimiter_beside(steps, at),
        others: renumber_items(steps, &numbers, None),
    }
}

/// The same for a step that is being typed, the item `index`: as if it were not there yet.
pub fn numbers_with_typed(steps: &Steps<'_>, index: usize) -> NewNumber {
    let typed = Entry::Item(index);
    let (mut before, mut after) = (entries(steps), entries(steps));
    before.iter_mut().for_each(|list| list.retain(|entry| *entry != typed));
    for entry in after.iter_mut().flatten().filter(|entry| **entry == typed) {
        *entry = Entry::New(0);
    }
    let numbers = numbers_between(steps, &before, &after);
    let neighbour = if index > 0 { index - 1 } else { index + 1 };
    NewNumber {
        number: numbers.get(&Entry::New(0)).copied().unwrap_or(1),
        // Where it is alone, what was typed says which.
        delimiter: delimiter_of(steps, neighbour).or_else(|| delimiter_of(steps, index)),
        others: renumber_items(steps, &numbers, Some(index)),
    }
}

/// Moves the item `from` to directly before the item `to` (`items.len()`: to the end), and counts all steps anew.
pub fn move_step(steps: &Steps<'_>, from: usize, to: usize, ending: LineEnding) -> Vec<TextEdit> {
    let Some(item) = steps.items.get(from) else { return Vec::new() };
    let text = &steps.section.segment.text;
    let Some(source) = text.get(Range::<usize>::from(item.range)) else { return Vec::new() };
    let mut lists = entries(steps);
    lists.iter_mut().for_each(|list| list.retain(|entry| *entry != Entry::Item(from)));
    insert_entry(steps, &mut lists, to, Entry::Item(from));
    let numbers = numbers_after(steps, &lists);
    let number = numbers.get(&Entry::Item(from)).copied().or(item.number).unwrap_or(1);
    let left = if stands_below_text(steps, item) { ending.as_str() } else { "" };
    let removed = TextEdit::replace(steps.section.absolute(removal(steps, from)), left);
    let edits = set_number(before_item(text, item), source, number, delimiter_beside(steps, to));
    let moved = apply_edits(source, &edits).unwrap_or_else(|| source.to_owned());
    let moved = format!("{}{moved}", before_item(text, item));
    let mut edits = vec![removed, insertion(steps, to, &[moved], ending)];
    edits.extend(renumber_items(steps, &numbers, Some(from)));
    edits
}

/// The right number for each item of the lists that make up the canned one, in order; see `canned_lists`.
pub fn right_numbers(steps: &Steps<'_>) -> Vec<(usize, u64)> {
    let lists = entries(steps);
    let numbers = expected_numbers(steps, &lists);
    lists
        .iter()
        .flatten()
        .filter_map(|entry| match entry {
            Entry::Item(index) => Some((*index, *numbers.get(entry)?)),
            Entry::New(_) => None,
        })
        .collect()
}

/// The lists that make up the canned one, as ranges of item indices: those that hold a step of the template, and those
/// between them that only go on counting. A list that something breaks into several is still one list to its author.
fn canned_lists(steps: &Steps<'_>) -> Vec<Range<usize>> {
    let number = |index: usize| steps.items.get(index).and_then(|item| item.number);
    let mut lists = Vec::new();
    let mut from = 0;
    for list in steps.section.segment.lists().filter(|list| list.ordered) {
        let to = (from + list.items.len()).min(steps.items.len());
        let last = to.checked_sub(1).and_then(number);
        let goes_on = is_canned(steps, to) && last.is_some() && number(to) == last.and_then(|last| last.checked_add(1));
        if (from..to).any(|index| is_canned(steps, index)) || goes_on {
            lists.push(from..to);
        }
        from = to;
    }
    lists
}

/// One step of a list as it will be: one of the page's, or a new one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Entry {
    Item(usize),
    New(usize),
}

fn entries(steps: &Steps<'_>) -> Vec<Vec<Entry>> {
    canned_lists(steps).into_iter().map(|list| list.map(Entry::Item).collect()).collect()
}

/// Puts an entry where [`insertion`] puts its text.
fn insert_entry(steps: &Steps<'_>, lists: &mut Vec<Vec<Entry>>, at: usize, entry: Entry) {
    let (neighbour, offset) = match place_of(steps, at) {
        Place::Before(index) => (Entry::Item(index), 0),
        Place::After(index) => (Entry::Item(index), 1),
        Place::InEmptySection => {
            lists.push(vec![entry]);
            return;
        }
    };
    for list in lists.iter_mut() {
        if let Some(mut place) = list.iter().position(|other| *other == neighbour) {
            place += offset;
            // After those that are new at the same place.
            while offset == 1 && matches!(list.get(place), Some(Entry::New(_))) {
                place += 1;
            }
            list.insert(place, entry);
            return;
        }
    }
    lists.push(vec![entry]);
}

/// Where a step goes that belongs directly before the item `at`.
enum Place {
    Before(usize),
    After(usize),
    InEmptySection,
}

/// Directly before that item; but where it is one of the author's own in another list, after the step before it.
fn place_of(steps: &Steps<'_>, at: usize) -> Place {
    let text = &steps.section.segment.text;
    let is_apart = |before: &ListItem, item: &ListItem| {
        let gap = text.get(usize::from(before.range.end())..usize::from(item.range.start()));
        // Another delimiter begins another list, with nothing between the two.
        gap.is_some_and(|gap| !gap.trim().is_empty()) || delimiter_of(steps, at - 1) != delimiter_of(steps, at)
    };
    match (at.checked_sub(1).and_then(|before| steps.items.get(before)), steps.items.get(at)) {
        (_, None) => steps.items.len().checked_sub(1).map_or(Place::InEmptySection, Place::After),
        (Some(before), Some(item)) if is_apart(before, item) && !is_canned(steps, at) => Place::After(at - 1),
        _ => Place::Before(at),
    }
}

fn is_canned(steps: &Steps<'_>, index: usize) -> bool {
    steps.alignment.items.get(index).is_some_and(Option::is_some)
}

/// 1, 2, 3 over all lists. A list that has the same number everywhere keeps it if the renderer, which counts for itself,
/// shows the right ones.
fn expected_numbers(steps: &Steps<'_>, lists: &[Vec<Entry>]) -> HashMap<Entry, u64> {
    let mut expected = HashMap::new();
    for list in lists {
        let start = expected.len() as u64 + 1;
        let mut written = list.iter().filter_map(|entry| written_number(steps, *entry));
        let first = written.next();
        let all_same = first == Some(start)
            && list.len() > 1
            && written.clone().count() > 0
            && written.all(|number| number == start);
        expected.extend((start..).zip(list).map(|(number, entry)| (*entry, if all_same { start } else { number })));
    }
    expected
}

fn written_number(steps: &Steps<'_>, entry: Entry) -> Option<u64> {
    match entry {
        Entry::Item(index) => steps.items.get(index).and_then(|item| item.number),
        Entry::New(_) => None,
    }
}

/// The numbers in the new arrangement. Where the page's own numbers were right, or are a mere permutation, or come right
/// by the change, all are; otherwise they are left to `step-number`, and a new step only follows the one before it.
fn numbers_after(steps: &Steps<'_>, lists: &[Vec<Entry>]) -> HashMap<Entry, u64> {
    numbers_between(steps, &entries(steps), lists)
}

fn numbers_between(steps: &Steps<'_>, before: &[Vec<Entry>], lists: &[Vec<Entry>]) -> HashMap<Entry, u64> {
    let expected = expected_numbers(steps, lists);
    let are_right = |numbers: &HashMap<Entry, u64>| {
        let mut known = numbers.iter().filter_map(|(entry, number)| Some((written_number(steps, *entry)?, *number)));
        known.all(|(written, number)| written == number)
    };
    let before = expected_numbers(steps, before);
    let mut written: Vec<u64> = before.keys().filter_map(|entry| written_number(steps, *entry)).collect();
    written.sort_unstable();
    let is_permutation = written.iter().copied().eq(1..=written.len() as u64);
    if are_right(&before) || are_right(&expected) || is_permutation {
        return expected;
    }
    let mut numbers = HashMap::new();
    for list in lists {
        let next = list.iter().find_map(|entry| written_number(steps, *entry));
        let mut last = next.map_or(0, |next| next.saturating_sub(2));
        for entry in list {
            last = written_number(steps, *entry).unwrap_or(last.saturating_add(1));
            numbers.insert(*entry, last);
        }
    }
    numbers
}

fn renumber_items(steps: &Steps<'_>, numbers: &HashMap<Entry, u64>, except: Option<usize>) -> Vec<TextEdit> {
    let items = steps.items.iter().enumerate().filter(|(index, _)| Some(*index) != except);
    items
        .filter_map(|(index, item)| Some(renumber(steps, item, *numbers.get(&Entry::Item(index))?)))
        .flatten()
        .collect()
}

/// The steps with blank lines between them where the list has them, placed before the item at `at` or after the last. The lines of
/// `sources` end as they shall end in the page.
fn insertion(steps: &Steps<'_>, at: usize, sources: &[String], ending: LineEnding) -> TextEdit {
    let separator = if is_loose(steps) { ending.as_str().repeat(2) } else { ending.as_str().to_owned() };
    let text = sources.iter().map(|source| source.trim_end()).collect::<Vec<_>>().join(&separator);
    match place_of(steps, at) {
        Place::Before(index) => {
            let start = line_start(&steps.section.segment.text, steps.items[index].range.start());
            // A suppression above the item is about it, and stays above it.
            let start = start_of_suppressions(steps.section.segment, start);
            TextEdit::insert(steps.section.start + start, text + &separator)
        }
        Place::After(index) => {
            TextEdit::insert(steps.section.start + steps.items[index].range.end(), separator + &text)
        }
        Place::InEmptySection => {
            let blank = ending.as_str().repeat(2);
            let segment = steps.section.segment;
            let content_end = TextSize::new(segment.text.trim_end().len() as u32);
            let after = if usize::from(content_end) == segment.text.len() { ending.as_str() } else { "" };
            TextEdit::insert(steps.section.start + content_end, format!("{blank}{text}{after}"))
        }
    }
}

/// Whether a blank line separates the steps, or there is only one.
pub fn is_loose(steps: &Steps<'_>) -> bool {
    let text = &steps.section.segment.text;
    let gaps: Vec<&str> = steps
        .items
        .windows(2)
        .filter_map(|pair| text.get(usize::from(pair[0].range.end())..usize::from(pair[1].range.start())))
        .collect();
    gaps.is_empty()
        || gaps.iter().any(|gap| docent_syntax::text::lines(gap).filter(|(_, ending)| *ending > 0).count() > 1)
}

fn line_start(text: &str, at: TextSize) -> TextSize {
    let before = text.get(..usize::from(at)).unwrap_or("");
    TextSize::new(before.rfind(['\n', '\r']).map_or(0, |n| n + 1) as u32)
}

/// The delimiter of the item beside which [`insertion`] puts a text.
fn delimiter_beside(steps: &Steps<'_>, at: usize) -> Option<char> {
    match place_of(steps, at) {
        Place::Before(index) | Place::After(index) => delimiter_of(steps, index),
        Place::InEmptySection => None,
    }
}

/// The blanks before the marker of that item.
fn indentation_beside<'s>(steps: &'s Steps<'_>, at: usize) -> &'s str {
    let (Place::Before(index) | Place::After(index)) = place_of(steps, at) else { return "" };
    let before = steps.items.get(index).map_or("", |item| before_item(&steps.section.segment.text, item));
    if before.trim().is_empty() { before } else { "" }
}

fn delimiter_of(steps: &Steps<'_>, index: usize) -> Option<char> {
    let marker = steps.section.segment.text.get(Range::<usize>::from(steps.items.get(index)?.marker))?;
    marker.chars().next_back().filter(|last| matches!(last, '.' | ')'))
}

/// Whether the item begins a list directly below a paragraph, without a blank line between. Such a list is one only if it
/// begins with 1: with another number it needs the blank line.
fn stands_below_text(steps: &Steps<'_>, item: &ListItem) -> bool {
    let text = &steps.section.segment.text;
    let line = line_start(text, item.range.start());
    let before = text.get(..usize::from(line)).unwrap_or("");
    let last_line = docent_syntax::text::lines(before).last().map_or("", |(range, _)| &before[range]);
    let follows_an_item = steps.items.iter().any(|other| {
        let gap = text.get(usize::from(other.range.end())..usize::from(line));
        gap.is_some_and(|gap| gap.trim().is_empty())
    });
    !last_line.trim().is_empty() && !follows_an_item
}

/// Sets the number of an item; what belongs to the item moves along with its text.
pub fn renumber(steps: &Steps<'_>, item: &ListItem, number: u64) -> Vec<TextEdit> {
    let Some(old) = item.number.filter(|old| *old != number) else { return Vec::new() };
    let text = &steps.section.segment.text;
    let Some(source) = text.get(Range::<usize>::from(item.range)) else { return Vec::new() };
    let start = steps.section.start + item.range.start();
    let mut edits = set_number(before_item(text, item), source, number, None);
    edits.iter_mut().for_each(|edit| edit.range += start);
    if old == 1 && stands_below_text(steps, item) {
        let line = steps.section.start + line_start(text, item.range.start());
        edits.push(TextEdit::insert(line, LineEnding::of(text).as_str()));
    }
    edits
}

/// What stands before an item's marker on its line.
fn before_item<'t>(text: &'t str, item: &ListItem) -> &'t str {
    let line = line_start(text, item.range.start());
    text.get(usize::from(line)..usize::from(item.range.start())).unwrap_or_default()
}

/// The item with the gap to the next one in its list; for the last one with the gap before it.
fn removal(steps: &Steps<'_>, index: usize) -> TextRange {
    let item = steps.items[index];
    let text = &steps.section.segment.text;
    let is_gap = |start: TextSize, end: TextSize| {
        text.get(usize::from(start)..usize::from(end)).is_some_and(|gap| gap.trim().is_empty())
    };
    if let Some(next) = steps.items.get(index + 1).filter(|next| is_gap(item.range.end(), next.range.start())) {
        return TextRange::new(line_start(text, item.range.start()), line_start(text, next.range.start()));
    }
    match index.checked_sub(1).map(|previous| steps.items[previous]) {
        Some(previous) if is_gap(previous.range.end(), item.range.start()) => {
            TextRange::new(previous.range.end(), item.range.end())
        }
        _ => {
            // Alone in its list: with the line ending after it.
            let rest = text.get(usize::from(item.range.end())..).unwrap_or("");
            let ending =
                docent_syntax::text::lines(rest).next().map_or(0, |(line, ending)| u32::from(line.end()) + ending);
            TextRange::new(line_start(text, item.range.start()), item.range.end() + TextSize::new(ending))
        }
    }
}
