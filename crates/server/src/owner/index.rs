//! The index of one site while the server runs: built once by a job, then kept up to date by open documents, which win over what is on disk,
//! and by files that change. Jobs read and parse; here their edits are applied in small batches, while no job reads the index.

use docent_site::index::build::{IndexedPage, index_edit, index_page, read_navigation, read_page};
use docent_site::index::{Affected, NavigationFile, PageEdit, published_paths, same_shape};
use docent_site::watch::Watch;
use docent_site::{PageId, Site, SiteIndex};
use docent_syntax::Page;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::step::{Cancel, Pool};

/// Edits of changed files applied at once, before the next event is handled.
const BATCH: usize = 16;

/// Jobs of the latency pool that may read the index before waiting edits of files are applied. Bounds how long a flood of requests delays them.
const MAX_OVERTAKING_JOBS: usize = 64;

/// Files that one job reads.
pub(super) const MAX_FILES_PER_JOB: usize = 256;

#[derive(Debug, Default)]
pub(super) struct IndexState {
    /// `None` until the first build is through.
    pub(super) index: Option<Arc<SiteIndex>>,
    /// The reading of the site that it was built for.
    pub(super) built_for: Option<Arc<Site>>,
    /// The build that is under way, and the generation in which it was started.
    pub(super) build: Option<(u64, Cancel)>,
    pub(super) must_rebuild: bool,
    /// The versions of open documents that are in the index.
    entered: HashMap<PathBuf, Entered>,
    entries: VecDeque<Entry>,
    file_edits: VecDeque<FileEdit>,
    /// Changed files and folders that no job has read yet. May name one twice: comparing thousands of paths takes the owner too long.
    pub(super) files_to_read: VecDeque<PathBuf>,
    pub(super) is_reading_files: bool,
    /// Files changed since a job last compared the site with what is on disk.
    pub(super) must_verify_site: bool,
    /// Jobs that were started while edits of files waited.
    overtaking_jobs: usize,
    /// The pages whose addresses or values changed have dependents that no edit names.
    pub(super) has_dirty_dependents: bool,
    pub(super) watch: Option<Watch>,
    /// What could not be read for the index, as far as the client was informed.
    pub(super) reported_errors: Vec<String>,
}

/// An open document in the index.
#[derive(Debug)]
struct Entered {
    page: Arc<Page>,
    /// The generations of the document up to which the index has everything that other pages depend on, and all ranges to the byte.
    shape: u64,
    exact: u64,
}

/// A version of an open document for the index, made by a job.
#[derive(Debug)]
pub(crate) struct Entry {
    path: PathBuf,
    generation: u64,
    /// The version that it was compared with.
    before: Option<Arc<Page>>,
    page: Arc<Page>,
    site: Arc<Site>,
    change: EntryChange,
}

#[derive(Debug)]
enum EntryChange {
    /// Nothing that other pages depend on.
    None,
    Edit(Box<PageEdit>),
    Set(IndexedFile),
}

/// A file as the index has it.
#[derive(Debug)]
enum IndexedFile {
    Page(Box<IndexedPage>),
    /// The paths under which the file is published, and its former paths at which another file lies now.
    Other {
        published: Vec<String>,
        others: HashSet<String>,
    },
}

/// The edits of the index that changed files make, as a job read them.
#[derive(Debug)]
pub(crate) struct FileEdits {
    site: Arc<Site>,
    files: Vec<PathBuf>,
    edits: VecDeque<FileEdit>,
}

#[derive(Debug)]
enum FileEdit {
    /// A file that exists.
    Set {
        file: PathBuf,
        path: String,
        indexed: IndexedFile,
    },
    /// The file at this path from the root is deleted, and with it the paths under which it was published.
    Unpublish {
        source: Box<str>,
        others: HashSet<String>,
    },
    Remove {
        file: PathBuf,
        path: Box<str>,
    },
    Navigation(NavigationFile),
}

/// What a change of the index touches, with absolute paths.
#[derive(Debug, Default)]
pub(crate) struct AffectedPaths {
    /// Pages with other findings.
    pub(crate) pages: BTreeSet<PathBuf>,
    /// Pages to which links lead that did not before, or lead no longer.
    pub(crate) links_to: BTreeSet<PathBuf>,
    /// Whether pages came, went, or have other addresses.
    pub(crate) addresses: bool,
    /// The keys of front matter for which pages have other values.
    pub(crate) values: Vec<Arc<str>>,
    /// The open documents whose entries were applied.
    pub(crate) entered: BTreeSet<PathBuf>,
}

impl AffectedPaths {
    pub(crate) fn is_empty(&self) -> bool {
        self.pages.is_empty() && self.links_to.is_empty() && !self.addresses && self.values.is_empty()
    }

    fn add(&mut self, index: &SiteIndex, root: &Path, affected: Affected) {
        let paths = |pages: Vec<PageId>| pages.into_iter().map(|page| root.join(index.path(page)));
        self.pages.extend(paths(affected.pages));
        self.links_to.extend(paths(affected.links_to));
        self.addresses |= affected.addresses;
        self.values.extend(affected.values);
    }
}

impl IndexState {
    /// Whether the index exists, and is of this reading of the site.
    pub(super) fn is_ready_for(&self, site: &Arc<Site>) -> bool {
        self.index.is_some() && self.built_for.as_ref().is_some_and(|built_for| Arc::ptr_eq(built_for, site))
    }

    pub(super) fn has_edits(&self) -> bool {
        !self.entries.is_empty() || !self.file_edits.is_empty()
    }

    pub(super) fn has_entries(&self) -> bool {
        !self.entries.is_empty()
    }

    /// Whether a job that reads the index waits until edits are applied. What an author waits for does not wait for files that change
    /// outside, but no more than [`MAX_OVERTAKING_JOBS`] jobs overtake an edit.
    pub(super) fn must_apply_before(&mut self, pool: Pool) -> bool {
        if self.has_entries() || !self.has_edits() {
            return self.has_entries();
        }
        let overtakes = pool == Pool::Latency && self.overtaking_jobs < MAX_OVERTAKING_JOBS;
        self.overtaking_jobs += usize::from(overtakes);
        !overtakes
    }

    /// Whether no job reads the index.
    pub(super) fn is_free(&self) -> bool {
        self.index.as_ref().is_none_or(|index| Arc::strong_count(index) == 1)
    }

    /// Whether changed files are still to be read or applied.
    pub(super) fn has_files_pending(&self) -> bool {
        self.is_reading_files || !self.files_to_read.is_empty() || !self.file_edits.is_empty()
    }

    /// The version of an open document that the index has.
    pub(super) fn entered_page(&self, path: &Path) -> Option<Arc<Page>> {
        self.entered.get(path).map(|entered| entered.page.clone())
    }

    pub(super) fn has_entered(&self, path: &Path, generation: u64, exactly: bool) -> bool {
        let entered = self.entered.get(path);
        entered.is_some_and(|entered| generation <= if exactly { entered.exact } else { entered.shape })
    }

    pub(super) fn push_entry(&mut self, entry: Entry) {
        self.entries.push_back(entry);
    }

    /// Up to this generation nothing changed in the document that other pages depend on.
    pub(super) fn mark_entered(&mut self, path: &Path, generation: u64) {
        if let Some(entered) = self.entered.get_mut(path) {
            entered.shape = entered.shape.max(generation);
        }
    }

    /// Files came, changed, or went; folders stand for all that lies in them.
    pub(super) fn add_changed_files(&mut self, files: impl IntoIterator<Item = PathBuf>) {
        let mut files = files.into_iter().peekable();
        self.must_verify_site |= files.peek().is_some();
        self.files_to_read.extend(files);
    }

    /// Queues the edits of changed files; files that were read for another reading of the site are reread.
    pub(super) fn push_file_edits(&mut self, read: FileEdits) {
        match self.is_ready_for(&read.site) {
            true => self.file_edits.extend(read.edits),
            false => self.files_to_read.extend(read.files),
        }
    }

    /// A document was closed: from now on the index follows its file.
    pub(super) fn leave(&mut self, path: &Path) {
        self.entered.remove(path);
        self.entries.retain(|entry| entry.path != path);
        self.add_changed_files([path.to_owned()]);
    }

    /// Replaces the index, and returns the old one. Open documents enter the new one.
    pub(super) fn set_built(&mut self, site: Arc<Site>, index: SiteIndex) -> Option<Arc<SiteIndex>> {
        let old = self.index.replace(Arc::new(index));
        self.built_for = Some(site);
        self.entered.clear();
        self.entries.clear();
        self.file_edits.clear();
        old
    }

    /// Applies entries of open documents, then a batch of edits of files. `None` where nothing is to be applied, or a job reads the index.
    pub(super) fn apply(&mut self) -> Option<AffectedPaths> {
        if !self.has_edits() {
            return None;
        }
        let (Some(index), Some(built_for)) = (&mut self.index, &self.built_for) else {
            // There is nothing yet that they are edits of; a build reads everything.
            self.entries.clear();
            self.file_edits.clear();
            return None;
        };
        let index = Arc::get_mut(index)?;
        let root = built_for.root.clone().unwrap_or_default();
        let mut affected = AffectedPaths::default();
        for entry in std::mem::take(&mut self.entries) {
            if Arc::ptr_eq(&entry.site, built_for) {
                affected.entered.insert(entry.path.clone());
                enter(index, &mut self.entered, &root, entry, &mut affected);
            }
        }
        self.overtaking_jobs = 0;
        for _ in 0..BATCH {
            let Some(edit) = self.file_edits.pop_front() else { break };
            apply_file_edit(index, &self.entered, &root, edit, &mut affected);
        }
        Some(affected)
    }
}

fn enter(
    index: &mut SiteIndex,
    entered: &mut HashMap<PathBuf, Entered>,
    root: &Path,
    entry: Entry,
    affected: &mut AffectedPaths,
) {
    let Entry { path, generation, before, page, change, site } = entry;
    let known = entered.get(&path);
    let is_of_known = match (&before, known) {
        (None, None) => true,
        (Some(before), Some(known)) => Arc::ptr_eq(before, &known.page),
        _ => false,
    };
    // Another version was entered meanwhile: the document is compared with that one.
    if !is_of_known {
        return;
    }
    let relative = site.relative(&path);
    let shape = known.map_or(0, |known| known.shape).max(generation);
    match change {
        EntryChange::None => {}
        EntryChange::Edit(edit) => match index.edit_page(&relative, *edit) {
            Some(change) => affected.add(index, root, change),
            // The page is excluded or not there: the next comparison sets it as a whole.
            None => {
                entered.remove(&path);
                return;
            }
        },
        EntryChange::Set(indexed) => {
            let change = set(index, &relative, indexed);
            affected.add(index, root, change);
        }
    }
    entered.insert(path, Entered { page, shape, exact: generation });
}

fn apply_file_edit(
    index: &mut SiteIndex,
    entered: &HashMap<PathBuf, Entered>,
    root: &Path,
    edit: FileEdit,
    affected: &mut AffectedPaths,
) {
    let change = match edit {
        FileEdit::Set { file, path, indexed } if !entered.contains_key(&file) => set(index, &path, indexed),
        FileEdit::Remove { file, path } if !entered.contains_key(&file) => {
            let mut change = index.remove_page(&path);
            change.add(index.set_file(&path, false));
            change
        }
        FileEdit::Set { .. } | FileEdit::Remove { .. } => return,
        FileEdit::Unpublish { source, others } => {
            index.set_published(&source, Vec::new(), |path| others.contains(path))
        }
        FileEdit::Navigation(navigation) => {
            index.set_navigation(navigation);
            Affected { pages: index.pages().collect(), ..Affected::default() }
        }
    };
    affected.add(index, root, change);
}

/// Sets a file: as a page, or as a file that is no page.
fn set(index: &mut SiteIndex, path: &str, indexed: IndexedFile) -> Affected {
    match indexed {
        IndexedFile::Page(page) => {
            let mut affected = index.set_file(path, false);
            affected.add(index.set_page(path, page.facts, page.excluded));
            affected
        }
        IndexedFile::Other { published, others } => {
            let mut affected = index.remove_page(path);
            affected.add(index.set_published(path, published, |path| others.contains(path)));
            affected
        }
    }
}

/// What is different for the index in a version of an open document. `exactly`: to the byte, for requests that go from page to page; else as
/// far as other pages see a difference. `None` where nothing is. Blocking: parses and may read the file.
pub(super) fn entry_of(
    site: &Arc<Site>,
    index: &SiteIndex,
    path: &Path,
    (known, page): (Option<Arc<Page>>, &Arc<Page>),
    generation: u64,
    exactly: bool,
) -> Option<Entry> {
    let is_same = known.as_ref().is_some_and(|known| Arc::ptr_eq(known, page));
    if !exactly && known.as_ref().is_some_and(|known| is_same || same_shape(known, page)) {
        return None;
    }
    let change = match known.as_ref().filter(|_| !is_same).map(|known| index_edit(site, path, known, page)) {
        _ if is_same => EntryChange::None,
        Some(Some(edit)) => EntryChange::Edit(Box::new(edit)),
        _ => EntryChange::Set(indexed_file(site, index, path, index_page(site, path, page))),
    };
    let (path, page, site) = (path.to_owned(), page.clone(), site.clone());
    Some(Entry { path, generation, before: known, page, site, change })
}

fn indexed_file(site: &Site, index: &SiteIndex, file: &Path, page: Option<IndexedPage>) -> IndexedFile {
    match page {
        Some(page) => IndexedFile::Page(Box::new(page)),
        None => {
            let others = other_files(site, index.published_of(&site.relative(file)));
            IndexedFile::Other { published: published_paths(site, file), others }
        }
    }
}

/// Of the paths that a file was found under, those at which another file lies and is found.
fn other_files(site: &Site, published: Vec<Box<str>>) -> HashSet<String> {
    let lies_there = |relative: &str| {
        let file = site.root.as_ref().map(|root| root.join(relative)).filter(|file| file.is_file());
        file.is_some_and(|file| published_paths(site, &file).iter().any(|path| path == relative))
    };
    published.into_iter().map(String::from).filter(|path| lies_there(path)).collect()
}

/// What an index has at the paths of changed files. A job takes it from the index before it reads the files, so that the index is free
/// while it does.
pub(super) struct KnownFiles {
    pub(super) files: Vec<PathBuf>,
    /// Files that are found elsewhere, with the paths that they are found under.
    sources: BTreeMap<Box<str>, Vec<Box<str>>>,
    /// Paths at or below those of `files`.
    paths: Vec<Box<str>>,
}

impl KnownFiles {
    /// `files` came, changed, or went; folders stand for all that lies in them.
    pub(super) fn of(site: &Site, index: &SiteIndex, mut files: Vec<PathBuf>) -> KnownFiles {
        files.sort();
        files.dedup();
        let relative: Vec<String> = files.iter().map(|file| site.relative(file)).collect();
        let sources = relative.iter().flat_map(|path| index.sources_at_or_below(path));
        let sources = sources.map(|source| (source.clone(), index.published_of(&source))).collect();
        let elsewhere = index.paths_published_from_elsewhere();
        let paths = relative.iter().flat_map(|path| index.paths_at_or_below(path));
        let paths = paths.filter(|path| !elsewhere.contains(&**path)).collect();
        KnownFiles { files, sources, paths }
    }

    /// Blocking: reads the files.
    pub(super) fn read(self, site: &Arc<Site>) -> FileEdits {
        let KnownFiles { files, sources, paths } = self;
        let there = docent_site::discover::site_files_among(site, &files);
        let root = site.root.as_deref().unwrap_or(Path::new(""));
        let is_there = |relative: &str| there.binary_search(&root.join(relative)).is_ok();
        let mut edits = VecDeque::new();
        for (source, published) in sources.iter().filter(|(source, _)| !is_there(source)) {
            let others = other_files(site, published.clone());
            edits.push_back(FileEdit::Unpublish { others, source: source.clone() });
        }
        for path in paths.into_iter().filter(|path| !is_there(path)) {
            edits.push_back(FileEdit::Remove { file: root.join(&*path), path });
        }
        for file in there {
            let path = site.relative(&file);
            let indexed = match read_page(site, &file) {
                Some(page) => IndexedFile::Page(Box::new(page)),
                None => {
                    let before = sources.get(&*path).cloned().unwrap_or_else(|| vec![(&*path).into()]);
                    IndexedFile::Other { published: published_paths(site, &file), others: other_files(site, before) }
                }
            };
            edits.push_back(FileEdit::Set { file, path, indexed });
        }
        let navigation = site.model.navigation.as_ref();
        if navigation.is_some_and(|model| files.iter().any(|file| site.relative(file) == *model.file)) {
            edits.push_back(FileEdit::Navigation(read_navigation(site)));
        }
        FileEdits { site: site.clone(), edits, files }
    }
}

#[cfg(test)]
#[path = "index_tests.rs"]
mod tests;
