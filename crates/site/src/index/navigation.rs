//! The navigation data: which pages the menu lists. A generator reads its own file. Other YAML is read by shape, not by level: a mapping
//! with an address is an entry at any depth, and so is one whose address follows from its names and those of the mappings around it.

use super::key::look_up_key;
use super::{PageFacts, PageId, PageRecord, SiteIndex, Target};
use crate::model::{EntryForm, NavigationForm, NavigationModel};
use docent_generators::NavigationTarget;
use docent_syntax::{TextRange, TextSize, YamlEntry, YamlKind, YamlNode, YamlTree};
use docent_template::Derivation;
use foldhash::HashMap;

/// The navigation file, read.
#[derive(Debug, Clone, Default)]
pub struct NavigationFile {
    /// Whether the site has one, and it could be read.
    pub is_there: bool,
    pub entries: Vec<NavigationEntry>,
    /// By the look-up key of their addresses: the numbers of the entries.
    by_key: HashMap<Box<str>, Vec<u32>>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NavigationEntry {
    /// The page's address, which begins with `/`, or the path of its file, which does not.
    pub address: Box<str>,
    /// The address or the name, as written.
    pub written: Box<str>,
    /// The value in the file, with its quotes; bytes.
    pub range: TextRange,
    /// Whether the entry has a name, of which the address is made.
    pub is_by_name: bool,
}

impl NavigationFile {
    /// Reads the file's text and leaves out what cannot be read.
    pub fn read(text: &str, model: &NavigationModel) -> NavigationFile {
        let mut navigation = NavigationFile { is_there: true, ..NavigationFile::default() };
        match &model.form {
            NavigationForm::Entries(form) => navigation.read_entries(text, form),
            NavigationForm::OfGenerator(generator) => {
                for item in generator.navigation(text) {
                    let address = match item.page {
                        NavigationTarget::Address(address) => as_address(&address),
                        NavigationTarget::File(path) => path.into(),
                    };
                    let written = text.get(std::ops::Range::<usize>::from(item.range)).unwrap_or_default().into();
                    navigation.entries.push(NavigationEntry { address, written, range: item.range, is_by_name: false });
                }
            }
        }
        navigation.entries.sort_by_key(|entry| entry.range.start());
        for (number, entry) in navigation.entries.iter().enumerate() {
            navigation.by_key.entry(look_up_key(&entry.address).into()).or_default().push(number as u32);
        }
        navigation
    }

    fn read_entries(&mut self, text: &str, form: &EntryForm) {
        let without_mark = text.strip_prefix('\u{feff}').unwrap_or(text);
        let tree = YamlTree::parse(without_mark, TextSize::of(text) - TextSize::of(without_mark));
        // A stack and no recursion: the nesting is the author's.
        let mut open: Vec<(&YamlNode, Names<'_>)> = tree.root.iter().map(|root| (root, Names::default())).collect();
        while let Some((node, names)) = open.pop() {
            match &node.kind {
                YamlKind::Sequence(items) => open.extend(items.iter().rev().map(|item| (item, names.clone()))),
                YamlKind::Mapping(entries) => {
                    let names = names.with(entries, form);
                    let mut has_entries = false;
                    for entry in entries {
                        let is_address = entry.key.as_str() == Some(&form.address_key);
                        match entry.value.as_str().map(str::trim) {
                            Some(written) if is_address && is_local(written) => {
                                self.push(written, written, entry.value.range, false);
                                has_entries = true;
                            }
                            _ if matches!(entry.value.kind, YamlKind::Sequence(_) | YamlKind::Mapping(_)) => {
                                open.push((&entry.value, names.clone()));
                                has_entries = true;
                            }
                            _ => {}
                        }
                    }
                    if let Some((address, name)) = names.page(entries, form).filter(|_| !has_entries) {
                        self.push(&address, name.as_str().unwrap_or_default(), name.range, true);
                    }
                }
                YamlKind::Scalar { .. } | YamlKind::Alias(_) => {}
            }
        }
    }

    /// The entries that may lead to this address, in the order of the file; whether they do is for
    /// [`SiteIndex::resolve_navigation`] to say.
    pub fn entries_near(&self, address: &str) -> impl Iterator<Item = &NavigationEntry> {
        let numbers = self.by_key.get(&*look_up_key(address)).into_iter().flatten();
        numbers.map(|number| &self.entries[*number as usize])
    }

    /// Whether an entry has this address.
    pub fn names(&self, address: &str) -> bool {
        self.by_key.contains_key(&*look_up_key(address))
    }

    /// Whether an entry names the page with these facts: by its address, by one of its redirects, or by its path.
    fn lists(&self, path: &str, facts: &PageFacts) -> bool {
        let mut addresses = facts.address.iter().chain(facts.redirects.iter().map(|redirect| &redirect.address));
        addresses.any(|address| self.names(address)) || self.names_file(path)
    }

    /// Whether an entry names the file at this path from the root.
    pub fn names_file(&self, path: &str) -> bool {
        self.entries_near(path).any(|entry| *entry.address == *path)
    }

    fn push(&mut self, address: &str, written: &str, range: TextRange, is_by_name: bool) {
        let address = as_address(address);
        self.entries.push(NavigationEntry { address, written: written.into(), range, is_by_name });
    }
}

fn as_address(written: &str) -> Box<str> {
    format!("/{}", written.trim_start_matches('/')).into()
}

/// The names on the way from the root to an entry, by their keys; a later one with the same key counts.
#[derive(Clone, Default)]
struct Names<'n>(Vec<(&'n str, &'n str)>);

impl<'n> Names<'n> {
    fn with(mut self, entries: &'n [YamlEntry], form: &EntryForm) -> Names<'n> {
        for (key, value) in own_names(entries, form) {
            self.0.retain(|(known, _)| *known != key);
            self.0.push((key, value.as_str().unwrap_or_default()));
        }
        self
    }

    /// The address of an entry with a name of its own, and that name: the last one in the order of the pattern.
    fn page(&self, entries: &'n [YamlEntry], form: &EntryForm) -> Option<(String, &'n YamlNode)> {
        let derivation = form.address_from_names.as_ref()?;
        let order = derivation.keys();
        let place = |key: &str| order.iter().position(|known| *known == key);
        let (_, name) = own_names(entries, form).max_by_key(|(key, _)| place(key))?;
        let value = |key: &str| self.0.iter().find(|(known, _)| *known == key).map(|(_, name)| (*name).to_owned());
        Some((derivation.value_from(value)?, name))
    }
}

/// The entries of a mapping that hold names of which addresses are made.
fn own_names<'n>(entries: &'n [YamlEntry], form: &EntryForm) -> impl Iterator<Item = (&'n str, &'n YamlNode)> {
    let keys = form.address_from_names.as_ref().map(Derivation::keys).unwrap_or_default();
    let keys: Vec<String> = keys.into_iter().map(str::to_owned).collect();
    entries.iter().filter_map(move |entry| {
        let key = entry.key.as_str().filter(|key| keys.iter().any(|known| known == key))?;
        entry.value.as_str().filter(|name| !name.trim().is_empty()).map(|_| (key, &entry.value))
    })
}

/// What the navigation has of a group of pages: those in one folder of the second level, at any depth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NavigationShare<'p> {
    pub folder: &'p str,
    pub listed: u32,
    pub all: u32,
}

/// The first two folders of a path.
fn group_of(path: &str) -> &str {
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    folder.match_indices('/').nth(1).map_or(folder, |(slash, _)| &folder[..slash])
}

fn is_local(written: &str) -> bool {
    !written.is_empty() && !written.contains("://") && !written.starts_with('#')
}

impl SiteIndex {
    /// Whether the navigation lists the page; `None` if the site has no navigation.
    pub fn is_in_navigation(&self, page: PageId) -> Option<bool> {
        let facts = self.facts(page).filter(|_| self.navigation.is_there)?;
        Some(self.navigation.lists(self.path(page), facts))
    }

    /// How many pages like the one at `path` the navigation names.
    pub fn navigation_share<'p>(&self, path: &'p str) -> NavigationShare<'p> {
        let folder = group_of(path);
        let (listed, all) = self.navigation_groups.get(folder).copied().unwrap_or_default();
        NavigationShare { folder, listed, all }
    }

    /// Counts a page of the index in (1) or out (-1).
    pub(super) fn count_in_navigation(&mut self, record: &PageRecord, change: i32) {
        if record.facts.address.is_none() || record.excluded || !self.navigation.is_there {
            return;
        }
        let is_listed = self.navigation.lists(&record.path, &record.facts);
        let group = group_of(&record.path);
        let (listed, all) = self.navigation_groups.entry(group.into()).or_default();
        *all = all.saturating_add_signed(change);
        *listed = listed.saturating_add_signed(if is_listed { change } else { 0 });
        if *all == 0 {
            self.navigation_groups.remove(group);
        }
    }

    /// Counts all pages anew.
    pub(super) fn count_all_in_navigation(&mut self) {
        self.navigation_groups.clear();
        let pages = std::mem::take(&mut self.pages);
        for record in pages.iter().flatten() {
            self.count_in_navigation(record, 1);
        }
        self.pages = pages;
    }

    /// Where an entry of the navigation leads.
    pub fn resolve_navigation(&self, entry: &NavigationEntry) -> Target {
        self.find_address(&entry.address)
    }
}
