//! `duplicate-section`: a section stands more often than the template allows.

use crate::analysis::Analysis;
use crate::edits::sections::removal;
use crate::finding::{Finding, Fix, Related, Severity, Subject};
use crate::rule::{Check, Rule, RuleGroup};
use docent_syntax::{BlockKind, Page, TextEdit};

pub(crate) const RULE: Rule = Rule {
    id: "duplicate-section",
    group: RuleGroup::Sections,
    severity: Severity::Warning,
    summary: "A section stands in the page more than once.",
    checks: &[Check::Page(check)],
    options: &[],
    docs: r####"
# duplicate-section

The page repeats a section that the template has once. Readers find the first one and miss the rest.

Where the repetition is empty or says the same as the first, the fix removes it. Otherwise the two have to be merged by
hand: docent does not throw away what an author wrote.

~~~markdown template
---
docent: { template: recipe }
---

## Ingredients

## Steps
~~~

~~~markdown bad
## Ingredients

Flour and water.

## Steps

Mix.

## Ingredients
^^^^^^^^^^^^^^ duplicate-section

Flour and water.
~~~

~~~markdown fixed
## Ingredients

Flour and water.

## Steps

Mix.
~~~
"####,
};

pub(crate) fn check(analysis: &Analysis<'_>, findings: &mut Vec<Finding>) {
    let Some(template) = &analysis.template else { return };
    let page = analysis.page;
    for &(index, first) in &template.outline.duplicates {
        let (section, first) = (page.section(index), page.section(first));
        let (Some(heading), Some(first_heading)) = (&section.segment.heading, &first.segment.heading) else { continue };
        let mut finding = RULE
            .finding(
                section.absolute(heading.range),
                format!("The section '{}' is in this page already; the template has it once", heading.title),
            )
            .about(Subject::Section { section: first.index })
            .related([Related::page(first.absolute(first_heading.range), "the first one")]);
        let stands_alone = template.outline.extent(index).len() == 1;
        if stands_alone && says_nothing_new(page, index, first.index) {
            finding.unnecessary = true;
            finding = finding.fixes([Fix::safe(
                format!("Remove the repeated section '{}'", heading.title),
                vec![TextEdit::delete(removal(page, index..index + 1))],
            )]);
        }
        findings.push(finding);
    }
}

/// Whether the repetition has no text of its own, or the same text as the first one.
fn says_nothing_new(page: &Page, index: usize, first: usize) -> bool {
    let body = |index: usize| {
        let segment = page.section(index).segment;
        let start = segment.heading.as_ref().map_or(0, |heading| usize::from(heading.range.end()));
        segment.text.get(start..).unwrap_or("").split_whitespace().collect::<Vec<_>>()
    };
    let (Some(heading), Some(first_heading)) =
        (&page.section(index).segment.heading, &page.section(first).segment.heading)
    else {
        return false;
    };
    let source = &page.section(index).segment.text[heading.content];
    let is_same_source = source == &page.section(first).segment.text[first_heading.content];
    // A comment, an image, an anchor or an id of its own is more than the title.
    if heading.id.is_some() || !(is_same_source || source == &*heading.title) {
        return false;
    }
    let is_empty =
        page.section(index).segment.blocks.iter().all(|block| matches!(block.kind, BlockKind::AttributeList(_)));
    is_empty || body(index) == body(first)
}
