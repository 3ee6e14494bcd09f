//! Keys that a schema names without having them: in a pattern that makes a value, as a successor, in `required`. Such a
//! name is nearly always a slip, and no page could ever show it.

use super::{FrontMatterSchema, KeySpec, SchemaSource};
use crate::derive::keys_of;
use crate::problem::TemplateProblem;
use crate::settings::nearest;
use docent_syntax::{TextRange, TextSize, YamlEntry, YamlKind, YamlNode};

/// Looks through the template's own schema; `schema` is what it is together with its bases.
pub(super) fn unknown_names(
    source: &SchemaSource<'_>,
    schema: &FrontMatterSchema,
    problems: &mut Vec<TemplateProblem>,
) {
    for entry in keyword(source.node, "properties").into_iter().flat_map(entries) {
        let Some(name) = entry.key.as_str() else { continue };
        if let Some(pattern) = keyword(Some(&entry.value), "x-docent-derive") {
            unknown_parts(name, pattern, schema, problems);
        }
        if let Some(successor) = keyword(Some(&entry.value), "x-docent-replaced-by") {
            unknown_successor(successor, schema, problems);
        }
        if let (Some(default), Some(key)) = (keyword(Some(&entry.value), "default"), schema.key(name)) {
            placeholder_as_default(default, key, problems);
        }
    }
    let named = keyword(source.node, "required").into_iter().flat_map(|node| match &node.kind {
        YamlKind::Sequence(items) => items.as_slice(),
        _ => &[],
    });
    named.for_each(|node| misspelled_requirement(node, schema, problems));
}

fn keyword<'y>(node: Option<&'y YamlNode>, name: &str) -> Option<&'y YamlNode> {
    entries(node?).iter().rev().find(|entry| entry.key.as_str() == Some(name)).map(|entry| &entry.value)
}

fn entries(node: &YamlNode) -> &[YamlEntry] {
    match &node.kind {
        YamlKind::Mapping(entries) => entries,
        _ => &[],
    }
}

/// `{key}` in a pattern.
fn unknown_parts(name: &str, node: &YamlNode, schema: &FrontMatterSchema, problems: &mut Vec<TemplateProblem>) {
    let Some(pattern) = node.as_str() else { return };
    for part in keys_of(pattern) {
        let message = match schema.key(part) {
            Some(_) if part == name => format!("the value of `{name}` cannot be made of itself"),
            Some(_) => continue,
            None => unknown(schema, part, "and so nothing ever stands in its place"),
        };
        problems.push(TemplateProblem::syntax(place_in(node, pattern, part), message));
    }
}

fn unknown_successor(node: &YamlNode, schema: &FrontMatterSchema, problems: &mut Vec<TemplateProblem>) {
    let Some(name) = node.as_str().filter(|name| !name.is_empty() && schema.key(name).is_none()) else { return };
    problems.push(TemplateProblem::syntax(node.range, unknown(schema, name, "and so there is nothing to use instead")));
}

/// What the fix for a missing key inserted would be found fault with at once.
fn placeholder_as_default(node: &YamlNode, key: &KeySpec, problems: &mut Vec<TemplateProblem>) {
    if node.as_str().is_some_and(|value| key.is_placeholder(value)) {
        problems.push(TemplateProblem::syntax(node.range, "the default is a placeholder, which no page may keep"));
    }
}

/// A requirement that no property describes may be meant so; one that is nearly the name of a property is not.
fn misspelled_requirement(node: &YamlNode, schema: &FrontMatterSchema, problems: &mut Vec<TemplateProblem>) {
    let Some(name) = node.as_str() else { return };
    let properties = schema.json.get("properties").and_then(serde_json::Value::as_object);
    let Some(properties) = properties.filter(|properties| !properties.contains_key(name)) else { return };
    if let Some(meant) = nearest(name, &properties.keys().map(String::as_str).collect::<Vec<_>>()) {
        problems.push(TemplateProblem::syntax(
            node.range,
            format!("`{name}` is described nowhere; did you mean `{meant}`?"),
        ));
    }
}

fn unknown(schema: &FrontMatterSchema, name: &str, consequence: &str) -> String {
    match nearest(name, &schema.keys.iter().map(|key| &*key.name).collect::<Vec<_>>()) {
        Some(meant) => format!("the schema has no key `{name}`; did you mean `{meant}`?"),
        None => format!("the schema has no key `{name}`, {consequence}"),
    }
}

/// Where `{part}` stands in the source of a scalar; all of the scalar where its source is not its text, quotes aside.
fn place_in(node: &YamlNode, text: &str, part: &str) -> TextRange {
    let quote = match u32::from(node.range.len()).checked_sub(text.len() as u32) {
        Some(0) => 0,
        Some(2) => 1,
        _ => return node.range,
    };
    let found = text.match_indices('{').find_map(|(start, _)| {
        let inside = text.get(start + 1..)?;
        let end = inside.find('}')?;
        (inside.get(..end)?.trim() == part).then_some((start, end + 2))
    });
    found.map_or(node.range, |(start, len)| {
        TextRange::at(node.range.start() + TextSize::new(start as u32 + quote), TextSize::new(len as u32))
    })
}
