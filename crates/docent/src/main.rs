//! `docent`: the command line over the engine.
//!
//! Every command has a file of its own: its arguments, and a function that does it and says how it went. What is right or
//! wrong about a page is decided in `docent-ide`, never here.

mod check;
mod checking;
mod cli;
mod explain;
mod files;
mod fix;
mod init;
mod json_report;
mod links;
mod lsp;
mod mv;
mod new;
mod output;
mod places;
mod progress;
mod repair;
mod replace_file;
mod rule_arguments;
mod schema;
mod site_index;
mod template;
mod text_report;
mod totals;
mod unified_diff;

use std::process::ExitCode;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    match cli::run() {
        Ok(code) => code,
        // The reader has seen enough: `docent check | head` went well.
        Err(error) if output::is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            output::complain(&format!("{error:#}"));
            ExitCode::from(output::COULD_NOT_RUN)
        }
    }
}
