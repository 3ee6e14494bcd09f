//! Reading `docent.yaml` from its YAML tree, so that every problem has its exact range and one mistake never hides the rest.

pub(crate) mod site;

use crate::config::{Config, ConfigProblem, PageEntry, RuleSetting, TemplateEntry, did_you_mean};
use docent_syntax::{TextRange, TextSize, YamlEntry, YamlKind, YamlNode, YamlTree};
use docent_template::PathPatterns;
use std::collections::HashMap;

pub(crate) const KEYS: &[&str] = &["templates", "pages", "exclude", "rules", "overrides", "site"];
pub(crate) const PAGE_KEYS: &[&str] = &["path", "template"];
pub(crate) const OVERRIDE_KEYS: &[&str] = &["path", "rules"];
pub(crate) const SEVERITIES: &[&str] = &["off", "hint", "info", "warning", "error"];

/// Reads the text of a configuration; problems are sorted by place.
pub(crate) fn read(text: &str) -> (Config, Vec<ConfigProblem>) {
    let without_mark = text.strip_prefix('\u{feff}').unwrap_or(text);
    let tree = YamlTree::parse(without_mark, TextSize::of(text) - TextSize::of(without_mark));
    let mut reader = Reader { config: Config::default(), problems: Vec::new() };
    if let Some(error) = &tree.error {
        reader.problem(error.range, error.message.clone());
    }
    if let Some(root) = &tree.root {
        reader.repeated_keys(root);
        reader.root(root);
    }
    let Reader { config, mut problems } = reader;
    problems.sort_by_key(|problem| (problem.range.start(), problem.range.end()));
    (config, problems)
}

struct Reader {
    config: Config,
    problems: Vec<ConfigProblem>,
}

impl Reader {
    fn problem(&mut self, range: TextRange, message: impl Into<String>) {
        self.problems.push(ConfigProblem::new(range, message));
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
                            let problem =
                                ConfigProblem { first: Some(first), ..ConfigProblem::new(entry.key.range, message) };
                            self.problems.push(problem);
                        }
                    }
                }
                YamlKind::Sequence(items) => open.extend(items),
                // What an alias stands for is looked at where it is written.
                YamlKind::Alias(_) | YamlKind::Scalar { .. } => {}
            }
        }
    }

    fn root(&mut self, root: &YamlNode) {
        let mut overrides = None;
        for (name, entry) in self.keys(root, KEYS, "The configuration") {
            match name {
                "templates" => self.templates(&entry.value),
                "pages" => self.pages(&entry.value),
                "exclude" => self.exclude(&entry.value),
                "rules" => self.rules(&entry.value, None),
                "site" => self.site(&entry.value),
                _ => overrides = Some(&entry.value),
            }
        }
        // After `rules`, wherever it stands: what holds for some paths wins over what holds for all.
        if let Some(value) = overrides {
            self.overrides(value);
        }
    }

    fn templates(&mut self, value: &YamlNode) {
        let mut entries = Vec::new();
        for item in self.items(value) {
            if let Some(name) = self.string(item, "A template's path or id") {
                entries.push(TemplateEntry { name: name.to_owned(), range: item.range });
            }
        }
        self.config.templates = Some(entries);
    }

    fn exclude(&mut self, value: &YamlNode) {
        self.config.exclude = self.patterns(value);
    }

    /// A pattern, or a list of which the last one that matches decides.
    fn patterns(&mut self, value: &YamlNode) -> PathPatterns {
        let items: Vec<(&str, TextRange)> = self
            .items(value)
            .into_iter()
            .filter_map(|item| Some((self.string(item, "A path pattern")?, item.range)))
            .collect();
        let (patterns, problems) = PathPatterns::read(items.iter().map(|(text, _)| *text));
        for (at, reason) in problems {
            if let Some((text, range)) = items.get(at) {
                self.problem(*range, format!("'{text}' is no path pattern: {reason}"));
            }
        }
        patterns
    }

    /// As [`Reader::patterns`]; `None` where there is none.
    fn path(&mut self, value: &YamlNode) -> Option<PathPatterns> {
        if is_empty(value) {
            self.string(value, "A path pattern");
        }
        Some(self.patterns(value)).filter(|patterns| !patterns.is_empty())
    }

    fn pages(&mut self, value: &YamlNode) {
        for item in self.items(value) {
            let (mut path, mut template) = (None, None);
            for (name, entry) in self.keys(item, PAGE_KEYS, "An entry of 'pages'") {
                match name {
                    "path" => path = Some(self.path(&entry.value)),
                    _ => {
                        let id = self.string(&entry.value, "A template's id, or none,");
                        template = Some(id.map(|id| (id.to_owned(), entry.value.range)));
                    }
                }
            }
            self.missing_key(item, path.is_none(), "pages", "path");
            self.missing_key(item, template.is_none(), "pages", "template");
            if let (Some(Some(path)), Some(Some((id, template_range)))) = (path, template) {
                let template = (!id.eq_ignore_ascii_case("none")).then_some(id);
                self.config.pages.push(PageEntry { path, template, template_range });
            }
        }
    }

    fn overrides(&mut self, value: &YamlNode) {
        for item in self.items(value) {
            let (mut path, mut rules) = (None, None);
            for (name, entry) in self.keys(item, OVERRIDE_KEYS, "An entry of 'overrides'") {
                match name {
                    "path" => path = Some(self.path(&entry.value)),
                    _ => rules = Some(&entry.value),
                }
            }
            self.missing_key(item, path.is_none(), "overrides", "path");
            self.missing_key(item, rules.is_none(), "overrides", "rules");
            if let (Some(Some(path)), Some(rules)) = (path, rules) {
                self.rules(rules, Some(&path));
            }
        }
    }

    fn rules(&mut self, value: &YamlNode, path: Option<&PathPatterns>) {
        let Some(entries) = self.mapping(value, "'rules'") else { return };
        for entry in entries {
            let Some(rule) = self.string(&entry.key, "A rule's id") else { continue };
            let Some(severity) = self.string(&entry.value, "One of off, hint, info, warning and error") else {
                continue;
            };
            if !SEVERITIES.contains(&severity) {
                let hint = did_you_mean(severity, SEVERITIES);
                let message = format!("'{severity}' is not one of off, hint, info, warning and error{hint}");
                self.problem(entry.value.range, message);
                continue;
            }
            let (rule, severity) = (rule.to_owned(), severity.to_owned());
            self.config.rules.push(RuleSetting { rule, severity, path: path.cloned(), range: entry.key.range });
        }
    }

    /// The entries of a mapping with known keys, the last of equal ones; the rest are problems.
    fn keys<'n>(
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

    fn missing_key(&mut self, item: &YamlNode, missing: bool, list: &str, key: &str) {
        // What is no mapping has been reported as that.
        if missing && matches!(resolve(item).kind, YamlKind::Mapping(_)) {
            self.problem(first_line_of(item), format!("This entry of '{list}' has no '{key}'"));
        }
    }

    /// The entries of a mapping; an empty node is an empty mapping.
    fn mapping<'n>(&mut self, node: &'n YamlNode, what: &str) -> Option<&'n [YamlEntry]> {
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
    fn items<'n>(&self, node: &'n YamlNode) -> Vec<&'n YamlNode> {
        match &resolve(node).kind {
            YamlKind::Sequence(items) => items.iter().collect(),
            _ if is_empty(node) => Vec::new(),
            _ => vec![node],
        }
    }

    fn string<'n>(&mut self, node: &'n YamlNode, expected: &str) -> Option<&'n str> {
        let text = node.as_str().filter(|text| !text.is_empty() && !is_empty(node));
        if text.is_none() {
            self.problem(node.range, format!("{expected} is expected here"));
        }
        text
    }
}

/// What an alias stands for; anything else stands for itself.
fn resolve(node: &YamlNode) -> &YamlNode {
    match &node.kind {
        YamlKind::Alias(Some(target)) => target,
        _ => node,
    }
}

fn is_empty(node: &YamlNode) -> bool {
    matches!(&resolve(node).kind, YamlKind::Scalar { json, .. } if json.is_null())
}

/// A mapping reaches over many lines; its first key is enough to show where it is.
fn first_line_of(item: &YamlNode) -> TextRange {
    match &item.kind {
        YamlKind::Mapping(entries) => entries.first().map_or(item.range, |entry| entry.range),
        _ => item.range,
    }
}
