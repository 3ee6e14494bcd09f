//! What a job reads: a document, the index of its site, and the other open documents, as they were when the job started. Immutable: the owner
//! edits an index only while no job holds it, so jobs drop their snapshot before they send a result.

use super::document::{Document, DocumentKind};
use crate::client::Features;
use docent_rules::{
    CheckInput, Finding, SiteView, check_configuration, check_navigation, check_with_memo, settings_for,
};
use docent_site::{PageRole, Site, SiteIndex};
use std::collections::HashMap;
use std::ops::Deref;
use std::path::Path;
use std::sync::Arc;
use tower_lsp::ls_types::Uri;

/// The open documents by their addresses.
#[derive(Debug, Clone, Default)]
pub(crate) struct OpenDocuments(HashMap<Uri, Arc<Document>>);

impl OpenDocuments {
    /// The open document at this path.
    pub(crate) fn at(&self, path: &Path) -> Option<(&Uri, &Arc<Document>)> {
        self.0.iter().find(|(_, document)| document.path() == path)
    }

    pub(crate) fn insert(&mut self, uri: Uri, document: Document) {
        self.0.insert(uri, Arc::new(document));
    }
}

impl Deref for OpenDocuments {
    type Target = HashMap<Uri, Arc<Document>>;

    fn deref(&self) -> &HashMap<Uri, Arc<Document>> {
        &self.0
    }
}

impl std::ops::DerefMut for OpenDocuments {
    fn deref_mut(&mut self) -> &mut HashMap<Uri, Arc<Document>> {
        &mut self.0
    }
}

/// A document with the index of its site and the other open documents.
#[derive(Debug, Clone)]
pub(crate) struct View {
    pub(crate) document: Arc<Document>,
    /// `None` until the site is indexed, and for a document without a site.
    pub(crate) index: Option<Arc<SiteIndex>>,
    pub(crate) open: Arc<OpenDocuments>,
}

impl Deref for View {
    type Target = Document;

    fn deref(&self) -> &Document {
        &self.document
    }
}

impl View {
    /// Calls `work` with the input of the engine for this page. A template page and an excluded one count as pages without a template; `None`
    /// for a document that is no page.
    pub(crate) fn ask<T>(&self, work: impl FnOnce(&CheckInput<'_>) -> T) -> Option<T> {
        if self.kind() != DocumentKind::Page {
            return None;
        }
        let contract = match self.role() {
            PageRole::Page(contract) => Some(&**contract),
            PageRole::Free | PageRole::Template | PageRole::Excluded => None,
        };
        let (path, settings) = (self.site().relative(self.path()), settings_for(self.site(), self.path()));
        let yaml = self.site().model.yaml_schema();
        let site = self.index.as_deref().and_then(|index| SiteView::of(index, &path));
        Some(work(&CheckInput { page: self.page(), path: &path, contract, settings: &settings, yaml, site }))
    }

    /// The findings of the document; none for a document that is not checked.
    pub(crate) fn findings(&self) -> &Arc<Vec<Finding>> {
        self.document.findings_or(|| match self.kind() {
            DocumentKind::Page => self.page_findings(),
            DocumentKind::Configuration => self.configuration_findings(),
            DocumentKind::Data => self.navigation_findings(),
            DocumentKind::Other => Vec::new(),
        })
    }

    /// Whether a check against this index gives other findings than the last one. `false` for a page that was never checked.
    pub(crate) fn has_stale_findings(&self) -> bool {
        let known = self.known_findings().filter(|_| self.kind() == DocumentKind::Page);
        known.is_some_and(|known| self.page_findings() != **known)
    }

    fn page_findings(&self) -> Vec<Finding> {
        check_with_memo(self.site(), self.index.as_deref(), self.path(), self.page(), self.role(), self.memo())
    }

    fn navigation_findings(&self) -> Vec<Finding> {
        let navigation = self.navigation();
        let checked = navigation.zip(self.index.as_deref());
        checked.map_or_else(Vec::new, |(navigation, index)| check_navigation(self.site(), index, &navigation))
    }

    /// The findings of the configuration as it is in the editor.
    fn configuration_findings(&self) -> Vec<Finding> {
        let root = self.path().parent().unwrap_or(Path::new(""));
        check_configuration(&Site::with_config(root.to_owned(), &self.text.to_string()))
    }
}

/// The state that a job gets: a site and all open documents. Outside of every site, `site` has no root.
#[derive(Debug, Clone)]
pub(crate) struct Snapshot {
    /// The owner's generation when the job started.
    pub(crate) generation: u64,
    pub(crate) site: Arc<Site>,
    pub(crate) index: Option<Arc<SiteIndex>>,
    pub(crate) open: Arc<OpenDocuments>,
    pub(crate) features: Arc<Features>,
}

impl Snapshot {
    pub(crate) fn view(&self, document: Arc<Document>) -> View {
        View { document, index: self.index.clone(), open: self.open.clone() }
    }
}
