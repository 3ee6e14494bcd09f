//! Reading a whole site into an index: every core parses, and one of them puts together what was parsed before.

use super::link_keys::link_keys;
use super::{NavigationFile, PageEdit, PageFacts, SiteIndex, facts_of, published_paths};
use crate::discover::retain_files_of_site;
use crate::read::{read_site_file, read_text};
use crate::site::{PageRole, Site};
use crate::walk::{Found, site_files};
use docent_syntax::Page;
use docent_template::set::have_same_traits;
use rayon::prelude::*;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Files read at once, before they are put into the index: what bounds the memory of a build beyond the index itself.
const BATCH: usize = 256;

/// How far a build is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    pub done: usize,
    pub all: usize,
}

/// What a page is to the index.
#[derive(Debug)]
pub struct IndexedPage {
    pub facts: PageFacts,
    pub excluded: bool,
}

/// Reads a site from disk. `cancelled` ends it early; what has been read by then is in the index. A site without a root has no pages.
pub fn build_index(site: &Site, progress: &(dyn Fn(Progress) + Sync), cancelled: &AtomicBool) -> SiteIndex {
    build_index_with(site, progress, cancelled, &|_, _, _| {})
}

/// As [`build_index`], for a caller that has further use for the parsed pages: each is given to `parsed`, on any thread, with its
/// absolute path and what it is to the site.
pub fn build_index_with(
    site: &Site,
    progress: &(dyn Fn(Progress) + Sync),
    cancelled: &AtomicBool,
    parsed: &(dyn Fn(&Path, Page, PageRole) + Sync),
) -> SiteIndex {
    let mut index = SiteIndex::new(site.model.clone());
    let Some(root) = &site.root else { return index };
    let Found { mut files, errors } = site_files(root);
    index.set_walk_errors(errors);
    retain_files_of_site(root, &mut files);
    let (pages, others): (Vec<PathBuf>, Vec<PathBuf>) = files.into_iter().partition(|file| site.is_page(file));
    for file in &others {
        index.set_published(&site.relative(file), published_paths(site, file), |_| true);
    }
    index.expect_pages(pages.len());
    let read_all = || read_into(&mut index, site, &pages, progress, cancelled, parsed);
    let (navigation, ()) = rayon::join(|| read_navigation(site), read_all);
    index.set_navigation(navigation);
    progress(Progress { done: pages.len(), all: pages.len() });
    index
}

/// A page as it was read, with the look-up keys of its links; `None` for what is no page.
type ReadPage = (String, Option<(IndexedPage, Vec<(Box<str>, u32)>)>);

fn read_into(
    index: &mut SiteIndex,
    site: &Site,
    pages: &[PathBuf],
    progress: &(dyn Fn(Progress) + Sync),
    cancelled: &AtomicBool,
    parsed: &(dyn Fn(&Path, Page, PageRole) + Sync),
) {
    let read = |file: &PathBuf| -> ReadPage {
        let path = site.relative(file);
        let indexed = read_text(file).ok().and_then(|text| {
            // A mistake of docent's own costs one page, not the site.
            let read = catch_unwind(AssertUnwindSafe(|| {
                let page = site.parse(file, &text);
                let role = site.role(file, &page);
                let indexed = index_page_as(site, file, &page, &role);
                parsed(file, page, role);
                indexed.map(|page| {
                    let keys = link_keys(&path, &page.facts, &site.model);
                    (page, keys)
                })
            }));
            read.ok()?
        });
        (path, indexed)
    };
    let mut enter = |read: Vec<ReadPage>| {
        for (path, page) in read {
            match page {
                Some((page, keys)) => index.add_page(&path, page.facts, page.excluded, &keys),
                None => drop(index.set_file(&path, true)),
            }
        }
    };
    let mut last: Vec<ReadPage> = Vec::new();
    for (number, batch) in pages.chunks(BATCH).enumerate() {
        if cancelled.load(Ordering::Relaxed) {
            break;
        }
        progress(Progress { done: number * BATCH, all: pages.len() });
        // One batch is entered while the next one is read.
        ((), last) = rayon::join(|| enter(last), || batch.par_iter().map(read).collect());
    }
    enter(last);
}

/// The facts of a file on disk; `None` for what is no page, for a template page, and for what cannot be read. Blocking.
pub fn read_page(site: &Site, file: &Path) -> Option<IndexedPage> {
    if !site.is_page(file) {
        return None;
    }
    let text = read_text(file).ok()?;
    index_page(site, file, &site.parse(file, &text))
}

/// The facts of a file that an author names, whatever its name and whatever the configuration leaves out; `None` for a template page. What is
/// excluded stays so: nothing is said of it on other pages.
pub fn index_named_page(site: &Site, file: &Path, page: &Page) -> Option<IndexedPage> {
    let template = match site.role_if_named(file, page) {
        PageRole::Page(contract) => Some((&*contract.id).into()),
        PageRole::Free | PageRole::Excluded => None,
        PageRole::Template => return None,
    };
    let excluded = matches!(site.role(file, page), PageRole::Excluded);
    Some(IndexedPage { facts: facts_of(page, &site.relative(file), template, &site.model), excluded })
}

/// The facts of a page that is already parsed; `None` for a template page, and for a file that is copied as it is.
pub fn index_page(site: &Site, file: &Path, page: &Page) -> Option<IndexedPage> {
    index_page_as(site, file, page, &site.role(file, page))
}

fn index_page_as(site: &Site, file: &Path, page: &Page, role: &PageRole) -> Option<IndexedPage> {
    if site.config.is_asset(&site.relative(file)) {
        return None;
    }
    let (template, excluded) = match role {
        PageRole::Page(contract) => (Some((&*contract.id).into()), false),
        PageRole::Free => (None, false),
        PageRole::Excluded => (None, true),
        PageRole::Template => return None,
    };
    Some(IndexedPage { facts: facts_of(page, &site.relative(file), template, &site.model), excluded })
}

/// What an edit of a page changes in its facts, of which the index has those of `before` to the byte. `None` where that is not known
/// from the two versions: the page may have become another kind of file.
pub fn index_edit(site: &Site, file: &Path, before: &Page, after: &Page) -> Option<PageEdit> {
    if before.dialect() != after.dialect() {
        return None;
    }
    if have_same_traits(before, after) {
        return Some(PageEdit::between(before, after, &site.relative(file), None, &site.model));
    }
    let template_of = |page: &Page| -> Option<Option<Arc<str>>> {
        match site.role(file, page) {
            PageRole::Page(contract) => Some(Some((&*contract.id).into())),
            PageRole::Free => Some(None),
            PageRole::Excluded | PageRole::Template => None,
        }
    };
    let template = template_of(after)?;
    // The facts name the template along with what the front matter says, which an edit of a title leaves as it is.
    if before.has_same_front_matter(after) && template_of(before)? != template {
        return None;
    }
    Some(PageEdit::between(before, after, &site.relative(file), template, &site.model))
}

/// The navigation data as it is on disk.
pub fn read_navigation(site: &Site) -> NavigationFile {
    let (Some(root), Some(model)) = (&site.root, &site.model.navigation) else { return NavigationFile::default() };
    match read_site_file(root, &root.join(&*model.file)) {
        Ok(text) => NavigationFile::read(&text, model),
        Err(_) => NavigationFile::default(),
    }
}
