//! All pages of a site at once: the facts of each, and tables that answer what is at an address, who links there, and which
//! values other pages have. Kept up page by page. Holds no text of a page and reads no file (`build` does).

pub(crate) mod address;
mod anchors;
pub mod build;
mod elsewhere;
pub mod facts;
mod interner;
mod key;
pub mod link_target;
pub mod navigation;
mod published;
mod referrers;
mod resolve;
mod shape;
mod suggest;
#[cfg(test)]
mod tests;
pub mod values;

pub use address::permalink_address;
pub use facts::{
    Broken, HeadingFact, LinkFact, LinkPlace, PageFacts, RedirectFact, ValueFact, Written, facts_of, front_matter_facts,
};
pub use key::Fit;
pub use navigation::{NavigationEntry, NavigationFile, NavigationShare};
pub use published::published_paths;
pub use referrers::Referrer;
pub use resolve::{Missing, Resolution, Target, Via};
pub use shape::same_shape;
pub use values::{UsedValue, Variety};

use crate::model::{SiteKind, SiteModel};
use interner::Interner;
use key::look_up_key;
use link_target::{LinkBase, TargetPlace, link_target};
use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// A page of an index, as long as it is in it; the number of a removed page is given away again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PageId(u32);

/// The index of one site.
#[derive(Debug, Default)]
pub struct SiteIndex {
    model: SiteModel,
    pages: Vec<Option<PageRecord>>,
    free: Vec<PageId>,
    by_path: HashMap<Arc<str>, PageId>,
    /// By look-up key: who lies there.
    claims: HashMap<Box<str>, Vec<Claim>>,
    /// By look-up key: the pages that link there.
    referrers: HashMap<Box<str>, Vec<PageId>>,
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
    revision: u64,
}

#[derive(Debug)]
struct PageRecord {
    path: Arc<str>,
    /// Its links count for nobody, and nobody asks for its findings; links to it hold all the same.
    excluded: bool,
    facts: PageFacts,
    /// The look-up keys of its links, each once.
    link_keys: Vec<Box<str>>,
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
    /// Whether what other pages' values are compared with is different.
    pub values: bool,
}

impl Affected {
    /// What another change touches, too.
    pub fn add(&mut self, other: Affected) {
        self.pages.extend(other.pages);
        self.pages.sort();
        self.pages.dedup();
        self.values |= other.values;
    }
}

impl SiteIndex {
    pub fn new(model: SiteModel) -> SiteIndex {
        // The same pages under another configuration are another index: what was remembered of the one says nothing of the other.
        static INDEXES: AtomicU64 = AtomicU64::new(0);
        let revision = INDEXES.fetch_add(1, Ordering::Relaxed) << 32;
        SiteIndex { model, revision, ..SiteIndex::default() }
    }

    pub fn model(&self) -> &SiteModel {
        &self.model
    }

    /// Grows with every change; no two indexes of one process have the same.
    pub fn revision(&self) -> u64 {
        self.revision
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
        self.claims.get(key).map_or(&[], Vec::as_slice)
    }

    fn record(&self, page: PageId) -> Option<&PageRecord> {
        self.pages.get(page.0 as usize).and_then(Option::as_ref)
    }

    /// Puts a page in, or in place of what was known of it.
    pub fn set_page(&mut self, path: &str, facts: PageFacts, excluded: bool) -> Affected {
        self.revision += 1;
        let before = self.page(path).and_then(|page| self.take_out(page));
        let page = match &before {
            Some((page, _)) => *page,
            None => self.free.pop().unwrap_or(PageId(self.pages.len() as u32)),
        };
        let after = self.put_in(page, path, facts, excluded);
        let mut affected = self.affected_by(page, before.as_ref().map(|(_, record)| record), Some(&after));
        affected.pages.push(page);
        affected.pages.sort();
        affected.pages.dedup();
        self.keep(page, after);
        affected
    }

    /// As [`SiteIndex::set_page`], where nobody asks whom that concerns.
    pub(crate) fn add_page(&mut self, path: &str, facts: PageFacts, excluded: bool) {
        if self.page(path).is_some() {
            self.set_page(path, facts, excluded);
            return;
        }
        self.revision += 1;
        let page = self.free.pop().unwrap_or(PageId(self.pages.len() as u32));
        let record = self.put_in(page, path, facts, excluded);
        self.keep(page, record);
    }

    fn keep(&mut self, page: PageId, record: PageRecord) {
        self.by_path.insert(record.path.clone(), page);
        if self.pages.len() <= page.0 as usize {
            self.pages.resize_with(page.0 as usize + 1, || None);
        }
        self.pages[page.0 as usize] = Some(record);
    }

    /// Takes a page out; nothing happens where it is not there.
    pub fn remove_page(&mut self, path: &str) -> Affected {
        let Some((page, record)) = self.page(path).and_then(|page| self.take_out(page)) else {
            return Affected::default();
        };
        self.revision += 1;
        self.by_path.remove(path);
        self.free.push(page);
        let mut affected = self.affected_by(page, Some(&record), None);
        affected.pages.retain(|other| *other != page);
        affected
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
        let mut affected = Affected { pages: pages.collect(), values: false };
        affected.pages.sort();
        affected.pages.dedup();
        affected
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

    /// Removes a page's record and everything that was entered for it.
    fn take_out(&mut self, page: PageId) -> Option<(PageId, PageRecord)> {
        let record = self.pages.get_mut(page.0 as usize)?.take()?;
        for (key, _) in claims_of(page, &record) {
            if let Some(claims) = self.claims.get_mut(&*key) {
                claims.retain(|claim| claim.page != page);
                if claims.is_empty() {
                    self.claims.remove(&*key);
                }
            }
        }
        for key in &record.link_keys {
            if let Some(pages) = self.referrers.get_mut(key) {
                pages.retain(|other| *other != page);
                if pages.is_empty() {
                    self.referrers.remove(key);
                }
            }
        }
        if !record.excluded {
            self.values.remove(&record.path, &record.facts.values);
        }
        for spelled in names_of(&record) {
            self.names.remove(spelled);
        }
        self.count_folders(&record.path, -1);
        self.count_in_navigation(&record, -1);
        Some((page, record))
    }

    /// Enters everything a page brings along; the record itself is put in by the caller.
    fn put_in(&mut self, page: PageId, path: &str, mut facts: PageFacts, excluded: bool) -> PageRecord {
        self.strings.intern_facts(&mut facts);
        let path = self.strings.intern(path);
        let link_keys = match excluded {
            true => Vec::new(),
            false => link_keys(&path, &facts, &self.model),
        };
        let record = PageRecord { path, excluded, facts, link_keys };
        for (key, claim) in claims_of(page, &record) {
            self.claims.entry(key).or_default().push(claim);
        }
        for key in &record.link_keys {
            self.referrers.entry(key.clone()).or_default().push(page);
        }
        if !excluded {
            self.values.add(&record.path, &record.facts.values);
        }
        for spelled in names_of(&record) {
            self.names.add(spelled);
        }
        self.count_folders(&record.path, 1);
        self.count_in_navigation(&record, 1);
        record
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

    /// Who is concerned by a page's change: those who link to what it claims, and those who claim the same.
    fn affected_by(&self, page: PageId, before: Option<&PageRecord>, after: Option<&PageRecord>) -> Affected {
        let claims = |record: Option<&PageRecord>| -> HashSet<(Box<str>, Arc<str>, ClaimKind)> {
            record.map_or_else(HashSet::new, |record| {
                claims_of(page, record).into_iter().map(|(key, claim)| (key, claim.spelled, claim.kind)).collect()
            })
        };
        let (old, new) = (claims(before), claims(after));
        let same_inside = match (before, after) {
            (Some(before), Some(after)) => is_same_to_others(&before.facts, &after.facts),
            _ => false,
        };
        let keys: BTreeSet<&str> = match same_inside {
            true => old.symmetric_difference(&new).map(|(key, _, _)| &**key).collect(),
            false => old.union(&new).map(|(key, _, _)| &**key).collect(),
        };
        let referring = keys.iter().flat_map(|key| self.referrers_of_key(key)).copied();
        let claiming = keys.iter().flat_map(|key| self.claims_of_key(key)).map(|claim| claim.page);
        let mut pages: Vec<PageId> = referring.chain(claiming).collect();
        pages.sort();
        pages.dedup();
        let value_texts = |record: Option<&PageRecord>| -> Vec<(Arc<str>, Arc<str>)> {
            record.map_or_else(Vec::new, |record| {
                record.facts.values.iter().map(|value| (value.key.clone(), value.value.clone())).collect()
            })
        };
        Affected { pages, values: value_texts(before) != value_texts(after) }
    }

    fn referrers_of_key(&self, key: &str) -> &[PageId] {
        self.referrers.get(key).map_or(&[], Vec::as_slice)
    }
}

/// Whether other pages can see no difference but in what is claimed.
fn is_same_to_others(before: &PageFacts, after: &PageFacts) -> bool {
    let ids = |facts: &PageFacts| -> Vec<Arc<str>> {
        let headings = facts.headings.iter().map(|heading| heading.id.clone());
        headings.chain(facts.anchors.iter().map(|anchor| anchor.text.clone())).collect()
    };
    before.broken.is_some() == after.broken.is_some() && ids(before) == ids(after)
}

/// Everything a page claims, each with its look-up key.
fn claims_of(page: PageId, record: &PageRecord) -> Vec<(Box<str>, Claim)> {
    let facts = &record.facts;
    let mut claims = vec![(ClaimKind::Path, record.path.clone())];
    if let Some(address) = &facts.address {
        claims.push((ClaimKind::Address, address.clone()));
    }
    if let Some(permalink) = facts.permalink.as_ref().filter(|_| facts.broken.is_some()) {
        let address: Arc<str> = address::permalink_address(&permalink.text).into();
        if facts.address.as_ref() != Some(&address) {
            claims.push((ClaimKind::Intended, address));
        }
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

/// Under which names a page is suggested to whoever wrote a link that is nearly right.
fn names_of(record: &PageRecord) -> Vec<Arc<str>> {
    match &record.facts.address {
        Some(address) => vec![address.clone()],
        None => vec![record.path.clone()],
    }
}

/// The look-up keys of a page's links, each once, sorted.
fn link_keys(path: &str, facts: &PageFacts, model: &SiteModel) -> Vec<Box<str>> {
    let base = LinkBase { path, address: facts.meant_address() };
    let mut keys: BTreeSet<Box<str>> = BTreeSet::new();
    for link in &facts.links {
        match link_target(&link.url, base, model).place {
            TargetPlace::Elsewhere | TargetPlace::SamePage => {}
            TargetPlace::File(file) => {
                keys.insert(look_up_key(&file).into());
            }
            TargetPlace::Address { address, also_file } => {
                keys.insert(look_up_key(&address).into());
                keys.extend(also_file.map(|file| look_up_key(&file).into()));
            }
        }
    }
    keys.into_iter().collect()
}

/// Whether addresses decide, and not only where files lie.
pub(crate) fn has_addresses(model: &SiteModel) -> bool {
    model.kind == SiteKind::Jekyll
}
