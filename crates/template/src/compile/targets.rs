//! What attributes can be set on, and what to say of one that is set in the wrong place.

use super::attributes::Attribute;
use super::vocabulary::{BLOCK_ATTRIBUTES, SECTION_ATTRIBUTES, STEP_ATTRIBUTES, Word, names};
use crate::problem::TemplateProblem;
use crate::settings::nearest;

/// What an attribute is set on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Target {
    Lead,
    Section,
    Block,
    Step,
}

/// An attribute that its target does not have: where it belongs, or what was probably meant.
pub(super) fn misplaced_attribute(attribute: &Attribute<'_>, target: Target) -> TemplateProblem {
    let name = attribute.name;
    let (here, known): (&str, &'static [Word]) = match target {
        Target::Lead => ("nothing", &[]),
        Target::Section => ("a section", SECTION_ATTRIBUTES),
        Target::Block => ("a paragraph or list", BLOCK_ATTRIBUTES),
        Target::Step => ("a step", STEP_ATTRIBUTES),
    };
    let is_known = |known: &'static [Word]| names(known).any(|known| known == name);
    let message = if target == Target::Lead {
        format!("`{name}` is set on nothing: it must follow a heading, a block or a step")
    } else if is_known(SECTION_ATTRIBUTES) {
        format!("`{name}` is for sections: it belongs directly after a heading, and this comment follows {here}")
    } else if name == "open" {
        "`open` is for a step: it belongs inside the list item".to_owned()
    } else if is_known(STEP_ATTRIBUTES) {
        format!("`{name}` is for a paragraph, a list or a step, and this comment follows a heading")
    } else {
        let near = |words: &'static [Word]| nearest(name, &names(words).collect::<Vec<_>>());
        match near(known).or_else(|| near(SECTION_ATTRIBUTES)).or_else(|| near(STEP_ATTRIBUTES)) {
            Some(meant) => format!("there is no attribute `{name}`; did you mean `{meant}`?"),
            None => format!("there is no attribute `{name}`; {here} has {}", quoted(known)),
        }
    };
    TemplateProblem::syntax(attribute.range, message)
}

fn quoted(words: &'static [Word]) -> String {
    names(words).map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}
