//! An edit to a page: only the steps whose text it changed are reparsed.
//!
//! Each segment comes of one step, which is a function of the text between its start and its reach (see
//! `markdown::step`). Steps that end before the edit are kept; steps that begin behind it are kept as soon as a new step
//! ends where an old one began.

use super::Parts;
use crate::front_matter::{self, FrontMatter};
use crate::markdown::{Labels, Role, Scratch, Segment, Step, step};
use crate::text::TextSource;
use std::borrow::Cow;
use std::sync::Arc;
use text_size::{TextRange, TextSize};

/// What was replaced: `start..old_end` of the old text by `start..new_end` of the new.
#[derive(Clone, Copy)]
pub(super) struct Edit {
    start: TextSize,
    old_end: TextSize,
    new_end: TextSize,
}

impl Edit {
    /// `None` where the lengths do not fit together.
    pub(super) fn new(replaced: TextRange, inserted: TextSize, old: TextSize, new: TextSize) -> Option<Edit> {
        if replaced.end() > old {
            return None;
        }
        let new_end = replaced.start().checked_add(inserted)?;
        let fits = (old - replaced.end()).checked_add(new_end)? == new;
        fits.then_some(Edit { start: replaced.start(), old_end: replaced.end(), new_end })
    }

    /// Where an old offset that is not before the end of the edit is now.
    fn after(&self, old: TextSize) -> TextSize {
        old - self.old_end + self.new_end
    }

    /// Where in the old text something stood that begins at `new`, if its start was not part of the edit.
    fn before(&self, new: TextSize) -> Option<TextSize> {
        if new >= self.new_end { Some(new - self.new_end + self.old_end) } else { (new <= self.start).then_some(new) }
    }
}

/// The page after an edit. `None` where it is parsed from scratch as easily.
pub(super) fn edited(old: &Parts, edit: Edit, text: &(impl TextSource + ?Sized)) -> Option<Parts> {
    let front_matter = edited_front_matter(old, edit, text);
    let body_start = front_matter.range.end();
    let kept = kept_before(old, edit, body_start);
    let mut page = Parts {
        dialect: old.dialect,
        front_matter,
        segments: old.segments[..kept].to_vec(),
        starts: old.starts[..kept].to_vec(),
        reaches: old.reaches[..kept].to_vec(),
        labels: Arc::clone(&old.labels),
        len: text.len(),
    };
    let mut scratch = Scratch::default();
    let mut start = if kept == 0 { body_start } else { old.end_of(kept - 1) };
    let rest = loop {
        if let Some(rest) = kept_after(old, edit, start, page.segments.is_empty()) {
            break rest;
        }
        let role = if page.segments.is_empty() { Role::Lead } else { Role::Section };
        let step = step_at(old, edit, text, start, role, &mut scratch);
        let end = start + TextSize::of(&*step.segment.text);
        let segment = share(old, edit, start, page.segments.len(), step.segment);
        page.push(start, step.reach, segment);
        if end >= page.len {
            break old.segments.len();
        }
        if role == Role::Section && end == start {
            return None;
        }
        start = end;
    };
    let same_labels = same_definitions(&old.segments[kept..rest], &page.segments[kept..]);
    page.segments.extend_from_slice(&old.segments[rest..]);
    page.starts.extend(old.starts[rest..].iter().map(|&start| edit.after(start)));
    page.reaches.extend(old.reaches[rest..].iter().map(|&reach| edit.after(reach)));
    // A label that means something else now may be used anywhere.
    (same_labels || Labels::of(page.segments.iter()) == *page.labels).then_some(page)
}

fn edited_front_matter(old: &Parts, edit: Edit, text: &(impl TextSource + ?Sized)) -> Arc<FrontMatter> {
    let found = &old.front_matter;
    if edit.start >= found.lookahead {
        return Arc::clone(found);
    }
    if found.range.end() >= edit.old_end && !found.range.is_empty() {
        let end = edit.after(found.range.end());
        let split = front_matter::split(&text.slice(TextRange::up_to(end)));
        if split.lookahead <= end {
            return Arc::new(split);
        }
    }
    Arc::new(front_matter::split(&text.slice(TextRange::up_to(text.len()))))
}

/// How many segments at the beginning the edit cannot change.
fn kept_before(old: &Parts, edit: Edit, body_start: TextSize) -> usize {
    if old.starts.first() != Some(&body_start) || body_start > edit.start {
        return 0;
    }
    old.reaches.iter().position(|&reach| reach > edit.start).unwrap_or(old.reaches.len())
}

/// The number of the old segment from which on all is as it was, if the text from `start` on is parsed as there.
fn kept_after(old: &Parts, edit: Edit, start: TextSize, first: bool) -> Option<usize> {
    if start < edit.new_end {
        return None;
    }
    let index = old_index(old, edit, start, first)?;
    (old.starts[index] >= edit.old_end).then_some(index)
}

/// The old segment that began where now one begins. The lead is never a section, and no section a lead.
fn old_index(old: &Parts, edit: Edit, start: TextSize, first: bool) -> Option<usize> {
    let before = edit.before(start)?;
    if first {
        return (old.starts.first() == Some(&before)).then_some(0);
    }
    let sections = old.starts.get(1..)?;
    sections.binary_search(&before).ok().map(|index| index + 1)
}

/// The old segment instead of an equal new one: the one that began at the same place, or, inside an edit that is several
/// edits at once, the one of the same number.
fn share(old: &Parts, edit: Edit, start: TextSize, number: usize, segment: Segment) -> Arc<Segment> {
    let first = segment.heading.is_none();
    let same_place = old_index(old, edit, start, first).and_then(|index| old.segments.get(index));
    match same_place.or_else(|| old.segments.get(number)) {
        Some(shared) if **shared == segment => Arc::clone(shared),
        _ => Arc::new(segment),
    }
}

/// One step, from text that is read up to a heading behind the edit, then twice as many headings, then four times.
fn step_at(
    old: &Parts,
    edit: Edit,
    text: &(impl TextSource + ?Sized),
    start: TextSize,
    role: Role,
    scratch: &mut Scratch,
) -> Step {
    let behind = edit.before(start).filter(|_| start >= edit.new_end).unwrap_or(edit.old_end);
    // The first heading that lies behind both the edit and the step's start.
    let mut next = old.starts.partition_point(|&section| section < behind || section < edit.old_end).max(1);
    if start >= edit.new_end && old.starts.get(next) == Some(&behind) {
        next += 1;
    }
    let mut headings = 1;
    loop {
        let end = heading_end(old, next).map_or(text.len(), |end| edit.after(end));
        let slice: Cow<'_, str> = text.slice(TextRange::new(start, end));
        if let Some(step) = step(&slice, end == text.len(), role, old.reader(), scratch) {
            return step;
        }
        next += headings;
        headings *= 2;
    }
}

/// Behind the line ending of a section's heading. `None` where there is no such section.
fn heading_end(old: &Parts, index: usize) -> Option<TextSize> {
    let segment = old.segments.get(index)?;
    let end = segment.heading.as_ref()?.range.end();
    let rest = segment.text.get(end.into()..)?;
    let ending = if rest.starts_with("\r\n") { 2 } else { u32::from(rest.starts_with(['\n', '\r'])) };
    Some(old.starts[index] + end + TextSize::new(ending))
}

fn same_definitions(old: &[Arc<Segment>], new: &[Arc<Segment>]) -> bool {
    let all = |segments: &[Arc<Segment>]| {
        let definitions = segments.iter().flat_map(|segment| &segment.definitions);
        definitions.map(|definition| (definition.label.clone(), definition.url.clone())).collect::<Vec<_>>()
    };
    all(old) == all(new)
}
