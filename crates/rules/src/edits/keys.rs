//! What the rules about front-matter keys share: which values are empty or placeholders, which keys are near, and what
//! value an inserted key gets. Knows no single rule.

use crate::finding::Fix;
use docent_syntax::front_matter::edit::{remove_entry, set_value};
use docent_syntax::yaml::write::scalar_in_style;
use docent_syntax::{FrontMatter, ResolvedEntry, TextEdit, YamlEntry, YamlKind, YamlNode, YamlSchema, YamlStyle};
use docent_template::{Contract, KeySpec};
use serde_json::Value;
use std::collections::HashMap;

/// Entries that are looked at for misspelt keys: more than any front matter has, and a bound for hostile ones.
pub const MAX_ENTRIES: usize = 500;

/// Whether nothing is said: `key:`, `key: ""`, `key: ~`.
pub fn is_empty_value(node: &YamlNode) -> bool {
    match &node.kind {
        YamlKind::Scalar { value, json } => json.is_null() || value.trim().is_empty(),
        YamlKind::Alias(Some(target)) => is_empty_value(target),
        _ => false,
    }
}

/// Whether the value is what the template has in its place, or a `{{placeholder}}`: not filled in yet.
pub fn is_placeholder(key: &KeySpec, node: &YamlNode) -> bool {
    match &node.kind {
        YamlKind::Scalar { value, .. } => is_placeholder_text(key, value),
        YamlKind::Sequence(items) => !items.is_empty() && items.iter().all(|item| is_placeholder(key, item)),
        // `key: {{name}}` without quotes is a mapping in a mapping to YAML.
        YamlKind::Mapping(entries) => {
            node.style == YamlStyle::Flow && entries.len() == 1 && is_flow_mapping(&entries[0].key)
        }
        YamlKind::Alias(_) => false,
    }
}

fn is_flow_mapping(node: &YamlNode) -> bool {
    matches!(node.kind, YamlKind::Mapping(_)) && node.style == YamlStyle::Flow
}

fn is_placeholder_text(key: &KeySpec, text: &str) -> bool {
    let text = text.trim();
    let braces = text.starts_with("{{") && text.ends_with("}}");
    braces || key.placeholders.iter().any(|placeholder| same_words(placeholder, text))
}

/// Equal without regard to case and white space.
pub fn same_words(a: &str, b: &str) -> bool {
    let (mut a, mut b) = (a.split_whitespace(), b.split_whitespace());
    loop {
        match (a.next(), b.next()) {
            (None, None) => return true,
            (Some(a), Some(b)) if same_word(a, b) => {}
            _ => return false,
        }
    }
}

fn same_word(a: &str, b: &str) -> bool {
    match a.is_ascii() && b.is_ascii() {
        true => a.eq_ignore_ascii_case(b),
        false => a.to_lowercase() == b.to_lowercase(),
    }
}

/// Whether the page has the key, its own or merged in by `<<`.
pub fn is_set(front_matter: &FrontMatter, key: &str) -> bool {
    front_matter.yaml.find(key, YamlSchema::Core).is_some()
}

/// Whether a key is written in the block, also where the YAML is broken and the tree does not have it.
pub fn is_written(front_matter: &FrontMatter, key: &str) -> bool {
    if is_set(front_matter, key) {
        return true;
    }
    if front_matter.yaml.error.is_none() {
        return false;
    }
    front_matter.text.split(['\n', '\r']).any(|line| {
        let line = line.trim_start_matches(['\u{feff}', '"', '\'']);
        line.strip_prefix(key).is_some_and(|rest| {
            rest.trim_start_matches(['"', '\'', ' ', '\t']).starts_with(':') || rest.trim().is_empty()
        })
    })
}

/// Whether the YAML error lies in this entry, so that nothing can be said of its value.
pub fn is_broken(front_matter: &FrontMatter, entry: &YamlEntry) -> bool {
    let Some(error) = &front_matter.yaml.error else { return false };
    let start = entry.range.start();
    let starts = front_matter.yaml.entries().iter().map(|other| other.range.start());
    let next = starts.filter(|other| *other > start).min().unwrap_or(front_matter.content.end());
    error.range.end() >= start && error.range.start() <= next
}

/// The known key that `name` most likely means: equal but for case, `-`, `_` and blanks, or one or two letters off.
pub fn near_key<'c>(contract: &'c Contract, name: &str) -> Option<&'c KeySpec> {
    let keys = &contract.front_matter.keys;
    let folded = fold(name);
    if let Some(key) = keys.iter().find(|key| fold(&key.name) == folded) {
        return Some(key);
    }
    let max_distance = match folded.chars().count() {
        0..=4 => return None,
        5..=8 => 1,
        _ => 2,
    };
    keys.iter()
        .map(|key| (strsim::damerau_levenshtein(&fold(&key.name), &folded), key))
        .filter(|(distance, _)| *distance <= max_distance)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, key)| key)
}

/// Whether two keys differ in case and separators only.
pub fn differ_in_spelling_only(a: &str, b: &str) -> bool {
    fold(a) == fold(b)
}

fn fold(name: &str) -> String {
    name.chars().filter(|c| !matches!(c, '-' | '_' | ' ')).flat_map(char::to_lowercase).collect()
}

/// An entry whose key is not known, but near one that is and that the page does not have.
pub fn stands_for<'c>(contract: &'c Contract, front_matter: &FrontMatter, entry: &YamlEntry) -> Option<&'c KeySpec> {
    let name = entry.key.as_str()?;
    if contract.front_matter.key(name).is_some() {
        return None;
    }
    near_key(contract, name).filter(|key| !is_set(front_matter, &key.name))
}

/// Another value for a scalar, wherever it stands, in the quotes that it has.
pub fn replace_scalar(node: &YamlNode, value: &Value) -> TextEdit {
    let source = match value {
        Value::String(text) => scalar_in_style(text, node.style),
        other => other.to_string(),
    };
    TextEdit::replace(node.range, source)
}

/// Characters of a value that a message shows.
const SHOWN_CHARACTERS: usize = 60;

/// A JSON value in a message, cut where it is long: strings without quotes.
pub fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => shortened(text),
        other => shortened(&other.to_string()),
    }
}

/// The text on one line, cut with `…` where it is long.
pub fn shortened(text: &str) -> String {
    let line = text.trim_end().replace(['\n', '\r'], " ");
    match line.char_indices().nth(SHOWN_CHARACTERS) {
        Some((end, _)) => format!("{}…", line.get(..end).unwrap_or_default().trim_end()),
        None => line,
    }
}

/// The text of a JSON value: strings without quotes.
pub fn text_of_value(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// "messaging, chat or both"
pub fn one_of(values: &[Value]) -> String {
    let shown: Vec<String> = values.iter().map(|value| format!("'{}'", shown(value))).collect();
    match shown.as_slice() {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} or {last}", first.join(", ")),
    }
}

/// The value a key gets where it needs one beyond doubt: derived from other keys, the schema's default, or the only one
/// allowed. `None`: the author has to say.
pub fn value_for(contract: &Contract, key: &KeySpec, front_matter: &FrontMatter, yaml: YamlSchema) -> Option<Value> {
    derived_value(contract, key, front_matter, yaml).map(Value::from).or_else(|| fixed_value(key))
}

/// What `x-docent-derive` gives. `None` as long as one of the parts is still to be filled in or cannot be read. A part that is required and
/// missing counts with the value that its own fix gives it, so that the order of the fixes makes no difference.
pub fn derived_value(
    contract: &Contract,
    key: &KeySpec,
    front_matter: &FrontMatter,
    yaml: YamlSchema,
) -> Option<String> {
    let derivation = key.derive.as_ref()?;
    let mut parts: HashMap<&str, String> = HashMap::new();
    for part in derivation.keys() {
        match derived_part(contract, part, front_matter, yaml) {
            Part::Value(value) => {
                parts.insert(part, value);
            }
            Part::LeftOut => {}
            Part::Open => return None,
        }
    }
    derivation.value_from(|part| parts.get(part).cloned())
}

/// A key that another key's value is made of.
enum Part {
    Value(String),
    /// It has no value, and needs none.
    LeftOut,
    /// Its author has to say first.
    Open,
}

fn derived_part(contract: &Contract, part: &str, front_matter: &FrontMatter, yaml: YamlSchema) -> Part {
    let spec = contract.front_matter.key(part);
    let entry = front_matter.yaml.find(part, yaml).map(|found| found.entry);
    let to_be_set = |spec: &KeySpec| match fixed_value(spec) {
        Some(Value::String(value)) => Part::Value(value),
        Some(value @ (Value::Number(_) | Value::Bool(_))) => Part::Value(value.to_string()),
        _ => Part::Open,
    };
    match (entry, spec) {
        (Some(entry), _) if is_broken(front_matter, entry) => Part::Open,
        (Some(entry), Some(spec)) if is_placeholder(spec, &entry.value) => to_be_set(spec),
        (Some(entry), Some(spec)) if spec.required && !spec.nullable && is_empty_value(&entry.value) => to_be_set(spec),
        (Some(entry), _) => entry.value.as_str().map_or(Part::LeftOut, |value| Part::Value(value.to_owned())),
        (None, _) => {
            // It may be there under a misspelt name.
            let meant = |entry| stands_for(contract, front_matter, entry).is_some_and(|key| &*key.name == part);
            match spec.filter(|spec| spec.required) {
                _ if front_matter.yaml.entries().iter().take(MAX_ENTRIES).any(meant) => Part::Open,
                Some(spec) => to_be_set(spec),
                None => Part::LeftOut,
            }
        }
    }
}

/// The schema's default, or the only value allowed.
fn fixed_value(key: &KeySpec) -> Option<Value> {
    let only = match key.allowed.as_slice() {
        [only] => Some(only.clone()),
        _ => None,
    };
    key.default.clone().or(only)
}

/// Fixes for a key that has no value yet: the one it needs, else each that is allowed, for the author to choose.
pub fn value_fixes(
    contract: &Contract,
    front_matter: &FrontMatter,
    key: &KeySpec,
    found: &ResolvedEntry<'_>,
    yaml: YamlSchema,
) -> Vec<Fix> {
    // What is merged in is written for other keys as well, or not among the lines of the page's own keys.
    // A tag says what the value is, whatever is written behind it.
    let Some(entry) = found.own().filter(|entry| entry.value.tag.is_none()) else { return Vec::new() };
    // More values than this are a matter for completion, not for a list of fixes.
    const MAX_OFFERED: usize = 8;
    let title = |value: &Value| format!("Set '{}' to '{}'", key.name, shown(value));
    if let Some(value) = value_for(contract, key, front_matter, yaml) {
        return vec![Fix::safe(title(&value), set_value(front_matter, entry, &value))];
    }
    if key.allowed.len() > MAX_OFFERED {
        return Vec::new();
    }
    let choices = key.allowed.iter().map(|value| Fix::unsafe_(title(value), set_value(front_matter, entry, value)));
    // What may be left out can also go.
    let remove = (!key.required)
        .then(|| Fix::unsafe_(format!("Remove the key '{}'", key.name), remove_entry(front_matter, entry)));
    choices.chain(remove).collect()
}
