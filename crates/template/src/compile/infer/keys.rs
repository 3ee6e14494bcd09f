//! The front matter of an ordinary template page as a schema: its values tell what the keys are for.

use super::cues;
use super::derivation::{self, KeyNames, Permalink};
use super::writer::Writer;
use crate::contract::Contract;
use docent_syntax::{TextRange, YamlEntry, YamlKind, YamlNode, YamlTree};
use serde_json::Value;

const PERMALINK: &str = "permalink";

/// Writes `front-matter:` with a property for each key; nothing for a page without keys. `base` is the template that it extends.
pub(super) fn write(yaml: &YamlTree, base: Option<&Contract>, whole: TextRange, writer: &mut Writer<'_>) {
    let mut entries: Vec<(&str, &YamlEntry)> = Vec::new();
    let mut seen = std::collections::HashSet::new();
    for entry in yaml.entries() {
        // `<<` takes keys over; it is none itself.
        if let Some(key) = entry.key.as_str().filter(|key| !key.is_empty() && *key != "<<" && *key != "front-matter")
            && seen.insert(key)
        {
            entries.push((key, entry));
        }
    }
    if entries.is_empty() {
        return;
    }
    let own: Vec<&str> = entries.iter().map(|(name, _)| *name).filter(|name| *name != PERMALINK).collect();
    let of_base: Vec<&str> = base
        .iter()
        .flat_map(|base| &base.front_matter.keys)
        .map(|key| &*key.name)
        .filter(|name| *name != PERMALINK)
        .collect();
    let names = KeyNames { own: &own, of_base: &of_base };
    let mut keys: Vec<(Key<'_>, &YamlEntry)> =
        entries.into_iter().map(|(name, entry)| (read(name, &entry.value), entry)).collect();
    for (key, entry) in keys.iter_mut().filter(|(key, _)| key.is_permalink) {
        if let Some(text) = entry.value.as_str() {
            match derivation::permalink(text, &names) {
                Permalink::Address => continue,
                Permalink::PartlyKeys => {
                    key.takes_back_derived = base
                        .is_some_and(|base| base.front_matter.key(PERMALINK).is_some_and(|key| key.derive.is_some()));
                }
                Permalink::Pattern(pattern) => key.derived = Some(pattern),
            }
            key.default = None;
            key.placeholders = vec![text.trim().to_owned()];
        }
    }
    let required: Vec<String> =
        keys.iter().filter(|(key, _)| !key.optional).map(|(key, _)| yaml_text(key.name)).collect();
    writer.generated("front-matter:\n", whole);
    if !required.is_empty() {
        writer.generated(&format!("  required: [{}]\n", required.join(", ")), whole);
    }
    writer.generated("  properties:\n", whole);
    for (key, entry) in &keys {
        writer.generated("    ", entry.key.range);
        writer.generated(&yaml_text(key.name), entry.key.range);
        let lines = key.schema_lines();
        writer.generated(if lines.is_empty() { ": {}\n" } else { ":\n" }, entry.key.range);
        for line in lines {
            writer.generated(&format!("      {line}\n"), entry.range);
        }
    }
}

struct Key<'y> {
    name: &'y str,
    optional: bool,
    is_permalink: bool,
    is_redirect: bool,
    type_name: Option<&'static str>,
    allowed: Vec<String>,
    description: Option<String>,
    placeholders: Vec<String>,
    default: Option<Value>,
    /// A permalink that names the template's own keys.
    derived: Option<String>,
    /// A permalink of which it is not known how it is made, though the base says how.
    takes_back_derived: bool,
}

fn read<'y>(name: &'y str, value: &YamlNode) -> Key<'y> {
    let is_redirect = name.to_lowercase().contains("redirect");
    let mut key = Key {
        name,
        optional: is_redirect,
        is_permalink: name == PERMALINK,
        is_redirect,
        type_name: type_name(value),
        allowed: Vec::new(),
        description: None,
        placeholders: Vec::new(),
        default: None,
        derived: None,
        takes_back_derived: false,
    };
    for text in texts(value) {
        key.optional |= cues::is_optional_key(&text);
        let listed = cues::listed_values(&text);
        if key.allowed.is_empty() && !listed.is_empty() {
            key.allowed = listed;
        } else if !cues::is_instruction(&text) {
            continue;
        }
        key.description.get_or_insert_with(|| text.clone());
        key.placeholders.push(text);
    }
    let is_literal = key.placeholders.is_empty() && key.allowed.is_empty();
    if let (true, YamlKind::Scalar { json, .. }) = (is_literal, &value.kind)
        && !json.is_null()
        && !json.as_str().is_some_and(|text| text.trim().is_empty())
    {
        key.default = Some(json.clone());
    }
    key
}

fn type_name(value: &YamlNode) -> Option<&'static str> {
    match &value.kind {
        YamlKind::Scalar { json, .. } => match json {
            Value::String(_) => Some("string"),
            Value::Number(_) => Some("number"),
            Value::Bool(_) => Some("boolean"),
            _ => None,
        },
        YamlKind::Sequence(_) => Some("array"),
        YamlKind::Mapping(_) => Some("object"),
        YamlKind::Alias(_) => None,
    }
}

fn texts(value: &YamlNode) -> Vec<String> {
    let text = |node: &YamlNode| match &node.kind {
        YamlKind::Scalar { value, json: Value::String(_) } if !value.trim().is_empty() => Some(value.trim().to_owned()),
        _ => None,
    };
    match &value.kind {
        YamlKind::Sequence(items) => items.iter().filter_map(text).collect(),
        _ => text(value).into_iter().collect(),
    }
}

impl Key<'_> {
    fn schema_lines(&self) -> Vec<String> {
        let mut lines = Vec::new();
        if self.is_redirect {
            lines.push("type: [array, string, \"null\"]".to_owned());
            lines.push("items:".to_owned());
            lines.push("  type: string".to_owned());
            lines.push("  x-docent-role: redirect".to_owned());
        } else if !self.allowed.is_empty() {
            let mut allowed: Vec<String> = self.allowed.iter().map(|value| yaml_text(value)).collect();
            if self.optional {
                allowed.push("null".to_owned());
            }
            lines.push(format!("enum: [{}]", allowed.join(", ")));
        } else if let Some(name) = self.type_name {
            lines.push(if self.optional { format!("type: [{name}, \"null\"]") } else { format!("type: {name}") });
        }
        lines.extend(self.description.iter().map(|text| format!("description: {}", yaml_text(text))));
        if self.is_permalink {
            lines.push("x-docent-role: permalink".to_owned());
        }
        lines.extend(self.derived.iter().map(|pattern| format!("x-docent-derive: {}", Value::from(pattern.as_str()))));
        if self.takes_back_derived {
            lines.push("x-docent-derive: null".to_owned());
        }
        lines.extend(self.default.iter().map(|value| format!("default: {}", yaml_value(value))));
        match self.placeholders.as_slice() {
            [] => {}
            [one] => lines.push(format!("x-docent-placeholder: {}", yaml_text(one))),
            several => {
                let several: Vec<String> = several.iter().map(|text| yaml_text(text)).collect();
                lines.push(format!("x-docent-placeholder: [{}]", several.join(", ")));
            }
        }
        lines
    }
}

fn yaml_value(value: &Value) -> String {
    match value {
        Value::String(text) => yaml_text(text),
        other => other.to_string(),
    }
}

/// A text as a YAML scalar on one line: plain where that is beyond doubt, else in double quotes, whose escapes are those
/// of JSON.
pub(super) fn yaml_text(text: &str) -> String {
    let is_plain_character =
        |c: char| c.is_ascii_alphanumeric() || matches!(c, ' ' | '-' | '_' | '.' | '/' | '\'' | '(' | ')');
    let begins_plainly = text.starts_with(|c: char| c.is_ascii_alphabetic());
    let is_word = !matches!(
        text.to_ascii_lowercase().as_str(),
        "true" | "false" | "null" | "yes" | "no" | "on" | "off" | "y" | "n"
    );
    if begins_plainly && is_word && !text.ends_with(' ') && text.chars().all(is_plain_character) {
        return text.to_owned();
    }
    let mut quoted = Value::from(text).to_string();
    // YAML lets fewer control characters stand in a text than JSON does.
    for control in ['\u{7f}', '\u{85}', '\u{2028}', '\u{2029}', '\u{feff}', '\u{fffe}', '\u{ffff}'] {
        quoted = quoted.replace(control, &format!("\\u{:04x}", u32::from(control)));
    }
    quoted
}
