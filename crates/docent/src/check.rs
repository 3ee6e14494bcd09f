//! `docent check`: which findings there are, in which form, and what the exit code is.

use crate::checked::Checked;
use crate::checking::{CheckOptions, check_files, check_stdin};
use crate::files::collect;
use crate::output::{COULD_NOT_RUN, FOUND, columns, complain, data_stdout, say, stdout};
use crate::rule_arguments::RuleArguments;
use clap::{Args, ValueEnum};
use docent_report::{Reporter, Summary};
use docent_rules::Severity;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

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

    /// Check all pages against this template: an id (see `docent template list`), or a template page.
    #[arg(long, value_name = "TEMPLATE")]
    template: Option<String>,

    /// Check what stands on standard input, as if it were this file.
    #[arg(long, value_name = "PATH", conflicts_with = "paths")]
    stdin_filename: Option<PathBuf>,

    #[command(flatten)]
    rules: RuleArguments,

    /// The least severity for which the exit code is 1.
    #[arg(long, value_enum, default_value_t = Level::Info, value_name = "SEVERITY")]
    fail_on: Level,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// With the lines they are about.
    Text,
    /// One line each: `path:line:column: severity[rule] message`
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

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let mut out: Box<dyn Write> = match arguments.format {
        Format::Json => Box::new(data_stdout()),
        Format::Text | Format::Concise => Box::new(stdout()),
    };
    let mut reporter = arguments.format.reporter();
    let mut write = |checked: &Checked| Ok(reporter.file(&mut out, &checked.report())?);
    let template = arguments.template.as_deref();
    let rules = arguments.rules.filter();
    let totals = match &arguments.stdin_filename {
        Some(path) => check_stdin(path, template, rules, &mut write)?,
        None => {
            let files = collect(&arguments.paths);
            let options = CheckOptions::new(template, rules, files.sites.first().map(|site| &**site))?;
            check_files(files, &options, &mut write)?
        }
    };
    let (sites, left_out) = totals.scope.json();
    reporter.finish(&mut out, &Summary { files_checked: totals.files_checked, sites, left_out })?;
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
    if arguments.format != Format::Json {
        totals.scope().lines().for_each(say);
        say(&format!("{}{}", totals.summary(), totals.repairs()));
    }
    Ok(match totals.worst() {
        _ if !totals.errors.is_empty() => ExitCode::from(COULD_NOT_RUN),
        Some(severity) if severity <= arguments.fail_on.severity() => ExitCode::from(FOUND),
        _ => ExitCode::SUCCESS,
    })
}

impl Format {
    fn reporter(self) -> Box<dyn Reporter> {
        match self {
            Format::Text => docent_report::Format::Text { width: columns() },
            Format::Concise => docent_report::Format::Concise,
            Format::Json => docent_report::Format::Json,
        }
        .reporter()
    }
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
