//! The findings of pages that are not open, as the client has them: a hash for each page with findings, not the findings.

use crate::owner::event::News;
use crate::owner::output::Output;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use tower_lsp::ls_types::Uri;

#[derive(Debug, Default)]
pub(super) struct LastPublished {
    /// From the first listing of pages until the setting is switched off.
    pub(super) is_publishing: bool,
    pages: HashMap<PathBuf, PublishedPage>,
}

#[derive(Debug)]
struct PublishedPage {
    /// `None` for findings that were published while the page was open.
    hash: Option<u64>,
    depends_on_others: bool,
    /// The client's spelling of the address, where it differs from docent's.
    spelled: Option<Uri>,
}

impl PublishedPage {
    fn uri(&self, path: &Path) -> Option<Uri> {
        self.spelled.clone().or_else(|| Uri::from_file_path(path))
    }
}

impl LastPublished {
    pub(super) fn paths(&self) -> impl Iterator<Item = &PathBuf> {
        self.pages.keys()
    }

    /// Pages with findings whose messages depend on other pages.
    pub(super) fn paths_that_depend_on_others(&self) -> impl Iterator<Item = &PathBuf> {
        self.pages.iter().filter(|(_, page)| page.depends_on_others).map(|(path, _)| path)
    }

    /// Publishes the findings of a page, unless the client has them.
    pub(super) fn publish(&mut self, output: &mut Output, path: &Path, news: News) {
        let page = self.pages.get(path);
        let is_known = match page {
            Some(page) => page.hash == Some(news.hash),
            None => news.findings.is_empty(),
        };
        if is_known {
            return;
        }
        let Some(uri) = page.map_or_else(|| Uri::from_file_path(path), |page| page.uri(path)) else { return };
        let News { findings, hash, depends_on_others } = news;
        let spelled = self.pages.remove(path).and_then(|page| page.spelled);
        if !findings.is_empty() {
            self.pages.insert(path.to_owned(), PublishedPage { hash: Some(hash), depends_on_others, spelled });
        }
        output.publish_findings(&uri, findings);
    }

    /// Clears the findings of a page, if the client has any.
    pub(super) fn clear_path(&mut self, output: &mut Output, path: &Path) {
        if let Some(uri) = self.pages.remove(path).and_then(|page| page.uri(path)) {
            output.publish_findings(&uri, Vec::new());
        }
    }

    /// Clears everything.
    pub(super) fn clear(&mut self, output: &mut Output) {
        self.is_publishing = false;
        for path in self.pages.keys().cloned().collect::<Vec<_>>() {
            self.clear_path(output, &path);
        }
    }

    /// The page is open now, and published as an open document.
    pub(super) fn release(&mut self, output: &mut Output, uri: &Uri, path: &Path) {
        match self.pages.get(path).and_then(|page| page.uri(path)) {
            // The next findings replace those that the client has.
            Some(known) if known == *uri => drop(self.pages.remove(path)),
            // To the client the two addresses may be two documents.
            Some(_) => self.clear_path(output, path),
            None => {}
        }
    }

    /// The page is closed, and the client still has findings of it.
    pub(super) fn reclaim(&mut self, output: &mut Output, uri: &Uri, path: &Path) {
        // It may have been published under docent's spelling of its address.
        if self.pages.get(path).and_then(|page| page.uri(path)).is_some_and(|known| known != *uri) {
            self.clear_path(output, path);
        }
        let spelled = Some(uri.clone()).filter(|uri| Uri::from_file_path(path).as_ref() != Some(uri));
        self.pages.insert(path.to_owned(), PublishedPage { hash: None, depends_on_others: false, spelled });
    }
}
