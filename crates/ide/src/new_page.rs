//! A new page from a template: front matter and sections, ready to be filled in.

use crate::keys::yaml_source;
use docent_syntax::Page;
use docent_syntax::yaml::scalar_to_yaml;
use docent_template::{Contract, KeySpec, outline_source};

/// The text of a page made from `contract`, LF line endings. `values` are front-matter values that are known; derived
/// values are computed from them where they can be. What is not known stands there as a placeholder, which
/// `template-placeholder` reports until it is filled in.
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
    let schema = &contract.front_matter;
    let given = |name: &str| values.iter().rev().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
    // Keys that others are made of are worth asking for, required or not.
    let parts: Vec<&str> = schema.keys.iter().filter_map(|key| key.derive.as_ref()).flat_map(|derive| derive.keys()).collect();
    let wanted: Vec<&KeySpec> =
        schema.keys.iter().filter(|key| key.required || given(&key.name).is_some() || parts.contains(&&*key.name)).collect();
    let known: Vec<(&str, String)> = wanted
        .iter()
        .map(|key| (&*key.name, given(&key.name).map_or_else(|| first_value(key), scalar_to_yaml)))
        .chain(values.iter().filter(|(name, _)| schema.key(name).is_none()).map(|(name, value)| (name.as_str(), scalar_to_yaml(value))))
        .collect();
    if known.is_empty() {
        return String::new();
    }
    let known = with_derived_values(schema.keys.as_slice(), known, &given);
    let lines: String = known.iter().map(|(name, value)| format!("{name}: {value}").trim_end().to_owned() + "\n").collect();
    format!("---\n{lines}---\n")
}

/// Where a derived key was not given and all its parts are known, its value.
fn with_derived_values<'k>(
    keys: &'k [KeySpec],
    mut known: Vec<(&'k str, String)>,
    given: &dyn Fn(&str) -> Option<&'k str>,
) -> Vec<(&'k str, String)> {
    let source: String = known
        .iter()
        .filter(|(name, _)| given(name).is_some())
        .map(|(name, value)| format!("{name}: {value}\n"))
        .collect();
    let page = Page::parse(&format!("---\n{source}---\n"));
    for key in keys.iter().filter(|key| given(&key.name).is_none()) {
        let Some(derivation) = &key.derive else { continue };
        let parts_known = derivation.keys().iter().all(|part| !known.iter().any(|(name, _)| name == part) || given(part).is_some());
        let Some(value) = derivation.value(&page.front_matter().yaml).filter(|_| parts_known) else { continue };
        if let Some((_, known)) = known.iter_mut().find(|(name, _)| *name == &*key.name) {
            *known = scalar_to_yaml(&value);
        }
    }
    known
}

/// What stands there until the author knows better: the schema's default, the only value allowed, the template's own
/// placeholder, else the key's name as one.
fn first_value(key: &KeySpec) -> String {
    match (&key.default, key.allowed.as_slice(), key.placeholders.first()) {
        (Some(default), _, _) => yaml_source(default),
        (None, [only], _) => yaml_source(only),
        (None, _, Some(placeholder)) => scalar_to_yaml(placeholder),
        (None, _, None) => format!("\"{{{{{}}}}}\"", key.name),
    }
}
