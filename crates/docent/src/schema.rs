//! `docent schema`: the JSON Schemas of `docent.yaml` and `set.yaml`, for editors that complete YAML by one.

use crate::output::stdout;
use clap::{Args, ValueEnum};
use docent_rules::config_schema;
use docent_template::set::MANIFEST_SCHEMA;
use std::borrow::Cow;
use std::io::Write;
use std::process::ExitCode;

/// Print the JSON Schema of docent.yaml, or of the set.yaml of a template set.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The file that the schema describes.
    #[arg(value_enum, default_value_t = Settings::Config)]
    file: Settings,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Settings {
    /// docent.yaml
    Config,
    /// set.yaml
    Set,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let schema = match arguments.file {
        Settings::Config => Cow::from(config_schema()),
        Settings::Set => MANIFEST_SCHEMA.into(),
    };
    let mut out = stdout();
    out.write_all(schema.as_bytes())?;
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}
