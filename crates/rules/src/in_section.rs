//! Values whose ranges count from the start of a section: the one place that makes them and turns them into values of the page.

use docent_syntax::{SectionRef, Segment, TextSize};

/// A value whose ranges are bytes from the start of its section, which has the number 0 in it. It holds wherever the section stands;
/// [`InSection::at`] gives the value for one place.
#[derive(Debug, Clone, PartialEq)]
pub struct InSection<T>(T);

/// Has ranges, and perhaps numbers, of sections.
pub trait Movable {
    /// The same with ranges and numbers of the page, where the section is this one.
    fn moved_to(&self, section: &SectionRef<'_>) -> Self;
}

impl<T: Movable> InSection<T> {
    /// `value` has ranges in a section as [`alone`] gives it.
    pub fn new(value: T) -> InSection<T> {
        InSection(value)
    }

    pub fn at(&self, section: &SectionRef<'_>) -> T {
        self.0.moved_to(section)
    }

    /// For what does not depend on the place.
    pub fn relative(&self) -> &T {
        &self.0
    }
}

/// A section as if the page began with it: what a check reads whose findings hold wherever the section stands.
pub fn alone(segment: &Segment) -> SectionRef<'_> {
    SectionRef { index: 0, start: TextSize::new(0), segment }
}
