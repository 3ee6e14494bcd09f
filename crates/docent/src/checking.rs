//! Files in, findings out: on all cores, one file's trouble never another's.

use crate::checked::Checked;
use crate::files::{File, Files, Sites};
use crate::output::shown;
use crate::progress::Progress;
use crate::site_index::Indexes;
use crate::template::find_template;
use crate::totals::Totals;
use anyhow::Context;
use docent_rules::{RuleFilter, check_as, check_configuration, check_navigation, check_setup_file, is_clean_alone};
use docent_site::read::{read_text, text_of};
use docent_site::{PageRole, Site, SiteIndex};
use docent_syntax::Page;
use docent_template::Contract;
use rayon::prelude::*;
use std::collections::HashSet;
use std::io::Read;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Files checked at once, before what was found on them is written: what bounds the memory of a run beyond the index.
const BATCH: usize = 1024;

/// What a run checks pages against, and which findings it is about.
#[derive(Debug, Default)]
pub(crate) struct CheckOptions {
    /// The template of every page, instead of the one that its site chooses.
    pub(crate) template: Option<Arc<Contract>>,
    pub(crate) rules: RuleFilter,
}

impl CheckOptions {
    /// `template` is an id that is known at `site`, or the path of a template page.
    pub(crate) fn new(template: Option<&str>, rules: RuleFilter, site: Option<&Site>) -> anyhow::Result<CheckOptions> {
        let template = template.map(|name| find_template(name, site)).transpose()?;
        Ok(CheckOptions { template, rules })
    }
}

/// Checks files and the configurations and templates of their sites. What has findings goes to `write`, sorted by the path shown,
/// as soon as it is known; none of it is kept.
pub(crate) fn check_files(
    files: Files,
    options: &CheckOptions,
    write: &mut dyn FnMut(&Checked) -> anyhow::Result<()>,
) -> anyhow::Result<Totals> {
    let progress = Progress::default();
    // Another template than that of the site makes other findings.
    let is_clean_alone = |site: &Site, path: &Path, page: &Page, role: &PageRole| {
        let check = AssertUnwindSafe(|| options.template.is_none() && is_clean_alone(site, path, page, role));
        catch_unwind(check).unwrap_or(false)
    };
    let indexes = Indexes::of_files(&files, &progress, &is_clean_alone);
    let to_read = indexes.to_read(&files);
    let mut totals = Totals::new(&files, &options.rules);
    totals.count_clean(files.files.len() - to_read.len());
    let mut of_sites = check_sites(&files, &indexes, &options.rules).into_iter().peekable();
    for (number, batch) in to_read.chunks(BATCH).enumerate() {
        progress.set("checking", number * BATCH, to_read.len());
        let outcomes: Vec<Result<Option<Checked>, String>> = batch
            .par_iter()
            .map(|file| check_page(file, indexes.of(&file.site), || indexes.page(file), options))
            .collect();
        progress.aside(|| {
            for outcome in outcomes {
                let Some(checked) = totals.take(outcome) else { continue };
                while let Some(earlier) = of_sites.next_if(|of_site| of_site.shown < checked.shown) {
                    totals.count(&earlier);
                    write(&earlier)?;
                }
                totals.count(&checked);
                write(&checked)?;
            }
            anyhow::Ok(())
        })?;
    }
    drop(progress);
    for checked in of_sites {
        totals.count(&checked);
        write(&checked)?;
    }
    Ok(totals)
}

/// Checks what stands on standard input as the file `path`.
pub(crate) fn check_stdin(
    path: &Path,
    template: Option<&str>,
    rules: RuleFilter,
    write: &mut dyn FnMut(&Checked) -> anyhow::Result<()>,
) -> anyhow::Result<Totals> {
    let path = docent_site::paths::absolute(path);
    let site = Sites::default().of_file(&path);
    let options = CheckOptions::new(template, rules, Some(&site))?;
    let mut bytes = Vec::new();
    std::io::stdin().lock().read_to_end(&mut bytes).context("cannot read standard input")?;
    let text = text_of(bytes).map_err(|error| anyhow::anyhow!("cannot read standard input: {error}"))?;
    let file = File { shown: shown(&path), path, named: true, site };
    let page = file.site.parse(&file.path, &text);
    let indexes = Indexes::of_text(&file, &page, &Progress::default());
    let checked = check_page(&file, indexes.of(&file.site), || Ok(page), &options);
    let checked = checked.map_err(anyhow::Error::msg)?;
    let mut totals = Totals::of_text(&file.site, &options.rules);
    for checked in checked.iter().filter(|checked| !checked.findings.is_empty()) {
        totals.count(checked);
        write(checked)?;
    }
    Ok(totals)
}

/// The findings in the configurations, navigation files and templates of sites, as far as these are not among `files`; sorted by the path shown.
pub(crate) fn check_sites(files: &Files, indexes: &Indexes, rules: &RuleFilter) -> Vec<Checked> {
    let seen: HashSet<&Path> = files.files.iter().map(|file| &*file.path).collect();
    let mut checked: Vec<Checked> = files.sites.iter().flat_map(|site| check_site(site, &seen)).collect();
    checked.extend(files.sites.iter().filter_map(|site| check_navigation_of(site, indexes.of(site)?, files)));
    for checked in &mut checked {
        checked.findings.retain(|finding| rules.selects(finding.rule));
    }
    checked.retain(|checked| !checked.findings.is_empty());
    checked.sort_by(|a, b| a.shown.cmp(&b.shown));
    checked
}

/// `None` for a page that the configuration excludes. What `read` says in words is wrong becomes an error of this file.
pub(crate) fn check_page(
    file: &File,
    index: Option<&SiteIndex>,
    read: impl FnOnce() -> Result<Page, String>,
    options: &CheckOptions,
) -> Result<Option<Checked>, String> {
    // A mistake of docent's own costs one file, not the run.
    let checked = catch_unwind(AssertUnwindSafe(|| {
        let page = read()?;
        let role = match (file.role(&page), &options.template) {
            (PageRole::Page(_) | PageRole::Free, Some(template)) => PageRole::Page(template.clone()),
            (PageRole::Excluded, _) => return Ok(None),
            (role, _) => role,
        };
        let is_template = matches!(role, PageRole::Template);
        let mut findings = check_as(&file.site, index, &file.path, &page, &role);
        findings.retain(|finding| options.rules.selects(finding.rule));
        let text = if findings.is_empty() { "".into() } else { page.text().into() };
        Ok(Some(Checked { shown: file.shown.clone(), text, findings, root: file.site.root.clone(), is_template }))
    }));
    match checked {
        Ok(checked) => checked.map_err(|error: String| format!("cannot read {}: {error}", file.shown)),
        Err(_) => Err(format!("cannot check {}: docent has a bug that this page shows", file.shown)),
    }
}

/// The findings in a site's `docent.yaml` and in its templates, as far as these are not among the files `seen`.
fn check_site(site: &Arc<Site>, seen: &HashSet<&Path>) -> Vec<Checked> {
    let mut checked = Vec::new();
    if let (Some(path), Some(text)) = (site.config_file(), &site.config_text) {
        let findings = check_configuration(site);
        checked.push(Checked {
            shown: shown(&path),
            text: text.clone(),
            findings,
            root: site.root.clone(),
            is_template: false,
        });
    }
    for file in &site.setup_files {
        let path = site.root.as_ref().map_or_else(|| PathBuf::from(&*file.file), |root| root.join(&*file.file));
        let findings = check_setup_file(site, file);
        checked.push(Checked {
            shown: shown(&path),
            text: file.text.clone(),
            findings,
            root: site.root.clone(),
            is_template: false,
        });
    }
    for path in site.template_files.iter().filter(|path| !seen.contains(path.as_path())) {
        let file = File { path: path.clone(), shown: shown(path), named: true, site: site.clone() };
        // One that cannot be read has been reported in the configuration.
        checked.extend(
            check_page(&file, None, || Ok(site.parse(path, &read_text(path)?)), &CheckOptions::default())
                .ok()
                .flatten(),
        );
    }
    checked
}

/// The findings in a site's navigation file, if the run includes it: a check of one page does not report all menus.
fn check_navigation_of(site: &Arc<Site>, index: &SiteIndex, files: &Files) -> Option<Checked> {
    let path = site.navigation_file().filter(|path| files.include(path))?;
    let findings = check_navigation(site, index, index.navigation());
    let text = if findings.is_empty() { String::new() } else { read_text(&path).ok()? };
    Some(Checked { shown: shown(&path), text: text.into(), findings, root: site.root.clone(), is_template: false })
}
