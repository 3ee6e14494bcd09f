//! `invalid-configuration`: `docent.yaml` says something that docent does not know. Found when the configuration is read.

use crate::finding::Severity;
use crate::rule::{Rule, RuleGroup};

pub(crate) const RULE: Rule = Rule {
    id: "invalid-configuration",
    group: RuleGroup::Docent,
    severity: Severity::Error,
    summary: "docent.yaml has an error.",
    checks: &[],
    options: &[],
    docs: r####"
# invalid-configuration

`docent.yaml` has a key that docent does not know, a value of the wrong type or out of bounds, a rule or an option that does not exist, or
names a template that cannot be found. What can be read is used all the same; the finding is in `docent.yaml` itself.

```yaml
rules:
  missing-sektion: warning   # no such rule: did you mean 'missing-section'?
```
"####,
};
