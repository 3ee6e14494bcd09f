//! `empty-value`: a key has no value.

use super::{Rule, RuleGroup};
use crate::analysis::Analysis;
use crate::finding::{Finding, Fix, Severity};
use crate::keys::{is_empty_value, value_for, yaml_source, shown};
use docent_syntax::yaml::set_value;

pub(super) const RULE: Rule = Rule {
    id: "empty-value",
    group: RuleGroup::FrontMatter,
    severity: Severity::Error,
    summary: "A key has no value.",
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

/// More values than this are a matter for completion, not for a list of fixes.
const MOST_OFFERED: usize = 8;

pub(super) fn check(analysis: &Analysis<'_>, findings: &mut Vec<Finding>) {
    let Some(template) = &analysis.template else { return };
    let front_matter = analysis.page.front_matter();
    for key in &template.contract.front_matter.keys {
        let Some(entry) = front_matter.yaml.get(&key.name) else { continue };
        if key.nullable || !is_empty_value(&entry.value) {
            continue;
        }
        let (value, certain) = value_for(key, front_matter);
        let computed = certain.then(|| {
            Fix::safe(format!("Set '{}' to {value}", key.name), vec![set_value(front_matter, entry, &value)])
        });
        let offered = key.allowed.iter().take(MOST_OFFERED).filter(|_| !certain && key.allowed.len() <= MOST_OFFERED);
        let choices = offered.map(|value| {
            let edit = set_value(front_matter, entry, &yaml_source(value));
            Fix::unsafe_(format!("Set '{}' to '{}'", key.name, shown(value)), vec![edit])
        });
        let severity = if key.required { Severity::Error } else { Severity::Hint };
        let wanted = match key.allowed.as_slice() {
            [] => String::new(),
            allowed => format!("; it must be {}", crate::keys::one_of(allowed)),
        };
        // The key with its colon.
        let range = docent_syntax::TextRange::new(entry.key.range.start(), entry.value.range.start().max(entry.key.range.end()));
        let range = super::invalid_value::trimmed(&front_matter.text, range);
        findings.push(
            Finding::new(&RULE, range, format!("The key '{}' has no value{wanted}", key.name))
                .severity(severity)
                .related(crate::check::key_related(template.contract, key))
                .fixes(computed)
                .fixes(choices),
        );
    }
}
