//! A JSON Schema as completion reads it: the schema at a place of the front matter, its keys, and the values it names.
//! Knows no template and no page.

use super::yaml_cursor::Step;
use serde_json::{Map, Value};

/// A chain of references longer than this goes round in circles.
const MAX_CHAIN: usize = 16;

/// One of the values that a schema names.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct NamedValue {
    pub(crate) value: Value,
    /// What it means, where the schema says so.
    pub(crate) meaning: Option<String>,
    pub(crate) kind: ValueKind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ValueKind {
    /// One of all that are allowed.
    Allowed,
    Default,
    Example,
}

/// The schema with its `$ref` followed inside `root`.
pub(super) fn resolved<'s>(root: &'s Value, schema: &'s Value) -> &'s Value {
    let mut schema = schema;
    for _ in 0..MAX_CHAIN {
        let target = schema.get("$ref").and_then(Value::as_str).and_then(|target| target.strip_prefix('#'));
        match target.and_then(|pointer| root.pointer(pointer)) {
            Some(next) => schema = next,
            None => break,
        }
    }
    schema
}

/// The schema of what stands at `path`.
pub(super) fn schema_at<'s>(root: &'s Value, path: &[Step]) -> Option<&'s Value> {
    path.iter().try_fold(resolved(root, root), |schema, step| {
        let found = match step {
            Step::Key(key) => {
                let named = schema.get("properties").and_then(|properties| properties.get(key.as_str()));
                named.or_else(|| schema.get("additionalProperties").filter(|other| other.is_object()))
            }
            Step::Item => schema.get("items"),
        };
        found.map(|found| resolved(root, found))
    })
}

/// The keys of a mapping, each with its schema, those that `required` alone names last.
pub(super) fn keys_of<'s>(root: &'s Value, schema: &'s Value) -> Vec<(&'s str, &'s Value, bool)> {
    static ANYTHING: Value = Value::Bool(true);
    let required: Vec<&str> =
        schema.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect();
    let properties = schema.get("properties").and_then(Value::as_object);
    let named = properties.into_iter().flatten();
    let mut keys: Vec<(&str, &Value, bool)> = named
        .map(|(name, schema)| (name.as_str(), resolved(root, schema), required.contains(&name.as_str())))
        .collect();
    let unnamed = required.iter().filter(|name| !properties.is_some_and(|properties| properties.contains_key(**name)));
    keys.extend(unnamed.map(|name| (*name, &ANYTHING, true)));
    keys
}

/// Whether the schema describes a mapping with keys that are known.
pub(super) fn is_mapping(schema: &Value) -> bool {
    schema.get("properties").is_some_and(Value::is_object)
}

/// The names of the types, in the schema's order; empty where it names none.
pub(super) fn types_of(schema: &Value) -> Vec<&str> {
    match schema.get("type") {
        Some(Value::String(name)) => vec![name],
        Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    }
}

/// Whether an author writes a list here: the type says so before it says anything else.
pub(super) fn prefers_list(schema: &Value) -> bool {
    types_of(schema).first() == Some(&"array")
}

pub(super) fn is_boolean(schema: &Value) -> bool {
    types_of(schema).iter().all(|name| matches!(*name, "boolean" | "null")) && types_of(schema).contains(&"boolean")
}

/// All values the schema names: those allowed, then the default, then examples; each once.
pub(super) fn named_values(schema: &Value) -> Vec<NamedValue> {
    let mut values = allowed_values(schema);
    if values.is_empty() && is_boolean(schema) {
        values.extend([true, false].map(|value| NamedValue {
            value: value.into(),
            meaning: None,
            kind: ValueKind::Allowed,
        }));
    }
    if let Some(default) = schema.get("default").filter(|value| is_scalar(value)) {
        match values.iter().position(|named| named.value == *default) {
            // The default is the likeliest.
            Some(index) => {
                let mut named = values.remove(index);
                named.meaning.get_or_insert_with(|| "the default".to_owned());
                values.insert(0, named);
            }
            None => values.push(NamedValue { value: default.clone(), meaning: None, kind: ValueKind::Default }),
        }
    }
    for example in
        schema.get("examples").and_then(Value::as_array).into_iter().flatten().filter(|value| is_scalar(value))
    {
        if !values.iter().any(|named| named.value == *example) {
            values.push(NamedValue { value: example.clone(), meaning: None, kind: ValueKind::Example });
        }
    }
    values
}

/// The values of `enum` or `const`, or of the branches of `oneOf` and `anyOf`, with what each is said to mean.
pub(crate) fn allowed_values(schema: &Value) -> Vec<NamedValue> {
    let allowed =
        |value: &Value, meaning: Option<String>| NamedValue { value: value.clone(), meaning, kind: ValueKind::Allowed };
    let listed = schema.get("enum").and_then(Value::as_array).map(|values| values.iter().collect::<Vec<_>>());
    if let Some(values) = listed.or_else(|| schema.get("const").map(|value| vec![value])) {
        let meanings = schema.get("x-docent-enum-descriptions");
        let scalars = values.iter().enumerate().filter(|(_, value)| is_scalar(value));
        return scalars.map(|(index, value)| allowed(value, meaning_of(meanings, index, value))).collect();
    }
    let branches = ["oneOf", "anyOf"].iter().filter_map(|keyword| schema.get(*keyword)?.as_array()).flatten();
    let mut values = Vec::new();
    for branch in branches {
        let says = ["description", "title"].iter().find_map(|keyword| branch.get(*keyword)?.as_str());
        match branch.get("const") {
            Some(value) if is_scalar(value) => values.push(allowed(value, says.map(str::to_owned))),
            Some(_) => {}
            None => {
                let listed = branch.get("enum").and_then(Value::as_array).into_iter().flatten();
                values.extend(
                    listed.filter(|value| is_scalar(value)).map(|value| allowed(value, says.map(str::to_owned))),
                );
            }
        }
    }
    values
}

fn meaning_of(meanings: Option<&Value>, index: usize, value: &Value) -> Option<String> {
    let found = match meanings? {
        Value::Array(list) => list.get(index)?,
        Value::Object(by_name) => by_value(by_name, value)?,
        _ => return None,
    };
    found.as_str().map(|text| text.trim().to_owned())
}

fn by_value<'m>(by_name: &'m Map<String, Value>, value: &Value) -> Option<&'m Value> {
    match value {
        Value::String(name) => by_name.get(name),
        other => by_name.get(&other.to_string()),
    }
}

fn is_scalar(value: &Value) -> bool {
    !value.is_array() && !value.is_object() && !value.is_null()
}

pub(super) fn description(schema: &Value) -> Option<&str> {
    schema.get("description").and_then(Value::as_str).map(str::trim)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn values_with_their_meanings() {
        let shown = |schema: Value| {
            named_values(&schema).into_iter().map(|named| (named.value, named.meaning)).collect::<Vec<_>>()
        };
        let schema = json!({ "enum": ["a", 2], "x-docent-enum-descriptions": { "a": "A", "2": "Two" }, "default": 2 });
        assert_eq!(shown(schema), [(json!(2), Some("Two".into())), (json!("a"), Some("A".into()))]);
        let schema = json!({ "oneOf": [{ "const": "x", "description": "X" }, { "enum": ["y", []] }] });
        assert_eq!(shown(schema), [(json!("x"), Some("X".into())), (json!("y"), None)]);
        assert_eq!(shown(json!({ "type": ["boolean", "null"] })).len(), 2);
        assert_eq!(shown(json!({ "default": "d", "examples": ["d", "e"] })).len(), 2);
    }

    #[test]
    fn references_in_circles_end() {
        let root = json!({ "$defs": { "a": { "$ref": "#/$defs/a" } }, "properties": { "k": { "$ref": "#/$defs/a" } } });
        assert!(schema_at(&root, &[Step::Key("k".into())]).is_some());
        assert!(schema_at(&root, &[Step::Key("k".into()), Step::Item]).is_none());
    }
}
