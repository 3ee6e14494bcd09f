//! What lies inside what, in a page whose levels may be wrong.
//!
//! A section that stands for one of the template reaches as far as the template's outline says; a free one as far as its
//! level says.

use super::pairing::{Pairing, ROOT};

pub(super) struct Tree {
    /// The section that each section lies in.
    pub(super) parent: Vec<Option<usize>>,
    /// One past the last section inside each section.
    pub(super) end: Vec<usize>,
    /// The nearest section around each section that stands for something.
    pub(super) matched_around: Vec<Option<usize>>,
}

impl Tree {
    /// Linear: what is open at once are a few matched sections of ascending level and a few free ones.
    pub(super) fn of(pairing: &Pairing<'_>) -> Tree {
        let count = pairing.headings.len();
        let mut tree =
            Tree { parent: vec![None; count], end: (1..=count).collect(), matched_around: vec![None; count] };
        let mut open: Vec<usize> = Vec::new();
        for section in 0..count {
            if pairing.headings[section].is_none() {
                continue;
            }
            let kept = open_ancestor(pairing, section, &open);
            let ended = open.iter().skip(kept).position(|&other| is_end_of(pairing, other, section));
            for other in open.drain(ended.map_or(open.len(), |at| kept + at)..) {
                tree.end[other] = section;
            }
            tree.parent[section] = open.last().copied();
            tree.matched_around[section] = open.iter().rev().copied().find(|&at| pairing.node_of[at].is_some());
            open.push(section);
        }
        for other in open {
            tree.end[other] = count;
        }
        tree
    }
}

/// How many of the open sections stay open because the new one belongs inside them, whatever its level.
fn open_ancestor(pairing: &Pairing<'_>, section: usize, open: &[usize]) -> usize {
    let mut node = pairing.node_of[section];
    while let Some(id) = node {
        if id == ROOT {
            return 0;
        }
        let parent = pairing.nodes[id].parent;
        if let Some(at) = open.iter().position(|&other| pairing.node_of[other] == Some(parent)) {
            return at + 1;
        }
        node = Some(parent);
    }
    0
}

/// Whether the section `earlier` is over where `later` begins.
fn is_end_of(pairing: &Pairing<'_>, earlier: usize, later: usize) -> bool {
    let level = |section: usize| pairing.headings[section].map_or(0, |heading| heading.level);
    let spec = |section: usize| {
        let id = pairing.node_of[section]?;
        pairing.nodes[id].spec.map(|spec| (id, pairing.level_of_spec(spec)))
    };
    match (spec(earlier), spec(later)) {
        (Some((a, a_level)), Some((b, b_level))) => {
            b_level <= a_level || pairing.nodes[a].parent == pairing.nodes[b].parent
        }
        (Some((_, expected)), None) => level(later) <= expected.min(level(earlier)),
        (None, Some((_, expected))) => expected.min(level(later)) <= level(earlier),
        (None, None) => level(later) <= level(earlier),
    }
}
