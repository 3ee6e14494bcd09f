//! Findings of a rule, finished: with the configured severities, and without fixes that change nothing. Knows no page.

use crate::finding::{Finding, Place, Subject};
use crate::in_section::Movable;
use crate::input::RuleSettings;
use docent_syntax::{SectionRef, TextRange};

/// A finding and the position of its rule among the checks. Findings at one place keep that order.
#[derive(Debug, Clone)]
pub struct OrderedFinding {
    pub order: usize,
    pub finding: Finding,
}

/// Drops findings of rules that are off and fixes that change nothing, and sets the configured severities. `text_of` returns the text at a
/// finding's range; `None` if the range spans several sections.
pub fn finish<'t>(
    findings: Vec<Finding>,
    order: usize,
    settings: &RuleSettings,
    text_of: impl Fn(TextRange) -> Option<&'t str>,
) -> impl Iterator<Item = OrderedFinding> {
    findings.into_iter().filter_map(move |mut finding| {
        if let Some(severity) = settings.severity(finding.rule) {
            finding.severity = severity?;
        }
        let changes = |edit: &docent_syntax::TextEdit| text_of(edit.range) != Some(&*edit.new_text);
        finding.fixes.retain(|fix| fix.edits.iter().any(changes));
        Some(OrderedFinding { order, finding })
    })
}

impl Movable for OrderedFinding {
    fn moved_to(&self, section: &SectionRef<'_>) -> OrderedFinding {
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
