//! The table of rules. A rule is a file in the folder of its group, and a line in each of the two lists here.

pub mod docent;
pub mod front_matter;
pub mod sections;
pub mod site;
pub mod steps;

use crate::rule::{Check, Rule};

/// All rules, in the order of the documentation.
pub const RULES: &[&Rule] = &[
    &front_matter::front_matter_syntax::RULE,
    &front_matter::missing_front_matter::RULE,
    &front_matter::missing_key::RULE,
    &front_matter::empty_value::RULE,
    &front_matter::invalid_value::RULE,
    &front_matter::duplicate_key::RULE,
    &front_matter::unknown_key::RULE,
    &front_matter::deprecated_key::RULE,
    &front_matter::key_order::RULE,
    &front_matter::template_placeholder::RULE,
    &sections::missing_section::RULE,
    &sections::section_order::RULE,
    &sections::section_level::RULE,
    &sections::section_title::RULE,
    &sections::duplicate_section::RULE,
    &sections::unexpected_section::RULE,
    &sections::empty_section::RULE,
    &sections::section_content::RULE,
    &steps::missing_step::RULE,
    &steps::step_order::RULE,
    &steps::step_number::RULE,
    &steps::changed_step::RULE,
    &site::permalink_convention::RULE,
    &site::duplicate_permalink::RULE,
    &site::redirect_conflict::RULE,
    &site::redirect_loop::RULE,
    &site::broken_link::RULE,
    &site::broken_anchor::RULE,
    &site::link_case::RULE,
    &site::link_style::RULE,
    &site::redirected_link::RULE,
    &site::missing_image::RULE,
    &site::missing_navigation::RULE,
    &site::near_miss_value::RULE,
    &docent::template_syntax::RULE,
    &docent::unreachable_section::RULE,
    &docent::invalid_configuration::RULE,
    &docent::unknown_suppression::RULE,
    &docent::unused_suppression::RULE,
];

/// What runs over a page, in the order of the rules. `unused-suppression` is not here: it runs last, over what the others
/// have found.
pub(crate) const CHECKS: &[Check] = &[
    Check::FrontMatter(front_matter::front_matter_syntax::check),
    Check::Page(front_matter::missing_front_matter::check),
    Check::FrontMatter(front_matter::missing_key::check),
    Check::FrontMatter(front_matter::empty_value::check),
    Check::FrontMatter(front_matter::invalid_value::check),
    Check::FrontMatter(front_matter::duplicate_key::check),
    Check::FrontMatter(front_matter::unknown_key::check),
    Check::FrontMatter(front_matter::deprecated_key::check),
    Check::FrontMatter(front_matter::key_order::check),
    Check::FrontMatter(front_matter::template_placeholder::check_values),
    Check::Section(front_matter::template_placeholder::check_text),
    Check::Page(sections::missing_section::check),
    Check::Page(sections::section_order::check),
    Check::Page(sections::section_level::check),
    Check::Section(sections::section_title::check),
    Check::Page(sections::duplicate_section::check),
    Check::Page(sections::unexpected_section::check),
    Check::Section(sections::empty_section::check),
    Check::Section(sections::section_content::check),
    Check::Section(steps::missing_step::check),
    Check::Section(steps::step_order::check),
    Check::Section(steps::step_number::check),
    Check::Section(steps::changed_step::check),
    Check::FrontMatter(site::permalink_convention::check),
    Check::Page(site::duplicate_permalink::check),
    Check::Page(site::redirect_conflict::check),
    Check::Page(site::redirect_loop::check),
    Check::Links(site::links::check),
    Check::Page(site::missing_navigation::check),
    Check::Page(site::near_miss_value::check),
    Check::Page(docent::unknown_suppression::check),
];

/// The rule with this id.
pub fn rule(id: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|rule| rule.id == id)
}
