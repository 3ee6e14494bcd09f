//! What is found in one section by reading nothing else: it holds wherever the section moves, as long as its text and its role in the
//! template are the same.

use super::run::run_section_checks;
use crate::analysis::outline::AlignedOutline;
use crate::analysis::section::{SectionAnalysis, SectionTemplate};
use crate::analysis::steps::steps_of_section;
use crate::in_section::{InSection, alone};
use crate::input::CheckInput;
use crate::ordered_finding::OrderedFinding;
use crate::rule::Check;
use crate::suppression::{Suppression, in_section};
use docent_syntax::work::{Work, count};
use docent_syntax::{LineEnding, TextSize};

#[derive(Debug)]
pub(super) struct SectionFindings {
    pub findings: Vec<InSection<OrderedFinding>>,
    pub suppressions: Vec<InSection<Suppression>>,
    /// A suppression is about the heading of the next section.
    pub reads_next: bool,
}

impl SectionFindings {
    /// `None` where nothing is found and nothing suppressed.
    pub(super) fn of(
        input: &CheckInput<'_>,
        outline: Option<&AlignedOutline>,
        line_ending: LineEnding,
        index: usize,
    ) -> Option<SectionFindings> {
        count(Work::SectionsChecked, 1);
        let suppressions = in_section(input.page, index);
        let segment = input.page.section(index).segment;
        let length = TextSize::of(&*segment.text);
        let reads_next = suppressions.iter().any(|suppression| suppression.relative().is_about_what_follows(length));
        let section = alone(segment);
        let template = input.contract.zip(outline).map(|(contract, outline)| {
            let role = outline.role(index);
            let spec = role.spec.and_then(|(spec, _)| contract.sections.get(spec));
            let steps = spec.and_then(|spec| steps_of_section(spec, section));
            SectionTemplate { contract, role, steps }
        });
        let analysis = SectionAnalysis { section, line_ending, settings: input.settings, template };
        let findings = run_section_checks(segment, input.settings, |check, found| {
            if let Check::Section(check) = check {
                check(&analysis, found);
            }
        });
        let is_silent = findings.is_empty() && suppressions.is_empty();
        (!is_silent).then_some(SectionFindings { findings, suppressions, reads_next })
    }
}
