//! The address or path that was probably meant. Looks at the neighbours in two sorted orders (by how a name begins, by how it
//! ends), so that a site of any size answers at once.

use super::SiteIndex;
use std::collections::BTreeMap;
use std::ops::Bound;
use std::sync::Arc;

/// Neighbours looked at in each order, on each side.
const NEIGHBOURS: usize = 100;

/// The addresses or paths of all pages.
#[derive(Debug, Default)]
pub(crate) struct Names {
    /// How many pages have the name.
    forward: BTreeMap<Arc<str>, u32>,
    backward: BTreeMap<Box<str>, Arc<str>>,
}

impl Names {
    pub(crate) fn add(&mut self, name: Arc<str>) {
        self.backward.insert(reversed(&name), name.clone());
        *self.forward.entry(name).or_insert(0) += 1;
    }

    pub(crate) fn remove(&mut self, name: Arc<str>) {
        let Some(count) = self.forward.get_mut(&name) else { return };
        *count -= 1;
        if *count == 0 {
            self.forward.remove(&name);
            self.backward.remove(&reversed(&name));
        }
    }

    fn neighbours(&self, name: &str) -> Vec<&Arc<str>> {
        let from =
            |name: &str| -> (Bound<Box<str>>, Bound<Box<str>>) { (Bound::Included(name.into()), Bound::Unbounded) };
        let until =
            |name: &str| -> (Bound<Box<str>>, Bound<Box<str>>) { (Bound::Unbounded, Bound::Excluded(name.into())) };
        let backward = reversed(name);
        let mut near: Vec<&Arc<str>> = Vec::with_capacity(4 * NEIGHBOURS);
        near.extend(
            self.forward
                .range::<str, _>((Bound::Included(name), Bound::Unbounded))
                .take(NEIGHBOURS)
                .map(|(name, _)| name),
        );
        near.extend(
            self.forward
                .range::<str, _>((Bound::Unbounded, Bound::Excluded(name)))
                .rev()
                .take(NEIGHBOURS)
                .map(|(name, _)| name),
        );
        near.extend(self.backward.range(from(&backward)).take(NEIGHBOURS).map(|(_, name)| name));
        near.extend(self.backward.range(until(&backward)).rev().take(NEIGHBOURS).map(|(_, name)| name));
        near.sort();
        near.dedup();
        near
    }
}

impl SiteIndex {
    /// The address (for a wanted address) or path of a page that differs least from what was wanted, in less than a quarter.
    pub fn nearest(&self, wanted: &str) -> Option<&str> {
        // A longer name is no misspelling, and comparing is quadratic in its length.
        let length = wanted.chars().count();
        if !(3..=200).contains(&length) {
            return None;
        }
        let lower = wanted.to_lowercase();
        let near = self.names.neighbours(wanted).into_iter();
        let distance = |name: &str| strsim::damerau_levenshtein(&lower, &name.to_lowercase());
        let near = near.filter(|name| name.len().abs_diff(wanted.len()) * 4 <= wanted.len().max(name.len()));
        let best = near.map(|name| (distance(name), name)).min()?;
        (best.0 * 4 <= length && best.0 > 0 || best.0 == 0).then_some(&**best.1)
    }
}

fn reversed(name: &str) -> Box<str> {
    name.chars().rev().collect::<String>().into()
}
