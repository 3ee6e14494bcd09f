//! A folder with files, and the binary run in it.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

/// A page of the embedded set in which nothing is wrong.
pub(crate) const CLEAN: &str = "---\npagename: Delete A Phrase\nsitesection: Documents\ncategoryname: Content Tools\n\
    documentname: Phrase Book API\nsubfoldername: Methods\npermalink: phrase-book-api-methods-delete-a-phrase.html\n\
    indicator: chat\n---\n\nDeletes a phrase.\n";

pub(crate) struct Folder {
    folder: TempDir,
}

/// What a run came to.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Folder {
    pub(crate) fn new(files: &[(&str, &str)]) -> Folder {
        let folder = Folder { folder: tempfile::tempdir().expect("a folder") };
        for (path, text) in files {
            folder.write(path, text.as_bytes());
        }
        folder
    }

    pub(crate) fn path(&self, below: &str) -> PathBuf {
        self.folder.path().join(below)
    }

    pub(crate) fn write(&self, path: &str, bytes: &[u8]) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, bytes).expect("a file");
    }

    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).expect("a text")
    }

    /// Runs `docent` with these arguments, in this folder.
    pub(crate) fn run(&self, arguments: &[&str]) -> Run {
        self.run_with_input(arguments, b"")
    }

    pub(crate) fn run_with_input(&self, arguments: &[&str], input: &[u8]) -> Run {
        let mut child = command(self.folder.path(), arguments).spawn().expect("docent starts");
        let mut stdin = child.stdin.take().expect("a pipe");
        // A run that does not read its input closes the pipe, which is no error here.
        let _ = stdin.write_all(input);
        drop(stdin);
        Run::of(child.wait_with_output().expect("docent ends"))
    }
}

/// The binary, ready to start in `folder`, with all three streams as pipes.
pub(crate) fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_docent"));
    command.args(arguments).current_dir(folder).env_remove("NO_COLOR").env_remove("CLICOLOR_FORCE");
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

impl Run {
    pub(crate) fn of(output: Output) -> Run {
        Run {
            code: output.status.code(),
            stdout: String::from_utf8(output.stdout).expect("UTF-8 on stdout"),
            stderr: String::from_utf8(output.stderr).expect("UTF-8 on stderr"),
        }
    }

    /// What stands on standard error, without the lines about what was looked at.
    pub(crate) fn summary(&self) -> &str {
        match self.stderr.find("Checked ").and_then(|at| Some(at + self.stderr.get(at..)?.find('\n')? + 1)) {
            Some(end) => &self.stderr[end..],
            None => &self.stderr,
        }
    }

    /// The standard output as JSON.
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }
}
