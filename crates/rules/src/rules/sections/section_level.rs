//! `section-level`: a heading has another level than in the template.

use crate::analysis::{Analysis, TemplateAnalysis};
use crate::edits::sections::set_level;
use crate::finding::{Finding, Fix, Related, Safety, Severity};
use crate::rule::{Check, Rule, RuleGroup};
use std::ops::Range;

pub(crate) const RULE: Rule = Rule {
    id: "section-level",
    group: RuleGroup::Sections,
    severity: Severity::Warning,
    summary: "A heading has another level than in the template.",
    checks: &[Check::Page(check)],
    options: &[],
    docs: r####"
# section-level

The section is there, but its heading is of another level than the template's.

Levels make the outline: a table of contents, the sidebar and the size of the title follow them.

The fix sets the level, and shifts the headings below the section by as much where they would not lie below it any more. Headings that
stand beside it, or are at their right level already, stay. Where a heading below it could just as well be one beside it once the level is
right, the author decides.

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

pub(crate) fn check(analysis: &Analysis<'_>, findings: &mut Vec<Finding>) {
    let Some(template) = &analysis.template else { return };
    for &index in &template.outline.wrong_levels {
        let section = analysis.page.section(index);
        let Some(heading) = &section.segment.heading else { continue };
        let Some(found) = template.outline.sections.get(section.index).copied().flatten() else { continue };
        let Some(spec) = template.contract.sections.get(found.spec) else { continue };
        let (sections, safety) = sections_to_shift(analysis, template, section.index, spec.level);
        findings.push(
            RULE.finding(
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
            .fixes([Fix::with_safety(
                safety,
                format!("Make '{}' a heading of level {}", heading.title, spec.level),
                set_level(analysis.page, sections, spec.level),
            )]),
        );
    }
}

/// The sections whose headings go with the one of `section` when it gets the level `new`, itself included, and whether that is beyond
/// doubt.
fn sections_to_shift(
    analysis: &Analysis<'_>,
    template: &TemplateAnalysis<'_>,
    section: usize,
    new: u8,
) -> (Range<usize>, Safety) {
    let outline = &template.outline;
    let level_of =
        |index: usize| analysis.page.section(index).segment.heading.as_ref().map_or(7, |heading| heading.level);
    let old = level_of(section);
    let below: Vec<usize> =
        (section + 1..outline.extent(section).end).take_while(|index| level_of(*index) > old).collect();
    let is_right = |index: &usize| {
        let spec = outline
            .sections
            .get(*index)
            .copied()
            .flatten()
            .and_then(|found| template.contract.sections.get(found.spec));
        spec.is_some_and(|spec| spec.level == level_of(*index))
    };
    let alone = (section..section + 1, Safety::Safe);
    let Some(&first) = below.first() else { return alone };
    if below.iter().any(is_right) {
        return alone;
    }
    let nearest = below.iter().map(|index| level_of(*index)).min().unwrap_or(7);
    let all = section..section + 1 + below.len();
    match new < old {
        // What skips a level below it already was never written for this level.
        true if level_of(first) > old + 1 => alone,
        true => (all, Safety::Safe),
        false if nearest > new => alone,
        false if nearest == new => (all, Safety::Unsafe),
        false => (all, Safety::Safe),
    }
}
