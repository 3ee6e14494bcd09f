//! The index of one site while the server runs: built once in the background, then kept true by open documents, which win over
//! what is on disk, and by files that change. Whoever reads it holds a lock for moments; nobody waits for a build.

use crate::document::Document;
use docent_site::index::build::{
    IndexedPage, Progress, build_index, index_edit, index_page, read_navigation, read_page, read_pages,
};
use docent_site::index::{Affected, published_paths, same_shape};
use docent_site::watch::Watch;
use docent_site::{PageId, Site, SiteIndex};
use docent_syntax::Page;
use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard};
use std::time::Duration;

const LONGEST_WAIT: Duration = Duration::from_secs(30);

#[derive(Debug, Default)]
pub(crate) struct SharedIndex {
    /// `None` until the first build is through.
    current: RwLock<Option<SiteIndex>>,
    /// What the index has of open documents, by path. Locked before `current`, and for as long as the index is changed, so
    /// that changes come one after the other.
    open: Mutex<HashMap<PathBuf, Arc<Page>>>,
    /// The build that is wanted: nobody began it yet, or it is under way or through. Set to be ended where another one is wanted.
    build: Mutex<WantedBuild>,
    built: Condvar,
    /// The site that the index was built for: another one was read anew since.
    built_for: Mutex<Option<Arc<Site>>>,
    watch: Mutex<Option<Watch>>,
}

#[derive(Debug, Default)]
struct WantedBuild {
    began: bool,
    /// Which reading of the sites it is for; grows whenever they are to be read anew.
    reading: u64,
    /// How many builds are under way; more than one only while an older one ends early.
    running: usize,
    /// Files that changed while the site was read: nobody knows whether they were read before or after.
    missed: Vec<PathBuf>,
    cancelled: Arc<AtomicBool>,
}

impl WantedBuild {
    /// What was wanted for an older reading is wanted no more.
    fn forget_before(&mut self, reading: u64) {
        if reading > self.reading {
            self.cancelled.store(true, Ordering::Relaxed);
            self.cancelled = Arc::default();
            self.began = false;
            self.reading = reading;
        }
    }
}

/// What a change of the index touches, with absolute paths.
#[derive(Debug, Default)]
pub(crate) struct AffectedPaths {
    /// Pages of which something else is to be said now.
    pub(crate) pages: BTreeSet<PathBuf>,
    /// Pages to which links lead that did not before, or lead no longer.
    pub(crate) links_to: BTreeSet<PathBuf>,
    /// Whether pages came, went, or have other addresses.
    pub(crate) addresses: bool,
    /// The keys of front matter for which pages have other values.
    pub(crate) values: Vec<Arc<str>>,
}

impl AffectedPaths {
    /// None.
    pub(crate) fn new() -> AffectedPaths {
        AffectedPaths::default()
    }

    fn add(&mut self, other: AffectedPaths) {
        self.pages.extend(other.pages);
        self.links_to.extend(other.links_to);
        self.addresses |= other.addresses;
        self.values.extend(other.values);
    }
}

/// A reader's hold on the index.
pub(crate) struct IndexGuard<'i>(RwLockReadGuard<'i, Option<SiteIndex>>);

impl IndexGuard<'_> {
    /// `None` while the site has not been read yet.
    pub(crate) fn get(&self) -> Option<&SiteIndex> {
        self.0.as_ref()
    }
}

impl SharedIndex {
    pub(crate) fn read(&self) -> IndexGuard<'_> {
        IndexGuard(self.current.read().unwrap_or_else(PoisonError::into_inner))
    }

    pub(crate) fn is_built(&self) -> bool {
        self.read().get().is_some()
    }

    pub(crate) fn is_being_built(&self) -> bool {
        self.wanted_build().running > 0
    }

    /// For the one caller who shall build it; to be handed to [`SharedIndex::build`]. `None` for a site of an older reading, as a slow
    /// thread may have it in its hands.
    pub(crate) fn begin(&self, reading: u64) -> Option<Arc<AtomicBool>> {
        let mut build = self.wanted_build();
        if reading < build.reading {
            return None;
        }
        build.forget_before(reading);
        let is_first = !std::mem::replace(&mut build.began, true);
        is_first.then(|| build.cancelled.clone())
    }

    /// Waits for the first build, which opening a page begins, for as long as an author may wait.
    pub(crate) fn wait(&self) {
        let build = self.wanted_build();
        let is_missing = |_: &mut WantedBuild| !self.is_built();
        let _unlocked = self.built.wait_timeout_while(build, LONGEST_WAIT, is_missing);
    }

    /// The site is read anew; what is there now stays until that is done. A build under way ends.
    pub(crate) fn forget_build(&self, reading: u64) {
        self.wanted_build().forget_before(reading);
    }

    /// Reads the whole site; readers have what there was before until it is through. Takes as long as that takes.
    pub(crate) fn build(&self, site: &Arc<Site>, progress: &(dyn Fn(Progress) + Sync), cancelled: &AtomicBool) {
        self.wanted_build().running += 1;
        let built = build_index(site, progress, cancelled);
        let mut open = self.open();
        let is_wanted = !cancelled.load(Ordering::Relaxed);
        if is_wanted {
            // Documents that are open say anew what they are.
            open.clear();
            *self.built_for() = Some(site.clone());
            *self.current.write().unwrap_or_else(PoisonError::into_inner) = Some(built);
        }
        drop(open);
        let mut build = self.wanted_build();
        build.running -= 1;
        let missed = if is_wanted { std::mem::take(&mut build.missed) } else { Vec::new() };
        drop(build);
        if !missed.is_empty() {
            // Everything that is open is checked again after a build anyway.
            self.files_changed(site, &missed);
        }
        self.built.notify_all();
    }

    fn wanted_build(&self) -> MutexGuard<'_, WantedBuild> {
        self.build.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn built_for(&self) -> MutexGuard<'_, Option<Arc<Site>>> {
        self.built_for.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Keeps an eye on the site's files, for an editor that does not tell what happens to them. Does so once.
    pub(crate) fn watch(&self, root: &Path, tell: impl FnMut(Vec<PathBuf>) + Send + 'static) {
        let mut watch = self.watch.lock().unwrap_or_else(PoisonError::into_inner);
        if watch.is_some() {
            return;
        }
        match docent_site::watch::watch(root, tell) {
            Ok(new) => *watch = Some(new),
            Err(reason) => tracing::warn!("changes in {} will not be seen: {reason}", root.display()),
        }
    }

    /// Takes in an open document, as far as other pages can see a difference. `exactly`: its ranges too, which change at every
    /// keystroke and which nobody asks for but those who go from page to page.
    pub(crate) fn enter(&self, site: &Site, path: &Path, page: &Arc<Page>, exactly: bool) -> AffectedPaths {
        let mut open = self.open();
        let known = open.get(path);
        let is_known = known.is_some_and(|known| Arc::ptr_eq(known, page) || (!exactly && same_shape(known, page)));
        // A document of a site that is read anew says later what it is there.
        let is_of_another = !self.built_for().as_ref().is_some_and(|built_for| std::ptr::eq(&**built_for, site));
        if is_known || is_of_another || !self.is_built() {
            return AffectedPaths::new();
        }
        let edit = known.and_then(|known| index_edit(site, path, known, page));
        open.insert(path.to_owned(), page.clone());
        if let Some(edit) = edit
            && let Some(affected) = self.try_change(site, |index| index.edit_page(&site.relative(path), edit))
        {
            return affected;
        }
        let indexed = index_page(site, path, page);
        self.change(site, |index| set(index, site, path, indexed))
    }

    /// Puts right what a slow thread has done: a document entered that was closed meanwhile, or left that was opened again.
    /// `open` says what is open at the path, whenever it is asked.
    pub(crate) fn follow_open(
        &self,
        site: &Site,
        path: &Path,
        affected: &mut AffectedPaths,
        open: impl Fn() -> Option<Arc<Document>>,
    ) {
        // Each round is the answer to somebody who opened or closed it at that very moment.
        for _ in 0..4 {
            let holds = self.open().contains_key(path);
            match open().filter(|document| document.is_of_site()) {
                None if holds => affected.add(self.leave(site, path)),
                Some(document) if !holds => affected.add(self.enter(document.site(), path, document.page(), false)),
                _ => return,
            }
        }
    }

    /// A document was closed: its file counts again.
    pub(crate) fn leave(&self, site: &Site, path: &Path) -> AffectedPaths {
        let mut open = self.open();
        if open.remove(path).is_none() {
            return AffectedPaths::new();
        }
        let indexed = read_page(site, path);
        let is_file = path.is_file();
        self.change(site, |index| match is_file {
            true => set(index, site, path, indexed),
            false => index.remove_page(&site.relative(path)),
        })
    }

    /// Files of the site came, changed, or went; folders stand for all that lies in them.
    pub(crate) fn files_changed(&self, site: &Site, paths: &[PathBuf]) -> AffectedPaths {
        let mut build = self.wanted_build();
        if build.running > 0 {
            build.missed.extend(paths.iter().cloned());
        }
        drop(build);
        let open = self.open();
        if !self.is_built() {
            return AffectedPaths::new();
        }
        let there = docent_site::discover::site_files_among(site, paths);
        let not_open: Vec<&PathBuf> = there.iter().filter(|file| !open.contains_key(*file)).collect();
        let read = read_pages(site, &not_open);
        let names_navigation =
            |model: &docent_site::model::NavigationModel| paths.iter().any(|path| site.relative(path) == *model.file);
        let navigation = site.model.navigation.as_ref().is_some_and(names_navigation).then(|| read_navigation(site));
        self.change(site, |index| {
            let mut affected = Affected::default();
            for path in paths {
                let relative = site.relative(path);
                let sources = index.sources_at_or_below(&relative);
                for gone in sources.into_iter().filter(|gone| !is_there(site, gone, &there)) {
                    affected.add(index.set_published(&gone, Vec::new(), |path| lies_there(site, path)));
                }
                let gone = index.paths_at_or_below(&relative);
                let is_gone = |path: &str| !is_there(site, path, &there) && !index.is_published_from_elsewhere(path);
                let gone: Vec<Box<str>> = gone.into_iter().filter(|path| is_gone(path)).collect();
                for gone in gone {
                    let is_open = site.root.as_ref().is_some_and(|root| open.contains_key(&root.join(&*gone)));
                    if !is_open {
                        affected.add(index.remove_page(&gone));
                        affected.add(index.set_file(&gone, false));
                    }
                }
            }
            for (file, indexed) in read {
                affected.add(set(index, site, file, indexed));
            }
            if let Some(navigation) = navigation {
                index.set_navigation(navigation);
                affected.pages.extend(index.pages());
            }
            affected
        })
    }

    fn open(&self) -> MutexGuard<'_, HashMap<PathBuf, Arc<Page>>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn change(&self, site: &Site, change: impl FnOnce(&mut SiteIndex) -> Affected) -> AffectedPaths {
        self.try_change(site, |index| Some(change(index))).unwrap_or_default()
    }

    fn try_change(
        &self,
        site: &Site,
        change: impl FnOnce(&mut SiteIndex) -> Option<Affected>,
    ) -> Option<AffectedPaths> {
        let mut current = self.current.write().unwrap_or_else(PoisonError::into_inner);
        let (index, root) = (current.as_mut()?, site.root.as_ref()?);
        let Affected { pages, links_to, addresses, values } = change(index)?;
        let paths = |pages: Vec<PageId>| pages.into_iter().map(|page| root.join(index.path(page))).collect();
        Some(AffectedPaths { pages: paths(pages), links_to: paths(links_to), addresses, values })
    }
}

/// Whether a file that is no page lies at a path and is found there, too.
fn lies_there(site: &Site, relative: &str) -> bool {
    let file = site.root.as_ref().map(|root| root.join(relative)).filter(|file| file.is_file());
    file.is_some_and(|file| published_paths(site, &file).iter().any(|path| path == relative))
}

/// `there` is sorted.
fn is_there(site: &Site, relative: &str, there: &[PathBuf]) -> bool {
    site.root.as_ref().is_some_and(|root| there.binary_search(&root.join(relative)).is_ok())
}

/// Puts a file in: as a page, or as a file that is none.
fn set(index: &mut SiteIndex, site: &Site, path: &Path, indexed: Option<IndexedPage>) -> Affected {
    let relative = site.relative(path);
    match indexed {
        Some(page) => {
            let mut affected = index.set_file(&relative, false);
            affected.add(index.set_page(&relative, page.facts, page.excluded));
            affected
        }
        None => {
            let mut affected = index.remove_page(&relative);
            affected.add(index.set_published(&relative, published_paths(site, path), |path| lies_there(site, path)));
            affected
        }
    }
}

#[cfg(test)]
mod tests;
