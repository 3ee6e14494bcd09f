//! Which closed pages are to be checked, and in which order. What is queued twice is checked once.

use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;

#[derive(Debug, Default)]
pub(super) struct Queue {
    /// All pages; what else is queued is among them.
    pub(super) everything: bool,
    /// Files and folders that changed.
    pub(super) files: BTreeSet<PathBuf>,
    /// By a site's root: what changed that may matter to pages that no change names.
    pub(super) changes: HashMap<PathBuf, Change>,
    /// Pages that something changed for.
    pub(super) soon: BTreeSet<PathBuf>,
    /// Pages for which probably nothing changed.
    pub(super) later: BTreeSet<PathBuf>,
    /// Pages whose sites are still to be read.
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
