//! `missing-front-matter`: a page that has a template has no front matter.

use crate::analysis::{Analysis, first_line};
use crate::edits::keys::value_for;
use crate::finding::{Finding, Fix, Related, Severity, Subject};
use crate::rule::{Check, Rule, RuleGroup};
use docent_syntax::front_matter::edit::new_block;
use docent_syntax::{TextEdit, TextRange, TextSize};
use docent_template::Contract;
use serde_json::Value;

pub(crate) const RULE: Rule = Rule {
    id: "missing-front-matter",
    group: RuleGroup::FrontMatter,
    severity: Severity::Error,
    summary: "A page that needs front matter has none.",
    checks: &[Check::Page(check)],
    options: &[],
    docs: r####"
# missing-front-matter

The page's template asks for front-matter keys, and the page does not begin with a block between `---` lines. The site
generator then copies the file as it is instead of making a page of it.

The fix inserts a block with the required keys. Values that can be computed are filled in; the others are left to the
author, so the fix is not a safe one.

~~~markdown template
---
docent: { template: recipe }
front-matter:
  required: [layout]
  properties:
    layout: { default: recipe }
---
~~~

~~~markdown bad
Take flour and water.
^^^^^^^^^^^^^^^^^^^^^ missing-front-matter
~~~

~~~markdown fixed
---
layout: recipe
---

Take flour and water.
~~~
"####,
};

pub(crate) fn check(analysis: &Analysis<'_>, findings: &mut Vec<Finding>) {
    let Some(template) = &analysis.template else { return };
    let front_matter = analysis.page.front_matter();
    let keys: Vec<&str> =
        template.contract.front_matter.keys.iter().filter(|key| key.required).map(|key| &*key.name).collect();
    if front_matter.is_present() || keys.is_empty() {
        return;
    }
    let block = block(template.contract, analysis);
    findings.push(
        RULE.finding(
            first_written_line(analysis),
            format!(
                "The page has no front matter; a page of the template '{}' begins with a block of {}",
                template.contract.title,
                in_words(&keys)
            ),
        )
        .about(Subject::FrontMatter)
        .related(key_place(template.contract))
        .fixes([Fix::unsafe_("Insert front matter", vec![TextEdit::insert(TextSize::new(0), block)])]),
    );
}

fn in_words(keys: &[&str]) -> String {
    match keys {
        [first @ .., last] if !first.is_empty() => format!("{} and {last}", first.join(", ")),
        _ => keys.concat(),
    }
}

fn key_place(contract: &Contract) -> Option<Related> {
    let key = contract.front_matter.keys.iter().find(|key| key.required)?;
    Related::key(contract, key)
}

/// The first line with text on it: that is where the block has to stand before.
fn first_written_line(analysis: &Analysis<'_>) -> TextRange {
    let section = analysis.page.section(0);
    let written = analysis.page.sections().find(|section| !section.segment.text.trim().is_empty()).unwrap_or(section);
    let text = &written.segment.text;
    let start = TextSize::new((text.len() - text.trim_start().len()) as u32);
    written.absolute(first_line(text, TextRange::new(start, TextSize::of(&**text))))
}

fn block(contract: &Contract, analysis: &Analysis<'_>) -> String {
    let required = contract.front_matter.keys.iter().filter(|key| key.required);
    let entries: Vec<(&str, Value)> = required
        .map(|key| {
            (&*key.name, value_for(contract, key, analysis.page.front_matter(), analysis.yaml).unwrap_or(Value::Null))
        })
        .collect();
    let mut block = new_block(entries.iter().map(|(name, value)| (*name, value)));
    let starts_with_text = analysis.page.sections().any(|section| !section.segment.text.is_empty());
    let starts_blank = analysis.page.section(0).segment.text.starts_with(['\n', '\r']);
    if starts_with_text && !starts_blank {
        block.push('\n');
    }
    analysis.line_ending().apply(&block).into_owned()
}
