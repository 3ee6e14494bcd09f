//! Reading `set.yaml`: what can be read counts, the rest is in the problems.

use super::{KeyRoles, NavigationForm, Recognize, SetManifest};
use crate::derive::Derivation;
use crate::settings::{SettingsProblem, SettingsReader, did_you_mean, first_line_of, is_empty, resolve};
use crate::slug::{SlugCase, SlugRule};
use docent_syntax::{YamlKind, YamlNode};
use std::sync::Arc;

/// The file in a set's folder that makes it a set.
pub const MANIFEST_FILE: &str = "set.yaml";

/// The JSON Schema (draft 2020-12) of `set.yaml`, as JSON text with a line ending.
pub const MANIFEST_SCHEMA: &str = include_str!("manifest_schema.json");

const KEYS: &[&str] = &["title", "recognize", "roles", "slug", "navigation", "generator"];
const RECOGNIZE_KEYS: &[&str] = &["keys", "sections", "paths", "at-least"];
const ROLE_KEYS: &[&str] = &["title", "permalink", "redirect"];
const SLUG_KEYS: &[&str] = &["case", "replace", "remove", "blanks", "join"];
const CASES: &[&str] = &["lower", "upper", "keep"];
const REPLACE_KEYS: &[&str] = &["from", "to"];
const NAVIGATION_KEYS: &[&str] = &["file", "address-key", "address-from-names"];

/// The largest score that a manifest may require.
const MAX_POINTS: u32 = 100;

impl SetManifest {
    /// Reads the text of a `set.yaml`; problems are sorted by place. Whether there is a generator of the name is for the caller to say.
    pub fn read(text: &str) -> (SetManifest, Vec<SettingsProblem>) {
        SettingsReader::read(text, |reader, root| root.map_or_else(SetManifest::default, |root| manifest(reader, root)))
    }
}

fn manifest(reader: &mut SettingsReader, root: &YamlNode) -> SetManifest {
    let mut manifest = SetManifest::default();
    for (name, entry) in reader.keys(root, KEYS, "A template set") {
        let value = &entry.value;
        match name {
            "title" => manifest.title = reader.string(value, "What people call the set").map(Box::from),
            "recognize" => manifest.recognize = recognize(reader, value),
            "roles" => manifest.roles = roles(reader, value),
            "slug" => manifest.slug = Some(Arc::new(slug(reader, value))),
            "navigation" => manifest.navigation = navigation(reader, value),
            _ => {
                let generator = reader.string(value, "A generator's name");
                manifest.generator = generator.map(|generator| (generator.into(), value.range));
            }
        }
    }
    if let (Some(slug), Some(navigation)) = (&manifest.slug, &mut manifest.navigation)
        && let Some(derivation) = &mut navigation.address_from_names
    {
        derivation.slug = slug.clone();
    }
    manifest
}

fn recognize(reader: &mut SettingsReader, node: &YamlNode) -> Recognize {
    let mut recognize = Recognize::default();
    for (name, entry) in reader.keys(node, RECOGNIZE_KEYS, "'recognize'") {
        let value = &entry.value;
        match name {
            "keys" => recognize.keys = Some(reader.strings(value, "A key of the front matter")),
            "sections" => recognize.sections = reader.strings(value, "A section's title"),
            "paths" => recognize.paths = reader.patterns(value),
            _ => recognize.at_least = reader.number(value, 1, MAX_POINTS),
        }
    }
    recognize
}

fn roles(reader: &mut SettingsReader, node: &YamlNode) -> KeyRoles {
    let mut roles = KeyRoles::default();
    for (name, entry) in reader.keys(node, ROLE_KEYS, "'roles'") {
        const KEY: &str = "A key of the front matter";
        match name {
            "title" => roles.title = reader.strings(&entry.value, KEY),
            "permalink" => roles.permalink = reader.string(&entry.value, KEY).map(Box::from),
            _ => roles.redirect = reader.string(&entry.value, KEY).map(Box::from),
        }
    }
    roles
}

/// A step that is left out is that of the default rule.
fn slug(reader: &mut SettingsReader, node: &YamlNode) -> SlugRule {
    let mut rule = SlugRule::default();
    for (name, entry) in reader.keys(node, SLUG_KEYS, "'slug'") {
        let value = &entry.value;
        match name {
            "case" => rule.case = case(reader, value).unwrap_or(rule.case),
            "replace" => rule.replace = replacements(reader, value),
            "remove" => match value.as_str().filter(|_| !is_empty(value)) {
                Some(characters) => rule.remove = characters.chars().collect(),
                None => reader.problem(value.range, "Characters, such as \"?!\", are expected here"),
            },
            "blanks" => rule.blanks = text(reader, value).unwrap_or(rule.blanks),
            _ => rule.join = join(reader, value),
        }
    }
    rule
}

fn case(reader: &mut SettingsReader, node: &YamlNode) -> Option<SlugCase> {
    match reader.string(node, "One of lower, upper and keep")? {
        "lower" => Some(SlugCase::Lower),
        "upper" => Some(SlugCase::Upper),
        "keep" => Some(SlugCase::Keep),
        other => {
            let hint = did_you_mean(other, CASES);
            reader.problem(node.range, format!("'{other}' is not one of lower, upper and keep{hint}"));
            None
        }
    }
}

/// Entries `{ from: ..., to: ... }`; `from` is a text or a list of them.
fn replacements(reader: &mut SettingsReader, node: &YamlNode) -> Vec<(Box<str>, Box<str>)> {
    let mut replacements = Vec::new();
    for item in reader.items(node) {
        let (mut from, mut to) = (None, None);
        for (name, entry) in reader.keys(item, REPLACE_KEYS, "An entry of 'replace'") {
            match name {
                "from" => from = Some(reader.strings(&entry.value, "A text to replace")),
                _ => to = Some(text(reader, &entry.value)),
            }
        }
        reader.missing_key(item, from.is_none(), "replace", "from");
        reader.missing_key(item, to.is_none(), "replace", "to");
        if let (Some(from), Some(Some(to))) = (from, to) {
            replacements.extend(from.into_iter().map(|from| (from, to.clone())));
        }
    }
    replacements
}

/// A part of an address, which may be empty. It must not bring in what ends or divides an address.
fn text(reader: &mut SettingsReader, node: &YamlNode) -> Option<Box<str>> {
    let Some(text) = resolve(node).as_str().filter(|_| !is_empty(node)) else {
        reader.problem(node.range, "A text is expected here; \"\" for none");
        return None;
    };
    if let Some(wrong) = text.chars().find(|c| c.is_whitespace() || c.is_control() || "?#%/\\".contains(*c)) {
        reader.problem(node.range, format!("{wrong:?} cannot stand in a part of an address"));
        return None;
    }
    Some(text.into())
}

fn join(reader: &mut SettingsReader, node: &YamlNode) -> Option<char> {
    let text = text(reader, node)?;
    let mut characters = text.chars();
    match (characters.next(), characters.next()) {
        (character, None) => character,
        _ => {
            reader.problem(node.range, "'join' is a single character, such as \"-\"");
            None
        }
    }
}

/// The file alone, or a mapping.
fn navigation(reader: &mut SettingsReader, node: &YamlNode) -> Option<NavigationForm> {
    const FILE: &str = "A navigation file";
    if !matches!(resolve(node).kind, YamlKind::Mapping(_)) {
        let file = reader.string(node, FILE)?.into();
        return Some(NavigationForm { file, address_key: None, address_from_names: None });
    }
    let (mut file, mut address_key, mut address_from_names) = (None, None, None);
    for (name, entry) in reader.keys(node, NAVIGATION_KEYS, "'navigation'") {
        let value = &entry.value;
        match name {
            "file" => file = Some(reader.string(value, FILE).map(Box::from)),
            "address-key" => address_key = reader.string(value, "A key of the navigation's entries").map(Box::from),
            _ => address_from_names = derivation(reader, value),
        }
    }
    if file.is_none() {
        reader.problem(first_line_of(node), "'navigation' has no 'file'");
    }
    Some(NavigationForm { file: file??, address_key, address_from_names })
}

fn derivation(reader: &mut SettingsReader, node: &YamlNode) -> Option<Derivation> {
    let pattern = reader.string(node, "A pattern such as {document}-{page}.html")?;
    let derivation = Derivation { pattern: pattern.into(), slug: Arc::default() };
    if derivation.keys().is_empty() {
        reader.problem(node.range, format!("'{pattern}' has no key in braces, such as {{page}}.html"));
        return None;
    }
    Some(derivation)
}

#[cfg(test)]
mod tests {
    use super::*;
    use docent_syntax::{TextSize, YamlTree};
    use serde_json::Value;

    fn problems(text: &str) -> Vec<(String, String)> {
        let problems = SetManifest::read(text).1.into_iter();
        problems.map(|problem| (text[problem.range].to_owned(), problem.message)).collect()
    }

    #[test]
    fn every_part_is_read() {
        let text = "title: T\nrecognize: { keys: [A, b], sections: Status, paths: 'adr/**', at-least: 2 }\n\
                    roles: { title: name, permalink: url, redirect: old }\ngenerator: g\n\
                    slug: { case: lower, replace: [{ from: [' & ', '.'], to: '-' }], remove: '?!', blanks: '-', join: '-' }\n\
                    navigation: { file: nav.yaml, address-key: url, address-from-names: '{a}-{b}/' }\n";
        let (manifest, problems) = SetManifest::read(text);
        assert_eq!(problems, []);
        assert_eq!(manifest.title.as_deref(), Some("T"));
        assert_eq!(manifest.recognize.keys.as_deref(), Some(&["A".into(), "b".into()][..]));
        assert_eq!(*manifest.recognize.sections, ["Status".into()]);
        assert!(manifest.recognize.paths.matches("adr/1.md"));
        assert_eq!(manifest.recognize.at_least, Some(2));
        assert_eq!(*manifest.roles.title, ["name".into()]);
        assert_eq!(
            (manifest.roles.permalink.as_deref(), manifest.roles.redirect.as_deref()),
            (Some("url"), Some("old"))
        );
        let slug = manifest.slug.expect("a rule");
        assert_eq!(slug.apply("A & B. C?!"), "a-b-c");
        let navigation = manifest.navigation.expect("a form");
        assert_eq!((&*navigation.file, navigation.address_key.as_deref()), ("nav.yaml", Some("url")));
        let names = navigation.address_from_names.expect("a pattern");
        assert_eq!(names.value_from(|key| Some(format!("X & {key}"))).as_deref(), Some("x-a-x-b/"));
        assert_eq!(SetManifest::read(""), (SetManifest::default(), Vec::new()));
    }

    #[test]
    fn every_mistake_has_its_place() {
        for (text, place, message) in [
            ("titel: x", "titel", "A template set has no key 'titel'; did you mean 'title'?"),
            ("title: [a]", "[a]", "What people call the set is expected here"),
            ("title: a\ntitle: b", "title", "The key 'title' is set a second time; this one counts"),
            ("recognize: yes", "yes", "'recognize' must be a mapping: 'key: value' lines"),
            ("recognize: { at-least: 0 }", "0", "A whole number from 1 to 100 is expected here"),
            ("recognize: { at-least: many }", "many", "A whole number from 1 to 100 is expected here"),
            ("recognize: { paths: '[' }", "'['", "'[' is no path pattern: a character class has no `]`"),
            ("recognize: { sektions: a }", "sektions", "'recognize' has no key 'sektions'; did you mean 'sections'?"),
            ("roles: { titel: a }", "titel", "'roles' has no key 'titel'; did you mean 'title'?"),
            ("slug: { case: lwer }", "lwer", "'lwer' is not one of lower, upper and keep; did you mean 'lower'?"),
            ("slug: { blanks: '?' }", "'?'", "'?' cannot stand in a part of an address"),
            ("slug: { blanks: ' ' }", "' '", "' ' cannot stand in a part of an address"),
            ("slug: { join: ab }", "ab", "'join' is a single character, such as \"-\""),
            ("slug: { replace: [{ from: a }] }", "from: a", "This entry of 'replace' has no 'to'"),
            ("slug: { replace: [{ from: a, to: '/' }] }", "'/'", "'/' cannot stand in a part of an address"),
            ("navigation: { address-key: a }", "address-key: a", "'navigation' has no 'file'"),
            ("navigation: { file: a, address-from-names: b }", "b", "'b' has no key in braces, such as {page}.html"),
        ] {
            assert_eq!(problems(text), [(place.to_owned(), message.to_owned())], "{text}");
        }
    }

    #[test]
    fn the_schema_has_the_keys_that_are_read() {
        // JSON is YAML, too.
        let schema = YamlTree::parse(MANIFEST_SCHEMA, TextSize::new(0)).to_json();
        let keys = |path: &str| -> Vec<String> {
            let node = schema.pointer(path).unwrap_or_else(|| panic!("{path}"));
            match node {
                Value::Array(items) => items.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
                Value::Object(object) => object.keys().cloned().collect(),
                _ => Vec::new(),
            }
        };
        assert_eq!(keys("/properties"), KEYS);
        assert_eq!(keys("/properties/recognize/properties"), RECOGNIZE_KEYS);
        assert_eq!(keys("/properties/roles/properties"), ROLE_KEYS);
        assert_eq!(keys("/properties/slug/properties"), SLUG_KEYS);
        assert_eq!(keys("/properties/slug/properties/case/enum"), CASES);
        assert_eq!(keys("/$defs/replacement/properties"), REPLACE_KEYS);
        assert_eq!(keys("/$defs/navigation/properties"), NAVIGATION_KEYS);
    }
}
