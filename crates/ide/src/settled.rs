//! Findings as they come out of a rule, made ready to be shown: with their severities, and without fixes that change
//! nothing. Knows no page.

use crate::check::RuleSeverities;
use crate::finding::{Finding, Place, Subject};
use docent_syntax::{SectionRef, TextRange};

/// A finding that is ready, and where its rule stands among the checks: findings at one place keep that order.
#[derive(Debug, Clone)]
pub(crate) struct Settled {
    pub(crate) order: usize,
    pub(crate) finding: Finding,
}

/// Leaves out what is switched off and fixes that put the words there that stand there already, and sets the severities
/// that are changed. `text_of` knows the text that the findings' ranges count from; `None` for what spans several sections.
pub(crate) fn settle<'t>(
    findings: Vec<Finding>,
    order: usize,
    severities: &RuleSeverities,
    text_of: impl Fn(TextRange) -> Option<&'t str>,
) -> impl Iterator<Item = Settled> {
    findings.into_iter().filter_map(move |mut finding| {
        if let Some(severity) = severities.get(finding.rule) {
            finding.severity = severity?;
        }
        let changes = |edit: &docent_syntax::TextEdit| text_of(edit.range) != Some(&*edit.new_text);
        finding.fixes.retain(|fix| fix.edits.iter().any(changes));
        Some(Settled { order, finding })
    })
}

impl Settled {
    /// The finding of a section whose ranges count from the section's start and which calls it number 0, at its place in
    /// the page.
    pub(crate) fn at(&self, section: &SectionRef<'_>) -> Settled {
        let mut moved = self.clone();
        let finding = &mut moved.finding;
        finding.range = section.absolute(finding.range);
        for related in &mut finding.related {
            if let Place::Page(range) = &mut related.place {
                *range = section.absolute(*range);
            }
        }
        for edit in finding.fixes.iter_mut().flat_map(|fix| &mut fix.edits) {
            edit.range = section.absolute(edit.range);
        }
        match &mut finding.subject {
            Some(Subject::Section { section: index } | Subject::Step { section: index, .. }) => *index += section.index,
            Some(Subject::FrontMatter | Subject::Key(_) | Subject::MissingSection { .. }) | None => {}
        }
        moved
    }
}
