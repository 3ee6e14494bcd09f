//! The indexes of the sites of a run. Each site is read once, whole, also where a few of its pages are checked. Of the pages that are
//! checked, those with nothing to report by themselves need no second reading; the others stay in memory as long as they are few, and
//! are reread beyond that. Knows no finding.

use crate::files::{File, Files};
use crate::progress::Progress;
use docent_rules::FactsCheck;
use docent_site::index::build::{IndexedPage, build_index_with, index_named_page, index_page};
use docent_site::read::read_text;
use docent_site::{PageRole, Site, SiteIndex};
use docent_syntax::Page;
use rayon::prelude::*;
use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// How much text of parsed pages stays in memory, in bytes: that of about a thousand pages. A larger site is checked in as much
/// memory as its index needs.
const MAX_KEPT_BYTES: usize = 8 << 20;

/// Indexes by root. A page of no site has none.
#[derive(Debug, Default)]
pub(crate) struct Indexes {
    indexes: HashMap<PathBuf, SiteIndex>,
    parsed: HashMap<PathBuf, Page>,
    /// Pages that the check of a page alone reports nothing about.
    clean_alone: HashSet<PathBuf>,
}

/// Whether a page, read alone, leaves nothing to report that is not in its facts.
pub(crate) type IsCleanAlone<'f> = &'f (dyn Fn(&Site, &Path, &Page, &PageRole) -> bool + Sync);

impl Indexes {
    /// The sites of all files that will be checked.
    pub(crate) fn of_files(files: &Files, progress: &Progress, is_clean_alone: IsCleanAlone<'_>) -> Indexes {
        // A file that is named may be another thing to its site than one that is found.
        let checked: HashMap<&Path, bool> = files.files.iter().map(|file| (&*file.path, file.named)).collect();
        let (parsed, kept) = (Mutex::new(HashMap::new()), AtomicUsize::new(0));
        let clean_alone = Mutex::new(HashSet::new());
        let keep = |site: &Site, path: &Path, page: Page, role: &PageRole| {
            let Some(is_named) = checked.get(path) else { return };
            if !is_named && is_clean_alone(site, path, &page, role) {
                clean_alone.lock().unwrap_or_else(PoisonError::into_inner).insert(path.to_owned());
                return;
            }
            let length = usize::from(page.len());
            if kept.fetch_add(length, Ordering::Relaxed) + length <= MAX_KEPT_BYTES {
                parsed.lock().unwrap_or_else(PoisonError::into_inner).insert(path.to_owned(), page);
            }
        };
        let indexes = files.sites.iter().filter_map(|site| index_of(site, progress, &keep)).collect();
        let parsed = parsed.into_inner().unwrap_or_else(PoisonError::into_inner);
        let clean_alone = clean_alone.into_inner().unwrap_or_else(PoisonError::into_inner);
        let mut indexes = Indexes { indexes, parsed, clean_alone };
        indexes.add_passed_by(files);
        indexes
    }

    /// Files that the walk of their site passes by (ignored, hidden, a symbolic link, of another ending) take part once an argument names them.
    fn add_passed_by(&mut self, files: &Files) {
        for file in &files.files {
            let is_known =
                self.of(&file.site).is_none_or(|index| index.page(&file.site.relative(&file.path)).is_some());
            if is_known {
                continue;
            }
            // What cannot be read is reported when it is checked.
            if let Ok(page) = self.page(file) {
                self.set_page(file, &page);
            }
        }
    }

    /// One site.
    pub(crate) fn of_site(site: &Site, progress: &Progress) -> Indexes {
        let indexes = index_of(site, progress, &|_, _, _, _| {}).into_iter().collect();
        Indexes { indexes, ..Indexes::default() }
    }

    /// The site of one file, which has this text, whatever is on disk.
    pub(crate) fn of_text(file: &File, page: &Page, progress: &Progress) -> Indexes {
        let mut indexes = Indexes::of_site(&file.site, progress);
        indexes.set_page(file, page);
        indexes
    }

    /// The page is this one, whatever is on disk.
    pub(crate) fn set_page(&mut self, file: &File, page: &Page) {
        let File { site, path, .. } = file;
        let Some(index) = site.root.as_ref().and_then(|root| self.indexes.get_mut(root)) else { return };
        if let Some(indexed) = indexed(file, page) {
            index.set_file(&site.relative(path), false);
            index.set_page(&site.relative(path), indexed.facts, indexed.excluded);
        }
    }

    /// The addresses and redirects that a page with this text claims; none where no index knows it.
    pub(crate) fn claims(&self, file: &File, page: &Page) -> Vec<String> {
        let indexed = self.of(&file.site).and_then(|_| indexed(file, page));
        let Some(facts) = indexed.map(|indexed| indexed.facts) else { return Vec::new() };
        let redirects = facts.redirects.iter().map(|redirect| redirect.address.to_string());
        facts.address.as_deref().map(str::to_owned).into_iter().chain(redirects).collect()
    }

    pub(crate) fn of(&self, site: &Site) -> Option<&SiteIndex> {
        self.indexes.get(site.root.as_ref()?)
    }

    /// The files that a check has to read: all but those with nothing to report. The order stays.
    pub(crate) fn to_read<'f>(&self, files: &'f Files) -> Vec<&'f File> {
        let checks: HashMap<&Path, FactsCheck<'_>> = match self.clean_alone.is_empty() {
            true => HashMap::new(),
            false => {
                let check =
                    |site: &'f Arc<Site>| Some((site.root.as_deref()?, FactsCheck::new(self.of(site)?, &site.config)));
                files.sites.iter().filter_map(check).collect()
            }
        };
        let is_clean = |file: &File| {
            let page = self.of(&file.site).and_then(|index| index.page(&file.site.relative(&file.path)));
            let check = file.site.root.as_deref().and_then(|root| checks.get(root));
            page.zip(check).is_some_and(|(page, check)| check.finds_nothing(page))
        };
        files.files.par_iter().filter(|file| !(self.clean_alone.contains(&file.path) && is_clean(file))).collect()
    }

    /// The page in a file, parsed; from disk where it is not in memory. The error says in words what is wrong.
    pub(crate) fn page(&self, file: &File) -> Result<Page, String> {
        let File { site, path, .. } = file;
        match self.parsed.get(path) {
            Some(page) => Ok(page.clone()),
            None => Ok(site.parse(path, &read_text(path)?)),
        }
    }
}

fn indexed(file: &File, page: &Page) -> Option<IndexedPage> {
    match file.named {
        true => index_named_page(&file.site, &file.path, page),
        false => index_page(&file.site, &file.path, page),
    }
}

fn index_of(
    site: &Site,
    progress: &Progress,
    parsed: &(dyn Fn(&Site, &Path, Page, &PageRole) + Sync),
) -> Option<(PathBuf, SiteIndex)> {
    let root = site.root.clone().filter(|_| site.may_be_indexed())?;
    let report = |state: docent_site::index::build::Progress| progress.set("reading", state.done, state.all);
    let parsed = |path: &Path, page: Page, role: PageRole| parsed(site, path, page, &role);
    Some((root, build_index_with(site, &report, &AtomicBool::new(false), &parsed)))
}
