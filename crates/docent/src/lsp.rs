//! `docent lsp`: the language server, and where its log goes.

use anyhow::Context;
use clap::{Args, ValueEnum};
use docent_server::ServerOptions;
use docent_syntax::printable;
use std::fs::OpenOptions;
use std::io::{self, Write};
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
        None => log.with_writer(|| PrintableLog(std::io::stderr())).init(),
        Some(path) => {
            let file = OpenOptions::new().create(true).append(true).open(path);
            let file = file.with_context(|| format!("cannot write the log {}", path.display()))?;
            log.with_writer(Mutex::new(PrintableLog(file))).init();
        }
    }
    Ok(())
}

/// A log of one line for each event: what comes from a site neither begins a line nor moves a terminal's cursor.
struct PrintableLog<W>(W);

impl<W: Write> Write for PrintableLog<W> {
    /// An event is written as a whole.
    fn write(&mut self, event: &[u8]) -> io::Result<usize> {
        let text = String::from_utf8_lossy(event);
        let (text, ending) = text.strip_suffix('\n').map_or((&*text, ""), |text| (text, "\n"));
        self.0.write_all(format!("{}{ending}", printable(text)).as_bytes())?;
        Ok(event.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_is_one_line_of_text() {
        let mut log = PrintableLog(Vec::new());
        log.write_all(b"WARN cannot read a\x1b[31m\nERROR forged.md\n").expect("a vector takes it");
        assert_eq!(log.0, b"WARN cannot read a\\u{1b}[31m\\nERROR forged.md\n");
    }
}
