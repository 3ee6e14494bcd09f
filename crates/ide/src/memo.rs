//! What a check may take over from the one before it: the aligned outline, as long as the headings are the same. Never
//! changes an answer, only what it costs.

use docent_syntax::{Page, Segment};
use docent_template::{Contract, OutlineAlignment, TemplateSource, align_outline};
use std::sync::{Arc, Mutex, PoisonError};

/// Kept by whoever checks one page again and again, and handed to each check.
#[derive(Debug, Default)]
pub struct CheckMemo {
    outline: Mutex<Option<RememberedOutline>>,
}

#[derive(Debug)]
struct RememberedOutline {
    /// Held, so that no other template can come to lie at its address.
    template: Arc<TemplateSource>,
    segments: Vec<Arc<Segment>>,
    alignment: Arc<OutlineAlignment>,
}

impl CheckMemo {
    /// The page's headings aligned with the template: remembered where all headings are the same as last time.
    pub(crate) fn outline(&self, contract: &Contract, page: &Page) -> Arc<OutlineAlignment> {
        let remembered = self.outline.lock().unwrap_or_else(PoisonError::into_inner).take();
        let same = remembered.filter(|outline| {
            Arc::ptr_eq(&outline.template, &contract.source) && has_same_headings(&outline.segments, page)
        });
        let alignment = match same {
            Some(outline) => outline.alignment,
            None => Arc::new(align_outline(contract, page)),
        };
        let segments = (0..page.section_count()).map(|index| page.shared_segment(index).clone()).collect();
        let outline = RememberedOutline { template: contract.source.clone(), segments, alignment: alignment.clone() };
        *self.outline.lock().unwrap_or_else(PoisonError::into_inner) = Some(outline);
        alignment
    }
}

/// Segments that an edit did not touch are the same objects; the others are compared by what an alignment reads.
fn has_same_headings(before: &[Arc<Segment>], page: &Page) -> bool {
    let heading = |segment: &Segment| segment.heading.as_ref().map(|heading| (heading.level, heading.title.clone()));
    before.len() == page.section_count()
        && before.iter().enumerate().all(|(index, before)| {
            let now = page.shared_segment(index);
            Arc::ptr_eq(before, now) || heading(before) == heading(now)
        })
}
