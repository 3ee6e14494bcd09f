//! What was found about the links of each section. It holds as long as the section, the ids of the page and the site's index are
//! the same; the last two are asked about as a whole.

use super::shared::SharedSections;
use crate::check::CheckInput;
use crate::page_links::{LinkContext, comparisons_in_section};
use crate::rules::{CHECKS, Check};
use crate::settled::{Settled, settle};
use docent_site::PageId;
use docent_syntax::anchors::gives_same_ids;
use docent_syntax::work::{Work, count};
use docent_syntax::{Page, SectionRef, TextSize};

#[derive(Debug, Default)]
pub(super) struct LinkFindings {
    asked: Option<Asked>,
    /// Ascending; only sections in which something is found. Ranges count from the section's start.
    sections: Vec<(usize, Vec<Settled>)>,
}

/// What the findings of every link depend on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Asked {
    page: PageId,
    revision: u64,
    comparisons: u32,
}

impl LinkFindings {
    /// `shared`: which sections are those of the page that `self` is about, if everything else is as it was.
    pub(super) fn renew(self, before: Option<(&Page, &SharedSections)>, input: &CheckInput<'_>) -> LinkFindings {
        let Some(site) = input.site else { return LinkFindings::default() };
        let comparisons = comparisons_in_section(input.page);
        let asked = Asked { page: site.page, revision: site.index.revision(), comparisons };
        let shared =
            before.filter(|(page, shared)| self.asked == Some(asked) && has_same_ids(page, input.page, shared));
        let context = LinkContext::new(input.page, site, input.contract);
        let mut sections: Vec<(usize, Vec<Settled>)> = Vec::new();
        match shared {
            Some((_, shared)) => {
                let kept = self.sections.into_iter();
                sections.extend(kept.filter_map(|(index, found)| Some((shared.now(index)?, found))));
                sections.extend(shared.fresh.iter().filter_map(|&index| check(&context, input, index)));
                sections.sort_by_key(|(index, _)| *index);
            }
            None => sections.extend((0..input.page.section_count()).filter_map(|index| check(&context, input, index))),
        }
        LinkFindings { asked: Some(asked), sections }
    }

    /// At their places in the page.
    pub(super) fn at_places<'f>(&'f self, page: &'f Page) -> impl Iterator<Item = Settled> + 'f {
        self.sections.iter().flat_map(|(index, found)| {
            let section = page.section(*index);
            found.iter().map(move |settled| settled.at(&section))
        })
    }
}

fn check(context: &LinkContext<'_>, input: &CheckInput<'_>, index: usize) -> Option<(usize, Vec<Settled>)> {
    let segment = input.page.section(index).segment;
    if segment.links.is_empty() && segment.definitions.is_empty() {
        return None;
    }
    count(Work::LinksChecked, segment.links.len());
    let section = SectionRef { index: 0, start: TextSize::new(0), segment };
    let text_of = |range| segment.text.get(std::ops::Range::<usize>::from(range));
    let mut all = Vec::new();
    for (order, check) in CHECKS.iter().enumerate() {
        if let Check::Links(check) = check {
            let mut found = Vec::new();
            check(context, section, &mut found);
            all.extend(settle(found, order, input.severities, text_of));
        }
    }
    (!all.is_empty()).then_some((index, all))
}

/// Whether links to places of the page lead where they led before. May say no where they do.
fn has_same_ids(before: &Page, now: &Page, shared: &SharedSections) -> bool {
    let (before, now) = (before.shared_segments(), now.shared_segments());
    before.len() == now.len() && shared.fresh.iter().all(|&index| gives_same_ids(&before[index], &now[index]))
}
