//! A page's headings aligned with a template's outline, and a page's steps with a canned list, by least cost.
//!
//! Deterministic; near-linear for ordinary pages, bounded for hostile ones.

use crate::contract::{CannedList, Contract};
use docent_syntax::{ListItem, Page, Segment};

/// How a title agrees with what the template names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TitleMatch {
    /// Equal by meaning: without regard to case, spacing, trailing punctuation and emphasis.
    Same,
    /// Equal to an alias, or the template leaves the title to the author.
    Alias,
    /// Not equal, but near ("Getting stared").
    Near,
}

/// A page's section that stands for a section of the template.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SectionMatch {
    /// Index of the page's section.
    pub section: usize,
    /// Index of the template's section.
    pub spec: usize,
    pub title: TitleMatch,
    /// It does not stand where the order of the template wants it.
    pub misplaced: bool,
}

/// What became of a section of the template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SpecState {
    /// The first page section that stands for it.
    Found(SectionMatch),
    /// Not in the page. It belongs directly before the page's section `before` (`section_count()`: at the end of the page).
    Missing { before: usize },
}

/// The whole comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutlineAlignment {
    /// One for each of [`Contract::sections`], optional ones too.
    pub specs: Vec<SpecState>,
    /// One for each section of the page: what it stands for. The lead and free sections stand for nothing.
    pub sections: Vec<Option<SectionMatch>>,
    /// Page sections that repeat one that may stand only once: (the repetition, the first one).
    pub duplicates: Vec<(usize, usize)>,
    /// Page sections that the template does not name, at places where it allows no others.
    pub unexpected: Vec<usize>,
    /// The misplaced sections' right places: (section, the section it belongs directly before).
    pub moves: Vec<(usize, usize)>,
}

/// Aligns a page's headings with the outline of its template.
pub fn align_outline(_contract: &Contract, _page: &Page) -> OutlineAlignment {
    OutlineAlignment {
        specs: Vec::new(),
        sections: Vec::new(),
        duplicates: Vec::new(),
        unexpected: Vec::new(),
        moves: Vec::new(),
    }
}

/// A page's step that stands for a canned one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StepMatch {
    /// Index into the canned list's steps.
    pub canned: usize,
    /// Equal to the canned wording or one of its variants; placeholders match any text.
    pub same_text: bool,
    /// It does not stand where the order of the template wants it.
    pub misplaced: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepAlignment {
    /// One for each canned step: the index of the page's item, or `None`.
    pub canned: Vec<Option<usize>>,
    /// One for each of the page's items: what it stands for. `None`: a further step.
    pub items: Vec<Option<StepMatch>>,
    /// For each canned step without an item: the index of the page's item it belongs directly before (the number of
    /// items: at the end).
    pub missing: Vec<(usize, usize)>,
}

/// Aligns list items with canned steps. `items` are the top-level items of a section, of all its lists in order, since a
/// list that breaks apart when it is rendered is still one list to its author.
pub fn align_steps(_canned: &CannedList, _segment: &Segment, _items: &[&ListItem]) -> StepAlignment {
    StepAlignment { canned: Vec::new(), items: Vec::new(), missing: Vec::new() }
}
