//! A new page from a template: front matter and sections, ready to be filled in.

use docent_rules::edits::outline_source::outline_source;
use docent_syntax::front_matter::edit::new_block;
use docent_template::{Contract, KeySpec};
use serde_json::Value;

/// The text of a page made from `contract`, LF line endings. `values` are front-matter values that are known; derived
/// values are computed from them where they can be. What is not known stands there as a placeholder, which
/// `template-placeholder` reports until it is filled in. A key with an empty value is left out unless it is required.
pub fn new_page(contract: &Contract, values: &[(String, String)]) -> String {
    let front_matter = front_matter(contract, values);
    let body = outline_source(contract);
    match (front_matter.is_empty(), body.trim().is_empty()) {
        (_, true) => front_matter,
        (true, false) => body,
        (false, false) => format!("{front_matter}\n{body}"),
    }
}

fn front_matter(contract: &Contract, values: &[(String, String)]) -> String {
    let entries = first_entries(contract, values);
    match entries.is_empty() {
        true => String::new(),
        false => new_block(entries.iter().map(|(name, value)| (*name, value))),
    }
}

/// The front-matter entries a new page begins with, in the order of the schema.
pub(crate) fn first_entries<'c>(contract: &'c Contract, values: &'c [(String, String)]) -> Vec<(&'c str, Value)> {
    let schema = &contract.front_matter;
    let given = |name: &str| values.iter().rev().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
    // Keys that others are made of are worth asking for, required or not.
    let parts: Vec<&str> =
        schema.keys.iter().filter_map(|key| key.derive.as_ref()).flat_map(|derive| derive.keys()).collect();
    let listed: Vec<&KeySpec> = schema
        .keys
        .iter()
        .filter(|key| key.required || given(&key.name).is_some() || parts.contains(&&*key.name))
        .filter(|key| key.required || given(&key.name) != Some(""))
        .collect();
    let mut known: Vec<(&str, Value)> =
        listed.iter().map(|key| (&*key.name, given(&key.name).map_or_else(|| first_value(key), Value::from))).collect();
    let further = values.iter().filter(|(name, _)| schema.key(name).is_none());
    known.extend(further.map(|(name, value)| (name.as_str(), Value::from(value.as_str()))));
    set_derived_values(&schema.keys, &mut known, given);
    known
}

/// Sets each derived key that was not given, if all its parts that the page has were.
fn set_derived_values<'v>(keys: &[KeySpec], known: &mut [(&str, Value)], given: impl Fn(&str) -> Option<&'v str>) {
    for key in keys.iter().filter(|key| given(&key.name).is_none()) {
        let Some(derivation) = &key.derive else { continue };
        let is_open = |part: &str| known.iter().any(|(name, _)| *name == part) && given(part).is_none();
        if derivation.keys().into_iter().any(is_open) {
            continue;
        }
        let Some(value) = derivation.value_from(|part| given(part).map(str::to_owned)) else { continue };
        if let Some((_, known)) = known.iter_mut().find(|(name, _)| *name == &*key.name) {
            *known = Value::from(value);
        }
    }
}

/// What stands there until the author knows better: the schema's default, the only value allowed, the template's own
/// placeholder, else the key's name as one.
fn first_value(key: &KeySpec) -> Value {
    match (&key.default, key.allowed.as_slice(), key.placeholders.first()) {
        (Some(default), _, _) => default.clone(),
        (None, [only], _) => only.clone(),
        (None, _, Some(placeholder)) => Value::from(&**placeholder),
        (None, _, None) => Value::from(format!("{{{{{}}}}}", key.name)),
    }
}
