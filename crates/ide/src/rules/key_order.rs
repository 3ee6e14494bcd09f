//! `key-order`: the template's keys stand in another order.

use super::{Rule, RuleGroup, missing_key::place_in_order};
use crate::analysis::Analysis;
use crate::finding::{Finding, Fix, Severity};
use docent_syntax::YamlEntry;
use docent_syntax::yaml::edit::{Place, move_entry};
use docent_template::KeySpec;

pub(super) const RULE: Rule = Rule {
    id: "key-order",
    group: RuleGroup::FrontMatter,
    severity: Severity::Hint,
    summary: "A key stands at another place than in the template.",
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

pub(super) fn check(analysis: &Analysis<'_>, findings: &mut Vec<Finding>) {
    let Some(template) = &analysis.template else { return };
    let front_matter = analysis.page.front_matter();
    // Moving entries about in a block that cannot be read would be guesswork.
    if front_matter.yaml.error.is_some() {
        return;
    }
    let keys: Vec<KeySpec> = template.contract.front_matter.keys.iter().filter(|key| !key.any_place).cloned().collect();
    let written: Vec<(usize, &YamlEntry)> = front_matter
        .yaml
        .entries()
        .iter()
        .filter_map(|entry| {
            let name = entry.key.as_str()?;
            let counts = front_matter.yaml.get(name).is_some_and(|last| std::ptr::eq(last, entry));
            let index = keys.iter().position(|key| &*key.name == name).filter(|_| counts)?;
            Some((index, entry))
        })
        .collect();
    let places: Vec<usize> = written.iter().map(|(index, _)| *index).collect();
    let in_order = longest_increasing(&places);
    let ordered: Vec<KeySpec> = in_order.iter().map(|&at| keys[places[at]].clone()).collect();
    for (at, (index, entry)) in written.iter().enumerate().filter(|(at, _)| !in_order.contains(at)) {
        let key = &keys[*index];
        // Its place is between those that stay where they are.
        let mut around = ordered.clone();
        around.insert(in_order.partition_point(|&other| places[other] < places[at]), key.clone());
        let place = place_in_order(&around, &key.name, front_matter);
        let where_ = place_in_words(&place);
        findings.push(
            Finding::new(&RULE, entry.key.range, format!("The template has the key '{}' {where_}", key.name))
                .related(crate::check::key_related(template.contract, key))
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

/// Indices of a longest strictly increasing subsequence. Front matter is short: the simple quadratic way, bounded.
fn longest_increasing(values: &[usize]) -> Vec<usize> {
    const MOST: usize = 500;
    let values = &values[..values.len().min(MOST)];
    let mut best: Vec<(usize, Option<usize>)> = Vec::new();
    for (at, value) in values.iter().enumerate() {
        let before = (0..at)
            .filter(|&other| values[other] < *value)
            .max_by_key(|&other| (best[other].0, std::cmp::Reverse(other)));
        best.push((before.map_or(1, |other| best[other].0 + 1), before));
    }
    let mut next = (0..best.len()).max_by_key(|&at| (best[at].0, std::cmp::Reverse(at)));
    let mut chain = Vec::new();
    while let Some(at) = next {
        chain.push(at);
        next = best[at].1;
    }
    chain.reverse();
    chain
}
