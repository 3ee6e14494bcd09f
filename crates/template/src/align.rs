//! A page's headings aligned with a template's outline, and a page's steps with a canned list, by least cost.
//!
//! Deterministic; near-linear for ordinary pages, bounded for hostile ones (the bounds are constants in `titles`,
//! `pairing` and `steps`). Knows headings and steps, and no rule that speaks about them.

mod alike;
mod chain;
mod outline;
mod pairing;
mod steps;
mod titles;
mod tree;

use crate::contract::{Contract, SectionSpec};
use docent_syntax::Page;

pub use alike::are_headings_alike;
pub use outline::align_headings;
pub use steps::{StepText, align_step_texts, align_steps, nested_items, top_level_items};

/// The part of a contract that headings are compared with.
#[derive(Debug, Clone, Copy)]
pub struct Outline<'a> {
    pub specs: &'a [SectionSpec],
    pub closed: bool,
    pub unordered: bool,
}

impl Outline<'_> {
    /// The level of the template's top sections; a heading above it is a page's title. 0 for an empty outline.
    pub(super) fn top_level(&self) -> u8 {
        self.specs.iter().filter(|spec| spec.parent.is_none()).map(|spec| spec.level).min().unwrap_or(0)
    }
}

/// A heading of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PageHeading<'a> {
    pub title: &'a str,
    /// 1 to 6.
    pub level: u8,
}

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

/// A section of the template that the page lacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MissingSection {
    /// Index of the template's section.
    pub spec: usize,
    /// It belongs directly before this section of the page (`section_count()`: at the end of the page). Several that
    /// belong before one section stand there in the order of [`OutlineAlignment::missing`].
    pub before: usize,
    /// How many are missing: more than one only for a repeated spec.
    pub count: u32,
    /// The page's section it belongs into; `None` at the top level, and where that section is missing too.
    pub parent: Option<usize>,
    /// The section it belongs into is missing too, and comes before it in [`OutlineAlignment::missing`]. Where only the
    /// parent's heading is missing, the children that the page does have are found and not listed: `before` is then the
    /// first of them.
    pub parent_missing: bool,
}

/// The whole comparison. Each departure of the page is in one field only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutlineAlignment {
    /// One for each of [`Contract::sections`], optional ones too.
    pub specs: Vec<SpecState>,
    /// One for each section of the page: what it stands for. The lead and free sections stand for nothing.
    pub sections: Vec<Option<SectionMatch>>,
    /// Page sections that repeat one that may stand only once: (the repetition, the first one).
    pub duplicates: Vec<(usize, usize)>,
    /// Page sections that the template does not name, at places where it allows no others. What lies inside one is not
    /// listed separately; a heading above the level of the template's top sections (a page's title) is none.
    pub unexpected: Vec<usize>,
    /// The misplaced sections' right places: (section, the section it belongs directly before), in the order of the
    /// template. All that lies inside it moves with it, see [`OutlineAlignment::extent`].
    pub moves: Vec<(usize, usize)>,
    /// All that is missing and not optional, in the order of the template, parents before their children; also what a
    /// repeated section lacks in its second place, which `specs` cannot say.
    pub missing: Vec<MissingSection>,
    /// One for each section of the page: one past the last section that lies inside it. Unlike what the levels alone say
    /// this is right where a heading's level is wrong.
    pub ends: Vec<usize>,
}

impl OutlineAlignment {
    /// A section and all that lies inside it, as indices of the page's sections.
    pub fn extent(&self, section: usize) -> std::ops::Range<usize> {
        section..self.ends.get(section).copied().unwrap_or(section + 1)
    }
}

/// Aligns a page's headings with the outline of its template.
pub fn align_outline(contract: &Contract, page: &Page) -> OutlineAlignment {
    let headings: Vec<Option<PageHeading<'_>>> = page
        .sections()
        .map(|section| {
            let heading = section.segment.heading.as_ref()?;
            Some(PageHeading { title: &heading.title, level: heading.level })
        })
        .collect();
    let outline = Outline { specs: &contract.sections, closed: contract.closed, unordered: contract.unordered };
    align_headings(outline, &headings)
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
    /// For each canned step without an item, optional and open ones too: (the canned step, the index of the page's item
    /// it belongs directly before; the number of items: at the end). Several before one item stand in this order.
    pub missing: Vec<(usize, usize)>,
    /// The misplaced items' right places: (item, the item it belongs directly before).
    pub moves: Vec<(usize, usize)>,
}
