//! The address or path that was probably meant. Looks at the neighbours in two sorted orders (by how a name begins, by how it
//! ends), so that a site of any size answers at once.

use super::key::look_up_key;
use super::{Claim, ClaimKind, PageId, SiteIndex};
use crate::near_name::{NearName, is_misspelling};
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

    /// Some names come twice.
    fn neighbours(&self, name: &str) -> impl Iterator<Item = &str> {
        let backward = reversed(name);
        let from = (Bound::Included(backward.clone()), Bound::Unbounded);
        let until = (Bound::Unbounded, Bound::Excluded(backward));
        let by_beginning = (
            self.forward.range::<str, _>((Bound::Included(name), Bound::Unbounded)).take(NEIGHBOURS),
            self.forward.range::<str, _>((Bound::Unbounded, Bound::Excluded(name))).rev().take(NEIGHBOURS),
        );
        let by_end = (
            self.backward.range::<Box<str>, _>(from).take(NEIGHBOURS),
            self.backward.range::<Box<str>, _>(until).rev().take(NEIGHBOURS),
        );
        let by_beginning = by_beginning.0.chain(by_beginning.1).map(|(name, _)| &**name);
        by_beginning.chain(by_end.0.chain(by_end.1).map(|(_, name)| &**name))
    }
}

impl SiteIndex {
    /// The address (for a missing address) or path of a page that differs least from the missing one, where it is a misspelling of it.
    pub fn nearest(&self, missing: &str) -> Option<&str> {
        self.names.nearest(missing)
    }

    /// The page that a link on `from` probably meant, where it leads to nothing at `missing` (an address, or a path): the page whose
    /// file has this name, the one whose address is nearest, or the only one of this name in another folder.
    pub fn nearest_page(&self, from: PageId, missing: &str) -> Option<PageId> {
        let path = missing.trim_start_matches('/');
        let folder = self.path(from).rsplit_once('/').map_or("", |(folder, _)| folder);
        let by_file = [path.to_owned(), format!("{folder}/{path}")].into_iter().find_map(|path| {
            let claims = self.claims_of_key(&look_up_key(path.trim_start_matches('/'))).iter();
            self.first_by_path(claims.filter(|claim| claim.kind == ClaimKind::Path))
        });
        let named = || self.nearest(missing).or_else(|| self.names.only_one_called(missing));
        let page = by_file.filter(|page| *page != from).or_else(|| self.page_called(named()?))?;
        (page != from).then_some(page)
    }

    /// The file (no page) that was probably meant by a path from the root: the nearest, or the only one of this name in another folder.
    pub fn nearest_file(&self, missing: &str) -> Option<&str> {
        self.file_names.only_one_called(missing).or_else(|| self.file_names.nearest(missing))
    }

    fn page_called(&self, name: &str) -> Option<PageId> {
        let own =
            |claim: &&Claim| &*claim.spelled == name && matches!(claim.kind, ClaimKind::Address | ClaimKind::Path);
        self.first_by_path(self.claims_of_key(&look_up_key(name)).iter().filter(own))
    }

    /// Of several pages with one name always the same is meant, whichever was known first.
    fn first_by_path<'c>(&self, claims: impl Iterator<Item = &'c Claim>) -> Option<PageId> {
        claims.map(|claim| claim.page).min_by_key(|page| self.path(*page))
    }
}

impl Names {
    fn nearest(&self, missing: &str) -> Option<&str> {
        // A longer name is no misspelling, and comparing is quadratic in its length.
        let length = missing.chars().count();
        if !(3..=200).contains(&length) {
            return None;
        }
        let mut near = NearName::new(missing);
        let mut most = length.max(12) / 6;
        let mut best: Option<(usize, &str)> = None;
        for name in self.neighbours(missing) {
            // Both orders tell of most names in a small site.
            if best.is_some_and(|(_, best)| best == name) {
                continue;
            }
            if let Some(distance) = near.distance(name, most).filter(|_| is_near(missing, name)) {
                most = distance;
                best = Some(best.map_or((distance, name), |best| best.min((distance, name))));
            }
        }
        best.map(|(_, name)| name)
    }

    /// The only name with the same last part. Every folder may have an index: that says nothing.
    fn only_one_called(&self, missing: &str) -> Option<&str> {
        let last = missing.rsplit('/').next().filter(|last| last.chars().count() > 2)?;
        if matches!(&*stem(last).to_lowercase(), "index" | "readme") {
            return None;
        }
        let ending = reversed(&format!("/{last}"));
        let from = (Bound::Included(ending.clone()), Bound::Unbounded);
        let mut same = self.backward.range::<Box<str>, _>(from).take_while(|(name, _)| name.starts_with(&*ending));
        let (_, only) = same.next()?;
        same.next().is_none().then_some(&**only)
    }
}

/// Whether one address or path is a misspelling of another, folder by folder and name by name: the letters of a long folder, or of an
/// ending, say nothing about a short name.
fn is_near(missing: &str, name: &str) -> bool {
    let (missing, name) = (missing.trim_matches('/'), name.trim_matches('/'));
    let parts = |path: &str| path.split('/').count();
    let (missing, name) = (stem(missing), stem(name));
    match parts(missing) == parts(name) {
        true => missing.split('/').zip(name.split('/')).all(|(missing, name)| is_misspelling(missing, name)),
        false => is_misspelling(missing, name),
    }
}

/// Without its ending.
fn stem(path: &str) -> &str {
    match path.rsplit_once('.') {
        Some((stem, ending)) if !ending.contains('/') && !stem.is_empty() && !stem.ends_with('/') => stem,
        _ => path,
    }
}

fn reversed(name: &str) -> Box<str> {
    name.chars().rev().collect::<String>().into()
}
