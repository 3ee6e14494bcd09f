//! Writing a file in one step: whoever reads it sees the old text or the new one, never a half.

use docent_site::discover::plain_error;
use std::fs;
use std::io::Write;
use std::path::Path;

/// Replaces the text of a file that holds `old`. Its permissions stay, its owner where the system allows it; of a symbolic
/// link the file it leads to is replaced. The error says in words why nothing was written.
pub(crate) fn replace_file(path: &Path, old: &str, new: &str) -> Result<(), String> {
    replace(path, old, new).map_err(|error| plain_error(&error))
}

fn replace(path: &Path, old: &str, new: &str) -> std::io::Result<()> {
    let target = fs::canonicalize(path)?;
    let metadata = fs::metadata(&target)?;
    if metadata.permissions().readonly() {
        return Err(std::io::Error::other("it is read-only"));
    }
    let folder = target.parent().unwrap_or(Path::new("."));
    let mut file = tempfile::Builder::new().prefix(".docent-").tempfile_in(folder)?;
    file.write_all(new.as_bytes())?;
    keep_owner(file.path(), &metadata);
    file.as_file().set_permissions(metadata.permissions())?;
    file.as_file().sync_all()?;
    if fs::read(&target)? != old.as_bytes() {
        return Err(std::io::Error::other("it was changed by somebody else meanwhile"));
    }
    file.persist(&target)?;
    Ok(())
}

/// Only an administrator may give a file away, so that this may fail is no error.
#[cfg(unix)]
fn keep_owner(path: &Path, metadata: &fs::Metadata) {
    use std::os::unix::fs::{MetadataExt, chown};
    let _ = chown(path, Some(metadata.uid()), Some(metadata.gid()));
}

#[cfg(not(unix))]
fn keep_owner(_path: &Path, _metadata: &fs::Metadata) {}
