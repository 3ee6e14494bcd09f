//! A tree as JSON.

use super::resolved::merged_mappings;
use super::schema::key_name;
use super::{YamlEntry, YamlKind, YamlNode, YamlSchema};
use serde_json::{Map, Value};

/// The recursion is bounded: the parser refuses deep nesting, and aliases that would make it deep.
pub(super) fn to_json(node: &YamlNode, schema: YamlSchema) -> Value {
    match &node.kind {
        YamlKind::Scalar { .. } => schema.scalar(node).unwrap_or_default(),
        YamlKind::Sequence(items) => Value::Array(items.iter().map(|item| to_json(item, schema)).collect()),
        YamlKind::Mapping(entries) => Value::Object(mapping(entries, schema)),
        YamlKind::Alias(target) => target.as_deref().map_or(Value::Null, |target| to_json(target, schema)),
    }
}

/// With merge keys (`<<`) resolved. To Ruby a merge is an assignment like any other, so the last one wins; by the core schema the
/// mapping's own keys win, then the first merge. Of a list of mappings the first one wins in both.
fn mapping(entries: &[YamlEntry], schema: YamlSchema) -> Map<String, Value> {
    let mut map = Map::new();
    for entry in entries {
        let Some(mappings) = merged_mappings(entry, schema) else {
            let name = key(&entry.key, schema);
            map.insert(name, to_json(&entry.value, schema));
            continue;
        };
        let sources = mappings.into_iter().map(|mapping| to_json(mapping, schema));
        let sources: Vec<Value> = match schema {
            YamlSchema::Ruby => sources.rev().collect(),
            YamlSchema::Core | YamlSchema::Unknown => sources.collect(),
        };
        for source in sources {
            let Value::Object(source) = source else { continue };
            for (key, value) in source {
                if schema == YamlSchema::Ruby || !map.contains_key(&key) {
                    map.insert(key, value);
                }
            }
        }
    }
    map
}

/// A key's name: the value of its scalar, whatever that resolves to. A collection as a key is its values in brackets,
/// without any escaping: nested keys would double their backslashes at each level.
fn key(node: &YamlNode, schema: YamlSchema) -> String {
    if let Some(name) = key_name(schema, node) {
        return name.into_owned();
    }
    let mut name = String::new();
    write_key(node, &mut name);
    name
}

fn write_key(node: &YamlNode, name: &mut String) {
    match &node.kind {
        YamlKind::Scalar { value, .. } => name.push_str(value),
        YamlKind::Alias(target) => target.iter().for_each(|target| write_key(target, name)),
        YamlKind::Sequence(items) => {
            name.push('[');
            for (index, item) in items.iter().enumerate() {
                name.push_str(if index == 0 { "" } else { ", " });
                write_key(item, name);
            }
            name.push(']');
        }
        YamlKind::Mapping(entries) => {
            name.push('{');
            for (index, entry) in entries.iter().enumerate() {
                name.push_str(if index == 0 { "" } else { ", " });
                write_key(&entry.key, name);
                name.push_str(": ");
                write_key(&entry.value, name);
            }
            name.push('}');
        }
    }
}
