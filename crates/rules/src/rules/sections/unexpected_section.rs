//! `unexpected-section`: a section that the template does not name, where it allows no others.

use crate::analysis::Analysis;
use crate::finding::{Finding, Severity};
use crate::rule::{Check, Rule, RuleGroup};
use crate::rule_option::{PatternSubject, PatternsOption, RuleOption};

pub(crate) const RULE: Rule = Rule {
    id: "unexpected-section",
    group: RuleGroup::Sections,
    severity: Severity::Warning,
    summary: "A section that the template does not name stands where it allows no others.",
    checks: &[Check::Page(check)],
    options: &[RuleOption::Patterns(ALLOW)],
    docs: r####"
# unexpected-section

The template closes this part of the page (`closed`): it has the sections named there and no others. Elsewhere authors
are free to add sections, and docent is silent about them.

There is no fix: where the text belongs is for its author to say.

~~~markdown template
---
docent: { template: recipe, closed: true }
---

## Ingredients

## Steps
~~~

~~~markdown bad
## Ingredients

Flour and water.

## Steps

Mix.

## About my holidays
^^^^^^^^^^^^^^^^^^^^ unexpected-section

Long story.
~~~

~~~markdown good
## Ingredients

Flour and water.

## Steps

Mix.
~~~

## Options

~~~yaml docent.yaml
rules:
  unexpected-section:
    allow: [See also, "About *"]
~~~

~~~markdown allowed
## Ingredients

Flour and water.

## Steps

Mix.

## About my holidays

Long story.
~~~
"####,
};

const ALLOW: PatternsOption = PatternsOption {
    name: "allow",
    description: "Titles of sections that pages may add anywhere",
    subject: PatternSubject::Titles,
};

pub(crate) fn check(analysis: &Analysis<'_>, findings: &mut Vec<Finding>) {
    let Some(template) = &analysis.template else { return };
    for &index in &template.outline.unexpected {
        let section = analysis.page.section(index);
        let Some(heading) = &section.segment.heading else { continue };
        if analysis.settings.matches(RULE.id, &ALLOW, &heading.title) {
            continue;
        }
        findings.push(RULE.finding(
            section.absolute(heading.range),
            format!(
                "The template '{}' has no section '{}', and allows no others here",
                template.contract.title, heading.title
            ),
        ));
    }
}
