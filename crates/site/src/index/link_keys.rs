//! The look-up keys of a page's links: under which the page is found when what it links to changes.

use super::key::look_up_key;
use super::link_target::{LinkBase, TargetPlace, link_target};
use super::look_up::KeyNumber;
use super::{LinkFact, PageFacts, PageId, PageRecord, SiteIndex};
use crate::model::SiteModel;
use std::collections::BTreeMap;

/// A key that links of a page have, and how many of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct LinkKey {
    number: KeyNumber,
    links: u32,
}

/// The look-up keys of all links of a page (its path from the root), each once, and how many links have it.
pub(crate) fn link_keys(path: &str, facts: &PageFacts, model: &SiteModel) -> Vec<(Box<str>, u32)> {
    let base = LinkBase::of(path, facts);
    let mut keys: BTreeMap<String, u32> = BTreeMap::new();
    for key in facts.links.iter().flat_map(|link| keys_of_link(&link.url, base, model)) {
        *keys.entry(key).or_insert(0) += 1;
    }
    keys.into_iter().map(|(key, links)| (key.into(), links)).collect()
}

/// The keys under which what a destination leads to can be found: none, one, or two.
pub(super) fn keys_of_link(url: &str, base: LinkBase<'_>, model: &SiteModel) -> impl Iterator<Item = String> + use<> {
    let (first, second) = match link_target(url, base, model).place {
        TargetPlace::Elsewhere | TargetPlace::SamePage => (None, None),
        TargetPlace::File(file) => (Some(look_up_key(&file)), None),
        TargetPlace::Address { address, also_file } => {
            let (first, second) = (look_up_key(&address), also_file.map(|file| look_up_key(&file)));
            let second = second.filter(|second| *second != first);
            (Some(first), second)
        }
    };
    first.into_iter().chain(second)
}

impl SiteIndex {
    pub(super) fn enter_links(&mut self, page: PageId, keys: &[(Box<str>, u32)]) -> Vec<LinkKey> {
        let mut entered: Vec<LinkKey> = Vec::with_capacity(keys.len());
        entered.extend(
            keys.iter().map(|(key, links)| LinkKey { number: self.look_up.add_referrer(key, page), links: *links }),
        );
        entered.sort_by_key(|key| key.number);
        entered
    }

    pub(super) fn forget_links(&mut self, page: PageId, keys: &[LinkKey]) {
        for key in keys {
            self.look_up.remove_referrer(key.number, page);
        }
    }

    /// Some links of a page became others: those at `now` among the facts of its record, which are of now.
    pub(super) fn change_links(
        &mut self,
        page: PageId,
        record: &mut PageRecord,
        before: &[LinkFact],
        now: std::ops::Range<usize>,
    ) {
        let now = &record.facts.links[now];
        if before.iter().map(|link| &link.url).eq(now.iter().map(|link| &link.url)) {
            return;
        }
        let base = LinkBase::of(&record.path, &record.facts);
        let keys = &mut record.link_keys;
        for key in now.iter().flat_map(|link| keys_of_link(&link.url, base, &self.model)) {
            let known = self.look_up.known_number(&key).and_then(|number| place(keys, number).ok());
            match known {
                Some(at) => keys[at].links += 1,
                None => {
                    let number = self.look_up.add_referrer(&key, page);
                    let at = place(keys, number).unwrap_or_else(|at| at);
                    keys.insert(at, LinkKey { number, links: 1 });
                }
            }
        }
        for key in before.iter().flat_map(|link| keys_of_link(&link.url, base, &self.model)) {
            let known = self.look_up.known_number(&key).and_then(|number| place(keys, number).ok());
            let Some(at) = known else { continue };
            keys[at].links -= 1;
            if keys[at].links == 0 {
                self.look_up.remove_referrer(keys.remove(at).number, page);
            }
        }
    }
}

fn place(keys: &[LinkKey], number: KeyNumber) -> Result<usize, usize> {
    keys.binary_search_by_key(&number, |key| key.number)
}
