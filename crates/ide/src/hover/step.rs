//! Hover of a step, and of an item below a step: the template's wording and the others that are accepted.

use super::Hover;
use super::words::{escaped, headline, quotation, template_name};
use docent_rules::analysis::outline::AlignedOutline;
use docent_rules::analysis::steps::{Steps, steps_of};
use docent_syntax::{ListItem, SectionRef, Segment, TextRange, TextSize};
use docent_template::canned::same_wording;
use docent_template::normalize::link_key;
use docent_template::{CannedList, CannedStep, CannedText, Contract, StepMatch, align_steps, nested_items};
use std::sync::Arc;

pub(super) fn hover(
    contract: &Contract,
    section: SectionRef<'_>,
    offset: TextSize,
    outline: impl FnOnce() -> Arc<AlignedOutline>,
) -> Option<Hover> {
    let at = offset.checked_sub(section.start)?;
    let holds = |item: &&ListItem| item.range.contains_inclusive(at);
    section.segment.ordered_items().find(holds)?;
    let steps = steps_of(contract, &outline(), section)?;
    let index = steps.items.iter().position(holds)?;
    let item = steps.items[index];
    let Some(found) = steps.alignment.items.get(index).copied().flatten() else {
        return further_step(contract, &steps, item, at);
    };
    let step = steps.list.steps.get(found.canned)?;
    if let Some(hover) = nested(contract, &steps, step, item, at) {
        return Some(hover);
    }
    let of = format!("of \"{}\" in {}", escaped(&steps.spec.title), template_name(contract));
    let first = headline(&format!("Step {}", step.number), &of);
    Some(Hover::new(
        section.absolute(head(item, at)),
        blocks(contract, steps.section.segment, step, found, item, first),
    ))
}

/// An item of the list below a step.
fn nested(contract: &Contract, steps: &Steps<'_>, step: &CannedStep, item: &ListItem, at: TextSize) -> Option<Hover> {
    let list: &CannedList = step.children.as_ref()?;
    let items = nested_items(item);
    let index = items.iter().position(|item| item.range.contains_inclusive(at))?;
    let found = align_steps(list, steps.section.segment, &items).items.get(index).copied().flatten()?;
    let canned = list.steps.get(found.canned)?;
    let of = format!("of \"{}\" in {}", escaped(&steps.spec.title), template_name(contract));
    let first = headline(&format!("Below step {}", step.number), &of);
    let mut blocks = blocks(contract, steps.section.segment, canned, found, items[index], first);
    if list.any_of && list.steps.len() > 1 {
        blocks.insert(1, format!("One of these {} is enough.", list.steps.len()));
    }
    Some(Hover::new(steps.section.absolute(head(items[index], at)), blocks))
}

fn blocks(
    contract: &Contract,
    segment: &Segment,
    step: &CannedStep,
    found: StepMatch,
    item: &ListItem,
    first: String,
) -> Vec<String> {
    let mut blocks = vec![first];
    if step.optional {
        blocks.push("It may be left out.".to_owned());
    }
    blocks.push(match (found.same_text, step.verbatim) {
        (true, _) if !is_first_wording(segment, step, item) => {
            "Worded in an accepted way. The template's own:".to_owned()
        }
        (true, _) if step.text.placeholders.is_empty() => "Worded as the template has it:".to_owned(),
        (true, _) => "Worded as the template has it, its placeholder filled in:".to_owned(),
        (false, true) => "The template asks for this very wording:".to_owned(),
        (false, false) => "The template words it so:".to_owned(),
    });
    blocks.push(quotation(&step.text.source));
    let variants: Vec<String> =
        step.text.variants.iter().map(|variant| format!("- {}", one_line(&variant.source))).collect();
    if !variants.is_empty() {
        blocks.push(format!("Accepted as well:\n\n{}", variants.join("\n")));
    }
    blocks.extend(guidance(contract, step));
    blocks
}

/// Whether it is the template's own wording that the item has, not one of the others.
fn is_first_wording(segment: &Segment, step: &CannedStep, item: &ListItem) -> bool {
    let own = CannedText { variants: Vec::new(), ..step.text.clone() };
    let Some(prose) = item.prose() else { return false };
    let link = segment.links_of(prose).iter().find(|link| !link.image).map(|link| link_key(&link.url));
    same_wording(&own, &prose.text) && link == own.first_link.as_deref().map(link_key)
}

fn one_line(source: &str) -> String {
    source.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What the template tells about the steps that the author adds, if it leaves room for any.
fn further_step(contract: &Contract, steps: &Steps<'_>, item: &ListItem, at: TextSize) -> Option<Hover> {
    let open = steps.list.steps.iter().find(|step| step.open)?;
    let first =
        headline("A further step", &format!("\"{}\" in {}", escaped(&steps.spec.title), template_name(contract)));
    let range = steps.section.absolute(head(item, at));
    let said = "The template leaves it to the author.".to_owned();
    Some(Hover::new(range, [first, said].into_iter().chain(guidance(contract, open))))
}

/// The guidance that stands inside the step's item in the template.
pub(super) fn guidance(contract: &Contract, step: &CannedStep) -> Option<String> {
    let source = contract.source.text.get(std::ops::Range::<usize>::from(step.range))?;
    let comment = &source[source.find("<!-- guidance")? + "<!-- guidance".len()..];
    let text = &comment[..comment.find("-->")?];
    let lines: Vec<&str> = text.trim_start_matches(':').lines().map(str::trim).collect();
    Some(lines.join("\n").trim().to_owned()).filter(|text| !text.is_empty())
}

/// The step's own first lines, or all of it where the pointer is further down.
fn head(item: &ListItem, at: TextSize) -> TextRange {
    let first = item.blocks.first().map_or(item.marker, |block| item.marker.cover(block.range));
    if first.contains_inclusive(at) { first } else { item.range }
}
