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

fn mapping(entries: &[YamlEntry]) -> Map<String, Value> {
    let mut map = Map::new();
    for entry in entries {
        map.insert(key(&entry.key), to_json(&entry.value));
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
