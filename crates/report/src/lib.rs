//! How findings are written: one file for each output format. Pure: findings in, text out; knows no file system, no terminal and no
//! exit code.

mod concise;
mod json;
pub mod places;
mod text;

use docent_rules::Finding;
use serde_json::Value;
use std::io::{self, Write};

/// An output format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// For people: with the lines that the findings are about. `width` is that of the terminal, in columns.
    Text { width: usize },
    /// One line for each finding: `path:line:column: severity[rule] message`.
    Concise,
    /// One JSON object; positions are 0-based, columns count UTF-16 code units, ends are exclusive.
    Json,
}

impl Format {
    /// A writer of one report in this format.
    pub fn reporter(self) -> Box<dyn Reporter> {
        match self {
            Format::Text { width } => Box::new(text::Text { width }),
            Format::Concise => Box::new(concise::Concise),
            Format::Json => Box::new(json::Json::default()),
        }
    }
}

/// Writes one report: file by file, then its end.
pub trait Reporter {
    /// The findings of a file, in the order in which files are shown.
    fn file(&mut self, out: &mut dyn Write, file: &FileReport<'_>) -> io::Result<()>;

    /// After the last file.
    fn finish(&mut self, _out: &mut dyn Write, _summary: &Summary) -> io::Result<()> {
        Ok(())
    }
}

/// A file with its findings.
#[derive(Clone, Copy)]
pub struct FileReport<'a> {
    /// As it is shown, with `/`.
    pub path: &'a str,
    pub text: &'a str,
    /// Sorted by place.
    pub findings: &'a [Finding],
    /// The other files that findings refer to.
    pub others: &'a dyn OtherFiles,
}

/// The other files of a site, by their path from its root with `/`.
pub trait OtherFiles {
    /// How a path is shown.
    fn shown(&self, path: &str) -> String;

    /// The text of a file; empty if it cannot be read any more.
    fn text(&self, path: &str) -> String;
}

/// What a run checked.
#[derive(Debug)]
pub struct Summary {
    pub files_checked: usize,
    /// `sites` and `leftOut` of the JSON format.
    pub sites: Value,
    pub left_out: Value,
}
