//! `docent fix`: applies fixes to files, or shows what they would change.

use crate::checking::{CheckOptions, check_sites};
use crate::files::{Files, collect};
use crate::output::{COULD_NOT_RUN, FOUND, columns, complain, count, data_stdout, say, stdout};
use crate::progress::Progress;
use crate::repair::{Repaired, repair, withdraw};
use crate::rule_arguments::RuleArguments;
use crate::site_index::Indexes;
use crate::totals::Totals;
use crate::transaction::{CommitError, TextChange, commit};
use crate::unified_diff::write_diff;
use clap::Args;
use docent_report::Format;
use docent_rules::{FixSelection, RULES, Severity};
use docent_syntax::printable;
use std::collections::HashMap;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

/// Repair pages.
///
/// Applies the safe fixes of errors, warnings and information, says what it fixed, and shows what remains. Changes all files
/// or, if one cannot be written, none. Exits with 1 if a selected finding other than a hint remains; with --diff also if
/// something would change.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// Files and folders; without any, the working directory.
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,

    /// Apply fixes too that may not be what the author wants.
    #[arg(long)]
    r#unsafe: bool,

    /// Repair hints too, such as links through a redirect. Hints of a rule that --rule names are repaired in any case.
    #[arg(long)]
    include_hints: bool,

    #[command(flatten)]
    rules: RuleArguments,

    /// Print what would change as a unified diff, and write nothing.
    #[arg(long)]
    diff: bool,

    /// Take all pages for pages of this template: an id (see `docent template list`), or a template page.
    #[arg(long, value_name = "TEMPLATE")]
    template: Option<String>,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let files = collect(&arguments.paths);
    let site = files.sites.first().map(|site| &**site);
    let options = CheckOptions::new(arguments.template.as_deref(), arguments.rules.filter(), site)?;
    let selection = FixSelection {
        rules: options.rules.clone(),
        include_hints: arguments.include_hints,
        include_unsafe: arguments.r#unsafe,
    };
    // Reads every page: each is repaired in rounds.
    let mut indexes = Indexes::of_files(&files, &Progress::default(), &|_, _, _, _| false);
    let mut repaired = repair(&files, &mut indexes, &options, &selection);
    let mut totals = Totals::new(&files, &options.rules);
    if !arguments.diff {
        match write_all(&files, &repaired) {
            Err(CommitError::Failed(reason)) => {
                totals.errors.push(reason);
                withdraw(&mut repaired, &files, &mut indexes, &options);
            }
            written => written?,
        }
    }
    let of_sites = check_sites(&files, &indexes, &options.rules);
    totals.files_checked += repaired.pages;
    totals.templates += repaired.templates;
    totals.errors.append(&mut repaired.errors);
    let remaining = std::mem::take(&mut repaired.remaining);
    if arguments.diff {
        write_diffs(&mut data_stdout(), &files, &repaired)?;
    }
    let mut out = stdout();
    if !arguments.diff {
        write_applied(&mut out, &files, &repaired)?;
    }
    let mut remaining: Vec<_> = remaining.into_values().chain(of_sites).collect();
    remaining.sort_by(|a, b| a.shown.cmp(&b.shown));
    let mut reporter = Format::Text { width: columns() }.reporter();
    for checked in &remaining {
        totals.count(checked);
        if !arguments.diff {
            reporter.file(&mut out, &checked.report())?;
        }
    }
    out.flush()?;
    drop(out);
    totals.errors.iter().for_each(|error| complain(error));
    if totals.files_checked == 0 {
        if totals.errors.is_empty() {
            complain("0 files checked: there is no Markdown file here that is neither ignored nor excluded");
            totals.scope().lines().for_each(say);
        }
        return Ok(ExitCode::from(COULD_NOT_RUN));
    }
    totals.scope().lines().for_each(say);
    say(&format!("{}; {}", summary(&repaired, arguments.diff), totals.remaining()));
    let remains = totals.worst().is_some_and(|worst| worst <= Severity::Info);
    let would_change = arguments.diff && !repaired.changed.is_empty();
    Ok(match totals.errors.is_empty() {
        false => ExitCode::from(COULD_NOT_RUN),
        true if remains || would_change => ExitCode::from(FOUND),
        true => ExitCode::SUCCESS,
    })
}

fn write_diffs(out: &mut impl Write, files: &Files, repaired: &Repaired) -> std::io::Result<()> {
    for (number, page) in &repaired.changed {
        write_diff(out, &files.files[*number].shown, &page.old, &page.new)?;
    }
    out.flush()
}

fn write_applied(out: &mut impl Write, files: &Files, repaired: &Repaired) -> std::io::Result<()> {
    for (number, page) in &repaired.changed {
        let shown = &files.files[*number].shown;
        for fix in &page.applied {
            writeln!(out, "{}", printable(&format!("fixed {shown}: {}", fix.title)))?;
        }
    }
    Ok(())
}

/// "Fixed 3 findings in 2 files: 2 missing-key, 1 key-order"
fn summary(repaired: &Repaired, as_diff: bool) -> String {
    let mut by_rule: HashMap<&str, usize> = HashMap::new();
    for fix in repaired.changed.values().flat_map(|page| &page.applied) {
        *by_rule.entry(fix.rule).or_default() += 1;
    }
    let did = if as_diff { "Would fix" } else { "Fixed" };
    if by_rule.is_empty() {
        return format!("{did} nothing");
    }
    let findings = count(by_rule.values().sum(), "finding");
    // The most frequent first, then in the order of the documentation.
    let mut rules: Vec<(&str, usize)> =
        RULES.iter().filter_map(|rule| Some((rule.id, *by_rule.get(rule.id)?))).collect();
    rules.sort_by_key(|(_, number)| std::cmp::Reverse(*number));
    let rules: Vec<String> = rules.iter().map(|(rule, number)| format!("{number} {rule}")).collect();
    format!("{did} {findings} in {}: {}", count(repaired.changed.len(), "file"), rules.join(", "))
}

fn write_all(files: &Files, repaired: &Repaired) -> Result<(), CommitError> {
    let changes: Vec<TextChange<'_>> = repaired
        .changed
        .iter()
        .map(|(number, page)| TextChange { path: &files.files[*number].path, old: &page.old, new: &page.new })
        .collect();
    commit(&changes, None)
}
