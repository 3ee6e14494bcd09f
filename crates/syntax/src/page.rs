//! A page: its front matter and its segments. An edit makes a new page that shares all segments the edit did not touch.

mod difference;
mod edit;

use crate::Dialect;
use crate::front_matter::{self, FrontMatter};
use crate::markdown::{Labels, Reader, Role, Scratch, Segment, step};
use crate::text::TextSource;
pub use difference::Difference;
use std::sync::Arc;
use text_size::{TextRange, TextSize};

/// A parsed page. Cheap to clone, however long it is; never changes.
#[derive(Debug, Clone, PartialEq)]
pub struct Page(Arc<Parts>);

#[derive(Debug, PartialEq)]
struct Parts {
    dialect: Dialect,
    front_matter: Arc<FrontMatter>,
    segments: Vec<Arc<Segment>>,
    /// Where each segment begins, in bytes from the start of the page.
    starts: Vec<TextSize>,
    /// How far the parse of each segment looked, in bytes from the start of the page: an edit from here on does not
    /// change it.
    reaches: Vec<TextSize>,
    labels: Arc<Labels>,
    len: TextSize,
}

/// A segment and where it begins.
#[derive(Debug, Clone, Copy)]
pub struct SectionRef<'p> {
    /// 0 is the lead, which every page has, if only as an empty one.
    pub index: usize,
    /// In bytes from the start of the page.
    pub start: TextSize,
    pub segment: &'p Segment,
}

impl<'p> SectionRef<'p> {
    /// A range of the segment as a range of the page.
    pub fn absolute(&self, range: TextRange) -> TextRange {
        range + self.start
    }

    /// All of the segment, as a range of the page.
    pub fn range(&self) -> TextRange {
        TextRange::at(self.start, TextSize::of(&*self.segment.text))
    }
}

impl Page {
    /// Parses a page from scratch, in the dialect that its site's generator reads. Any text is a page.
    pub fn parse(text: &str, dialect: Dialect) -> Page {
        let front_matter = Arc::new(front_matter::split(text));
        let body_start = front_matter.range.end();
        let mut parts = Parts {
            dialect,
            front_matter,
            segments: Vec::new(),
            starts: Vec::new(),
            reaches: Vec::new(),
            labels: Arc::new(Labels::guess(text.get(body_start.into()..).unwrap_or(""))),
            len: TextSize::of(text),
        };
        let mut looked_up = Vec::new();
        let mut scratch = Scratch::default();
        parts.parse_body(text, body_start, &mut scratch, |_, labels| looked_up.push(labels));
        parts.resolve_labels(text, &looked_up, &mut scratch);
        Page(Arc::new(parts))
    }

    /// The page after `replaced` (bytes of the text before) became `inserted` bytes; `text` is the text after.
    ///
    /// Equal to parsing `text` from scratch, and shares every segment that did not change with `self`.
    ///
    /// Where the lengths do not fit together, the page is parsed from scratch. So it is where the edit changes what a
    /// reference label stands for.
    pub fn edited(&self, replaced: TextRange, inserted: TextSize, text: &(impl TextSource + ?Sized)) -> Page {
        let edit = edit::Edit::new(replaced, inserted, self.0.len, text.len());
        if let Some(parts) = edit.and_then(|edit| edit::edited(&self.0, edit, text)) {
            return Page(Arc::new(parts));
        }
        let mut page = Page::parse(&text.slice(TextRange::up_to(text.len())), self.0.dialect);
        if let Some(parts) = Arc::get_mut(&mut page.0) {
            parts.share_with(&self.0);
        }
        page
    }

    pub fn dialect(&self) -> Dialect {
        self.0.dialect
    }

    pub fn front_matter(&self) -> &FrontMatter {
        &self.0.front_matter
    }

    /// Whether it is the same object, not only an equal page.
    pub fn is_same_as(&self, other: &Page) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }

    /// Whether two versions of a page hold the same front matter, not only an equal one.
    pub fn shares_front_matter(&self, other: &Page) -> bool {
        Arc::ptr_eq(&self.0.front_matter, &other.0.front_matter)
    }

    /// Whether two versions of a page have an equal front matter, what is wrong with it included.
    pub fn has_same_front_matter(&self, other: &Page) -> bool {
        self.shares_front_matter(other) || self.0.front_matter == other.0.front_matter
    }

    /// The lead, then a segment for each top-level heading.
    pub fn sections(&self) -> impl DoubleEndedIterator<Item = SectionRef<'_>> + ExactSizeIterator {
        (0..self.0.segments.len()).map(|index| self.section(index))
    }

    /// The segment number `index`, counted from 0; there are `section_count()`.
    pub fn section(&self, index: usize) -> SectionRef<'_> {
        SectionRef { index, start: self.0.starts[index], segment: &self.0.segments[index] }
    }

    pub fn section_count(&self) -> usize {
        self.0.segments.len()
    }

    /// The segment itself, to see whether two pages share it.
    pub fn shared_segment(&self, index: usize) -> &Arc<Segment> {
        &self.0.segments[index]
    }

    /// The segments themselves, to see which ones two pages share.
    pub fn shared_segments(&self) -> &[Arc<Segment>] {
        &self.0.segments
    }

    /// The segment that holds `offset`; `None` inside the front matter.
    pub fn section_at(&self, offset: TextSize) -> Option<SectionRef<'_>> {
        let after = self.0.starts.partition_point(|&start| start <= offset);
        after.checked_sub(1).map(|index| self.section(index))
    }

    /// Length in bytes.
    pub fn len(&self) -> TextSize {
        self.0.len
    }

    pub fn is_empty(&self) -> bool {
        self.0.len == TextSize::new(0)
    }

    /// The whole text.
    pub fn text(&self) -> String {
        let mut text = String::with_capacity(self.0.len.into());
        text.push_str(&self.0.front_matter.text);
        for segment in &self.0.segments {
            text.push_str(&segment.text);
        }
        text
    }
}

impl Parts {
    /// Takes over equal segments of another version of the page, from both ends.
    fn share_with(&mut self, old: &Parts) {
        let take = |(new, old): (&mut Arc<Segment>, &Arc<Segment>)| {
            let equal = *new == *old;
            if equal {
                *new = Arc::clone(old);
            }
            equal
        };
        let _ = self.segments.iter_mut().zip(&old.segments).map(take).take_while(|&equal| equal).count();
        let _ =
            self.segments.iter_mut().rev().zip(old.segments.iter().rev()).map(take).take_while(|&equal| equal).count();
    }

    fn reader(&self) -> Reader<'_> {
        Reader { dialect: self.dialect, labels: &self.labels }
    }

    /// Where the segment ends.
    fn end_of(&self, index: usize) -> TextSize {
        self.starts.get(index + 1).copied().unwrap_or(self.len)
    }

    fn parse_body(
        &mut self,
        text: &str,
        body_start: TextSize,
        scratch: &mut Scratch,
        mut looked_up: impl FnMut(usize, Vec<String>),
    ) {
        let mut start = body_start;
        let mut role = Role::Lead;
        loop {
            let rest = text.get(start.into()..).unwrap_or("");
            let Some(step) = step(rest, true, role, self.reader(), scratch) else { break };
            let end = start + TextSize::of(&*step.segment.text);
            looked_up(self.segments.len(), step.looked_up);
            self.push(start, step.reach, Arc::new(step.segment));
            if end >= self.len || (role == Role::Section && end == start) {
                break;
            }
            start = end;
            role = Role::Section;
        }
    }

    fn push(&mut self, start: TextSize, reach: usize, segment: Arc<Segment>) {
        self.starts.push(start);
        self.reaches.push(start + TextSize::new(reach as u32));
        self.segments.push(segment);
    }

    /// Reparses the segments that use labels of which the guess was wrong.
    fn resolve_labels(&mut self, text: &str, looked_up: &[Vec<String>], scratch: &mut Scratch) {
        let labels = Labels::of(self.segments.iter());
        if labels == *self.labels {
            return;
        }
        let guessed = std::mem::replace(&mut self.labels, Arc::new(labels));
        for (index, looked_up) in looked_up.iter().enumerate() {
            if looked_up.iter().any(|label| self.labels.normalized(label) != guessed.normalized(label)) {
                let role = if index == 0 { Role::Lead } else { Role::Section };
                let rest = text.get(self.starts[index].into()..).unwrap_or("");
                if let Some(step) = step(rest, true, role, self.reader(), scratch) {
                    self.segments[index] = Arc::new(step.segment);
                }
            }
        }
    }
}
