//! What the client holds of pages that are not open: a hash for each page that has findings, and no findings.
//!
//! A page changes hands under this lock. Whoever publishes an open document calls [`hand_over`] first, after which nothing is said of the
//! page here: what would have been is either sent already or finds the page open. A page that is closed is not cleared but comes back by
//! [`takes_back`], and the next thing said here is what is on disk, whatever that is.

use crate::address;
use crate::state::World;
use crate::transport::Outgoing;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use tower_lsp::ls_types::{Diagnostic, PublishDiagnosticsParams, Uri};

const METHOD: &str = "textDocument/publishDiagnostics";

#[derive(Debug, Default)]
pub(crate) struct Told {
    /// From the first look at the pages until the setting is switched off.
    pub(super) is_speaking: bool,
    pages: HashMap<PathBuf, Held>,
}

/// What the client holds of a page.
#[derive(Debug)]
struct Held {
    /// `None`: what it was told while the page was open.
    hash: Option<u64>,
    depends_on_others: bool,
    /// Its own spelling of the address, where that is another one than ours.
    spelled: Option<Uri>,
}

impl Held {
    fn uri(&self, path: &Path) -> Option<Uri> {
        self.spelled.clone().or_else(|| Uri::from_file_path(path))
    }
}

/// The findings of a page on disk; none for a page that is not there, or does not take part.
#[derive(Debug, Default)]
pub(super) struct News {
    pub(super) findings: Vec<Diagnostic>,
    pub(super) hash: u64,
    pub(super) depends_on_others: bool,
}

impl Told {
    pub(super) fn paths(&self) -> impl Iterator<Item = &PathBuf> {
        self.pages.keys()
    }

    /// Pages with findings whose words another page may change.
    pub(super) fn paths_that_depend_on_others(&self) -> impl Iterator<Item = &PathBuf> {
        self.pages.iter().filter(|(_, held)| held.depends_on_others).map(|(path, _)| path)
    }

    /// Tells the client of a page, unless it knows, or has opened the page meanwhile.
    pub(super) fn say(&mut self, world: &World, outgoing: &Outgoing, path: &Path, news: News) {
        let held = self.pages.get(path);
        let is_known = match held {
            Some(held) => held.hash == Some(news.hash),
            None => news.findings.is_empty(),
        };
        if is_known || world.lock().open_at(path).is_some() {
            return;
        }
        let Some(uri) = held.map_or_else(|| Uri::from_file_path(path), |held| held.uri(path)) else { return };
        let News { findings, hash, depends_on_others } = news;
        let has_none = findings.is_empty();
        outgoing.notify_blocking(METHOD, &PublishDiagnosticsParams::new(uri, findings, None));
        if has_none {
            self.pages.remove(path);
            return;
        }
        let spelled = self.pages.remove(path).and_then(|held| held.spelled);
        self.pages.insert(path.to_owned(), Held { hash: Some(hash), depends_on_others, spelled });
    }

    /// Clears a page of which the client holds something.
    pub(super) fn take_back(&mut self, outgoing: &Outgoing, path: &Path) {
        if let Some(uri) = self.pages.remove(path).and_then(|held| held.uri(path)) {
            outgoing.notify_blocking(METHOD, &PublishDiagnosticsParams::new(uri, Vec::new(), None));
        }
    }

    /// Clears everything.
    pub(super) fn clear(&mut self, outgoing: &Outgoing) {
        self.is_speaking = false;
        for path in self.pages.keys().cloned().collect::<Vec<_>>() {
            self.take_back(outgoing, &path);
        }
    }
}

/// A page is open now, and somebody else is about to speak of it. On a thread that may wait.
pub(crate) fn hand_over(world: &World, outgoing: &Outgoing, uri: &Uri, path: &Path) {
    let mut told = world.site_publish.told();
    match told.pages.get(path).and_then(|held| held.uri(path)) {
        // What comes now takes the place of what the client holds.
        Some(known) if known == *uri => drop(told.pages.remove(path)),
        // The client may not know that the two are one.
        Some(_) => told.take_back(outgoing, path),
        None => {}
    }
}

/// A page was closed of which the client holds findings. Whether they are taken over here, which is then to be seen to: else they are
/// to be cleared. On a thread that may wait.
pub(crate) fn takes_back(world: &World, outgoing: &Outgoing, uri: &Uri) -> bool {
    let mut told = world.site_publish.told();
    let path = address::file_path(uri).filter(|_| told.is_speaking && !address::is_untitled(uri));
    let Some(path) = path else { return false };
    // The page may have been told of already, under our spelling of its address.
    if told.pages.get(&path).and_then(|held| held.uri(&path)).is_some_and(|known| known != *uri) {
        told.take_back(outgoing, &path);
    }
    let spelled = Some(uri.clone()).filter(|uri| Uri::from_file_path(&path).as_ref() != Some(uri));
    told.pages.insert(path.clone(), Held { hash: None, depends_on_others: false, spelled });
    drop(told);
    super::follow_files(world, [path]);
    true
}
