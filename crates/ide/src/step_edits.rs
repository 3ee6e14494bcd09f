//! Edits of numbered lists: inserting and moving steps, and putting the numbers right.

use crate::analysis::Steps;
use docent_syntax::{LineEnding, ListItem, TextEdit, TextRange, TextSize};

/// How the steps of a section are numbered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Numbering {
    /// `1. 1. 1.`: the renderer counts.
    AllSame(u64),
    /// `1. 2. 3.`, or anything else.
    Counted,
}

impl Numbering {
    pub(crate) fn of(items: &[&ListItem]) -> Numbering {
        let first = items.first().and_then(|item| item.number);
        match first {
            Some(n) if items.len() > 1 && items.iter().all(|item| item.number == Some(n)) => Numbering::AllSame(n),
            _ => Numbering::Counted,
        }
    }

    /// The number of the step at `index`, counted from 0, in a list whose first step has the number `first`.
    pub(crate) fn number(self, first: u64, index: usize) -> u64 {
        match self {
            Numbering::AllSame(n) => n,
            Numbering::Counted => first + index as u64,
        }
    }
}

/// Inserts `source` (a whole step with its marker, LF) as the step at `at`, and puts the numbers after it right.
pub(crate) fn insert_step(steps: &Steps<'_>, at: usize, source: &str, ending: LineEnding) -> Vec<TextEdit> {
    insert_steps(steps, &[(at, source)], ending)
}

/// Inserts several steps, each directly before the item `at` (`items.len()`: at the end), in the order given.
pub(crate) fn insert_steps(steps: &Steps<'_>, inserted: &[(usize, &str)], ending: LineEnding) -> Vec<TextEdit> {
    let numbering = Numbering::of(&steps.items);
    let first = match steps.items.first().and_then(|item| item.number) {
        // A list that begins with 2 because its first step is missing begins with 1 once it is there.
        Some(n) if inserted.iter().any(|(at, _)| *at == 0) => n.saturating_sub(count_at(inserted, 0) as u64).max(1),
        Some(n) => n,
        None => 1,
    };
    let counted = is_counted(&steps.items) || numbering != Numbering::Counted;
    // A step's place is its index plus the steps inserted before it.
    let mut sorted: Vec<(usize, &str)> =
        inserted.iter().map(|(at, source)| ((*at).min(steps.items.len()), *source)).collect();
    sorted.sort_by_key(|(at, _)| *at);
    let mut edits = Vec::new();
    let mut before = 0;
    for group in sorted.chunk_by(|a, b| a.0 == b.0) {
        let at = group[0].0;
        let numbered = group
            .iter()
            .enumerate()
            .map(|(n, (_, source))| with_number(source, numbering.number(first, at + before + n)));
        edits.push(insertion(steps, at, &numbered.collect::<Vec<_>>(), ending));
        before += group.len();
    }
    for (index, item) in steps.items.iter().enumerate().filter(|_| counted) {
        let shift = sorted.partition_point(|(at, _)| *at <= index);
        edits.extend(renumber(steps, item, numbering.number(first, index + shift)));
    }
    edits
}

fn count_at(inserted: &[(usize, &str)], at: usize) -> usize {
    inserted.iter().filter(|(before, _)| *before == at).count()
}

/// Whether the numbers as written are consecutive.
fn is_counted(items: &[&ListItem]) -> bool {
    items.windows(2).all(|pair| match (pair[0].number, pair[1].number) {
        (Some(a), Some(b)) => b == a.saturating_add(1),
        _ => false,
    })
}

/// The steps with blank lines between them where the list has them, placed before the item at `at` or after the last.
fn insertion(steps: &Steps<'_>, at: usize, sources: &[String], ending: LineEnding) -> TextEdit {
    let separator = if is_loose(steps) { ending.as_str().repeat(2) } else { ending.as_str().to_owned() };
    let text =
        sources.iter().map(|source| ending.apply(source.trim_end()).into_owned()).collect::<Vec<_>>().join(&separator);
    match (steps.items.get(at), steps.items.last()) {
        (Some(item), _) => {
            let start = line_start(&steps.section.segment.text, item.range.start());
            TextEdit::insert(steps.section.start + start, text + &separator)
        }
        (None, Some(last)) => TextEdit::insert(steps.section.start + last.range.end(), separator + &text),
        (None, None) => {
            let blank = ending.as_str().repeat(2);
            let segment = steps.section.segment;
            let content_end = TextSize::new(segment.text.trim_end().len() as u32);
            let after = if usize::from(content_end) == segment.text.len() { ending.as_str() } else { "" };
            TextEdit::insert(steps.section.start + content_end, format!("{blank}{text}{after}"))
        }
    }
}

/// Whether a blank line separates the steps, or there is only one.
fn is_loose(steps: &Steps<'_>) -> bool {
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

/// `source` with another number in its marker.
pub(crate) fn with_number(source: &str, number: u64) -> String {
    let digits = source.bytes().take_while(u8::is_ascii_digit).count();
    format!("{number}{}", &source[digits..])
}

/// Sets the number of an item. Where it gets longer, lines of the item that are indented by just as much as its text
/// was are moved along: else they would leave the list.
pub(crate) fn renumber(steps: &Steps<'_>, item: &ListItem, number: u64) -> Vec<TextEdit> {
    let Some(old) = item.number.filter(|old| *old != number) else { return Vec::new() };
    let text = &steps.section.segment.text;
    let Some(marker) = text.get(std::ops::Range::<usize>::from(item.marker)) else { return Vec::new() };
    let digits = marker.bytes().take_while(u8::is_ascii_digit).count();
    let range = TextRange::at(item.marker.start(), TextSize::new(digits as u32));
    let mut edits = vec![TextEdit::replace(steps.section.absolute(range), number.to_string())];
    let longer = number.to_string().len().saturating_sub(old.to_string().len().max(digits));
    if longer > 0 {
        edits.extend(indent_continuation(steps, item, digits, longer));
    }
    edits
}

fn indent_continuation(steps: &Steps<'_>, item: &ListItem, digits: usize, by: usize) -> Vec<TextEdit> {
    let text = &steps.section.segment.text;
    let Some(source) = text.get(std::ops::Range::<usize>::from(item.range)) else { return Vec::new() };
    // Marker, delimiter and one blank: what a continuation line is indented by at the least.
    let needed = digits + 2 + by;
    let mut in_text = true;
    docent_syntax::text::lines(source)
        .skip(1)
        .filter_map(|(line, _)| {
            let content = &source[line];
            let blanks = content.len() - content.trim_start_matches(' ').len();
            let is_blank = content.trim().is_empty();
            // A lazy line directly after text stays with it, however it is indented.
            let lazy = in_text && blanks < digits + 2;
            in_text = !is_blank && in_text;
            let short = !is_blank && !lazy && blanks < needed && !content.starts_with('\t');
            short.then(|| TextEdit::insert(steps.section.start + item.range.start() + line.start(), " ".repeat(by)))
        })
        .collect()
}

/// Moves the item `from` to directly before the item `to` (`items.len()`: to the end), and counts all steps anew.
pub(crate) fn move_step(steps: &Steps<'_>, from: usize, to: usize, ending: LineEnding) -> Vec<TextEdit> {
    let Some(item) = steps.items.get(from) else { return Vec::new() };
    let text = &steps.section.segment.text;
    let Some(source) = text.get(std::ops::Range::<usize>::from(item.range)) else { return Vec::new() };
    let numbering = Numbering::of(&steps.items);
    let first = first_of_complete_numbers(&steps.items);
    let mut order: Vec<usize> = (0..steps.items.len()).filter(|&index| index != from).collect();
    let place = order.iter().position(|&index| index >= to).unwrap_or(order.len());
    order.insert(place, from);
    let number_of = |index: usize| match first {
        Some(first) => order.iter().position(|&other| other == index).map(|place| numbering.number(first, place)),
        None => steps.items[index].number,
    };
    let moved = with_number(source, number_of(from).unwrap_or(1));
    let mut edits =
        vec![TextEdit::delete(steps.section.absolute(removal(steps, from))), insertion(steps, to, &[moved], ending)];
    for (index, item) in steps.items.iter().enumerate().filter(|(index, _)| *index != from) {
        edits.extend(number_of(index).map(|number| renumber(steps, item, number)).unwrap_or_default());
    }
    edits
}

/// The smallest number, where the numbers of all items, in whatever order, are consecutive or all the same: then they can
/// be given out anew. Where they are not, `step-number` has to speak first.
fn first_of_complete_numbers(items: &[&ListItem]) -> Option<u64> {
    let mut numbers: Vec<u64> = items.iter().filter_map(|item| item.number).collect();
    numbers.sort_unstable();
    let consecutive = numbers.windows(2).all(|pair| pair[1] == pair[0].saturating_add(1));
    let same = numbers.first() == numbers.last();
    numbers.first().copied().filter(|_| consecutive || same)
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
