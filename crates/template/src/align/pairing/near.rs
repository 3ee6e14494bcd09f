//! Sections whose titles are nearly those of the template.

use super::{Found, FoundSection, Pair, Pairing, TitleMatch};
use crate::normalize::{Nearness, near_title};
use std::collections::HashSet;
use std::ops::Range;

/// How many pairs of titles are compared letter by letter in one page.
const NEAR_TRIALS: usize = 60_000;

impl Pairing<'_> {
    /// Near misses, only among what has no exact partner on either side.
    pub(super) fn take_near(
        &mut self,
        found: &mut Found,
        parent: Option<usize>,
        window: Range<usize>,
        unordered: bool,
    ) {
        let is_stranger = |&section: &usize| self.free(section).is_some() && !self.titles.is_named(section);
        let strangers: Vec<usize> = window.filter(is_stranger).collect();
        if strangers.is_empty() || self.near_trials > NEAR_TRIALS {
            return;
        }
        self.near_trials += self.children_of_spec(parent).len();
        let specs: Vec<usize> = self
            .children_of_spec(parent)
            .iter()
            .copied()
            .filter(|spec| !found.counts.contains_key(spec) && !self.outline.specs[*spec].any_heading)
            .collect();
        if specs.is_empty() {
            return;
        }
        let mut pairs = Vec::new();
        let mut respelt = HashSet::new();
        'headings: for section in strangers {
            let Some(heading) = self.free(section) else { continue };
            for &spec in &specs {
                let expected = &self.outline.specs[spec];
                let same_level = heading.level == expected.level;
                if !same_level && (self.levels.contains(&heading.level) || expected.optional) {
                    continue;
                }
                self.near_trials += 1;
                if self.near_trials > NEAR_TRIALS {
                    break 'headings;
                }
                match near_title(&self.titles.spec_keys[spec], &self.titles.keys[section]) {
                    Some(Nearness::Spelling) => {
                        pairs.push(Pair { spec, item: section, weight: 200 + 50 * u64::from(same_level) });
                        respelt.insert((spec, section));
                    }
                    Some(Nearness::Contains) if same_level && !expected.optional => {
                        pairs.push(Pair { spec, item: section, weight: 100 });
                    }
                    _ => {}
                }
            }
        }
        if pairs.is_empty() {
            return;
        }
        // What has been found stays: a chain without one of these would be lighter.
        let anchors = found.sections.iter().filter(|section| section.in_order);
        pairs.extend(anchors.map(|anchor| Pair { spec: anchor.spec, item: anchor.section, weight: 1 << 30 }));
        self.take(found, pairs, unordered, |pairing, spec, heading| heading.level == pairing.level_of_spec(spec));
        // Out of order, only a respelt title is beyond doubt.
        let doubtful = |section: &FoundSection| {
            section.title == TitleMatch::Near
                && !section.in_order
                && !respelt.contains(&(section.spec, section.section))
        };
        for section in found.sections.iter().filter(|section| doubtful(section)) {
            self.node_of[section.section] = None;
            found.counts.remove(&section.spec);
        }
        found.sections.retain(|section| !doubtful(section));
    }
}
