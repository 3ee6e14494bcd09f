//! Another order for the entries of a page's front matter, as moves of whole lines. Knows no key and no schema.

use super::FrontMatter;
use super::edit_source::Source;
use super::effect::Effect;
use crate::text::TextEdit;
use crate::yaml::YamlStyle;
use std::ops::Range;
use text_size::{TextRange, TextSize};

/// Brings groups of neighbouring top-level entries into another order. `groups` are ranges of indices of entries, in the
/// order of writing and without gaps between them; `order` says which group comes first, second and so on. Those that
/// `stays` names must be in the right order among themselves; the others are moved, with their comments.
///
/// No edits where the block would say something else afterwards, or is not one of lines.
pub fn reorder_entries(
    front_matter: &FrontMatter,
    groups: &[Range<usize>],
    order: &[usize],
    stays: impl Fn(usize) -> bool,
) -> Vec<TextEdit> {
    let is_block = front_matter.yaml.root.as_ref().is_some_and(|root| root.style == YamlStyle::Block);
    if !is_block || front_matter.closing.is_none() || front_matter.yaml.error.is_some() {
        return Vec::new();
    }
    let source = Source::of(front_matter);
    let Some(lines) = groups.iter().map(|group| lines_of(&source, group)).collect::<Option<Vec<_>>>() else {
        return Vec::new();
    };
    let moved: Vec<Range<usize>> = (0..groups.len()).filter(|&group| !stays(group)).map(|g| lines[g].clone()).collect();
    let mut edits = insertions(&source, &lines, order, &stays);
    edits.extend(deletions(&source, &moved));
    // An alias before its anchor, a key behind a merge, a scalar that keeps the blank lines after it: such things do not move.
    let keeps_its_meaning = Effect::of(front_matter, &edits).is_some_and(|effect| effect.is_none());
    if keeps_its_meaning { edits } else { Vec::new() }
}

/// The lines of a group, as bytes of the page.
fn lines_of(source: &Source<'_>, group: &Range<usize>) -> Option<Range<usize>> {
    let entries = source.front_matter.yaml.entries().get(group.clone())?;
    Some(source.start_with_comments(entries.first()?)..source.end_of_lines(entries.last()?))
}

/// Groups that move, each run of them in one insertion after the group before them that stays.
fn insertions(
    source: &Source<'_>,
    lines: &[Range<usize>],
    order: &[usize],
    stays: &impl Fn(usize) -> bool,
) -> Vec<TextEdit> {
    let first_stays = order.iter().copied().find(|&group| stays(group)).and_then(|group| lines.get(group));
    let mut at = first_stays.map_or(usize::from(source.front_matter.content.start()), |lines| lines.start);
    let mut edits: Vec<TextEdit> = Vec::new();
    for lines_of_group in order.iter().filter_map(|&group| Some((stays(group), lines.get(group)?))) {
        let (stays, lines) = lines_of_group;
        if stays {
            at = lines.end;
            continue;
        }
        let text = source.text.get(lines.clone()).unwrap_or_default();
        let at = TextSize::new(at as u32);
        match edits.last_mut().filter(|edit| edit.range.start() == at) {
            Some(edit) => edit.new_text.push_str(text),
            None => edits.push(TextEdit::insert(at, text)),
        }
    }
    edits
}

/// Takes lines out, and of the blank lines around them those that are too many then: as many stay as stood on the side
/// that had more.
fn deletions(source: &Source<'_>, moved: &[Range<usize>]) -> Vec<TextEdit> {
    let content = source.front_matter.content;
    let (content_start, content_end) = (usize::from(content.start()), usize::from(content.end()));
    let mut edits = Vec::new();
    let mut index = 0;
    while let Some(first) = moved.get(index) {
        let mut end = first.end;
        let mut after = skip_blank_lines(source, end, content_end);
        while let Some(next) = moved.get(index + 1).filter(|next| next.start == after) {
            index += 1;
            end = next.end;
            after = skip_blank_lines(source, end, content_end);
        }
        index += 1;
        let before = blank_lines_before(source, first.start, content_start);
        let is_at_start = before == content_start;
        let is_at_end = after == content_end;
        let more_before = source.text[before..first.start].len() >= source.text[end..after].len();
        let range = match (is_at_start, is_at_end) {
            (true, false) => first.start..after,
            (false, true) => before..end,
            _ if more_before => first.start..after,
            _ => before..end,
        };
        edits
            .push(TextEdit::delete(TextRange::new(TextSize::new(range.start as u32), TextSize::new(range.end as u32))));
    }
    edits
}

fn skip_blank_lines(source: &Source<'_>, mut at: usize, end: usize) -> usize {
    while at < end && source.is_blank_line(at) {
        at = source.next_line(at);
    }
    at.min(end)
}

/// Where the blank lines directly before `at`, the start of a line, begin.
fn blank_lines_before(source: &Source<'_>, mut at: usize, start: usize) -> usize {
    while at > start {
        let ending = if source.text[..at].ends_with("\r\n") { 2 } else { 1 };
        let line = source.line_start(at - ending);
        if line < start || !source.is_blank_line(line) {
            break;
        }
        at = line;
    }
    at
}
