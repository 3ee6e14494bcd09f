//! `missing-key`: a required key is not in the front matter.

use crate::analysis::{Analysis, TemplateAnalysis};
use crate::edits::key_order::KeyOrder;
use crate::edits::keys::{MAX_ENTRIES, is_written, stands_for, value_for};
use crate::finding::{Finding, Fix, Related, Safety, Severity, Subject};
use crate::rule::{Check, Rule, RuleGroup};
use docent_syntax::front_matter::Place;
use docent_syntax::front_matter::edit::insert_entries;
use docent_syntax::{FrontMatter, TextRange};
use docent_template::ViolationKind;
use serde_json::Value;

pub(crate) const RULE: Rule = Rule {
    id: "missing-key",
    group: RuleGroup::FrontMatter,
    severity: Severity::Error,
    summary: "A required key is not in the front matter.",
    checks: &[Check::FrontMatter(check)],
    options: &[],
    docs: r####"
# missing-key

The template's schema requires the key, and the front matter does not have it. The finding stands at the closing `---`,
where new keys go.

The fix inserts the key at its place in the schema's order, with a value where one can be computed: derived from other
keys, the schema's default, the only value allowed. Otherwise the value is left empty, and the fix is not a safe one.

A key that is there under a near name (`Pagename`) is reported by `unknown-key` instead.

~~~markdown template
---
docent: { template: recipe }
front-matter:
  required: [title, kind, persons]
  properties:
    title: { type: string }
    kind: { default: bread }
    persons: { type: integer }
---
~~~

~~~markdown bad
---
title: Flat bread # as my aunt makes it
persons: 4
---
^^^ missing-key

Text.
~~~

~~~markdown fixed
---
title: Flat bread # as my aunt makes it
kind: bread
persons: 4
---

Text.
~~~
"####,
};

pub(crate) fn check(analysis: &Analysis<'_>, findings: &mut Vec<Finding>) {
    let Some(template) = &analysis.template else { return };
    let front_matter = analysis.page.front_matter();
    if !front_matter.is_present() {
        return;
    }
    let missing = missing_keys(template, front_matter);
    let insert_all = (missing.len() > 1)
        .then(|| insertion(&format!("Insert all {} missing keys", missing.len()), template, front_matter, &missing));
    for name in &missing {
        let key = template.contract.front_matter.key(name);
        let described = key.and_then(|key| key.description.as_deref());
        let what = described.map(|text| format!(" ({})", text.trim().trim_end_matches('.'))).unwrap_or_default();
        findings.push(
            RULE.finding(place(front_matter), format!("The key '{name}' is missing{what}"))
                .about(Subject::Key(name.as_str().into()))
                .related(key.and_then(|key| Related::key(template.contract, key)))
                .fixes([insertion(
                    &format!("Insert the key '{name}'"),
                    template,
                    front_matter,
                    std::slice::from_ref(name),
                )])
                .fixes(insert_all.clone()),
        );
    }
}

/// The required keys that the front matter lacks, in the schema's order.
fn missing_keys(template: &TemplateAnalysis<'_>, front_matter: &FrontMatter) -> Vec<String> {
    let contract = template.contract;
    let stood_for: Vec<&str> = front_matter
        .yaml
        .entries()
        .iter()
        .take(MAX_ENTRIES)
        .filter_map(|entry| Some(&*stands_for(contract, front_matter, entry)?.name))
        .collect();
    let mut missing: Vec<String> = template
        .violations
        .iter()
        .filter_map(|violation| match &violation.kind {
            ViolationKind::MissingKey(name) if violation.path.is_empty() => Some(name.clone()),
            _ => None,
        })
        .filter(|name| !is_written(front_matter, name) && !stood_for.contains(&name.as_str()))
        .collect();
    missing.sort_by_key(|name| order_of(template, name));
    missing
}

fn order_of(template: &TemplateAnalysis<'_>, name: &str) -> usize {
    let keys = &template.contract.front_matter.keys;
    keys.iter().position(|key| &*key.name == name).unwrap_or(keys.len())
}

fn place(front_matter: &FrontMatter) -> TextRange {
    front_matter.closing.unwrap_or(front_matter.opening)
}

/// Inserts these keys, each at its place in the schema's order.
pub fn insertion(title: &str, template: &TemplateAnalysis<'_>, front_matter: &FrontMatter, names: &[String]) -> Fix {
    let keys = &template.contract.front_matter.keys;
    let order = KeyOrder::of(keys, front_matter);
    let entries: Vec<(Place<'_>, &str, Option<Value>)> = names
        .iter()
        .map(|name| match keys.iter().position(|key| &*key.name == name) {
            Some(index) => {
                let value = value_for(template.contract, &keys[index], front_matter, template.yaml);
                (order.place_of(index), name.as_str(), value)
            }
            None => (Place::End, name.as_str(), None),
        })
        .collect();
    let safety = if entries.iter().all(|(.., value)| value.is_some()) { Safety::Safe } else { Safety::Unsafe };
    let edits = entries.chunk_by(|a, b| a.0 == b.0).flat_map(|group| {
        let lines: Vec<(&str, &Value)> =
            group.iter().map(|(_, name, value)| (*name, value.as_ref().unwrap_or(&Value::Null))).collect();
        insert_entries(front_matter, &lines, group[0].0)
    });
    Fix::with_safety(safety, title, edits.collect())
}
