//! How the anchors of two versions of a page differ: read off the sections that differ, with one look at the titles of the others,
//! since a title that many sections have is counted through the page.

use super::{Anchor, AnchorKind, kept_anchors, placed};
use crate::dialect::heading_ids::{IdCounter, family};
use crate::{Difference, Page};
use foldhash::HashSet;
use std::ops::Range;

/// Everything by which [`super::anchors`] says something else of the newer version, but for ranges that have moved.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AnchorChange {
    /// The anchors of the sections that the older version has for itself, with ranges of that version.
    pub before: Vec<Anchor>,
    /// Those of the sections that the newer version has in their place.
    pub now: Vec<Anchor>,
    /// Further on in the page.
    pub renumbered: Vec<Renumbered>,
}

/// An anchor of a section that both versions have, with another number to its title.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Renumbered {
    pub before: Box<str>,
    /// As it is in the newer version.
    pub now: Anchor,
}

/// How the anchors of `after` differ from those of `before`. `difference` is that of the two, with the next section
/// ([`Difference::with_next`]), whose heading may have its id from the end of the one before it.
pub fn change(before: &Page, after: &Page, difference: &Difference) -> AnchorChange {
    let mut counts = Counts::new(after);
    titles(before, difference.old.clone()).for_each(|title| counts.add(title));
    titles(after, difference.new.clone()).for_each(|title| counts.add(title));
    if !counts.families.is_empty() {
        for title in titles(after, 0..difference.new.start) {
            counts.next(title);
        }
    }
    let mut counts_now = counts.clone();
    let before = numbered(before, difference.old.clone(), &mut counts);
    let now = numbered(after, difference.new.clone(), &mut counts_now);
    let renumbered = if counts == counts_now { Vec::new() } else { renumbered(after, difference, counts, counts_now) };
    AnchorChange { before, now, renumbered }
}

fn renumbered(after: &Page, difference: &Difference, mut before: Counts<'_>, mut now: Counts<'_>) -> Vec<Renumbered> {
    let mut renumbered = Vec::new();
    let behind = difference.new.end..after.section_count();
    for (section, anchor) in behind.flat_map(|index| kept_anchors(after, index)) {
        if anchor.kind != AnchorKind::Title {
            continue;
        }
        let (Some(old), Some(new)) = (before.next(&anchor.id), now.next(&anchor.id)) else { continue };
        if old != new {
            renumbered.push(Renumbered { before: old, now: placed(&section, anchor, new) });
        }
    }
    renumbered
}

fn titles(page: &Page, sections: Range<usize>) -> impl Iterator<Item = &str> {
    let anchors = sections.flat_map(|index| kept_anchors(page, index)).map(|(_, anchor)| anchor);
    anchors.filter(|anchor| anchor.kind == AnchorKind::Title).map(|anchor| &*anchor.id)
}

/// The anchors of some sections with their ids. `counts` knows their titles.
fn numbered(page: &Page, sections: Range<usize>, counts: &mut Counts<'_>) -> Vec<Anchor> {
    let mut anchors = Vec::new();
    for (section, anchor) in sections.flat_map(|index| kept_anchors(page, index)) {
        let counted = if anchor.kind == AnchorKind::Title { counts.next(&anchor.id) } else { None };
        anchors.push(placed(&section, anchor, counted.unwrap_or_else(|| anchor.id.clone())));
    }
    anchors
}

/// Counts the titles whose ids may meet one of those that changed, and no others.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Counts<'p> {
    families: HashSet<&'p str>,
    /// By length of a family modulo 256: nearly all others differ in it.
    lengths: [bool; 256],
    counter: IdCounter,
}

impl<'p> Counts<'p> {
    fn new(page: &Page) -> Counts<'p> {
        let counter = IdCounter::new(page.dialect().heading_ids);
        Counts { families: HashSet::default(), lengths: [false; 256], counter }
    }

    fn add(&mut self, title: &'p str) {
        let family = family(title);
        self.lengths[family.len() % 256] = true;
        self.families.insert(family);
    }

    /// The id of the next heading with this title; `None` for a title whose id cannot have changed.
    fn next(&mut self, title: &str) -> Option<Box<str>> {
        let family = family(title);
        let is_counted = self.lengths[family.len() % 256] && self.families.contains(family);
        is_counted.then(|| self.counter.count(title))
    }
}
