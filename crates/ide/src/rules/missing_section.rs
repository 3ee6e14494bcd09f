//! `missing-section`: a section of the template is not in the page.

use super::{Rule, RuleGroup};
use crate::analysis::{Analysis, TemplateAnalysis, first_line};
use crate::finding::{Finding, Fix, Related, Safety, Severity};
use crate::outline_source::section_source;
use crate::section_edits::insert_section;
use docent_syntax::{BlockKind, Page, TextEdit, TextRange};
use docent_template::{SectionSpec, SpecState};

pub(super) const RULE: Rule = Rule {
    id: "missing-section",
    group: RuleGroup::Sections,
    severity: Severity::Error,
    summary: "A section that the template asks for is not in the page.",
    docs: r####"
# missing-section

The template names a section that the page does not have. The finding stands where the section should be: at the heading
before it.

Readers who know one page of a kind look for the same sections in every other. A missing one reads as "there is nothing
to say", which is seldom meant.

The fix inserts the heading and the template's canned text at the place the outline gives it. It is safe when nothing is
left to fill in. Where text stands before the first heading and the first section is missing, the text is taken for that
section without its heading; the finding is then only a warning, and the fix inserts the heading above the text.

~~~markdown template
---
docent: { template: recipe }
---

## Ingredients

## Steps

Wash your hands first.

## Variations
<!-- docent: optional -->
~~~

~~~markdown bad
## Ingredients
^^^^^^^^^^^^^^ missing-section

Flour and water.
~~~

~~~markdown fixed
## Ingredients

Flour and water.

## Steps

Wash your hands first.
~~~

~~~markdown good
## Ingredients

Flour and water.

## Steps

Wash your hands first.
~~~
"####,
};

/// A missing section: which one, and directly before which section of the page it belongs.
struct Missing<'a> {
    index: usize,
    spec: &'a SectionSpec,
    before: usize,
}

pub(super) fn check(analysis: &Analysis<'_>, findings: &mut Vec<Finding>) {
    let Some(template) = &analysis.template else { return };
    let missing = missing_sections(template);
    let insert_all = insert_all(analysis.page, template, &missing);
    for section in &missing {
        findings.push(finding(analysis, template, section, insert_all.as_ref()));
    }
}

/// A section below a missing one is not missing on its own account: it comes with the one above it.
fn missing_sections<'a>(template: &TemplateAnalysis<'a>) -> Vec<Missing<'a>> {
    let is_missing = |index: usize| matches!(template.outline.specs.get(index), Some(SpecState::Missing { .. }));
    let specs = template.contract.sections.iter().enumerate().zip(&template.outline.specs);
    specs
        .filter(|((_, spec), _)| spec.repeat.min > 0 && !spec.parent.is_some_and(is_missing))
        .filter_map(|((index, spec), state)| match state {
            SpecState::Missing { before } => Some(Missing { index, spec, before: *before }),
            SpecState::Found(_) => None,
        })
        .collect()
}

fn finding(
    analysis: &Analysis<'_>,
    template: &TemplateAnalysis<'_>,
    missing: &Missing<'_>,
    insert_all: Option<&Fix>,
) -> Finding {
    let Missing { spec, .. } = missing;
    let related = Related::template(&template.contract.source, spec.range, "the template asks for it here");
    if let Some(lead) = lead_in_its_place(analysis.page, template, missing) {
        let heading = format!("{} {}", "#".repeat(usize::from(spec.level)), spec.title);
        let text = format!("{heading}{}", analysis.line_ending().as_str().repeat(2));
        let edit = TextEdit::insert(lead.start(), text);
        return Finding::new(
            &RULE,
            first_line_of_page(analysis.page, lead),
            format!("The heading '{heading}' is missing: this text stands where the section '{}' belongs", spec.title),
        )
        .severity(Severity::Warning)
        .related([related])
        .fixes([Fix::unsafe_(format!("Insert the heading '{}' above this text", spec.title), vec![edit])]);
    }
    let (place, where_) = place_of(analysis.page, missing.before);
    let source = section_source(template.contract, missing.index);
    let insert = Fix::with_safety(
        safety_of(&source),
        format!("Insert missing section '{}'", spec.title),
        vec![insert_section(analysis.page, missing.before, &source)],
    );
    Finding::new(&RULE, place, format!("The section '{}' is missing; it belongs {where_}", spec.title))
        .related([related])
        .fixes([insert])
        .fixes(insert_all.cloned())
}

/// The lead's text, where it stands for the first section of the template: the section is missing, belongs before the
/// first heading, and the template itself has no text there.
fn lead_in_its_place(page: &Page, template: &TemplateAnalysis<'_>, missing: &Missing<'_>) -> Option<TextRange> {
    if missing.index != 0 || missing.before > 1 || !template.contract.lead.is_empty() {
        return None;
    }
    let lead = page.sections().next()?;
    let prose = lead.segment.blocks.iter().find(|block| matches!(block.kind, BlockKind::Paragraph(_)))?;
    let last = lead.segment.blocks.last()?;
    Some(lead.absolute(prose.range.cover(last.range)))
}

fn first_line_of_page(page: &Page, range: TextRange) -> TextRange {
    let Some(section) = page.section_at(range.start()) else { return range };
    section.absolute(first_line(&section.segment.text, range - section.start))
}

/// Where to show that something is missing before the section `before`, and that place in words: the heading before it,
/// else the closing line of the front matter, else the first heading.
fn place_of(page: &Page, before: usize) -> (TextRange, String) {
    let heading = |index: usize| {
        let section = page.section(index);
        let heading = section.segment.heading.as_ref()?;
        Some((section.absolute(heading.range), heading.title.to_string()))
    };
    if let Some((range, title)) = before.checked_sub(1).and_then(heading) {
        return (range, format!("after '{title}'"));
    }
    if let Some(closing) = page.front_matter().closing {
        return (closing, "at the beginning of the page".to_owned());
    }
    match (before < page.section_count()).then(|| heading(before)).flatten() {
        Some((range, title)) => (range, format!("before '{title}'")),
        None => {
            let lead = page.section(0);
            (
                lead.absolute(first_line(&lead.segment.text, lead.range() - lead.start)),
                "at the end of the page".to_owned(),
            )
        }
    }
}

/// Safe when the inserted section is complete: canned text, and nothing to fill in.
fn safety_of(source: &str) -> Safety {
    let has_text = source.lines().any(|line| !line.trim().is_empty() && !line.starts_with('#'));
    if has_text && !source.contains("{{") { Safety::Safe } else { Safety::Unsafe }
}

/// One fix for all, where there are several. Sections that belong at the same place become one edit.
fn insert_all(page: &Page, template: &TemplateAnalysis<'_>, missing: &[Missing<'_>]) -> Option<Fix> {
    let insertable: Vec<&Missing<'_>> =
        missing.iter().filter(|section| lead_in_its_place(page, template, section).is_none()).collect();
    if insertable.len() < 2 {
        return None;
    }
    let mut safety = Safety::Safe;
    let mut edits = Vec::new();
    for group in insertable.chunk_by(|a, b| a.before == b.before) {
        let sources: Vec<String> =
            group.iter().map(|section| section_source(template.contract, section.index)).collect();
        let source = sources.iter().map(|source| source.trim_end()).collect::<Vec<_>>().join("\n\n");
        if sources.iter().any(|source| safety_of(source) == Safety::Unsafe) {
            safety = Safety::Unsafe;
        }
        edits.push(insert_section(page, group[0].before, &source));
    }
    Some(Fix::with_safety(safety, format!("Insert all {} missing sections", insertable.len()), edits))
}
