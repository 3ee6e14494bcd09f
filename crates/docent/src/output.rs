//! What docent says: results to stdout, everything about the run itself to stderr, in one voice.

use std::io::{self, BufWriter, Write};
use std::path::{Component, Path, PathBuf};

/// Exit code: something was found.
pub(crate) const FOUND: u8 = 1;
/// Exit code: docent could not do what it was asked to.
pub(crate) const COULD_NOT_RUN: u8 = 2;

/// Standard output, buffered; colours are left out where they are not wanted.
pub(crate) fn stdout() -> impl Write {
    BufWriter::new(anstream::stdout().lock())
}

/// `docent: …` to stderr.
pub(crate) fn complain(message: &str) {
    say(&format!("docent: {message}"));
}

/// A line to stderr. That nobody reads it is no reason to stop.
pub(crate) fn say(line: &str) {
    let _ = writeln!(anstream::stderr().lock(), "{line}");
}

/// Whether an error came about because nobody reads the output any more.
pub(crate) fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        cause.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
            || cause
                .downcast_ref::<serde_json::Error>()
                .is_some_and(|error| error.io_error_kind() == Some(io::ErrorKind::BrokenPipe))
    })
}

/// An absolute path as it is shown: from the working directory, with `/`.
pub(crate) fn shown(path: &Path) -> String {
    let from = std::env::current_dir().unwrap_or_default();
    let relative = relative_to(path, &from);
    let text = relative.to_string_lossy();
    if std::path::MAIN_SEPARATOR == '/' { text.into_owned() } else { text.replace(std::path::MAIN_SEPARATOR, "/") }
}

/// `path` from the folder `from`, both absolute; unchanged where no relative path leads there.
fn relative_to(path: &Path, from: &Path) -> PathBuf {
    let mut path_parts = path.components().peekable();
    let mut from_parts = from.components().peekable();
    if path_parts.peek() != from_parts.peek() || !path.is_absolute() {
        return path.to_owned();
    }
    while path_parts.peek().is_some() && path_parts.peek() == from_parts.peek() {
        path_parts.next();
        from_parts.next();
    }
    let relative: PathBuf = from_parts.map(|_| Component::ParentDir).chain(path_parts).collect();
    if relative.as_os_str().is_empty() { PathBuf::from(".") } else { relative }
}

/// `1 page`, `2 pages`.
pub(crate) fn count(number: usize, noun: &str) -> String {
    if number == 1 { format!("1 {noun}") } else { format!("{number} {noun}s") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_shown_from_the_working_directory() {
        let relative = |path: &str, from: &str| relative_to(Path::new(path), Path::new(from)).display().to_string();
        assert_eq!(relative("/a/b/c.md", "/a/b"), "c.md");
        assert_eq!(relative("/a/x/c.md", "/a/b"), "../x/c.md");
        assert_eq!(relative("/a/b", "/a/b"), ".");
    }
}
