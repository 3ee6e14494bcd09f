//! All rules over one page: the one function that the command line and the server both call.

use crate::finding::{Finding, Severity};
use docent_syntax::Page;
use docent_template::Contract;

/// What a check reads.
#[derive(Debug, Clone, Copy)]
pub struct CheckInput<'a> {
    pub page: &'a Page,
    /// From the site's root, with `/`. For messages and for derived values.
    pub path: &'a str,
    /// `None` for a page without a template: only what holds for any page is checked.
    pub contract: Option<&'a Contract>,
    pub severities: &'a RuleSeverities,
}

/// The severities for one page: what the configuration changes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RuleSeverities {
    changed: Vec<(&'static str, Option<Severity>)>,
}

impl RuleSeverities {
    /// Sets a rule's severity; `None` switches it off. A later call wins.
    pub fn set(&mut self, rule: &'static str, severity: Option<Severity>) {
        self.changed.retain(|(id, _)| *id != rule);
        self.changed.push((rule, severity));
    }

    /// `Some(None)`: off.
    pub fn get(&self, rule: &str) -> Option<Option<Severity>> {
        self.changed.iter().find(|(id, _)| *id == rule).map(|(_, severity)| *severity)
    }
}

/// All findings of one page, sorted by place.
pub fn check_page(_input: &CheckInput<'_>) -> Vec<Finding> {
    Vec::new()
}

/// The findings of a template page itself: what is wrong with it as a template.
pub fn check_template(_contract: &Contract) -> Vec<Finding> {
    Vec::new()
}
