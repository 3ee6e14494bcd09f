//! What is to be checked of the pages that are not open, and in which order. Whatever is wanted twice is done once.

use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;

#[derive(Debug, Default)]
pub(super) struct Wanted {
    /// All pages; what else is wanted is among them.
    pub(super) everything: bool,
    /// Files and folders that something happened to.
    pub(super) files: BTreeSet<PathBuf>,
    /// By a site's root: what changed that may matter to pages nobody can name without looking.
    questions: HashMap<PathBuf, Question>,
    /// Pages that something changed for.
    pub(super) soon: BTreeSet<PathBuf>,
    /// Pages for which probably nothing did.
    pub(super) later: BTreeSet<PathBuf>,
    /// How often sites had been read anew when everything was wanted last.
    reloads: u64,
}

#[derive(Debug, Default)]
pub(super) struct Question {
    /// Pages came, went, or have other addresses.
    pub(super) addresses: bool,
    /// Keys of which pages have other values.
    pub(super) values: BTreeSet<Arc<str>>,
}

impl Wanted {
    pub(super) fn ask(&mut self, root: &Path, question: Question) {
        let asked = self.questions.entry(root.to_owned()).or_default();
        asked.addresses |= question.addresses;
        asked.values.extend(question.values);
    }

    /// Whether everything is wanted, be it because sites are read anew.
    pub(super) fn is_new_world(&mut self, reloads: u64) -> bool {
        self.everything |= std::mem::replace(&mut self.reloads, reloads) != reloads;
        self.everything
    }

    pub(super) fn take_unsorted(&mut self) -> (BTreeSet<PathBuf>, HashMap<PathBuf, Question>) {
        (std::mem::take(&mut self.files), std::mem::take(&mut self.questions))
    }

    pub(super) fn next(&mut self) -> Option<PathBuf> {
        self.soon.pop_first().or_else(|| self.later.pop_first())
    }
}
