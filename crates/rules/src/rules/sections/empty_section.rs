//! `empty-section`: a heading with nothing below it.

use crate::analysis::section::SectionAnalysis;
use crate::edits::outline_source::section_body;
use crate::edits::sections::fill_section;
use crate::finding::{Finding, Fix, Related, Safety, Severity};
use crate::rule::{Check, Rule, RuleGroup};
use docent_syntax::{BlockKind, Segment};

pub(crate) const RULE: Rule = Rule {
    id: "empty-section",
    group: RuleGroup::Sections,
    severity: Severity::Warning,
    summary: "A heading has nothing below it.",
    checks: &[Check::Section(check)],
    options: &[],
    docs: r####"
# empty-section

A section of a page with an outline has neither text nor subsections: most often a heading that came with the template
and was never filled in. Comments do not count as text.

Where the template has canned text for the section, the fix inserts it.

~~~markdown template
---
docent: { template: recipe }
---

## Ingredients

## Steps

Wash your hands first.
~~~

~~~markdown bad
## Ingredients

Flour and water.

## Steps
^^^^^^^^ empty-section
~~~

~~~markdown fixed
## Ingredients

Flour and water.

## Steps

Wash your hands first.
~~~
"####,
};

pub(crate) fn check(analysis: &SectionAnalysis<'_>, findings: &mut Vec<Finding>) {
    let Some(template) = analysis.template.as_ref().filter(|template| !template.contract.sections.is_empty()) else {
        return;
    };
    let section = &analysis.section;
    let Some(heading) = &section.segment.heading else { return };
    // A repeated section is reported as that, empty or not.
    if template.role.has_subsections || template.role.is_repetition || !is_empty(section.segment) {
        return;
    }
    let body = template.role.spec.map(|(spec, _)| section_body(template.contract, spec)).unwrap_or_default();
    let fix = (!body.trim().is_empty()).then(|| {
        let safety = if body.contains("{{") { Safety::Unsafe } else { Safety::Safe };
        let edit = fill_section(section, template.role.is_last, analysis.line_ending, &body);
        Fix::with_safety(safety, "Insert the template's text", vec![edit])
    });
    let related = template
        .spec()
        .map(|(spec, _)| Related::template(&template.contract.source, spec.range, "what the template says about it"));
    findings.push(
        RULE.finding(section.absolute(heading.range), format!("The section '{}' is empty", heading.title))
            .related(related)
            .fixes(fix),
    );
}

pub(crate) fn is_empty(segment: &Segment) -> bool {
    segment
        .blocks
        .iter()
        .all(|block| matches!(block.kind, BlockKind::Comment(_) | BlockKind::AttributeList(_) | BlockKind::Definition))
}
