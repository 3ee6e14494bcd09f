//! Reading files: the one place where docent opens a file of a site. A site may come from anywhere, so what is read must be a
//! regular file, of a bounded size; a FIFO, a device or a socket would block for ever, never end, or act on being opened.

use crate::paths::absolute;
use docent_syntax::work::{Work, count};
use std::fs::{File, FileType, Metadata, OpenOptions};
use std::io::Read;
use std::path::{Path, PathBuf};

/// The largest page that is read from disk, in bytes.
pub const MAX_PAGE_BYTES: u64 = 64 << 20;

/// The largest configuration, template or navigation file, in bytes.
pub const MAX_SETUP_BYTES: u64 = 16 << 20;

/// Why [`read_site_file`] does not read a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReadError {
    /// Nothing has this name.
    Missing,
    /// Symbolic links or `..` lead to a file outside of the site.
    LeadsOut,
    /// The reason in words that follow the file's name and a colon.
    Unreadable(String),
}

impl std::fmt::Display for ReadError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            ReadError::Missing => f.write_str("no such file or directory"),
            ReadError::LeadsOut => f.write_str("it leads out of the site"),
            ReadError::Unreadable(reason) => f.write_str(reason),
        }
    }
}

/// Reads a page, or any file that the user names, as text. The error says in words what is wrong: that it cannot be read, that it is
/// not a regular file, that it is not UTF-8 and where, or that it is larger than [`MAX_PAGE_BYTES`]. Symbolic links are followed.
pub fn read_text(path: &Path) -> Result<String, String> {
    let bytes = read_regular(path, MAX_PAGE_BYTES)?;
    text_of(bytes)
}

/// Reads a file that says how a site is read: its configuration, a template, its navigation. It must be a file inside `root`, also
/// when symbolic links are resolved, of at most [`MAX_SETUP_BYTES`].
pub fn read_site_file(root: &Path, path: &Path) -> Result<String, ReadError> {
    let file = resolve_inside(root, path)?;
    let bytes = read_regular(&file, MAX_SETUP_BYTES).map_err(ReadError::Unreadable)?;
    text_of(bytes).map_err(ReadError::Unreadable)
}

/// `path` with symbolic links resolved, if that leads to something inside `root`.
pub(crate) fn resolve_inside(root: &Path, path: &Path) -> Result<PathBuf, ReadError> {
    let unreadable = |error: std::io::Error| ReadError::Unreadable(plain_error(&error));
    let resolved = match std::fs::canonicalize(path) {
        Ok(resolved) => resolved,
        // A dangling link is there, and docent does not know where it means to lead.
        Err(error) if error.kind() == std::io::ErrorKind::NotFound && path.symlink_metadata().is_err() => {
            let is_inside = absolute(path).starts_with(root);
            return Err(if is_inside { ReadError::Missing } else { ReadError::LeadsOut });
        }
        Err(error) => return Err(unreadable(error)),
    };
    let root = std::fs::canonicalize(root).map_err(unreadable)?;
    if resolved.starts_with(root) { Ok(resolved) } else { Err(ReadError::LeadsOut) }
}

/// Whether the regular file at `path` begins with `start`; reads no more than that.
pub(crate) fn begins_with(path: &Path, start: &[u8]) -> bool {
    let Ok((file, _)) = open_regular(path) else { return false };
    let mut bytes = Vec::with_capacity(start.len());
    file.take(start.len() as u64).read_to_end(&mut bytes).is_ok() && bytes == start
}

/// The bytes of a regular file; the error is in words.
pub(crate) fn read_regular(path: &Path, max_bytes: u64) -> Result<Vec<u8>, String> {
    let too_large = || format!("it is larger than {} MiB", max_bytes >> 20);
    let (file, metadata) = open_regular(path)?;
    if metadata.len() > max_bytes {
        return Err(too_large());
    }
    let mut bytes = Vec::with_capacity(metadata.len() as usize + 1);
    // The file may grow while it is read, and those of /proc do not say how long they are.
    file.take(max_bytes + 1).read_to_end(&mut bytes).map_err(|error| plain_error(&error))?;
    if bytes.len() as u64 > max_bytes { Err(too_large()) } else { Ok(bytes) }
}

/// Looks first, since opening alone may block or have effects (a FIFO, a tape drive), and checks what was opened, since it
/// may have been replaced in between.
fn open_regular(path: &Path) -> Result<(File, Metadata), String> {
    count(Work::FilesRead, 1);
    let in_words = |error: std::io::Error| plain_error(&error);
    is_regular(std::fs::metadata(path).map_err(in_words)?.file_type())?;
    let mut options = OpenOptions::new();
    options.read(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.custom_flags(rustix::fs::OFlags::NONBLOCK.bits() as i32);
    }
    let file = options.open(path).map_err(in_words)?;
    let metadata = file.metadata().map_err(in_words)?;
    is_regular(metadata.file_type())?;
    Ok((file, metadata))
}

fn is_regular(kind: FileType) -> Result<(), String> {
    if kind.is_file() {
        return Ok(());
    }
    Err(if kind.is_dir() {
        "it is a folder".to_owned()
    } else {
        format!("it is {}, not a regular file", special(kind))
    })
}

#[cfg(unix)]
fn special(kind: FileType) -> &'static str {
    use std::os::unix::fs::FileTypeExt;
    match kind {
        kind if kind.is_fifo() => "a named pipe",
        kind if kind.is_socket() => "a socket",
        _ => "a device",
    }
}

#[cfg(not(unix))]
fn special(_kind: FileType) -> &'static str {
    "a special file"
}

/// Bytes as text; the error says in words that they are not UTF-8, or too many for 32-bit offsets.
pub fn text_of(bytes: Vec<u8>) -> Result<String, String> {
    if bytes.len() >= u32::MAX as usize {
        return Err("it is larger than 4 GiB".to_owned());
    }
    String::from_utf8(bytes).map_err(|error| {
        let before = error.as_bytes().get(..error.utf8_error().valid_up_to()).unwrap_or_default();
        let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
        format!("it is not UTF-8 (line {line})")
    })
}

/// An I/O error without the number that the system gives it.
pub fn plain_error(error: &std::io::Error) -> String {
    let text = error.to_string();
    match text.find(" (os error") {
        Some(at) => text[..at].to_lowercase(),
        None => text,
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::os::unix::fs::symlink;

    #[test]
    fn only_regular_files_inside_the_site_are_read() {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path().join("site");
        std::fs::create_dir_all(root.join("deep")).expect("a folder");
        std::fs::write(root.join("a"), "text").expect("a file");
        std::fs::write(folder.path().join("outside"), "secret").expect("a file");
        let link = |name: &str, to: &str| symlink(to, root.join(name)).expect("a link");
        link("inside-link", "a");
        link("deep/inside-link", "../a");
        link("outside-link", "../outside");
        link("zero", "/dev/zero");
        link("dangling", "gone");
        link("loop", "loop");
        link("folder-link", "..");
        std::os::unix::net::UnixListener::bind(root.join("socket")).expect("a socket");
        assert!(std::process::Command::new("mkfifo").arg(root.join("fifo")).status().expect("mkfifo").success());
        let shown = |name: &str| read_site_file(&root, &root.join(name)).map_err(|error| error.to_string());
        let refused = |reason: &str| Err(reason.to_owned());
        for name in ["a", "inside-link", "deep/inside-link", "deep/../a"] {
            assert_eq!(shown(name), Ok("text".to_owned()), "{name}");
        }
        for name in ["outside-link", "zero", "../outside", "/dev/zero", "folder-link/outside", "../gone"] {
            assert_eq!(shown(name), refused("it leads out of the site"), "{name}");
        }
        assert_eq!(shown("deep"), refused("it is a folder"));
        assert_eq!(shown("fifo"), refused("it is a named pipe, not a regular file"));
        assert_eq!(shown("socket"), refused("it is a socket, not a regular file"));
        assert_eq!(shown("dangling"), refused("no such file or directory"));
        assert!(shown("loop").is_err());
        assert_eq!(read_site_file(&root, &root.join("gone")), Err(ReadError::Missing));
        // A site that is reached through a link is read as well.
        symlink(&root, folder.path().join("site-link")).expect("a link");
        let by_link = folder.path().join("site-link");
        assert_eq!(read_site_file(&by_link, &by_link.join("a")), Ok("text".to_owned()));
        assert_eq!(read_text(Path::new("/dev/zero")), refused("it is a device, not a regular file"));
    }

    #[test]
    fn large_files_are_refused() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("large");
        let sparse = File::create(&file).expect("a file");
        sparse.set_len(MAX_SETUP_BYTES).expect("it grows");
        assert!(read_site_file(folder.path(), &file).is_ok());
        sparse.set_len(MAX_SETUP_BYTES + 1).expect("it grows");
        let refused = ReadError::Unreadable("it is larger than 16 MiB".to_owned());
        assert_eq!(read_site_file(folder.path(), &file), Err(refused));
        sparse.set_len(1 << 40).expect("it grows");
        assert_eq!(read_text(&file), Err("it is larger than 64 MiB".to_owned()));
    }
}
