//! Reading a settings file (`docent.yaml`, `set.yaml`) from its YAML tree: every problem has its exact range, and one mistake
//! never hides the rest. Knows no key of any file.

use crate::path_patterns::PathPatterns;
use docent_syntax::{TextRange, TextSize, YamlEntry, YamlKind, YamlNode, YamlTree};
use serde_json::Value;
use std::collections::HashMap;

/// What is wrong with a settings file, at `range` of its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettingsProblem {
    pub message: String,
    pub range: TextRange,
    /// Where the same key is set before.
    pub first: Option<TextRange>,
}

impl SettingsProblem {
    pub fn new(range: TextRange, message: impl Into<String>) -> SettingsProblem {
        SettingsProblem { message: message.into(), range, first: None }
    }
}

/// Reads values by their expected types, and collects what is wrong with them.
#[derive(Debug, Default)]
pub struct SettingsReader {
    problems: Vec<SettingsProblem>,
}

impl SettingsReader {
    /// Parses `text` (with or without a byte order mark) and passes the root, if there is one, to `read`. Problems are sorted by place.
    pub fn read<T>(
        text: &str,
        read: impl FnOnce(&mut SettingsReader, Option<&YamlNode>) -> T,
    ) -> (T, Vec<SettingsProblem>) {
        let without_mark = text.strip_prefix('\u{feff}').unwrap_or(text);
        let tree = YamlTree::parse(without_mark, TextSize::of(text) - TextSize::of(without_mark));
        let mut reader = SettingsReader::default();
        if let Some(error) = &tree.error {
            reader.problem(error.range, error.message.clone());
        }
        if let Some(root) = &tree.root {
            reader.repeated_keys(root);
        }
        let value = read(&mut reader, tree.root.as_ref());
        let mut problems = reader.into_problems();
        problems.sort_by_key(|problem| (problem.range.start(), problem.range.end()));
        (value, problems)
    }

    /// What was wrong with the values read so far, in the order of reading.
    pub fn into_problems(self) -> Vec<SettingsProblem> {
        self.problems
    }

    pub fn problem(&mut self, range: TextRange, message: impl Into<String>) {
        self.problems.push(SettingsProblem::new(range, message));
    }

    /// Keys that a mapping has twice, however they are quoted, at any depth.
    fn repeated_keys(&mut self, root: &YamlNode) {
        let mut open = vec![root];
        while let Some(node) = open.pop() {
            match &node.kind {
                YamlKind::Mapping(entries) => {
                    let mut seen: HashMap<&str, TextRange> = HashMap::new();
                    for entry in entries {
                        open.extend([&entry.key, &entry.value]);
                        let Some(key) = entry.key.as_str().filter(|key| *key != "<<") else { continue };
                        if let Some(first) = seen.insert(key, entry.key.range) {
                            let message = format!("The key '{key}' is set a second time; this one counts");
                            let problem = SettingsProblem::new(entry.key.range, message);
                            self.problems.push(SettingsProblem { first: Some(first), ..problem });
                        }
                    }
                }
                YamlKind::Sequence(items) => open.extend(items),
                // The node that an alias stands for is visited where it is written.
                YamlKind::Alias(_) | YamlKind::Scalar { .. } => {}
            }
        }
    }

    /// The entries of a mapping with known keys, the last of equal ones; the rest are problems. `whose` begins the message:
    /// "An entry of 'pages'".
    pub fn keys<'n>(
        &mut self,
        node: &'n YamlNode,
        known: &[&'static str],
        whose: &str,
    ) -> Vec<(&'static str, &'n YamlEntry)> {
        let mut found: Vec<(&'static str, &YamlEntry)> = Vec::new();
        for entry in self.mapping(node, whose).unwrap_or_default() {
            let Some(key) = self.string(&entry.key, "A key") else { continue };
            let Some(&name) = known.iter().find(|name| **name == key) else {
                let hint = did_you_mean(key, known);
                self.problem(entry.key.range, format!("{whose} has no key '{key}'{hint}"));
                continue;
            };
            if let Some(at) = found.iter().position(|(seen, _)| *seen == name) {
                found.remove(at);
            }
            found.push((name, entry));
        }
        found
    }

    /// Reports a key that an entry of `list` lacks.
    pub fn missing_key(&mut self, item: &YamlNode, missing: bool, list: &str, key: &str) {
        // A node that is not a mapping has been reported as that.
        if missing && matches!(resolve(item).kind, YamlKind::Mapping(_)) {
            self.problem(first_line_of(item), format!("This entry of '{list}' has no '{key}'"));
        }
    }

    /// The entries of a mapping; an empty node is an empty mapping.
    pub fn mapping<'n>(&mut self, node: &'n YamlNode, what: &str) -> Option<&'n [YamlEntry]> {
        match &resolve(node).kind {
            YamlKind::Mapping(entries) => Some(entries),
            _ if is_empty(node) => Some(&[]),
            _ => {
                self.problem(node.range, format!("{what} must be a mapping: 'key: value' lines"));
                None
            }
        }
    }

    /// The items of a list; anything else that is not empty is a list of one.
    pub fn items<'n>(&self, node: &'n YamlNode) -> Vec<&'n YamlNode> {
        match &resolve(node).kind {
            YamlKind::Sequence(items) => items.iter().collect(),
            _ if is_empty(node) => Vec::new(),
            _ => vec![node],
        }
    }

    /// A text that is not empty; `expected` begins the message: "A template's path".
    pub fn string<'n>(&mut self, node: &'n YamlNode, expected: &str) -> Option<&'n str> {
        let text = node.as_str().filter(|text| !text.is_empty() && !is_empty(node));
        if text.is_none() {
            self.problem(node.range, format!("{expected} is expected here"));
        }
        text
    }

    /// The texts of a list, or one that stands alone.
    pub fn strings(&mut self, node: &YamlNode, expected: &str) -> Vec<Box<str>> {
        let items = self.items(node);
        items.into_iter().filter_map(|item| self.string(item, expected).map(Box::from)).collect()
    }

    /// A whole number of at least `min` and at most `max`.
    pub fn number(&mut self, node: &YamlNode, min: u32, max: u32) -> Option<u32> {
        let number = resolve(node).to_json().as_u64().and_then(|number| u32::try_from(number).ok());
        let number = number.filter(|number| (min..=max).contains(number));
        if number.is_none() {
            self.problem(node.range, format!("A whole number from {min} to {max} is expected here"));
        }
        number
    }

    /// `true` or `false`.
    pub fn flag(&mut self, node: &YamlNode) -> Option<bool> {
        let Value::Bool(flag) = resolve(node).to_json() else {
            self.problem(node.range, "true or false is expected here");
            return None;
        };
        Some(flag)
    }

    /// A path pattern, or a list of which the last one that matches decides.
    pub fn patterns(&mut self, node: &YamlNode) -> PathPatterns {
        let items = self.items(node);
        let items: Vec<(&str, TextRange)> =
            items.into_iter().filter_map(|item| Some((self.string(item, "A path pattern")?, item.range))).collect();
        let (patterns, problems) = PathPatterns::read(items.iter().map(|(text, _)| *text));
        for (at, reason) in problems {
            if let Some((text, range)) = items.get(at) {
                self.problem(*range, format!("'{text}' is no path pattern: {reason}"));
            }
        }
        patterns
    }
}

/// What an alias stands for; anything else stands for itself.
pub fn resolve(node: &YamlNode) -> &YamlNode {
    match &node.kind {
        YamlKind::Alias(Some(target)) => target,
        _ => node,
    }
}

pub fn is_empty(node: &YamlNode) -> bool {
    matches!(&resolve(node).kind, YamlKind::Scalar { json, .. } if json.is_null())
}

/// A mapping spans many lines; its first key is enough to show where it is.
pub fn first_line_of(item: &YamlNode) -> TextRange {
    match &item.kind {
        YamlKind::Mapping(entries) => entries.first().map_or(item.range, |entry| entry.range),
        _ => item.range,
    }
}

/// `; did you mean 'x'?`, or nothing where no candidate is near.
pub fn did_you_mean(name: &str, candidates: &[&str]) -> String {
    match nearest(name, candidates) {
        Some(candidate) => format!("; did you mean '{candidate}'?"),
        None => String::new(),
    }
}

/// The candidate that differs least from `name`, if at most a third of its letters differ.
pub(crate) fn nearest<'c>(name: &str, candidates: &[&'c str]) -> Option<&'c str> {
    // A longer name is no misspelling, and comparing is quadratic in its length.
    if name.len() > 64 {
        return None;
    }
    let lower = name.to_lowercase();
    let distance = |candidate: &str| strsim::damerau_levenshtein(&lower, &candidate.to_lowercase());
    let near =
        candidates.iter().map(|candidate| (distance(candidate), *candidate)).min_by_key(|(distance, _)| *distance);
    near.filter(|(distance, candidate)| distance * 3 <= candidate.chars().count()).map(|(_, candidate)| candidate)
}
