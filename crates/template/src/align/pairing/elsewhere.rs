//! What is not in its place: sections whose parent's heading is missing, and those that stand elsewhere.

use super::{Found, Naming, Pair, Pairing, ROOT, TitleMatch, is_not_deeper};
use std::collections::BTreeSet;
use std::ops::Range;

/// How many headings of one title are looked at for one section that is not where it should be.
const CANDIDATES_ELSEWHERE: usize = 16;

impl Pairing<'_> {
    /// Where a parent's heading is missing, what lies inside it may still be there: looked for between the parent's
    /// neighbours.
    pub(super) fn fill_missing(&mut self, node: usize) {
        let children = self.nodes[node].children.clone();
        let window = self.nodes[node].window.clone();
        let mut next_start = vec![window.end; children.len() + 1];
        for (index, &child) in children.iter().enumerate().rev() {
            let start = self.nodes[child].section.filter(|_| self.nodes[child].in_order);
            next_start[index] = start.unwrap_or(next_start[index + 1]);
        }
        let mut start = window.start;
        for (index, &child) in children.iter().enumerate() {
            if let Some(section) = self.nodes[child].section {
                if self.nodes[child].in_order {
                    start = start.max(self.last_found_inside(child, section) + 1);
                }
                continue;
            }
            let Some(spec) = self.nodes[child].spec else { continue };
            if self.children_of_spec(Some(spec)).is_empty() {
                continue;
            }
            self.nodes[child].window = start..next_start[index + 1].max(start);
            let mut found = Found::default();
            if self.nodes[child].missing > 0 {
                let pairs = self.pairs_between(spec, self.nodes[child].window.clone());
                let unordered = self.is_unordered(child);
                self.take(&mut found, pairs, unordered, is_not_deeper);
            }
            if let Some(last) = found.sections.iter().map(|section| section.section).max() {
                start = last + 1;
            }
            self.enter(child, found);
            self.give_windows(child);
            self.fill_down(self.found_children(child).collect());
        }
    }

    /// The last section in the window of a found node that stands for something; its own one if nothing does.
    fn last_found_inside(&self, node: usize, section: usize) -> usize {
        if self.children_of_spec(self.nodes[node].spec).is_empty() {
            return section;
        }
        self.nodes[node].window.clone().rev().find(|&inside| self.node_of[inside].is_some()).unwrap_or(section)
    }

    fn pairs_between(&self, parent: usize, range: Range<usize>) -> Vec<Pair> {
        let mut pairs = Vec::new();
        for &spec in self.children_of_spec(Some(parent)) {
            for (sections, naming) in self.titles.headings_naming(spec) {
                let from = sections.partition_point(|&section| section < range.start);
                let inside = sections.iter().skip(from).take_while(|&&section| section < range.end);
                for &section in inside.filter(|&&section| self.node_of[section].is_none()).take(CANDIDATES_ELSEWHERE) {
                    let Some(heading) = self.free(section) else { continue };
                    if self.lies_in_free_section(section, spec) {
                        continue;
                    }
                    if let Some(weight) = self.weight(spec, section, heading, naming) {
                        pairs.push(Pair { spec, item: section, weight });
                    }
                }
            }
        }
        pairs
    }

    /// Whether a section that could be the child of something lies in a section of the author's own: then it is the
    /// author's too.
    fn lies_in_free_section(&self, section: usize, spec: usize) -> bool {
        self.outline.specs[spec].parent.is_some()
            && self.enclosing[section].is_some_and(|around| {
                self.node_of[around].is_none()
                    && self.headings[around].is_some_and(|heading| heading.level >= self.outline.top_level())
            })
    }

    /// What is missing in its place and stands, under its title, in another one.
    pub(super) fn find_elsewhere(&mut self) {
        // Parents come before what lies inside them, so that a parent found late still finds its children.
        let mut missing: BTreeSet<(usize, usize)> = BTreeSet::new();
        let mut listed = 0;
        loop {
            let new = (listed..self.nodes.len()).filter(|&id| self.nodes[id].missing > 0);
            missing.extend(new.filter_map(|id| Some((self.nodes[id].spec?, id))));
            listed = self.nodes.len();
            let Some((spec, node)) = missing.pop_first() else { break };
            // What belongs into something that is missing cannot be moved there.
            let parent = self.nodes[node].parent;
            let parent_stands = parent == ROOT || self.nodes[parent].section.is_some();
            if self.nodes[node].missing > 0 && parent_stands {
                self.find_one_elsewhere(spec, node);
            }
        }
    }

    fn find_one_elsewhere(&mut self, spec: usize, node: usize) {
        let mut best: Option<(bool, Naming, usize)> = None;
        for (sections, naming) in self.titles.headings_naming(spec) {
            let free = sections.iter().filter(|&&section| self.node_of[section].is_none());
            for &section in free.take(CANDIDATES_ELSEWHERE) {
                let level = self.headings[section].map_or(0, |heading| heading.level);
                let other_level = level != self.level_of_spec(spec);
                let own = other_level && self.titles.is_at_home_at(section, level);
                if naming == Naming::Pattern && other_level || own || self.lies_in_free_section(section, spec) {
                    continue;
                }
                let candidate = (other_level, naming, section);
                if best.is_none_or(|best| candidate < best) {
                    best = Some(candidate);
                }
            }
        }
        let Some((_, naming, section)) = best else { return };
        self.node_of[section] = Some(node);
        let left = self.nodes[node].missing - 1;
        let has_found_children = self.found_children(node).next().is_some();
        self.nodes[node].section = Some(section);
        self.nodes[node].missing = 0;
        self.nodes[node].title = if naming == Naming::Title { TitleMatch::Same } else { TitleMatch::Alias };
        if !has_found_children {
            self.forget_children(node);
            self.nodes[node].window = section + 1..self.end_of_window(section, spec, self.headings.len());
            self.fill_all(node);
        }
        if left > 0 {
            let parent = self.nodes[node].parent;
            let rest = self.push_node(parent, spec, self.nodes[node].window.clone());
            self.nodes[rest].missing = left;
            // Beside its fellows, in the order of the template.
            self.nodes[parent].children.pop();
            let at = self.nodes[parent].children.iter().position(|&child| child == node).map_or(0, |at| at + 1);
            self.nodes[parent].children.insert(at, rest);
        }
    }

    /// What is missing inside a missing section is computed anew if that section is found after all.
    fn forget_children(&mut self, node: usize) {
        let mut forgotten = std::mem::take(&mut self.nodes[node].children);
        while let Some(child) = forgotten.pop() {
            self.nodes[child].missing = 0;
            let below = std::mem::take(&mut self.nodes[child].children);
            forgotten.extend(below);
        }
    }
}
