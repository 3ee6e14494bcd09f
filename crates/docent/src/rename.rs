//! Renaming a file or folder without overwriting anything.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::Path;

/// Moves `from` to `to`; an error where something, if only a dangling symbolic link, has this name already. Another case
/// of the same name is no other name where the file system does not tell case apart.
pub(crate) fn rename_without_overwriting(from: &Path, to: &Path) -> io::Result<()> {
    if is_same_entry(from, to) {
        return fs::rename(from, to);
    }
    match rename_if_free(from, to) {
        Some(result) => result,
        None if to.symlink_metadata().is_ok() => Err(ErrorKind::AlreadyExists.into()),
        None => fs::rename(from, to),
    }
}

/// Whether both name the same entry of a folder.
pub(crate) fn is_same_entry(from: &Path, to: &Path) -> bool {
    let is_link = |path: &Path| path.symlink_metadata().is_ok_and(|metadata| metadata.is_symlink());
    let resolved = |path: &Path| fs::canonicalize(path).ok();
    !is_link(from) && !is_link(to) && resolved(from).is_some_and(|from| resolved(to) == Some(from))
}

/// In one step; `None` where the system or the file system cannot.
#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
fn rename_if_free(from: &Path, to: &Path) -> Option<io::Result<()>> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    use rustix::io::Errno;
    match renameat_with(CWD, from, CWD, to, RenameFlags::NOREPLACE) {
        Err(Errno::NOSYS | Errno::INVAL | Errno::NOTSUP) => None,
        other => Some(other.map_err(io::Error::from)),
    }
}

#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
fn rename_if_free(_from: &Path, _to: &Path) -> Option<io::Result<()>> {
    None
}
