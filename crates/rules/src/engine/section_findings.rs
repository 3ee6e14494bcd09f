//! What is found in one section by reading nothing else: it stays true wherever the section moves, as long as its text and
//! what it is to the template are the same.

use crate::analysis::outline::AlignedOutline;
use crate::analysis::section::{SectionAnalysis, SectionTemplate};
use crate::analysis::steps::steps_of_section;
use crate::input::CheckInput;
use crate::ordered_finding::{OrderedFinding, finish};
use crate::rule::Check;
use crate::rules::checks;
use crate::suppression::{Suppression, in_section};
use docent_syntax::work::{Work, count};
use docent_syntax::{LineEnding, SectionRef, TextSize};

/// All ranges are bytes from the section's start.
#[derive(Debug)]
pub(super) struct SectionFindings {
    findings: Vec<OrderedFinding>,
    suppressions: Vec<Suppression>,
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
        let reads_next = suppressions.iter().any(|suppression| suppression.is_about_what_follows(length));
        let section = SectionRef { index: 0, start: TextSize::new(0), segment };
        let template = input.contract.zip(outline).map(|(contract, outline)| {
            let role = outline.role(index);
            let spec = role.spec.and_then(|(spec, _)| contract.sections.get(spec));
            let steps = spec.and_then(|spec| steps_of_section(spec, section));
            SectionTemplate { contract, role, steps }
        });
        let analysis = SectionAnalysis { section, line_ending, settings: input.settings, template };
        let mut findings = Vec::new();
        let text_of = |range| segment.text.get(std::ops::Range::<usize>::from(range));
        for (order, check) in checks() {
            if let Check::Section(check) = check {
                let mut found = Vec::new();
                check(&analysis, &mut found);
                findings.extend(finish(found, order, input.settings, text_of));
            }
        }
        let is_silent = findings.is_empty() && suppressions.is_empty();
        (!is_silent).then_some(SectionFindings { findings, suppressions, reads_next })
    }

    /// The findings at their places in the page, where this is `section`.
    pub(super) fn findings_at<'f>(&'f self, section: SectionRef<'f>) -> impl Iterator<Item = OrderedFinding> + 'f {
        self.findings.iter().map(move |finding| finding.at(&section))
    }

    pub(super) fn suppressions_at<'f>(&'f self, section: SectionRef<'f>) -> impl Iterator<Item = Suppression> + 'f {
        self.suppressions.iter().map(move |suppression| suppression.moved_by(section.start))
    }
}
