//! A value for each section of one version of a page, kept for the next version where the section is the same.

use super::shared::SharedSections;
use docent_syntax::{Page, SectionRef};
use std::collections::BTreeSet;

/// Ascending; only sections that have a value.
#[derive(Debug)]
pub(super) struct BySection<V>(Vec<(usize, V)>);

impl<V> Default for BySection<V> {
    fn default() -> BySection<V> {
        BySection(Vec::new())
    }
}

impl<V> BySection<V> {
    /// The values for the newer page of `shared`: computed for its fresh sections, for those in `stale`, and where `is_stale` (called with a
    /// value and the numbers of its section in the older and the newer page); kept for the others.
    pub(super) fn renew(
        self,
        shared: &SharedSections,
        stale: impl IntoIterator<Item = usize>,
        is_stale: impl Fn(&V, usize, usize) -> bool,
        compute: impl Fn(usize) -> Option<V>,
    ) -> BySection<V> {
        let mut stale: BTreeSet<usize> = shared.fresh.iter().copied().chain(stale).collect();
        let mut values = Vec::new();
        for (old, value) in self.0 {
            let Some(new) = shared.now(old) else { continue };
            if is_stale(&value, old, new) {
                stale.insert(new);
            }
            if !stale.contains(&new) {
                values.push((new, value));
            }
        }
        values.extend(stale.into_iter().filter_map(|index| Some((index, compute(index)?))));
        values.sort_unstable_by_key(|(index, _)| *index);
        BySection(values)
    }

    pub(super) fn iter<'v>(&'v self, page: &'v Page) -> impl Iterator<Item = (SectionRef<'v>, &'v V)> {
        self.0.iter().map(|(index, value)| (page.section(*index), value))
    }
}
