//! The table of rules. A rule is a file beside this one, and a line in each of the two lists here.

use crate::analysis::Analysis;
use crate::finding::{Finding, Severity};
use crate::page_links::LinkContext;
use crate::section_findings::SectionAnalysis;
use docent_syntax::SectionRef;

mod broken_anchor;
mod broken_link;
mod changed_step;
mod deprecated_key;
mod duplicate_key;
mod duplicate_permalink;
mod duplicate_section;
mod empty_section;
mod empty_value;
mod front_matter_syntax;
mod invalid_configuration;
mod invalid_value;
mod key_order;
mod link_case;
mod link_style;
pub(crate) mod links;
mod missing_front_matter;
mod missing_image;
pub(crate) mod missing_key;
pub(crate) mod missing_navigation;
pub(crate) mod missing_section;
pub(crate) mod missing_step;
mod near_miss_value;
mod permalink_convention;
mod redirect_conflict;
mod redirect_loop;
mod redirected_link;
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
pub use near_miss_value::pages_with_near_misses;
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
    &duplicate_permalink::RULE,
    &redirect_conflict::RULE,
    &redirect_loop::RULE,
    &broken_link::RULE,
    &broken_anchor::RULE,
    &link_case::RULE,
    &link_style::RULE,
    &redirected_link::RULE,
    &missing_image::RULE,
    &missing_navigation::RULE,
    &near_miss_value::RULE,
    &template_syntax::RULE,
    &unreachable_section::RULE,
    &invalid_configuration::RULE,
    &unknown_suppression::RULE,
    &unused_suppression::RULE,
];

pub(crate) use invalid_configuration::RULE as INVALID_CONFIGURATION;

/// What a rule reads, and so when it has to look again: a check is only ever put to what has changed since the last one.
#[derive(Clone, Copy)]
pub(crate) enum Check {
    /// Reads the front matter, the template, and nothing of the text (but for how its lines end).
    FrontMatter(fn(&Analysis<'_>, &mut Vec<Finding>)),
    /// Reads one section, and what it is to the template.
    Section(fn(&SectionAnalysis<'_>, &mut Vec<Finding>)),
    /// Reads the links of one section, the ids of the page, and the site's index.
    Links(fn(&LinkContext<'_>, SectionRef<'_>, &mut Vec<Finding>)),
    /// Reads whatever it likes, and runs every time: it must not walk through the text.
    Page(fn(&Analysis<'_>, &mut Vec<Finding>)),
}

/// What runs over a page, in the order of the rules. `unused-suppression` is not here: it runs last, over what the others
/// have found.
pub(crate) const CHECKS: &[Check] = &[
    Check::FrontMatter(front_matter_syntax::check),
    Check::Page(missing_front_matter::check),
    Check::FrontMatter(missing_key::check),
    Check::FrontMatter(empty_value::check),
    Check::FrontMatter(invalid_value::check),
    Check::FrontMatter(duplicate_key::check),
    Check::FrontMatter(unknown_key::check),
    Check::FrontMatter(deprecated_key::check),
    Check::FrontMatter(key_order::check),
    Check::FrontMatter(template_placeholder::check_values),
    Check::Section(template_placeholder::check_text),
    Check::Page(missing_section::check),
    Check::Page(section_order::check),
    Check::Page(section_level::check),
    Check::Section(section_title::check),
    Check::Page(duplicate_section::check),
    Check::Page(unexpected_section::check),
    Check::Section(empty_section::check),
    Check::Section(section_content::check),
    Check::Section(missing_step::check),
    Check::Section(step_order::check),
    Check::Section(step_number::check),
    Check::Section(changed_step::check),
    Check::FrontMatter(permalink_convention::check),
    Check::Page(duplicate_permalink::check),
    Check::Page(redirect_conflict::check),
    Check::Page(redirect_loop::check),
    Check::Links(links::check),
    Check::Page(missing_navigation::check),
    Check::Page(near_miss_value::check),
    Check::Page(unknown_suppression::check),
];

/// The rule with this id.
pub fn rule(id: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|rule| rule.id == id)
}
