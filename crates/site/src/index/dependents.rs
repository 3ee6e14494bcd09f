//! Whom a change of a page concerns: who links to it, to whom its own links lead now or lead no longer, which values are different,
//! which folders came or went. Computed from what differs between two versions of the page, never by looking at all pages.

use super::key::look_up_key;
use super::link_keys::keys_of_link;
use super::link_target::LinkBase;
use super::page_edit::PartOf;
use super::{Affected, KeyedClaim, LinkPlace, PageFacts, PageId, PageRecord, SiteIndex, claims_of};
use docent_syntax::TextRange;
use foldhash::HashMap;
use std::collections::BTreeSet;
use std::sync::Arc;

/// One version of a page: what its front matter tells, and what the part of its text that a change is about tells.
#[derive(Debug, Clone, Copy)]
pub(super) struct Version<'v> {
    pub(super) path: &'v Arc<str>,
    pub(super) excluded: bool,
    /// Of these facts only those of the front matter are looked at.
    pub(super) head: &'v PageFacts,
    pub(super) part: PartOf<'v>,
}

impl<'v> Version<'v> {
    /// All of it.
    pub(super) fn of(record: &'v PageRecord) -> Version<'v> {
        let PageRecord { path, excluded, facts, .. } = record;
        Version { path, excluded: *excluded, head: facts, part: facts.body() }
    }

    fn claims(self, page: PageId) -> Vec<KeyedClaim> {
        claims_of(page, self.path, self.head)
    }

    fn base(self) -> LinkBase<'v> {
        LinkBase::of(self.path, self.head)
    }

    /// The links that count for others, in order.
    fn links(self) -> Vec<&'v Arc<str>> {
        let links = if self.excluded { &[][..] } else { self.part.links };
        links.iter().filter(|link| link.place != LinkPlace::Definition).map(|link| &link.url).collect()
    }

    /// Keys and values, in order.
    fn values(self) -> impl Iterator<Item = (&'v Arc<str>, &'v Arc<str>)> {
        let values = if self.excluded { &[][..] } else { &self.head.values };
        values.iter().map(|value| (&value.key, &value.value))
    }
}

impl SiteIndex {
    /// Whom a page's change concerns. Both versions are out of `pages`; what the newer one claims has been entered.
    pub(super) fn affected_by(
        &self,
        page: PageId,
        before: Option<Version<'_>>,
        after: Option<Version<'_>>,
    ) -> Affected {
        let same_inside = match (before, after) {
            (Some(before), Some(after)) => {
                is_same_to_others(before, after) && before.head.anchors_unknown == after.head.anchors_unknown
            }
            _ => false,
        };
        self.affected(page, before, after, same_inside)
    }

    /// The same of an edit. The versions have the parts that differ; `same_elsewhere`: all other ids are as they were.
    pub(super) fn affected_by_edit(
        &self,
        page: PageId,
        before: Version<'_>,
        after: Version<'_>,
        same_elsewhere: bool,
    ) -> Affected {
        self.affected(page, Some(before), Some(after), same_elsewhere && is_same_to_others(before, after))
    }

    /// Those who link to what the page claims, and those who claim the same; where the page is the same inside, only as far as the
    /// claims differ.
    fn affected(
        &self,
        page: PageId,
        before: Option<Version<'_>>,
        after: Option<Version<'_>>,
        same_inside: bool,
    ) -> Affected {
        let claims = |version: Option<Version<'_>>| version.map_or_else(Vec::new, |version| version.claims(page));
        let (old, new) = (claims(before), claims(after));
        let differing = |(key, claim): &KeyedClaim, others: &[KeyedClaim]| {
            !same_inside || !others.iter().any(|(other, known)| other == key && claim == known)
        };
        let gone = old.iter().filter(|claim| differing(claim, &new));
        let come = new.iter().filter(|claim| differing(claim, &old));
        let keys: BTreeSet<&str> = gone.chain(come).map(|(key, _)| &**key).collect();
        let referring = keys.iter().flat_map(|key| self.referrers_of_key(key)).copied();
        let claiming = keys.iter().flat_map(|key| self.claims_of_key(key)).map(|claim| claim.page);
        let others = referring.chain(claiming).filter(|other| *other != page);
        let mut affected = Affected { pages: others.collect(), ..Affected::default() };
        let broken = |version: Option<Version<'_>>| version.and_then(|version| version.head.broken.clone());
        if broken(before) != broken(after) {
            // The page may link to itself, and its own links break with it.
            affected.pages.push(page);
        }
        if places(before) != places(after) {
            // Who claims the same says where it is claimed, too.
            let claiming = new.iter().flat_map(|(key, _)| self.claims_of_key(key)).map(|claim| claim.page);
            affected.pages.extend(claiming.filter(|other| *other != page));
        }
        affected.values = different_values(before, after);
        for key in self.keys_of_different_links(before, after) {
            affected.links_to.extend(self.claims_of_key(&key).iter().map(|claim| claim.page).filter(|to| *to != page));
        }
        if !claims_the_same(before, after) {
            affected.addresses = true;
            self.add_moved_links(&mut affected, page, (&old, &new), after.is_some());
            self.add_links_to_folders(&mut affected, before, after);
        }
        affected.sort();
        affected
    }

    /// A link that led to what claimed an address may lead to another page now, or back to this one.
    fn add_moved_links(
        &self,
        affected: &mut Affected,
        page: PageId,
        (old, new): (&[KeyedClaim], &[KeyedClaim]),
        is_there: bool,
    ) {
        let gone = old.iter().filter(|claim| !new.contains(claim));
        let come = new.iter().filter(|claim| !old.contains(claim));
        let mut leads_elsewhere = false;
        for (key, _) in gone.chain(come).filter(|(key, _)| !self.referrers_of_key(key).is_empty()) {
            leads_elsewhere = true;
            affected.links_to.extend(self.claims_of_key(key).iter().map(|claim| claim.page).filter(|to| *to != page));
        }
        if leads_elsewhere && is_there {
            affected.links_to.push(page);
        }
    }

    /// Of a page that came or went: those that link to a folder which is there through it alone.
    fn add_links_to_folders(&self, affected: &mut Affected, before: Option<Version<'_>>, after: Option<Version<'_>>) {
        if let (None, Some(version)) | (Some(version), None) = (before, after) {
            affected.pages.extend(self.pages_that_see_folders_of(version.path, after.is_some()));
        }
    }

    /// The pages that link to the folders which a file has just brought along, or taken with it.
    pub(super) fn pages_that_see_folders_of(&self, path: &str, is_there: bool) -> Vec<PageId> {
        let folders = path.match_indices('/').map(|(slash, _)| &path[..slash]);
        let alone = if is_there { Some(&1) } else { None };
        let changed = folders.filter(|folder| self.folders.get(*folder) == alone);
        let keys = changed.flat_map(|folder| [look_up_key(folder), look_up_key(&format!("/{folder}"))]);
        keys.flat_map(|key| self.referrers_of_key(&key).to_vec()).collect()
    }

    /// The look-up keys of the links that one version has and the other has not, or has less often.
    fn keys_of_different_links(&self, before: Option<Version<'_>>, after: Option<Version<'_>>) -> BTreeSet<String> {
        let keys = |version: Version<'_>, links: Vec<&Arc<str>>| -> Vec<String> {
            links.into_iter().flat_map(|url| keys_of_link(url, version.base(), &self.model)).collect()
        };
        if let (Some(before), Some(after)) = (before, after)
            && before.base().counts_like(after.base())
        {
            return keys(after, different_links(before.links(), after.links())).into_iter().collect();
        }
        before.into_iter().chain(after).flat_map(|version| keys(version, version.links())).collect()
    }
}

/// Whether other pages can see no difference but in what is claimed: by what the versions have of the text.
fn is_same_to_others(before: Version<'_>, after: Version<'_>) -> bool {
    fn ids<'v>(part: PartOf<'v>) -> impl Iterator<Item = &'v Arc<str>> {
        let headings = part.headings.iter().map(|heading| &heading.id);
        headings.chain(part.anchors.iter().map(|anchor| &anchor.text))
    }
    before.head.broken == after.head.broken && ids(before.part).eq(ids(after.part))
}

/// What one list has more often than the other.
fn different_links<'l>(mut before: Vec<&'l Arc<str>>, mut after: Vec<&'l Arc<str>>) -> Vec<&'l Arc<str>> {
    // An edit changes links in one place: what stands before and after it need not be counted.
    let same = |(one, other): &(&&Arc<str>, &&Arc<str>)| Arc::ptr_eq(one, other) || one == other;
    let end = before.iter().rev().zip(after.iter().rev()).take_while(same).count();
    before.truncate(before.len() - end);
    after.truncate(after.len() - end);
    let start = before.iter().zip(&after).take_while(same).count();
    let mut counts: HashMap<&Arc<str>, i32> = HashMap::default();
    before[start..].iter().for_each(|url| *counts.entry(*url).or_insert(0) -= 1);
    after[start..].iter().for_each(|url| *counts.entry(*url).or_insert(0) += 1);
    counts.into_iter().filter(|(_, count)| *count != 0).map(|(url, _)| url).collect()
}

/// Where the addresses stand that others may claim, too.
fn places(version: Option<Version<'_>>) -> Vec<TextRange> {
    let head = version.map(|version| version.head);
    let permalink = head.and_then(|head| head.permalink.as_ref()).map(|permalink| permalink.range);
    let redirects = head.into_iter().flat_map(|head| &head.redirects).map(|redirect| redirect.range);
    permalink.into_iter().chain(redirects).collect()
}

/// The keys of the front matter of which the two versions do not have the same values.
fn different_values(before: Option<Version<'_>>, after: Option<Version<'_>>) -> Vec<Arc<str>> {
    let values = |version: Option<Version<'_>>| -> BTreeSet<(Arc<str>, Arc<str>)> {
        let values = version.into_iter().flat_map(Version::values);
        values.map(|(key, value)| (key.clone(), value.clone())).collect()
    };
    if let (Some(before), Some(after)) = (before, after)
        && before.values().eq(after.values())
    {
        return Vec::new();
    }
    values(before).symmetric_difference(&values(after)).map(|(key, _)| key.clone()).collect()
}

fn claims_the_same(before: Option<Version<'_>>, after: Option<Version<'_>>) -> bool {
    fn redirects(facts: &PageFacts) -> impl Iterator<Item = &Arc<str>> {
        facts.redirects.iter().map(|redirect| &redirect.address)
    }
    let (Some(before), Some(after)) = (before, after) else { return false };
    let (old, new) = (before.head, after.head);
    before.path == after.path
        && before.excluded == after.excluded
        && old.address == new.address
        && old.lost_address == new.lost_address
        && old.broken.is_some() == new.broken.is_some()
        && redirects(old).eq(redirects(new))
}
