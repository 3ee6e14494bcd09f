//! The table of rules. A rule is a file in `rules/` and a line here.

use crate::finding::Severity;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RuleGroup {
    FrontMatter,
    Sections,
    Steps,
    Site,
    Docent,
}

/// A rule's metadata.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    pub id: &'static str,
    pub group: RuleGroup,
    pub severity: Severity,
    /// One line: what it finds.
    pub summary: &'static str,
    /// The rule's page, Markdown: what, why, bad, good, fix. Its examples run as tests.
    pub docs: &'static str,
}

/// All rules, in the order of the documentation.
pub const RULES: &[&Rule] = &[];

/// The rule with this id.
pub fn rule(id: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|rule| rule.id == id)
}
