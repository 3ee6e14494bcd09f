//! Options of rules: what `docent.yaml` can set besides a severity, with a type, a default and a description. Knows no rule.

use docent_site::Config;
use docent_syntax::YamlNode;
use docent_template::normalize::{Pattern, title_key};
use docent_template::settings::SettingsReader;
use serde_json::{Value, json};
use std::sync::Arc;

/// The longest list of patterns: each page is compared with all of them.
const MAX_PATTERNS: usize = 1000;

/// An option as a rule's metadata lists it.
#[derive(Debug, Clone, Copy)]
pub enum RuleOption {
    Number(NumberOption),
    Patterns(PatternsOption),
}

/// A whole number from `min` to `max`.
#[derive(Debug, Clone, Copy)]
pub struct NumberOption {
    /// Kebab-case; stable for ever.
    pub name: &'static str,
    /// One sentence, without a full stop.
    pub description: &'static str,
    pub min: u32,
    pub max: u32,
    pub default: u32,
}

/// A list of texts in which `*` stands for one or more characters; one text can stand alone. Empty by default.
#[derive(Debug, Clone, Copy)]
pub struct PatternsOption {
    /// Kebab-case; stable for ever.
    pub name: &'static str,
    /// One sentence, without a full stop.
    pub description: &'static str,
    pub subject: PatternSubject,
}

/// What patterns are compared with, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PatternSubject {
    /// Letter by letter.
    Names,
    /// As aliases in a template: without regard to case, emphasis and trailing punctuation.
    Titles,
}

/// A configured value of an option.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OptionValue {
    Number(u32),
    Patterns(Arc<[Pattern]>),
}

impl RuleOption {
    pub fn name(&self) -> &'static str {
        match self {
            RuleOption::Number(option) => option.name,
            RuleOption::Patterns(option) => option.name,
        }
    }

    pub fn description(&self) -> &'static str {
        match self {
            RuleOption::Number(option) => option.description,
            RuleOption::Patterns(option) => option.description,
        }
    }

    /// The type and its bounds, for documentation.
    pub fn type_name(&self) -> String {
        match self {
            RuleOption::Number(NumberOption { min, max, .. }) => format!("number from {min} to {max}"),
            RuleOption::Patterns(option) if option.subject == PatternSubject::Titles => "titles, with `*`".to_owned(),
            RuleOption::Patterns(_) => "names, with `*`".to_owned(),
        }
    }

    /// The default, for documentation.
    pub fn default_text(&self) -> String {
        match self {
            RuleOption::Number(option) => option.default.to_string(),
            RuleOption::Patterns(_) => "none".to_owned(),
        }
    }

    /// The value at `node`; `None` where it has another type or is out of bounds, which `reader` reports.
    pub fn read(&self, node: &YamlNode, reader: &mut SettingsReader) -> Option<OptionValue> {
        match self {
            RuleOption::Number(option) => reader.number(node, option.min, option.max).map(OptionValue::Number),
            RuleOption::Patterns(option) => {
                let count = reader.items(node).len();
                if count > MAX_PATTERNS {
                    reader.problem(
                        node.range,
                        format!("A list of at most {MAX_PATTERNS} entries is expected here; this one has {count}"),
                    );
                    return None;
                }
                let texts = reader.strings(node, option.subject.expected());
                let patterns = texts.iter().map(|text| option.subject.pattern(text));
                Some(OptionValue::Patterns(patterns.collect()))
            }
        }
    }

    /// What the value must be, as JSON Schema.
    pub fn schema(&self) -> Value {
        match self {
            RuleOption::Number(NumberOption { description, min, max, default, .. }) => {
                json!({ "description": description, "type": "integer", "minimum": min, "maximum": max, "default": default })
            }
            RuleOption::Patterns(option) => json!({ "description": option.description, "$ref": "#/$defs/strings" }),
        }
    }
}

impl NumberOption {
    /// The lowest value that the configuration gives any page.
    pub fn lowest(&self, rule: &str, config: &Config) -> u32 {
        let options = config.rules.iter().filter(|setting| setting.rule == rule).flat_map(|setting| &setting.options);
        let values = options.filter(|option| option.name == self.name);
        let read = |node: &YamlNode| SettingsReader::default().number(node, self.min, self.max);
        values.filter_map(|option| read(&option.value)).chain([self.default]).min().unwrap_or(self.default)
    }
}

impl PatternSubject {
    fn expected(self) -> &'static str {
        match self {
            PatternSubject::Names => "A name",
            PatternSubject::Titles => "A title",
        }
    }

    fn pattern(self, text: &str) -> Pattern {
        match self {
            PatternSubject::Names => Pattern::name(text),
            PatternSubject::Titles => Pattern::title(text),
        }
    }

    /// Whether one of the patterns is `text`.
    pub fn matches(self, patterns: &[Pattern], text: &str) -> bool {
        match self {
            _ if patterns.is_empty() => false,
            PatternSubject::Names => patterns.iter().any(|pattern| pattern.matches(text)),
            PatternSubject::Titles => {
                let key = title_key(text);
                patterns.iter().any(|pattern| pattern.matches(&key))
            }
        }
    }
}
