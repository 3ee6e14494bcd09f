//! What a run came to, in numbers: what is said at its end, and what the exit code is made of.

use crate::checked::Checked;
use crate::files::Files;
use crate::output::count;
use crate::scope::Scope;
use docent_rules::{FixSelection, RuleFilter, Severity};
use docent_site::Site;

/// The severities in the order in which they are shown.
const NAMED: [(Severity, &str); 4] =
    [(Severity::Error, "error"), (Severity::Warning, "warning"), (Severity::Info, "note"), (Severity::Hint, "hint")];

/// What a check came to.
#[derive(Debug, Default)]
pub(crate) struct Totals {
    /// How many files were read and checked, without those of the configuration that no argument names.
    pub(crate) files_checked: usize,
    files_with_findings: usize,
    findings: [usize; NAMED.len()],
    /// Findings that `docent fix` repairs with the same options.
    repairable: usize,
    /// Further findings that it repairs with `--include-hints`.
    repairable_hints: usize,
    rules: RuleFilter,
    /// How many of the files are template pages.
    pub(crate) templates: usize,
    /// How many are configurations and navigation files.
    configurations: usize,
    pub(crate) scope: Scope,
    pub(crate) errors: Vec<String>,
}

impl Totals {
    /// Before the first file: what is known from looking for files.
    pub(crate) fn new(files: &Files, rules: &RuleFilter) -> Totals {
        Totals {
            files_checked: files.configurations,
            configurations: files.configurations,
            errors: files.errors.clone(),
            rules: rules.clone(),
            scope: Scope::of_files(files),
            ..Totals::default()
        }
    }

    /// For one page that is read from standard input.
    pub(crate) fn of_text(site: &Site, rules: &RuleFilter) -> Totals {
        Totals { files_checked: 1, rules: rules.clone(), scope: Scope::of_site(site), ..Totals::default() }
    }

    /// What was checked of which site, and what was left out.
    pub(crate) fn scope(&self) -> String {
        let pages = self.files_checked.saturating_sub(self.templates + self.configurations);
        self.scope.lines(pages, self.templates)
    }

    /// Pages that were checked without a finding.
    pub(crate) fn count_clean(&mut self, pages: usize) {
        self.files_checked += pages;
    }

    /// Takes note of a file that was checked; gives it back if it has findings.
    pub(crate) fn take(&mut self, outcome: Result<Option<Checked>, String>) -> Option<Checked> {
        match outcome {
            Ok(checked) => {
                self.files_checked += usize::from(checked.is_some());
                self.templates += usize::from(checked.as_ref().is_some_and(|checked| checked.is_template));
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
        let problems = FixSelection { rules: self.rules.clone(), ..FixSelection::default() };
        let all = FixSelection { include_hints: true, ..problems.clone() };
        for finding in &checked.findings {
            for ((severity, _), number) in NAMED.iter().zip(&mut self.findings) {
                *number += usize::from(*severity == finding.severity);
            }
            let is_repaired = problems.fix_of(finding).is_some();
            self.repairable += usize::from(is_repaired);
            self.repairable_hints += usize::from(!is_repaired && all.fix_of(finding).is_some());
        }
    }

    /// The severity of the worst finding.
    pub(crate) fn worst(&self) -> Option<Severity> {
        NAMED.iter().zip(self.findings).find(|(_, number)| *number > 0).map(|((severity, _), _)| *severity)
    }

    /// "2 errors, 1 hint in 1 file (3 checked)"
    pub(crate) fn summary(&self) -> String {
        if self.number_of_findings() == 0 {
            let in_what = if self.scope.is_whole() { "" } else { " in the pages by themselves" };
            return format!("{} checked: nothing found{in_what}", count(self.files_checked, "file"));
        }
        format!("{} in {} ({} checked)", self.by_severity(), self.files_with_findings(), self.files_checked)
    }

    /// "3 findings remain (2 errors, 1 hint) in 1 file", "nothing remains"
    pub(crate) fn remaining(&self) -> String {
        match self.number_of_findings() {
            0 => "nothing remains".to_owned(),
            1 => format!("1 finding remains ({}) in {}", self.by_severity(), self.files_with_findings()),
            more => format!("{more} findings remain ({}) in {}", self.by_severity(), self.files_with_findings()),
        }
    }

    /// "; 'docent fix' repairs 2, and 3 hints with --include-hints", or nothing.
    pub(crate) fn repairs(&self) -> String {
        let hints = count(self.repairable_hints, "hint");
        match (self.repairable, self.repairable_hints) {
            (0, 0) => String::new(),
            (number, 0) => format!("; 'docent fix' repairs {number}"),
            (0, _) => format!("; 'docent fix --include-hints' repairs {hints}"),
            (number, _) => format!("; 'docent fix' repairs {number}, and {hints} with --include-hints"),
        }
    }

    fn number_of_findings(&self) -> usize {
        self.findings.iter().sum()
    }

    fn by_severity(&self) -> String {
        let numbers = NAMED.iter().zip(self.findings).filter(|(_, number)| *number > 0);
        numbers.map(|((_, noun), number)| count(number, noun)).collect::<Vec<_>>().join(", ")
    }

    fn files_with_findings(&self) -> String {
        count(self.files_with_findings, "file")
    }
}
