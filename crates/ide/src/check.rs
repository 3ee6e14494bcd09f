//! All rules over one page: the one function that the command line and the server both call.

use crate::address_safety;
use crate::finding::{Finding, Related, Safety, Severity};
use crate::memo::{CheckMemo, Remembered};
use crate::rules::{self, CHECKS, Check};
use crate::settled::{Settled, settle};
use docent_site::{PageId, SiteIndex};
use docent_syntax::{FrontMatterState, Page, TextRange, YamlSchema};
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

    pub(crate) fn is_off(&self, rule: &str) -> bool {
        self.get(rule) == Some(None)
    }
}

/// All findings of one page, sorted by place, then by the order of the rules.
pub fn check_page(input: &CheckInput<'_>) -> Vec<Finding> {
    check_page_again(input, &CheckMemo::default())
}

/// As [`check_page`], for a caller that checks one page again and again and keeps the memo.
pub fn check_page_again(input: &CheckInput<'_>, memo: &CheckMemo) -> Vec<Finding> {
    let remembered = Remembered::renew(memo.take(), input);
    let analysis = remembered.analysis(input, remembered.suppressions());
    let mut found: Vec<Settled> = remembered.findings().collect();
    let text_of = |range| text_of(input.page, range);
    for (order, check) in CHECKS.iter().enumerate() {
        if let Check::Page(check) = check {
            let mut of_rule = Vec::new();
            check(&analysis, &mut of_rule);
            found.extend(settle(of_rule, order, input.severities, text_of));
        }
    }
    let used = analysis.suppressions.apply(&mut found);
    let mut unused = Vec::new();
    rules::unused_suppression::check(&analysis, &used, input.severities, &mut unused);
    found.extend(settle(unused, CHECKS.len(), input.severities, text_of));
    memo.keep(remembered);
    // Stable: what one rule says of one place keeps the order of the template.
    found.sort_by_key(|settled| (settled.finding.range.start(), settled.finding.range.end(), settled.order));
    let mut findings: Vec<Finding> = found.into_iter().map(|settled| settled.finding).collect();
    if input.page.front_matter().state == FrontMatterState::Unclosed {
        // Where it ends, and with it which keys and sections there are, is a guess: nothing that rests on it is beyond doubt.
        let fixes = findings.iter_mut().flat_map(|finding| &mut finding.fixes);
        fixes.for_each(|fix| fix.safety = Safety::Unsafe);
    }
    address_safety::restrict_fixes(input, &mut findings);
    findings
}

/// The text of `range`; `None` where it spans several sections.
pub(crate) fn text_of(page: &Page, range: TextRange) -> Option<&str> {
    match page.section_at(range.start()) {
        Some(section) => section.segment.text.get(std::ops::Range::<usize>::from(range - section.start)),
        None => page.front_matter().text.get(std::ops::Range::<usize>::from(range)),
    }
}

/// The findings of a template page itself: what is wrong with it as a template.
pub fn check_template(contract: &Contract) -> Vec<Finding> {
    let mut findings: Vec<Finding> = contract
        .problems
        .iter()
        .filter_map(|problem| Some(Finding::new(rules::rule(problem.rule)?, problem.range, problem.message.clone())))
        .collect();
    findings.sort_by_key(|finding| (finding.range.start(), finding.range.end()));
    findings
}

/// The place in the template, or in its base, that describes a key.
pub(crate) fn key_related(contract: &Contract, key: &docent_template::KeySpec) -> Option<Related> {
    let source = contract.source_of_key(key)?;
    Some(Related::template(source, key.range, format!("'{}' is described here", key.name)))
}
