//! A departure from the contract, and its repairs, as plain data.

use docent_syntax::{TextEdit, TextRange};
use docent_template::{Contract, KeySpec, TemplateSource};
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
    /// The first one is preferred, unless they are alternatives.
    pub fixes: Vec<Fix>,
    /// Each fix says something else, and only the author knows which is true: none is preferred.
    pub alternatives: bool,
    /// The text is superfluous; an editor greys it out.
    pub unnecessary: bool,
    /// The text names something deprecated; an editor strikes it through.
    pub deprecated: bool,
    /// What of the template it is about, where the place alone does not tell.
    pub subject: Option<Subject>,
}

/// A part of what the template asks for.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Subject {
    /// The block as a whole.
    FrontMatter,
    /// By its name in the schema.
    Key(Box<str>),
    /// The page's section `section` (an index).
    Section { section: usize },
    /// The template's section `spec`, which the page lacks: inside its section `parent`, or (`None`) at the top, or in a
    /// section that is missing itself.
    MissingSection { spec: usize, parent: Option<usize> },
    /// Step `step` of the canned list that belongs into the page's section `section`, both counted from 0.
    Step { section: usize, step: usize },
}

impl Finding {
    /// A finding of the rule with this id; [`crate::Rule::finding`] sets the rule's own severity.
    pub fn new(rule: &'static str, severity: Severity, range: TextRange, message: impl Into<String>) -> Finding {
        Finding {
            rule,
            severity,
            message: message.into(),
            range,
            related: Vec::new(),
            fixes: Vec::new(),
            alternatives: false,
            unnecessary: false,
            deprecated: false,
            subject: None,
        }
    }

    pub fn severity(self, severity: Severity) -> Finding {
        Finding { severity, ..self }
    }

    pub fn about(self, subject: Subject) -> Finding {
        Finding { subject: Some(subject), ..self }
    }

    pub fn related(mut self, related: impl IntoIterator<Item = Related>) -> Finding {
        self.related.extend(related);
        self
    }

    pub fn fixes(mut self, fixes: impl IntoIterator<Item = Fix>) -> Finding {
        self.fixes.extend(fixes);
        self
    }

    /// Fixes of which the author has to choose one, if there are several.
    pub fn with_alternatives(self, fixes: Vec<Fix>) -> Finding {
        Finding { alternatives: fixes.len() > 1, ..self }.fixes(fixes)
    }

    /// The fix to offer first; `None` where the author has to choose.
    pub fn preferred_fix(&self) -> Option<&Fix> {
        self.fixes.first().filter(|_| !self.alternatives)
    }

    /// The fix that `docent fix` applies by default.
    pub fn safe_fix(&self) -> Option<&Fix> {
        self.fixes.iter().find(|fix| fix.safety == Safety::Safe)
    }
}

/// Another place that the finding is about.
#[derive(Debug, Clone, PartialEq)]
pub struct Related {
    pub place: Place,
    pub message: String,
}

impl Related {
    pub fn page(range: TextRange, message: impl Into<String>) -> Related {
        Related { place: Place::Page(range), message: message.into() }
    }

    pub fn template(source: &Arc<TemplateSource>, range: TextRange, message: impl Into<String>) -> Related {
        Related { place: Place::Template { source: source.clone(), range }, message: message.into() }
    }

    /// Where the template, or its base, describes a key.
    pub fn key(contract: &Contract, key: &KeySpec) -> Option<Related> {
        let source = contract.source_of_key(key)?;
        Some(Related::template(source, key.range, format!("'{}' is described here", key.name)))
    }

    /// A place in another file of the site, whose path is from the site's root.
    pub fn file(path: &str, range: TextRange, message: impl Into<String>) -> Related {
        Related { place: Place::File { path: path.into(), range }, message: message.into() }
    }
}

#[derive(Debug, Clone, PartialEq)]
pub enum Place {
    /// In the page itself.
    Page(TextRange),
    /// In a template's text.
    Template { source: Arc<TemplateSource>, range: TextRange },
    /// In another file of the site. `path` is from the site's root, with `/`.
    File { path: Arc<str>, range: TextRange },
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What it does, as a command: "Insert missing section 'Use cases'".
    pub title: String,
    pub safety: Safety,
    /// They do not overlap. Bytes of the page.
    pub edits: Vec<TextEdit>,
}

impl Fix {
    pub fn safe(title: impl Into<String>, edits: Vec<TextEdit>) -> Fix {
        Fix { title: title.into(), safety: Safety::Safe, edits }
    }

    pub fn unsafe_(title: impl Into<String>, edits: Vec<TextEdit>) -> Fix {
        Fix { title: title.into(), safety: Safety::Unsafe, edits }
    }

    pub fn with_safety(safety: Safety, title: impl Into<String>, edits: Vec<TextEdit>) -> Fix {
        Fix { title: title.into(), safety, edits }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Safety {
    /// Applied by `docent fix` and on save: what is meant is beyond doubt and nothing is lost.
    Safe,
    /// Applied when the author chooses it: it drops words, picks among several, or leaves something to fill in.
    Unsafe,
}
