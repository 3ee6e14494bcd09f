//! `docent fix`: applies fixes to files, or shows what they would change.

use crate::checking::{Checked, check_sites};
use crate::files::{File, collect};
use crate::output::{COULD_NOT_RUN, FOUND, complain, count, say, stdout};
use crate::replace_file::replace_file;
use crate::template::find_template;
use crate::text_report;
use crate::totals::Totals;
use clap::Args;
use docent_ide::check::CheckInput;
use docent_ide::fix::fix_all;
use docent_ide::{Severity, check_as, severities_for};
use docent_site::PageRole;
use docent_site::discover::read_text;
use docent_syntax::Page;
use docent_template::Contract;
use rayon::prelude::*;
use similar::TextDiff;
use std::io::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

/// Repair pages.
///
/// Applies all safe fixes, says what it fixed, and shows what remains. Exits with 1 if something remains that `docent
/// check` would fail on; with --diff also if something would change.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// Files and folders; without any, the working directory.
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,

    /// Apply fixes too that may not be what the author wants.
    #[arg(long)]
    r#unsafe: bool,

    /// Print what would change as a unified diff, and write nothing.
    #[arg(long)]
    diff: bool,

    /// Take all pages for pages of this template: an id, such as liveperson/overview, or a template page.
    #[arg(long, value_name = "TEMPLATE")]
    template: Option<String>,
}

/// A page after its fixes; `old == new` where there were none.
struct Fixed {
    shown: String,
    path: PathBuf,
    old: String,
    new: String,
    applied: Vec<String>,
    remaining: Checked,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let files = collect(&arguments.paths);
    let first_site = files.sites.first().map(|site| &**site);
    let template = arguments.template.as_deref().map(|name| find_template(name, first_site)).transpose()?;
    let outcomes: Vec<Result<Option<Fixed>, String>> = files
        .files
        .par_iter()
        .map(|file| {
            let fixed = fix_file(file, template.as_ref(), arguments.r#unsafe)?;
            if let Some(fixed) = fixed.as_ref().filter(|fixed| !arguments.diff && fixed.old != fixed.new) {
                replace_file(&fixed.path, &fixed.old, &fixed.new)
                    .map_err(|error| format!("cannot write {}: {error}", fixed.shown))?;
            }
            Ok(fixed)
        })
        .collect();
    let mut totals = Totals::new(0, files.errors);
    let mut remaining = check_sites(&files.sites, &files.files);
    let mut out = stdout();
    let (mut changed, mut applied) = (0, 0);
    for outcome in outcomes {
        let fixed = match outcome {
            Ok(Some(fixed)) => fixed,
            Ok(None) => continue,
            Err(error) => {
                totals.errors.push(error);
                continue;
            }
        };
        totals.files_checked += 1;
        if fixed.old != fixed.new {
            changed += 1;
            applied += fixed.applied.len();
            match arguments.diff {
                true => write_diff(&mut out, &fixed)?,
                false => write_applied(&mut out, &fixed)?,
            }
        }
        remaining.push(fixed.remaining);
    }
    remaining.retain(|checked| !checked.findings.is_empty());
    remaining.sort_by(|a, b| a.shown.cmp(&b.shown));
    for checked in &remaining {
        totals.count(checked);
        if !arguments.diff {
            text_report::write(&mut out, checked)?;
        }
    }
    out.flush()?;
    drop(out);
    totals.errors.iter().for_each(|error| complain(error));
    if totals.files_checked == 0 && totals.errors.is_empty() {
        complain("0 files checked: there is no page here; ignored files, excluded files and templates do not count");
        return Ok(ExitCode::from(COULD_NOT_RUN));
    }
    let did = if arguments.diff { "would be fixed" } else { "fixed" };
    let left = match remaining.is_empty() {
        true => "nothing remains".to_owned(),
        false => format!("what remains: {}", totals.summary()),
    };
    say(&format!("{} {did} in {}; {left}", count(applied, "finding"), count(changed, "file")));
    let remains = totals.worst().is_some_and(|worst| worst <= Severity::Info);
    Ok(match (totals.errors.is_empty(), remains || (arguments.diff && changed > 0)) {
        (false, _) => ExitCode::from(COULD_NOT_RUN),
        (true, true) => ExitCode::from(FOUND),
        (true, false) => ExitCode::SUCCESS,
    })
}

/// `None` for what is no page: templates are written by people, excluded files are left alone.
fn fix_file(file: &File, template: Option<&Arc<Contract>>, include_unsafe: bool) -> Result<Option<Fixed>, String> {
    let old = read_text(&file.path).map_err(|error| format!("cannot read {}: {error}", file.shown))?;
    let fixed = catch_unwind(AssertUnwindSafe(|| {
        let page = Page::parse(&old);
        let contract = match (file.role(&page), template) {
            (PageRole::Template | PageRole::Excluded, _) => return None,
            (_, Some(template)) => Some(template.clone()),
            (PageRole::Page(contract), None) => Some(contract),
            (PageRole::Free, None) => None,
        };
        let severities = severities_for(&file.site, &file.path);
        let path = file.site.relative(&file.path);
        let input =
            CheckInput { page: &page, path: &path, contract: contract.as_deref(), severities: &severities, site: None };
        let fixed = fix_all(&input, include_unsafe);
        let role = contract.map_or(PageRole::Free, PageRole::Page);
        let findings = check_as(&file.site, None, &file.path, &Page::parse(&fixed.text), &role);
        Some((fixed, findings))
    }))
    .map_err(|_| format!("cannot fix {}: docent has a bug that this page shows", file.shown))?;
    Ok(fixed.map(|(fixed, findings)| Fixed {
        shown: file.shown.clone(),
        path: file.path.clone(),
        old,
        applied: fixed.applied,
        remaining: Checked {
            shown: file.shown.clone(),
            text: fixed.text.as_str().into(),
            findings,
            root: file.site.root.clone(),
        },
        new: fixed.text,
    }))
}

fn write_applied(out: &mut impl Write, fixed: &Fixed) -> std::io::Result<()> {
    for title in &fixed.applied {
        writeln!(out, "fixed {}: {title}", fixed.shown)?;
    }
    Ok(())
}

fn write_diff(out: &mut impl Write, fixed: &Fixed) -> std::io::Result<()> {
    // The best diff of two large and very different texts is not worth waiting for.
    let diff = TextDiff::configure().timeout(Duration::from_secs(2)).diff_lines(&*fixed.old, &*fixed.new);
    let (old_name, new_name) = (format!("a/{}", fixed.shown), format!("b/{}", fixed.shown));
    diff.unified_diff().context_radius(3).header(&old_name, &new_name).to_writer(out)
}
