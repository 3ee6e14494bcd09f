//! `step-number`: the numbers of a canned list are not 1, 2, 3.

use super::{Rule, RuleGroup};
use crate::analysis::{Analysis, Steps};
use crate::finding::{Finding, Fix, Severity};
use crate::step_edits::renumber;
use docent_syntax::ListItem;

pub(super) const RULE: Rule = Rule {
    id: "step-number",
    group: RuleGroup::Steps,
    severity: Severity::Warning,
    summary: "The numbers of the template's list do not run 1, 2, 3.",
    docs: r####"
# step-number

The steps of the template's list are not numbered one after the other. A renderer counts for itself from a list's first
number on: what readers see then differs from what the author wrote, or begins anew in the middle of the list.

`1.` at every step is fine, since the renderer counts. A list that breaks apart (by a paragraph between two steps, or by a
wrong indentation) goes on counting. Lists of the author's own are not looked at.

The fix puts the numbers right and nothing else.

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

3. **Knead** the dough.
^^ step-number

4. **Wait** for an hour.
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

1. **Knead** the dough.

1. **Wait** for an hour.
~~~
"####,
};

pub(super) fn check(analysis: &Analysis<'_>, findings: &mut Vec<Finding>) {
    let Some(template) = &analysis.template else { return };
    for steps in &template.steps {
        findings.extend(finding(steps));
    }
}

fn finding(steps: &Steps<'_>) -> Option<Finding> {
    let canned = canned_items(steps);
    let numbers: Vec<u64> = canned.iter().flatten().filter_map(|item| item.number).collect();
    let wanted = wanted_numbers(&canned);
    let wrong = numbers.iter().zip(&wanted).position(|(found, wanted)| found != wanted)?;
    let items: Vec<&ListItem> = canned.into_iter().flatten().collect();
    let edits = items.iter().zip(&wanted).flat_map(|(item, &number)| renumber(steps, item, number)).collect();
    let run = numbers.iter().map(u64::to_string).collect::<Vec<_>>().join(" ");
    Some(
        Finding::new(
            &RULE,
            steps.section.absolute(items[wrong].marker),
            format!("The steps are numbered {run}; this one is number {}", wanted[wrong]),
        )
        .fixes([Fix::safe("Renumber the steps", edits)]),
    )
}

/// The lists that make up the canned one, each with its items: those that hold a step of the template, and those between
/// them that only go on counting.
fn canned_items<'a>(steps: &Steps<'a>) -> Vec<Vec<&'a ListItem>> {
    let mut lists = Vec::new();
    let mut from = 0;
    for list in steps.section.segment.lists().filter(|list| list.ordered) {
        let to = from + list.items.len();
        let is_canned = (from..to).any(|index| steps.alignment.items.get(index).is_some_and(Option::is_some));
        let goes_on = continues(steps, from, to);
        if is_canned || goes_on {
            lists.push(steps.items[from..to.min(steps.items.len())].to_vec());
        }
        from = to;
    }
    lists
}

/// Whether the list of items `from..to` is a piece of a list that broke apart: a later list has a step of the template
/// and goes on counting where this one stops.
fn continues(steps: &Steps<'_>, from: usize, to: usize) -> bool {
    let Some(last) = to.checked_sub(1).and_then(|last| steps.items.get(last)?.number) else { return false };
    let next = steps.items.get(to).and_then(|item| item.number);
    let next_is_canned = steps.alignment.items.get(to).is_some_and(Option::is_some);
    from < to && next == last.checked_add(1) && next_is_canned
}

/// 1, 2, 3 over all lists; a list that has the same number everywhere keeps it if the renderer shows the right ones.
fn wanted_numbers(lists: &[Vec<&ListItem>]) -> Vec<u64> {
    let mut wanted = Vec::new();
    for list in lists {
        let start = wanted.len() as u64 + 1;
        let first = list.first().and_then(|item| item.number);
        let all_same = list.len() > 1 && list.iter().all(|item| item.number == first);
        let counts_itself = all_same && first == Some(start);
        wanted.extend((0..list.len() as u64).map(|n| if counts_itself { start } else { start + n }));
    }
    wanted
}
