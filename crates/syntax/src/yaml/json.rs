//! A tree as JSON.

use super::{YamlEntry, YamlKind, YamlNode};
use serde_json::{Map, Value};

/// The recursion is bounded: the parser refuses deep nesting, and aliases that would make it deep.
pub(super) fn to_json(node: &YamlNode) -> Value {
    match &node.kind {
        YamlKind::Scalar { json, .. } => json.clone(),
        YamlKind::Sequence(items) => Value::Array(items.iter().map(to_json).collect()),
        YamlKind::Mapping(entries) => Value::Object(mapping(entries)),
        YamlKind::Alias(target) => target.as_deref().map_or(Value::Null, to_json),
    }
}

/// A merge key (`<<`) brings in what the mapping does not say itself; of several merged mappings the first one wins.
fn mapping(entries: &[YamlEntry]) -> Map<String, Value> {
    let mut map = Map::new();
    for entry in entries {
        map.insert(key(&entry.key), to_json(&entry.value));
    }
    let merged = match map.get("<<") {
        Some(Value::Object(_)) => true,
        Some(Value::Array(items)) => items.iter().all(Value::is_object),
        _ => false,
    };
    if !merged {
        return map;
    }
    let sources = match map.shift_remove("<<") {
        Some(Value::Array(items)) => items,
        Some(source) => vec![source],
        None => Vec::new(),
    };
    for source in sources {
        let Value::Object(source) = source else { continue };
        for (key, value) in source {
            map.entry(key).or_insert(value);
        }
    }
    map
}

/// A key's name: the value of its scalar, whatever that resolves to. A collection as a key is its values in brackets,
/// without any escaping: nested keys would double their backslashes at each level.
fn key(node: &YamlNode) -> String {
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
