//! What a run came to, in numbers: what is said at its end, and what the exit code is made of.

use crate::checking::Checked;
use crate::output::count;
use docent_ide::{Safety, Severity};

/// The severities in the order in which they are told.
const NAMED: [(Severity, &str); 4] =
    [(Severity::Error, "error"), (Severity::Warning, "warning"), (Severity::Info, "note"), (Severity::Hint, "hint")];

/// What a check came to.
#[derive(Debug, Default)]
pub(crate) struct Totals {
    /// How many files were read and checked, those of the configuration that were not asked for not counted.
    pub(crate) files_checked: usize,
    files_with_findings: usize,
    findings: [usize; NAMED.len()],
    repairable: usize,
    pub(crate) errors: Vec<String>,
}

impl Totals {
    /// Before the first file: what is known from looking for files.
    pub(crate) fn new(files_checked: usize, errors: Vec<String>) -> Totals {
        Totals { files_checked, errors, ..Totals::default() }
    }

    /// Takes note of a file that was checked; gives it back if it has findings.
    pub(crate) fn take(&mut self, outcome: Result<Option<Checked>, String>) -> Option<Checked> {
        match outcome {
            Ok(checked) => {
                self.files_checked += usize::from(checked.is_some());
                checked.filter(|checked| !checked.findings.is_empty())
            }
            Err(error) => {
                self.errors.push(error);
                None
            }
        }
    }

    /// Counts the findings of a file.
    pub(crate) fn count(&mut self, checked: &Checked) {
        self.files_with_findings += usize::from(!checked.findings.is_empty());
        for finding in &checked.findings {
            for ((severity, _), number) in NAMED.iter().zip(&mut self.findings) {
                *number += usize::from(*severity == finding.severity);
            }
            self.repairable += usize::from(finding.fixes.iter().any(|fix| fix.safety == Safety::Safe));
        }
    }

    /// The severity of the worst finding.
    pub(crate) fn worst(&self) -> Option<Severity> {
        NAMED.iter().zip(self.findings).find(|(_, number)| *number > 0).map(|((severity, _), _)| *severity)
    }

    /// "2 errors, 1 hint in 1 file (3 checked)"
    pub(crate) fn summary(&self) -> String {
        let parts: Vec<String> = NAMED
            .iter()
            .zip(self.findings)
            .filter(|(_, number)| *number > 0)
            .map(|((_, noun), number)| count(number, noun))
            .collect();
        if parts.is_empty() {
            return format!("{} checked: nothing found", count(self.files_checked, "file"));
        }
        let files = count(self.files_with_findings, "file");
        format!("{} in {files} ({} checked)", parts.join(", "), self.files_checked)
    }

    /// "; 'docent fix' repairs 2", or nothing.
    pub(crate) fn repairs(&self) -> String {
        match self.repairable {
            0 => String::new(),
            number => format!("; 'docent fix' repairs {number}"),
        }
    }
}
