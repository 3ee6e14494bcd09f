//! The table of rules. A rule is a file beside this one, and a line in each of the two lists here.

use crate::analysis::Analysis;
use crate::finding::{Finding, Severity};

mod changed_step;
mod deprecated_key;
mod duplicate_key;
mod duplicate_section;
mod empty_section;
mod empty_value;
mod front_matter_syntax;
mod invalid_configuration;
mod invalid_value;
mod key_order;
mod missing_front_matter;
pub(crate) mod missing_key;
pub(crate) mod missing_section;
pub(crate) mod missing_step;
mod permalink_convention;
mod section_content;
mod section_level;
mod section_order;
mod section_title;
mod step_number;
mod step_order;
mod template_placeholder;
mod template_syntax;
mod unexpected_section;
mod unknown_key;
mod unknown_suppression;
mod unreachable_section;
pub(crate) mod unused_suppression;

pub(crate) use missing_section::missing_groups;
pub(crate) use missing_step::missing_steps;
pub(crate) use template_placeholder::placeholder_names;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RuleGroup {
    FrontMatter,
    Sections,
    Steps,
    Site,
    Docent,
}

impl RuleGroup {
    /// The group's heading in lists.
    pub fn title(self) -> &'static str {
        match self {
            RuleGroup::FrontMatter => "Front matter",
            RuleGroup::Sections => "Sections",
            RuleGroup::Steps => "Steps",
            RuleGroup::Site => "Site",
            RuleGroup::Docent => "Docent itself",
        }
    }
}

/// A rule's metadata.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// Kebab-case; stable for ever.
    pub id: &'static str,
    pub group: RuleGroup,
    /// The default; the configuration can change it.
    pub severity: Severity,
    /// One line: what it finds.
    pub summary: &'static str,
    /// The rule's page, Markdown: what, why, bad, good, fix. Its examples run as tests.
    pub docs: &'static str,
}

/// All rules, in the order of the documentation.
pub const RULES: &[&Rule] = &[
    &front_matter_syntax::RULE,
    &missing_front_matter::RULE,
    &missing_key::RULE,
    &empty_value::RULE,
    &invalid_value::RULE,
    &duplicate_key::RULE,
    &unknown_key::RULE,
    &deprecated_key::RULE,
    &key_order::RULE,
    &template_placeholder::RULE,
    &missing_section::RULE,
    &section_order::RULE,
    &section_level::RULE,
    &section_title::RULE,
    &duplicate_section::RULE,
    &unexpected_section::RULE,
    &empty_section::RULE,
    &section_content::RULE,
    &missing_step::RULE,
    &step_order::RULE,
    &step_number::RULE,
    &changed_step::RULE,
    &permalink_convention::RULE,
    &template_syntax::RULE,
    &unreachable_section::RULE,
    &invalid_configuration::RULE,
    &unknown_suppression::RULE,
    &unused_suppression::RULE,
];

pub(crate) use invalid_configuration::RULE as INVALID_CONFIGURATION;

type Check = fn(&Analysis<'_>, &mut Vec<Finding>);

/// What runs over a page, in the order of the rules. `unused-suppression` is not here: it runs last, over what the others
/// have found.
pub(crate) const CHECKS: &[Check] = &[
    front_matter_syntax::check,
    missing_front_matter::check,
    missing_key::check,
    empty_value::check,
    invalid_value::check,
    duplicate_key::check,
    unknown_key::check,
    deprecated_key::check,
    key_order::check,
    template_placeholder::check,
    missing_section::check,
    section_order::check,
    section_level::check,
    section_title::check,
    duplicate_section::check,
    unexpected_section::check,
    empty_section::check,
    section_content::check,
    missing_step::check,
    step_order::check,
    step_number::check,
    changed_step::check,
    permalink_convention::check,
    unknown_suppression::check,
];

/// The rule with this id.
pub fn rule(id: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|rule| rule.id == id)
}
