//! The items of a section's numbered lists held against the canned list of its template section.

use super::first_line;
use docent_syntax::{ListItem, SectionRef, TextRange};
use docent_template::{CannedKind, CannedList, Contract, OutlineAlignment, SectionSpec, StepAlignment, align_steps};

/// A section's list items held against the canned list of its template section.
pub struct Steps<'a> {
    pub section: SectionRef<'a>,
    pub spec: &'a SectionSpec,
    pub list: &'a CannedList,
    /// The items of all top-level numbered lists of the section, in order.
    pub items: Vec<&'a ListItem>,
    pub alignment: StepAlignment,
}

/// The steps of one section, where its template section carries any.
pub fn steps_of<'a>(contract: &'a Contract, outline: &OutlineAlignment, section: SectionRef<'a>) -> Option<Steps<'a>> {
    let found = outline.sections.get(section.index).copied().flatten()?;
    steps_of_section(contract.sections.get(found.spec)?, section)
}

/// The steps of a section that stands for `spec`, where that one carries any.
pub fn steps_of_section<'a>(spec: &'a SectionSpec, section: SectionRef<'a>) -> Option<Steps<'a>> {
    let list = canned_steps(spec)?;
    let items: Vec<&ListItem> = section.segment.ordered_items().collect();
    let alignment = align_steps(list, section.segment, &items);
    Some(Steps { section, spec, list, items, alignment })
}

/// The numbered list a section of the template carries; the first one, if it has several.
pub fn canned_steps(spec: &SectionSpec) -> Option<&CannedList> {
    spec.blocks.iter().find_map(|block| match &block.kind {
        CannedKind::Steps(list) => Some(list),
        _ => None,
    })
}

impl Steps<'_> {
    /// The line of a step that a finding about the step as a whole points to: marker and first paragraph, on one line.
    pub fn head(&self, item: usize) -> TextRange {
        let Some(item) = self.items.get(item) else { return self.section.range() };
        self.section.absolute(first_line(&self.section.segment.text, item.range))
    }
}
