//! A page: its front matter and its segments. An edit makes a new page that shares all segments the edit did not touch.

use crate::front_matter::FrontMatter;
use crate::markdown::Segment;
use crate::text::TextSource;
use std::sync::Arc;
use text_size::{TextRange, TextSize};

/// A parsed page. Cheap to clone; never changes.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    front_matter: Arc<FrontMatter>,
    segments: Vec<Arc<Segment>>,
    /// Where each segment begins, in bytes from the start of the page.
    starts: Vec<TextSize>,
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
    /// Parses a page from scratch. Anything at all is a page.
    pub fn parse(_text: &str) -> Page {
        unimplemented_page()
    }

    /// The page after `replaced` (bytes of the text before) became `inserted` bytes; `text` is the text after.
    ///
    /// Equal to parsing `text` from scratch, and shares every segment that did not change with `self`.
    pub fn edited(&self, _replaced: TextRange, _inserted: TextSize, _text: &(impl TextSource + ?Sized)) -> Page {
        self.clone()
    }

    pub fn front_matter(&self) -> &FrontMatter {
        &self.front_matter
    }

    /// The lead, then a segment for each top-level heading.
    pub fn sections(&self) -> impl DoubleEndedIterator<Item = SectionRef<'_>> + ExactSizeIterator {
        (0..self.segments.len()).map(|index| self.section(index))
    }

    /// The segment number `index`, counted from 0; there are `section_count()`.
    pub fn section(&self, index: usize) -> SectionRef<'_> {
        SectionRef { index, start: self.starts[index], segment: &self.segments[index] }
    }

    pub fn section_count(&self) -> usize {
        self.segments.len()
    }

    /// The segment itself, to see whether two pages share it.
    pub fn shared_segment(&self, index: usize) -> &Arc<Segment> {
        &self.segments[index]
    }

    /// The segment that holds `offset`; `None` inside the front matter.
    pub fn section_at(&self, offset: TextSize) -> Option<SectionRef<'_>> {
        let after = self.starts.partition_point(|&start| start <= offset);
        after.checked_sub(1).map(|index| self.section(index))
    }

    /// Length in bytes.
    pub fn len(&self) -> TextSize {
        self.len
    }

    pub fn is_empty(&self) -> bool {
        self.len == TextSize::new(0)
    }

    /// The whole text, put together again.
    pub fn text(&self) -> String {
        let mut text = String::with_capacity(self.len.into());
        text.push_str(&self.front_matter.text);
        for segment in &self.segments {
            text.push_str(&segment.text);
        }
        text
    }
}

fn unimplemented_page() -> Page {
    let front_matter = crate::front_matter::split("");
    Page { front_matter: Arc::new(front_matter), segments: Vec::new(), starts: Vec::new(), len: TextSize::new(0) }
}
