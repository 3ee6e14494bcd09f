//! What is wrong with a template.

use docent_syntax::TextRange;

/// What is wrong with a template, at `range` of its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateProblem {
    /// `template-syntax` or `unreachable-section`.
    pub rule: &'static str,
    pub message: String,
    pub range: TextRange,
}

impl TemplateProblem {
    /// A mistake in the template format.
    pub(crate) fn syntax(range: TextRange, message: impl Into<String>) -> TemplateProblem {
        TemplateProblem { rule: "template-syntax", message: message.into(), range }
    }
}
