//! What a schema says about each top-level key: names, values and docent's own keywords, with their places.

use super::violations::path_of;
use super::{BoundedValidator, KeyRole, KeySpec, PathStep, SchemaSource};
use crate::derive::Derivation;
use crate::slug::SlugRule;
use docent_syntax::{TextRange, YamlEntry, YamlKind, YamlNode};
use serde_json::{Map, Value, json};
use std::sync::Arc;

/// The keys of `properties`, then those that only `required` names.
pub(super) fn key_specs(
    schema: &Value,
    source: &SchemaSource<'_>,
    validator: Option<&BoundedValidator>,
) -> Vec<KeySpec> {
    let empty = Map::new();
    let properties = schema.get("properties").and_then(Value::as_object).unwrap_or(&empty);
    let required: Vec<&str> =
        schema.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect();
    let unnamed = required.iter().copied().filter(|key| !properties.contains_key(*key));
    let names: Vec<&str> = properties.keys().map(String::as_str).chain(unnamed).collect();
    let refused = keys_that_refuse_null(&names, validator);
    let places = own_places(source);
    let spec = |(name, refuses_null): (&&str, bool)| {
        let schema = properties.get(*name).cloned().unwrap_or_else(|| json!({}));
        let own = places.iter().find(|(key, _)| key == name).map(|(_, range)| (*range, source.origin.into()));
        let inherited = || source.base.and_then(|base| base.key(name)).map(|base| (base.range, base.origin.clone()));
        let (range, origin) = own.or_else(inherited).unwrap_or_else(|| (source.range, source.origin.into()));
        let nullable = !refuses_null && says_something_of_values(&schema);
        key_spec(name, required.contains(name), nullable, schema, source.slug, (range, origin))
    };
    names.iter().zip(refused).map(spec).collect()
}

/// Where the template's own schema names each key: in `properties`, else in `required`.
fn own_places<'a>(source: &SchemaSource<'a>) -> Vec<(&'a str, TextRange)> {
    let Some(YamlNode { kind: YamlKind::Mapping(entries), .. }) = source.node else { return Vec::new() };
    let value_of = |keyword: &str| entries.iter().rev().find(|entry| entry.key.as_str() == Some(keyword));
    let mut places = Vec::new();
    if let Some(YamlEntry { value: YamlNode { kind: YamlKind::Mapping(named), .. }, .. }) = value_of("properties") {
        places.extend(named.iter().rev().filter_map(|entry| Some((entry.key.as_str()?, entry.key.range))));
    }
    if let Some(YamlEntry { value: YamlNode { kind: YamlKind::Sequence(items), .. }, .. }) = value_of("required") {
        places.extend(items.iter().filter_map(|item| Some((item.as_str()?, item.range))));
    }
    places
}

/// One run over a front matter in which every key is empty says which keys accept that.
fn keys_that_refuse_null(names: &[&str], validator: Option<&BoundedValidator>) -> Vec<bool> {
    let mut refused = vec![false; names.len()];
    let Some(validator) = validator else { return refused };
    let empty: Map<String, Value> = names.iter().map(|name| ((*name).to_owned(), Value::Null)).collect();
    let empty = Value::Object(empty);
    if !validator.graph.can_evaluate(&empty) {
        return refused;
    }
    for error in validator.validator.iter_errors(&empty) {
        if let [PathStep::Key(key)] = path_of(error.instance_path()).as_slice()
            && let Some(index) = names.iter().position(|name| name == key)
        {
            refused[index] = true;
        }
    }
    refused
}

/// Whether the schema restricts the value at all. One that only describes it accepts null, which its author did not intend.
fn says_something_of_values(schema: &Value) -> bool {
    let keywords = ["type", "enum", "const", "anyOf", "oneOf", "allOf", "not", "if", "$ref"];
    keywords.iter().any(|keyword| schema.get(keyword).is_some())
}

fn key_spec(
    name: &str,
    required: bool,
    nullable: bool,
    schema: Value,
    slug: &Arc<SlugRule>,
    (range, origin): (TextRange, Box<str>),
) -> KeySpec {
    let text = |keyword: &str| schema.get(keyword).and_then(Value::as_str).map(Box::from);
    let list = |keyword: &str| schema.get(keyword).and_then(Value::as_array).cloned().unwrap_or_default();
    let role = [Some(&schema), schema.get("items")].into_iter().flatten().find_map(|schema| {
        match schema.get("x-docent-role").and_then(Value::as_str)? {
            "permalink" => Some(KeyRole::Permalink),
            "redirect" => Some(KeyRole::Redirect),
            _ => None,
        }
    });
    let mut allowed = list("enum");
    if allowed.is_empty() {
        allowed.extend(schema.get("const").cloned());
    }
    KeySpec {
        name: name.into(),
        required,
        description: text("description"),
        role,
        derive: text("x-docent-derive").map(|pattern| Derivation { pattern, slug: slug.clone() }),
        allowed,
        default: schema.get("default").cloned(),
        examples: list("examples"),
        deprecated: schema.get("deprecated") == Some(&Value::Bool(true))
            || schema.get("x-docent-replaced-by").is_some(),
        replaced_by: text("x-docent-replaced-by"),
        nullable,
        placeholders: placeholders(&schema),
        any_place: schema.get("x-docent-any-place") == Some(&Value::Bool(true)),
        schema,
        range,
        origin,
    }
}

fn placeholders(schema: &Value) -> Vec<Box<str>> {
    match schema.get("x-docent-placeholder") {
        Some(Value::String(value)) => vec![value.as_str().into()],
        Some(Value::Array(values)) => values.iter().filter_map(Value::as_str).map(Box::from).collect(),
        _ => Vec::new(),
    }
}
