//! What a file has besides its text: permissions, owner, extended attributes, further names.

use std::fs::{self, Metadata};
use std::io;
use std::path::Path;

/// Gives the file `to` all that `from`, which has this metadata, has besides its text. `false` where that is not possible.
pub(crate) fn copy_attributes(from: &Path, to: &Path, metadata: &Metadata) -> io::Result<bool> {
    if !copy_owner(to, metadata)? || !copy_extended(from, to)? {
        return Ok(false);
    }
    // Last: a change of owner resets bits of the mode.
    fs::set_permissions(to, metadata.permissions())?;
    Ok(true)
}

/// Whether the file has no other name (hard link).
#[cfg(unix)]
pub(crate) fn has_one_name(metadata: &Metadata) -> bool {
    std::os::unix::fs::MetadataExt::nlink(metadata) == 1
}

#[cfg(not(unix))]
pub(crate) fn has_one_name(_metadata: &Metadata) -> bool {
    true
}

/// What tells a file from all others, whatever its name; `None` where the system does not say.
#[cfg(unix)]
pub(crate) fn identity(metadata: &Metadata) -> Option<(u64, u64)> {
    use std::os::unix::fs::MetadataExt;
    Some((metadata.dev(), metadata.ino()))
}

#[cfg(not(unix))]
pub(crate) fn identity(_metadata: &Metadata) -> Option<(u64, u64)> {
    None
}

#[cfg(unix)]
fn copy_owner(to: &Path, metadata: &Metadata) -> io::Result<bool> {
    use std::os::unix::fs::{MetadataExt, chown};
    let own = fs::metadata(to)?;
    let is_same = (own.uid(), own.gid()) == (metadata.uid(), metadata.gid());
    // Only an administrator may give a file away.
    Ok(is_same || chown(to, Some(metadata.uid()), Some(metadata.gid())).is_ok())
}

#[cfg(not(unix))]
fn copy_owner(_to: &Path, _metadata: &Metadata) -> io::Result<bool> {
    Ok(true)
}

#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
fn copy_extended(from: &Path, to: &Path) -> io::Result<bool> {
    use rustix::fs::{XattrFlags, removexattr, setxattr};
    let (source, present) = (extended(from)?, extended(to)?);
    for (name, value) in &source {
        let is_there = present.iter().any(|(other, same)| other == name && same == value);
        if !is_there && setxattr(to, &**name, value, XattrFlags::empty()).is_err() {
            return Ok(false);
        }
    }
    // A folder can give attributes to what is created in it (a default access list).
    let is_superfluous = |name: &std::ffi::CStr| !source.iter().any(|(other, _)| **other == *name);
    Ok(present.iter().filter(|(name, _)| is_superfluous(name)).all(|(name, _)| removexattr(to, &**name).is_ok()))
}

/// Names and values; none on a file system that has no extended attributes.
#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
fn extended(path: &Path) -> io::Result<Vec<(std::ffi::CString, Vec<u8>)>> {
    use rustix::fs::{getxattr, listxattr};
    use rustix::io::Errno;
    /// As much as Linux allows.
    const MAX_BYTES: usize = 64 << 10;
    let mut names = vec![0_u8; MAX_BYTES];
    let length = match listxattr(path, &mut names[..]) {
        Ok(length) => length,
        Err(Errno::NOTSUP | Errno::NOSYS) => 0,
        Err(error) => return Err(error.into()),
    };
    let mut attributes = Vec::new();
    for name in names[..length].split(|byte| *byte == 0).filter(|name| !name.is_empty()) {
        let Ok(name) = std::ffi::CString::new(name) else { continue };
        let mut value = vec![0_u8; MAX_BYTES];
        let length = getxattr(path, &*name, &mut value[..])?;
        value.truncate(length);
        attributes.push((name, value));
    }
    Ok(attributes)
}

#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
fn copy_extended(_from: &Path, _to: &Path) -> io::Result<bool> {
    Ok(true)
}
