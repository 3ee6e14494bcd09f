//! The steps of one section of the page, held against the canned list.

use super::{Context, ItemKind, ItemState, ReportItem, absent, present};
use docent_rules::analysis::steps::{Steps, canned_steps};
use docent_rules::finding::Subject;
use docent_rules::rules::steps::missing_step;
use docent_template::{CannedStep, SectionSpec};

/// One item for each step of the canned list that belongs into the page's section `section`. `speaks_for_steps`: a
/// finding about the section as a whole says that its steps are missing.
pub(super) fn steps(context: &Context<'_>, section: usize, speaks_for_steps: bool) -> Vec<ReportItem> {
    let all = context.steps;
    let Ok(index) = all.binary_search_by_key(&section, |steps| steps.section.index) else { return Vec::new() };
    let steps = &all[index];
    let item = |(index, step): (usize, &CannedStep)| {
        let found = context.about.findings(&Subject::Step { section, step: index });
        if let Some(at) = steps.alignment.canned.get(index).copied().flatten() {
            return present(context, ItemKind::Step, name(step), steps.head(at), found);
        }
        let is_optional = step.optional || step.open;
        let mut item = absent(context, ItemKind::Step, name(step), found, || match speaks_for_steps {
            true => None,
            false => insertion(context, steps, index),
        });
        if speaks_for_steps && !is_optional {
            item.state = ItemState::Missing;
        }
        item
    };
    // A step that stands for whatever else there is, is only worth a line where it is there.
    let is_told = |(index, step): &(usize, &CannedStep)| {
        !step.open || steps.alignment.canned.get(*index).copied().flatten().is_some()
    };
    steps.list.steps.iter().enumerate().filter(is_told).map(item).collect()
}

/// The steps of a section that is not in the page.
pub(super) fn steps_of_absent(context: &Context<'_>, spec: &SectionSpec, is_missing: bool) -> Vec<ReportItem> {
    let list = canned_steps(spec).map(|list| list.steps.as_slice()).unwrap_or_default();
    let item = |step: &CannedStep| {
        let mut item = absent(context, ItemKind::Step, name(step), &[], || None);
        if is_missing && !step.optional {
            item.state = ItemState::Missing;
        }
        item
    };
    list.iter().filter(|step| !step.open).map(item).collect()
}

fn insertion(context: &Context<'_>, steps: &Steps<'_>, index: usize) -> Option<docent_rules::finding::Fix> {
    let (_, before) = steps.alignment.missing.iter().find(|(canned, _)| *canned == index)?;
    let step = steps.list.steps.get(index)?;
    Some(missing_step::insertion(steps, step, *before, context.analysis.line_ending()))
}

/// "1. Retrieve your domain": the number and what is bold at the beginning, else the first words.
fn name(step: &CannedStep) -> String {
    const MAX_SHOWN: usize = 60;
    let words = step.text.bold_lead.as_deref().unwrap_or(&step.text.text);
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let shown: String = words.chars().take(MAX_SHOWN).collect();
    let more = if shown.len() < words.len() { "…" } else { "" };
    format!("{}. {}{more}", step.number, shown.trim_end())
}
