//! `docent mv`: moves a page, a file or a folder; links follow, and the old addresses become redirects.

use crate::files::Sites;
use crate::output::{count, data_stdout, say, shown};
use crate::progress::Progress;
use crate::rename::is_same_entry;
use crate::site_index::Indexes;
use crate::transaction::{Relocation, TextChange, commit};
use crate::unified_diff::write_diff;
use anyhow::{Context, bail};
use clap::Args;
use docent_ide::rename::FileMove;
use docent_ide::rename::move_files;
use docent_site::Site;
use docent_site::paths::absolute;
use docent_site::placement::{NotInSite, passed_by, place_in_site};
use docent_site::read::{plain_error, read_text};
use docent_site::root::marks_in_words;
use docent_syntax::text::apply_edits;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Move a page, and have every link follow.
///
/// Moves a page, another file, or a folder inside its site. Links that lead there are changed, links that stand there go on
/// leading where they did, and a page whose address changes keeps the old one as a redirect. All of this happens, or, if a file
/// cannot be written or docent is interrupted, nothing.
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
    match old.symlink_metadata() {
        Err(error) if error.kind() == ErrorKind::NotFound => bail!("cannot find {}", arguments.old.display()),
        Err(error) => bail!("cannot move {}: {}", arguments.old.display(), plain_error(&error)),
        Ok(metadata) if metadata.is_symlink() => {
            bail!("{} is a symbolic link; move the file that it leads to", shown(&old))
        }
        Ok(_) => {}
    }
    let new = new_path(&old, &arguments.new)?;
    let site = Sites::default().of_file(&old);
    let (old, new) = (place(&site, &old, &old)?, place(&site, &old, &new)?);
    require_free(&old, &new)?;
    require_part_of_site(&site, &old, &new)?;
    let rewritten = follow(&site, &old, &new)?;
    if arguments.diff {
        let mut out = data_stdout();
        for file in &rewritten {
            write_diff(&mut out, &shown(&file.path), &file.old, &file.new)?;
        }
        out.flush()?;
        say(&format!("{} would move to {}; {}", shown(&old), shown(&new), summary(&rewritten)));
        return Ok(ExitCode::SUCCESS);
    }
    let changes: Vec<TextChange<'_>> =
        rewritten.iter().map(|file| TextChange { path: &file.path, old: &file.old, new: &file.new }).collect();
    let real = std::fs::canonicalize(&old).with_context(|| format!("cannot move {}", shown(&old)))?;
    let real_new = resolved(&new)?;
    commit(&changes, Some(Relocation { from: &real, to: &real_new }))?;
    say(&format!("moved {} to {}; {}", shown(&old), shown(&new), summary(&rewritten)));
    Ok(ExitCode::SUCCESS)
}

fn new_path(old: &Path, named: &Path) -> anyhow::Result<PathBuf> {
    let named_folder = named.to_string_lossy().ends_with(['/', std::path::MAIN_SEPARATOR]);
    let mut new = absolute(named);
    if new.is_dir() || named_folder {
        new.push(old.file_name().context("the root of a file system cannot be moved")?);
    }
    Ok(new)
}

/// Where `path` lies in the site, symbolic links resolved.
fn place(site: &Site, old: &Path, path: &Path) -> anyhow::Result<PathBuf> {
    let place = place_in_site(site, path).map_err(|reason| match (reason, &site.root) {
        (NotInSite::NoRoot, _) | (_, None) => {
            anyhow::anyhow!("{} lies in no site: there is no {} above it", shown(old), marks_in_words())
        }
        (NotInSite::Outside, Some(root)) if path == old => {
            anyhow::anyhow!("{} lies outside of the site {}, behind a symbolic link", shown(old), shown(root))
        }
        (NotInSite::Outside, Some(root)) => leaves_site(old, root),
        (NotInSite::OtherSite(other), Some(root)) => anyhow::anyhow!(
            "{} would leave its site, {}, for {}, which is a site of its own: its links could not follow",
            shown(old),
            shown(root),
            shown(&other)
        ),
        (NotInSite::NoFolder(folder), _) => anyhow::anyhow!("{} is no folder", shown(&folder)),
    })?;
    match &site.root {
        Some(root) if place == *root => Err(leaves_site(old, root)),
        _ => Ok(place),
    }
}

fn leaves_site(old: &Path, root: &Path) -> anyhow::Error {
    anyhow::anyhow!("{} would leave its site, {}: its links could not follow", shown(old), shown(root))
}

fn require_free(old: &Path, new: &Path) -> anyhow::Result<()> {
    if new == old {
        bail!("{} lies there already", shown(old));
    }
    if new.starts_with(old) {
        bail!("{} cannot be moved into itself", shown(old));
    }
    // On a file system that does not tell case apart, the new name may be the old one in another case.
    if new.symlink_metadata().is_ok() && !is_same_entry(old, new) {
        bail!("there is {} already", shown(new));
    }
    Ok(())
}

/// Links would lead to nothing where docent, as the site's generator, passes by what is moved.
fn require_part_of_site(site: &Site, old: &Path, new: &Path) -> anyhow::Result<()> {
    let Some(root) = &site.root else { return Ok(()) };
    let is_folder = old.is_dir();
    match passed_by(root, new, is_folder).filter(|_| passed_by(root, old, is_folder).is_none()) {
        Some(entry) => bail!(
            "{} would leave its site: {} is ignored, hidden, or made by a tool, and its links could not follow",
            shown(old),
            shown(&entry)
        ),
        None => Ok(()),
    }
}

/// The path without symbolic links among its folders, of which some need not exist.
fn resolved(path: &Path) -> anyhow::Result<PathBuf> {
    let existing =
        path.ancestors().skip(1).find(|folder| folder.exists()).context("the root of a file system cannot be moved")?;
    let folder = std::fs::canonicalize(existing).with_context(|| format!("cannot find {}", shown(existing)))?;
    Ok(folder.join(path.strip_prefix(existing)?))
}

/// What is to be written so that links follow.
fn follow(site: &Site, old: &Path, new: &Path) -> anyhow::Result<Vec<Rewritten>> {
    let Some(root) = &site.root else { return Ok(Vec::new()) };
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
        let new = new.with_context(|| format!("{} has been changed by another program", shown(&path)))?;
        rewritten.push(Rewritten { path, old, new, edits: edits.len() });
    }
    Ok(rewritten)
}

fn summary(rewritten: &[Rewritten]) -> String {
    let edits = rewritten.iter().map(|file| file.edits).sum();
    match edits {
        0 => "no link had to follow".to_owned(),
        edits => format!("{} in {}", count(edits, "change"), count(rewritten.len(), "file")),
    }
}
