//! Files in, findings out: on all cores, one file's trouble never another's.

use crate::files::{File, Files, Sites};
use crate::output::{count, shown};
use crate::template::find_template;
use anyhow::Context;
use docent_ide::{Finding, Safety, Severity, check_as, check_configuration};
use docent_site::discover::{read_text, text_of};
use docent_site::{PageRole, Site};
use docent_syntax::Page;
use docent_template::Contract;
use rayon::prelude::*;
use std::collections::HashSet;
use std::io::Read;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A file with findings.
#[derive(Debug)]
pub(crate) struct Checked {
    /// From the working directory, with `/`.
    pub(crate) shown: String,
    pub(crate) text: Arc<str>,
    /// Sorted by place.
    pub(crate) findings: Vec<Finding>,
    /// Where the paths of template files start.
    pub(crate) root: Option<PathBuf>,
}

/// What a check came to.
#[derive(Debug, Default)]
pub(crate) struct Results {
    /// Files with findings, sorted by the path shown.
    pub(crate) checked: Vec<Checked>,
    /// How many files were read and checked, those of the configuration that were not asked for not counted.
    pub(crate) files_checked: usize,
    pub(crate) errors: Vec<String>,
}

impl Results {
    pub(crate) fn all(&self) -> impl Iterator<Item = &Finding> {
        self.checked.iter().flat_map(|checked| &checked.findings)
    }

    /// "2 errors, 1 hint in 1 file (3 checked)"
    pub(crate) fn summary(&self) -> String {
        let mut parts = Vec::new();
        for (severity, noun) in [
            (Severity::Error, "error"),
            (Severity::Warning, "warning"),
            (Severity::Info, "note"),
            (Severity::Hint, "hint"),
        ] {
            match self.all().filter(|finding| finding.severity == severity).count() {
                0 => {}
                number => parts.push(count(number, noun)),
            }
        }
        if parts.is_empty() {
            return format!("{} checked: nothing found", count(self.files_checked, "file"));
        }
        let files = count(self.checked.len(), "file");
        format!("{} in {files} ({} checked)", parts.join(", "), self.files_checked)
    }

    /// "; 'docent fix' repairs 2", or nothing.
    pub(crate) fn repairs(&self) -> String {
        match self.all().filter(|finding| finding.fixes.iter().any(|fix| fix.safety == Safety::Safe)).count() {
            0 => String::new(),
            number => format!("; 'docent fix' repairs {number}"),
        }
    }

    /// Adds the findings in the configurations and templates of sites, as far as these are not among `files`; then sorts.
    pub(crate) fn add_sites(&mut self, sites: &[Arc<Site>], files: &[File]) {
        let seen: HashSet<&Path> = files.iter().map(|file| &*file.path).collect();
        for site in sites {
            self.checked.extend(check_site(site, &seen));
        }
        self.checked.retain(|checked| !checked.findings.is_empty());
        self.checked.sort_by(|a, b| a.shown.cmp(&b.shown));
    }
}

/// Checks files and the configurations and templates of their sites.
pub(crate) fn check_files(files: Files, template: Option<&str>) -> anyhow::Result<Results> {
    let template = template.map(|name| find_template(name, files.sites.first().map(|site| &**site))).transpose()?;
    let outcomes: Vec<Result<Option<Checked>, String>> = files
        .files
        .par_iter()
        .map(|file| {
            let text = read_text(&file.path).map_err(|error| format!("cannot read {}: {error}", file.shown))?;
            check_text(file, text, template.as_ref())
        })
        .collect();
    let mut results = Results { errors: files.errors, files_checked: files.configurations, ..Results::default() };
    for outcome in outcomes {
        match outcome {
            Ok(Some(checked)) => {
                results.files_checked += 1;
                results.checked.push(checked);
            }
            Ok(None) => {}
            Err(error) => results.errors.push(error),
        }
    }
    results.add_sites(&files.sites, &files.files);
    Ok(results)
}

/// Checks what stands on standard input as the file `path`.
pub(crate) fn check_stdin(path: &Path, template: Option<&str>) -> anyhow::Result<Results> {
    let path = docent_site::root::absolute(path);
    let site = Sites::default().of_file(&path);
    let template = template.map(|name| find_template(name, Some(&site))).transpose()?;
    let mut bytes = Vec::new();
    std::io::stdin().lock().read_to_end(&mut bytes).context("cannot read standard input")?;
    let text = text_of(bytes).map_err(|error| anyhow::anyhow!("cannot read standard input: {error}"))?;
    let file = File { shown: shown(&path), path, named: true, site };
    let checked = check_text(&file, text, template.as_ref()).map_err(anyhow::Error::msg)?;
    let checked: Vec<Checked> = checked.into_iter().filter(|checked| !checked.findings.is_empty()).collect();
    Ok(Results { checked, files_checked: 1, errors: Vec::new() })
}

/// `None` for a page that the configuration excludes.
fn check_text(file: &File, text: String, template: Option<&Arc<Contract>>) -> Result<Option<Checked>, String> {
    // A mistake of docent's own costs one file, not the run.
    let findings = catch_unwind(AssertUnwindSafe(|| {
        let page = Page::parse(&text);
        let role = match (file.role(&page), template) {
            (PageRole::Page(_) | PageRole::Free, Some(template)) => PageRole::Page(template.clone()),
            (role, _) => role,
        };
        let is_excluded = matches!(role, PageRole::Excluded);
        (!is_excluded).then(|| check_as(&file.site, None, &file.path, &page, &role))
    }));
    match findings {
        Ok(Some(findings)) => Ok(Some(Checked {
            shown: file.shown.clone(),
            text: if findings.is_empty() { "".into() } else { text.into() },
            findings,
            root: file.site.root.clone(),
        })),
        Ok(None) => Ok(None),
        Err(_) => Err(format!("cannot check {}: docent has a bug that this page shows", file.shown)),
    }
}

/// The findings in a site's `docent.yaml` and in its templates, as far as these are not among the files `seen`.
fn check_site(site: &Arc<Site>, seen: &HashSet<&Path>) -> Vec<Checked> {
    let mut checked = Vec::new();
    if let (Some(path), Some(text)) = (site.config_file(), &site.config_text) {
        let findings = check_configuration(site);
        checked.push(Checked { shown: shown(&path), text: text.clone(), findings, root: site.root.clone() });
    }
    for path in site.template_files.iter().filter(|path| !seen.contains(path.as_path())) {
        let file = File { path: path.clone(), shown: shown(path), named: true, site: site.clone() };
        // One that cannot be read has been reported in the configuration.
        let Ok(text) = read_text(path) else { continue };
        checked.extend(check_text(&file, text, None).ok().flatten());
    }
    checked
}
