//! A departure from the contract, and its repairs.

use docent_syntax::{TextEdit, TextRange};
use docent_template::TemplateSource;
use std::sync::Arc;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    Error,
    Warning,
    Info,
    Hint,
}

impl Severity {
    /// `error`, `warning`, `info`, `hint`: as configuration and JSON write it.
    pub fn as_str(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info => "info",
            Severity::Hint => "hint",
        }
    }

    pub fn parse(text: &str) -> Option<Severity> {
        [Severity::Error, Severity::Warning, Severity::Info, Severity::Hint].into_iter().find(|s| s.as_str() == text)
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// A rule's id: `missing-section`.
    pub rule: &'static str,
    pub severity: Severity,
    /// One sentence: what is wrong and what is expected.
    pub message: String,
    /// Bytes of the page; never empty unless the page has nothing there to show.
    pub range: TextRange,
    pub related: Vec<Related>,
    /// The first one is preferred.
    pub fixes: Vec<Fix>,
    /// The text is superfluous; an editor greys it out.
    pub unnecessary: bool,
    /// The text names something deprecated; an editor strikes it through.
    pub deprecated: bool,
}

/// Another place that the finding is about.
#[derive(Debug, Clone, PartialEq)]
pub struct Related {
    pub place: Place,
    pub message: String,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Place {
    /// In the page itself.
    Page(TextRange),
    /// In a template's text.
    Template { source: Arc<TemplateSource>, range: TextRange },
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What it does, as a command: "Insert missing section 'Use cases'".
    pub title: String,
    pub safety: Safety,
    /// They do not overlap. Bytes of the page.
    pub edits: Vec<TextEdit>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Safety {
    /// Applied by `docent fix` and on save: what is meant is beyond doubt and nothing is lost.
    Safe,
    /// Applied when the author chooses it.
    Unsafe,
}
