//! `docent.yaml`.

use docent_syntax::TextRange;

/// What `docent.yaml` says. The default is what holds without one.
#[derive(Debug, Clone, Default)]
pub struct Config {}

impl Config {
    /// What the configuration says about the page at `path` (from the root, with `/`): a rule's id and its severity
    /// (`off`, `hint`, `info`, `warning`, `error`). A later one wins.
    pub fn severities_for<'c>(&'c self, _path: &'c str) -> impl Iterator<Item = (&'c str, &'c str)> {
        std::iter::empty()
    }
}

/// A rule's severity for the pages that a pattern matches.
#[derive(Debug, Clone)]
pub struct RuleSetting {
    pub rule: String,
    /// `off`, `hint`, `info`, `warning`, `error`
    pub severity: String,
    /// `None`: all pages.
    pub path: Option<globset::GlobMatcher>,
}

/// What is wrong with the configuration, at `range` of its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigProblem {
    pub message: String,
    pub range: TextRange,
}
