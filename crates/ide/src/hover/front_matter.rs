//! Hovers of the front matter: the opening line (which template the page has), keys, and their values.

use super::Hover;
use super::words::{bullets, code, codes, escaped, headline, joined, template_name};
use docent_rules::edits::keys::{
    derived_value, differ_in_spelling_only, is_placeholder, near_key, shown, text_of_value,
};
use docent_syntax::{FrontMatter, Page, TextRange, TextSize, YamlEntry, YamlKind, YamlNode, YamlSchema};
use docent_template::{Contract, KeyRole, KeySpec};
use serde_json::Value;

pub(super) fn hover(page: &Page, contract: &Contract, yaml: YamlSchema, offset: TextSize) -> Option<Hover> {
    let front_matter = page.front_matter();
    if front_matter.opening.contains_inclusive(offset) {
        return Some(template(contract, front_matter.opening));
    }
    if front_matter.yaml.comments.iter().any(|comment| comment.range.contains_inclusive(offset)) {
        return None;
    }
    let entries = front_matter.yaml.entries();
    let Some(entry) = entries.iter().find(|entry| touches(entry, offset)) else {
        return unread_key(front_matter, contract, yaml, offset);
    };
    let entry = merged_at(entry, offset).unwrap_or(entry);
    let name = entry.key.as_str()?;
    let Some(key) = contract.front_matter.key(name) else {
        return unknown_key(contract, entry, name, offset);
    };
    if entry.value.range.contains_inclusive(offset) && !entry.value.range.is_empty() {
        let node = scalar_at(&entry.value, offset, 0);
        return Some(Hover::new(node.range, value(contract, front_matter, yaml, key, entry, node)));
    }
    let range = if entry.key.range.contains_inclusive(offset) { entry.key.range } else { entry.range };
    range.contains_inclusive(offset).then(|| Hover::new(range, about(contract, front_matter, yaml, key)))
}

/// The entry at the place, of a mapping that stands after `<<`.
fn merged_at(entry: &YamlEntry, offset: TextSize) -> Option<&YamlEntry> {
    let YamlKind::Mapping(entries) = &entry.value.kind else { return None };
    entries.iter().filter(|_| entry.key.as_str() == Some("<<")).find(|entry| touches(entry, offset))
}

fn touches(entry: &YamlEntry, offset: TextSize) -> bool {
    entry.range.contains_inclusive(offset) || entry.value.range.contains_inclusive(offset)
}

/// The innermost scalar at the place; the whole value between its items. Real lists are not as deep as the bound.
fn scalar_at(node: &YamlNode, offset: TextSize, depth: u32) -> &YamlNode {
    let inside = |node: &&YamlNode| node.range.contains_inclusive(offset) && !node.range.is_empty();
    let found = match &node.kind {
        YamlKind::Sequence(items) => items.iter().find(inside),
        YamlKind::Mapping(entries) => entries.iter().flat_map(|entry| [&entry.key, &entry.value]).find(inside),
        YamlKind::Scalar { .. } | YamlKind::Alias(_) => None,
    };
    match found {
        Some(inner) if depth < 50 => scalar_at(inner, offset, depth + 1),
        _ => node,
    }
}

fn template(contract: &Contract, range: TextRange) -> Hover {
    let titles: Vec<String> = contract
        .children(None)
        .map(|index| &contract.sections[index])
        .map(|spec| format!("{}{}", escaped(&spec.title), if spec.repeat.min == 0 { " (optional)" } else { "" }))
        .collect();
    let required = contract.front_matter.keys.iter().filter(|key| key.required);
    let required: Vec<String> = required.map(|key| code(&key.name)).collect();
    let mut facts = Vec::new();
    if !required.is_empty() {
        facts.push(format!("Required keys: {}", required.join(", ")));
    }
    if !titles.is_empty() {
        facts.push(format!("Sections: {}", titles.join(", ")));
    }
    let title = if contract.title.trim().is_empty() { &contract.id } else { &contract.title };
    let guidance = contract.lead_guidance.as_deref().unwrap_or_default();
    let first = headline(&escaped(title), &format!("the template of this page ({})", code(&contract.id)));
    Hover::new(range, [first, bullets(&facts), guidance.to_owned()])
}

/// What the template says about a key.
fn about(contract: &Contract, front_matter: &FrontMatter, yaml: YamlSchema, key: &KeySpec) -> Vec<String> {
    let required = if key.required { "required key" } else { "optional key" };
    let first = headline(&code(&key.name), &format!("{required} of {}", template_name(contract)));
    vec![first, described(key), bullets(&facts(contract, front_matter, yaml, key))]
}

fn described(key: &KeySpec) -> String {
    key.description.as_deref().unwrap_or_default().trim().to_owned()
}

fn value(
    contract: &Contract,
    front_matter: &FrontMatter,
    yaml: YamlSchema,
    key: &KeySpec,
    entry: &YamlEntry,
    node: &YamlNode,
) -> Vec<String> {
    let said = of_value(contract, front_matter, yaml, key, entry, node);
    let mut blocks = about(contract, front_matter, yaml, key);
    blocks.insert(1, said);
    blocks
}

/// What there is to say about this very value; often nothing.
fn of_value(
    contract: &Contract,
    front_matter: &FrontMatter,
    yaml: YamlSchema,
    key: &KeySpec,
    entry: &YamlEntry,
    node: &YamlNode,
) -> String {
    if is_placeholder(key, node) {
        return "This value is the template's: it shows what belongs here and is to be replaced.".to_owned();
    }
    if let Some(described) = node.as_str().and_then(|value| description_of_value(key, value)) {
        return format!("{}: {}", code(node.as_str().unwrap_or_default()), described.trim());
    }
    let found = node.as_str().unwrap_or_default();
    match key.role {
        Some(KeyRole::Redirect) if !found.trim().is_empty() => {
            format!("Readers of {} come to this page.", code(found))
        }
        Some(KeyRole::Permalink) => match derived_value(contract, key, front_matter, yaml) {
            Some(derived) if derived == found.trim().trim_start_matches('/') => {
                "The address is as the rule has it.".to_owned()
            }
            Some(derived) if entry.value.range == node.range => format!("By the rule it would be {}.", code(&derived)),
            _ => String::new(),
        },
        _ => String::new(),
    }
}

/// What a schema says about one of several values, beside `enum` or as `oneOf: [{ const: …, description: … }]`.
fn description_of_value<'k>(key: &'k KeySpec, value: &str) -> Option<&'k str> {
    let beside = key.schema.get("x-docent-enum-descriptions").and_then(|texts| texts.get(value)?.as_str());
    beside.or_else(|| description_of_alternative(key, value))
}

fn description_of_alternative<'k>(key: &'k KeySpec, value: &str) -> Option<&'k str> {
    alternatives(key).find(|(constant, _)| text_of_value(constant) == value).and_then(|(_, described)| described)
}

fn alternatives(key: &KeySpec) -> impl Iterator<Item = (&Value, Option<&str>)> {
    let lists = ["oneOf", "anyOf"].into_iter().filter_map(|keyword| key.schema.get(keyword)?.as_array());
    lists.flatten().filter_map(|schema| {
        let described = schema.get("description").or_else(|| schema.get("title")).and_then(Value::as_str);
        Some((schema.get("const")?, described))
    })
}

fn facts(contract: &Contract, front_matter: &FrontMatter, yaml: YamlSchema, key: &KeySpec) -> Vec<String> {
    let mut facts = Vec::new();
    let described: Vec<String> = alternatives(key)
        .map(|(value, said)| {
            format!("{}{}", code(&shown(value)), said.map(|said| format!(": {said}")).unwrap_or_default())
        })
        .collect();
    let explained = |value: &Value| {
        let said = description_of_value(key, &text_of_value(value))?;
        Some(format!("{}: {}", code(&shown(value)), said.trim()))
    };
    let values: Vec<String> = key.allowed.iter().filter_map(explained).collect();
    if !values.is_empty() && values.len() == key.allowed.len() {
        facts.extend(values);
    } else if !key.allowed.is_empty() {
        facts.push(format!("Value: {}", codes(&key.allowed)));
    } else if !described.is_empty() {
        facts.extend(described);
    } else if let Some(types) = types(&key.schema) {
        facts.push(format!("Value: {types}"));
    }
    facts.extend(limits(&key.schema));
    if let Some(derivation) = &key.derive {
        let here = derived_value(contract, key, front_matter, yaml)
            .map(|value| format!(", which makes it {} here", code(&value)));
        facts.push(format!("By the rule {}{}", code(&derivation.pattern), here.unwrap_or_default()));
    }
    if let Some(default) = &key.default {
        facts.push(format!("Usually {}", code(&shown(default))));
    }
    if !key.examples.is_empty() {
        facts.push(format!("For example {}", codes(&key.examples)));
    }
    match &key.replaced_by {
        Some(other) => facts.push(format!("Deprecated: use {} instead", code(other))),
        None if key.deprecated => facts.push("Deprecated".to_owned()),
        None => {}
    }
    facts
}

/// "text or a list; may be empty"
fn types(schema: &Value) -> Option<String> {
    let names: Vec<&str> = match schema.get("type")? {
        Value::String(name) => vec![name],
        Value::Array(names) => names.iter().filter_map(Value::as_str).collect(),
        _ => return None,
    };
    let word = |name: &&str| match *name {
        "string" => Some("text"),
        "number" => Some("a number"),
        "integer" => Some("a whole number"),
        "boolean" => Some("`true` or `false`"),
        "array" => Some("a list"),
        "object" => Some("keys of its own"),
        _ => None,
    };
    let words: Vec<String> = names.iter().filter_map(word).map(str::to_owned).collect();
    let empty = if names.contains(&"null") { "; may be left empty" } else { "" };
    // That a value is text is no news.
    let is_news = words != ["text"] || !empty.is_empty();
    (!words.is_empty() && is_news).then(|| format!("{}{empty}", joined(&words, "or")))
}

fn limits(schema: &Value) -> Vec<String> {
    let number = |keyword: &str| schema.get(keyword).and_then(Value::as_u64);
    let mut limits = Vec::new();
    match (number("minLength"), number("maxLength")) {
        (Some(least), Some(most)) => limits.push(format!("{least} to {most} characters")),
        (Some(least), None) => limits.push(format!("At least {least} characters")),
        (None, Some(most)) => limits.push(format!("At most {most} characters")),
        (None, None) => {}
    }
    if let Some(pattern) = schema.get("pattern").and_then(Value::as_str) {
        limits.push(format!("Matches {}", code(pattern)));
    }
    limits
}

/// A key that is not the template's, but near one that is.
fn unknown_key(contract: &Contract, entry: &YamlEntry, name: &str, offset: TextSize) -> Option<Hover> {
    let near = near_key(contract, name).filter(|_| entry.key.range.contains_inclusive(offset))?;
    let why = if differ_in_spelling_only(name, &near.name) { "is spelt" } else { "may be meant for" };
    let line = format!("{} {why} {} in {}.", code(name), code(&near.name), template_name(contract));
    Some(Hover::new(entry.key.range, [line, described(near)]))
}

/// A key on a line that the tree does not have, because the YAML is broken there or the colon is not typed yet.
fn unread_key(front_matter: &FrontMatter, contract: &Contract, yaml: YamlSchema, offset: TextSize) -> Option<Hover> {
    front_matter.yaml.error.as_ref()?;
    let text = &*front_matter.text;
    let start = text.get(..usize::from(offset))?.rfind(['\n', '\r']).map_or(0, |at| at + 1);
    let line = text.get(start..)?.split(['\n', '\r']).next()?;
    let name = line.split(':').next()?.trim_end();
    let key = contract.front_matter.key(name)?;
    let range = TextRange::at(TextSize::new(start as u32), TextSize::of(name));
    range.contains_inclusive(offset).then(|| Hover::new(range, about(contract, front_matter, yaml, key)))
}
