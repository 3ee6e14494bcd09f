//! `docent mv`: moves a page, a file or a folder; links follow, and the old addresses become redirects.

use crate::files::Sites;
use crate::output::{count, say, shown, stdout};
use crate::progress::Progress;
use crate::replace_file::replace_file;
use crate::site_index::Indexes;
use crate::unified_diff::write_diff;
use anyhow::{Context, bail};
use clap::Args;
use docent_ide::rename::{FileMove, move_files};
use docent_site::Site;
use docent_site::discover::{plain_error, read_text};
use docent_site::root::absolute;
use docent_syntax::text::apply_edits;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Move a page, and have every link follow.
///
/// Moves a page, another file, or a folder inside its site. Links that lead there are changed, links that stand there go on
/// leading where they did, and a page whose address changes keeps the old one as a redirect.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// A page, another file, or a folder.
    #[arg(value_name = "OLD")]
    old: PathBuf,

    /// Its new path, or a folder that is there to put it into.
    #[arg(value_name = "NEW")]
    new: PathBuf,

    /// Print what would change as a unified diff, and change nothing.
    #[arg(long)]
    diff: bool,
}

/// A file whose text changes.
struct Rewritten {
    path: PathBuf,
    old: String,
    new: String,
    edits: usize,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let old = absolute(&arguments.old);
    if !old.exists() {
        bail!("cannot find {}", arguments.old.display());
    }
    let new = new_path(&old, &arguments.new)?;
    let site = Sites::default().of_file(&old);
    let rewritten = follow(&site, &old, &new)?;
    if arguments.diff {
        let mut out = stdout();
        for file in &rewritten {
            write_diff(&mut out, &shown(&file.path), &file.old, &file.new)?;
        }
        out.flush()?;
        drop(out);
        say(&format!("{} would move to {}; {}", shown(&old), shown(&new), summary(&rewritten)));
        return Ok(ExitCode::SUCCESS);
    }
    write_all(&rewritten)?;
    if let Err(error) = move_to(&old, &new) {
        undo(&rewritten);
        bail!("cannot move {} to {}: {}; nothing was changed", shown(&old), shown(&new), plain_error(&error));
    }
    say(&format!("moved {} to {}; {}", shown(&old), shown(&new), summary(&rewritten)));
    Ok(ExitCode::SUCCESS)
}

fn new_path(old: &Path, named: &Path) -> anyhow::Result<PathBuf> {
    let named_folder = named.to_string_lossy().ends_with(['/', std::path::MAIN_SEPARATOR]);
    let mut new = absolute(named);
    if new.is_dir() || named_folder {
        new.push(old.file_name().context("the root of a file system cannot be moved")?);
    }
    if new == old {
        bail!("{} lies there already", shown(old));
    }
    if new.starts_with(old) {
        bail!("{} cannot be moved into itself", shown(old));
    }
    // On a file system that does not tell case apart, the new name may be the old one in another case.
    let is_same_file = || std::fs::canonicalize(old).ok() == std::fs::canonicalize(&new).ok();
    if new.exists() && !is_same_file() {
        bail!("there is {} already", shown(&new));
    }
    Ok(new)
}

/// What is to be written so that links follow.
fn follow(site: &Site, old: &Path, new: &Path) -> anyhow::Result<Vec<Rewritten>> {
    let Some(root) = &site.root else {
        bail!("{} lies in no site: there is no docent.yaml, _config.yml or .git above it", shown(old));
    };
    if old == root || !new.starts_with(root) {
        bail!("{} would leave its site, {}: its links could not follow", shown(old), shown(root));
    }
    let progress = Progress::default();
    let indexes = Indexes::of_site(site, &progress);
    drop(progress);
    let Some(index) = indexes.of(site) else { return Ok(Vec::new()) };
    let moves = [FileMove { from: site.relative(old), to: site.relative(new) }];
    let read = |path: &str| read_text(&root.join(path)).ok();
    let edits = move_files(index, &moves, &read).map_err(anyhow::Error::msg)?;
    let mut rewritten = Vec::new();
    for (path, edits) in edits.files {
        let path = root.join(path);
        let old = read_text(&path).map_err(|error| anyhow::anyhow!("cannot read {}: {error}", shown(&path)))?;
        let new = apply_edits(&old, &edits);
        let new = new.with_context(|| format!("{} was changed by somebody else meanwhile", shown(&path)))?;
        rewritten.push(Rewritten { path, old, new, edits: edits.len() });
    }
    Ok(rewritten)
}

/// All files, or none.
fn write_all(rewritten: &[Rewritten]) -> anyhow::Result<()> {
    for (number, file) in rewritten.iter().enumerate() {
        if let Err(error) = replace_file(&file.path, &file.old, &file.new) {
            undo(&rewritten[..number]);
            bail!("cannot write {}: {error}; nothing was changed", shown(&file.path));
        }
    }
    Ok(())
}

fn undo(rewritten: &[Rewritten]) {
    for file in rewritten {
        if let Err(error) = replace_file(&file.path, &file.new, &file.old) {
            say(&format!("docent: cannot take back the change of {}: {error}", shown(&file.path)));
        }
    }
}

fn move_to(old: &Path, new: &Path) -> std::io::Result<()> {
    if let Some(folder) = new.parent() {
        std::fs::create_dir_all(folder)?;
    }
    std::fs::rename(old, new)
}

fn summary(rewritten: &[Rewritten]) -> String {
    let edits = rewritten.iter().map(|file| file.edits).sum();
    match edits {
        0 => "no link had to follow".to_owned(),
        edits => format!("{} in {}", count(edits, "change"), count(rewritten.len(), "file")),
    }
}
