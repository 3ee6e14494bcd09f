//! The language server: open documents, their order, their encodings, and what is published about them.
//!
//! The only crate that knows LSP types. It decides nothing about pages: findings and fixes come from `docent-ide`.

use std::path::PathBuf;
use std::process::ExitCode;

/// What the command line decides about the server.
#[derive(Debug, Clone, Default)]
pub struct ServerOptions {
    /// Where the log goes; `None`: to stderr. How much is logged is read from the variable `DOCENT_LOG`.
    pub log_file: Option<PathBuf>,
}

/// Serves one client over stdin and stdout until it says `exit`, closes its end, or is gone.
///
/// The exit code is 0 after `shutdown`, else 1, as the protocol has it. Sets up the process's log.
pub fn run_stdio(_options: ServerOptions) -> ExitCode {
    ExitCode::from(1)
}
