//! `template-syntax`: a template cannot be read as its author meant it. Found when a template is compiled.

use crate::finding::Severity;
use crate::rule::{Rule, RuleGroup};

pub(crate) const RULE: Rule = Rule {
    id: "template-syntax",
    group: RuleGroup::Docent,
    severity: Severity::Error,
    summary: "A template has an error.",
    checks: &[],
    options: &[],
    docs: r####"
# template-syntax

Something in a template page is not what docent knows: an unknown attribute, a count that is no number, a schema that is
not valid JSON Schema, a base that does not exist; a key that a pattern (`x-docent-derive`) or a successor
(`x-docent-replaced-by`) names and the schema does not have, so that nothing could ever stand there. What can be read is used all the same; the rest of the template holds.

~~~markdown template-bad
---
docent: { template: recipe }
---

## Steps
<!-- docent: itmes=2..3 -->
             ^^^^^^^^^^ template-syntax
~~~
"####,
};
