//! What a check of one page reads: the page, its contract, its site and the settings of the rules. Knows no rule.

use crate::finding::Severity;
use crate::rule_option::{NumberOption, OptionValue, PatternsOption};
use docent_site::{PageId, SiteIndex};
use docent_syntax::{Page, YamlSchema};
use docent_template::Contract;

/// What a check reads.
#[derive(Debug, Clone, Copy)]
pub struct CheckInput<'a> {
    pub page: &'a Page,
    /// From the site's root, with `/`. For messages and for derived values.
    pub path: &'a str,
    /// `None` for a page without a template: only what holds for any page is checked.
    pub contract: Option<&'a Contract>,
    pub settings: &'a RuleSettings,
    /// How the page's generator reads YAML.
    pub yaml: YamlSchema,
    /// `None` where nothing is known of the other pages (not yet, or for ever): then nothing is said about them.
    pub site: Option<SiteView<'a>>,
}

/// A page among the other pages of its site. The index knows the page, too; it may know an earlier version of it.
#[derive(Debug, Clone, Copy)]
pub struct SiteView<'a> {
    pub index: &'a SiteIndex,
    pub page: PageId,
}

impl<'a> SiteView<'a> {
    /// The page at `path` (from the root, with `/`); `None` where the index does not know it.
    pub fn of(index: &'a SiteIndex, path: &str) -> Option<SiteView<'a>> {
        index.page(path).map(|page| SiteView { index, page })
    }
}

/// What the configuration changes about the rules, for one page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RuleSettings {
    severities: Vec<(&'static str, Option<Severity>)>,
    /// By the id of the rule and the name of the option.
    options: Vec<(&'static str, &'static str, OptionValue)>,
}

impl RuleSettings {
    /// Sets a rule's severity; `None` switches it off. A later call wins.
    pub fn set_severity(&mut self, rule: &'static str, severity: Option<Severity>) {
        self.severities.retain(|(id, _)| *id != rule);
        self.severities.push((rule, severity));
    }

    /// The configured severity; `Some(None)`: off.
    pub fn severity(&self, rule: &str) -> Option<Option<Severity>> {
        self.severities.iter().find(|(id, _)| *id == rule).map(|(_, severity)| *severity)
    }

    pub fn is_off(&self, rule: &str) -> bool {
        self.severity(rule) == Some(None)
    }

    /// Sets an option of a rule. A later call wins.
    pub fn set_option(&mut self, rule: &'static str, option: &'static str, value: OptionValue) {
        self.options.retain(|(id, name, _)| (*id, *name) != (rule, option));
        self.options.push((rule, option, value));
    }

    /// The value of a rule's option, or its default.
    pub fn number(&self, rule: &str, option: &NumberOption) -> u32 {
        match self.option(rule, option.name) {
            Some(OptionValue::Number(number)) => *number,
            _ => option.default,
        }
    }

    /// Whether a rule's option has a pattern that is `text`.
    pub fn matches(&self, rule: &str, option: &PatternsOption, text: &str) -> bool {
        match self.option(rule, option.name) {
            Some(OptionValue::Patterns(patterns)) => option.subject.matches(patterns, text),
            _ => false,
        }
    }

    fn option(&self, rule: &str, option: &str) -> Option<&OptionValue> {
        self.options.iter().find(|(id, name, _)| (*id, *name) == (rule, option)).map(|(_, _, value)| value)
    }
}
