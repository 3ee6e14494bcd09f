//! Runs the checks of one kind over a part of a page.

use crate::finding::Finding;
use crate::in_section::InSection;
use crate::input::RuleSettings;
use crate::ordered_finding::{OrderedFinding, finish};
use crate::rule::Check;
use crate::rules::checks;
use docent_syntax::{Segment, TextRange};

/// What `run` finds with each check, finished. `text_of`: see [`finish`].
pub(super) fn run_checks<'t>(
    settings: &RuleSettings,
    text_of: impl Fn(TextRange) -> Option<&'t str>,
    run: impl Fn(Check, &mut Vec<Finding>),
) -> Vec<OrderedFinding> {
    let mut all = Vec::new();
    for (order, check) in checks() {
        let mut found = Vec::new();
        run(check, &mut found);
        all.extend(finish(found, order, settings, &text_of));
    }
    all
}

/// As [`run_checks`], over a section that stands alone.
pub(super) fn run_section_checks(
    segment: &Segment,
    settings: &RuleSettings,
    run: impl Fn(Check, &mut Vec<Finding>),
) -> Vec<InSection<OrderedFinding>> {
    let text_of = |range| segment.text.get(std::ops::Range::<usize>::from(range));
    run_checks(settings, text_of, run).into_iter().map(InSection::new).collect()
}
