//! A file with its findings, as the output formats read it.

use crate::output::shown;
use docent_report::{FileReport, OtherFiles};
use docent_rules::Finding;
use docent_site::read::read_text;
use std::path::PathBuf;
use std::sync::Arc;

/// A file with findings.
#[derive(Debug)]
pub(crate) struct Checked {
    /// From the working directory, with `/`.
    pub(crate) shown: String,
    pub(crate) text: Arc<str>,
    /// Sorted by place.
    pub(crate) findings: Vec<Finding>,
    /// Where the paths of template files start.
    pub(crate) root: Option<PathBuf>,
    pub(crate) is_template: bool,
}

impl Checked {
    pub(crate) fn report(&self) -> FileReport<'_> {
        FileReport { path: &self.shown, text: &self.text, findings: &self.findings, others: self }
    }
}

impl OtherFiles for Checked {
    fn shown(&self, path: &str) -> String {
        self.root.as_ref().map_or_else(|| path.to_owned(), |root| shown(&root.join(path)))
    }

    fn text(&self, path: &str) -> String {
        self.root.as_ref().and_then(|root| read_text(&root.join(path)).ok()).unwrap_or_default()
    }
}
