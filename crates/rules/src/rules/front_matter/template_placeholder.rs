//! `template-placeholder`: something of the template that the author had to replace is still in the page.

use crate::analysis::Analysis;
use crate::analysis::section::SectionAnalysis;
use crate::edits::keys::{is_placeholder, one_of, value_fixes};
use crate::edits::placeholders::placeholders_in;
use crate::finding::{Finding, Fix, Related, Severity};
use crate::rule::{Check, Rule, RuleGroup};
use docent_syntax::{Block, BlockKind, SectionRef, TextEdit, TextRange, TextSize};
use docent_template::contract::Instructions;
use docent_template::{CannedBlock, CannedKind, CannedList, Contract};
use std::collections::HashSet;

pub(crate) const RULE: Rule = Rule {
    id: "template-placeholder",
    group: RuleGroup::FrontMatter,
    severity: Severity::Warning,
    summary: "Something of the template that has to be replaced is still in the page.",
    checks: &[Check::FrontMatter(check_values), Check::Section(check_text)],
    options: &[],
    docs: r####"
# template-placeholder

Pages begin as copies of a template. What the copy has and the finished page must not: a front-matter value that explains
itself ("Your page title here"), a `{{placeholder}}` of the template, an instruction to the author. Liquid's own
`{{ variables }}` are left in peace: only the names that the template uses count in the text.

Where the value can be computed from other keys, the fix sets it. A left-over instruction can be removed.

~~~markdown template
---
docent: { template: recipe }
front-matter:
  properties:
    title: { x-docent-placeholder: Your title here }
---

## Steps
<!-- guidance
Write one sentence a step.
-->

Take {{how much}} flour.
~~~

~~~markdown bad
---
title: Your title here
       ^^^^^^^^^^^^^^^ template-placeholder
---

## Steps

Write one sentence a step.
^^^^^^^^^^^^^^^^^^^^^^^^^^ template-placeholder

Take {{how much}} flour.
     ^^^^^^^^^^^^ template-placeholder
~~~

~~~markdown good
---
title: Flat bread
---

## Steps

Take 300 g of flour.

See {{ site.time }}.
~~~
"####,
};

pub(crate) fn check_values(analysis: &Analysis<'_>, findings: &mut Vec<Finding>) {
    let Some(template) = &analysis.template else { return };
    let front_matter = analysis.page.front_matter();
    for key in &template.contract.front_matter.keys {
        let Some(found) = front_matter.yaml.find(&key.name, analysis.yaml) else { continue };
        let entry = found.entry;
        if !is_placeholder(key, &entry.value) {
            continue;
        }
        let mut expected = if key.allowed.is_empty() { String::new() } else { format!(" ({})", one_of(&key.allowed)) };
        if !key.required {
            expected.push_str(", or remove the key");
        }
        let range = crate::analysis::first_line(&front_matter.text, entry.value.range);
        findings.push(
            RULE.finding(
                range,
                format!("'{}' still has the template's placeholder: give it a value{expected}", key.name),
            )
            .related(Related::key(template.contract, key))
            .with_alternatives(value_fixes(template.contract, front_matter, key, &found, analysis.yaml)),
        );
    }
}

pub(crate) fn check_text(analysis: &SectionAnalysis<'_>, findings: &mut Vec<Finding>) {
    let Some(template) = &analysis.template else { return };
    braces(&analysis.section, template.contract, findings);
    let guidance = template.contract.instructions();
    if !guidance.is_empty() {
        instructions_in(&analysis.section, &analysis.section.segment.blocks, guidance, 0, findings);
    }
}

/// `{{name}}` in the text, for the names the template uses.
fn braces(section: &SectionRef<'_>, contract: &Contract, findings: &mut Vec<Finding>) {
    let mut placeholders = placeholders_in(&section.segment.text).peekable();
    if placeholders.peek().is_none() {
        return;
    }
    let names = placeholder_names(contract);
    for (range, name) in placeholders {
        if names.contains(name) {
            findings.push(RULE.finding(
                section.absolute(range),
                format!("The placeholder '{name}' of the template is not filled in"),
            ));
        }
    }
}

/// The names of the placeholders that the template uses.
pub fn placeholder_names(contract: &Contract) -> HashSet<&str> {
    let mut names = HashSet::new();
    let blocks = contract.lead.iter().chain(contract.sections.iter().flat_map(|spec| &spec.blocks));
    blocks.for_each(|block| names_of_block(block, &mut names));
    names
}

fn names_of_block<'c>(block: &'c CannedBlock, names: &mut HashSet<&'c str>) {
    match &block.kind {
        CannedKind::Paragraph(text) => names.extend(text.placeholders.iter().map(|name| &**name)),
        CannedKind::Steps(list) | CannedKind::Bullets(list) => names_of_list(list, names),
        CannedKind::Source(source) => names.extend(placeholders_in(source).map(|(_, name)| name)),
    }
}

fn names_of_list<'c>(list: &'c CannedList, names: &mut HashSet<&'c str>) {
    for step in &list.steps {
        names.extend(step.text.placeholders.iter().map(|name| &**name));
        if let Some(children) = &step.children {
            names_of_list(children, names);
        }
    }
}

/// Paragraphs that are the template's guidance, word for word, also below list items.
fn instructions_in(
    section: &SectionRef<'_>,
    blocks: &[Block],
    guidance: &Instructions,
    depth: u32,
    findings: &mut Vec<Finding>,
) {
    // Bounds the recursion for hostile input.
    if depth > 20 {
        return;
    }
    for block in blocks {
        match &block.kind {
            BlockKind::Paragraph(prose) if guidance.contain(&prose.text) => {
                // An item that begins with something else than text is no item of this list any more.
                let begins_an_item = depth > 0 && std::ptr::eq(block, &blocks[0]);
                findings.push(instruction(section, block, (!begins_an_item).then_some(block.range)));
            }
            BlockKind::List(list) => {
                for item in &list.items {
                    match item.blocks.as_slice() {
                        // Nothing but the instruction: the item goes with its text.
                        [only] if only.paragraph().is_some_and(|prose| guidance.contain(&prose.text)) => {
                            findings.push(instruction(section, only, Some(item.range)));
                        }
                        blocks => instructions_in(section, blocks, guidance, depth + 1, findings),
                    }
                }
            }
            _ => {}
        }
    }
}

/// `removed` is what goes with the instruction, where it can go at all.
fn instruction(section: &SectionRef<'_>, block: &Block, removed: Option<TextRange>) -> Finding {
    let text = &section.segment.text;
    let line = crate::analysis::first_line(text, block.range);
    let fix = removed.map(|range| {
        let before = text.get(..usize::from(range.start())).unwrap_or("");
        let indentation = TextSize::new((before.len() - before.trim_end_matches([' ', '\t']).len()) as u32);
        let rest = text.get(usize::from(range.end())..).unwrap_or("");
        let gap = TextSize::new((rest.len() - rest.trim_start_matches(['\n', '\r']).len()) as u32);
        let whole = TextRange::new(range.start() - indentation, range.end() + gap);
        Fix::unsafe_("Remove the template's instruction", vec![TextEdit::delete(section.absolute(whole))])
    });
    RULE.finding(section.absolute(line), "This is the template's instruction to the author, not text of the page")
        .fixes(fix)
}
