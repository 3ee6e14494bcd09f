//! Closed pages that need a check, the most important first. A page that is queued twice is checked once.

use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;

#[derive(Debug, Default)]
pub(super) struct Queue {
    /// All pages, whatever else is queued.
    pub(super) everything: bool,
    /// Files and folders that changed.
    pub(super) files: BTreeSet<PathBuf>,
    /// By a site's root: changes on which findings of any page may depend.
    pub(super) changes: HashMap<PathBuf, Change>,
    /// Pages whose findings probably changed.
    pub(super) soon: BTreeSet<PathBuf>,
    /// Pages whose findings probably did not change.
    pub(super) later: BTreeSet<PathBuf>,
    /// Pages whose sites are not read yet.
    pub(super) waiting: BTreeSet<PathBuf>,
}

#[derive(Debug, Default)]
pub(super) struct Change {
    /// Pages came, went, or have other addresses.
    pub(super) addresses: bool,
    /// Keys of which pages have other values.
    pub(super) values: BTreeSet<Arc<str>>,
}

impl Queue {
    pub(super) fn add_change(&mut self, root: &Path, change: Change) {
        let known = self.changes.entry(root.to_owned()).or_default();
        known.addresses |= change.addresses;
        known.values.extend(change.values);
    }

    pub(super) fn take_change(&mut self) -> Option<(PathBuf, Change)> {
        let root = self.changes.keys().next()?.clone();
        self.changes.remove_entry(&root)
    }

    pub(super) fn next(&mut self) -> Option<PathBuf> {
        self.soon.pop_first().or_else(|| self.later.pop_first())
    }
}
