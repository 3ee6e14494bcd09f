//! Which pages are bound to a template: by the index or, until there is one, as they are on disk.

use crate::documents::View;
use docent_ide::TemplateUse;
use docent_site::bound::bound_pages;
use std::path::PathBuf;

/// The pages that have this document as their template, sorted; `None` for a document that is no template of a site. Blocking where there
/// is no index.
pub(crate) fn pages_of(document: &View) -> Option<Vec<PathBuf>> {
    let site = document.site();
    let root = site.root.as_ref().filter(|_| document.is_template())?;
    let Some(id) = id_of(document) else { return Some(Vec::new()) };
    let Some(index) = &document.index else { return Some(bound_pages(site).of(&id).to_vec()) };
    let has_template = |page: &docent_site::PageId| {
        let template = index.facts(*page).and_then(|facts| facts.template.as_deref());
        template == Some(&*id) && !index.is_excluded(*page)
    };
    let mut pages: Vec<PathBuf> = index.pages().filter(has_template).map(|page| root.join(index.path(page))).collect();
    pages.sort();
    Some(pages)
}

pub(crate) fn use_of(document: &View) -> Option<TemplateUse> {
    let pages = pages_of(document)?.len();
    let id = id_of(document);
    let extends =
        |id: &str| document.site().own_templates().filter(|other| other.extends.as_deref() == Some(id)).count();
    Some(TemplateUse { is_named: id.is_some(), pages, extended_by: id.as_deref().map_or(0, extends) })
}

/// The id under which the site knows the template, as it is on disk; `None` where the configuration does not name it.
fn id_of(document: &View) -> Option<Box<str>> {
    let (site, name) = (document.site(), document.site().relative(document.path()));
    let mut own = site.own_templates();
    own.find(|template| template.source.is_file && *template.source.name == *name).map(|template| template.id.clone())
}
