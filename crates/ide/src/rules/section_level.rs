//! `section-level`: a heading has another level than in the template.

use super::{Rule, RuleGroup};
use crate::analysis::Analysis;
use crate::finding::{Finding, Fix, Related, Severity};
use crate::section_edits::set_level;

pub(super) const RULE: Rule = Rule {
    id: "section-level",
    group: RuleGroup::Sections,
    severity: Severity::Warning,
    summary: "A heading has another level than in the template.",
    docs: r####"
# section-level

The section is there, but its heading is of another level than the template's.

Levels make the outline: a table of contents, the sidebar and the size of the title follow them.

The fix sets the level, and shifts the headings below the section by as much.

~~~markdown template
---
docent: { template: recipe }
---

### Ingredients

### Steps
~~~

~~~markdown bad
### Ingredients

Flour and water.

# Steps
^^^^^^^ section-level

Mix.

## Kneading

Long.
~~~

~~~markdown fixed
### Ingredients

Flour and water.

### Steps

Mix.

#### Kneading

Long.
~~~
"####,
};

pub(super) fn check(analysis: &Analysis<'_>, findings: &mut Vec<Finding>) {
    let Some(template) = &analysis.template else { return };
    for &index in &template.outline.wrong_levels {
        let section = analysis.page.section(index);
        let Some(heading) = &section.segment.heading else { continue };
        let Some(found) = template.outline.sections.get(section.index).copied().flatten() else { continue };
        let Some(spec) = template.contract.sections.get(found.spec) else { continue };
        findings.push(
            Finding::new(
                &RULE,
                section.absolute(heading.range),
                format!(
                    "The heading '{}' is of level {}; the template has it at level {} ({})",
                    heading.title,
                    heading.level,
                    spec.level,
                    "#".repeat(usize::from(spec.level)),
                ),
            )
            .related([Related::template(&template.contract.source, spec.range, "the heading in the template")])
            .fixes([Fix::safe(
                format!("Make '{}' a heading of level {}", heading.title, spec.level),
                set_level(analysis.page, template.outline.extent(section.index), spec.level),
            )]),
        );
    }
}
