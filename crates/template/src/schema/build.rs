//! A template's `front-matter:` read as a JSON Schema, laid over what its base says.
//!
//! A schema with mistakes loses what is wrong in it and keeps the rest, so that a slip in one key does not switch off the
//! checks of all others. Nothing is ever fetched.

use super::budget::SchemaGraph;
use super::keys::key_specs;
use super::pattern::{MAX_COMPILED_BYTES, pattern_keyword};
use super::references::unknown_names;
use super::violations::{of_error, path_of};
use super::{BoundedValidator, FrontMatterSchema, PathStep, SchemaSource, ViolationKind};
use crate::derive::keys_of;
use crate::problem::TemplateProblem;
use docent_syntax::{TextRange, YamlEntry, YamlKind, YamlNode, YamlStyle};
use jsonschema::PatternOptions;
use serde_json::{Map, Value, json};

/// Deeper schemas are cut, because the compiler of the library recurses.
const MAX_LEVELS: usize = 48;

pub(crate) fn build_schema(source: &SchemaSource<'_>, problems: &mut Vec<TemplateProblem>) -> FrontMatterSchema {
    let own = own_schema(source, problems);
    let base = source.base.map_or_else(|| json!({}), |base| base.json.clone());
    let mut merged = merge(base, own);
    let validator = match SchemaGraph::of(&merged).refusal() {
        None => compile(&mut merged, source, problems),
        Some(reason) => {
            let range = source.node.map_or(source.range, |node| first_line_of(node, source.range));
            problems.push(TemplateProblem::syntax(range, format!("{reason}; pages are checked without it")));
            None
        }
    };
    let keys = key_specs(&merged, source, validator.as_ref());
    let closed = merged.get("additionalProperties") == Some(&Value::Bool(false));
    let schema = FrontMatterSchema { keys, closed, json: merged, validator };
    unknown_names(source, &schema, problems);
    schema
}

fn own_schema(source: &SchemaSource<'_>, problems: &mut Vec<TemplateProblem>) -> Value {
    let Some(node) = source.node else { return json!({}) };
    match &node.kind {
        YamlKind::Mapping(_) => read_schema(node, 0, problems),
        YamlKind::Scalar { json: Value::Null, .. } => json!({}),
        _ => {
            problems.push(TemplateProblem::syntax(
                shown(node, source.range),
                "`front-matter` must be a mapping: a JSON Schema with `properties`, `required` and so on",
            ));
            json!({})
        }
    }
}

/// An empty node has no text to underline; its key has.
fn shown(node: &YamlNode, otherwise: TextRange) -> TextRange {
    if node.range.is_empty() { otherwise } else { node.range }
}

/// A schema reaches over many lines; its first key is enough to show where it is.
fn first_line_of(node: &YamlNode, otherwise: TextRange) -> TextRange {
    match &node.kind {
        YamlKind::Mapping(entries) => entries.first().map_or(otherwise, |entry| entry.key.range),
        _ => shown(node, otherwise),
    }
}

/// How a keyword's value is read.
enum Shape {
    Schema,
    Schemas,
    NamedSchemas,
}

const KEYWORDS_WITH_SCHEMAS: &[(&str, Shape)] = &[
    ("properties", Shape::NamedSchemas),
    ("patternProperties", Shape::NamedSchemas),
    ("dependentSchemas", Shape::NamedSchemas),
    ("$defs", Shape::NamedSchemas),
    ("definitions", Shape::NamedSchemas),
    ("items", Shape::Schema),
    ("contains", Shape::Schema),
    ("not", Shape::Schema),
    ("if", Shape::Schema),
    ("then", Shape::Schema),
    ("else", Shape::Schema),
    ("additionalProperties", Shape::Schema),
    ("unevaluatedProperties", Shape::Schema),
    ("unevaluatedItems", Shape::Schema),
    ("propertyNames", Shape::Schema),
    ("allOf", Shape::Schemas),
    ("anyOf", Shape::Schemas),
    ("oneOf", Shape::Schemas),
    ("prefixItems", Shape::Schemas),
];

/// A schema as JSON, with two readings of YAML corrected that authors do not mean: a key without a value requires
/// nothing (`{}`), and `type: null` names the type "null".
fn read_schema(node: &YamlNode, level: usize, problems: &mut Vec<TemplateProblem>) -> Value {
    let entries = match &node.kind {
        YamlKind::Mapping(entries) => entries,
        YamlKind::Scalar { json: Value::Null, .. } => return json!({}),
        _ => return node.to_json(),
    };
    if level > MAX_LEVELS {
        problems.push(TemplateProblem::syntax(node.range, "this schema is nested too deeply to be read"));
        return json!({});
    }
    problems.extend(repeated_keys(entries));
    let mut schema = Map::new();
    for entry in entries {
        let Some(keyword) = entry.key.as_str() else { continue };
        let value = read_keyword(keyword, entry, level, problems);
        if let Some(value) = value {
            schema.insert(keyword.to_owned(), value);
        }
    }
    Value::Object(schema)
}

fn read_keyword(keyword: &str, entry: &YamlEntry, level: usize, problems: &mut Vec<TemplateProblem>) -> Option<Value> {
    let value = &entry.value;
    if keyword.starts_with("x-docent-") {
        return read_own_keyword(keyword, entry, problems);
    }
    match keyword {
        "type" => return Some(null_as_type_name(value.to_json())),
        "$ref" | "$dynamicRef" if !value.as_str().is_some_and(|target| target.starts_with('#')) => {
            let message = "nothing is fetched: a reference must begin with `#` and lead into this schema";
            problems.push(TemplateProblem::syntax(shown(value, entry.key.range), message));
            return None;
        }
        _ => {}
    }
    let shape = KEYWORDS_WITH_SCHEMAS.iter().find(|(name, _)| *name == keyword).map(|(_, shape)| shape);
    Some(match (shape, &value.kind) {
        (Some(Shape::Schema), _) => read_schema(value, level + 1, problems),
        (Some(Shape::Schemas), YamlKind::Sequence(items)) => {
            items.iter().map(|item| read_schema(item, level + 1, problems)).collect()
        }
        (Some(Shape::NamedSchemas), YamlKind::Mapping(named)) => {
            problems.extend(repeated_keys(named));
            let mut schemas = Map::new();
            for entry in named {
                if let Some(name) = entry.key.as_str() {
                    schemas.insert(name.to_owned(), read_schema(&entry.value, level + 1, problems));
                }
            }
            Value::Object(schemas)
        }
        (Some(Shape::NamedSchemas), YamlKind::Scalar { json: Value::Null, .. }) => json!({}),
        _ => value.to_json(),
    })
}

/// Keys that stand twice in one mapping.
pub(crate) fn repeated_keys(entries: &[YamlEntry]) -> Vec<TemplateProblem> {
    let mut seen = std::collections::HashSet::new();
    let mut problems = Vec::new();
    for entry in entries {
        let Some(key) = entry.key.as_str() else { continue };
        if !seen.insert(key) {
            problems.push(TemplateProblem::syntax(
                entry.key.range,
                format!("`{key}` stands here twice; the last one counts"),
            ));
        }
    }
    problems
}

fn null_as_type_name(value: Value) -> Value {
    match value {
        Value::Null => json!("null"),
        Value::Array(names) => names.into_iter().map(null_as_type_name).collect(),
        other => other,
    }
}

fn read_own_keyword(keyword: &str, entry: &YamlEntry, problems: &mut Vec<TemplateProblem>) -> Option<Value> {
    let value = &entry.value;
    let mut wrong = |message: &str| {
        problems.push(TemplateProblem::syntax(shown(value, entry.key.range), message));
        None
    };
    match keyword {
        "x-docent-role" => match value.as_str() {
            Some("permalink" | "redirect") => Some(value.to_json()),
            _ => wrong("`x-docent-role` is `permalink` or `redirect`"),
        },
        "x-docent-derive" => match value.as_str() {
            Some(pattern) if !keys_of(pattern).is_empty() => Some(json!(pattern)),
            // Takes back the pattern of the base.
            _ if value.to_json().is_null() => Some(Value::Null),
            _ => wrong("`x-docent-derive` is a pattern with at least one key in braces, such as `{title}.html`"),
        },
        "x-docent-replaced-by" => match value.as_str() {
            Some(key) if !key.is_empty() => Some(json!(key)),
            _ => wrong("`x-docent-replaced-by` is the name of a key"),
        },
        "x-docent-placeholder" => match &value.kind {
            YamlKind::Sequence(items) if items.iter().all(|item| item.as_str().is_some()) => {
                Some(items.iter().filter_map(YamlNode::as_str).collect())
            }
            _ if value.as_str().is_some() && value.style != YamlStyle::Empty => Some(json!(value.as_str())),
            _ => wrong("`x-docent-placeholder` is a text, or a list of texts, that must not survive in a page"),
        },
        "x-docent-any-place" => match value.to_json() {
            Value::Bool(any_place) => Some(json!(any_place)),
            _ => wrong("`x-docent-any-place` is true or false"),
        },
        "x-docent-enum-descriptions" => match value.to_json() {
            Value::Object(meanings) if meanings.values().all(Value::is_string) => Some(Value::Object(meanings)),
            _ => wrong("`x-docent-enum-descriptions` is a mapping of the values of `enum` to what each means"),
        },
        _ => {
            let message = format!(
                "`{keyword}` is unknown; docent knows `x-docent-role`, `x-docent-derive`, `x-docent-replaced-by`, \
                 `x-docent-placeholder`, `x-docent-any-place` and `x-docent-enum-descriptions`"
            );
            problems.push(TemplateProblem::syntax(entry.key.range, message));
            None
        }
    }
}

/// `own` laid over `base`: mappings are merged, `required` is the union, everything else is replaced.
fn merge(base: Value, own: Value) -> Value {
    let (mut base, own) = match (base, own) {
        (Value::Object(base), Value::Object(own)) => (base, own),
        (_, own) => return own,
    };
    for (key, value) in own {
        let merged = match (base.get_mut(&key).map(Value::take), value) {
            (Some(Value::Array(mut names)), Value::Array(more)) if key == "required" => {
                more.into_iter().for_each(|name| {
                    if !names.contains(&name) {
                        names.push(name);
                    }
                });
                Value::Array(names)
            }
            (Some(old), new) => merge(old, new),
            (None, new) => new,
        };
        base.insert(key, merged);
    }
    Value::Object(base)
}

/// Compiles the schema; what does not compile is reported and taken out of it.
fn compile(
    schema: &mut Value,
    source: &SchemaSource<'_>,
    problems: &mut Vec<TemplateProblem>,
) -> Option<BoundedValidator> {
    // Each round takes out one mistake; more than this many are not worth the author's time.
    for _ in 0..64 {
        if schema.as_object().is_none_or(Map::is_empty) {
            return None;
        }
        let error = match jsonschema::options()
            .with_draft(jsonschema::Draft::Draft202012)
            .should_validate_formats(true)
            // Names of keys are matched in linear time, or not at all.
            .with_pattern_options(PatternOptions::regex().size_limit(MAX_COMPILED_BYTES))
            .with_keyword("pattern", pattern_keyword)
            .build(schema)
        {
            Ok(validator) => return Some(BoundedValidator { validator, graph: SchemaGraph::of(schema) }),
            Err(error) => error,
        };
        let dangling =
            if error.instance_path().as_str().is_empty() { dangling_reference(schema, schema, 0) } else { None };
        let (mut path, message) = match dangling {
            Some(path) => (path, "this reference leads to nothing in this schema".to_owned()),
            None => (path_of(error.instance_path()), what_is_wrong(&error)),
        };
        problems.push(TemplateProblem::syntax(range_at(source, &path), message));
        if path.is_empty() || !remove_at(schema, &mut path) {
            *schema = json!({});
        }
    }
    *schema = json!({});
    None
}

/// The library's error in the words of this crate, with the keyword it is about.
fn what_is_wrong(error: &jsonschema::ValidationError<'_>) -> String {
    let path = path_of(error.instance_path());
    let keyword = path.iter().rev().find_map(|step| match step {
        PathStep::Key(key) => Some(key.clone()),
        PathStep::Index(_) => None,
    });
    let violation = of_error(path, error).into_iter().next().map(|found| found.kind);
    let (Some(keyword), Some(violation)) = (keyword, violation) else {
        return format!("this is no valid JSON Schema: {}", first_line(&error.to_string()));
    };
    let is_name_pattern =
        path_of(error.instance_path()).iter().rev().nth(1) == Some(&PathStep::Key("patternProperties".to_owned()));
    if is_name_pattern && matches!(violation, ViolationKind::Other(_)) {
        return format!(
            "`{keyword}` is not a pattern for names of keys: these have no look-around and no back-references, and a bounded size"
        );
    }
    let listed = |names: Vec<String>| names.join(", ");
    match violation {
        ViolationKind::NotAllowed { allowed } => {
            let names = allowed.iter().map(|value| value.as_str().map_or_else(|| value.to_string(), str::to_owned));
            format!("this is no valid JSON Schema: `{keyword}` must be one of {}", listed(names.collect()))
        }
        ViolationKind::WrongType { expected } => {
            format!("this is no valid JSON Schema: `{keyword}` must be of the type {}", expected.join(" or "))
        }
        ViolationKind::Other(words) => format!("this is no valid JSON Schema: `{keyword}` {words}"),
        _ => format!("this is no valid JSON Schema: {}", first_line(&error.to_string())),
    }
}

/// The path of the first `$ref` whose pointer has no target in `root`.
fn dangling_reference(value: &Value, root: &Value, level: usize) -> Option<Vec<PathStep>> {
    // Values such as `default` nest as deep as the YAML does.
    if level > 4 * MAX_LEVELS {
        return None;
    }
    let below = |(step, value): (PathStep, &Value)| {
        let mut path = dangling_reference(value, root, level + 1)?;
        path.insert(0, step);
        Some(path)
    };
    match value {
        Value::Object(object) => {
            let pointer = object.get("$ref").and_then(Value::as_str).and_then(|target| target.strip_prefix('#'));
            if pointer.is_some_and(|pointer| pointer.starts_with('/') && root.pointer(pointer).is_none()) {
                return Some(vec![PathStep::Key("$ref".to_owned())]);
            }
            object.iter().find_map(|(key, value)| below((PathStep::Key(key.clone()), value)))
        }
        Value::Array(items) => {
            items.iter().enumerate().find_map(|(index, value)| below((PathStep::Index(index), value)))
        }
        _ => None,
    }
}

fn first_line(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default();
    match line.char_indices().nth(200) {
        Some((at, _)) => format!("{}…", line.get(..at).unwrap_or_default()),
        None => line.to_owned(),
    }
}

/// The place in the template's YAML that `path` leads to, as far as it leads.
fn range_at(source: &SchemaSource<'_>, path: &[PathStep]) -> TextRange {
    let Some(mut node) = source.node else { return source.range };
    let mut range = source.range;
    for step in path {
        node = match (&node.kind, step) {
            (YamlKind::Mapping(entries), PathStep::Key(key)) => {
                let Some(entry) = entries.iter().rev().find(|entry| entry.key.as_str() == Some(key)) else { break };
                range = shown(&entry.value, entry.key.range);
                &entry.value
            }
            (YamlKind::Sequence(items), PathStep::Index(index)) => {
                let Some(item) = items.get(*index) else { break };
                range = shown(item, range);
                item
            }
            _ => break,
        };
    }
    range
}

/// Takes out what `path` leads to: the innermost entry of a mapping on it.
fn remove_at(schema: &mut Value, path: &mut Vec<PathStep>) -> bool {
    while let Some(last) = path.pop() {
        let PathStep::Key(key) = last else { continue };
        let parent = path.iter().try_fold(&mut *schema, |value, step| match step {
            PathStep::Key(key) => value.get_mut(key.as_str()),
            PathStep::Index(index) => value.get_mut(*index),
        });
        if let Some(Value::Object(object)) = parent
            && object.shift_remove(&key).is_some()
        {
            return true;
        }
    }
    false
}
