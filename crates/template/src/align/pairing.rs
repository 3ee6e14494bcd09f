//! Which heading stands for which section of the template: top-down, from parents to what lies inside them.
//!
//! Knows titles, levels and where a section of the page ends; whether something is misplaced is decided afterwards.

mod any_heading;
mod elsewhere;
mod near;

use super::chain::{Pair, heaviest_chain};
use super::titles::{KeyId, Naming, Titles};
use super::{Outline, PageHeading, TitleMatch};
use foldhash::HashMap;
use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::ops::Range;

/// How many missing sections are listed, besides one for each section of the template.
const REPEATED_MISSING: usize = 50_000;

pub(super) const ROOT: usize = 0;

/// A section of the template in one place of the page: found, or missing there.
#[derive(Debug)]
pub(super) struct Node {
    /// `None` for the root.
    pub(super) spec: Option<usize>,
    /// The section that stands for it; `None` for the root, and where it is missing.
    pub(super) section: Option<usize>,
    pub(super) title: TitleMatch,
    pub(super) parent: usize,
    /// In the order of the template, then of the page.
    pub(super) children: Vec<usize>,
    /// The headings among which its children are looked for.
    pub(super) window: Range<usize>,
    /// Where it is missing: how often. 0 if it need not be there.
    pub(super) missing: u32,
    /// It was found where the order among its siblings wants it.
    in_order: bool,
}

pub(super) struct Pairing<'a> {
    pub(super) outline: Outline<'a>,
    pub(super) headings: &'a [Option<PageHeading<'a>>],
    pub(super) titles: Titles,
    pub(super) nodes: Vec<Node>,
    /// For each section of the page the node it stands for.
    pub(super) node_of: Vec<Option<usize>>,
    /// Direct children; the last entry is for the top level.
    child_specs: Vec<Vec<usize>>,
    /// For each spec the end of what lies inside it.
    spec_ends: Vec<usize>,
    /// The section that encloses each section by level alone.
    enclosing: Vec<Option<usize>>,
    /// Direct children whose titles are the author's; the last entry is for the top level.
    any_heading_children: Vec<Vec<usize>>,
    /// The levels that the template has.
    levels: BTreeSet<u8>,
    has_node: Vec<bool>,
    near_trials: usize,
    repeated_missing: usize,
}

/// What was found for the children of one node.
#[derive(Default)]
struct Found {
    sections: Vec<FoundSection>,
    counts: HashMap<usize, u32>,
}

#[derive(Clone, Copy)]
struct FoundSection {
    spec: usize,
    section: usize,
    title: TitleMatch,
    in_order: bool,
}

impl<'a> Pairing<'a> {
    pub(super) fn of(outline: Outline<'a>, headings: &'a [Option<PageHeading<'a>>]) -> Pairing<'a> {
        let titles: Vec<Option<&str>> = headings.iter().map(|heading| heading.map(|heading| heading.title)).collect();
        let specs = outline.specs;
        let mut child_specs = vec![Vec::new(); specs.len() + 1];
        let mut spec_ends: Vec<usize> = (1..=specs.len()).collect();
        let mut any_heading_children = child_specs.clone();
        for (index, spec) in specs.iter().enumerate() {
            let parent = spec.parent.unwrap_or(specs.len());
            child_specs[parent].push(index);
            if spec.any_heading {
                any_heading_children[parent].push(index);
            }
        }
        for (index, spec) in specs.iter().enumerate().rev() {
            if let Some(parent) = spec.parent {
                spec_ends[parent] = spec_ends[parent].max(spec_ends[index]);
            }
        }
        let root = Node {
            spec: None,
            section: None,
            title: TitleMatch::Same,
            parent: ROOT,
            children: Vec::new(),
            window: 0..headings.len(),
            missing: 0,
            in_order: true,
        };
        let mut pairing = Pairing {
            titles: Titles::new(specs, &titles),
            nodes: vec![root],
            node_of: vec![None; headings.len()],
            child_specs,
            spec_ends,
            enclosing: enclosing_by_level(headings),
            any_heading_children,
            levels: specs.iter().map(|spec| spec.level).collect(),
            has_node: vec![false; specs.len()],
            near_trials: 0,
            repeated_missing: 0,
            outline,
            headings,
        };
        pairing.fill_all(ROOT);
        pairing.find_elsewhere();
        pairing
    }

    pub(super) fn level_of_spec(&self, spec: usize) -> u8 {
        self.outline.specs[spec].level
    }

    pub(super) fn is_unordered(&self, node: usize) -> bool {
        self.nodes[node].spec.map_or(self.outline.unordered, |spec| self.outline.specs[spec].unordered)
    }

    fn children_of_spec(&self, spec: Option<usize>) -> &[usize] {
        &self.child_specs[spec.unwrap_or(self.outline.specs.len())]
    }

    /// The free heading at `section`, if one stands there and stands for nothing yet.
    fn free(&self, section: usize) -> Option<PageHeading<'a>> {
        if self.node_of[section].is_some() { None } else { self.headings[section] }
    }

    fn room(&self, found: &Found, spec: usize) -> bool {
        let count = found.counts.get(&spec).copied().unwrap_or(0);
        self.outline.specs[spec].repeat.max.is_none_or(|max| count < max.max(1))
    }

    /// Finds everything below `node`, which has been given its window.
    fn fill_all(&mut self, node: usize) {
        let first_new = self.nodes.len();
        self.fill_down(vec![node]);
        self.fill_missing(node);
        let mut next = first_new;
        while next < self.nodes.len() {
            self.fill_missing(next);
            next += 1;
        }
    }

    /// Finds what lies in `waiting`, and in what is found there, and so on.
    fn fill_down(&mut self, mut waiting: Vec<usize>) {
        while let Some(next) = waiting.pop() {
            self.fill(next);
            waiting.extend(self.found_children(next).rev());
        }
    }

    fn found_children(&self, node: usize) -> impl DoubleEndedIterator<Item = usize> + '_ {
        self.nodes[node].children.iter().copied().filter(|&child| self.nodes[child].section.is_some())
    }

    fn fill(&mut self, node: usize) {
        let spec = self.nodes[node].spec;
        if self.children_of_spec(spec).is_empty() {
            return;
        }
        let window = self.nodes[node].window.clone();
        let unordered = self.is_unordered(node);
        let mut pairs = Vec::new();
        let mut ranks: HashMap<(KeyId, u8), usize> = HashMap::default();
        for section in window.clone() {
            let Some(heading) = self.free(section) else { continue };
            let rank = self.titles.key_id(section).map_or(0, |key| {
                let rank = ranks.entry((key, heading.level)).or_default();
                *rank += 1;
                *rank - 1
            });
            for (candidate, naming) in self.titles.candidates(spec, section, rank) {
                if self.outline.specs[candidate].parent == spec
                    && let Some(weight) = self.weight(candidate, section, heading, naming)
                {
                    pairs.push(Pair { spec: candidate, item: section, weight });
                }
            }
        }
        let mut found = Found::default();
        self.take(&mut found, pairs, unordered, is_not_deeper);
        self.take_near(&mut found, spec, window.clone(), unordered);
        self.take_any_heading(&mut found, spec, window.clone(), unordered);
        self.enter(node, found);
        self.give_windows(node);
    }

    /// How well a heading of a spec's title suits it; `None` if it is better taken for something else.
    fn weight(&self, spec: usize, section: usize, heading: PageHeading<'_>, naming: Naming) -> Option<u64> {
        let expected = &self.outline.specs[spec];
        let apart = u64::from(heading.level.abs_diff(expected.level));
        if apart > 0 && self.titles.is_at_home_at(section, heading.level)
            || expected.optional && heading.level > expected.level
        {
            return None;
        }
        let by_title = match naming {
            Naming::Title => 10_000,
            Naming::Alias => 9_900,
            Naming::Pattern => 9_800,
        };
        Some(by_title + if apart == 0 { 400 } else { 300 - 50 * apart.min(5) })
    }

    /// Takes the heaviest chain of `pairs`, then of what is left the best ones for which `may_be_out_of_order`.
    fn take(
        &mut self,
        found: &mut Found,
        mut pairs: Vec<Pair>,
        unordered: bool,
        may_be_out_of_order: impl Fn(&Self, usize, PageHeading<'_>) -> bool,
    ) {
        if !unordered {
            let chain = heaviest_chain(&pairs, |spec| self.outline.specs[spec].repeat.max != Some(1));
            for pair in chain {
                self.take_one(found, pairs[pair], true);
            }
        }
        pairs.sort_by_key(|pair| (Reverse(pair.weight), pair.item, pair.spec));
        for pair in pairs {
            let Some(heading) = self.free(pair.item) else { continue };
            if unordered || may_be_out_of_order(self, pair.spec, heading) {
                self.take_one(found, pair, unordered);
            }
        }
    }

    fn take_one(&mut self, found: &mut Found, pair: Pair, in_order: bool) {
        if self.free(pair.item).is_none() || !self.room(found, pair.spec) {
            return;
        }
        let title = match self.titles.naming(pair.item, pair.spec) {
            Some(Naming::Title) => TitleMatch::Same,
            Some(_) => TitleMatch::Alias,
            None if self.outline.specs[pair.spec].any_heading => TitleMatch::Alias,
            None => TitleMatch::Near,
        };
        // The node is entered later; until then its parent marks the heading as taken.
        self.node_of[pair.item] = Some(ROOT);
        *found.counts.entry(pair.spec).or_default() += 1;
        found.sections.push(FoundSection { spec: pair.spec, section: pair.item, title, in_order });
    }

    /// Makes nodes of what was found for the children of `node`, and of what was not.
    fn enter(&mut self, node: usize, mut found: Found) {
        found.sections.sort_by_key(|section| (section.spec, section.section));
        if found.sections.is_empty() && self.repeated_missing > REPEATED_MISSING {
            return;
        }
        let is_expected = node == ROOT || self.nodes[node].section.is_some() || self.nodes[node].missing > 0;
        let window = self.nodes[node].window.clone();
        let mut sections = found.sections.into_iter().peekable();
        for child in self.children_of_spec(self.nodes[node].spec).to_vec() {
            while let Some(section) = sections.next_if(|section| section.spec == child) {
                let id = self.push_node(node, child, window.clone());
                self.nodes[id].section = Some(section.section);
                self.nodes[id].title = section.title;
                self.nodes[id].in_order = section.in_order;
                self.node_of[section.section] = Some(id);
            }
            let count = found.counts.get(&child).copied().unwrap_or(0);
            let spec = &self.outline.specs[child];
            let missing = if spec.optional || !is_expected { 0 } else { spec.repeat.min.saturating_sub(count) };
            if missing == 0 && count > 0 {
                continue;
            }
            if self.has_node[child] {
                self.repeated_missing += 1;
                if self.repeated_missing > REPEATED_MISSING {
                    continue;
                }
            }
            let id = self.push_node(node, child, window.clone());
            self.nodes[id].missing = missing;
        }
    }

    fn push_node(&mut self, parent: usize, spec: usize, window: Range<usize>) -> usize {
        let id = self.nodes.len();
        self.nodes.push(Node {
            spec: Some(spec),
            section: None,
            title: TitleMatch::Same,
            parent,
            children: Vec::new(),
            window,
            missing: 0,
            in_order: false,
        });
        self.nodes[parent].children.push(id);
        self.has_node[spec] = true;
        id
    }

    fn give_windows(&mut self, node: usize) {
        let end = self.nodes[node].window.end;
        for child in self.nodes[node].children.clone() {
            if let (Some(section), Some(spec)) = (self.nodes[child].section, self.nodes[child].spec)
                && !self.children_of_spec(Some(spec)).is_empty()
            {
                self.nodes[child].window = section + 1..self.end_of_window(section, spec, end);
            }
        }
    }

    /// Up to the next section that stands for something already, or that the level of `section` ends. What has the title
    /// of something inside `spec` ends nothing: it is taken for that, at a wrong level.
    fn end_of_window(&self, section: usize, spec: usize, end: usize) -> usize {
        let own = self.headings[section].map_or(0, |heading| heading.level.min(self.level_of_spec(spec)));
        let ends = |&other: &usize| {
            self.node_of[other].is_some()
                || self.headings[other].is_some_and(|heading| heading.level <= own)
                    && !self.titles.names_one_of(other, spec + 1..self.spec_ends[spec])
        };
        (section + 1..end).find(ends).unwrap_or(end)
    }
}

/// Deeper than expected and out of order: a subsection of the author's that happens to have this title.
fn is_not_deeper(pairing: &Pairing<'_>, spec: usize, heading: PageHeading<'_>) -> bool {
    heading.level <= pairing.level_of_spec(spec)
}

/// By level alone: the nearest earlier heading of a higher rank.
fn enclosing_by_level(headings: &[Option<PageHeading<'_>>]) -> Vec<Option<usize>> {
    let mut open: Vec<(usize, u8)> = Vec::new();
    let mut result = Vec::with_capacity(headings.len());
    for (section, heading) in headings.iter().enumerate() {
        let Some(heading) = heading else {
            result.push(None);
            continue;
        };
        while open.last().is_some_and(|&(_, level)| level >= heading.level) {
            open.pop();
        }
        result.push(open.last().map(|&(around, _)| around));
        open.push((section, heading.level));
    }
    result
}
