//! `duplicate-key`: a key stands twice in one mapping.

use crate::analysis::Analysis;
use crate::finding::{Finding, Fix, Related, Safety, Severity};
use crate::rule::{Check, Rule, RuleGroup};
use docent_syntax::front_matter::edit::remove_entry;
use docent_syntax::{FrontMatter, YamlEntry, YamlKind, YamlNode};
use std::collections::HashMap;

pub(crate) const RULE: Rule = Rule {
    id: "duplicate-key",
    group: RuleGroup::FrontMatter,
    severity: Severity::Error,
    summary: "A key stands in the front matter twice; only the last one counts.",
    checks: &[Check::FrontMatter(check)],
    options: &[],
    docs: r####"
# duplicate-key

A key stands more than once. The site generator takes the last one and says nothing about the others. The finding is on
the one that is ignored.

The fix removes it. That is safe where both say the same; otherwise the author has to choose.

~~~markdown bad
---
order: 10
^^^^^^^^^ duplicate-key
pagename: Flat bread
order: 20
---

Text.
~~~

~~~markdown fixed
---
pagename: Flat bread
order: 20
---

Text.
~~~
"####,
};

pub(crate) fn check(analysis: &Analysis<'_>, findings: &mut Vec<Finding>) {
    let front_matter = analysis.page.front_matter();
    if let Some(root) = &front_matter.yaml.root {
        check_node(front_matter, root, 0, findings);
    }
}

fn check_node(front_matter: &FrontMatter, node: &YamlNode, depth: u32, findings: &mut Vec<Finding>) {
    // No author writes front matter this deep; the bound is for hostile input.
    if depth > 50 {
        return;
    }
    match &node.kind {
        YamlKind::Sequence(items) => items.iter().for_each(|item| check_node(front_matter, item, depth + 1, findings)),
        YamlKind::Mapping(entries) => {
            let mut last: HashMap<&str, &YamlEntry> = HashMap::new();
            for entry in entries.iter().rev() {
                let Some(name) = entry.key.as_str() else { continue };
                // Merging is what `<<` is for, more than once too.
                match last.get(name) {
                    Some(winner) if name != "<<" => findings.push(finding(front_matter, name, entry, winner, depth)),
                    _ => {
                        last.insert(name, entry);
                    }
                }
            }
            entries.iter().for_each(|entry| check_node(front_matter, &entry.value, depth + 1, findings));
        }
        _ => {}
    }
}

fn finding(front_matter: &FrontMatter, name: &str, entry: &YamlEntry, winner: &YamlEntry, depth: u32) -> Finding {
    let same = entry.value.to_json() == winner.value.to_json();
    let safety = if same { Safety::Safe } else { Safety::Unsafe };
    let range = crate::analysis::first_line(&front_matter.text, entry.range);
    let mut finding = RULE
        .finding(range, format!("The key '{name}' is repeated below, and the last one counts: this one is ignored"))
        .related([Related::page(winner.key.range, "the one that counts")]);
    // Removing an entry works on the lines of the top mapping.
    if depth == 0 {
        finding = finding.fixes([Fix::with_safety(
            safety,
            format!("Remove the ignored '{name}'"),
            remove_entry(front_matter, entry),
        )]);
    }
    finding.unnecessary = true;
    finding
}
