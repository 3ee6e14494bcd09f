//! The results of the last check of pages that are not open, for clients that pull the findings of a workspace: a page is checked once
//! until something that it depends on changes.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

/// A page as a check found it.
#[derive(Debug)]
pub(crate) struct CheckedResult {
    pub(crate) path: PathBuf,
    /// The owner's generation when the check started.
    pub(crate) generation: u64,
    /// A hash of the findings; `None` for a page that does not take part.
    pub(crate) hash: Option<u64>,
}

#[derive(Debug, Clone, Default)]
pub(crate) struct ResultCache {
    /// Results of checks that started before this generation are stale.
    stale_before: u64,
    pages: HashMap<PathBuf, Entry>,
}

#[derive(Debug, Clone, Copy)]
enum Entry {
    Result(Option<u64>),
    /// As [`ResultCache::stale_before`], for one page.
    StaleBefore(u64),
}

impl ResultCache {
    /// The result of a page, if it is cached.
    pub(crate) fn get(&self, path: &PathBuf) -> Option<Option<u64>> {
        match self.pages.get(path)? {
            Entry::Result(hash) => Some(*hash),
            Entry::StaleBefore(_) => None,
        }
    }

    /// Adds results, unless they were invalidated while the check ran.
    pub(crate) fn add(&mut self, results: Vec<CheckedResult>) {
        for CheckedResult { path, generation, hash } in results {
            let stale_before = match self.pages.get(&path) {
                Some(Entry::StaleBefore(stale_before)) => self.stale_before.max(*stale_before),
                _ => self.stale_before,
            };
            if generation >= stale_before {
                self.pages.insert(path, Entry::Result(hash));
            }
        }
    }

    /// The results of these pages are stale in this generation, and those of all pages below a folder.
    pub(crate) fn invalidate<'p>(&mut self, generation: u64, paths: impl IntoIterator<Item = &'p PathBuf>) {
        if self.is_empty() {
            self.stale_before = generation;
            return;
        }
        // A path that is no page may be a folder, whatever its name.
        let mut folders: HashSet<&Path> = HashSet::new();
        for path in paths {
            match self.pages.get_mut(path) {
                Some(entry) => *entry = Entry::StaleBefore(generation),
                None => {
                    folders.insert(&**path);
                    self.pages.insert(path.clone(), Entry::StaleBefore(generation));
                }
            }
        }
        let is_below = |page: &PathBuf| page.ancestors().any(|folder| folders.contains(folder));
        if !folders.is_empty() {
            let below = self.pages.iter_mut().filter(|(page, _)| is_below(page));
            below.for_each(|(_, entry)| *entry = Entry::StaleBefore(generation));
        }
    }

    pub(crate) fn invalidate_all(&mut self, generation: u64) {
        self.stale_before = generation;
        self.pages.clear();
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.pages.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn result(path: &str, generation: u64) -> CheckedResult {
        CheckedResult { path: path.into(), generation, hash: Some(generation) }
    }

    #[test]
    fn what_is_invalidated_while_a_check_runs_is_not_cached() {
        let mut cache = ResultCache::default();
        let get = |cache: &ResultCache, path: &str| cache.get(&path.into()).flatten();
        cache.add(vec![result("/a.md", 1), result("/v1.2/b.md", 1), result("/c.md", 1)]);
        cache.invalidate(2, [&"/a.md".into(), &"/v1.2".into()]);
        assert_eq!([get(&cache, "/a.md"), get(&cache, "/v1.2/b.md"), get(&cache, "/c.md")], [None, None, Some(1)]);
        cache.add(vec![result("/a.md", 1), result("/v1.2/b.md", 2)]);
        assert_eq!([get(&cache, "/a.md"), get(&cache, "/v1.2/b.md")], [None, Some(2)]);
        cache.invalidate_all(3);
        cache.add(vec![result("/c.md", 2), result("/a.md", 3)]);
        assert_eq!([get(&cache, "/a.md"), get(&cache, "/c.md")], [Some(3), None]);
    }

    #[test]
    fn a_page_that_changed_before_anything_was_cached_is_checked_anew() {
        let mut cache = ResultCache::default();
        cache.invalidate(2, [&"/a.md".into()]);
        cache.add(vec![result("/a.md", 1)]);
        assert_eq!(cache.get(&"/a.md".into()), None);
    }
}
