//! Suppressions in comments. A comment on lines of its own is about what comes next; one beside text is about its line.

use super::place::place_at;
use super::{Scope, Suppression, directive};
use docent_syntax::{Comment, Page, Segment, TextRange, TextSize};

/// All suppressions in the text of a section, in order. Ranges count from the section's start.
pub(super) fn read(page: &Page, section: usize) -> Vec<Suppression> {
    let segment = page.section(section).segment;
    if !segment.comments.iter().any(|comment| text_of(segment, comment.content).contains(super::KEY)) {
        return Vec::new();
    }
    let stands_first = stand_first_on_their_lines(segment);
    let places = places(page, section, &stands_first);
    let mut found = Vec::new();
    for (comment, place) in segment.comments.iter().zip(places) {
        if let Some(names) = directive::in_comment(text_of(segment, comment.content), comment.content.start()) {
            found.push(Suppression { range: comment.range, names, scope: Scope::Place(place) });
        }
    }
    found
}

/// Where a section begins, with the suppressions directly above its heading, which move with it.
pub fn start_with_suppressions(page: &Page, section: usize) -> TextSize {
    let own = page.section(section).start;
    let Some(previous) = section.checked_sub(1).map(|index| page.section(index)) else { return own };
    let end = TextSize::of(&*previous.segment.text);
    previous.start + start_of_suppressions(previous.segment, end)
}

/// Where the suppressions directly above `line`, the start of a line or the end of the segment, begin; `line` itself where
/// there are none. Bytes of the segment.
pub fn start_of_suppressions(segment: &Segment, line: TextSize) -> TextSize {
    let text = &*segment.text;
    let mut start = usize::from(line);
    let above = segment.comments.partition_point(|comment| comment.range.start() < line);
    for comment in segment.comments[..above].iter().rev() {
        let (from, to) = (usize::from(comment.range.start()), usize::from(comment.range.end()));
        let Some(after) = text.get(to..start) else { break };
        let before = text.get(..from).unwrap_or_default();
        let blanks = before.len() - before.trim_end_matches([' ', '\t']).len();
        let line_start = from - blanks;
        let is_alone = line_start == 0 || before[..line_start].ends_with(['\n', '\r']);
        let content = text.get(std::ops::Range::<usize>::from(comment.content)).unwrap_or_default();
        let is_suppression = directive::in_comment(content, TextSize::new(0)).is_some();
        if !is_alone || !is_suppression || !after.trim().is_empty() || !after.contains(['\n', '\r']) {
            break;
        }
        start = line_start;
    }
    TextSize::new(start as u32)
}

/// Whether nothing but blanks and other comments stands before each comment on its line.
fn stand_first_on_their_lines(segment: &Segment) -> Vec<bool> {
    let text = &*segment.text;
    let mut first: Vec<bool> = Vec::new();
    let mut previous_end = 0;
    for comment in &segment.comments {
        let start = usize::from(comment.range.start());
        let between = text.get(previous_end..start).unwrap_or_default();
        let is_first = match between.rfind(['\n', '\r']) {
            Some(line) => is_blank(&between[line..]),
            None => is_blank(between) && first.last().copied().unwrap_or(true),
        };
        first.push(is_first);
        previous_end = usize::from(comment.range.end()).max(previous_end);
    }
    first
}

/// What each comment is about, in bytes from the start of the section. From the last one to the first: comments that follow one another are
/// about the same place.
fn places(page: &Page, section: usize, stands_first: &[bool]) -> Vec<Option<TextRange>> {
    let segment = page.section(section).segment;
    let text = &*segment.text;
    let comments = &segment.comments;
    let mut places = vec![None; comments.len()];
    let mut next: Option<(&Comment, Option<TextRange>)> = None;
    let mut next_stands_first = true;
    for index in (0..comments.len()).rev() {
        let comment = &comments[index];
        let end = usize::from(comment.range.end());
        let until = next.map_or(text.len(), |(next, _)| usize::from(next.range.start()));
        let between = text.get(end..until).unwrap_or_default();
        let written = between.find(|c: char| !c.is_whitespace() && c != '>');
        let is_same_line = !next_stands_first && !between.contains(['\n', '\r']);
        places[index] = match (stands_first[index], written, next) {
            // A line of very many comments is looked at once.
            (false, _, Some((_, place))) if is_same_line => place,
            (false, ..) => Some(place_at(segment, comment.range.start())),
            (true, Some(at), _) => Some(place_at(segment, TextSize::new((end + at) as u32))),
            // A comment beside text further down is part of that text's line.
            (true, None, Some((_, place))) => place,
            (true, None, None) => heading_after(page, section),
        };
        next = Some((comment, places[index]));
        next_stands_first = stands_first[index];
    }
    places
}

fn heading_after(page: &Page, section: usize) -> Option<TextRange> {
    let next = page.sections().nth(section + 1)?;
    let length = TextSize::of(&*page.section(section).segment.text);
    Some(place_at(next.segment, TextSize::new(0)) + length)
}

fn is_blank(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || c == '>')
}

fn text_of(segment: &Segment, range: TextRange) -> &str {
    segment.text.get(std::ops::Range::<usize>::from(range)).unwrap_or_default()
}
