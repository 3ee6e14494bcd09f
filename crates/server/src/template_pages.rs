//! Which pages are bound to which template, remembered until a file of a site changes. Read from disk when somebody asks,
//! on that one's thread: never while a message is taken in, never for the findings of a page.

use crate::document::Document;
use docent_ide::TemplateUse;
use docent_site::Site;
use docent_site::bound::{BoundPages, bound_pages};
use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

#[derive(Debug, Default)]
pub(crate) struct TemplatePages {
    /// Grows with every change of a file.
    revision: AtomicU64,
    /// By the site's root: the revision before the pages were read, and what was found. Held while they are read, so that
    /// two that ask at one time make one look.
    read: Mutex<HashMap<PathBuf, (u64, Arc<BoundPages>)>>,
}

impl TemplatePages {
    /// Files have changed. Never waits.
    pub(crate) fn files_changed(&self) {
        self.revision.fetch_add(1, Ordering::Relaxed);
    }

    fn of(&self, site: &Site) -> Arc<BoundPages> {
        let Some(root) = &site.root else { return Arc::default() };
        let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        let revision = self.revision.load(Ordering::Relaxed);
        if let Some((_, bound)) = read.get(root).filter(|(known, _)| *known == revision) {
            return bound.clone();
        }
        let bound = Arc::new(bound_pages(site));
        read.insert(root.clone(), (revision, bound.clone()));
        bound
    }
}

/// The pages that have this document as their template; `None` for a document that is no template of a site.
pub(crate) fn pages_of(document: &Document) -> Option<Vec<PathBuf>> {
    let site = document.site();
    if !document.is_template() || site.root.is_none() {
        return None;
    }
    let Some(id) = id_of(document) else { return Some(Vec::new()) };
    Some(document.template_pages().of(site).of(&id).to_vec())
}

pub(crate) fn use_of(document: &Document) -> Option<TemplateUse> {
    let pages = pages_of(document)?.len();
    let id = id_of(document);
    let extends =
        |id: &str| document.site().own_templates().filter(|other| other.extends.as_deref() == Some(id)).count();
    Some(TemplateUse { is_named: id.is_some(), pages, extended_by: id.as_deref().map_or(0, extends) })
}

/// The id under which the site knows the template, as it is on disk; `None` where the configuration does not name it.
fn id_of(document: &Document) -> Option<Box<str>> {
    let (site, name) = (document.site(), document.site().relative(document.path()));
    let mut own = site.own_templates();
    own.find(|template| template.source.is_file && *template.source.name == *name).map(|template| template.id.clone())
}
