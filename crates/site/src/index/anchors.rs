//! The ids that links can lead to on a page, as facts.

use super::facts::{HeadingFact, Written};
use crate::model::SiteModel;
use docent_syntax::{Anchor, Page, TextRange, anchors};
use std::ops::Range;

/// Whether there may be more ids than [`anchors::anchors`] tells.
pub(super) fn are_anchors_unknown(page: &Page, model: &SiteModel) -> bool {
    anchors::is_open(page) || model.generator.is_replaced_by_redirect(page.front_matter())
}

/// The headings that can be linked to, and all other ids, of some sections; `anchors` are those of these sections.
pub(super) fn anchor_facts(
    page: &Page,
    sections: Range<usize>,
    anchors: Vec<Anchor>,
) -> (Vec<HeadingFact>, Vec<Written>) {
    let (mut heading_facts, mut others) = (Vec::new(), Vec::new());
    let sections = sections.map(|index| page.section(index));
    let headings = sections.filter_map(|section| Some((section, section.segment.heading.as_ref()?)));
    let mut headings =
        headings.map(|(section, heading)| (section.absolute(heading.range), section, heading)).peekable();
    for anchor in anchors {
        while headings.next_if(|(range, _, _)| is_before(*range, anchor.element)).is_some() {}
        match headings.next_if(|(range, _, _)| anchor.kind.is_heading() && *range == anchor.element) {
            Some((range, section, heading)) => heading_facts.push(HeadingFact {
                level: heading.level,
                title: (&*heading.title).into(),
                id: anchor.id.into(),
                range,
                content: section.absolute(heading.content),
            }),
            // Headings inside lists and quotations can be linked to, but are no sections.
            None => others.push(Written { text: anchor.id.into(), range: anchor.range }),
        }
    }
    (heading_facts, others)
}

fn is_before(range: TextRange, other: TextRange) -> bool {
    range.start() < other.start()
}
