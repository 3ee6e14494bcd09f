//! Which site an open document belongs to. A site is read from disk when somebody needs it first, on that one's thread,
//! never while a message is taken in.

use crate::site_index::SharedIndex;
use crate::template_pages::TemplatePages;
use docent_site::Site;
use docent_site::config::CONFIG_FILE;
use docent_site::root::RootFinder;
use std::collections::HashMap;
use std::path::{Component, Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// Files by which a site is recognised or configured.
pub(crate) const CONFIGURATION_FILES: [&str; 2] = [CONFIG_FILE, "_config.yml"];

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
        known.index.begin(known.forgotten)
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
    /// How often the index had been forgotten when the site was read.
    forgotten: u64,
}

/// The sites read so far, by their root: documents of many folders share one.
#[derive(Debug, Default)]
struct ReadSites {
    finder: RootFinder,
    by_root: HashMap<Option<PathBuf>, Known>,
    indexes: Arc<Indexes>,
}

/// The index of each root. It outlives the sites that are read anew, so that there is always something to show.
type Indexes = Mutex<HashMap<PathBuf, Arc<SharedIndex>>>;

impl ReadSites {
    fn site(&mut self, folder: Option<&Path>) -> Known {
        let root = folder.and_then(|folder| self.finder.find(folder));
        let load = || {
            let index = {
                let mut indexes = self.indexes.lock().unwrap_or_else(PoisonError::into_inner);
                root.as_ref().map(|root| indexes.entry(root.clone()).or_default().clone()).unwrap_or_default()
            };
            let forgotten = index.forgotten();
            let site = Arc::new(root.clone().map_or_else(Site::default, Site::load_root));
            Known { site, index, forgotten }
        };
        self.by_root.entry(root.clone()).or_insert_with(load).clone()
    }
}

/// The sites of the open documents, by the folder of the document.
#[derive(Debug)]
pub(crate) struct Sites {
    by_folder: HashMap<Option<PathBuf>, Arc<LazySite>>,
    read: Arc<Mutex<ReadSites>>,
    indexes: Arc<Indexes>,
    pub(crate) template_pages: Arc<TemplatePages>,
}

impl Default for Sites {
    fn default() -> Sites {
        Sites::with_indexes(Arc::default())
    }
}

impl Sites {
    fn with_indexes(indexes: Arc<Indexes>) -> Sites {
        let read = ReadSites { indexes: indexes.clone(), ..ReadSites::default() };
        Sites { by_folder: HashMap::new(), read: Arc::new(Mutex::new(read)), indexes, template_pages: Arc::default() }
    }

    /// The site for what lies in a folder, or for what lies nowhere.
    pub(crate) fn for_folder(&mut self, folder: Option<&Path>) -> Arc<LazySite> {
        let folder = folder.map(Path::to_owned);
        let (read, template_pages) = (self.read.clone(), self.template_pages.clone());
        let site = || Arc::new(LazySite { folder: folder.clone(), site: OnceLock::new(), read, template_pages });
        self.by_folder.entry(folder.clone()).or_insert_with(site).clone()
    }

    /// Everything is read anew for whoever asks from now on.
    pub(crate) fn forget_all(&mut self) {
        let indexes = self.indexes.clone();
        for index in indexes.lock().unwrap_or_else(PoisonError::into_inner).values() {
            index.forget_build();
        }
        *self = Sites::with_indexes(indexes);
    }

    /// The sites that have been read, each once, with their indexes.
    pub(crate) fn read_sites(&self) -> Vec<(Arc<Site>, Arc<SharedIndex>)> {
        let mut sites: HashMap<&Option<PathBuf>, &Known> = HashMap::new();
        for known in self.known() {
            sites.insert(&known.site.root, known);
        }
        sites.into_values().map(|known| (known.site.clone(), known.index.clone())).collect()
    }

    /// Whether a change of this file may change what pages are checked against: configurations, and what lies beside a
    /// template (a file that was not there before may be one, too).
    pub(crate) fn is_affected_by(&self, path: &Path) -> bool {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        // By the end of its path, too: the way to it may lead through a symbolic link.
        let is_neighbour =
            |template: &PathBuf| template.parent() == path.parent() || last_two(template) == last_two(path);
        // What is ignored decides which pages there are.
        CONFIGURATION_FILES.contains(&name)
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
