//! What is found about the links of each section. It holds as long as the section, the ids of the page that it links to, and everything
//! that its links lead to elsewhere in the site are the same.

use super::by_section::BySection;
use super::shared::SharedSections;
use crate::analysis::anchors::{OwnAnchors, changed_ids};
use crate::analysis::links::{LinkContext, comparisons_in_section};
use crate::engine::run::run_section_checks;
use crate::in_section::{InSection, alone};
use crate::input::CheckInput;
use crate::ordered_finding::OrderedFinding;
use crate::rule::Check;
use crate::rules::site::links::ABOUT_ANCHORS;
use docent_site::PageId;
use docent_site::index::LinksStamp;
use docent_syntax::anchors::{AnchorChange, gives_same_ids};
use docent_syntax::work::{Work, count};
use docent_syntax::{Page, Segment, anchors};
use std::collections::BTreeSet;

#[derive(Debug, Default)]
pub(super) struct LinkFindings {
    key: Option<LinkKey>,
    sections: BySection<Vec<InSection<OrderedFinding>>>,
    /// The ids of the page, if a link has needed them.
    own_anchors: Option<OwnAnchors>,
}

/// What the findings of every link depend on, besides the ids of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct LinkKey {
    page: PageId,
    site: LinksStamp,
    comparisons: u32,
}

impl LinkFindings {
    /// `before`: the page that `self` is about, and which of its sections the page of `input` shares; `None` if `self` is about no page or what
    /// all its findings depend on has changed.
    pub(super) fn renew(self, before: Option<(&Page, &SharedSections)>, input: &CheckInput<'_>) -> LinkFindings {
        let Some(site) = input.site else { return LinkFindings::default() };
        let comparisons = comparisons_in_section(input.page);
        let key = LinkKey { page: site.page, site: site.index.links_stamp(site.page), comparisons };
        let ids = before.and_then(|(page, shared)| IdChange::between(page, input.page, shared));
        let mut own_anchors = self.own_anchors.filter(|_| before.is_some());
        if let (Some(own), Some(ids)) = (&mut own_anchors, &ids) {
            own.follow(&ids.anchors, ids.is_open.unwrap_or(own.is_open));
        }
        let is_as_open = ids.as_ref().is_none_or(|ids| ids.is_as_open);
        let context = LinkContext::new(input, site, own_anchors);
        let compute = |index| check(&context, input, index);
        let sections = match before.filter(|_| self.key == Some(key) && is_as_open) {
            Some((_, shared)) => {
                let changed = ids.as_ref().map(|ids| changed_ids(&ids.anchors)).unwrap_or_default();
                let stale = if changed.is_empty() { Vec::new() } else { sections_with_links_to(&changed, input.page) };
                // Any id may be suggested in place of a missing one.
                let is_stale = |found: &Vec<InSection<OrderedFinding>>, _, _| {
                    ids.is_some() && found.iter().any(|it| ABOUT_ANCHORS.contains(&it.relative().finding.rule))
                };
                self.sections.renew(shared, stale, is_stale, compute)
            }
            None => BySection::default().renew(&SharedSections::none(input.page), [], |_, _, _| false, compute),
        };
        LinkFindings { key: Some(key), sections, own_anchors: context.into_own_anchors() }
    }

    /// At their places in the page.
    pub(super) fn at_places<'f>(&'f self, page: &'f Page) -> impl Iterator<Item = OrderedFinding> + 'f {
        self.sections.iter(page).flat_map(|(section, found)| found.iter().map(move |ordered| ordered.at(&section)))
    }
}

fn check(context: &LinkContext<'_>, input: &CheckInput<'_>, index: usize) -> Option<Vec<InSection<OrderedFinding>>> {
    let segment = input.page.section(index).segment;
    if segment.links.is_empty() && segment.definitions.is_empty() {
        return None;
    }
    count(Work::LinksChecked, segment.links.len());
    let found = run_section_checks(segment, input.settings, |check, found| {
        if let Check::Links(check) = check {
            check(context, alone(segment), found);
        }
    });
    (!found.is_empty()).then_some(found)
}

/// How the ids of two versions of a page differ.
struct IdChange {
    anchors: AnchorChange,
    /// Whether templating may bring along ids; `None` where it may as much as before.
    is_open: Option<bool>,
    is_as_open: bool,
}

impl IdChange {
    /// `None` where links to places of the page lead where they led before. May find a difference where there is none.
    fn between(before: &Page, now: &Page, shared: &SharedSections) -> Option<IdChange> {
        let (old, new) = (before.shared_segments(), now.shared_segments());
        if old.len() == new.len() && shared.fresh.iter().all(|&index| gives_same_ids(&old[index], &new[index])) {
            return None;
        }
        let difference = shared.difference.clone().with_next(before);
        let may_differ = old[difference.old.clone()].iter().chain(&new[difference.new.clone()]).any(|it| it.open);
        let is_open = may_differ.then(|| anchors::is_open(now));
        let is_as_open = is_open.is_none_or(|is_open| is_open == anchors::is_open(before));
        Some(IdChange { anchors: anchors::change(before, now, &difference), is_open, is_as_open })
    }
}

/// The sections with a link that may lead to one of these ids, which are in lower case.
fn sections_with_links_to(ids: &BTreeSet<String>, page: &Page) -> Vec<usize> {
    let scheme = page.dialect().heading_ids;
    let names_one = |url: &str| {
        let Some((_, fragment)) = url.split_once('#') else { return false };
        // `{{ "/a.html#b" | relative_url }}`
        let end = if url.starts_with("{{") { fragment.find(['"', '\'']) } else { None };
        let fragment = scheme.id_of_fragment(&fragment[..end.unwrap_or(fragment.len())]);
        match fragment.is_ascii() && !fragment.contains('%') {
            true => ids.iter().any(|id| id.eq_ignore_ascii_case(fragment.trim_end())),
            false => {
                let decoded = anchors::percent_decoded(fragment).unwrap_or_else(|| fragment.to_owned());
                ids.contains(&*decoded.trim_end().to_lowercase())
            }
        }
    };
    let links_to_one = move |segment: &Segment| {
        segment.links.iter().any(|link| names_one(&link.url))
            || segment.definitions.iter().any(|definition| names_one(&definition.url))
    };
    let sections = page.sections().filter(move |section| links_to_one(section.segment));
    sections.map(|section| section.index).collect::<Vec<_>>()
}
