//! `section-title`: a heading is nearly, but not quite, what the template calls the section.

use crate::analysis::section::SectionAnalysis;
use crate::finding::{Finding, Fix, Related, Severity};
use crate::rule::{Check, Rule, RuleGroup};
use docent_syntax::TextEdit;
use docent_template::TitleMatch;

pub(crate) const RULE: Rule = Rule {
    id: "section-title",
    group: RuleGroup::Sections,
    severity: Severity::Hint,
    summary: "A heading is nearly what the template calls the section.",
    checks: &[Check::Section(check)],
    options: &[],
    docs: r####"
# section-title

The heading reads like one of the template, but is neither equal to it nor to one of its accepted titles. Upper and lower
case, spacing, emphasis and a final colon do not count as differences.

The fix sets the template's title.

~~~markdown template
---
docent: { template: recipe }
---

## Ingredients
~~~

~~~markdown bad
## Ingredeints
   ^^^^^^^^^^^ section-title

Flour and water.
~~~

~~~markdown fixed
## Ingredients

Flour and water.
~~~

~~~markdown good
## INGREDIENTS:

Flour and water.
~~~
"####,
};

pub(crate) fn check(analysis: &SectionAnalysis<'_>, findings: &mut Vec<Finding>) {
    let Some(template) = &analysis.template else { return };
    let Some((spec, TitleMatch::Near)) = template.spec() else { return };
    let Some(heading) = analysis.section.segment.heading.as_ref().filter(|_| !spec.any_heading) else { return };
    let range = analysis.section.absolute(heading.content);
    findings.push(
        RULE.finding(range, format!("The heading '{}' reads like '{}' of the template", heading.title, spec.title))
            .related([Related::template(&template.contract.source, spec.range, "the heading in the template")])
            .fixes([Fix::unsafe_(
                format!("Change the heading to '{}'", spec.title),
                vec![TextEdit::replace(range, &*spec.title)],
            )]),
    );
}
