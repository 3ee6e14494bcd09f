//! Sections whose titles the template leaves to the author: found by place and level.

use super::{Found, Pair, Pairing};
use std::ops::Range;

/// How many runs of sections with titles of the author's own, of one level each, are looked for inside one section.
const ANY_HEADING_GROUPS: usize = 64;

impl Pairing<'_> {
    /// Gives the sections whose titles are the author's what stands at their place and level and has no other name.
    pub(super) fn take_any_heading(
        &mut self,
        found: &mut Found,
        parent: Option<usize>,
        window: Range<usize>,
        unordered: bool,
    ) {
        if window.is_empty() || self.any_heading_children[parent.unwrap_or(self.outline.specs.len())].is_empty() {
            return;
        }
        let mut anchors: Vec<(usize, usize)> =
            found.sections.iter().filter(|s| s.in_order).map(|section| (section.spec, section.section)).collect();
        anchors.sort_unstable();
        let open: Vec<(usize, Range<usize>)> = self.any_heading_children[parent.unwrap_or(self.outline.specs.len())]
            .iter()
            .copied()
            .filter(|&spec| self.room(found, spec))
            .map(|spec| {
                let before = anchors.partition_point(|anchor| anchor.0 < spec);
                let after = anchors.partition_point(|anchor| anchor.0 <= spec);
                let start = before.checked_sub(1).and_then(|last| anchors.get(last)).map_or(window.start, |a| a.1 + 1);
                let end = anchors.get(after).map_or(window.end, |a| a.1);
                (spec, if unordered { window.clone() } else { start..end.max(start) })
            })
            .collect();
        let alike = |a: &(usize, Range<usize>), b: &(usize, Range<usize>)| {
            a.1 == b.1 && self.level_of_spec(a.0) == self.level_of_spec(b.0)
        };
        let groups: Vec<Vec<(usize, Range<usize>)>> =
            open.chunk_by(alike).take(ANY_HEADING_GROUPS).map(<[_]>::to_vec).collect();
        for group in groups {
            let Some((first, range)) = group.first().cloned() else { continue };
            let level = self.level_of_spec(first);
            let fits = |&section: &usize| {
                self.free(section).is_some_and(|h| h.level == level) && !self.titles.is_named(section)
            };
            let sections: Vec<usize> = range.filter(fits).collect();
            let needs = |spec: usize, found: &Found| {
                let has = found.counts.get(&spec).copied().unwrap_or(0);
                (self.outline.specs[spec].repeat.min.saturating_sub(has) as usize).min(sections.len())
            };
            let mut needed_later: usize = group.iter().map(|(spec, _)| needs(*spec, found)).sum();
            let mut next = 0;
            for (spec, _) in &group {
                let least = needs(*spec, found);
                needed_later -= least;
                let has = found.counts.get(spec).copied().unwrap_or(0);
                let most = self.outline.specs[*spec].repeat.max.map_or(usize::MAX, |max| (max.max(1) - has) as usize);
                let left = sections.len() - next;
                let taken = left.saturating_sub(needed_later).max(least).min(most).min(left);
                for &section in &sections[next..next + taken] {
                    self.take_one(found, Pair { spec: *spec, item: section, weight: 1 }, true);
                }
                next += taken;
            }
        }
    }
}
