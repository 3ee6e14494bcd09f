//! The command line as a whole: which commands there are, and what holds for all of them.

use crate::output::{COULD_NOT_RUN, stdout};
use crate::{check, explain, fix, init, links, lsp, mv, new, schema, template};
use anstream::ColorChoice;
use clap::{Parser, Subcommand, ValueEnum};
use docent_syntax::{printable, printable_lines};
use std::borrow::Cow;
use std::io::Write;
use std::process::ExitCode;

/// Checks Markdown pages against their page template, and repairs them.
///
/// Exit codes: 0, nothing was found; 1, something was found; 2, docent could not run. They do not depend on
/// whether the output is read to its end: `docent check | head` fails where `docent check` does. A signal that ends `docent fix` or
/// `docent mv` leaves all files as they were.
#[derive(Debug, Parser)]
#[command(name = "docent", version, max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    command: Command,

    /// Colours: auto (on a terminal, unless NO_COLOR is set), always or never.
    #[arg(long, global = true, value_enum, default_value_t = Color::Auto, value_name = "WHEN")]
    #[arg(hide_possible_values = true, hide_default_value = true)]
    color: Color,
}

#[derive(Debug, Subcommand)]
enum Command {
    Check(check::Arguments),
    Fix(fix::Arguments),
    New(new::Arguments),
    Init(init::Arguments),
    Mv(mv::Arguments),
    Links(links::Arguments),
    Explain(explain::Arguments),
    Template(template::Arguments),
    Schema(schema::Arguments),
    Lsp(lsp::Arguments),
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Color {
    Auto,
    Always,
    Never,
}

/// Reads the arguments and does what they say.
pub(crate) fn run() -> anyhow::Result<ExitCode> {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return answer(&error),
    };
    match cli.color {
        Color::Auto => ColorChoice::Auto,
        Color::Always => ColorChoice::Always,
        Color::Never => ColorChoice::Never,
    }
    .write_global();
    match cli.command {
        Command::Check(arguments) => check::run(&arguments),
        Command::Fix(arguments) => fix::run(&arguments),
        Command::New(arguments) => new::run(&arguments),
        Command::Init(arguments) => init::run(&arguments),
        Command::Mv(arguments) => mv::run(&arguments),
        Command::Links(arguments) => links::run(&arguments),
        Command::Explain(arguments) => explain::run(&arguments),
        Command::Template(arguments) => template::run(&arguments),
        Command::Schema(arguments) => schema::run(&arguments),
        Command::Lsp(arguments) => lsp::run(&arguments),
    }
}

/// Writes help and version to stdout, and what is wrong with the arguments to stderr.
fn answer(error: &clap::Error) -> anyhow::Result<ExitCode> {
    if !error.use_stderr() {
        let mut out = stdout();
        write!(out, "{}", error.render().ansi())?;
        out.flush()?;
        return Ok(ExitCode::SUCCESS);
    }
    let mut text = error.render().ansi().to_string();
    // Arguments may be names of files that a shell has found. Colours are not worth a control character among them.
    for argument in std::env::args_os() {
        let argument = argument.to_string_lossy();
        if let Cow::Owned(shown) = printable(&argument) {
            text = printable_lines(&error.render().to_string().replace(&*argument, &shown)).into_owned();
        }
    }
    // That nothing reads it is no reason for another error.
    let _ = write!(anstream::stderr().lock(), "{text}");
    Ok(ExitCode::from(COULD_NOT_RUN))
}
