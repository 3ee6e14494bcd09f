//! A page's headings aligned with a template's outline.
//!
//! Three passes: `pairing` says which heading stands for which section, `tree` what lies inside what, and this one what
//! is out of order, what is missing and where it belongs. Knows headings only, no text below them, so that typing in a
//! paragraph never changes its answer.

use super::chain::{Pair, heaviest_chain};
use super::pairing::{Pairing, ROOT};
use super::tree::Tree;
use super::{MissingSection, Outline, OutlineAlignment, PageHeading, SectionMatch, SpecState};

/// Aligns headings with an outline. `headings` has one entry for each section of the page; `None` is the lead.
pub fn align_headings(outline: Outline<'_>, headings: &[Option<PageHeading<'_>>]) -> OutlineAlignment {
    let pairing = Pairing::of(outline, headings);
    let tree = Tree::of(&pairing);
    let placing = Placing::of(&pairing, &tree);
    placing.result()
}

/// Where things are, and where they belong.
struct Placing<'p> {
    pairing: &'p Pairing<'p>,
    tree: &'p Tree,
    /// The nodes that can be reached from the root, parents first, in the order of the template.
    order: Vec<usize>,
    /// For each node: it was found, and where it belongs.
    in_place: Vec<bool>,
    /// For each node that is missing or misplaced: the section it belongs directly before.
    place: Vec<usize>,
}

impl<'p> Placing<'p> {
    fn of(pairing: &'p Pairing<'p>, tree: &'p Tree) -> Placing<'p> {
        let count = pairing.nodes.len();
        let mut placing = Placing {
            pairing,
            tree,
            order: reachable(pairing),
            in_place: vec![false; count],
            place: vec![pairing.headings.len(); count],
        };
        let standing = placing.standing();
        for index in 0..placing.order.len() {
            placing.find_misplaced(placing.order[index], &standing);
        }
        placing.find_places();
        placing
    }

    /// Among the children that lie inside `node`, as few as possible are misplaced; of two that change places with each
    /// other the one with fewer headings under it, and of two equal ones the later one. Every child outside is misplaced.
    fn find_misplaced(&mut self, node: usize, standing: &[Option<(usize, usize)>]) {
        let found = |&child: &usize| standing[child].map(|(section, size)| (child, section, size));
        let inside: Vec<(usize, usize, usize)> = self.pairing.nodes[node]
            .children
            .iter()
            .filter_map(found)
            .filter(|&(child, section, _)| self.lies_inside(node, child, section))
            .collect();
        if self.pairing.is_unordered(node) {
            inside.iter().for_each(|&(child, ..)| self.in_place[child] = true);
            return;
        }
        let pairs: Vec<Pair> = inside
            .iter()
            .filter_map(|&(child, section, size)| {
                Some(Pair { spec: self.pairing.nodes[child].spec?, item: section, weight: (1 << 32) + size as u64 })
            })
            .collect();
        for index in heaviest_chain(&pairs, |_| true) {
            self.in_place[inside[index].0] = true;
        }
    }

    /// Where each node stands and how many sections it has; a missing one stands where the first of what lies inside it
    /// was found.
    fn standing(&self) -> Vec<Option<(usize, usize)>> {
        let mut standing: Vec<Option<(usize, usize)>> = vec![None; self.pairing.nodes.len()];
        for &node in self.order.iter().rev() {
            standing[node] = match self.pairing.nodes[node].section {
                Some(section) => Some((section, self.tree.end[section] - section)),
                None => {
                    let inside = self.pairing.nodes[node].children.iter().filter_map(|&child| standing[child]);
                    inside.reduce(|a, b| (a.0.min(b.0), a.1 + b.1))
                }
            };
        }
        standing
    }

    fn lies_inside(&self, node: usize, child: usize, section: usize) -> bool {
        let is_missing = self.pairing.nodes[child].section.is_none();
        let around = self.tree.matched_around[section];
        match self.pairing.nodes[node].section {
            // What is missing was looked for in the right place only.
            _ if is_missing => node == ROOT || self.pairing.nodes[node].section.is_some() || self.in_place[node],
            Some(parent) => around == Some(parent),
            None if node == ROOT => around.is_none(),
            None => self.in_place[node] && self.pairing.nodes[node].window.contains(&section),
        }
    }

    /// After everything of its nearest predecessor that is in place, but before its successor; without a predecessor
    /// directly before the successor; without both at the end of what it belongs into.
    fn find_places(&mut self) {
        let spans = self.spans();
        // Where each node is over, at the latest.
        let mut ends = vec![self.pairing.headings.len(); self.pairing.nodes.len()];
        for &node in &self.order {
            let children = &self.pairing.nodes[node].children;
            self.end_children(node, &spans, &mut ends);
            // For each child the nearest one at or after it that is in place.
            let mut next: Vec<Option<usize>> = vec![None; children.len() + 1];
            for (index, &child) in children.iter().enumerate().rev() {
                next[index] = spans[child].map(|_| child).or(next[index + 1]);
            }
            let first_start = children.iter().filter_map(|&child| spans[child]).map(|span| span.0).min();
            let unordered = self.pairing.is_unordered(node);
            let mut previous = None;
            for (index, &child) in children.iter().enumerate() {
                if let Some((start, _)) = spans[child] {
                    self.place[child] = start;
                    previous = Some(child);
                    continue;
                }
                let fellow =
                    next[index + 1].filter(|&next| self.pairing.nodes[next].spec == self.pairing.nodes[child].spec);
                let successor = next[index + 1].and_then(|next| spans[next]).map(|span| span.0);
                // A fellow of the same spec is as good a predecessor as any.
                self.place[child] = match fellow.or(previous) {
                    Some(previous) => ends[previous],
                    None if unordered => first_start.unwrap_or(ends[node]),
                    None => successor.unwrap_or(ends[node]),
                };
                if self.pairing.nodes[child].section.is_none() {
                    ends[child] = self.place[child];
                }
            }
        }
        for index in 0..self.pairing.nodes.len() {
            if let Some(section) = self.pairing.nodes[index].section
                && !self.in_place[index]
                && (section..=self.tree.end[section]).contains(&self.place[index])
            {
                // To move it there would change nothing.
                self.in_place[index] = true;
            }
        }
    }

    /// A child of `node` is over where the page says so, but not after the next child has begun: that one may be missing,
    /// with its own children standing there.
    fn end_children(&self, node: usize, spans: &[Option<(usize, usize)>], ends: &mut [usize]) {
        let children = &self.pairing.nodes[node].children;
        let mut starts: Vec<usize> = children.iter().filter_map(|&child| spans[child]).map(|span| span.0).collect();
        starts.sort_unstable();
        for &child in children {
            let own = self.pairing.nodes[child].section.map(|section| (section, self.tree.end[section]));
            if let Some((start, end)) = spans[child].or(own) {
                let after = starts.get(starts.partition_point(|&other| other <= start)).copied().unwrap_or(end);
                let outer = if spans[child].is_some() { ends[node] } else { end };
                ends[child] = end.min(after).min(outer);
            }
        }
    }

    /// For each node the sections it takes up: its own and what lies inside; for a missing one from the first of its
    /// children that are in place to the end of the last.
    fn spans(&self) -> Vec<Option<(usize, usize)>> {
        let mut spans: Vec<Option<(usize, usize)>> = vec![None; self.pairing.nodes.len()];
        for &node in self.order.iter().rev() {
            spans[node] = match self.pairing.nodes[node].section {
                Some(section) => self.in_place[node].then(|| (section, self.tree.end[section])),
                None if !self.in_place[node] => None,
                None => {
                    let inside = self.pairing.nodes[node].children.iter().filter_map(|&child| spans[child]);
                    inside.reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)))
                }
            };
        }
        spans
    }

    fn result(&self) -> OutlineAlignment {
        let pairing = self.pairing;
        let count = pairing.headings.len();
        let mut result = OutlineAlignment {
            specs: vec![SpecState::Missing { before: count }; pairing.outline.specs.len()],
            sections: vec![None; count],
            duplicates: Vec::new(),
            unexpected: Vec::new(),
            moves: Vec::new(),
            missing: Vec::new(),
            ends: self.tree.end.clone(),
        };
        let mut stated = vec![false; pairing.outline.specs.len()];
        for &id in &self.order {
            let node = &pairing.nodes[id];
            let Some(spec) = node.spec else { continue };
            let Some(section) = node.section else {
                if !stated[spec] {
                    result.specs[spec] = SpecState::Missing { before: self.place[id] };
                    stated[spec] = true;
                }
                if node.missing > 0 {
                    let parent = &pairing.nodes[node.parent];
                    result.missing.push(MissingSection {
                        spec,
                        before: self.place[id],
                        count: node.missing,
                        parent: parent.section,
                        parent_missing: node.parent != ROOT && parent.section.is_none(),
                    });
                }
                continue;
            };
            let misplaced = !self.in_place[id];
            let found = SectionMatch { section, spec, title: node.title, misplaced };
            result.sections[section] = Some(found);
            if misplaced {
                result.moves.push((section, self.place[id]));
            }
            match result.specs[spec] {
                SpecState::Found(first) if first.section < section => {}
                _ => result.specs[spec] = SpecState::Found(found),
            }
            stated[spec] = true;
        }
        self.add_free_sections(&mut result);
        result
    }

    fn add_free_sections(&self, result: &mut OutlineAlignment) {
        let pairing = self.pairing;
        let specs = pairing.outline.specs;
        let top = pairing.outline.top_level();
        let first_of = first_sections(pairing);
        for section in 0..pairing.headings.len() {
            let Some(heading) = pairing.headings[section] else { continue };
            if pairing.node_of[section].is_some() {
                continue;
            }
            let around = self.tree.matched_around[section];
            let around_node = around.and_then(|around| pairing.node_of[around]).unwrap_or(ROOT);
            // Among many specs of one title, the first few decide.
            let first = pairing.titles.specs_named_by(section).iter().take(64).find_map(|&spec| {
                let &first = first_of.get(&(around_node, spec))?;
                let level = pairing.headings[first].map_or(0, |heading| heading.level);
                let alike = self.tree.parent[first] == self.tree.parent[section]
                    && (heading.level == level || heading.level == specs[spec].level);
                alike.then_some(first)
            });
            if let Some(first) = first {
                result.duplicates.push((section, first));
                continue;
            }
            let closed = match pairing.nodes[around_node].spec {
                Some(spec) => specs[spec].closed,
                None => pairing.outline.closed,
            };
            // A heading above the template's own level is the page's title, not one more section.
            let is_title = |at: usize| around.is_none() && pairing.headings[at].is_some_and(|h| h.level < top);
            let outermost = self.tree.parent[section].is_none_or(|parent| Some(parent) == around || is_title(parent));
            if closed && outermost && !is_title(section) {
                result.unexpected.push(section);
            }
        }
    }
}

/// For each parent's node and spec the first section that stands for it there.
fn first_sections(pairing: &Pairing<'_>) -> std::collections::HashMap<(usize, usize), usize> {
    let mut first = std::collections::HashMap::new();
    for section in 0..pairing.headings.len() {
        if let Some(id) = pairing.node_of[section]
            && let Some(spec) = pairing.nodes[id].spec
        {
            first.entry((pairing.nodes[id].parent, spec)).or_insert(section);
        }
    }
    first
}

fn reachable(pairing: &Pairing<'_>) -> Vec<usize> {
    let mut order = Vec::with_capacity(pairing.nodes.len());
    let mut waiting = vec![ROOT];
    while let Some(node) = waiting.pop() {
        order.push(node);
        waiting.extend(pairing.nodes[node].children.iter().rev());
    }
    order
}

#[cfg(test)]
mod tests;
