//! Who links to a page.

use super::key::look_up_key;
use super::resolve::{Target, Via};
use super::{LinkFact, PageId, SiteIndex, claims_of};
use std::collections::BTreeSet;

/// A link that leads to the page in question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Referrer<'i> {
    pub page: PageId,
    pub link: &'i LinkFact,
    pub via: Via,
    /// What stands behind `#`, decoded.
    pub fragment: Option<String>,
}

impl SiteIndex {
    /// The links of all pages that lead to `page`, its own links to itself too; by path of the page, then by place. Looks at
    /// the pages that may link there only.
    pub fn links_to(&self, page: PageId) -> Vec<Referrer<'_>> {
        let mut pages: BTreeSet<PageId> = self.referring_pages(page).into_iter().collect();
        pages.insert(page);
        let mut found: Vec<Referrer<'_>> = pages.into_iter().flat_map(|from| self.links_between(from, page)).collect();
        found.sort_by(|a, b| (self.path(a.page), a.link.range.start()).cmp(&(self.path(b.page), b.link.range.start())));
        found
    }

    /// The pages with a link that may lead to `page`, itself not counted.
    pub fn referring_pages(&self, page: PageId) -> Vec<PageId> {
        let Some(record) = self.record(page) else { return Vec::new() };
        let mut pages: Vec<PageId> = claims_of(page, &record.path, &record.facts)
            .iter()
            .flat_map(|(key, _)| self.referrers_of_key(key))
            .copied()
            .filter(|from| *from != page)
            .collect();
        pages.sort();
        pages.dedup();
        pages
    }

    /// The links of one page that lead to another one, or to itself.
    pub fn links_between(&self, from: PageId, to: PageId) -> Vec<Referrer<'_>> {
        let links = self.facts(from).map_or(&[][..], |facts| &facts.links);
        let mut found = Vec::new();
        for link in links {
            let resolution = self.resolve(from, &link.url);
            if let Target::Page { page, via, .. } = resolution.target
                && page == to
            {
                found.push(Referrer { page: from, link, via, fragment: resolution.fragment });
            }
        }
        found
    }

    /// The pages with a link that may lead to this address or path, whether anything is there or not.
    pub fn pages_that_link_to(&self, spelled: &str) -> &[PageId] {
        self.referrers_of_key(&look_up_key(spelled))
    }

    /// The look-up keys of addresses to which pages link and at which nothing lies, with the number of those pages. To be given
    /// to [`SiteIndex::missing_destination_of`]. Looks at all addresses that are linked to.
    pub fn dangling_keys(&self) -> impl Iterator<Item = (&str, usize)> {
        let is_dangling = |key: &str| {
            key.strip_prefix('/')
                .is_some_and(|path| !self.files.contains_key(path) && self.claims_of_key(path).is_empty())
                && self.claims_of_key(key).is_empty()
        };
        self.look_up.linked().filter(move |(key, _)| is_dangling(key))
    }

    /// The address that is missing under this key, as the first page that links there spells it.
    pub fn missing_destination_of(&self, key: &str) -> Option<String> {
        self.referrers_of_key(key).iter().find_map(|page| {
            let links = &self.facts(*page)?.links;
            links.iter().find_map(|link| match self.resolve(*page, &link.url).target {
                Target::Missing(missing) if look_up_key(&missing.destination) == key => Some(missing.destination),
                _ => None,
            })
        })
    }
}
