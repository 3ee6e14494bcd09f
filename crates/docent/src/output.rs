//! What docent says: results to stdout, everything about the run itself to stderr, in one voice. Names, keys and messages come
//! from the site that is checked, so what is written to people goes through [`printable()`].

use docent_site::read::plain_error;
use docent_syntax::{printable, printable_lines};
use std::io::{self, BufWriter, ErrorKind, IsTerminal, Write};
use std::path::{Component, Path, PathBuf};

/// Exit code: something was found.
pub(crate) const FOUND: u8 = 1;
/// Exit code: docent could not run.
pub(crate) const COULD_NOT_RUN: u8 = 2;

/// Standard output for people, buffered; colours are left out where the terminal or the user has none. A reader that goes away is no
/// error: the run goes on without output, since its exit code still counts. Text of a site is escaped before it is written.
pub(crate) fn stdout() -> impl Write {
    BufWriter::new(UntilClosed::new(anstream::stdout().lock()))
}

/// Standard output for programs and files, byte for byte. Only on a terminal control characters are escaped.
pub(crate) fn data_stdout() -> impl Write {
    let stdout = io::stdout().lock();
    let is_escaped = stdout.is_terminal();
    Data { is_escaped, out: BufWriter::new(UntilClosed::new(stdout)) }
}

/// How wide the output for people may be, in columns; without a terminal as wide as most people read.
pub(crate) fn columns() -> usize {
    terminal_size::terminal_size().map_or(120, |(width, _)| usize::from(width.0).max(40))
}

/// `docent: …` to stderr.
pub(crate) fn complain(message: &str) {
    say(&format!("docent: {message}"));
}

/// A line to stderr. That nothing reads it is no reason to stop.
pub(crate) fn say(line: &str) {
    let _ = writeln!(anstream::stderr().lock(), "{}", printable(line));
}

/// Drops what is written after the reader has gone away.
struct UntilClosed<W> {
    out: W,
    is_closed: bool,
}

impl<W> UntilClosed<W> {
    fn new(out: W) -> UntilClosed<W> {
        UntilClosed { out, is_closed: false }
    }

    fn unless_closed<T>(&mut self, result: io::Result<T>, dropped: T) -> io::Result<T> {
        match result {
            Err(error) if error.kind() == ErrorKind::BrokenPipe => {
                self.is_closed = true;
                Ok(dropped)
            }
            Err(error) if error.kind() != ErrorKind::Interrupted => {
                Err(io::Error::new(error.kind(), format!("cannot write to standard output: {}", plain_error(&error))))
            }
            other => other,
        }
    }
}

impl<W: Write> Write for UntilClosed<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.is_closed {
            return Ok(bytes.len());
        }
        let result = self.out.write(bytes);
        self.unless_closed(result, bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.is_closed {
            return Ok(());
        }
        let result = self.out.flush();
        self.unless_closed(result, ())
    }
}

/// Text that is written piece by piece, each of whole characters.
struct Data<W> {
    is_escaped: bool,
    out: W,
}

impl<W: Write> Write for Data<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self.is_escaped {
            true => self.out.write_all(printable_lines(&String::from_utf8_lossy(bytes)).as_bytes())?,
            false => self.out.write_all(bytes)?,
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
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

    /// Fails with this error from the second write on.
    struct Failing(ErrorKind, usize);

    impl Write for Failing {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.1 += 1;
            if self.1 > 1 { Err(self.0.into()) } else { Ok(bytes.len()) }
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_reader_that_goes_away_is_no_error_and_a_full_disk_is_one() {
        let mut closed = UntilClosed::new(Failing(ErrorKind::BrokenPipe, 0));
        for _ in 0..4 {
            closed.write_all(b"x").expect("it is dropped");
        }
        assert_eq!(closed.out.1, 2, "nothing is written after it");
        let mut full = UntilClosed::new(Failing(ErrorKind::StorageFull, 0));
        full.write_all(b"x").expect("it fits");
        let error = full.write_all(b"x").expect_err("the disk is full");
        assert!(error.to_string().starts_with("cannot write to standard output: "), "{error}");
    }

    #[test]
    fn data_is_escaped_on_a_terminal_only() {
        for (is_escaped, expected) in [(true, "a\\u{1b}\tb\r\n"), (false, "a\u{1b}\tb\r\n")] {
            let mut data = Data { is_escaped, out: Vec::new() };
            data.write_all("a\u{1b}\tb\r\n".as_bytes()).expect("a vector takes it");
            assert_eq!(String::from_utf8(data.out).expect("text"), expected);
        }
    }

    #[test]
    fn paths_are_shown_from_the_working_directory() {
        let relative = |path: &str, from: &str| relative_to(Path::new(path), Path::new(from)).display().to_string();
        assert_eq!(relative("/a/b/c.md", "/a/b"), "c.md");
        assert_eq!(relative("/a/x/c.md", "/a/b"), "../x/c.md");
        assert_eq!(relative("/a/b", "/a/b"), ".");
    }
}
