//! The keys that a mapping has once its merge keys (`<<`) are resolved, each with the entry where it is written. Knows no rule.

use super::schema::key_name;
use super::{YamlEntry, YamlKind, YamlNode, YamlSchema, YamlTree};
use std::borrow::Cow;
use std::collections::HashMap;
use text_size::TextRange;

/// A key of a mapping, its own or merged.
#[derive(Debug, Clone, PartialEq)]
pub struct ResolvedEntry<'y> {
    /// As the reader has it.
    pub name: Cow<'y, str>,
    /// Where key and value are written: in the mapping itself, in the mapping after `<<`, or at the anchor that `<<` names.
    pub entry: &'y YamlEntry,
    /// The mapping's own `<<` entry that brings it in; `None` for an entry of the mapping itself.
    pub merged_by: Option<&'y YamlEntry>,
}

impl<'y> ResolvedEntry<'y> {
    pub fn is_merged(&self) -> bool {
        self.merged_by.is_some()
    }

    /// The entry, if it is one of the mapping itself: what an edit of the mapping's lines may touch.
    pub fn own(&self) -> Option<&'y YamlEntry> {
        (!self.is_merged()).then_some(self.entry)
    }
}

impl YamlTree {
    /// The key of the top mapping that counts, its own or merged.
    pub fn find(&self, key: &str, schema: YamlSchema) -> Option<ResolvedEntry<'_>> {
        if !has_merge(self.entries(), schema) {
            let is_it = |entry: &&YamlEntry| is_named(entry, key, schema);
            let entry = self.entries().iter().rev().find(is_it)?;
            return Some(ResolvedEntry { name: key_name(schema, &entry.key)?, entry, merged_by: None });
        }
        self.resolved(schema).into_iter().find(|found| found.name == key)
    }

    /// All keys of the top mapping, in the order of their first appearance, each once.
    pub fn resolved(&self, schema: YamlSchema) -> Vec<ResolvedEntry<'_>> {
        resolve_entries(self.entries(), schema)
    }

    /// All entries of the top mapping but those of merge keys, repeated keys included, then the keys that are merged in.
    pub fn own_and_merged(&self, schema: YamlSchema) -> Vec<ResolvedEntry<'_>> {
        let own = self.entries().iter().filter(|entry| merged_mappings(entry, schema).is_none());
        let own =
            own.filter_map(|entry| Some(ResolvedEntry { name: key_name(schema, &entry.key)?, entry, merged_by: None }));
        let mut all: Vec<ResolvedEntry<'_>> = own.collect();
        if has_merge(self.entries(), schema) {
            all.extend(self.resolved(schema).into_iter().filter(ResolvedEntry::is_merged));
        }
        all
    }

    /// Where anchored nodes are written that an alias names: an edit there changes the data in more than one place.
    pub fn shared_ranges(&self) -> Vec<TextRange> {
        let mut found = Vec::new();
        if let Some(root) = &self.root {
            shared_in(root, &mut found);
        }
        found.sort_by_key(|range| (range.start(), range.end()));
        found.dedup();
        found
    }

    /// The node at the end of a path of keys and indices, through aliases and merged mappings.
    pub fn node_at<'p>(&self, path: impl Iterator<Item = YamlStep<'p>>, schema: YamlSchema) -> Option<&YamlNode> {
        let mut node = self.root.as_ref()?;
        for step in path {
            node = node.target().child(step, schema)?;
        }
        Some(node)
    }
}

/// A step from a node into it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum YamlStep<'p> {
    Key(&'p str),
    Index(usize),
}

impl YamlNode {
    /// What an alias stands for; any other node is itself.
    pub fn target(&self) -> &YamlNode {
        let mut node = self;
        while let YamlKind::Alias(Some(target)) = &node.kind {
            node = target;
        }
        node
    }

    /// The value of a key, its own or merged, or an item of a list.
    pub fn child(&self, step: YamlStep<'_>, schema: YamlSchema) -> Option<&YamlNode> {
        match (&self.kind, step) {
            (YamlKind::Mapping(entries), YamlStep::Key(key)) if !has_merge(entries, schema) => {
                entries.iter().rev().find(|entry| is_named(entry, key, schema)).map(|entry| &entry.value)
            }
            (YamlKind::Mapping(entries), YamlStep::Key(key)) => {
                let found = resolve_entries(entries, schema).into_iter().find(|found| found.name == key)?;
                Some(&found.entry.value)
            }
            (YamlKind::Sequence(items), YamlStep::Index(index)) => items.get(index),
            _ => None,
        }
    }
}

fn shared_in(node: &YamlNode, found: &mut Vec<TextRange>) {
    match &node.kind {
        YamlKind::Scalar { .. } => {}
        YamlKind::Sequence(items) => items.iter().for_each(|item| shared_in(item, found)),
        YamlKind::Mapping(entries) => entries.iter().for_each(|entry| {
            shared_in(&entry.key, found);
            shared_in(&entry.value, found);
        }),
        // What stands at the anchor is visited there.
        YamlKind::Alias(target) => found.extend(target.iter().map(|target| target.range)),
    }
}

fn is_named(entry: &YamlEntry, key: &str, schema: YamlSchema) -> bool {
    match schema {
        YamlSchema::Ruby => key_name(schema, &entry.key).as_deref() == Some(key),
        _ => entry.key.as_str() == Some(key),
    }
}

fn has_merge(entries: &[YamlEntry], schema: YamlSchema) -> bool {
    entries.iter().any(|entry| schema.is_merge_key(&entry.key))
}

fn resolve_entries<'y>(entries: &'y [YamlEntry], schema: YamlSchema) -> Vec<ResolvedEntry<'y>> {
    let mut found: Vec<ResolvedEntry<'y>> = Vec::new();
    let mut by_name: HashMap<Cow<'y, str>, usize> = HashMap::new();
    for entry in entries {
        match merged_mappings(entry, schema) {
            Some(mappings) => {
                // Of a list, the first mapping wins; Ruby applies them backwards, and each assigns.
                let in_order: Vec<&YamlNode> = match schema {
                    YamlSchema::Ruby => mappings.into_iter().rev().collect(),
                    _ => mappings,
                };
                for mapping in in_order {
                    let YamlKind::Mapping(inner) = &mapping.kind else { continue };
                    for merged in resolve_entries(inner, schema) {
                        let merged = ResolvedEntry { merged_by: Some(entry), ..merged };
                        assign(&mut found, &mut by_name, merged, schema == YamlSchema::Ruby);
                    }
                }
            }
            None => {
                let Some(name) = key_name(schema, &entry.key) else { continue };
                let own = ResolvedEntry { name, entry, merged_by: None };
                assign(&mut found, &mut by_name, own, true);
            }
        }
    }
    found
}

fn assign<'y>(
    found: &mut Vec<ResolvedEntry<'y>>,
    by_name: &mut HashMap<Cow<'y, str>, usize>,
    new: ResolvedEntry<'y>,
    overrides: bool,
) {
    match by_name.get(&new.name) {
        Some(&at) if overrides => found[at] = new,
        Some(_) => {}
        None => {
            by_name.insert(new.name.clone(), found.len());
            found.push(new);
        }
    }
}

/// The mappings that the entry merges, in the order of writing; `None` where it is an ordinary entry, as `<<` is before
/// anything else than mappings.
pub(super) fn merged_mappings(entry: &YamlEntry, schema: YamlSchema) -> Option<Vec<&YamlNode>> {
    if !schema.is_merge_key(&entry.key) {
        return None;
    }
    let value = entry.value.target();
    let is_mapping = |node: &&YamlNode| matches!(node.target().kind, YamlKind::Mapping(_));
    match &value.kind {
        YamlKind::Mapping(_) => Some(vec![value]),
        // Ruby merges a list that is written here, not one that an alias stands for.
        YamlKind::Sequence(_) if schema == YamlSchema::Ruby && matches!(entry.value.kind, YamlKind::Alias(_)) => None,
        YamlKind::Sequence(items) if items.iter().all(|item| is_mapping(&item)) => {
            Some(items.iter().map(YamlNode::target).collect())
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    /// The data by the core schema and by Ruby's.
    fn read(text: &str) -> (Value, Value) {
        let tree = YamlTree::parse(text, 0.into());
        (tree.to_json_as(YamlSchema::Core), tree.to_json_as(YamlSchema::Ruby))
    }

    #[test]
    fn merges() {
        let anchors = "x: &a {b: 1}\ny: &b {b: 2, c: 3}\n";
        let cases = [
            ("<<: *a\n<<: *b\n", json!({"b": 1, "c": 3}), json!({"b": 2, "c": 3})),
            ("<<: [*a, *b]\n", json!({"b": 1, "c": 3}), json!({"b": 1, "c": 3})),
            ("<<:\n  - *b\n  - {d: 4}\n", json!({"b": 2, "c": 3, "d": 4}), json!({"b": 2, "c": 3, "d": 4})),
            ("b: own\n<<: *a\n", json!({"b": "own"}), json!({"b": 1})),
            ("<<: *a\nb: own\n", json!({"b": "own"}), json!({"b": "own"})),
            ("\"<<\": *a\n", json!({"<<": {"b": 1}}), json!({"b": 1})),
            ("? <<\n: *a\n", json!({"b": 1}), json!({"b": 1})),
            ("<<: text\n", json!({"<<": "text"}), json!({"<<": "text"})),
        ];
        for (text, core, ruby) in cases {
            let text = format!("{anchors}{text}");
            let tree = YamlTree::parse(&text, 0.into());
            for (schema, expected, read) in
                [(YamlSchema::Core, core, read(&text).0), (YamlSchema::Ruby, ruby, read(&text).1)]
            {
                let Value::Object(mut read) = read else { panic!("a mapping: {text}") };
                read.shift_remove("x");
                read.shift_remove("y");
                assert_eq!(Value::Object(read.clone()), expected, "{text} {schema:?}");
                for (key, value) in &read {
                    let found = tree.find(key, schema).expect("the key is resolved");
                    assert_eq!(found.entry.value.to_json_as(schema), *value, "{text} {key} {schema:?}");
                }
            }
        }
    }

    #[test]
    fn a_merged_key_lies_where_it_is_written() {
        let text = "x: &a {b: 1}\n<<: *a\n<<: {c: 2}\n";
        let tree = YamlTree::parse(text, 0.into());
        let place = |key: &str| {
            let found = tree.find(key, YamlSchema::Ruby).expect("the key is resolved");
            (&text[found.entry.range], found.is_merged())
        };
        assert_eq!([place("b"), place("c")], [("b: 1", true), ("c: 2", true)]);
        assert_eq!(tree.shared_ranges().iter().map(|range| &text[*range]).collect::<Vec<_>>(), ["{b: 1}"]);
    }
}
