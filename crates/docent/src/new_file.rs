//! Writing a file that is not there yet: whole, or not at all, and never over anything.

use crate::interruption::Interruption;
use crate::output::shown;
use crate::transaction::CommitError;
use anyhow::{anyhow, bail};
use docent_site::read::plain_error;
use std::fs;
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

/// Writes `text` to `path` (absolute), whose folders are made. An error where something has this name already, if only a dangling
/// symbolic link; then, and if writing fails or is interrupted, nothing is left behind. `command` is named in messages.
pub(crate) fn write_new(path: &Path, text: &str, command: &str) -> anyhow::Result<()> {
    let name = shown(path);
    if path.symlink_metadata().is_ok() {
        bail!("{name} is there already; {command} overwrites nothing");
    }
    let interruption = Interruption::watch()?;
    let folder = path.parent().unwrap_or(Path::new("/"));
    let made = make_folders(folder)?;
    let written = match interruption.signal() {
        None => write(folder, path, text),
        Some(_) => Ok(()),
    };
    let outcome = match (written, interruption.signal()) {
        (Ok(()), None) => return Ok(()),
        (Ok(()), Some(signal)) => {
            let _ = fs::remove_file(path);
            CommitError::Interrupted(signal, "nothing was written".to_owned()).into()
        }
        (Err(error), _) if error.kind() == ErrorKind::AlreadyExists => {
            anyhow!("{name} is there already; {command} overwrites nothing")
        }
        (Err(error), _) => anyhow!("cannot write {name}: {}", plain_error(&error)),
    };
    for folder in made.iter().rev() {
        let _ = fs::remove_dir(folder);
    }
    Err(outcome)
}

/// Gives the folders that were not there, the outermost first.
fn make_folders(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let missing: Vec<PathBuf> = folder.ancestors().take_while(|folder| !folder.is_dir()).map(Path::to_owned).collect();
    let mut made: Vec<PathBuf> = Vec::new();
    for folder in missing.into_iter().rev() {
        if let Err(error) = fs::create_dir(&folder) {
            made.iter().rev().for_each(|made| _ = fs::remove_dir(made));
            bail!("cannot make the folder {}: {}", shown(&folder), plain_error(&error));
        }
        made.push(folder);
    }
    Ok(made)
}

fn write(folder: &Path, path: &Path, text: &str) -> io::Result<()> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".docent-").suffix(".new");
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let mut file = builder.tempfile_in(folder)?;
    file.write_all(text.as_bytes())?;
    file.as_file().sync_all()?;
    match file.persist_noclobber(path) {
        Err(error) if error.error.kind() != ErrorKind::AlreadyExists => write_where_links_are_unknown(path, text),
        other => Ok(other.map(|_| ())?),
    }
}

/// On file systems on which a file cannot get its name only when it is complete.
fn write_where_links_are_unknown(path: &Path, text: &str) -> io::Result<()> {
    let mut file = fs::File::create_new(path)?;
    file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).inspect_err(|_| _ = fs::remove_file(path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_written_once() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a/b/c.md");
        write_new(&path, "one", "docent new").expect("it is written");
        let error = write_new(&path, "two", "docent new").expect_err("it is there");
        assert!(error.to_string().ends_with("is there already; docent new overwrites nothing"), "{error}");
        assert_eq!(fs::read_to_string(&path).expect("a text"), "one");
        assert_eq!(fs::read_dir(folder.path().join("a/b")).expect("a folder").count(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn a_dangling_link_is_there_and_what_fails_leaves_no_folder() {
        let folder = tempfile::tempdir().expect("a folder");
        let link = folder.path().join("link.md");
        std::os::unix::fs::symlink(folder.path().join("gone.md"), &link).expect("a link");
        write_new(&link, "text", "docent new").expect_err("it is there");
        assert!(!folder.path().join("gone.md").exists());
        // A name that no file can have.
        let long = folder.path().join(format!("new/{}.md", "x".repeat(300)));
        write_new(&long, "text", "docent new").expect_err("the name is too long");
        assert!(!folder.path().join("new").exists());
    }
}
