//! What edits of a front matter do to its data and its comments: how a caller proves that a small edit changes what it means to change
//! and nothing else. Knows no key and no schema.

use super::{FrontMatter, FrontMatterState, split};
use crate::text::{TextEdit, apply_edits};
use crate::yaml::{YamlEntry, YamlTree};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use text_size::TextRange;

/// The difference between a front matter and the same one after some edits.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Effect {
    /// Whether the edits bring in a syntax error that was not there.
    pub breaks: bool,
    /// Top-level keys, merged ones included, that have another value, are new, or are gone. Where the root is no mapping, the empty key
    /// stands for all of it.
    pub changed_keys: BTreeSet<String>,
    /// Whether every comment is still there, letter by letter. After a syntax error more of them may be known than before.
    pub keeps_comments: bool,
    /// Whether a key has moved to the other side of a top-level merge key. Readers do not agree on which of the two wins then.
    pub crosses_merge: bool,
}

impl Effect {
    /// `edits` are in bytes of the page. `None` where they overlap, or reach beyond the front matter.
    pub fn of(front_matter: &FrontMatter, edits: &[TextEdit]) -> Option<Effect> {
        let text = apply_edits(&front_matter.text, edits)?;
        let after = split(&text);
        let (old, new) = (&front_matter.yaml, &after.yaml);
        Some(Effect {
            breaks: (old.error.is_none() && new.error.is_some()) || (is_closed(front_matter) && !is_closed(&after)),
            changed_keys: changed_keys(old, new),
            keeps_comments: is_contained(&comments(front_matter), &comments(&after)),
            crosses_merge: sides_of_merges(old)
                .iter()
                .any(|(key, side)| sides_of_merges(new).get(key).is_some_and(|now| now != side)),
        })
    }

    /// Whether the block says what it said, comments included.
    pub fn is_none(&self) -> bool {
        !self.breaks && self.changed_keys.is_empty() && self.keeps_comments && !self.crosses_merge
    }
}

fn is_closed(front_matter: &FrontMatter) -> bool {
    front_matter.state == FrontMatterState::Closed
}

fn changed_keys(old: &YamlTree, new: &YamlTree) -> BTreeSet<String> {
    match (old.to_json(), new.to_json()) {
        (Value::Object(old), Value::Object(new)) => {
            let gone_or_other = old.iter().filter(|(key, value)| new.get(*key) != Some(value)).map(|(key, _)| key);
            gone_or_other.chain(new.keys().filter(|key| !old.contains_key(*key))).cloned().collect()
        }
        (Value::Null, Value::Object(new)) => new.keys().cloned().collect(),
        (Value::Object(old), Value::Null) => old.keys().cloned().collect(),
        (old, new) if old == new => BTreeSet::new(),
        _ => BTreeSet::from([String::new()]),
    }
}

/// Each comment's text, sorted.
fn comments(front_matter: &FrontMatter) -> Vec<&str> {
    let text = |range: TextRange| front_matter.text.get(Range::<usize>::from(range)).unwrap_or_default().trim_end();
    let mut all: Vec<_> = front_matter.yaml.comments.iter().map(|comment| text(comment.range)).collect();
    all.sort_unstable();
    all
}

/// Whether every text of `some` is one of `all`, as often. Both are sorted.
fn is_contained(some: &[&str], all: &[&str]) -> bool {
    let mut rest = all.iter();
    some.iter().all(|text| rest.any(|other| other == text))
}

/// For each top-level key the number of merge keys before it; empty where there is none.
fn sides_of_merges(tree: &YamlTree) -> BTreeMap<&str, usize> {
    let is_merge = |entry: &&YamlEntry| entry.key.as_str() == Some("<<");
    if !tree.entries().iter().any(|entry| is_merge(&entry)) {
        return BTreeMap::new();
    }
    let mut merges = 0;
    let mut sides = BTreeMap::new();
    for entry in tree.entries() {
        match entry.key.as_str() {
            Some("<<") => merges += 1,
            Some(key) => {
                sides.insert(key, merges);
            }
            None => {}
        }
    }
    sides
}

#[cfg(test)]
mod tests {
    use super::*;
    use text_size::TextSize;

    #[track_caller]
    fn effect(before: &str, old: &str, new: &str) -> Effect {
        let page = format!("---\n{before}---\n");
        let at = page.find(old).expect("the text is there");
        let range = TextRange::at(TextSize::new(at as u32), TextSize::of(old));
        Effect::of(&split(&page), &[TextEdit::replace(range, new)]).expect("the edit fits")
    }

    #[test]
    fn a_changed_anchor_changes_every_key_that_uses_it() {
        let effect = effect("a: &x one\nb: [*x]\nc: 1 # c\n", "one", "two");
        assert_eq!(effect.changed_keys, BTreeSet::from(["a".to_owned(), "b".to_owned()]));
        assert!(effect.keeps_comments && !effect.breaks);
    }

    #[test]
    fn a_comment_in_quotes_is_lost() {
        assert!(!effect("a: b # c\n", "b # c", "\"b # c\"").keeps_comments);
        assert!(effect("a: b # c\n", "b", "\"b\"").is_none());
    }

    #[test]
    fn an_alias_without_its_anchor_breaks_the_block() {
        assert!(effect("a: &x one\nb: *x\n", "a: &x one\n", "").breaks);
        assert!(effect("a: one\n", "a: one\n", "a: one\n---\n").is_none(), "the rest is no front matter");
    }

    #[test]
    fn keys_keep_their_side_of_a_merge() {
        let block = "base: &b { a: 1 }\na: 2\n<<: *b\n";
        assert!(effect(block, "a: 2\n<<: *b\n", "<<: *b\na: 2\n").crosses_merge);
        assert!(!effect(block, "a: 2", "a:  2").crosses_merge);
    }
}
