//! How much was done, counted for tests: what a keystroke may cost is a number of things, not a time, so that it can be
//! held to. Counts in debug builds only, each thread for itself; decides nothing.

use std::cell::Cell;

/// What is counted, in all crates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Work {
    /// Segments of a page parsed.
    SegmentsParsed,
    /// Bytes given to the parser of segments, more than once where it had to retry.
    BytesParsed,
    /// Front matters split off and parsed.
    FrontMattersParsed,
    /// Sections to which the rules of one section were put.
    SectionsChecked,
    /// Links that were looked up in a site's index.
    LinksChecked,
    /// Sections of which facts were read for a site's index.
    SectionFactsRead,
    /// Front matters to which the rules of front matter were put.
    FrontMattersChecked,
    /// Outlines aligned with a template.
    OutlinesAligned,
    /// Byte offsets turned into lines and columns.
    PositionsConverted,
    /// Bytes of an open document read for parsing.
    BytesRead,
    /// Files read, and folders walked through.
    FilesRead,
}

const KINDS: usize = Work::FilesRead as usize + 1;

/// How much of each kind of work there was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts([usize; KINDS]);

impl Counts {
    pub fn of(&self, work: Work) -> usize {
        self.0[work as usize]
    }
}

thread_local! {
    static COUNTS: Cell<Counts> = const { Cell::new(Counts([0; KINDS])) };
    static IS_FORBIDDEN: Cell<bool> = const { Cell::new(false) };
}

/// Runs what must not work: where it reads, walks, parses or checks, a debug build panics.
pub fn forbidden<T>(during: impl FnOnce() -> T) -> T {
    let before = IS_FORBIDDEN.replace(true);
    let result = during();
    IS_FORBIDDEN.set(before);
    result
}

/// Adds to what this thread has done.
#[inline]
pub fn count(work: Work, amount: usize) {
    if cfg!(debug_assertions) {
        assert!(!IS_FORBIDDEN.get(), "{work:?} on a thread that must not work");
        let mut counts = COUNTS.get();
        counts.0[work as usize] = counts.0[work as usize].saturating_add(amount);
        COUNTS.set(counts);
    }
}

/// What this thread does in `during`. All zero where debug assertions are off.
pub fn counted<T>(during: impl FnOnce() -> T) -> (T, Counts) {
    let before = COUNTS.get();
    let result = during();
    let after = COUNTS.get();
    let mut counts = Counts::default();
    for (kind, count) in counts.0.iter_mut().enumerate() {
        *count = after.0[kind].saturating_sub(before.0[kind]);
    }
    (result, counts)
}
