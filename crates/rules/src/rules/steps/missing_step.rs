//! `missing-step`: a step of a canned list is not in the section's list.

use crate::analysis::section::{SectionAnalysis, SectionTemplate};
use crate::analysis::steps::Steps;
use crate::edits::steps::{insert_step, insert_steps};
use crate::finding::{Finding, Fix, Related, Safety, Severity, Subject};
use crate::rule::{Check, Rule, RuleGroup};
use crate::rules::sections::section_content::quoted;
use docent_syntax::{LineEnding, TextRange};
use docent_template::CannedStep;

pub(crate) const RULE: Rule = Rule {
    id: "missing-step",
    group: RuleGroup::Steps,
    severity: Severity::Warning,
    summary: "A step of the template's list is missing.",
    checks: &[Check::Section(check)],
    options: &[],
    docs: r####"
# missing-step

The template gives the section a numbered list, and one of its steps is not there. Steps are identified by their first
link, else by what is bold at their beginning, else by their words; other wording does not make a step missing.

The finding stands at the step before the missing one, else at the first step, else at the heading. The fix inserts the
step with its number, and puts the numbers after it right. It is a safe one where at least half of the steps are there and none of those
that are missing has a placeholder to fill in: half a procedure is of no use.

~~~markdown template
---
docent: { template: recipe }
---

## Steps

1. **Weigh** the flour.

2. **Knead** the dough.

3. **Wait** for an hour.
~~~

~~~markdown bad
## Steps

1. **Weigh** the flour.
^^^^^^^^^^^^^^^^^^^^^^^ missing-step

2. **Wait** for an hour.
~~~

~~~markdown fixed
## Steps

1. **Weigh** the flour.

2. **Knead** the dough.

3. **Wait** for an hour.
~~~

~~~markdown good
## Steps

1. **Weigh** the flour.

2. **Knead** the dough.

3. **Wait** for an hour.

4. Bake.
~~~
"####,
};

pub(crate) fn check(analysis: &SectionAnalysis<'_>, findings: &mut Vec<Finding>) {
    let Some(template) = &analysis.template else { return };
    let Some(steps) = &template.steps else { return };
    let missing = missing_steps(steps);
    // An empty section is reported as that, with a fix that brings the whole list.
    if missing.is_empty() || crate::rules::sections::empty_section::is_empty(steps.section.segment) {
        return;
    }
    let sources: Vec<(usize, &str)> =
        missing.iter().map(|&(step, before)| (before, &*steps.list.steps[step].source)).collect();
    let insert_all = Fix::with_safety(
        insertion_safety(steps),
        format!("Insert all {} missing steps", missing.len()),
        insert_steps(steps, &sources, analysis.line_ending),
    );
    if steps.items.is_empty() && missing.len() > 1 {
        findings.push(whole_list(template, steps, missing.len()).fixes([insert_all]));
        return;
    }
    for (index, before) in missing.iter().copied() {
        let step = &steps.list.steps[index];
        let (place, where_) = place_of(steps, before);
        findings.push(
            RULE.finding(place, format!("The step {} is missing; it belongs {where_}", quoted(&step.text)))
                .about(Subject::Step { section: steps.section.index, step: index })
                .related([Related::template(&template.contract.source, step.range, "the step in the template")])
                .fixes([insertion(steps, step, before, analysis.line_ending)])
                .fixes((missing.len() > 1).then(|| insert_all.clone())),
        );
    }
}

/// Inserts a step directly before the item `before`.
pub fn insertion(steps: &Steps<'_>, step: &CannedStep, before: usize, ending: LineEnding) -> Fix {
    let is_safe = safety_of(&step.source) == Safety::Safe && insertion_safety(steps) == Safety::Safe;
    Fix::with_safety(
        if is_safe { Safety::Safe } else { Safety::Unsafe },
        format!("Insert missing step {}", step.number),
        insert_step(steps, before, &step.source, ending),
    )
}

/// Whether all missing steps may be inserted without asking. One that waits for its author's words keeps the others back, so that no half
/// of a procedure comes into being; and a list that lacks most of its steps is probably one of the author's own.
pub(crate) fn insertion_safety(steps: &Steps<'_>) -> Safety {
    let missing = missing_steps(steps);
    let expected = steps.list.steps.iter().filter(|step| !step.optional && !step.open).count();
    let all_safe = missing.iter().all(|&(step, _)| safety_of(&steps.list.steps[step].source) == Safety::Safe);
    if all_safe && missing.len() * 2 <= expected { Safety::Safe } else { Safety::Unsafe }
}

/// The steps that a section lacks, as indices of the canned list, each with the item it belongs directly before.
pub fn missing_steps(steps: &Steps<'_>) -> Vec<(usize, usize)> {
    let is_wanted = |canned: usize| steps.list.steps.get(canned).is_some_and(|step| !step.optional && !step.open);
    let missing: Vec<_> = steps.alignment.missing.iter().copied().filter(|(canned, _)| is_wanted(*canned)).collect();
    // Of a list with `any-of`, one step is enough.
    let one_is_there = steps.alignment.canned.iter().any(Option::is_some);
    if steps.list.any_of && one_is_there { Vec::new() } else { missing }
}

fn whole_list(template: &SectionTemplate<'_>, steps: &Steps<'_>, count: usize) -> Finding {
    let range = heading_range(steps);
    RULE.finding(range, format!("'{}' lacks its numbered list of {count} steps", steps.spec.title))
        .about(Subject::Section { section: steps.section.index })
        .related([Related::template(&template.contract.source, steps.spec.range, "the section in the template")])
}

fn heading_range(steps: &Steps<'_>) -> TextRange {
    let heading = steps.section.segment.heading.as_ref();
    heading.map_or(steps.section.range(), |heading| steps.section.absolute(heading.range))
}

fn place_of(steps: &Steps<'_>, before: usize) -> (TextRange, &'static str) {
    match before.checked_sub(1) {
        Some(previous) if previous < steps.items.len() => (steps.head(previous), "after this one"),
        _ if steps.items.is_empty() => (heading_range(steps), "in this section"),
        _ => (steps.head(0), "before this one"),
    }
}

fn safety_of(source: &str) -> Safety {
    if source.contains("{{") { Safety::Unsafe } else { Safety::Safe }
}
