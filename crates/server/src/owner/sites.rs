//! Which site each folder belongs to. A job finds the roots and reads the sites; until it ends, the documents of a folder wait.

use super::configuration_errors::error_in;
use super::index::IndexState;
use crate::step::Cancel;
use docent_site::Site;
use docent_site::root::{RootFinder, configuration_files, reason_not_to_index};
use std::collections::{BTreeSet, HashMap, HashSet};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

/// The sites of the open documents and of the workspace.
#[derive(Debug, Default)]
pub(super) struct Sites {
    /// The root for what lies in a folder, as far as it is known in this reading.
    roots: HashMap<PathBuf, PathBuf>,
    by_root: HashMap<PathBuf, KnownSite>,
    /// Indexes outlive the readings of their sites, so that requests are answered while a site is reread.
    pub(super) indexes: HashMap<PathBuf, IndexState>,
    /// Folders whose roots are to be found.
    to_find: BTreeSet<PathBuf>,
    /// The generation of this reading: results for an older one are dropped.
    pub(super) generation: u64,
    pub(super) reading: Option<Cancel>,
    must_reread: bool,
    outside: Arc<Site>,
}

#[derive(Debug, Clone)]
pub(super) struct KnownSite {
    pub(super) site: Arc<Site>,
    /// Why its pages are not read, for a site that is not indexed.
    pub(super) not_indexed: Option<&'static str>,
    /// An error in its configuration, in words.
    pub(super) configuration_error: Option<String>,
}

/// What a job reads.
pub(crate) struct SitesToRead {
    generation: u64,
    folders: Vec<PathBuf>,
    /// The folders of the workspace, which are roots where nothing marks one.
    stand_ins: Vec<PathBuf>,
    known: HashMap<PathBuf, KnownSite>,
    /// Whether known sites are reread; those that did not change stay.
    rereads: bool,
}

/// Roots and sites as they were read.
pub(crate) struct SitesRead {
    generation: u64,
    roots: HashMap<PathBuf, PathBuf>,
    by_root: HashMap<PathBuf, KnownSite>,
}

impl Sites {
    /// The site for what lies in a folder; `None` until it is read. The next job finds its root.
    pub(super) fn for_folder(&mut self, folder: Option<&Path>) -> Option<Arc<Site>> {
        let Some(folder) = folder else { return Some(self.outside.clone()) };
        match self.roots.get(folder).and_then(|root| self.by_root.get(root)) {
            Some(known) => Some(known.site.clone()),
            None => {
                self.to_find.insert(folder.to_owned());
                None
            }
        }
    }

    pub(super) fn known(&self, root: &Path) -> Option<&KnownSite> {
        self.by_root.get(root)
    }

    pub(super) fn all(&self) -> impl Iterator<Item = (&PathBuf, &KnownSite)> {
        self.by_root.iter()
    }

    /// Whether all pages of the site are read, so that it has an index sooner or later.
    pub(super) fn may_be_indexed(&self, site: &Site) -> bool {
        let known = site.root.as_ref().and_then(|root| self.by_root.get(root));
        known.is_some_and(|known| known.not_indexed.is_none())
    }

    pub(super) fn index(&mut self, root: &Path) -> &mut IndexState {
        self.indexes.entry(root.to_owned()).or_default()
    }

    pub(super) fn outside(&self) -> Arc<Site> {
        self.outside.clone()
    }

    /// Rereads all sites and rebuilds their indexes; checks and requests wait until the sites are read.
    pub(super) fn reload(&mut self, generation: u64) {
        self.generation = generation;
        self.to_find.extend(self.roots.drain().map(|(folder, _)| folder));
        self.must_reread = true;
        if let Some(reading) = self.reading.take() {
            reading.cancel();
        }
        for index in self.indexes.values_mut() {
            index.must_rebuild = true;
        }
    }

    /// Rereads all sites, while the documents keep those that are known.
    pub(super) fn verify(&mut self) {
        self.to_find.extend(self.roots.keys().cloned());
        self.must_reread = true;
    }

    /// What the next job reads; `None` where there is nothing to read, or one is under way.
    pub(super) fn next_reading(&mut self, stand_ins: &[PathBuf]) -> Option<(SitesToRead, Cancel)> {
        if self.to_find.is_empty() || self.reading.is_some() {
            return None;
        }
        let cancel = Cancel::default();
        self.reading = Some(cancel.clone());
        let reading = SitesToRead {
            generation: self.generation,
            folders: std::mem::take(&mut self.to_find).into_iter().collect(),
            stand_ins: stand_ins.to_vec(),
            known: self.by_root.clone(),
            rereads: std::mem::take(&mut self.must_reread),
        };
        Some((reading, cancel))
    }

    /// A job that read sites has failed: its folders are looked up when they are next needed.
    pub(super) fn reading_ended(&mut self) {
        self.reading = None;
    }

    /// Stores what a job has read; `false` for a reading of an older generation.
    pub(super) fn take_read(&mut self, read: SitesRead) -> bool {
        if read.generation != self.generation {
            return false;
        }
        self.reading = None;
        self.roots.extend(read.roots);
        self.by_root.extend(read.by_root);
        true
    }

    /// Whether a change of these files may change what pages are checked against: configurations, and what lies beside a template (a file
    /// that was not there before may be one, too).
    pub(super) fn are_affected_by(&self, paths: &[PathBuf]) -> bool {
        let templates = || self.by_root.values().flat_map(|known| &known.site.template_files);
        let folders: HashSet<&Path> = templates().filter_map(|template| template.parent()).collect();
        // By the end of its path, too: the way to it may lead through a symbolic link.
        let ends: HashSet<_> = templates().map(|template| last_two(template)).collect();
        paths.iter().any(|path| {
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            // What is ignored decides which pages there are.
            configuration_files().any(|file| *name == *file)
                || name == ".gitignore"
                || path.parent().is_some_and(|folder| folders.contains(folder))
                || ends.contains(&last_two(path))
        })
    }
}

impl SitesToRead {
    /// Blocking: reads configurations and templates.
    pub(super) fn read(self) -> SitesRead {
        let mut finder = RootFinder::with_stand_ins(self.stand_ins);
        let mut read = SitesRead { generation: self.generation, roots: HashMap::new(), by_root: HashMap::new() };
        for folder in self.folders {
            let root = finder.find(&folder);
            if !read.by_root.contains_key(&root) {
                let before = self.known.get(&root);
                let site = match before.filter(|_| !self.rereads) {
                    Some(known) => known.clone(),
                    None => KnownSite::read(root.clone(), before),
                };
                read.by_root.insert(root.clone(), site);
            }
            read.roots.insert(folder, root);
        }
        read
    }
}

impl KnownSite {
    /// Keeps the identity of a site that did not change.
    fn read(root: PathBuf, before: Option<&KnownSite>) -> KnownSite {
        let not_indexed = reason_not_to_index(&root);
        let site = Site::load_root(root);
        let configuration_error = error_in(&site);
        let site = match before.filter(|before| before.site.is_same_as(&site)) {
            Some(before) => before.site.clone(),
            None => Arc::new(site),
        };
        KnownSite { site, not_indexed, configuration_error }
    }
}

/// A file's name and its folder's.
fn last_two(path: &Path) -> [Option<Component<'_>>; 2] {
    let mut components = path.components();
    [components.next_back(), components.next_back()]
}
