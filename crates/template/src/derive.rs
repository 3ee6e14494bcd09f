//! `x-docent-derive`: a value made of other keys, such as a permalink of document and page name.
//!
//! Knows no key by name: the pattern is the template's, the slug rule its set's.

use crate::slug::SlugRule;
use docent_syntax::{YamlSchema, YamlTree};
use std::sync::Arc;

/// A pattern such as `{chapter}-{title}.html`, and how the values of the keys become parts of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Derivation {
    pub pattern: Box<str>,
    pub slug: Arc<SlugRule>,
}

impl Derivation {
    /// The value for a page; `None` where none of the keys it is made of has a value. Parts without a value are left
    /// out together with the separator after them (the last part: with the separator before it).
    pub fn value(&self, front_matter: &YamlTree, schema: YamlSchema) -> Option<String> {
        self.value_from(|key| front_matter.find(key, schema)?.entry.value.as_str().map(str::to_owned))
    }

    /// The same, with the keys' values from anywhere.
    pub fn value_from(&self, lookup: impl Fn(&str) -> Option<String>) -> Option<String> {
        let parts = parts(&self.pattern);
        let (prefix, keys) = parts.split_first()?;
        let mut result = String::from(prefix.after);
        let mut separator = "";
        let mut any = false;
        for (index, part) in keys.iter().enumerate() {
            let value = lookup(part.key).map(|value| self.slug.apply(&value)).filter(|value| !value.is_empty());
            if let Some(value) = value {
                if any {
                    result.push_str(separator);
                }
                result.push_str(&value);
                separator = part.after;
                any = true;
            }
            if index + 1 == keys.len() {
                result.push_str(part.after);
            }
        }
        any.then_some(result)
    }

    /// The keys it is made of, in order.
    pub fn keys(&self) -> Vec<&str> {
        keys_of(&self.pattern)
    }
}

/// The keys that a pattern names, in order.
pub(crate) fn keys_of(pattern: &str) -> Vec<&str> {
    parts(pattern).into_iter().skip(1).map(|part| part.key).collect()
}

struct Part<'p> {
    key: &'p str,
    /// The literal text up to the next key, or to the end.
    after: &'p str,
}

/// The text before the first key (as a part with an empty key), then one part for each `{key}`. A `{` without its `}` is
/// text.
fn parts(pattern: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut key = "";
    let mut rest = pattern;
    while let Some((before, next, after)) = split_at_key(rest) {
        parts.push(Part { key, after: before });
        key = next;
        rest = after;
    }
    parts.push(Part { key, after: rest });
    parts
}

/// `a-{key}-b` as (`a-`, `key`, `-b`).
fn split_at_key(text: &str) -> Option<(&str, &str, &str)> {
    let (head, after) = text.split_once('}')?;
    let (before, key) = head.rsplit_once('{')?;
    Some((before, key.trim(), after))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn derive(pattern: &str, values: &[(&str, &str)]) -> Option<String> {
        Derivation { pattern: pattern.into(), slug: Arc::default() }
            .value_from(|key| values.iter().find(|(name, _)| *name == key).map(|(_, value)| (*value).to_owned()))
    }

    #[test]
    fn parts_without_a_value_go_with_their_separator() {
        let pattern = "{documentname}-{subfoldername}-{pagename}.html";
        let all = [("documentname", "Users API"), ("subfoldername", "Methods"), ("pagename", "Get Users")];
        assert_eq!(derive(pattern, &all).as_deref(), Some("users-api-methods-get-users.html"));
        assert_eq!(derive(pattern, &[all[0], all[2]]).as_deref(), Some("users-api-get-users.html"));
        assert_eq!(derive(pattern, &all[2..]).as_deref(), Some("get-users.html"));
        assert_eq!(derive(pattern, &all[..2]).as_deref(), Some("users-api-methods.html"));
        assert_eq!(derive(pattern, &[("subfoldername", "Methods")]).as_deref(), Some("methods.html"));
        assert_eq!(derive(pattern, &[]), None);
        assert_eq!(derive(pattern, &[("pagename", " ")]), None);
    }

    #[test]
    fn separators_belong_to_the_part_before_them() {
        let values = [("a", "1"), ("b", "2"), ("c", "3")];
        assert_eq!(derive("/x/{a}/{b}_{c}/", &values).as_deref(), Some("/x/1/2_3/"));
        assert_eq!(derive("/x/{a}/{b}_{c}/", &[values[0], values[2]]).as_deref(), Some("/x/1/3/"));
    }

    #[test]
    fn keys_come_in_order_and_lone_braces_are_text() {
        let derivation = Derivation { pattern: "{a}-{ b }-{{c}}.{".into(), slug: Arc::default() };
        assert_eq!(derivation.keys(), ["a", "b", "c"]);
        assert_eq!(derive("no keys", &[]), None);
        assert_eq!(derive("} {a", &[("a", "1")]), None);
    }
}
