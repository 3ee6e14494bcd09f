//! `step-order`: a step does not stand where the template's list has it.

use crate::analysis::section::SectionAnalysis;
use crate::edits::steps::move_step;
use crate::finding::{Finding, Fix, Related, Severity, Subject};
use crate::rule::{Check, Rule, RuleGroup};

pub(crate) const RULE: Rule = Rule {
    id: "step-order",
    group: RuleGroup::Steps,
    severity: Severity::Warning,
    summary: "A step stands at another place than in the template's list.",
    checks: &[Check::Section(check)],
    options: &[],
    docs: r####"
# step-order

The step is there, but not in the template's order. Where two steps changed places, one of them is reported: moving it
repairs the order.

The fix moves the step with everything below it, and counts the steps anew.

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

2. **Wait** for an hour.

3. **Knead** the dough.
^^^^^^^^^^^^^^^^^^^^^^^ step-order
~~~

~~~markdown fixed
## Steps

1. **Weigh** the flour.

2. **Knead** the dough.

3. **Wait** for an hour.
~~~
"####,
};

pub(crate) fn check(analysis: &SectionAnalysis<'_>, findings: &mut Vec<Finding>) {
    let Some(template) = &analysis.template else { return };
    let Some(steps) = &template.steps else { return };
    for &(index, to) in &steps.alignment.moves {
        let Some(found) = steps.alignment.items.get(index).copied().flatten() else { continue };
        let Some(canned) = steps.list.steps.get(found.canned) else { continue };
        let (belongs, moves) = match steps.alignment.items.get(to).copied().flatten() {
            Some(next) => {
                let place = format!("before the template's step {}", next.canned + 1);
                (place.clone(), place)
            }
            None => ("at the end of the list".to_owned(), "to the end of the list".to_owned()),
        };
        findings.push(
            RULE.finding(
                steps.head(index),
                format!("This is step {} of the template's list; it belongs {belongs}", canned.number),
            )
            .about(Subject::Step { section: steps.section.index, step: found.canned })
            .related([Related::template(&template.contract.source, canned.range, "the step in the template")])
            .fixes([Fix::safe(format!("Move this step {moves}"), move_step(steps, index, to, analysis.line_ending))]),
        );
    }
}
