//! The heaviest chain of pairs that keeps both orders: a weighted longest increasing subsequence.
//!
//! Knows neither titles nor steps: a pair is two indices and a weight. O(P log P) time, O(P) memory.

use std::cmp::Ordering;

/// Something expected (`spec`) that something found (`item`) may stand for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Pair {
    pub(super) spec: usize,
    pub(super) item: usize,
    /// More is better; 0 is never worth a place in the chain.
    pub(super) weight: u64,
}

/// The pairs (as indices into `pairs`, ascending by item) whose weights add up to most, where items ascend strictly, and
/// specs too, or stay the same where `repeats` says that a spec may have several items.
///
/// Of equally heavy chains the one whose end comes first in the page is taken, at each link.
pub(super) fn heaviest_chain(pairs: &[Pair], repeats: impl Fn(usize) -> bool) -> Vec<usize> {
    let mut specs: Vec<usize> = pairs.iter().map(|pair| pair.spec).collect();
    specs.sort_unstable();
    specs.dedup();
    let mut order: Vec<usize> = (0..pairs.len()).filter(|&index| pairs[index].weight > 0).collect();
    order.sort_by_key(|&index| (pairs[index].item, pairs[index].spec, index));

    let mut best_ends = PrefixMaximum::new(specs.len());
    let mut total = vec![0u64; pairs.len()];
    let mut previous: Vec<Option<usize>> = vec![None; pairs.len()];
    for of_one_item in order.chunk_by(|&a, &b| pairs[a].item == pairs[b].item) {
        // All links of an item are found before any of them is entered, so that an item is taken once only.
        for &index in of_one_item {
            let rank = specs.partition_point(|&spec| spec < pairs[index].spec);
            let before = best_ends.query(if repeats(pairs[index].spec) { rank + 1 } else { rank });
            total[index] = pairs[index].weight.saturating_add(before.map_or(0, |end| end.total));
            previous[index] = before.map(|end| end.pair);
        }
        for &index in of_one_item {
            let rank = specs.partition_point(|&spec| spec < pairs[index].spec);
            best_ends.raise(rank, ChainEnd { total: total[index], item: pairs[index].item, pair: index });
        }
    }

    let mut chain = Vec::new();
    let mut at = best_ends.query(specs.len()).map(|end| end.pair);
    while let Some(index) = at {
        chain.push(index);
        at = previous[index];
    }
    chain.reverse();
    chain
}

#[derive(Debug, Clone, Copy)]
struct ChainEnd {
    total: u64,
    item: usize,
    pair: usize,
}

impl ChainEnd {
    fn is_better_than(&self, other: &ChainEnd) -> bool {
        let by_place = || other.item.cmp(&self.item).then(other.pair.cmp(&self.pair));
        self.total.cmp(&other.total).then_with(by_place) == Ordering::Greater
    }
}

/// A Fenwick tree over ranks that answers "the best end among the first `count` ranks".
struct PrefixMaximum {
    nodes: Vec<Option<ChainEnd>>,
}

impl PrefixMaximum {
    fn new(len: usize) -> PrefixMaximum {
        PrefixMaximum { nodes: vec![None; len + 1] }
    }

    fn raise(&mut self, rank: usize, end: ChainEnd) {
        let mut at = rank + 1;
        while at < self.nodes.len() {
            if self.nodes[at].is_none_or(|known| end.is_better_than(&known)) {
                self.nodes[at] = Some(end);
            }
            at += at & at.wrapping_neg();
        }
    }

    fn query(&self, count: usize) -> Option<ChainEnd> {
        let mut best: Option<ChainEnd> = None;
        let mut at = count.min(self.nodes.len() - 1);
        while at > 0 {
            if let Some(end) = self.nodes[at]
                && best.is_none_or(|known| end.is_better_than(&known))
            {
                best = Some(end);
            }
            at &= at - 1;
        }
        best
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn chain(pairs: &[(usize, usize, u64)], repeats: bool) -> Vec<usize> {
        let pairs: Vec<Pair> = pairs.iter().map(|&(spec, item, weight)| Pair { spec, item, weight }).collect();
        heaviest_chain(&pairs, |_| repeats)
    }

    #[test]
    fn small_chains() {
        assert!(chain(&[], false).is_empty());
        assert_eq!(chain(&[(0, 0, 1), (1, 1, 1)], false), [0, 1]);
        // Of two equal ones, the first of the page.
        assert_eq!(chain(&[(1, 0, 1), (0, 1, 1)], false), [0]);
        assert_eq!(chain(&[(1, 0, 1), (0, 1, 2)], false), [1]);
        assert_eq!(chain(&[(0, 0, 1), (0, 1, 1)], false), [0]);
        assert_eq!(chain(&[(0, 0, 1), (0, 1, 1)], true), [0, 1]);
        // One item stands for one spec.
        assert_eq!(chain(&[(0, 0, 1), (1, 0, 1)], false), [0]);
        assert_eq!(chain(&[(2, 0, 1), (0, 1, 1), (1, 2, 1)], false), [1, 2]);
    }

    proptest! {
        #[test]
        fn no_chain_is_heavier(
            pairs in proptest::collection::vec((0usize..5, 0usize..6, 1u64..5), 0..10),
            repeats in any::<bool>(),
        ) {
            let found = chain(&pairs, repeats);
            let fits = |a: usize, b: usize| {
                pairs[a].1 < pairs[b].1 && (pairs[a].0 < pairs[b].0 || repeats && pairs[a].0 == pairs[b].0)
            };
            prop_assert!(found.windows(2).all(|two| fits(two[0], two[1])));
            let weight: u64 = found.iter().map(|&index| pairs[index].2).sum();
            let mut heaviest = 0;
            for subset in 0u32..1 << pairs.len() {
                let mut chosen: Vec<usize> = (0..pairs.len()).filter(|&index| subset & (1 << index) != 0).collect();
                chosen.sort_by_key(|&index| pairs[index].1);
                if chosen.windows(2).all(|two| fits(two[0], two[1])) {
                    heaviest = heaviest.max(chosen.iter().map(|&index| pairs[index].2).sum());
                }
            }
            prop_assert_eq!(weight, heaviest);
        }
    }
}
