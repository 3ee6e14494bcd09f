//! Which finding is about what: by its subject, else by the place it stands at.

use docent_rules::analysis::steps::Steps;
use docent_rules::analysis::{Analysis, TemplateAnalysis};
use docent_rules::finding::{Finding, Subject};
use docent_syntax::TextSize;
use std::collections::HashMap;

/// The findings by what they are about.
pub(super) struct About<'f> {
    by_subject: HashMap<Subject, Vec<&'f Finding>>,
    /// How many are about nothing that the template names.
    pub(super) other: usize,
}

impl<'f> About<'f> {
    pub(super) fn of(
        analysis: &Analysis<'_>,
        template: &TemplateAnalysis<'_>,
        steps: &[Steps<'_>],
        findings: &'f [Finding],
    ) -> About<'f> {
        let mut about = About { by_subject: HashMap::new(), other: 0 };
        for finding in findings {
            match finding.subject.clone().or_else(|| subject_at(analysis, template, steps, finding.range.start())) {
                Some(subject) => about.by_subject.entry(subject).or_default().push(finding),
                None => about.other += 1,
            }
        }
        about
    }

    pub(super) fn findings(&self, subject: &Subject) -> &[&'f Finding] {
        self.by_subject.get(subject).map_or(&[], Vec::as_slice)
    }

    /// The names of all keys that something is found about.
    pub(super) fn keys(&self) -> impl Iterator<Item = &str> {
        self.by_subject.keys().filter_map(|subject| match subject {
            Subject::Key(name) => Some(&**name),
            _ => None,
        })
    }
}

/// The key, the step or the section of the template that stands at `offset`.
fn subject_at(
    analysis: &Analysis<'_>,
    template: &TemplateAnalysis<'_>,
    steps: &[Steps<'_>],
    offset: TextSize,
) -> Option<Subject> {
    let front_matter = analysis.page.front_matter();
    let Some(section) = analysis.page.section_at(offset) else {
        let entries = front_matter.yaml.entries().iter();
        let mut at_offset = entries.filter(|entry| entry.range.contains_inclusive(offset));
        let name = at_offset.next().and_then(|entry| entry.key.as_str())?;
        return template.contract.front_matter.key(name).map(|key| Subject::Key(key.name.clone()));
    };
    template.outline.sections.get(section.index).copied().flatten()?;
    let at = steps.binary_search_by_key(&section.index, |steps| steps.section.index);
    let step = at.ok().and_then(|index| steps.get(index)).and_then(|steps| {
        let inside = offset - section.start;
        let at = steps.items.partition_point(|item| item.range.end() <= inside);
        let is_there = steps.items.get(at).is_some_and(|item| item.range.start() <= inside);
        // The marker belongs to the list: a wrong number is a matter of all steps.
        let in_text = steps.items.get(at).is_some_and(|item| item.marker.end() <= inside);
        steps.alignment.items.get(at).copied().flatten().filter(|_| is_there && in_text)
    });
    Some(match step {
        Some(step) => Subject::Step { section: section.index, step: step.canned },
        None => Subject::Section { section: section.index },
    })
}
