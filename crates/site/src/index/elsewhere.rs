//! Files that are no Markdown and are found at another path than the one they lie at, since the generator makes pages of them. The index
//! records which file each path comes from, so that the path is removed with the file.

use super::{Affected, SiteIndex};
use std::collections::HashSet;

impl SiteIndex {
    /// Enters what a file that is no page is found under (see [`super::published_paths`]); nothing where it is not there any more. What
    /// it was found under before is taken out, unless `lies_there` says that a file lies at that path by itself.
    pub fn set_published(&mut self, source: &str, now: Vec<String>, lies_there: impl Fn(&str) -> bool) -> Affected {
        let before = self.published.remove(source).unwrap_or_else(|| [source.into()].into());
        let mut affected = Affected::default();
        for path in before.iter().filter(|path| !now.iter().any(|kept| **kept == ***path)) {
            if !self.is_published_from_elsewhere(path) && !lies_there(path) {
                affected.add(self.set_file(path, false));
            }
        }
        for path in &now {
            affected.add(self.set_file(path, true));
        }
        if !now.is_empty() && now != [source] {
            self.published.insert(source.into(), now.into_iter().map(String::into_boxed_str).collect());
        }
        affected
    }

    fn is_published_from_elsewhere(&self, path: &str) -> bool {
        self.published.values().flatten().any(|published| **published == *path)
    }

    /// The paths at which files are found that lie somewhere else.
    pub fn paths_published_from_elsewhere(&self) -> HashSet<&str> {
        self.published.values().flatten().map(|path| &**path).collect()
    }

    /// The paths that the file at `source` is found under; its own where it is not found elsewhere.
    pub fn published_of(&self, source: &str) -> Vec<Box<str>> {
        self.published.get(source).cloned().unwrap_or_else(|| [source.into()].into())
    }

    /// The files at a path or, if it is a folder's, below it that are found somewhere else; by the paths at which they lie.
    pub fn sources_at_or_below(&self, path: &str) -> Vec<Box<str>> {
        let is_below = |source: &str| {
            path.is_empty() || source.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        self.published.keys().filter(|source| is_below(source)).cloned().collect()
    }
}
