//! `changed-step`: a step of a canned list has another wording.

use crate::analysis::section::{SectionAnalysis, SectionTemplate};
use crate::analysis::steps::Steps;
use crate::finding::{Finding, Fix, Related, Severity, Subject};
use crate::rule::{Check, Rule, RuleGroup};
use docent_syntax::{BlockKind, LineEnding, ListItem, TextEdit};
use docent_template::{CannedList, CannedStep, align_steps};

pub(crate) const RULE: Rule = Rule {
    id: "changed-step",
    group: RuleGroup::Steps,
    severity: Severity::Info,
    summary: "A step of the template's list has another wording.",
    checks: &[Check::Section(check)],
    options: &[],
    docs: r####"
# changed-step

The step is the template's, but its words are not, nor are they one of the accepted wordings; or a list below it lacks
what the template has there. Attribute lists such as `{:target="_blank"}`, a final full stop and white space do not count
as differences.

It is information: many steps are changed on purpose. The fix restores the template's words; it is never applied by
itself, because it drops the author's.

~~~markdown template
---
docent: { template: recipe }
---

## Steps

1. **Weigh** the flour.

2. **Knead** the dough.
~~~

~~~markdown bad
## Steps

1. **Weigh** the flour.

2. **Knead** it with a spoon.
   ^^^^^^^^^^^^^^^^^^^^^^^^^^ changed-step
~~~

~~~markdown fixed
## Steps

1. **Weigh** the flour.

2. **Knead** the dough.
~~~

~~~markdown good
## Steps

1. **Weigh** the flour

2. **Knead** the dough
~~~
"####,
};

pub(crate) fn check(analysis: &SectionAnalysis<'_>, findings: &mut Vec<Finding>) {
    let Some(template) = &analysis.template else { return };
    let Some(steps) = &template.steps else { return };
    for (index, found) in steps.alignment.items.iter().enumerate() {
        let Some(found) = found else { continue };
        let Some(canned) = steps.list.steps.get(found.canned) else { continue };
        if canned.open {
            continue;
        }
        let item = steps.items[index];
        let finding = match &canned.children {
            _ if !found.same_text => other_words(template, steps, item, canned, analysis.line_ending),
            Some(children) => other_children(template, steps, item, canned, children),
            None => None,
        };
        let subject = Subject::Step { section: steps.section.index, step: found.canned };
        findings.extend(finding.map(|finding| finding.about(subject)));
    }
}

fn other_words(
    template: &SectionTemplate<'_>,
    steps: &Steps<'_>,
    item: &ListItem,
    canned: &CannedStep,
    ending: LineEnding,
) -> Option<Finding> {
    let paragraph = item.blocks.iter().find(|block| matches!(block.kind, BlockKind::Paragraph(_)))?;
    let range = steps.section.absolute(paragraph.range);
    let severity = if canned.verbatim { Severity::Warning } else { Severity::Info };
    Some(
        RULE.finding(
            range,
            format!(
                "The template has step {} as: {}",
                canned.number,
                crate::rules::sections::section_content::quoted(&canned.text)
            ),
        )
        .severity(severity)
        .related([Related::template(&template.contract.source, canned.range, "the step in the template")])
        .fixes([Fix::unsafe_(
            "Restore the template's wording of this step",
            vec![TextEdit::replace(range, ending.apply(&canned.text.source).into_owned())],
        )]),
    )
}

/// A list below the step: of `any-of`, one item must be there; otherwise the list itself.
fn other_children(
    template: &SectionTemplate<'_>,
    steps: &Steps<'_>,
    item: &ListItem,
    canned: &CannedStep,
    children: &CannedList,
) -> Option<Finding> {
    let items: Vec<&ListItem> = item.lists().flat_map(|list| &list.items).collect();
    if !children.any_of && !items.is_empty() {
        return None;
    }
    let alignment = align_steps(children, steps.section.segment, &items);
    if alignment.canned.iter().any(Option::is_some) || children.steps.is_empty() {
        return None;
    }
    let message = match children.any_of {
        true => format!("Step {} has none of the items that the template offers below it", canned.number),
        false => format!("Step {} lacks the list that the template has below it", canned.number),
    };
    let paragraph = item.blocks.first().map_or(item.range, |block| block.range);
    Some(RULE.finding(steps.section.absolute(paragraph), message).related([Related::template(
        &template.contract.source,
        canned.range,
        "the step in the template",
    )]))
}
