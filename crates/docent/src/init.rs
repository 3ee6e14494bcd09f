//! `docent init`: a first `docent.yaml` for a folder, made of what lies in it.

use crate::new_file::write_new;
use crate::output::{data_stdout, say, shown};
use anyhow::bail;
use clap::Args;
use docent_site::config::CONFIG_FILE;
use docent_site::paths::absolute;
use docent_site::setup::{configuration, words};
use docent_site::survey::survey;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

/// Set docent up for a folder.
///
/// Looks at the pages in it and writes a small docent.yaml with comments: which templates hold, what is left out. Says what it
/// found. A docent.yaml that is there already is never overwritten.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The folder; without one, the working directory.
    folder: Option<PathBuf>,

    /// Print the configuration, and write nothing.
    #[arg(long)]
    dry_run: bool,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let folder = absolute(arguments.folder.as_deref().unwrap_or(".".as_ref()));
    let file = folder.join(CONFIG_FILE);
    if !folder.is_dir() {
        bail!("{} is no folder", shown(&folder));
    }
    if !arguments.dry_run && file.symlink_metadata().is_ok() {
        bail!("{} is there already; docent init overwrites nothing", shown(&file));
    }
    let found = survey(&folder);
    let text = configuration(&found);
    if arguments.dry_run {
        let mut out = data_stdout();
        out.write_all(text.as_bytes())?;
        out.flush()?;
    } else {
        write_new(&file, &text, "docent init")?;
        say(&format!("wrote {}", shown(&file)));
    }
    say("found:");
    for line in words(&found) {
        say(&format!("  {line}"));
    }
    Ok(ExitCode::SUCCESS)
}
