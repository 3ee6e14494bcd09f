//! Hover of a section's heading: what the template wants the section to be.

use super::Hover;
use super::words::{bullets, code, escaped, headline, shortened, template_name};
use docent_rules::analysis::outline::AlignedOutline;
use docent_rules::analysis::steps::{canned_steps, steps_of};
use docent_syntax::{SectionRef, TextSize};
use docent_template::{Contract, Count, OutlineAlignment, SectionSpec};
use std::sync::Arc;

/// Steps are named, not quoted: so many characters tell which one is meant.
const STEP_NAME: usize = 70;

pub(super) fn hover(
    contract: &Contract,
    section: SectionRef<'_>,
    offset: TextSize,
    outline: impl FnOnce() -> Arc<AlignedOutline>,
) -> Option<Hover> {
    let heading = section.segment.heading.as_ref()?;
    let range = section.absolute(heading.range);
    if !range.contains_inclusive(offset) {
        return None;
    }
    let outline = outline();
    let found = outline.sections.get(section.index).copied().flatten()?;
    let spec = contract.sections.get(found.spec)?;
    let first = headline(&escaped(&spec.title), &format!("{} of {}", kind(spec), template_name(contract)));
    let guidance = own_guidance(contract, spec);
    let steps = steps(contract, &outline, section, spec);
    Some(Hover::new(range, [first, bullets(&facts(contract, found.spec, spec)), guidance, steps]))
}

fn kind(spec: &SectionSpec) -> &'static str {
    if spec.repeat.min == 0 { "optional section" } else { "section" }
}

fn facts(contract: &Contract, index: usize, spec: &SectionSpec) -> Vec<String> {
    let mut facts = Vec::new();
    if spec.any_heading {
        facts.push("The author gives it its title".to_owned());
    }
    match spec.repeat {
        Count::ONE | Count::ZERO_OR_ONE => {}
        repeat => facts.push(format!("Stands in the page {}", times(repeat))),
    }
    if let Some(items) = spec.items {
        facts.push(format!("Holds {}", counted(items, "list item", "list items")));
    }
    if let Some(words) = spec.words {
        facts.push(format!("Has {}", counted(words, "word", "words")));
    }
    if let Some(language) = &spec.code {
        facts.push(format!("Shows code in {}", code(language)));
    }
    let inside: Vec<String> = contract
        .children(Some(index))
        .map(|child| &contract.sections[child])
        .map(|child| format!("{}{}", escaped(&child.title), if child.repeat.min == 0 { " (optional)" } else { "" }))
        .collect();
    if !inside.is_empty() {
        facts.push(format!("Sections inside it: {}", inside.join(", ")));
    }
    if !spec.aliases.is_empty() {
        let titles: Vec<String> = spec.aliases.iter().map(|alias| format!("\"{}\"", escaped(alias))).collect();
        facts.push(format!("Its title may also be {}", super::words::joined(&titles, "or")));
    }
    facts
}

/// The guidance of the section without that of its steps, which the hover of a step shows.
fn own_guidance(contract: &Contract, spec: &SectionSpec) -> String {
    let steps = canned_steps(spec).map(|list| &*list.steps).unwrap_or_default();
    let of_steps: Vec<String> = steps.iter().filter_map(|step| super::step::guidance(contract, step)).collect();
    let guidance = spec.guidance.as_deref().unwrap_or_default();
    let own = guidance.split("\n\n").filter(|text| !of_steps.iter().any(|step| step.contains(text.trim())));
    own.collect::<Vec<_>>().join("\n\n")
}

fn times(count: Count) -> String {
    let word = if count == (Count { min: 1, max: Some(1) }) { "time" } else { "times" };
    format!("{count} {word}")
}

fn counted(count: Count, one: &str, many: &str) -> String {
    let last = count.max.unwrap_or(count.min);
    format!("{count} {}", if last == 1 { one } else { many })
}

/// The canned steps by name, with those that the page lacks.
fn steps(contract: &Contract, outline: &OutlineAlignment, section: SectionRef<'_>, spec: &SectionSpec) -> String {
    let Some(list) = canned_steps(spec) else { return String::new() };
    let Some(steps) = steps_of(contract, outline, section) else { return String::new() };
    let missing: Vec<usize> =
        docent_rules::rules::steps::missing_step::missing_steps(&steps).into_iter().map(|(step, _)| step).collect();
    let lines = list.steps.iter().enumerate().map(|(index, step)| {
        let name = step.text.bold_lead.as_deref().unwrap_or(&step.text.text);
        let state = match () {
            () if missing.contains(&index) => " *(missing)*",
            () if step.open => " *(whatever else there is)*",
            () if step.optional => " *(optional)*",
            () => "",
        };
        format!("{}. {}{state}", step.number, escaped(&shortened(name, STEP_NAME)))
    });
    format!("Its steps:\n\n{}", lines.collect::<Vec<_>>().join("\n"))
}
