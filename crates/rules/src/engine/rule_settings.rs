//! The rules' part of `docent.yaml`: read for one page, and held against what the rules say about their options.

use crate::finding::Severity;
use crate::input::RuleSettings;
use crate::rule::Rule;
use crate::rules::{RULES, rule};
use docent_site::config::OptionSetting;
use docent_site::{Config, ConfigProblem};
use docent_template::settings::{SettingsReader, did_you_mean};

/// The settings of rules for the page at `path` (from the root, with `/`). What the configuration gets wrong keeps its default.
pub fn rule_settings(config: &Config, path: &str) -> RuleSettings {
    let mut settings = RuleSettings::default();
    let mut reader = SettingsReader::default();
    for setting in config.rule_settings_for(path) {
        let Some(rule) = rule(&setting.rule) else { continue };
        if let Some(severity) = &setting.severity {
            // `off` is no severity, and so switches the rule off.
            settings.set_severity(rule.id, Severity::parse(severity));
        }
        for written in &setting.options {
            let Some(option) = rule.options.iter().find(|option| option.name() == written.name) else { continue };
            if let Some(value) = option.read(&written.value, &mut reader) {
                settings.set_option(rule.id, option.name(), value);
            }
        }
    }
    settings
}

/// Settings of rules and options that do not exist, and values of a wrong type or out of bounds.
pub fn problems(config: &Config) -> Vec<ConfigProblem> {
    let mut reader = SettingsReader::default();
    for setting in &config.rules {
        match rule(&setting.rule) {
            Some(rule) => setting.options.iter().for_each(|option| check_option(rule, option, &mut reader)),
            None => {
                let known: Vec<&str> = RULES.iter().map(|rule| rule.id).collect();
                let hint = did_you_mean(&setting.rule, &known);
                reader.problem(setting.range, format!("There is no rule '{}'{hint}", setting.rule));
            }
        }
    }
    reader.into_problems()
}

fn check_option(rule: &Rule, written: &OptionSetting, reader: &mut SettingsReader) {
    if let Some(option) = rule.options.iter().find(|option| option.name() == written.name) {
        option.read(&written.value, reader);
        return;
    }
    let known: Vec<&str> = rule.options.iter().map(|option| option.name()).chain(["severity"]).collect();
    let mut hint = did_you_mean(&written.name, &known);
    if hint.is_empty() {
        hint = format!("; it has {}", known.join(", "));
    }
    reader.problem(written.name_range, format!("The rule '{}' has no option '{}'{hint}", rule.id, written.name));
}
