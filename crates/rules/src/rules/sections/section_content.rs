//! `section-content`: a section is not made as the template says: number of items or words, code, canned paragraphs.

use crate::analysis::first_line;
use crate::analysis::section::{SectionAnalysis, SectionTemplate};
use crate::finding::{Finding, Fix, Related, Safety, Severity};
use crate::rule::{Check, Rule, RuleGroup};
use docent_syntax::{Block, BlockKind, Segment, TextEdit, TextRange};
use docent_template::canned::{same_letters, same_wording, wordings};
use docent_template::{CannedBlock, CannedKind, CannedText, SectionSpec};

pub(crate) const RULE: Rule = Rule {
    id: "section-content",
    group: RuleGroup::Sections,
    severity: Severity::Info,
    summary: "A section's content is not what the template asks for: items, words, code, canned paragraphs.",
    checks: &[Check::Section(check)],
    options: &[],
    docs: r####"
# section-content

The template says more about the section than its title: how many items its lists have (`items=2..3`), how many words its
text has (`words=50..300`), that it shows code in some language (`code=json`), or which paragraph it carries (canned text).
The section departs from that.

It is information, no more: the wording of a page is its author's. A missing canned paragraph can be inserted, a changed
one restored.

~~~markdown template
---
docent: { template: recipe }
---

## Ingredients

Everything is for four persons:

## Serving ideas
<!-- docent: items=2..3 -->
~~~

~~~markdown bad
## Ingredients
^^^^^^^^^^^^^^ section-content

* Flour

## Serving ideas
^^^^^^^^^^^^^^^^ section-content

* Cold
~~~

~~~markdown good
## Ingredients

Everything is for four persons:

* Flour

## Serving ideas

* Cold
* With butter
~~~
"####,
};

pub(crate) fn check(analysis: &SectionAnalysis<'_>, findings: &mut Vec<Finding>) {
    let Some(template) = &analysis.template else { return };
    let section = &analysis.section;
    let Some(heading) = &section.segment.heading else {
        check_canned(analysis, template, None, &template.contract.lead, findings);
        return;
    };
    let Some((spec, _)) = template.spec() else { return };
    // An empty section is reported as that.
    if super::empty_section::is_empty(section.segment) {
        return;
    }
    let place = section.absolute(heading.range);
    for message in [items(spec, section.segment), words(spec, section.segment), code(spec, section.segment)] {
        findings.extend(message.map(|message| {
            RULE.finding(place, format!("'{}' {message}", heading.title)).related([related(template, spec.range)])
        }));
    }
    check_canned(analysis, template, Some(spec), &spec.blocks, findings);
}

fn related(template: &SectionTemplate<'_>, range: TextRange) -> Related {
    Related::template(&template.contract.source, range, "what the template says about it")
}

fn items(spec: &SectionSpec, segment: &Segment) -> Option<String> {
    let expected = spec.items?;
    let found = segment.lists().map(|list| list.items.len() as u32).sum();
    (!expected.contains(found))
        .then(|| format!("has {}; the template asks for {expected}", counted(found, "item", "items")))
}

fn words(spec: &SectionSpec, segment: &Segment) -> Option<String> {
    let expected = spec.words?;
    let found = segment.word_count() as u32;
    (!expected.contains(found))
        .then(|| format!("has {}; the template asks for {expected}", counted(found, "word", "words")))
}

fn counted(n: u32, one: &str, many: &str) -> String {
    match n {
        0 => format!("has no {many}").replacen("has ", "", 1),
        1 => format!("1 {one}"),
        n => format!("{n} {many}"),
    }
}

fn code(spec: &SectionSpec, segment: &Segment) -> Option<String> {
    let language = spec.code.as_deref()?;
    let has_it = has_fence(&segment.blocks, language, 0);
    (!has_it).then(|| format!("shows no {language} code; the template asks for a fence that begins with ```{language}"))
}

/// Whether a fence in `language` stands among the blocks, lists and quotations included. Nesting beyond 20 is not read.
fn has_fence(blocks: &[Block], language: &str, depth: u32) -> bool {
    depth < 20
        && blocks.iter().any(|block| match &block.kind {
            BlockKind::Fence(fence) => {
                fence.language.as_ref().is_some_and(|(found, _)| found.eq_ignore_ascii_case(language))
            }
            BlockKind::List(list) => list.items.iter().any(|item| has_fence(&item.blocks, language, depth + 1)),
            BlockKind::Quote(blocks) => has_fence(blocks, language, depth + 1),
            _ => false,
        })
}

/// The canned paragraphs of a section, or of the lead (`spec` is `None`).
fn check_canned(
    analysis: &SectionAnalysis<'_>,
    template: &SectionTemplate<'_>,
    spec: Option<&SectionSpec>,
    canned: &[CannedBlock],
    findings: &mut Vec<Finding>,
) {
    let section = &analysis.section;
    let paragraphs: Vec<(TextRange, &str)> = section
        .segment
        .blocks
        .iter()
        .filter_map(|block| match &block.kind {
            BlockKind::Paragraph(prose) => Some((block.range, &*prose.text)),
            _ => None,
        })
        .collect();
    for block in canned {
        let CannedKind::Paragraph(text) = &block.kind else { continue };
        let is_same = if block.verbatim { same_letters } else { same_wording };
        if paragraphs.iter().any(|(_, found)| is_same(text, found)) {
            continue;
        }
        let what = Related::template(&template.contract.source, block.range, "the paragraph in the template");
        if let Some((range, _)) = paragraphs.iter().find(|(_, found)| is_near_wording(text, found)) {
            let range = section.absolute(*range);
            findings.push(
                RULE.finding(range, format!("The template has this paragraph as: {}", quoted(text)))
                    .severity(if block.verbatim { Severity::Warning } else { Severity::Info })
                    .related([what])
                    .fixes([Fix::unsafe_(
                        "Restore the template's wording",
                        vec![TextEdit::replace(range, analysis.line_ending.apply(&text.source).into_owned())],
                    )]),
            );
            continue;
        }
        let may_be_left_out = block.optional || spec.is_some_and(|spec| spec.optional_lead);
        if !may_be_left_out {
            findings.push(missing_paragraph(analysis, text).related([what]));
        }
    }
}

fn missing_paragraph(analysis: &SectionAnalysis<'_>, text: &CannedText) -> Finding {
    let section = &analysis.section;
    let ending = analysis.line_ending.as_str();
    let source = analysis.line_ending.apply(&text.source).into_owned();
    let (place, at, inserted) = match &section.segment.heading {
        Some(heading) => {
            let rest = section.segment.text.get(usize::from(heading.range.end())..).unwrap_or("");
            let has_blank_line = rest.trim_start_matches([' ', '\t']).starts_with(&ending.repeat(2));
            let after = if has_blank_line { "" } else { ending };
            (heading.range, heading.range.end(), format!("{ending}{ending}{source}{after}"))
        }
        None => {
            let mut written =
                section.segment.blocks.iter().filter(|block| !matches!(block.kind, BlockKind::Comment(_)));
            let first = written.next().map_or(TextRange::default(), |block| block.range);
            (first_line(&section.segment.text, first), first.start(), format!("{source}{ending}{ending}"))
        }
    };
    let safety = if text.placeholders.is_empty() { Safety::Safe } else { Safety::Unsafe };
    let edit = TextEdit::insert(section.start + at, inserted);
    RULE.finding(section.absolute(place), format!("The template's paragraph is missing here: {}", quoted(text)))
        .fixes([Fix::with_safety(safety, "Insert the template's paragraph", vec![edit])])
}

/// Whether a paragraph is most likely the canned one with other words: the two share most of their letter pairs.
fn is_near_wording(text: &CannedText, found: &str) -> bool {
    wordings(text).any(|wording| strsim::sorensen_dice(&wording.text, found) >= 0.6)
}

/// The text, or its beginning where it is long.
pub(crate) fn quoted(text: &CannedText) -> String {
    const MAX_QUOTED: usize = 80;
    let shown: String = text.text.chars().take(MAX_QUOTED).collect();
    let more = if shown.len() < text.text.len() { "…" } else { "" };
    format!("\"{}{more}\"", shown.trim_end())
}
