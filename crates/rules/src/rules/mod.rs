//! The table of rules. A rule is a file in the folder of its group, its `mod` line, and a line in the list here.

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

/// What runs over a page, each with the position of its rule. `unused-suppression` is not among them: it runs last, over what the
/// others have found.
pub(crate) fn checks() -> impl Iterator<Item = (usize, Check)> {
    let of_rule = |(order, rule): (usize, &&'static Rule)| rule.checks.iter().map(move |check| (order, *check));
    RULES.iter().enumerate().flat_map(of_rule)
}

/// The rule with this id.
pub fn rule(id: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|rule| rule.id == id)
}
