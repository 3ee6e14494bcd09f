//! `docent fix`: applies fixes to files, or shows what they would change.

use crate::checking::{Checked, check_page, check_sites};
use crate::files::{File, collect};
use crate::output::{COULD_NOT_RUN, FOUND, complain, count, say, stdout};
use crate::progress::Progress;
use crate::replace_file::replace_file;
use crate::site_index::Indexes;
use crate::template::find_template;
use crate::text_report;
use crate::totals::Totals;
use crate::unified_diff::write_diff;
use clap::Args;
use docent_ide::check::CheckInput;
use docent_ide::fix::fix_all;
use docent_ide::{Severity, SiteView, severities_for};
use docent_site::discover::read_text;
use docent_site::{PageRole, SiteIndex};
use docent_syntax::Page;
use docent_template::Contract;
use rayon::prelude::*;
use std::io::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

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
struct Fixed<'f> {
    file: &'f File,
    old: String,
    new: String,
    applied: Vec<String>,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let files = collect(&arguments.paths);
    let first_site = files.sites.first().map(|site| &**site);
    let template = arguments.template.as_deref().map(|name| find_template(name, first_site)).transpose()?;
    let mut indexes = Indexes::of_files(&files, &Progress::default());
    let outcomes: Vec<Result<Option<Fixed<'_>>, String>> = files
        .files
        .par_iter()
        .map(|file| {
            let fixed = fix_file(file, indexes.of(&file.site), template.as_ref(), arguments.r#unsafe)?;
            if let Some(fixed) = fixed.as_ref().filter(|fixed| !arguments.diff && fixed.old != fixed.new) {
                replace_file(&file.path, &fixed.old, &fixed.new)
                    .map_err(|error| format!("cannot write {}: {error}", file.shown))?;
            }
            Ok(fixed)
        })
        .collect();
    // What remains is found when all pages are as they will be: a link may lead to what a fix of another page has changed.
    for fixed in outcomes.iter().flatten().flatten().filter(|fixed| fixed.old != fixed.new) {
        indexes.set_page(&fixed.file.site, &fixed.file.path, &Page::parse(&fixed.new));
    }
    let checked: Vec<Result<Option<Checked>, String>> = outcomes
        .par_iter()
        .flatten()
        .flatten()
        .map(|fixed| {
            let read = || Ok(Page::parse(&fixed.new));
            check_page(fixed.file, indexes.of(&fixed.file.site), read, template.as_ref())
        })
        .collect();
    let mut remaining = check_sites(&files, &indexes);
    let mut totals = Totals::new(0, files.errors);
    for outcome in checked {
        match outcome {
            Ok(checked) => remaining.extend(checked),
            Err(error) => totals.errors.push(error),
        }
    }
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
                true => write_diff(&mut out, &fixed.file.shown, &fixed.old, &fixed.new)?,
                false => write_applied(&mut out, &fixed)?,
            }
        }
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
fn fix_file<'f>(
    file: &'f File,
    index: Option<&SiteIndex>,
    template: Option<&Arc<Contract>>,
    include_unsafe: bool,
) -> Result<Option<Fixed<'f>>, String> {
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
        let site = index.and_then(|index| SiteView::of(index, &path));
        let contract = contract.as_deref();
        let input = CheckInput { page: &page, path: &path, contract, severities: &severities, site };
        Some(fix_all(&input, include_unsafe))
    }))
    .map_err(|_| format!("cannot fix {}: docent has a bug that this page shows", file.shown))?;
    Ok(fixed.map(|fixed| Fixed { file, old, applied: fixed.applied, new: fixed.text }))
}

fn write_applied(out: &mut impl Write, fixed: &Fixed<'_>) -> std::io::Result<()> {
    for title in &fixed.applied {
        writeln!(out, "fixed {}: {title}", fixed.file.shown)?;
    }
    Ok(())
}
