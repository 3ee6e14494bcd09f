//! `empty-value`: a key has no value.

use crate::analysis::Analysis;
use crate::edits::keys::{is_broken, is_empty_value, one_of, value_fixes};
use crate::finding::{Finding, Related, Severity};
use crate::rule::{Check, Rule, RuleGroup};

pub(crate) const RULE: Rule = Rule {
    id: "empty-value",
    group: RuleGroup::FrontMatter,
    severity: Severity::Error,
    summary: "A key has no value.",
    checks: &[Check::FrontMatter(check)],
    options: &[],
    docs: r####"
# empty-value

The key is there, but nothing is said. An error for a key that the template requires, a hint for an optional one; a key
that the schema lets be empty (`type: [string, "null"]`) is not reported.

Where the value can be computed, the fix fills it in. Where the template allows a few values only, each is offered.

~~~markdown template
---
docent: { template: recipe }
front-matter:
  required: [title, kind]
  properties:
    title: { type: string }
    kind: { default: bread }
---
~~~

~~~markdown bad
---
title: Flat bread
kind:   # not sure
^^^^^ empty-value
---

Text.
~~~

~~~markdown fixed
---
title: Flat bread
kind: bread   # not sure
---

Text.
~~~
"####,
};

pub(crate) fn check(analysis: &Analysis<'_>, findings: &mut Vec<Finding>) {
    let Some(template) = &analysis.template else { return };
    let front_matter = analysis.page.front_matter();
    for key in &template.contract.front_matter.keys {
        let Some(found) = front_matter.yaml.find(&key.name, analysis.yaml) else { continue };
        let entry = found.entry;
        if key.nullable || !is_empty_value(&entry.value) || is_broken(front_matter, entry) {
            continue;
        }
        let severity = if key.required { Severity::Error } else { Severity::Hint };
        let expected = match key.allowed.as_slice() {
            [] => String::new(),
            allowed => format!("; it must be {}", one_of(allowed)),
        };
        // The key with its colon.
        let range = docent_syntax::TextRange::new(
            entry.key.range.start(),
            entry.value.range.start().max(entry.key.range.end()),
        );
        let range = super::invalid_value::trimmed(&front_matter.text, range);
        findings.push(
            RULE.finding(range, format!("The key '{}' has no value{expected}", key.name))
                .severity(severity)
                .related(Related::key(template.contract, key))
                .with_alternatives(value_fixes(template.contract, front_matter, key, &found, analysis.yaml)),
        );
    }
}
