//! `docent check`: findings of many files, on all cores.

use crate::files::{File, Files, Sites, collect};
use crate::output::{COULD_NOT_RUN, FOUND, complain, count, say, shown, stdout};
use crate::template::find_template;
use crate::{json_report, text_report};
use anyhow::Context;
use clap::{Args, ValueEnum};
use docent_ide::{Finding, Safety, Severity, check_as, check_configuration};
use docent_site::discover::{read_text, text_of};
use docent_site::{PageRole, Site};
use docent_syntax::Page;
use docent_template::Contract;
use rayon::prelude::*;
use std::collections::HashSet;
use std::io::{Read, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

/// Check pages against their templates.
///
/// Exits with 1 if there is a finding other than a hint (see --fail-on), and with 2 if a file cannot be read or if there is
/// no Markdown file to check at all.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// Files and folders; without any, the working directory. A file that is named is checked in any case; in a folder,
    /// what .gitignore or docent.yaml leave out is not looked at.
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,

    /// How findings are written.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,

    /// Check all pages against this template: an id, such as liveperson/overview, or a template page.
    #[arg(long, value_name = "TEMPLATE")]
    template: Option<String>,

    /// Check what stands on standard input, as if it were this file.
    #[arg(long, value_name = "PATH", conflicts_with = "paths")]
    stdin_filename: Option<PathBuf>,

    /// The least severity for which the exit code is 1.
    #[arg(long, value_enum, default_value_t = Level::Info, value_name = "SEVERITY")]
    fail_on: Level,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// With the lines they are about.
    Text,
    /// One line each: path:line:column: severity[rule] message
    Concise,
    /// One JSON object; positions are 0-based, columns count UTF-16 units, ends are exclusive.
    Json,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Level {
    Error,
    Warning,
    Info,
    Hint,
}

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

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let results = match &arguments.stdin_filename {
        Some(path) => check_stdin(path, arguments.template.as_deref())?,
        None => check_files(collect(&arguments.paths), arguments.template.as_deref())?,
    };
    let mut out = stdout();
    match arguments.format {
        Format::Text => text_report::write(&mut out, &results.checked)?,
        Format::Concise => text_report::write_concise(&mut out, &results.checked)?,
        Format::Json => json_report::write(&mut out, &results)?,
    }
    out.flush()?;
    drop(out);
    results.errors.iter().for_each(|error| complain(error));
    if results.files_checked == 0 && results.errors.is_empty() {
        complain("0 files checked: there is no Markdown file here that is neither ignored nor excluded");
        return Ok(ExitCode::from(COULD_NOT_RUN));
    }
    if arguments.format != Format::Json {
        say(&summary(&results));
    }
    let worst = results.all().map(|finding| finding.severity).min();
    Ok(match worst {
        _ if !results.errors.is_empty() => ExitCode::from(COULD_NOT_RUN),
        Some(severity) if severity <= arguments.fail_on.severity() => ExitCode::from(FOUND),
        _ => ExitCode::SUCCESS,
    })
}

impl Level {
    fn severity(self) -> Severity {
        match self {
            Level::Error => Severity::Error,
            Level::Warning => Severity::Warning,
            Level::Info => Severity::Info,
            Level::Hint => Severity::Hint,
        }
    }
}

impl Results {
    fn all(&self) -> impl Iterator<Item = &Finding> {
        self.checked.iter().flat_map(|checked| &checked.findings)
    }
}

/// "2 errors, 1 hint in 1 of 3 files; docent fix repairs 2"
pub(crate) fn summary(results: &Results) -> String {
    let of = count(results.files_checked, "file");
    let mut parts = Vec::new();
    for (severity, noun) in
        [(Severity::Error, "error"), (Severity::Warning, "warning"), (Severity::Info, "note"), (Severity::Hint, "hint")]
    {
        match results.all().filter(|finding| finding.severity == severity).count() {
            0 => {}
            number => parts.push(count(number, noun)),
        }
    }
    if parts.is_empty() {
        return format!("{of} checked: nothing found");
    }
    let repaired = results.all().filter(|f| f.fixes.iter().any(|fix| fix.safety == Safety::Safe)).count();
    let repairs = if repaired == 0 { String::new() } else { format!("; 'docent fix' repairs {repaired}") };
    format!("{} in {} of {of}{repairs}", parts.join(", "), results.checked.len())
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
    let seen: HashSet<&Path> = files.files.iter().map(|file| &*file.path).collect();
    for site in &files.sites {
        results.checked.extend(check_site(site, &seen));
    }
    results.checked.retain(|checked| !checked.findings.is_empty());
    results.checked.sort_by(|a, b| a.shown.cmp(&b.shown));
    Ok(results)
}

fn check_stdin(path: &Path, template: Option<&str>) -> anyhow::Result<Results> {
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
        (!is_excluded).then(|| check_as(&file.site, &file.path, &page, &role))
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
