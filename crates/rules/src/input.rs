//! What a check of one page reads: the page, its contract, its site and its severities. Knows no rule.

use crate::finding::Severity;
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
    pub severities: &'a RuleSeverities,
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

    pub fn is_off(&self, rule: &str) -> bool {
        self.get(rule) == Some(None)
    }
}
