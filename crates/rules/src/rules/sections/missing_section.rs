//! `missing-section`: a section of the template is not in the page.

use crate::analysis::{Analysis, TemplateAnalysis, first_line};
use crate::edits::sections::insert_section;
use crate::finding::{Finding, Fix, Related, Safety, Severity, Subject};
use crate::rule::{Check, Rule, RuleGroup};
use docent_syntax::{BlockKind, Page, TextEdit, TextRange};
use docent_template::{MissingSection, SectionSpec, canned_source};

pub(crate) const RULE: Rule = Rule {
    id: "missing-section",
    group: RuleGroup::Sections,
    severity: Severity::Error,
    summary: "A section that the template asks for is not in the page.",
    checks: &[Check::Page(check)],
    options: &[],
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

pub(crate) fn check(analysis: &Analysis<'_>, findings: &mut Vec<Finding>) {
    let Some(template) = &analysis.template else { return };
    let groups = missing_groups(template);
    let insert_all = insert_all(analysis.page, template, &groups);
    for group in &groups {
        findings.extend(finding(analysis, template, group, insert_all.as_ref()));
    }
}

/// The missing sections, each with those that are missing inside it: these come with the one above them and are not
/// missing on their own account.
pub fn missing_groups<'t>(template: &'t TemplateAnalysis<'_>) -> Vec<&'t [MissingSection]> {
    template.outline.missing.chunk_by(|_, next| next.parent_missing).collect()
}

/// `group` is a missing section, and the missing ones inside it.
fn finding(
    analysis: &Analysis<'_>,
    template: &TemplateAnalysis<'_>,
    group: &[MissingSection],
    insert_all: Option<&Fix>,
) -> Option<Finding> {
    let missing = group.first()?;
    let spec = template.contract.sections.get(missing.spec)?;
    let related = Related::template(&template.contract.source, spec.range, "the template asks for it here");
    let subject = Subject::MissingSection { spec: missing.spec, parent: missing.parent };
    if let Some(lead) = lead_in_its_place(analysis.page, template, missing) {
        return Some(missing_heading(analysis, spec, lead).about(subject).related([related]));
    }
    let (place, where_) = place_of(analysis.page, missing.before);
    let message = match missing.count {
        1 => format!("The section '{}' is missing; it belongs {where_}", spec.title),
        count => format!("{count} sections '{}' are missing; they belong {where_}", spec.title),
    };
    let finding = RULE.finding(place, message).about(subject).related([related]);
    if is_in_open_block(analysis.page, missing.before) {
        return Some(finding);
    }
    let (edits, safety) = insertions(analysis.page, template, group);
    let insert = Fix::with_safety(safety, format!("Insert missing section '{}'", spec.title), edits);
    Some(finding.fixes([insert]).fixes(insert_all.cloned()))
}

/// The text of the section is there, before the first heading: only its heading is missing.
fn missing_heading(analysis: &Analysis<'_>, spec: &SectionSpec, lead: TextRange) -> Finding {
    let heading = format!("{} {}", "#".repeat(usize::from(spec.level)), spec.title);
    let text = format!("{heading}{}", analysis.line_ending().as_str().repeat(2));
    RULE.finding(
        first_line_of_page(analysis.page, lead),
        format!("The heading '{heading}' is missing: this text stands where the section '{}' belongs", spec.title),
    )
    .severity(Severity::Warning)
    .fixes([Fix::unsafe_(
        format!("Insert the heading '{}' above this text", spec.title),
        vec![TextEdit::insert(lead.start(), text)],
    )])
}

/// The lead's text, where it stands for the first section of the template: the section is missing, belongs before the
/// first heading, and the template itself has no text there.
fn lead_in_its_place(page: &Page, template: &TemplateAnalysis<'_>, missing: &MissingSection) -> Option<TextRange> {
    if missing.spec != 0 || missing.before > 1 || !template.contract.lead.is_empty() {
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

/// One fix for all, where there are several.
fn insert_all(page: &Page, template: &TemplateAnalysis<'_>, groups: &[&[MissingSection]]) -> Option<Fix> {
    let has_text = |group: &&&[MissingSection]| {
        group.first().is_some_and(|first| lead_in_its_place(page, template, first).is_some())
    };
    let insertable: Vec<MissingSection> =
        groups.iter().filter(|group| !has_text(group)).flat_map(|group| group.iter().copied()).collect();
    let count = insertable.iter().filter(|missing| !missing.parent_missing).count();
    if count < 2 || insertable.iter().any(|missing| is_in_open_block(page, missing.before)) {
        return None;
    }
    let (edits, safety) = insertions(page, template, &insertable);
    Some(Fix::with_safety(safety, format!("Insert all {count} missing sections"), edits))
}

/// Whether code or a comment that is never closed would take in what is inserted before the section `before`.
fn is_in_open_block(page: &Page, before: usize) -> bool {
    let Some(above) = before.checked_sub(1).filter(|_| before >= page.section_count()) else { return false };
    let segment = page.section(above).segment;
    segment.blocks.last().is_some_and(|block| match &block.kind {
        BlockKind::Fence(fence) => !fence.closed,
        _ => segment.text[block.range].starts_with("<!--") && !segment.text[block.range].contains("-->"),
    })
}

/// Sections that belong at the same place become one edit. Safe when every section is complete as it is inserted: it has
/// canned text, and nothing to fill in.
pub fn insertions(page: &Page, template: &TemplateAnalysis<'_>, missing: &[MissingSection]) -> (Vec<TextEdit>, Safety) {
    // More copies of one section are the author's to make.
    const MAX_COPIES: usize = 10;
    let mut safety = Safety::Safe;
    let mut edits = Vec::new();
    let mut sorted: Vec<&MissingSection> = missing.iter().collect();
    sorted.sort_by_key(|missing| missing.before);
    for group in sorted.chunk_by(|a, b| a.before == b.before) {
        let mut sources = Vec::new();
        for missing in group {
            let Some(spec) = template.contract.sections.get(missing.spec) else { continue };
            let source = canned_source(spec);
            let has_text = source.lines().skip(1).any(|line| !line.trim().is_empty());
            let has_children = template.contract.children(Some(missing.spec)).next().is_some();
            if !(has_text || has_children) || source.contains("{{") {
                safety = Safety::Unsafe;
            }
            let copies = (missing.count as usize).min(MAX_COPIES);
            sources.extend(std::iter::repeat_n(source.trim_end().to_owned(), copies));
        }
        edits.push(insert_section(page, group[0].before, &sources.join("\n\n")));
    }
    (edits, safety)
}
