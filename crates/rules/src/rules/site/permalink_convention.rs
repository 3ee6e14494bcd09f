//! `permalink-convention`: the permalink is not the one that the site's rule gives.

use crate::analysis::Analysis;
use crate::edits::keys::{derived_value, is_empty_value, is_placeholder};
use crate::finding::{Finding, Fix, Related, Severity};
use crate::rule::{Check, Rule, RuleGroup};
use docent_syntax::front_matter::edit::{add_to_list, set_value};
use docent_template::KeyRole;
use serde_json::Value;

pub(crate) const RULE: Rule = Rule {
    id: "permalink-convention",
    group: RuleGroup::Site,
    severity: Severity::Error,
    summary: "The permalink is not the one that the site's rule gives.",
    checks: &[Check::FrontMatter(check)],
    options: &[],
    docs: r####"
# permalink-convention

The template says how a page's address is made of its other keys (`x-docent-derive`), and this permalink is another one.
Addresses that follow a rule can be guessed, and do not collide.

In a part, ` - `, ` / `, ` & `, `, `, `'` and `.` become `-`; `" ! ? ( )` go; letters become lower case and blanks `-`. Parts
without a value are left out.

The fix sets the permalink. Links to the old address break unless it becomes a redirect, so the fix is not a safe one;
where the template has a key for redirects, a second fix keeps the old address there.

~~~markdown template
---
docent: { template: recipe }
front-matter:
  properties:
    title: {}
    chapter: {}
    permalink: { x-docent-role: permalink, x-docent-derive: "{chapter}-{title}.html" }
    redirect_from: { type: array, items: { x-docent-role: redirect } }
---
~~~

~~~markdown bad
---
title: Flat bread
chapter: Bread & Cake
permalink: flatbread.html
           ^^^^^^^^^^^^^^ permalink-convention
---

Text.
~~~

~~~markdown fixed
---
title: Flat bread
chapter: Bread & Cake
permalink: bread-cake-flat-bread.html
---

Text.
~~~
"####,
};

pub(crate) fn check(analysis: &Analysis<'_>, findings: &mut Vec<Finding>) {
    let Some(template) = &analysis.template else { return };
    let front_matter = analysis.page.front_matter();
    let keys = &template.contract.front_matter.keys;
    for key in keys.iter().filter(|key| key.role == Some(KeyRole::Permalink)) {
        let Some(derivation) = &key.derive else { continue };
        let Some(resolved) = front_matter.yaml.find(&key.name, analysis.yaml) else { continue };
        let entry = resolved.entry;
        let Some(found) = entry.value.as_str() else { continue };
        if is_empty_value(&entry.value) || is_placeholder(key, &entry.value) {
            continue;
        }
        let Some(derived) = derived_value(template.contract, key, front_matter, analysis.yaml) else { continue };
        if found.trim().trim_start_matches('/') == derived {
            continue;
        }
        let set = resolved.own().map(|entry| set_value(front_matter, entry, &Value::from(derived.clone())));
        let parts: Vec<Related> = derivation
            .keys()
            .into_iter()
            .filter_map(|part| front_matter.yaml.find(part, analysis.yaml))
            .map(|part| Related::page(part.entry.range, "a part of the address"))
            .collect();
        let redirect = keys.iter().find(|key| key.role == Some(KeyRole::Redirect));
        let keep = redirect.and_then(|redirect| {
            let list = front_matter.yaml.find(&redirect.name, analysis.yaml)?.own()?;
            let mut edits = add_to_list(front_matter, list, found);
            if edits.is_empty() {
                return None;
            }
            edits.extend(set.iter().flatten().cloned());
            Some(Fix::unsafe_(format!("Set the permalink to {derived} and keep {found} as a redirect"), edits))
        });
        findings.push(
            RULE.finding(
                entry.value.range,
                format!("The permalink is '{found}'; by the rule '{}' it is '{derived}'", derivation.pattern),
            )
            .related(Related::key(template.contract, key))
            .related(parts)
            .fixes(set.clone().map(|set| Fix::unsafe_(format!("Set the permalink to {derived}"), set)))
            .fixes(keep.filter(|_| set.is_some())),
        );
    }
}
