//! `docent`: the command line over the engine.
//!
//! Every command has a file of its own: its arguments, and a function that does it and says how it went. What is right or
//! wrong about a page is decided in `docent-ide`, never here.

mod attributes;
mod check;
mod checked;
mod checking;
mod cli;
mod explain;
mod files;
mod fix;
mod init;
mod interruption;
mod links;
mod lsp;
mod mv;
mod new;
mod new_file;
mod output;
mod progress;
mod rename;
mod repair;
mod rule_arguments;
mod schema;
mod scope;
mod site_index;
mod template;
mod totals;
mod transaction;
mod unified_diff;

use interruption::end_by;
use std::process::ExitCode;
use transaction::CommitError;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    match cli::run() {
        Ok(code) => code,
        Err(error) => {
            output::complain(&format!("{error:#}"));
            match error.downcast_ref() {
                Some(CommitError::Interrupted(signal, _)) => end_by(*signal),
                _ => ExitCode::from(output::COULD_NOT_RUN),
            }
        }
    }
}
