//! One page of a site, checked: which template it has, which severities hold for it, and what is found.
//!
//! The command line and the server both call this, so that they can never disagree.

use crate::check::{CheckInput, RuleSeverities, check_page};
use crate::finding::{Finding, Severity};
use crate::rules::rule;
use docent_site::{PageRole, Site};
use docent_syntax::Page;
use std::path::Path;

/// What the file at `path` (absolute, or relative to the site's root) is to the site.
pub fn contract_for(site: &Site, path: &Path, page: &Page) -> PageRole {
    site.role(path, page.front_matter())
}

/// All findings of one page of a site, sorted by place. A template page gets the findings of a template, a page that the
/// configuration excludes none.
pub fn check_in_site(site: &Site, path: &Path, page: &Page) -> Vec<Finding> {
    check_as(site, path, page, &contract_for(site, path, page))
}

/// As [`check_in_site`], for a caller that has decided itself what the file is.
pub fn check_as(site: &Site, path: &Path, page: &Page, role: &PageRole) -> Vec<Finding> {
    let severities = severities_for(site, path);
    let relative = site.relative(path);
    let contract = match role {
        PageRole::Page(contract) => Some(&**contract),
        PageRole::Free => None,
        PageRole::Template | PageRole::Excluded => return Vec::new(),
    };
    check_page(&CheckInput { page, path: &relative, contract, severities: &severities })
}

/// What the site's configuration says about severities for the file at `path`.
pub fn severities_for(site: &Site, path: &Path) -> RuleSeverities {
    let mut severities = RuleSeverities::default();
    for (id, setting) in site.config.severities_for(&site.relative(path)) {
        if let Some(rule) = rule(id) {
            severities.set(rule.id, Severity::parse(setting));
        }
    }
    severities
}
