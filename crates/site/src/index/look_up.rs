//! By look-up key: what lies there, and which pages link there. Each key is held once; a page holds the numbers of those it links to.
//! Knows no facts and no rule of resolving.

use super::{Claim, PageId};
use foldhash::fast::RandomState;
use hashbrown::HashTable;
use std::hash::BuildHasher;

/// A key, as long as anything lies or leads there; the number of one that is gone is reused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct KeyNumber(u32);

#[derive(Debug, Default)]
pub(super) struct LookUp {
    /// By the hash of the key in the entry.
    numbers: HashTable<KeyNumber>,
    hasher: RandomState,
    entries: Vec<Entry>,
    free: Vec<KeyNumber>,
}

#[derive(Debug, Default)]
struct Entry {
    key: Box<str>,
    claims: Vec<Claim>,
    /// Pages with a link that may lead there.
    referrers: Vec<PageId>,
}

impl LookUp {
    pub(super) fn claims(&self, key: &str) -> &[Claim] {
        self.entry(key).map_or(&[], |entry| &entry.claims)
    }

    pub(super) fn referrers(&self, key: &str) -> &[PageId] {
        self.entry(key).map_or(&[], |entry| &entry.referrers)
    }

    pub(super) fn add_claim(&mut self, key: &str, claim: Claim) {
        let number = self.number(key);
        push(&mut self.entries[number.0 as usize].claims, claim);
    }

    /// All that a page claims there.
    pub(super) fn remove_claims(&mut self, key: &str, page: PageId) {
        if let Some(number) = self.known_number(key) {
            self.entries[number.0 as usize].claims.retain(|claim| claim.page != page);
            self.forget_if_unused(number);
        }
    }

    /// To be called once for a page and a key.
    pub(super) fn add_referrer(&mut self, key: &str, page: PageId) -> KeyNumber {
        let number = self.number(key);
        push(&mut self.entries[number.0 as usize].referrers, page);
        number
    }

    pub(super) fn remove_referrer(&mut self, number: KeyNumber, page: PageId) {
        let referrers = &mut self.entries[number.0 as usize].referrers;
        if let Some(at) = referrers.iter().position(|other| *other == page) {
            referrers.swap_remove(at);
        }
        self.forget_if_unused(number);
    }

    /// The number of a key that something lies at or leads to.
    pub(super) fn known_number(&self, key: &str) -> Option<KeyNumber> {
        let is_it = |number: &KeyNumber| *self.entries[number.0 as usize].key == *key;
        self.numbers.find(self.hasher.hash_one(key), is_it).copied()
    }

    /// The keys to which pages link, with the number of those pages.
    pub(super) fn linked(&self) -> impl Iterator<Item = (&str, usize)> {
        let linked = self.entries.iter().filter(|entry| !entry.referrers.is_empty());
        linked.map(|entry| (&*entry.key, entry.referrers.len()))
    }

    fn entry(&self, key: &str) -> Option<&Entry> {
        self.known_number(key).map(|number| &self.entries[number.0 as usize])
    }

    fn number(&mut self, key: &str) -> KeyNumber {
        if let Some(known) = self.known_number(key) {
            return known;
        }
        let entry = Entry { key: key.into(), ..Entry::default() };
        let number = match self.free.pop() {
            Some(number) => {
                self.entries[number.0 as usize] = entry;
                number
            }
            None => {
                self.entries.push(entry);
                KeyNumber(self.entries.len() as u32 - 1)
            }
        };
        let (entries, hasher) = (&self.entries, &self.hasher);
        let hash_of = |number: &KeyNumber| hasher.hash_one(&*entries[number.0 as usize].key);
        self.numbers.insert_unique(hasher.hash_one(key), number, hash_of);
        number
    }

    fn forget_if_unused(&mut self, number: KeyNumber) {
        let entry = &mut self.entries[number.0 as usize];
        if !entry.claims.is_empty() || !entry.referrers.is_empty() {
            return;
        }
        let key = std::mem::take(entry).key;
        if let Ok(known) = self.numbers.find_entry(self.hasher.hash_one(&*key), |known| *known == number) {
            known.remove();
        }
        self.free.push(number);
    }
}

/// Most keys have one claim and one referrer: the first one gets room for itself alone.
fn push<T>(list: &mut Vec<T>, item: T) {
    if list.capacity() == 0 {
        list.reserve_exact(1);
    }
    list.push(item);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::ClaimKind;

    #[test]
    fn a_key_is_there_as_long_as_it_is_used() {
        let mut look_up = LookUp::default();
        let (one, other) = (PageId(0), PageId(1));
        look_up.add_claim("/a", Claim { page: one, kind: ClaimKind::Address, spelled: "/a.html".into() });
        let a = look_up.add_referrer("/a", other);
        let b = look_up.add_referrer("/b", other);
        assert_eq!((look_up.claims("/a").len(), look_up.referrers("/a")), (1, &[other][..]));
        look_up.remove_claims("/a", one);
        assert_eq!((look_up.claims("/a").len(), look_up.referrers("/a")), (0, &[other][..]));
        look_up.remove_referrer(a, other);
        assert_eq!((look_up.known_number("/a"), look_up.known_number("/b")), (None, Some(b)));
        assert_eq!(look_up.add_referrer("/c", one), a, "the number is reused");
        assert_eq!(look_up.linked().collect::<Vec<_>>(), [("/c", 1), ("/b", 1)]);
    }
}
