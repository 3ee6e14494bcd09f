//! Which site an open document belongs to. A site is read from disk when somebody needs it first, on that one's thread,
//! never while a message is taken in.

use crate::site_index::SharedIndex;
use crate::template_pages::TemplatePages;
use docent_site::Site;
use docent_site::root::{RootFinder, configuration_files};
use std::collections::HashMap;
use std::path::{Component, Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// A site that is read when it is needed.
#[derive(Debug, Default)]
pub(crate) struct LazySite {
    /// The folder to look from; `None` for a document without a place.
    folder: Option<PathBuf>,
    site: OnceLock<Known>,
    read: Arc<Mutex<ReadSites>>,
    pub(crate) template_pages: Arc<TemplatePages>,
}

impl LazySite {
    pub(crate) fn is_read(&self) -> bool {
        self.site.get().is_some()
    }

    pub(crate) fn get(&self) -> &Arc<Site> {
        &self.known().site
    }

    /// The index of the site; one that is never built for a document without a site.
    pub(crate) fn index(&self) -> &Arc<SharedIndex> {
        &self.known().index
    }

    /// For the one caller who shall build the index.
    pub(crate) fn begin_index(&self) -> Option<Arc<AtomicBool>> {
        let known = self.known();
        known.index.begin(known.reading)
    }

    fn known(&self) -> &Known {
        self.site.get_or_init(|| self.read.lock().unwrap_or_else(PoisonError::into_inner).site(self.folder.as_deref()))
    }
}

/// A site that was read, and the index that belongs to it.
#[derive(Debug, Clone)]
struct Known {
    site: Arc<Site>,
    index: Arc<SharedIndex>,
    /// See [`ReadSites::reading`].
    reading: u64,
}

/// The sites read so far, by their root: documents of many folders share one.
#[derive(Debug, Default)]
struct ReadSites {
    finder: RootFinder,
    by_root: HashMap<Option<PathBuf>, Known>,
    indexes: Arc<Indexes>,
    /// How often all had been forgotten when this reading began. A slow thread may read a site for an older one, and read what is there
    /// now: nobody who is open belongs to it.
    reading: u64,
}

/// The index of each root. It outlives the sites that are read anew, so that there is always something to show.
type Indexes = Mutex<HashMap<PathBuf, Arc<SharedIndex>>>;

impl ReadSites {
    fn site(&mut self, folder: Option<&Path>) -> Known {
        let root = folder.map(|folder| self.finder.find(folder));
        let load = || {
            let index = {
                let mut indexes = self.indexes.lock().unwrap_or_else(PoisonError::into_inner);
                root.as_ref().map(|root| indexes.entry(root.clone()).or_default().clone()).unwrap_or_default()
            };
            let site = Arc::new(root.clone().map_or_else(Site::default, Site::load_root));
            Known { site, index, reading: self.reading }
        };
        self.by_root.entry(root.clone()).or_insert_with(load).clone()
    }
}

/// See [`Sites::reader`].
pub(crate) struct SitesReader(Arc<Mutex<ReadSites>>);

impl SitesReader {
    /// The sites with a root that have been read, with their indexes. Waits for those that are being read.
    pub(crate) fn sites(&self) -> Vec<(Arc<Site>, Arc<SharedIndex>)> {
        let read = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let known = read.by_root.values().filter(|known| known.site.root.is_some());
        known.map(|known| (known.site.clone(), known.index.clone())).collect()
    }
}

/// The sites of the open documents, by the folder of the document.
#[derive(Debug)]
pub(crate) struct Sites {
    by_folder: HashMap<Option<PathBuf>, Arc<LazySite>>,
    read: Arc<Mutex<ReadSites>>,
    indexes: Arc<Indexes>,
    /// See [`ReadSites::reading`].
    reading: u64,
    pub(crate) template_pages: Arc<TemplatePages>,
}

impl Default for Sites {
    fn default() -> Sites {
        Sites::unread(Arc::default(), 0, Vec::new())
    }
}

impl Sites {
    /// `folders`: those of the workspace, which stand in for a root where nothing marks one.
    fn unread(indexes: Arc<Indexes>, reading: u64, folders: Vec<PathBuf>) -> Sites {
        let finder = RootFinder::with_stand_ins(folders);
        let read =
            Arc::new(Mutex::new(ReadSites { finder, indexes: indexes.clone(), reading, ..ReadSites::default() }));
        Sites { by_folder: HashMap::new(), read, indexes, reading, template_pages: Arc::default() }
    }

    /// The site for what lies in a folder, or for what lies nowhere.
    pub(crate) fn for_folder(&mut self, folder: Option<&Path>) -> Arc<LazySite> {
        let folder = folder.map(Path::to_owned);
        let (read, template_pages) = (self.read.clone(), self.template_pages.clone());
        let site = || Arc::new(LazySite { folder: folder.clone(), site: OnceLock::new(), read, template_pages });
        self.by_folder.entry(folder.clone()).or_insert_with(site).clone()
    }

    /// Everything is read anew from now on, in a workspace of these folders.
    pub(crate) fn forget_all(&mut self, folders: &[PathBuf]) {
        let (indexes, reading) = (self.indexes.clone(), self.reading + 1);
        for index in indexes.lock().unwrap_or_else(PoisonError::into_inner).values() {
            index.forget_build(reading);
        }
        *self = Sites::unread(indexes, reading, folders.to_vec());
    }

    /// Whether the site is of the newest reading. Reads it where it has not been read.
    pub(crate) fn is_newest(&self, site: &LazySite) -> bool {
        site.known().reading == self.reading
    }

    /// The sites that have been read, each once, with their indexes.
    pub(crate) fn read_sites(&self) -> Vec<(Arc<Site>, Arc<SharedIndex>)> {
        let mut sites: HashMap<&Option<PathBuf>, &Known> = HashMap::new();
        for known in self.known() {
            sites.insert(&known.site.root, known);
        }
        sites.into_values().map(|known| (known.site.clone(), known.index.clone())).collect()
    }

    /// For whoever may wait: also the sites that are being read just now, once they are.
    pub(crate) fn reader(&self) -> SitesReader {
        SitesReader(self.read.clone())
    }

    /// Whether a change of this file may change what pages are checked against: configurations, and what lies beside a
    /// template (a file that was not there before may be one, too).
    pub(crate) fn is_affected_by(&self, path: &Path) -> bool {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        // By the end of its path, too: the way to it may lead through a symbolic link.
        let is_neighbour =
            |template: &PathBuf| template.parent() == path.parent() || last_two(template) == last_two(path);
        // What is ignored decides which pages there are.
        configuration_files().any(|file| *name == *file)
            || name == ".gitignore"
            || self.loaded().any(|site| site.template_files.iter().any(is_neighbour))
    }

    fn loaded(&self) -> impl Iterator<Item = &Arc<Site>> {
        self.known().map(|known| &known.site)
    }

    fn known(&self) -> impl Iterator<Item = &Known> {
        self.by_folder.values().filter_map(|site| site.site.get())
    }
}

/// A file's name and its folder's.
fn last_two(path: &Path) -> [Option<Component<'_>>; 2] {
    let mut components = path.components();
    [components.next_back(), components.next_back()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_site_of_an_older_reading_is_not_built_for_however_late_it_is_read() {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join("_config.yml"), "").expect("a file");
        let mut sites = Sites::default();
        let late = sites.for_folder(Some(folder.path()));
        let first = sites.for_folder(Some(&folder.path().join("docs")));
        let cancelled = first.begin_index().expect("a build");
        assert!(late.begin_index().is_none(), "it is begun once");
        sites.forget_all(&[]);
        assert!(cancelled.load(std::sync::atomic::Ordering::Relaxed));
        // Nobody had read it before; what it reads now is the newest, but those who are open have another one.
        let older = Arc::new(LazySite {
            folder: late.folder.clone(),
            site: OnceLock::new(),
            read: late.read.clone(),
            ..LazySite::default()
        });
        let newer = sites.for_folder(Some(folder.path()));
        assert!(!Arc::ptr_eq(older.get(), newer.get()));
        assert!(older.begin_index().is_none());
        assert!(newer.begin_index().is_some());
        assert!(Arc::ptr_eq(older.index(), newer.index()), "the index outlives its sites");
    }

    #[test]
    fn an_index_that_an_older_reading_came_upon_is_built_for_the_newer_one() {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join("_config.yml"), "").expect("a file");
        let mut sites = Sites::default();
        let older = sites.for_folder(Some(folder.path()));
        // Nobody knows of the index yet.
        sites.forget_all(&[]);
        let cancelled = older.begin_index().expect("the first that anybody hears of this site");
        let newer = sites.for_folder(Some(folder.path()));
        assert!(newer.begin_index().is_some());
        assert!(cancelled.load(std::sync::atomic::Ordering::Relaxed));
        assert!(older.begin_index().is_none());
    }
}
