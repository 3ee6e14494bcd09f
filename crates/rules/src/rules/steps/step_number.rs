//! `step-number`: the numbers of a canned list are not 1, 2, 3.

use super::missing_step::{insertion_safety, missing_steps};
use crate::analysis::section::SectionAnalysis;
use crate::analysis::steps::Steps;
use crate::edits::steps::{renumber, right_numbers};
use crate::finding::{Finding, Fix, Safety, Severity};
use crate::rule::{Check, Rule, RuleGroup};
use docent_syntax::ListItem;

pub(crate) const RULE: Rule = Rule {
    id: "step-number",
    group: RuleGroup::Steps,
    severity: Severity::Warning,
    summary: "The numbers of the template's list do not run 1, 2, 3.",
    checks: &[Check::Section(check)],
    options: &[],
    docs: r####"
# step-number

The steps of the template's list are not numbered one after the other. A renderer counts for itself from a list's first
number on: what readers see then differs from what the author wrote, or begins anew in the middle of the list.

`1.` at every step is fine, since the renderer counts. A list that breaks apart (by a paragraph between two steps, or by a
wrong indentation) goes on counting. Lists of the author's own are not looked at.

The fix puts the numbers right and nothing else. While steps are missing before others that only the author can bring back, it is not a
safe one: the numbers may be right then.

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

pub(crate) fn check(analysis: &SectionAnalysis<'_>, findings: &mut Vec<Finding>) {
    let steps = analysis.template.as_ref().and_then(|template| template.steps.as_ref());
    findings.extend(steps.and_then(finding));
}

fn finding(steps: &Steps<'_>) -> Option<Finding> {
    let right: Vec<(&ListItem, u64)> = right_numbers(steps)
        .into_iter()
        .filter_map(|(index, number)| Some((*steps.items.get(index)?, number)))
        .collect();
    let (item, number) = right.iter().find(|(item, number)| item.number != Some(*number))?;
    let run = right.iter().filter_map(|(item, _)| Some(item.number?.to_string())).collect::<Vec<_>>().join(" ");
    // The numbers may be right for the steps that are still to come back before these.
    let is_before_one = missing_steps(steps).iter().any(|&(_, before)| before < steps.items.len());
    let waits = is_before_one && insertion_safety(steps) == Safety::Unsafe;
    let safety = if waits { Safety::Unsafe } else { Safety::Safe };
    let edits = right.iter().flat_map(|(item, number)| renumber(steps, item, *number)).collect();
    Some(
        RULE.finding(
            steps.section.absolute(item.marker),
            format!("The steps are numbered {run}; this one is number {number}"),
        )
        .fixes([Fix::with_safety(safety, "Renumber the steps", edits)]),
    )
}
