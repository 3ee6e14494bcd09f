//! Suppressions for a whole page, in its front matter: one name, a list of names, or names with their reasons.

use super::directive::Name;
use super::{KEY, Scope, Suppression, directive};
use docent_syntax::front_matter::Place;
use docent_syntax::front_matter::edit::{
    add_to_list, insert_entry, insert_item, insert_nested_entry, remove_entry, remove_item, remove_nested_entry,
    set_value,
};
use docent_syntax::{FrontMatter, TextEdit, TextSize, YamlEntry, YamlKind, YamlNode, YamlStyle};
use serde_json::{Value, json};

pub fn read(front_matter: &FrontMatter) -> Option<Suppression> {
    let entry = front_matter.yaml.get(KEY)?;
    let names = held(front_matter, &entry.value).into_iter().map(|held| held.name).collect();
    Some(Suppression { range: entry.key.range, names, scope: Scope::Page })
}

/// A name, and where in the value it stands.
struct Held<'f> {
    name: Name,
    place: HeldIn<'f>,
}

#[derive(Clone, Copy)]
enum HeldIn<'f> {
    /// Among others in one scalar, or alone in the value: goes only with all of it.
    Scalar,
    Item(&'f YamlNode, usize),
    Entry(&'f YamlNode, usize),
}

fn held<'f>(front_matter: &FrontMatter, value: &'f YamlNode) -> Vec<Held<'f>> {
    match &value.kind {
        YamlKind::Sequence(items) => items
            .iter()
            .enumerate()
            .flat_map(|(index, item)| match &item.kind {
                YamlKind::Mapping(entries) => {
                    let place = if entries.len() == 1 { HeldIn::Item(value, index) } else { HeldIn::Scalar };
                    keys(front_matter, entries).into_iter().map(|(_, name)| Held { name, place }).collect::<Vec<_>>()
                }
                _ => in_scalar(front_matter, item, HeldIn::Item(value, index)),
            })
            .collect(),
        YamlKind::Mapping(entries) => {
            let held = |(index, name)| Held { name, place: HeldIn::Entry(value, index) };
            keys(front_matter, entries).into_iter().map(held).collect()
        }
        _ => in_scalar(front_matter, value, HeldIn::Scalar),
    }
}

fn keys(front_matter: &FrontMatter, entries: &[YamlEntry]) -> Vec<(usize, Name)> {
    let name = |(index, entry): (usize, &YamlEntry)| {
        let names = in_scalar(front_matter, &entry.key, HeldIn::Scalar);
        names.into_iter().next().map(|held| (index, held.name))
    };
    entries.iter().enumerate().filter_map(name).collect()
}

fn in_scalar<'f>(front_matter: &FrontMatter, node: &YamlNode, place: HeldIn<'f>) -> Vec<Held<'f>> {
    let YamlKind::Scalar { value, json } = &node.kind else { return Vec::new() };
    if json.is_null() {
        return Vec::new();
    }
    let source = front_matter.text.get(std::ops::Range::<usize>::from(node.range)).unwrap_or_default();
    let quote = if matches!(node.style, YamlStyle::SingleQuoted | YamlStyle::DoubleQuoted) { 1 } else { 0 };
    let is_as_written = source.get(quote..source.len().saturating_sub(quote)) == Some(value);
    let mut names = directive::names(value, node.range.start() + TextSize::new(quote as u32));
    if !is_as_written {
        names.iter_mut().for_each(|name| name.range = node.range);
    }
    let is_alone = names.len() == 1;
    let place = if is_alone { place } else { HeldIn::Scalar };
    names.into_iter().map(|name| Held { name, place }).collect()
}

/// Takes the name number `index` out; nothing where it cannot go alone.
pub fn remove_name(front_matter: &FrontMatter, index: usize) -> Vec<TextEdit> {
    let Some(entry) = front_matter.yaml.get(KEY) else { return Vec::new() };
    let held = held(front_matter, &entry.value);
    match held.get(index).map(|held| held.place) {
        Some(_) if held.len() == 1 => remove_entry(front_matter, entry),
        Some(HeldIn::Item(list, index)) => remove_item(front_matter, list, index),
        Some(HeldIn::Entry(mapping, index)) => remove_nested_entry(front_matter, mapping, index),
        Some(HeldIn::Scalar) | None => Vec::new(),
    }
}

/// Takes the whole key out.
pub fn remove_all(front_matter: &FrontMatter) -> Vec<TextEdit> {
    front_matter.yaml.get(KEY).map(|entry| remove_entry(front_matter, entry)).unwrap_or_default()
}

/// Adds a rule, with a reason where the form that is there has one. Nothing where there is no front matter to write into.
pub fn add_rule(front_matter: &FrontMatter, rule: &str, reason: &str) -> Vec<TextEdit> {
    if front_matter.closing.is_none() || front_matter.yaml.error.is_some() {
        return Vec::new();
    }
    let with_reason = json!({ rule: reason });
    let Some(entry) = front_matter.yaml.get(KEY) else {
        return insert_entry(front_matter, KEY, &with_reason, Place::End);
    };
    match &entry.value.kind {
        YamlKind::Mapping(_) => insert_nested_entry(front_matter, &entry.value, rule, &Value::from(reason)),
        YamlKind::Sequence(items) => insert_item(front_matter, &entry.value, items.len(), rule),
        YamlKind::Scalar { json: Value::Null, .. } => set_value(front_matter, entry, &with_reason),
        YamlKind::Scalar { .. } => add_to_list(front_matter, entry, rule),
        YamlKind::Alias(_) => Vec::new(),
    }
}
