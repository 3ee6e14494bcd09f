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

/// A key's name: the value of its scalar, whatever that resolves to; JSON text for a collection.
fn key(node: &YamlNode) -> String {
    match node.as_str() {
        Some(value) => value.to_owned(),
        None => to_json(node).to_string(),
    }
}
