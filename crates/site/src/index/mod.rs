//! All pages of a site at once: the facts of each, and tables that answer what is at an address, who links there, and which
//! values other pages have. Kept up page by page. Holds no text of a page and reads no file (`build` does).

pub(crate) mod address;
pub mod build;
mod dependents;
mod elsewhere;
pub mod facts;
mod interner;
mod key;
mod link_keys;
pub mod link_target;
mod look_up;
pub mod navigation;
mod page_edit;
mod published;
mod referrers;
mod resolve;
mod shape;
mod suggest;
#[cfg(test)]
mod tests;
mod update;
pub mod values;

pub use facts::{
    Broken, HeadingFact, LinkFact, LinkPlace, PageFacts, RedirectFact, ValueFact, Written, facts_of, front_matter_facts,
};
pub use key::Fit;
pub use navigation::{NavigationEntry, NavigationFile, NavigationShare};
pub use page_edit::PageEdit;
pub use published::published_paths;
pub use referrers::Referrer;
pub use resolve::{Missing, Resolution, Target, Via};
pub use shape::same_shape;
pub use values::{UsedValue, Variety};

use crate::model::SiteModel;
use foldhash::HashMap;
use interner::Interner;
use key::look_up_key;
use link_keys::LinkKey;
use link_target::LinkBase;
use look_up::LookUp;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// A page of an index, as long as it is in it; the number of a removed page is reused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PageId(u32);

/// The index of one site.
#[derive(Debug, Default)]
pub struct SiteIndex {
    model: SiteModel,
    pages: Vec<Option<PageRecord>>,
    free: Vec<PageId>,
    by_path: HashMap<Arc<str>, PageId>,
    look_up: LookUp,
    /// Files that are no pages, by their path from the root in lower case.
    files: HashMap<Box<str>, Vec<Box<str>>>,
    /// Of those that are found elsewhere than they lie: by the path at which they lie, where they are found.
    published: HashMap<Box<str>, Vec<Box<str>>>,
    /// Folders by their path, and how many pages and files lie in them, at any depth.
    folders: HashMap<Box<str>, u32>,
    values: values::Values,
    navigation: NavigationFile,
    /// By group of pages: how many are in the navigation, and how many there are.
    navigation_groups: HashMap<Box<str>, (u32, u32)>,
    names: suggest::Names,
    /// The paths of files that are no pages.
    file_names: suggest::Names,
    strings: Interner,
    walk_errors: Vec<String>,
    revision: u64,
    /// The revision by which pages, files or folders last came, went, or got other addresses.
    addresses_changed: u64,
}

/// What has to be the same for all that is said of a page's links to be the same, but for the page itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LinksStamp {
    addresses_changed: u64,
    links_changed_at: u64,
}

#[derive(Debug)]
struct PageRecord {
    path: Arc<str>,
    /// Its links are not counted and it has no findings; links to it are valid all the same.
    excluded: bool,
    facts: PageFacts,
    /// The look-up keys of its links, each once, by their numbers.
    link_keys: Vec<LinkKey>,
    /// The revision that last changed something that its links lead to.
    links_changed_at: u64,
}

/// What lies at an address or path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    pub page: PageId,
    pub kind: ClaimKind,
    /// The address (begins with `/`) or path.
    pub spelled: Arc<str>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ClaimKind {
    /// The page itself is served here.
    Address,
    /// The page's file lies here.
    Path,
    /// An older address, by its place among the page's redirects.
    Redirect(u32),
    /// What its author wrote as its permalink, but the generator does not read (see [`PageFacts::broken`]).
    Intended,
}

/// What a change of the index touches.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Affected {
    /// Pages that link to what changed, claim the same address, or are the changed page. Sorted.
    pub pages: Vec<PageId>,
    /// Pages to which links lead that did not before, or lead no longer; the changed page only where its own addresses are others.
    /// May name one too many where spellings are nearly the same. Sorted.
    pub links_to: Vec<PageId>,
    /// Whether pages came, went, or have other addresses: what is suggested in place of a broken link may be another one.
    pub addresses: bool,
    /// The keys of front matter for which pages have other values. Sorted.
    pub values: Vec<Arc<str>>,
}

impl Affected {
    /// What another change touches, too.
    pub fn add(&mut self, other: Affected) {
        self.pages.extend(other.pages);
        self.links_to.extend(other.links_to);
        self.values.extend(other.values);
        self.addresses |= other.addresses;
        self.sort();
    }

    fn add_page(&mut self, page: PageId) {
        if let Err(at) = self.pages.binary_search(&page) {
            self.pages.insert(at, page);
        }
    }

    fn sort(&mut self) {
        for pages in [&mut self.pages, &mut self.links_to] {
            pages.sort();
            pages.dedup();
        }
        self.values.sort();
        self.values.dedup();
    }
}

impl SiteIndex {
    pub fn new(model: SiteModel) -> SiteIndex {
        // The same pages under another configuration are another index: what was cached for the one says nothing of the other.
        static INDEXES: AtomicU64 = AtomicU64::new(0);
        let revision = INDEXES.fetch_add(1, Ordering::Relaxed) << 32;
        SiteIndex { model, revision, addresses_changed: revision, ..SiteIndex::default() }
    }

    pub fn model(&self) -> &SiteModel {
        &self.model
    }

    /// Grows with every change; no two indexes of one process have the same.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// As long as it is the same, links of the page lead where they led before, and what is suggested in their place is the same.
    pub fn links_stamp(&self, page: PageId) -> LinksStamp {
        let links_changed_at = self.record(page).map_or(0, |record| record.links_changed_at);
        LinksStamp { addresses_changed: self.addresses_changed, links_changed_at }
    }

    /// How many pages there are.
    pub fn len(&self) -> usize {
        self.by_path.len()
    }

    pub fn is_empty(&self) -> bool {
        self.by_path.is_empty()
    }

    /// The page whose file has this path from the root.
    pub fn page(&self, path: &str) -> Option<PageId> {
        self.by_path.get(path).copied()
    }

    /// All pages, excluded ones too, in no particular order.
    pub fn pages(&self) -> impl Iterator<Item = PageId> {
        let numbered = self.pages.iter().enumerate();
        numbered.filter(|(_, record)| record.is_some()).map(|(number, _)| PageId(number as u32))
    }

    /// All files that are no pages, by their paths from the root, in no particular order.
    pub fn files(&self) -> impl Iterator<Item = &str> {
        self.files.values().flatten().map(|path| &**path)
    }

    /// From the root, with `/`; empty for a page that is not there any more.
    pub fn path(&self, page: PageId) -> &str {
        self.record(page).map_or("", |record| &record.path)
    }

    pub fn facts(&self, page: PageId) -> Option<&PageFacts> {
        self.record(page).map(|record| &record.facts)
    }

    /// Whether the configuration leaves the page alone.
    pub fn is_excluded(&self, page: PageId) -> bool {
        self.record(page).is_some_and(|record| record.excluded)
    }

    /// Where the links of a page count from.
    pub fn link_base(&self, page: PageId) -> LinkBase<'_> {
        let record = self.record(page);
        LinkBase {
            path: record.map_or("", |record| &record.path),
            address: record.and_then(|record| record.facts.meant_address()),
        }
    }

    /// Everything that claims exactly this address (begins with `/`) or path. In the order in which the generator decides.
    pub fn claims(&self, spelled: &str) -> Vec<&Claim> {
        let mut claims: Vec<&Claim> =
            self.claims_of_key(&look_up_key(spelled)).iter().filter(|claim| &*claim.spelled == spelled).collect();
        claims.sort_by_key(|claim| (claim.kind, self.path(claim.page)));
        claims
    }

    fn claims_of_key(&self, key: &str) -> &[Claim] {
        self.look_up.claims(key)
    }

    fn record(&self, page: PageId) -> Option<&PageRecord> {
        self.pages.get(page.0 as usize).and_then(Option::as_ref)
    }

    /// A file that is no page (an image, a download), or that is there no longer. Returns who links to it.
    pub fn set_file(&mut self, path: &str, is_there: bool) -> Affected {
        let folded: Box<str> = path.to_lowercase().into();
        let same = self.files.entry(folded.clone()).or_default();
        let was_there = same.iter().any(|known| &**known == path);
        if was_there == is_there {
            if same.is_empty() {
                self.files.remove(&folded);
            }
            return Affected::default();
        }
        self.revision += 1;
        same.retain(|known| &**known != path);
        if is_there {
            same.push(path.into());
        } else if same.is_empty() {
            self.files.remove(&folded);
        }
        self.count_folders(path, if is_there { 1 } else { -1 });
        match is_there {
            true => self.file_names.add(path.into()),
            false => self.file_names.remove(path.into()),
        }
        let keys = [look_up_key(path), look_up_key(&format!("/{path}"))];
        let pages = keys.iter().flat_map(|key| self.referrers_of_key(key)).copied();
        let pages = pages.chain(self.pages_that_see_folders_of(path, is_there)).collect();
        let mut affected = Affected { pages, addresses: true, ..Affected::default() };
        affected.sort();
        self.mark_links_changed(&affected);
        affected
    }

    /// The folders and files of patterns (`.gitignore`) that could not be read when the index was built, in words; sorted.
    pub fn walk_errors(&self) -> &[String] {
        &self.walk_errors
    }

    pub(crate) fn set_walk_errors(&mut self, errors: Vec<String>) {
        self.walk_errors = errors;
    }

    /// The pages and files that lie at a path or, if it is a folder's, below it. Looks at all of them.
    pub fn paths_at_or_below(&self, path: &str) -> Vec<Box<str>> {
        if let Some(page) = self.page(path) {
            return vec![self.path(page).into()];
        }
        let same = self.files.get(&*path.to_lowercase()).into_iter().flatten().find(|known| &***known == path);
        if let Some(file) = same {
            return vec![file.clone()];
        }
        if !path.is_empty() && !self.has_folder(path) {
            return Vec::new();
        }
        let is_below = |other: &str| {
            other.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with('/') || path.is_empty())
        };
        let pages = self.by_path.keys().filter(|other| is_below(other)).map(|other| (&**other).into());
        let files = self.files.values().flatten().filter(|other| is_below(other)).cloned();
        pages.chain(files).collect()
    }

    /// The navigation data, read anew.
    pub fn set_navigation(&mut self, navigation: NavigationFile) {
        self.revision += 1;
        self.navigation = navigation;
        self.count_all_in_navigation();
    }

    pub fn navigation(&self) -> &NavigationFile {
        &self.navigation
    }

    fn count_folders(&mut self, path: &str, change: i32) {
        for (slash, _) in path.match_indices('/') {
            let folder = &path[..slash];
            let count = self.folders.entry(folder.into()).or_insert(0);
            *count = count.saturating_add_signed(change);
            if *count == 0 {
                self.folders.remove(folder);
            }
        }
    }

    /// Whether pages or files lie in a folder (from the root; with or without a slash at the end).
    pub fn has_folder(&self, path: &str) -> bool {
        self.folders.contains_key(path.trim_end_matches('/'))
    }

    fn referrers_of_key(&self, key: &str) -> &[PageId] {
        self.look_up.referrers(key)
    }
}

/// A claim with its look-up key.
type KeyedClaim = (Box<str>, Claim);

/// Everything a page claims.
fn claims_of(page: PageId, path: &Arc<str>, facts: &PageFacts) -> Vec<KeyedClaim> {
    let mut claims = vec![(ClaimKind::Path, path.clone())];
    if let Some(address) = &facts.address {
        claims.push((ClaimKind::Address, address.clone()));
    }
    if let Some(address) = facts.lost_address.as_ref().filter(|lost| facts.address.as_ref() != Some(*lost)) {
        claims.push((ClaimKind::Intended, address.clone()));
    }
    for (number, redirect) in facts.redirects.iter().enumerate() {
        let kind = if facts.broken.is_some() { ClaimKind::Intended } else { ClaimKind::Redirect(number as u32) };
        claims.push((kind, redirect.address.clone()));
    }
    let with_key = |(kind, spelled): (ClaimKind, Arc<str>)| {
        (look_up_key(&spelled).into_boxed_str(), Claim { page, kind, spelled })
    };
    claims.into_iter().map(with_key).collect()
}
