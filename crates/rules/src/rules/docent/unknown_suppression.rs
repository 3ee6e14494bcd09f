//! `unknown-suppression`: a suppression names a rule that does not exist, or none at all.

use crate::analysis::Analysis;
use crate::finding::{Finding, Fix, Safety, Severity};
use crate::rule::{Check, Rule, RuleGroup};
use crate::rules::RULES;
use crate::suppression::{NEVER_SUPPRESSED, Scope, Suppression};
use docent_syntax::TextEdit;

pub(crate) const RULE: Rule = Rule {
    id: "unknown-suppression",
    group: RuleGroup::Docent,
    severity: Severity::Warning,
    summary: "A suppression names no rule that exists.",
    checks: &[Check::Page(check)],
    options: &[],
    docs: r####"
# unknown-suppression

A comment `docent-ignore RULE: reason`, or the key `docent-ignore` of the front matter, names a rule that docent does not
have, or none at all. It suppresses nothing.

The fix puts the name of the rule there that was most likely meant. This rule and `unused-suppression` cannot be
suppressed themselves; the configuration can switch them off.

~~~markdown template
---
docent: { template: recipe }
---

## Ingredients

## Steps
~~~

~~~markdown bad
## Ingredients

Flour and water.

<!-- docent-ignore empty-sections: they are on a video -->
                   ^^^^^^^^^^^^^^ unknown-suppression

## Steps
^^^^^^^^ empty-section
~~~

~~~markdown fixed
## Ingredients

Flour and water.

<!-- docent-ignore empty-section: they are on a video -->

## Steps
~~~

~~~markdown good
---
docent-ignore: [empty-section]
---

## Ingredients

## Steps
~~~
"####,
};

pub(crate) fn check(analysis: &Analysis<'_>, findings: &mut Vec<Finding>) {
    for (_, suppression) in analysis.suppressions.readable(analysis.page) {
        if suppression.names.is_empty() {
            findings.push(RULE.finding(suppression.range, names_none(suppression)));
        }
        for name in &suppression.names {
            if crate::rules::rule(&name.rule).is_none() {
                findings.push(unknown(&name.rule, name.range));
            } else if NEVER_SUPPRESSED.contains(&&*name.rule) {
                findings.push(RULE.finding(name.range, format!("'{}' cannot be suppressed", name.rule)));
            }
        }
    }
}

fn names_none(suppression: &Suppression) -> String {
    match suppression.scope {
        Scope::Page => "'docent-ignore' names no rule".to_owned(),
        Scope::Place(_) => "The suppression names no rule: write 'docent-ignore RULE: reason'".to_owned(),
    }
}

fn unknown(name: &str, range: docent_syntax::TextRange) -> Finding {
    let message = format!("There is no rule '{name}'");
    let Some(meant) = near_rule(name) else {
        return RULE.finding(range, message);
    };
    let is_slip = fold(name) == fold(meant.id);
    let safety = if is_slip { Safety::Safe } else { Safety::Unsafe };
    let edit = TextEdit::replace(range, meant.id);
    RULE.finding(range, format!("{message}; did you mean '{}'?", meant.id)).fixes([Fix::with_safety(
        safety,
        format!("Change it to '{}'", meant.id),
        vec![edit],
    )])
}

/// The rule whose name is most like the one written: equal but for case and separators, or a few letters off.
fn near_rule(name: &str) -> Option<&'static Rule> {
    // No rule's name is half as long: what is longer is prose, or worse.
    const LONGEST: usize = 60;
    if name.len() > LONGEST {
        return None;
    }
    let folded = fold(name);
    let max_distance = folded.chars().count() / 4;
    RULES
        .iter()
        .copied()
        .filter(|rule| !NEVER_SUPPRESSED.contains(&rule.id))
        .map(|rule| (strsim::damerau_levenshtein(&fold(rule.id), &folded), rule))
        .filter(|(distance, _)| *distance <= max_distance)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, rule)| rule)
}

fn fold(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
