//! `deprecated-key`: a key that the template's schema calls deprecated.

use crate::analysis::Analysis;
use crate::edits::keys::is_set;
use crate::finding::{Finding, Fix, Related, Severity};
use crate::rule::{Check, Rule, RuleGroup};
use docent_syntax::front_matter::edit::rename_key;

pub(crate) const RULE: Rule = Rule {
    id: "deprecated-key",
    group: RuleGroup::FrontMatter,
    severity: Severity::Hint,
    summary: "A key is deprecated.",
    checks: &[Check::FrontMatter(check)],
    options: &[],
    docs: r####"
# deprecated-key

The template's schema says `deprecated: true` of this key. Where it names a successor (`x-docent-replaced-by`) that the
page does not have yet, the fix renames the key.

~~~markdown template
---
docent: { template: recipe }
front-matter:
  properties:
    tags: {}
    labels: { deprecated: true, x-docent-replaced-by: tags }
---
~~~

~~~markdown bad
---
labels: [bread]
^^^^^^ deprecated-key
---

Text.
~~~

~~~markdown fixed
---
tags: [bread]
---

Text.
~~~
"####,
};

pub(crate) fn check(analysis: &Analysis<'_>, findings: &mut Vec<Finding>) {
    let Some(template) = &analysis.template else { return };
    let front_matter = analysis.page.front_matter();
    for found in front_matter.yaml.own_and_merged(analysis.yaml) {
        let entry = found.entry;
        let key = template.contract.front_matter.key(&found.name);
        let Some(key) = key.filter(|key| key.deprecated) else { continue };
        let successor = key.replaced_by.as_deref();
        let instead = successor.map(|name| format!("; use '{name}' instead")).unwrap_or_default();
        let rename = successor
            .filter(|name| !is_set(front_matter, name) && !found.is_merged())
            .map(|name| Fix::unsafe_(format!("Rename the key to '{name}'"), vec![rename_key(entry, name)]));
        let mut finding = RULE
            .finding(entry.key.range, format!("The key '{}' is deprecated{instead}", key.name))
            .related(Related::key(template.contract, key))
            .fixes(rename);
        finding.deprecated = true;
        findings.push(finding);
    }
}
