//! Reading `docent.yaml` from its YAML tree, so that every problem has its exact range and one mistake never hides the rest.

pub(crate) mod site;

use super::{Config, ConfigProblem, OptionSetting, PageEntry, RuleSetting, TemplateEntry};
use docent_syntax::{YamlKind, YamlNode};
use docent_template::PathPatterns;
use docent_template::settings::{SettingsReader, did_you_mean, is_empty, resolve};

pub(crate) const KEYS: &[&str] = &["templates", "pages", "exclude", "rules", "overrides", "site"];
pub(crate) const PAGE_KEYS: &[&str] = &["path", "template"];
pub(crate) const OVERRIDE_KEYS: &[&str] = &["path", "rules"];
pub(crate) const SEVERITIES: &[&str] = &["off", "hint", "info", "warning", "error"];

/// Reads the text of a configuration; problems are sorted by place.
pub(crate) fn read(text: &str) -> (Config, Vec<ConfigProblem>) {
    SettingsReader::read(text, |settings, root| {
        let mut reader = Reader { config: Config::default(), settings };
        if let Some(root) = root {
            reader.root(root);
        }
        reader.config
    })
}

struct Reader<'r> {
    config: Config,
    settings: &'r mut SettingsReader,
}

impl Reader<'_> {
    fn root(&mut self, root: &YamlNode) {
        let mut overrides = None;
        for (name, entry) in self.settings.keys(root, KEYS, "The configuration") {
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
        for item in self.settings.items(value) {
            if let Some(name) = self.settings.string(item, "A template's path or id") {
                entries.push(TemplateEntry { name: name.to_owned(), range: item.range });
            }
        }
        self.config.templates = Some(entries);
    }

    fn exclude(&mut self, value: &YamlNode) {
        self.config.exclude = self.settings.patterns(value);
    }

    /// As [`SettingsReader::patterns`]; `None` where there is none.
    fn path(&mut self, value: &YamlNode) -> Option<PathPatterns> {
        if is_empty(value) {
            self.settings.string(value, "A path pattern");
        }
        Some(self.settings.patterns(value)).filter(|patterns| !patterns.is_empty())
    }

    fn pages(&mut self, value: &YamlNode) {
        for item in self.settings.items(value) {
            let (mut path, mut template) = (None, None);
            for (name, entry) in self.settings.keys(item, PAGE_KEYS, "An entry of 'pages'") {
                match name {
                    "path" => path = Some(self.path(&entry.value)),
                    _ => {
                        let id = self.settings.string(&entry.value, "A template's id, or none,");
                        template = Some(id.map(|id| (id.to_owned(), entry.value.range)));
                    }
                }
            }
            self.settings.missing_key(item, path.is_none(), "pages", "path");
            self.settings.missing_key(item, template.is_none(), "pages", "template");
            if let (Some(Some(path)), Some(Some((id, template_range)))) = (path, template) {
                let template = (!id.eq_ignore_ascii_case("none")).then_some(id);
                self.config.pages.push(PageEntry { path, template, template_range });
            }
        }
    }

    fn overrides(&mut self, value: &YamlNode) {
        for item in self.settings.items(value) {
            let (mut path, mut rules) = (None, None);
            for (name, entry) in self.settings.keys(item, OVERRIDE_KEYS, "An entry of 'overrides'") {
                match name {
                    "path" => path = Some(self.path(&entry.value)),
                    _ => rules = Some(&entry.value),
                }
            }
            self.settings.missing_key(item, path.is_none(), "overrides", "path");
            self.settings.missing_key(item, rules.is_none(), "overrides", "rules");
            if let (Some(Some(path)), Some(rules)) = (path, rules) {
                self.rules(rules, Some(&path));
            }
        }
    }

    fn rules(&mut self, value: &YamlNode, path: Option<&PathPatterns>) {
        let Some(entries) = self.settings.mapping(value, "'rules'") else { return };
        for entry in entries {
            let Some(rule) = self.settings.string(&entry.key, "A rule's id") else { continue };
            let (severity, options) = match &resolve(&entry.value).kind {
                YamlKind::Mapping(_) => self.severity_and_options(&entry.value),
                _ => match self.severity(&entry.value) {
                    Some(severity) => (Some(severity), Vec::new()),
                    None => continue,
                },
            };
            let (rule, range) = (rule.to_owned(), entry.key.range);
            self.config.rules.push(RuleSetting { rule, severity, options, path: path.cloned(), range });
        }
    }

    fn severity_and_options(&mut self, value: &YamlNode) -> (Option<String>, Vec<OptionSetting>) {
        let (mut severity, mut options) = (None, Vec::new());
        for entry in self.settings.mapping(value, "A rule's settings").unwrap_or_default() {
            match self.settings.string(&entry.key, "An option of the rule") {
                Some("severity") => severity = self.severity(&entry.value),
                Some(name) => options.push(OptionSetting {
                    name: name.to_owned(),
                    name_range: entry.key.range,
                    value: entry.value.clone(),
                }),
                None => {}
            }
        }
        (severity, options)
    }

    fn severity(&mut self, value: &YamlNode) -> Option<String> {
        let severity = self.settings.string(value, "One of off, hint, info, warning and error")?;
        if !SEVERITIES.contains(&severity) {
            let hint = did_you_mean(severity, SEVERITIES);
            let message = format!("'{severity}' is not one of off, hint, info, warning and error{hint}");
            self.settings.problem(value.range, message);
            return None;
        }
        Some(severity.to_owned())
    }
}
