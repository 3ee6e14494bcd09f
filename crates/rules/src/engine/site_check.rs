//! One file of a site, checked: what it is to the site, which settings of rules hold for it, and what is found.
//!
//! The command line and the server both call this, so that they can never disagree.

use crate::engine::check::{check_template, recheck_page};
use crate::engine::facts_check;
use crate::engine::memo::CheckMemo;
use crate::engine::rule_settings::{self, rule_settings};
use crate::finding::{Finding, Place, Related};
use crate::input::{CheckInput, RuleSettings, SiteView};
use crate::rules::docent::invalid_configuration::RULE as INVALID_CONFIGURATION;
use crate::rules::site::missing_navigation;
use docent_site::config::CONFIG_FILE;
use docent_site::config::SetupFile;
use docent_site::index::NavigationFile;
use docent_site::{ConfigProblem, PageRole, Site, SiteIndex};
use docent_syntax::Page;
use std::path::Path;

/// What the file at `path` (absolute, or relative to the site's root) is to the site.
pub fn contract_for(site: &Site, path: &Path, page: &Page) -> PageRole {
    site.role(path, page)
}

/// All findings of one page of a site, sorted by place. Without an index (none yet, or a page of no site) nothing is said about
/// other pages. A template page gets the findings of a template, a page that the
/// configuration excludes none.
pub fn check_in_site(site: &Site, index: Option<&SiteIndex>, path: &Path, page: &Page) -> Vec<Finding> {
    check_as(site, index, path, page, &contract_for(site, path, page))
}

/// As [`check_in_site`], for a caller that has decided itself what the file is.
pub fn check_as(site: &Site, index: Option<&SiteIndex>, path: &Path, page: &Page, role: &PageRole) -> Vec<Finding> {
    check_with_memo(site, index, path, page, role, &CheckMemo::default())
}

/// Whether no finding depends on rereading the file: nothing is found by reading it alone, and what the rules between pages read is in
/// the facts of the index (see [`crate::engine::facts_check`]). `false` for anything but a page.
pub fn is_clean_alone(site: &Site, path: &Path, page: &Page, role: &PageRole) -> bool {
    let contract = match role {
        PageRole::Page(contract) => Some(&**contract),
        PageRole::Free => None,
        PageRole::Template | PageRole::Excluded => return false,
    };
    let settings = settings_for(site, path);
    let (path, yaml) = (&*site.relative(path), site.model.yaml_schema());
    facts_check::is_clean_alone(&CheckInput { page, path, contract, settings: &settings, yaml, site: None })
}

/// As [`check_as`], for a caller that keeps the memo and checks the page after each edit.
pub fn check_with_memo(
    site: &Site,
    index: Option<&SiteIndex>,
    path: &Path,
    page: &Page,
    role: &PageRole,
    memo: &CheckMemo,
) -> Vec<Finding> {
    let settings = settings_for(site, path);
    let contract = match role {
        PageRole::Page(contract) => Some(&**contract),
        PageRole::Free => None,
        PageRole::Template => {
            let template = site.compile_template(path, &page.text());
            return with_severities(check_template(&template), &settings);
        }
        PageRole::Excluded => return Vec::new(),
    };
    let (path, yaml) = (&*site.relative(path), site.model.yaml_schema());
    let site = index.and_then(|index| SiteView::of(index, path));
    recheck_page(&CheckInput { page, path, contract, settings: &settings, yaml, site }, memo)
}

/// What is wrong with the site's `docent.yaml`, sorted by place; ranges are bytes of [`Site::config_text`].
pub fn check_configuration(site: &Site) -> Vec<Finding> {
    let mut problems = [site.config_problems.clone(), rule_settings::problems(&site.config)].concat();
    problems.sort_by_key(|problem| (problem.range.start(), problem.range.end()));
    // A mapping that several aliases stand for is written once.
    problems.dedup();
    let findings = problems.into_iter().map(invalid_configuration).collect();
    with_severities(findings, &settings_for(site, Path::new(CONFIG_FILE)))
}

/// What is wrong with a file besides `docent.yaml` that says what the site is; ranges are bytes of [`SetupFile::text`].
pub fn check_setup_file(site: &Site, file: &SetupFile) -> Vec<Finding> {
    let findings = file.problems.iter().cloned().map(invalid_configuration).collect();
    with_severities(findings, &settings_for(site, Path::new(&*file.file)))
}

/// What is wrong with the site's navigation file, sorted by place; ranges are bytes of that file. `navigation` is the file as it was
/// read: that of the index, or a newer one from an editor.
pub fn check_navigation(site: &Site, index: &SiteIndex, navigation: &NavigationFile) -> Vec<Finding> {
    let Some(model) = &index.model().navigation else { return Vec::new() };
    let entries = navigation.entries.iter();
    let findings = entries.filter_map(|entry| missing_navigation::check_entry(index, entry)).collect();
    with_severities(findings, &settings_for(site, Path::new(&*model.file)))
}

/// The settings of rules for the file at `path` (absolute, or relative to the site's root).
pub fn settings_for(site: &Site, path: &Path) -> RuleSettings {
    rule_settings(&site.config, &site.relative(path))
}

fn invalid_configuration(problem: ConfigProblem) -> Finding {
    let first =
        problem.first.map(|range| Related { message: "It is set here first".into(), place: Place::Page(range) });
    INVALID_CONFIGURATION.finding(problem.range, problem.message).related(first)
}

fn with_severities(findings: Vec<Finding>, settings: &RuleSettings) -> Vec<Finding> {
    let changed = |mut finding: Finding| {
        finding.severity = settings.severity(finding.rule).unwrap_or(Some(finding.severity))?;
        Some(finding)
    };
    findings.into_iter().filter_map(changed).collect()
}
