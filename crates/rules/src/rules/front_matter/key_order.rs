//! `key-order`: the template's keys stand in another order.

use crate::analysis::Analysis;
use crate::edits::key_order::KeyOrder;
use crate::finding::{Finding, Fix, Related, Severity};
use crate::rule::{Check, Rule, RuleGroup};
use docent_syntax::YamlEntry;
use docent_syntax::front_matter::Place;
use docent_syntax::front_matter::edit::move_entry;

pub(crate) const RULE: Rule = Rule {
    id: "key-order",
    group: RuleGroup::FrontMatter,
    severity: Severity::Hint,
    summary: "A key stands at another place than in the template.",
    checks: &[Check::FrontMatter(check)],
    options: &[],
    docs: r####"
# key-order

The keys of the template are all there, but in another order. No generator minds; people who look through many pages do.
Only keys that the template names are compared, and not those it leaves free (`x-docent-any-place: true`).

The fix moves the key with its comments.

~~~markdown template
---
docent: { template: recipe }
front-matter:
  properties:
    title: {}
    kind: {}
    persons: {}
---
~~~

~~~markdown bad
---
kind: bread
# counted generously
persons: 4
title: Flat bread
^^^^^ key-order
---

Text.
~~~

~~~markdown fixed
---
title: Flat bread
kind: bread
# counted generously
persons: 4
---

Text.
~~~
"####,
};

pub(crate) fn check(analysis: &Analysis<'_>, findings: &mut Vec<Finding>) {
    let Some(template) = &analysis.template else { return };
    let front_matter = analysis.page.front_matter();
    // Moving entries about in a block that cannot be read would be guesswork.
    if front_matter.yaml.error.is_some() {
        return;
    }
    let order = KeyOrder::of(&template.contract.front_matter.keys, front_matter);
    for (index, entry) in order.misplaced() {
        let key = &template.contract.front_matter.keys[index];
        let place = order.place_of(index);
        let where_ = place_in_words(&place);
        findings.push(
            RULE.finding(entry.key.range, format!("The template has the key '{}' {where_}", key.name))
                .related(Related::key(template.contract, key))
                .fixes([Fix::safe(format!("Move '{}' {where_}", key.name), move_entry(front_matter, entry, place))]),
        );
    }
}

fn place_in_words(place: &Place<'_>) -> String {
    let name = |entry: &YamlEntry| entry.key.as_str().unwrap_or_default().to_owned();
    match place {
        Place::After(entry) => format!("after '{}'", name(entry)),
        Place::Before(entry) => format!("before '{}'", name(entry)),
        Place::Start => "first".to_owned(),
        Place::End => "last".to_owned(),
    }
}
