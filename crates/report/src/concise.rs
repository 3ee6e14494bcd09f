//! One line for each finding.

use crate::places::Places;
use crate::{FileReport, Reporter};
use docent_syntax::{Encoding, printable};
use std::io::{self, Write};

pub(crate) struct Concise;

impl Reporter for Concise {
    /// `path:line:column: severity[rule] message`; lines and columns are 1-based, columns count characters.
    fn file(&mut self, out: &mut dyn Write, file: &FileReport<'_>) -> io::Result<()> {
        let mut places = Places::new(file.text, Encoding::Utf32);
        for finding in file.findings {
            let place = places.shown(file.path, finding.range);
            let message = printable(&finding.message);
            writeln!(out, "{place}: {}[{}] {message}", finding.severity.as_str(), finding.rule)?;
        }
        Ok(())
    }
}
