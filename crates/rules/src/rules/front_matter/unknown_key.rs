//! `unknown-key`: a key that the template does not name, and that is near one it does; or any, where it allows no others.

use crate::analysis::{Analysis, TemplateAnalysis};
use crate::edits::keys::{MAX_ENTRIES, differ_in_spelling_only, is_set, near_key, shortened};
use crate::finding::{Finding, Fix, Related, Safety, Severity, Subject};
use crate::rule::{Check, Rule, RuleGroup};
use crate::rule_option::{PatternSubject, PatternsOption, RuleOption};
use docent_syntax::front_matter::edit::{remove_entry, rename_key};
use docent_syntax::{FrontMatter, ResolvedEntry};

pub(crate) const RULE: Rule = Rule {
    id: "unknown-key",
    group: RuleGroup::FrontMatter,
    severity: Severity::Warning,
    summary: "A key is not one of the template's, but near one of them.",
    checks: &[Check::FrontMatter(check)],
    options: &[RuleOption::Patterns(ALLOW)],
    docs: r####"
# unknown-key

Front matter may have keys that the template does not name: the site generator and its layouts define many. docent speaks
up for those that look like a slip: `Keywords`, `page-name`, `permlink`. If the key that was meant is required, this is an
error, and `missing-key` is silent about it. Where the schema says `additionalProperties: false`, every key it does not
name is reported.

The fix renames the key, keeping its value and comments. It is safe where only case and separators differ.

~~~markdown template
---
docent: { template: recipe }
front-matter:
  properties:
    keywords: {}
---
~~~

~~~markdown bad
---
Keywords: flour, water # for the search
^^^^^^^^ unknown-key
author: aunt
---

Text.
~~~

~~~markdown fixed
---
keywords: flour, water # for the search
author: aunt
---

Text.
~~~

## Options

~~~yaml docent.yaml
rules:
  unknown-key:
    allow: [Keywords, "x-*"]
~~~

~~~markdown allowed
---
Keywords: flour, water
---

Text.
~~~
"####,
};

const ALLOW: PatternsOption = PatternsOption {
    name: "allow",
    description: "Keys that pages may have although the template does not name them",
    subject: PatternSubject::Names,
};

pub(crate) fn check(analysis: &Analysis<'_>, findings: &mut Vec<Finding>) {
    let Some(template) = &analysis.template else { return };
    let front_matter = analysis.page.front_matter();
    for found in front_matter.yaml.own_and_merged(analysis.yaml).iter().take(MAX_ENTRIES) {
        let name = &*found.name;
        // Before what is no mapping, `<<` merges nothing; it is no key of the page either.
        if name == "<<" {
            continue;
        }
        let is_known = template.contract.front_matter.key(name).is_some() || name == crate::suppression::KEY;
        if !is_known && !analysis.settings.matches(RULE.id, &ALLOW, name) {
            findings.extend(finding(template, front_matter, found));
        }
    }
}

fn finding(template: &TemplateAnalysis<'_>, front_matter: &FrontMatter, found: &ResolvedEntry<'_>) -> Option<Finding> {
    let (name, entry) = (&*found.name, found.entry);
    // A merged key is written for other users as well.
    let removal = found
        .own()
        .map(|entry| Fix::unsafe_(format!("Remove the key '{}'", shortened(name)), remove_entry(front_matter, entry)));
    let shown = shortened(name);
    let schema = &template.contract.front_matter;
    let Some(meant) = near_key(template.contract, name) else {
        return schema.closed.then(|| {
            RULE.finding(
                entry.key.range,
                format!("The template '{}' has no key '{shown}', and allows no others", template.contract.title),
            )
            .fixes(removal)
        });
    };
    let is_there = is_set(front_matter, &meant.name);
    if is_there {
        // Both are written: renaming would make a duplicate, and the other name may be meant.
        return differ_in_spelling_only(name, &meant.name).then(|| {
            RULE.finding(entry.key.range, format!("The key '{shown}' is not known; '{}' is there as well", meant.name))
                .fixes(removal)
        });
    }
    let safety = if differ_in_spelling_only(name, &meant.name) { Safety::Safe } else { Safety::Unsafe };
    let severity = if meant.required { Severity::Error } else { Severity::Warning };
    Some(
        RULE.finding(entry.key.range, format!("The key '{shown}' is not known; '{}' is", meant.name))
            .severity(severity)
            .about(Subject::Key(meant.name.clone()))
            .related(Related::key(template.contract, meant))
            .fixes(found.own().map(|entry| {
                let title = format!("Rename the key to '{}'", meant.name);
                Fix::with_safety(safety, title, vec![rename_key(entry, &meant.name)])
            })),
    )
}
