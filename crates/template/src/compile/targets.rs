//! What attributes can be set on, which each has, and what to say of one that is set in the wrong place.

use super::attributes::{self, Attribute, problem};
use crate::contract::TemplateProblem;

/// What an attribute is set on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Target {
    Lead,
    Section,
    Block,
    Step,
}

/// The attributes that a comment directly after a heading can set.
pub const SECTION_ATTRIBUTES: &[&str] =
    &["optional", "repeat", "aliases", "any-heading", "unordered", "closed", "items", "words", "code", "optional-lead"];

/// Those of a paragraph, a list or any other block.
pub const BLOCK_ATTRIBUTES: &[&str] = &["optional", "any-of", "verbatim", "variants"];
/// Those of a list item.
pub const STEP_ATTRIBUTES: &[&str] = &["optional", "any-of", "verbatim", "variants", "open"];

/// An attribute that its target does not have: where it belongs, or what was probably meant.
pub(super) fn misplaced_attribute(attribute: &Attribute<'_>, target: Target) -> TemplateProblem {
    let name = attribute.name;
    let (here, known): (&str, &[&str]) = match target {
        Target::Lead => ("nothing", &[]),
        Target::Section => ("a section", SECTION_ATTRIBUTES),
        Target::Block => ("a paragraph or list", BLOCK_ATTRIBUTES),
        Target::Step => ("a step", STEP_ATTRIBUTES),
    };
    let is_known = |known: &[&str]| known.contains(&name);
    let message = if target == Target::Lead {
        format!("`{name}` is set on nothing: it must follow a heading, a block or a step")
    } else if is_known(SECTION_ATTRIBUTES) {
        format!("`{name}` is for sections: it belongs directly after a heading, and this comment follows {here}")
    } else if name == "open" {
        "`open` is for a step: it belongs inside the list item".to_owned()
    } else if is_known(STEP_ATTRIBUTES) {
        format!("`{name}` is for a paragraph, a list or a step, and this comment follows a heading")
    } else {
        let all = SECTION_ATTRIBUTES.iter().chain(STEP_ATTRIBUTES).copied();
        match attributes::suggestion(name, known.iter().copied()).or_else(|| attributes::suggestion(name, all)) {
            Some(meant) => format!("there is no attribute `{name}`; did you mean `{meant}`?"),
            None => format!("there is no attribute `{name}`; {here} has {}", quoted(known)),
        }
    };
    problem(attribute.range, message)
}

fn quoted(names: &[&str]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}
