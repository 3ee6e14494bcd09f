//! `unreachable-section`: a section of a template that no page can ever match. Found when a template is compiled.

use crate::finding::Severity;
use crate::rule::{Rule, RuleGroup};

pub(crate) const RULE: Rule = Rule {
    id: "unreachable-section",
    group: RuleGroup::Docent,
    severity: Severity::Warning,
    summary: "A section of a template can never be matched.",
    checks: &[],
    options: &[],
    docs: r####"
# unreachable-section

Two sections of a template at one place have the same title, so no page can have the second one. Give it
another title, or let the first one repeat (`repeat=1..`).

~~~markdown template-bad
---
docent: { template: recipe }
---

## Steps

## Steps
^^^^^^^^ unreachable-section
~~~
"####,
};
