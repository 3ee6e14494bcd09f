//! The page's headings aligned with the template, and what follows from them alone: as long as the headings are the same,
//! one alignment serves every version of a page.

use docent_syntax::Page;
use docent_syntax::work::{Work, count};
use docent_template::{Contract, OutlineAlignment, TitleMatch, align_outline};
use std::collections::HashSet;
use std::ops::Deref;

#[derive(Debug)]
pub struct AlignedOutline {
    alignment: OutlineAlignment,
    /// Sections, ascending, that stand for something whose heading has another level.
    pub wrong_levels: Vec<usize>,
    repetitions: HashSet<usize>,
}

/// What one section is to the template. Sections of the same text and role have the same findings of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SectionRole {
    /// The template's section (an index) that it stands for.
    pub spec: Option<(usize, TitleMatch)>,
    pub has_subsections: bool,
    /// It repeats one that may stand only once.
    pub is_repetition: bool,
    /// No section follows.
    pub is_last: bool,
}

impl AlignedOutline {
    pub fn of(contract: &Contract, page: &Page) -> AlignedOutline {
        count(Work::OutlinesAligned, 1);
        let alignment = align_outline(contract, page);
        let wrong_levels = alignment.sections.iter().flatten().filter(|found| {
            let heading = page.section(found.section).segment.heading.as_ref();
            let spec = contract.sections.get(found.spec);
            heading.zip(spec).is_some_and(|(heading, spec)| heading.level != spec.level)
        });
        AlignedOutline {
            wrong_levels: wrong_levels.map(|found| found.section).collect(),
            repetitions: alignment.duplicates.iter().map(|&(repetition, _)| repetition).collect(),
            alignment,
        }
    }

    pub fn role(&self, section: usize) -> SectionRole {
        let found = self.sections.get(section).copied().flatten();
        SectionRole {
            spec: found.map(|found| (found.spec, found.title)),
            has_subsections: self.extent(section).len() > 1,
            is_repetition: self.repetitions.contains(&section),
            is_last: section + 1 == self.sections.len(),
        }
    }
}

impl Deref for AlignedOutline {
    type Target = OutlineAlignment;

    fn deref(&self) -> &OutlineAlignment {
        &self.alignment
    }
}
