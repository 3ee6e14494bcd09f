//! Which site an open document belongs to. A site is read from disk when somebody needs it first, on that one's thread,
//! never while a message is taken in.

use crate::template_pages::TemplatePages;
use docent_site::Site;
use docent_site::config::CONFIG_FILE;
use docent_site::root::RootFinder;
use std::collections::HashMap;
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// Files by which a site is recognised or configured.
pub(crate) const CONFIGURATION_FILES: [&str; 2] = [CONFIG_FILE, "_config.yml"];

/// A site that is read when it is needed.
#[derive(Debug, Default)]
pub(crate) struct LazySite {
    /// The folder to look from; `None` for a document without a place.
    folder: Option<PathBuf>,
    site: OnceLock<Arc<Site>>,
    read: Arc<Mutex<ReadSites>>,
    pub(crate) template_pages: Arc<TemplatePages>,
}

impl LazySite {
    pub(crate) fn is_read(&self) -> bool {
        self.site.get().is_some()
    }

    pub(crate) fn get(&self) -> &Arc<Site> {
        self.site.get_or_init(|| self.read.lock().unwrap_or_else(PoisonError::into_inner).site(self.folder.as_deref()))
    }
}

/// The sites read so far, by their root: documents of many folders share one.
#[derive(Debug, Default)]
struct ReadSites {
    finder: RootFinder,
    by_root: HashMap<Option<PathBuf>, Arc<Site>>,
}

impl ReadSites {
    fn site(&mut self, folder: Option<&Path>) -> Arc<Site> {
        let root = folder.and_then(|folder| self.finder.find(folder));
        let load = || Arc::new(root.clone().map_or_else(Site::default, Site::load_root));
        self.by_root.entry(root.clone()).or_insert_with(load).clone()
    }
}

/// The sites of the open documents, by the folder of the document.
#[derive(Debug, Default)]
pub(crate) struct Sites {
    by_folder: HashMap<Option<PathBuf>, Arc<LazySite>>,
    read: Arc<Mutex<ReadSites>>,
    pub(crate) template_pages: Arc<TemplatePages>,
}

impl Sites {
    /// The site for what lies in a folder, or for what lies nowhere.
    pub(crate) fn for_folder(&mut self, folder: Option<&Path>) -> Arc<LazySite> {
        let folder = folder.map(Path::to_owned);
        let (read, template_pages) = (self.read.clone(), self.template_pages.clone());
        let site = || Arc::new(LazySite { folder: folder.clone(), site: OnceLock::new(), read, template_pages });
        self.by_folder.entry(folder.clone()).or_insert_with(site).clone()
    }

    /// Everything is read anew for whoever asks from now on.
    pub(crate) fn forget_all(&mut self) {
        *self = Sites::default();
    }

    /// Whether a change of this file may change what pages are checked against: configurations, and what lies beside a
    /// template (a file that was not there before may be one, too).
    pub(crate) fn is_affected_by(&self, path: &Path) -> bool {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        // By the end of its path, too: the way to it may lead through a symbolic link.
        let is_neighbour =
            |template: &PathBuf| template.parent() == path.parent() || last_two(template) == last_two(path);
        CONFIGURATION_FILES.contains(&name) || self.loaded().any(|site| site.template_files.iter().any(is_neighbour))
    }

    fn loaded(&self) -> impl Iterator<Item = &Arc<Site>> {
        self.by_folder.values().filter_map(|site| site.site.get())
    }
}

/// A file's name and its folder's.
fn last_two(path: &Path) -> [Option<Component<'_>>; 2] {
    let mut components = path.components();
    [components.next_back(), components.next_back()]
}
