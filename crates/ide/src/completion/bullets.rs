//! Bullets below a step of the template's list: those that are missing there, on a line that begins with a bullet.

use super::context::Context;
use super::half_typed::{begins, continued};
use super::insert_text::InsertText;
use super::item::{Completion, CompletionKind, Offers};
use super::place::Place;
use super::steps::short;
use docent_rules::analysis::steps::canned_steps;
use docent_syntax::ListItem;
use docent_template::{CannedStep, align_steps, nested_items};

pub(super) fn provide(context: &Context<'_>, offers: &mut Offers) {
    let Place::Bullet { line, item } = &context.place else { return };
    let Some(contract) = context.contract else { return };
    let outline = context.outline(contract);
    let Some(found) = outline.sections.get(line.section.index).copied().flatten() else { return };
    let Some(list) = contract.sections.get(found.spec).and_then(canned_steps) else { return };
    let segment = line.section.segment;
    let items: Vec<&ListItem> = segment.ordered_items().collect();
    let steps = align_steps(list, segment, &items);
    let Some(index) = items.iter().position(|other| other.range == item.range) else { return };
    let Some(step) = steps.items.get(index).copied().flatten().and_then(|found| list.steps.get(found.canned)) else {
        return;
    };
    let Some(children) = &step.children else { return };
    let line_end = usize::from(line.local_start()) + line.text.len();
    let is_typed =
        |item: &&ListItem| item.range.start() >= line.local_start() && usize::from(item.range.start()) <= line_end;
    let others: Vec<&ListItem> = nested_items(item).into_iter().filter(|item| !is_typed(item)).collect();
    let there = align_steps(children, segment, &others);
    // One of them is enough where the template says so, but both may stand.
    let missing = there.missing.iter().filter_map(|(canned, _)| children.steps.get(*canned));
    for bullet in missing.filter(|bullet| begins(&bullet.text.text, line.before())) {
        offers.add(one_bullet(context, line, step, bullet));
    }
}

fn one_bullet(
    context: &Context<'_>,
    line: &super::line::Line<'_>,
    step: &CannedStep,
    bullet: &CannedStep,
) -> Completion {
    let marker = line.text.len() - line.text.trim_start().len();
    let indent = line.text.get(..marker).unwrap_or_default();
    let typed_marker = line.text.get(marker..).and_then(|text| text.get(..1)).unwrap_or("*");
    // The page's own kind of bullet stays; further lines are indented as the first one is.
    let source = bullet.source.trim_end().replace('\n', &format!("\n{indent}"));
    let words = source.trim_start_matches(['*', '-', '+']).trim_start().to_owned();
    let text = InsertText::of_template(&format!("{typed_marker} {words}"));
    let range = line.range(marker, line.text.len());
    let mut item = Completion::new(CompletionKind::Text, short(&bullet.text), range, text.with_ending(context.ending));
    let typed = line.before().get(marker..).unwrap_or_default();
    let separator = if typed.len() == 1 { " " } else { "" };
    item.filter = continued(&format!("{typed}{separator}"), &item.label, typed);
    item.detail = Some(format!("below step {} of the template", step.number));
    item
}
