//! `docent init`: a first `docent.yaml` for a folder, made of what lies in it.

use crate::output::{say, shown, stdout};
use anyhow::bail;
use clap::Args;
use docent_site::config::CONFIG_FILE;
use docent_site::discover::plain_error;
use docent_site::root::absolute;
use docent_site::setup::{configuration, words};
use docent_site::survey::survey;
use std::fs;
use std::io::{ErrorKind, Write};
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
        let mut out = stdout();
        out.write_all(text.as_bytes())?;
        out.flush()?;
    } else {
        write_new(&file, &text)?;
        say(&format!("wrote {}", shown(&file)));
    }
    say("found:");
    for line in words(&found) {
        say(&format!("  {line}"));
    }
    Ok(ExitCode::SUCCESS)
}

fn write_new(file: &std::path::Path, text: &str) -> anyhow::Result<()> {
    let name = shown(file);
    let mut created = match fs::File::create_new(file) {
        Ok(created) => created,
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            bail!("{name} is there already; docent init overwrites nothing")
        }
        Err(error) => bail!("cannot write {name}: {}", plain_error(&error)),
    };
    if let Err(error) = created.write_all(text.as_bytes()) {
        drop(created);
        // Half a configuration is worse than none.
        let _ = fs::remove_file(file);
        bail!("cannot write {name}: {}", plain_error(&error));
    }
    Ok(())
}
