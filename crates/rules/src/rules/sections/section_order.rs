//! `section-order`: a section does not stand where the template's outline wants it.

use crate::analysis::Analysis;
use crate::edits::sections::move_sections;
use crate::finding::{Finding, Fix, Related, Severity};
use crate::rule::{Check, Rule, RuleGroup};

pub(crate) const RULE: Rule = Rule {
    id: "section-order",
    group: RuleGroup::Sections,
    severity: Severity::Warning,
    summary: "A section stands at another place than in the template.",
    checks: &[Check::Page(check)],
    options: &[],
    docs: r####"
# section-order

The page has the section, but not where the template's outline has it. Where two sections changed places, one of them is
reported: moving it repairs the order.

The same order on every page lets readers find their way without reading.

The fix moves the section with everything below it, word for word.

~~~markdown template
---
docent: { template: recipe }
---

## Ingredients

## Steps
~~~

~~~markdown bad
## Steps

Mix.

## Ingredients
^^^^^^^^^^^^^^ section-order

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
    for &(index, before) in &template.outline.moves {
        let section = page.section(index);
        let Some(heading) = &section.segment.heading else { continue };
        let Some(found) = template.outline.sections.get(index).copied().flatten() else { continue };
        let Some(spec) = template.contract.sections.get(found.spec) else { continue };
        let place = neighbour(analysis, before);
        let place_in_words = match &place {
            Some((title, _)) => format!("before '{title}'"),
            None => "at the end of the page".to_owned(),
        };
        findings.push(
            RULE.finding(
                section.absolute(heading.range),
                format!("The section '{}' belongs {place_in_words}", heading.title),
            )
            .related([Related::template(&template.contract.source, spec.range, "its place in the template")])
            .related(place.map(|(title, range)| Related::page(range, format!("it belongs before '{title}'"))))
            .fixes([Fix::safe(
                format!("Move the section '{}' {place_in_words}", heading.title),
                move_sections(page, template.outline.extent(index), before),
            )]),
        );
    }
}

/// The heading that a moved section comes to stand before.
fn neighbour(analysis: &Analysis<'_>, before: usize) -> Option<(String, docent_syntax::TextRange)> {
    let section = analysis.page.sections().nth(before)?;
    let heading = section.segment.heading.as_ref()?;
    Some((heading.title.to_string(), section.absolute(heading.range)))
}
