//! The language server: open documents, their order, their encodings, and what is published about them.
//!
//! The only crate that knows LSP types. It decides nothing about pages: findings and fixes come from `docent-ide`.
//! Logs through `tracing`; where the log goes is the binary's business (never stdout, which belongs to the protocol).

use std::process::ExitCode;

/// What the command line decides about the server.
#[derive(Debug, Clone, Default)]
pub struct ServerOptions {
    /// The process to leave with, as some clients pass it (`--clientProcessId`); `initialize` may name one as well.
    pub client_process_id: Option<u32>,
}

/// Serves one client over stdin and stdout until it says `exit`, closes its end, or is gone.
///
/// The exit code is 0 after `shutdown`, else 1, as the protocol has it.
pub fn run_stdio(_options: ServerOptions) -> ExitCode {
    ExitCode::from(1)
}
