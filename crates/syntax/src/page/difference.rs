//! Where two versions of a page differ. An edit makes new segments of what it touched and of nothing else, so that comparing
//! addresses is enough; a copy with equal segments counts as different.

use super::Page;
use crate::markdown::Segment;
use std::ops::Range;
use std::sync::Arc;

/// The segments, by their numbers, between those that two versions share at the start and at the end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    pub old: Range<usize>,
    pub new: Range<usize>,
}

impl Difference {
    pub fn is_empty(&self) -> bool {
        self.old.is_empty() && self.new.is_empty()
    }

    /// With the segment behind: for what reads the end of the one before it.
    pub fn with_next(self, before: &Page) -> Difference {
        let next = usize::from(!self.is_empty() && self.old.end < before.section_count());
        Difference { old: self.old.start..self.old.end + next, new: self.new.start..self.new.end + next }
    }
}

impl Page {
    /// Where `after`, another version of this page, has other segments.
    pub fn difference(&self, after: &Page) -> Difference {
        let (old, new) = (self.shared_segments(), after.shared_segments());
        let same = |(old, new): &(&Arc<Segment>, &Arc<Segment>)| Arc::ptr_eq(old, new);
        let start = old.iter().zip(new).take_while(same).count();
        let end = old[start..].iter().rev().zip(new[start..].iter().rev()).take_while(same).count();
        Difference { old: start..old.len() - end, new: start..new.len() - end }
    }
}
