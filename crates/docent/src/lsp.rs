//! `docent lsp`: the language server, and where its log goes.

use anyhow::Context;
use clap::{Args, ValueEnum};
use docent_server::ServerOptions;
use std::fs::OpenOptions;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Mutex;
use tracing_subscriber::EnvFilter;

/// Serve an editor: the language server protocol over standard input and output.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// Append the log to this file instead of writing it to standard error.
    #[arg(long, value_name = "FILE")]
    log: Option<PathBuf>,

    /// How much is logged. The variable DOCENT_LOG, if set, says it in more detail.
    #[arg(long, value_enum, default_value_t = LogLevel::Warn, value_name = "LEVEL")]
    log_level: LogLevel,

    /// Accepted because many clients pass it: standard input and output are what docent uses in any case.
    #[arg(long, hide = true)]
    stdio: bool,

    /// End when the process with this id ends.
    #[arg(long = "clientProcessId", alias = "client-process-id", value_name = "PID", hide = true)]
    client_process_id: Option<u32>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum LogLevel {
    Off,
    Error,
    Warn,
    Info,
    Debug,
    Trace,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    start_log(arguments)?;
    Ok(docent_server::run_stdio(ServerOptions { client_process_id: arguments.client_process_id }))
}

fn start_log(arguments: &Arguments) -> anyhow::Result<()> {
    let level = match arguments.log_level {
        LogLevel::Off => "off",
        LogLevel::Error => "error",
        LogLevel::Warn => "warn",
        LogLevel::Info => "info",
        LogLevel::Debug => "debug",
        LogLevel::Trace => "trace",
    };
    let filter = EnvFilter::try_from_env("DOCENT_LOG").unwrap_or_else(|_| EnvFilter::new(level));
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_ansi(false);
    match &arguments.log {
        None => log.with_writer(std::io::stderr).init(),
        Some(path) => {
            let file = OpenOptions::new().create(true).append(true).open(path);
            let file = file.with_context(|| format!("cannot write the log {}", path.display()))?;
            log.with_writer(Mutex::new(file)).init();
        }
    }
    Ok(())
}
