//! Which values the pages' front-matter keys have, and how often: in all, and in each folder.

use super::{SiteIndex, ValueFact};
use foldhash::HashMap;
use std::collections::BTreeMap;
use std::sync::Arc;

#[derive(Debug, Default)]
pub(crate) struct Values {
    by_key: HashMap<Arc<str>, BTreeMap<Arc<str>, Count>>,
    /// How many pages have the key.
    pages: HashMap<Arc<str>, u32>,
}

#[derive(Debug, Default)]
struct Count {
    pages: u32,
    /// By folder, counted only where a folder has the value more than never.
    folders: HashMap<Box<str>, u32>,
}

/// A value that pages have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UsedValue<'i> {
    pub value: &'i str,
    /// How many pages have it.
    pub pages: u32,
    /// How many pages of the folder in question.
    pub in_folder: u32,
}

/// How many values a key has, and on how many pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Variety {
    pub values: usize,
    pub pages: u32,
}

impl Values {
    pub(crate) fn add(&mut self, path: &str, values: &[ValueFact]) {
        for value in values {
            let count = self.by_key.entry(value.key.clone()).or_default().entry(value.value.clone()).or_default();
            count.pages += 1;
            *self.pages.entry(value.key.clone()).or_insert(0) += 1;
            *count.folders.entry(folder(path).into()).or_insert(0) += 1;
        }
    }

    pub(crate) fn remove(&mut self, path: &str, values: &[ValueFact]) {
        for value in values {
            let Some(of_key) = self.by_key.get_mut(&value.key) else { continue };
            let Some(count) = of_key.get_mut(&value.value) else { continue };
            count.pages = count.pages.saturating_sub(1);
            if let Some(in_folder) = count.folders.get_mut(folder(path)) {
                *in_folder = in_folder.saturating_sub(1);
                if *in_folder == 0 {
                    count.folders.remove(folder(path));
                }
            }
            if count.pages == 0 {
                of_key.remove(&value.value);
            }
            if of_key.is_empty() {
                self.by_key.remove(&value.key);
            }
            if let Some(pages) = self.pages.get_mut(&value.key) {
                *pages = pages.saturating_sub(1);
                if *pages == 0 {
                    self.pages.remove(&value.key);
                }
            }
        }
    }
}

impl SiteIndex {
    /// The values pages have for a key, in alphabetical order. `path` is the page on whose folder `in_folder` is about.
    pub fn values(&self, key: &str, path: &str) -> impl Iterator<Item = UsedValue<'_>> {
        let folder: Box<str> = folder(path).into();
        self.values.by_key.get(key).into_iter().flatten().map(move |(value, count)| UsedValue {
            value,
            pages: count.pages,
            in_folder: count.folders.get(&*folder).copied().unwrap_or(0),
        })
    }

    /// The keys that have values on any page, in no order.
    pub fn value_keys(&self) -> impl Iterator<Item = &Arc<str>> {
        self.values.by_key.keys()
    }

    /// How many values a key has, and on how many pages.
    pub fn value_variety(&self, key: &str) -> Variety {
        Variety {
            values: self.values.by_key.get(key).map_or(0, BTreeMap::len),
            pages: self.values.pages.get(key).copied().unwrap_or(0),
        }
    }

    /// How many pages have this value for a key.
    pub fn value_count(&self, key: &str, value: &str) -> u32 {
        self.values.by_key.get(key).and_then(|values| values.get(value)).map_or(0, |count| count.pages)
    }
}

fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}
