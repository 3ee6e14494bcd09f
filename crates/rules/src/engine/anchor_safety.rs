//! Holds fixes to what a safe fix is: no anchor is lost that another page links to. Knows no rule.

use crate::analysis::anchors::OwnAnchors;
use crate::finding::{Finding, Fix, Safety};
use crate::input::CheckInput;
use docent_syntax::text::apply_edits;
use docent_syntax::{Page, TextRange, TextSize};
use std::collections::BTreeSet;

/// Pages whose links are read for one check; with more, each anchor counts as linked.
const MAX_REFERRERS: usize = 50;
/// Fixes that are tried out for one check of a page with linked anchors; further ones are not safe.
const MAX_TRIED: usize = 50;

/// Marks the fixes unsafe that lose such an anchor.
pub(super) fn restrict_fixes(input: &CheckInput<'_>, findings: &mut [Finding]) {
    let mut linked: Option<Option<LinkedAnchors>> = None;
    let mut left = MAX_TRIED;
    let fixes = findings.iter_mut().flat_map(|finding| &mut finding.fixes);
    for fix in fixes.filter(|fix| fix.safety == Safety::Safe) {
        let loses_anchor = fix.edits.iter().any(|edit| touches_anchor(input.page, edit.range))
            && linked.get_or_insert_with(|| LinkedAnchors::of(input)).as_ref().is_some_and(|linked| {
                left.checked_sub(1).is_none_or(|fewer| {
                    left = fewer;
                    linked.are_lost_by(input, fix)
                })
            });
        if loses_anchor {
            fix.safety = Safety::Unsafe;
        }
    }
}

/// Whether an anchor or a heading lies in the range. What is inserted removes none.
fn touches_anchor(page: &Page, range: TextRange) -> bool {
    let Some(first) = page.section_at(range.start()).filter(|_| !range.is_empty()) else { return false };
    let touched = page.sections().skip(first.index).take_while(|section| section.start < range.end());
    touched
        .flat_map(|section| section.segment.anchors.iter().map(move |anchor| section.absolute(anchor.element)))
        .any(|anchor| range.intersect(anchor).is_some_and(|common| !common.is_empty()))
}

/// The anchors of the page that other pages link to, in lower case.
struct LinkedAnchors(BTreeSet<String>);

impl LinkedAnchors {
    /// `None` where there are none.
    fn of(input: &CheckInput<'_>) -> Option<LinkedAnchors> {
        let site = input.site?;
        let own = OwnAnchors::of(input.page);
        let referrers = site.index.referring_pages(site.page);
        let linked: BTreeSet<String> = match referrers.len() {
            0 => return None,
            1..=MAX_REFERRERS => {
                let links = referrers.into_iter().flat_map(|from| site.index.links_between(from, site.page));
                let fragments = links.filter_map(|link| Some(link.fragment?.to_lowercase()));
                fragments.filter(|fragment| !own.like(fragment).is_empty()).collect()
            }
            _ => own.iter().map(str::to_lowercase).collect(),
        };
        (!linked.is_empty()).then_some(LinkedAnchors(linked))
    }

    fn are_lost_by(&self, input: &CheckInput<'_>, fix: &Fix) -> bool {
        let Some(text) = apply_edits(&input.page.text(), &fix.edits) else { return true };
        let after = match fix.edits.as_slice() {
            [edit] => input.page.edited(edit.range, TextSize::of(&*edit.new_text), &*text),
            _ => Page::parse(&text, input.page.dialect()),
        };
        let after = OwnAnchors::of(&after);
        self.0.iter().any(|linked| after.like(linked).is_empty())
    }
}
