//! A page's front matter held against the schema: the library's errors in docent's own terms.
//!
//! Knows no rule and no severity.

use super::pattern::assuming;
use super::{BoundedValidator, FrontMatterSchema, PathStep, SchemaViolation, ViolationKind};
use docent_syntax::{YamlKind, YamlNode, YamlSchema, YamlStep, YamlStyle, YamlTree};
use jsonschema::ValidationError;
use jsonschema::error::{TypeKind, ValidationErrorKind};
use jsonschema::paths::{Location, LocationSegment};
use serde_json::Value;
use std::collections::HashMap;

pub(super) fn violations(schema: &FrontMatterSchema, yaml: &YamlTree, reading: YamlSchema) -> Vec<SchemaViolation> {
    let mut readings = reading.candidates().iter().map(|&reading| violations_of_reading(schema, yaml, reading));
    let Some(mut found) = readings.next() else { return Vec::new() };
    for other in readings {
        found.retain(|violation| other.iter().any(|same| is_same_fault(violation, same)));
    }
    found
}

/// Whether two readings find fault with the same place. What is expected of a value may be put in different words.
fn is_same_fault(one: &SchemaViolation, other: &SchemaViolation) -> bool {
    let is_about_keys =
        |kind: &ViolationKind| matches!(kind, ViolationKind::MissingKey(_) | ViolationKind::UnexpectedKey(_));
    match is_about_keys(&one.kind) || is_about_keys(&other.kind) {
        true => one == other,
        false => one.path == other.path,
    }
}

fn violations_of_reading(schema: &FrontMatterSchema, yaml: &YamlTree, reading: YamlSchema) -> Vec<SchemaViolation> {
    let Some(validator) = &schema.validator else { return Vec::new() };
    let mut json = match yaml.to_json_as(reading) {
        Value::Null => Value::Object(Default::default()),
        Value::Object(object) => Value::Object(object),
        _ => {
            let kind = ViolationKind::WrongType { expected: vec!["object".to_owned()] };
            return vec![SchemaViolation { path: Vec::new(), kind }];
        }
    };
    if !validator.graph.can_evaluate(&json) {
        let kind = ViolationKind::Other(
            "is too large to be held against the template's schema; its values are not checked".to_owned(),
        );
        return vec![SchemaViolation { path: Vec::new(), kind }];
    }
    let mut found = errors(validator, &json);
    // Rare, and only then worth a second run.
    if values_as_text(&found, yaml, reading, &mut json) {
        found = errors(validator, &json);
    }
    found.retain(|violation| !is_about_an_empty_key(violation, yaml, reading));
    in_order(schema, yaml, reading, found)
}

/// Reads those values as text that the schema wants as text and that read as what is written: numbers that are printed
/// so, and words such as `yes`, which mean the same in a list of values in the template. Says whether there was one.
fn values_as_text(found: &[SchemaViolation], yaml: &YamlTree, reading: YamlSchema, json: &mut Value) -> bool {
    let mut any = false;
    let wants_string = |violation: &SchemaViolation| match &violation.kind {
        ViolationKind::WrongType { expected } => expected.iter().any(|name| name == "string"),
        _ => false,
    };
    for violation in found {
        let Some(node) = node_at(yaml, &violation.path, reading).map(YamlNode::target) else { continue };
        let YamlKind::Scalar { value, .. } = &node.kind else { continue };
        let is_text = match (reading.scalar(node), &violation.kind) {
            (Some(Value::Number(number)), ViolationKind::NotAllowed { allowed }) => {
                number.to_string() == **value && allowed.iter().any(Value::is_string)
            }
            (Some(Value::Number(number)), _) => number.to_string() == **value && wants_string(violation),
            (Some(Value::Bool(_)), ViolationKind::NotAllowed { allowed }) => {
                let is_typed = || found.iter().any(|other| other.path == violation.path && wants_string(other));
                allowed.iter().any(|allowed| *allowed == **value) && !is_typed()
            }
            _ => false,
        };
        if !is_text {
            continue;
        }
        if let Some(place) = value_at(json, &violation.path) {
            *place = Value::String(value.to_string());
            any = true;
        }
    }
    any
}

fn is_about_an_empty_key(violation: &SchemaViolation, yaml: &YamlTree, reading: YamlSchema) -> bool {
    let [PathStep::Key(key)] = violation.path.as_slice() else { return false };
    yaml.find(key, reading).is_some_and(|found| found.entry.value.style == YamlStyle::Empty)
}

fn in_order(
    schema: &FrontMatterSchema,
    yaml: &YamlTree,
    reading: YamlSchema,
    found: Vec<SchemaViolation>,
) -> Vec<SchemaViolation> {
    let place = |violation: &SchemaViolation| match &violation.kind {
        ViolationKind::MissingKey(key) if violation.path.is_empty() => {
            let index = schema.keys.iter().position(|spec| *spec.name == **key).unwrap_or(usize::MAX);
            (0, index)
        }
        ViolationKind::UnexpectedKey(key) => (1, start_of(yaml, reading, &violation.path, Some(key))),
        _ => (1, start_of(yaml, reading, &violation.path, None)),
    };
    let mut keyed: Vec<_> = found.into_iter().map(|violation| (place(&violation), violation)).collect();
    keyed.sort_by_key(|(place, _)| *place);
    let mut result: Vec<SchemaViolation> = Vec::with_capacity(keyed.len());
    for (_, violation) in keyed {
        // A list of the allowed values is the better message; the type adds nothing.
        let earlier = result.iter_mut().rev().take(16).find(|other| other.path == violation.path);
        match earlier {
            Some(other) if *other == violation => {}
            Some(other) if is_wrong_type(other) && is_not_allowed(&violation) => *other = violation,
            Some(other) if is_not_allowed(other) && is_wrong_type(&violation) => {}
            _ => result.push(violation),
        }
    }
    result
}

fn is_wrong_type(violation: &SchemaViolation) -> bool {
    matches!(violation.kind, ViolationKind::WrongType { .. })
}

fn is_not_allowed(violation: &SchemaViolation) -> bool {
    matches!(violation.kind, ViolationKind::NotAllowed { .. })
}

fn start_of(yaml: &YamlTree, reading: YamlSchema, path: &[PathStep], key: Option<&str>) -> usize {
    let node = node_at(yaml, path, reading);
    let child = |node: &YamlNode| Some(node.target().child(YamlStep::Key(key?), reading)?.range.start());
    node.map_or(usize::MAX, |node| child(node).unwrap_or(node.range.start()).into())
}

fn node_at<'y>(yaml: &'y YamlTree, path: &[PathStep], reading: YamlSchema) -> Option<&'y YamlNode> {
    yaml.node_at(path.iter().map(PathStep::in_yaml), reading)
}

fn value_at<'j>(json: &'j mut Value, path: &[PathStep]) -> Option<&'j mut Value> {
    path.iter().try_fold(json, |value, step| match step {
        PathStep::Key(key) => value.get_mut(key.as_str()),
        PathStep::Index(index) => value.get_mut(*index),
    })
}

/// What is wrong whether or not the values match that no pattern could decide on, and these values.
fn errors(validator: &BoundedValidator, json: &Value) -> Vec<SchemaViolation> {
    let (mut found, undecided) = assuming(true, || decided_errors(&validator.validator, json));
    if undecided.is_empty() {
        return found;
    }
    let (other, more) = assuming(false, || decided_errors(&validator.validator, json));
    found.retain(|violation| other.contains(violation));
    let mut paths = HashMap::new();
    collect_paths(json, &mut Vec::new(), &mut paths);
    for undecided in undecided.iter().chain(more.iter().filter(|it| !undecided.contains(it))).take(MAX_VIOLATIONS) {
        // A key that `propertyNames` matches is no value of the page.
        let path = paths.get(&undecided.value).cloned().unwrap_or_default();
        let words = "could not be decided: the pattern `";
        let kind = ViolationKind::Other(format!("{words}{}` needs too many steps for it", undecided.pattern));
        let violation = SchemaViolation { path, kind };
        if !found.contains(&violation) {
            found.push(violation);
        }
    }
    found
}

/// The paths of all texts, by their addresses.
fn collect_paths(value: &Value, path: &mut Vec<PathStep>, paths: &mut HashMap<*const Value, Vec<PathStep>>) {
    let mut below = |step: PathStep, value: &Value| {
        path.push(step);
        collect_paths(value, path, paths);
        path.pop();
    };
    match value {
        Value::Object(object) => object.iter().for_each(|(key, value)| below(PathStep::Key(key.clone()), value)),
        Value::Array(items) => items.iter().enumerate().for_each(|(index, value)| below(PathStep::Index(index), value)),
        Value::String(_) => drop(paths.insert(value, path.clone())),
        _ => {}
    }
}

fn decided_errors(validator: &jsonschema::Validator, json: &Value) -> Vec<SchemaViolation> {
    let mut found = Vec::new();
    for error in validator.iter_errors(json) {
        let path = path_of(error.instance_path());
        for violation in of_error(path, &error) {
            if !found.contains(&violation) {
                found.push(violation);
            }
            if found.len() >= MAX_VIOLATIONS {
                return found;
            }
        }
    }
    found
}

/// More are of no use, and the limit bounds the search for repetitions.
const MAX_VIOLATIONS: usize = 500;

pub(super) fn path_of(location: &Location) -> Vec<PathStep> {
    let step = |segment| match segment {
        LocationSegment::Property(name) => PathStep::Key(name.into_owned()),
        LocationSegment::Index(index) => PathStep::Index(index),
    };
    location.into_iter().map(step).collect()
}

pub(super) fn of_error(path: Vec<PathStep>, error: &ValidationError<'_>) -> Vec<SchemaViolation> {
    let one = |kind| vec![SchemaViolation { path: path.clone(), kind }];
    let unexpected = |keys: &[String]| {
        let violation =
            |key: &String| SchemaViolation { path: path.clone(), kind: ViolationKind::UnexpectedKey(key.clone()) };
        keys.iter().map(violation).collect()
    };
    match error.kind() {
        ValidationErrorKind::Required { property } => {
            one(ViolationKind::MissingKey(property.as_str().unwrap_or_default().to_owned()))
        }
        ValidationErrorKind::AdditionalProperties { unexpected: keys }
        | ValidationErrorKind::UnevaluatedProperties { unexpected: keys } => unexpected(keys),
        ValidationErrorKind::FalseSchema => match path.split_last() {
            Some((PathStep::Key(key), parent)) => {
                vec![SchemaViolation { path: parent.to_vec(), kind: ViolationKind::UnexpectedKey(key.clone()) }]
            }
            _ => one(ViolationKind::Other("is not accepted here".to_owned())),
        },
        ValidationErrorKind::Enum { options } => one(ViolationKind::NotAllowed { allowed: as_list(options) }),
        ValidationErrorKind::Constant { expected_value } => {
            one(ViolationKind::NotAllowed { allowed: vec![(**expected_value).clone()] })
        }
        ValidationErrorKind::Type { kind } => one(ViolationKind::WrongType { expected: type_names(kind) }),
        ValidationErrorKind::AnyOf { context } | ValidationErrorKind::OneOfNotValid { context } => {
            of_branches(&path, context)
        }
        other => one(ViolationKind::Other(in_words(other, error))),
    }
}

fn as_list(options: &Value) -> Vec<Value> {
    options.as_array().cloned().unwrap_or_default()
}

fn type_names(kind: &TypeKind) -> Vec<String> {
    match kind {
        TypeKind::Single(name) => vec![name.as_str().to_owned()],
        TypeKind::Multiple(names) => names.iter().map(|name| name.as_str().to_owned()).collect(),
    }
}

/// `anyOf` and `oneOf`: what would make the value right, reported once. A branch that the value has the type of is what its
/// author meant; if there is just one, its errors are the ones to tell. Otherwise types or values are put together.
fn of_branches(path: &[PathStep], branches: &[Vec<ValidationError<'static>>]) -> Vec<SchemaViolation> {
    let branches: Vec<Vec<SchemaViolation>> = branches
        .iter()
        .map(|branch| branch.iter().flat_map(|error| of_error(path_of(error.instance_path()), error)).collect())
        .collect();
    let here = |violation: &SchemaViolation| violation.path == path;
    let meant: Vec<_> = branches.iter().filter(|branch| !branch.iter().any(|v| here(v) && is_wrong_type(v))).collect();
    if let [only] = meant.as_slice() {
        return (*only).clone();
    }
    let mut expected = Vec::new();
    let mut allowed = Vec::new();
    for violation in branches.iter().flatten().filter(|violation| here(violation)) {
        match &violation.kind {
            ViolationKind::WrongType { expected: names } => add_new(&mut expected, names),
            ViolationKind::NotAllowed { allowed: values } => add_new(&mut allowed, values),
            _ => {}
        }
    }
    let kind = if !meant.is_empty() && !allowed.is_empty() && meant.iter().all(|b| b.iter().any(is_not_allowed)) {
        ViolationKind::NotAllowed { allowed }
    } else if meant.is_empty() && !expected.is_empty() {
        ViolationKind::WrongType { expected }
    } else {
        ViolationKind::Other("has none of the forms that are accepted here".to_owned())
    };
    vec![SchemaViolation { path: path.to_vec(), kind }]
}

fn add_new<T: PartialEq + Clone>(all: &mut Vec<T>, more: &[T]) {
    for item in more {
        if !all.contains(item) {
            all.push(item.clone());
        }
    }
}

/// What is wrong, as words that follow the name of the key.
fn in_words(kind: &ValidationErrorKind, error: &ValidationError<'_>) -> String {
    match kind {
        ValidationErrorKind::MaxLength { limit } => format!("is longer than {}", counted(*limit, "character")),
        ValidationErrorKind::MinLength { limit } => format!("is shorter than {}", counted(*limit, "character")),
        ValidationErrorKind::MaxItems { limit } => format!("has more than {}", counted(*limit, "item")),
        ValidationErrorKind::MinItems { limit } => format!("has fewer than {}", counted(*limit, "item")),
        ValidationErrorKind::MaxProperties { limit } => format!("has more than {}", counted(*limit, "key")),
        ValidationErrorKind::MinProperties { limit } => format!("has fewer than {}", counted(*limit, "key")),
        ValidationErrorKind::Maximum { limit } => format!("is more than {limit}"),
        ValidationErrorKind::Minimum { limit } => format!("is less than {limit}"),
        ValidationErrorKind::ExclusiveMaximum { limit } => format!("is not less than {limit}"),
        ValidationErrorKind::ExclusiveMinimum { limit } => format!("is not more than {limit}"),
        ValidationErrorKind::MultipleOf { multiple_of } => format!("is not a multiple of {multiple_of}"),
        ValidationErrorKind::Custom { message, .. } => message.clone(),
        ValidationErrorKind::Pattern { pattern } => format!("does not match the pattern `{pattern}`"),
        ValidationErrorKind::Format { format } => format!("does not have the form of a `{format}`"),
        ValidationErrorKind::UniqueItems => "names the same thing twice".to_owned(),
        ValidationErrorKind::AdditionalItems { limit } => format!("has more than {}", counted(*limit as u64, "item")),
        ValidationErrorKind::Contains => "has no item of the kind that it must have".to_owned(),
        ValidationErrorKind::Not { .. } => "is what the template rules out here".to_owned(),
        ValidationErrorKind::OneOfMultipleValid { .. } => {
            "has more than one of the forms that exclude each other".to_owned()
        }
        ValidationErrorKind::PropertyNames { .. } => "has a key whose name is not accepted".to_owned(),
        _ => format!("is not as the template's schema wants it: {}", error.masked()),
    }
}

fn counted(n: u64, what: &str) -> String {
    if n == 1 { format!("{n} {what}") } else { format!("{n} {what}s") }
}
