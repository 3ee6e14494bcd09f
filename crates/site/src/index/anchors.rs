//! The ids that links can lead to on a page, as facts.

use super::facts::{HeadingFact, PageFacts, Written};
use crate::jekyll;
use docent_syntax::{Page, TextRange, anchors};

pub(crate) fn read_anchors(page: &Page, facts: &mut PageFacts) {
    // Behind `redirect_to` a reader sees another page.
    facts.anchors_unknown = anchors::is_open(page) || jekyll::redirect_to(page.front_matter()).is_some();
    let headings = page.sections().filter_map(|section| Some((section, section.segment.heading.as_ref()?)));
    let mut headings =
        headings.map(|(section, heading)| (section.absolute(heading.range), section, heading)).peekable();
    for anchor in anchors::anchors(page) {
        while headings.next_if(|(range, _, _)| is_before(*range, anchor.element)).is_some() {}
        match headings.next_if(|(range, _, _)| anchor.kind.is_heading() && *range == anchor.element) {
            Some((range, section, heading)) => facts.headings.push(HeadingFact {
                level: heading.level,
                title: (&*heading.title).into(),
                id: (&*anchor.id).into(),
                range,
                content: section.absolute(heading.content),
            }),
            // Headings inside lists and quotations can be linked to, but are no sections.
            None => facts.anchors.push(Written { text: (&*anchor.id).into(), range: anchor.range }),
        }
    }
}

fn is_before(range: TextRange, other: TextRange) -> bool {
    range.start() < other.start()
}
