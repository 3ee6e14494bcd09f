//! Hover of a `{{placeholder}}` that the template left for the author to fill in. Those of templating are none.

use super::Hover;
use super::words::{code, escaped, headline, template_name};
use docent_rules::edits::placeholders::placeholder_at;
use docent_rules::rules::front_matter::template_placeholder::placeholder_names;
use docent_syntax::{SectionRef, TextSize};
use docent_template::{CannedKind, CannedList, CannedStep, Contract, SectionSpec};

pub(super) fn hover(contract: &Contract, section: SectionRef<'_>, offset: TextSize) -> Option<Hover> {
    let at = offset.checked_sub(section.start)?;
    let (range, name) = placeholder_at(&section.segment.text, at)?;
    if !placeholder_names(contract).contains(name) {
        return None;
    }
    let first = headline(&code(&format!("{{{{{name}}}}}")), &format!("placeholder of {}", template_name(contract)));
    let what = "Replace it, braces and all, by what it stands for.".to_owned();
    let place = contract.sections.iter().find_map(|spec| place(contract, spec, name));
    Some(Hover::new(section.absolute(range), [first, what, place.unwrap_or_default()]))
}

/// Where the template has it, with the guidance of that place.
fn place(contract: &Contract, spec: &SectionSpec, name: &str) -> Option<String> {
    let title = escaped(&spec.title);
    spec.blocks.iter().find_map(|block| match &block.kind {
        CannedKind::Paragraph(text) => {
            text.placeholders.iter().any(|other| &**other == name).then(|| format!("It belongs to \"{title}\"."))
        }
        CannedKind::Steps(list) | CannedKind::Bullets(list) => {
            let step = list.steps.iter().find(|step| step_holds(step, name, 0))?;
            let guidance = super::step::guidance(contract, step).unwrap_or_default();
            Some(format!("It belongs to step {} of \"{title}\".\n\n{guidance}", step.number).trim_end().to_owned())
        }
        CannedKind::Source(_) => None,
    })
}

/// Lists in lists in a template are few; the bound is for a template that is hostile.
fn step_holds(step: &CannedStep, name: &str, depth: u32) -> bool {
    let below = |list: &CannedList| depth < 20 && list.steps.iter().any(|step| step_holds(step, name, depth + 1));
    step.text.placeholders.iter().any(|other| &**other == name) || step.children.as_ref().is_some_and(below)
}
