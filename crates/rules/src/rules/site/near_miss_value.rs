//! `near-miss-value`: a value is nearly one that many other pages have.

use crate::analysis::Analysis;
use crate::edits::keys::{MAX_ENTRIES, is_empty_value, is_placeholder};
use crate::finding::{Finding, Fix, Severity};
use crate::rule::{Check, Rule, RuleGroup};
use crate::rule_option::{NumberOption, PatternSubject, PatternsOption, RuleOption};
use docent_site::index::UsedValue;
use docent_site::index::facts::is_recorded_value;
use docent_site::{Config, PageId, SiteIndex};
use docent_syntax::front_matter::edit::set_value;
use docent_syntax::{Page, YamlEntry, YamlSchema};
use serde_json::Value;
use std::collections::HashSet;
use std::sync::Arc;

pub(crate) const RULE: Rule = Rule {
    id: "near-miss-value",
    group: RuleGroup::Site,
    severity: Severity::Info,
    summary: "A value of the front matter is nearly one that many other pages have.",
    checks: &[Check::Page(check)],
    options: &[RuleOption::Number(MIN_PAGES), RuleOption::Patterns(IGNORE_KEYS)],
    docs: r####"
# near-miss-value

A value of the front matter differs in a letter or two from the one that other pages have for the same key: a category
"Sweet Pie" where twenty pages say "Sweet Pies". Such a page stands alone in menus and lists.

It takes evidence: `min-pages` other pages with the other value, and five times as many as have this one (three fifths of that, and twice as
many, where only case, blanks and punctuation differ). Numbers and dates, keys that hold a page's own words (its title, `description` and the like), keys with hardly a value on two pages, and values that the template lists are left alone.

The fix takes the value of the others.

~~~markdown site
//- a.md
---
category: Sweet Pies
---
//- b.md
---
category: Sweet Pies
---
//- c.md
---
category: Sweet Pies
---
//- d.md
---
category: Sweet Pies
---
//- e.md
---
category: Sweet Pies
---
//- f.md
---
category: Bread
---
//- g.md
---
category: Bread
---
//- h.md
---
category: Bread
---
//- i.md
---
category: Bread
---
~~~

~~~markdown bad
---
title: Cherry pie
category: Sweet Pie
          ^^^^^^^^^ near-miss-value
---
Text.
~~~

~~~markdown fixed
---
title: Cherry pie
category: Sweet Pies
---
Text.
~~~

## Options

~~~yaml docent.yaml
rules:
  near-miss-value: { min-pages: 6 }
~~~

~~~markdown allowed
---
category: Sweet Pie
---
Text.
~~~

~~~yaml docent.yaml
rules:
  near-miss-value: { severity: hint, ignore-keys: [category, "x-*"] }
~~~

~~~markdown allowed
---
category: Sweet Pie
---
Text.
~~~
"####,
};

const MIN_PAGES: NumberOption = NumberOption {
    name: "min-pages",
    description: "How many other pages must have a value before another page's value is a near miss of it",
    min: 2,
    max: 1_000_000,
    default: 5,
};

const IGNORE_KEYS: PatternsOption = PatternsOption {
    name: "ignore-keys",
    description: "Keys of the front matter whose values are not compared",
    subject: PatternSubject::Names,
};

/// Keys whose values are a page's own, besides those that hold its title.
const OWN_WORDS: [&str; 15] = [
    "title",
    "name",
    "subtitle",
    "description",
    "summary",
    "excerpt",
    "keywords",
    "slug",
    "url",
    "id",
    "date",
    "order",
    "weight",
    "nav_order",
    "docent-ignore",
];

/// With more values than this a key is no choice among a few.
const MAX_VALUES: usize = 200;

pub(crate) fn check(analysis: &Analysis<'_>, findings: &mut Vec<Finding>) {
    let Some(site) = analysis.site else { return };
    let front_matter = analysis.page.front_matter();
    let min_pages = analysis.settings.number(RULE.id, &MIN_PAGES);
    for found in front_matter.yaml.own_and_merged(analysis.yaml).into_iter().take(MAX_ENTRIES) {
        let (key, entry) = (&*found.name, found.entry);
        let Some(value) = entry.value.as_str() else { continue };
        if !may_be_a_slip(analysis, key, entry) || analysis.settings.matches(RULE.id, &IGNORE_KEYS, key) {
            continue;
        }
        let path = site.index.path(site.page);
        let Some(usual) = usual_value(site.index, path, key, value.trim(), min_pages) else { continue };
        let pages = usual.pages;
        let message = format!("Nearly '{}', which {pages} other pages have for '{key}'", usual.value);
        let fix = found.own().map(|entry| {
            let edits = set_value(front_matter, entry, &Value::from(usual.value));
            Fix::unsafe_(format!("Set '{key}' to '{}'", usual.value), edits)
        });
        findings.push(RULE.finding(entry.value.range, message).fixes(fix));
    }
}

/// Whether the facts of a page hold every value that this rule reads: long values are not among them.
pub(crate) fn facts_hold_all_values(page: &Page, schema: YamlSchema) -> bool {
    let entries = page.front_matter().yaml.own_and_merged(schema);
    entries.iter().all(|found| is_own_word(&found.name) || found.entry.value.as_str().is_none_or(is_recorded_value))
}

fn is_own_word(key: &str) -> bool {
    OWN_WORDS.iter().any(|own| own.eq_ignore_ascii_case(key))
}

fn holds_own_words(index: &SiteIndex, key: &str) -> bool {
    let mut title_keys = index.model().title_keys.iter().map(|key| &**key);
    is_own_word(key) || title_keys.any(|own| own.eq_ignore_ascii_case(key))
}

fn may_be_a_slip(analysis: &Analysis<'_>, key: &str, entry: &YamlEntry) -> bool {
    let is_own = analysis.site.is_some_and(|site| holds_own_words(site.index, key));
    // Numbers and truth values are not misspelt.
    if is_own || is_empty_value(&entry.value) || !entry.value.to_json_as(analysis.yaml).is_string() {
        return false;
    }
    let keys = analysis.template.as_ref().map_or(&[][..], |template| &template.contract.front_matter.keys);
    let spec = keys.iter().find(|spec| *spec.name == *key);
    spec.is_none_or(|spec| spec.allowed.is_empty() && spec.role.is_none() && !is_placeholder(spec, &entry.value))
}

/// The pages that have, for one of these keys, a value that is nearly one of many others, by the lowest `min-pages` of any page. Visits all
/// pages where there is such a value. Includes pages whose settings or templates exempt the value.
pub fn pages_with_near_misses(index: &SiteIndex, keys: &[Arc<str>], config: &Config) -> Vec<PageId> {
    let min_pages = MIN_PAGES.lowest(RULE.id, config);
    let is_miss = |key: &str, value: &str| usual_value(index, "", key, value.trim(), min_pages).is_some();
    let of_key = |key: &'_ Arc<str>| -> Vec<(Arc<str>, Box<str>)> {
        let misses = index.values(key, "").filter(|used| is_miss(key, used.value));
        misses.map(|used| (key.clone(), used.value.into())).collect()
    };
    let is_shared = |key: &&Arc<str>| !holds_own_words(index, key);
    let misses: HashSet<(Arc<str>, Box<str>)> = keys.iter().filter(is_shared).flat_map(of_key).collect();
    if misses.is_empty() {
        return Vec::new();
    }
    let has_one = |page: &PageId| {
        let mut values = index.facts(*page).into_iter().flat_map(|facts| &facts.values);
        values.any(|value| misses.contains(&(value.key.clone(), (&*value.value).into())))
    };
    index.pages().filter(has_one).collect()
}

/// The value that most pages have of those that this one is nearly, with enough evidence.
fn usual_value<'i>(index: &'i SiteIndex, path: &str, key: &str, value: &str, min_pages: u32) -> Option<UsedValue<'i>> {
    let variety = index.value_variety(key);
    if variety.values > MAX_VALUES || (variety.pages as usize) < 3 * variety.values {
        return None;
    }
    let own = index.value_count(key, value).max(1);
    let is_usual = |other: &UsedValue<'_>| {
        let enough = |least: u32, times: u32| other.pages >= least && other.pages >= times.saturating_mul(own);
        other.value.trim() != value
            && enough((3 * min_pages).div_ceil(5), 2)
            && match plain(other.value) == plain(value) {
                // `C` and `C++` have the same letters, and are two things.
                true => plain(value).chars().count() >= 3,
                false => enough(min_pages, 5) && is_slip(other.value.trim(), value),
            }
    };
    index.values(key, path).filter(is_usual).max_by_key(|other| other.pages)
}

/// Letters and digits alone, in lower case.
fn plain(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Whether two values differ in one word only, and there by a letter. Words of another meaning (`import`, `export`) often differ by
/// as much as longer slips do, so these do not count.
fn is_slip(usual: &str, value: &str) -> bool {
    if usual.chars().count().abs_diff(value.chars().count()) > 4 {
        return false;
    }
    let words = |text: &str| -> Vec<String> { text.split_whitespace().map(str::to_lowercase).collect() };
    let (usual, value) = (words(usual), words(value));
    let mut differing = usual.iter().zip(&value).filter(|(a, b)| a != b);
    let (Some((a, b)), None) = (differing.next(), differing.next()) else { return false };
    if usual.len() != value.len() || a.chars().chain(b.chars()).any(|c| c.is_ascii_digit()) {
        return false;
    }
    let (length, other) = (a.chars().count(), b.chars().count());
    let letters = |word: &str| {
        let mut letters: Vec<char> = word.chars().collect();
        letters.sort_unstable();
        letters
    };
    // One letter more, one less, or two in each other's place; another letter only in a long word.
    let least = if length != other || letters(a) == letters(b) { 4 } else { 7 };
    length.max(other) >= least && strsim::damerau_levenshtein(a, b) == 1
}

#[cfg(test)]
mod tests {
    use super::is_slip;

    #[test]
    fn a_letter_in_one_word() {
        for (usual, value) in [
            ("Agent Experience & Bots", "Agent Experience & Bot"),
            ("Messaging", "Mesaging"),
            ("Messaging", "Messagign"),
            ("Contact Center Management", "Contact Center Managemant"),
        ] {
            assert!(is_slip(usual, value), "{usual} {value}");
        }
        for (usual, value) in [
            ("Data Import", "Data Export"),
            ("Get", "Set"),
            ("Version 10", "Version 11"),
            ("v1.0", "v1.01"),
            ("Chat Agent", "Chat Agents API"),
            ("Live Chat", "Love Chat"),
        ] {
            assert!(!is_slip(usual, value), "{usual} {value}");
        }
    }
}
