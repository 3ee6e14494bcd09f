//! `docent schema`: the JSON Schema of `docent.yaml`, for editors that complete YAML by one.

use crate::output::stdout;
use clap::Args;
use docent_site::config_schema::CONFIG_SCHEMA;
use std::io::Write;
use std::process::ExitCode;

/// Print the JSON Schema of docent.yaml.
#[derive(Debug, Args)]
pub(crate) struct Arguments {}

pub(crate) fn run(_: &Arguments) -> anyhow::Result<ExitCode> {
    let mut out = stdout();
    out.write_all(CONFIG_SCHEMA.as_bytes())?;
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}
