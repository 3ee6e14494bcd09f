//! One section held against its template: what the rules of a section read.

use super::outline::SectionRole;
use super::steps::Steps;
use crate::input::RuleSettings;
use docent_syntax::{LineEnding, SectionRef};
use docent_template::{Contract, SectionSpec, TitleMatch};

/// What the rules of one section read.
pub struct SectionAnalysis<'a> {
    /// It begins at 0 and is number 0, wherever it stands in the page.
    pub section: SectionRef<'a>,
    pub line_ending: LineEnding,
    pub settings: &'a RuleSettings,
    /// `None` in a page without a template.
    pub template: Option<SectionTemplate<'a>>,
}

/// The section held against its template.
pub struct SectionTemplate<'a> {
    pub contract: &'a Contract,
    pub role: SectionRole,
    /// The section's list items held against the canned list, where the template has one.
    pub steps: Option<Steps<'a>>,
}

impl<'a> SectionTemplate<'a> {
    /// What the section stands for, and how its title agrees with that.
    pub fn spec(&self) -> Option<(&'a SectionSpec, TitleMatch)> {
        let (spec, title) = self.role.spec?;
        Some((self.contract.sections.get(spec)?, title))
    }
}
