//! What a change of a page means beyond the pages that have a link to it: to whom its own links lead now or lead no longer, which values
//! are different, which folders came or went. Told from what differs between two versions of the page, never by looking at all pages.

use super::key::look_up_key;
use super::link_target::{LinkBase, TargetPlace, link_target};
use super::{Affected, Claim, LinkPlace, PageFacts, PageId, PageRecord, SiteIndex, claims_of};
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

impl SiteIndex {
    /// Adds to what [`Affected`] already says. Both versions are out of `pages`; what the newer one claims has been entered.
    pub(super) fn add_consequences(
        &self,
        affected: &mut Affected,
        page: PageId,
        before: Option<&PageRecord>,
        after: Option<&PageRecord>,
    ) {
        affected.values = different_values(before, after);
        for key in self.keys_of_different_links(before, after) {
            affected.links_to.extend(self.claims_of_key(&key).iter().map(|claim| claim.page).filter(|to| *to != page));
        }
        if !claims_the_same(before, after) {
            affected.addresses = true;
            self.add_moved_links(affected, page, before, after);
            self.add_links_to_folders(affected, before, after);
        }
        affected.sort();
    }

    /// A link that led to whoever claimed an address may lead to another page now, or back to this one.
    fn add_moved_links(
        &self,
        affected: &mut Affected,
        page: PageId,
        before: Option<&PageRecord>,
        after: Option<&PageRecord>,
    ) {
        let claims = |record: Option<&PageRecord>| record.map_or_else(Vec::new, |record| claims_of(page, record));
        let (old, new) = (claims(before), claims(after));
        let is_in = |(key, claim): &(Box<str>, Claim), others: &[(Box<str>, Claim)]| {
            others
                .iter()
                .any(|(other, known)| other == key && known.kind == claim.kind && known.spelled == claim.spelled)
        };
        let gone = old.iter().filter(|claim| !is_in(claim, &new));
        let come = new.iter().filter(|claim| !is_in(claim, &old));
        let mut leads_elsewhere = false;
        for (key, _) in gone.chain(come).filter(|(key, _)| !self.referrers_of_key(key).is_empty()) {
            leads_elsewhere = true;
            affected.links_to.extend(self.claims_of_key(key).iter().map(|claim| claim.page).filter(|to| *to != page));
        }
        if leads_elsewhere && after.is_some() {
            affected.links_to.push(page);
        }
    }

    /// Of a page that came or went: those that link to a folder which is there through it alone.
    fn add_links_to_folders(&self, affected: &mut Affected, before: Option<&PageRecord>, after: Option<&PageRecord>) {
        if let (None, Some(record)) | (Some(record), None) = (before, after) {
            affected.pages.extend(self.pages_that_see_folders_of(&record.path, after.is_some()));
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
    fn keys_of_different_links(&self, before: Option<&PageRecord>, after: Option<&PageRecord>) -> BTreeSet<String> {
        let is_based_the_same = match (before, after) {
            (Some(before), Some(after)) => base(before) == base(after),
            _ => false,
        };
        if is_based_the_same {
            let different = different_links(links(before), links(after));
            return after.map_or_else(BTreeSet::new, |record| self.keys_of(record, different.into_iter()));
        }
        let all = |record: &PageRecord| self.keys_of(record, links(Some(record)).into_iter());
        before.into_iter().chain(after).flat_map(all).collect()
    }

    fn keys_of<'l>(&self, record: &PageRecord, urls: impl Iterator<Item = &'l Arc<str>>) -> BTreeSet<String> {
        let mut keys = BTreeSet::new();
        for url in urls {
            match link_target(url, base(record), &self.model).place {
                TargetPlace::Elsewhere | TargetPlace::SamePage => {}
                TargetPlace::File(file) => drop(keys.insert(look_up_key(&file))),
                TargetPlace::Address { address, also_file } => {
                    keys.insert(look_up_key(&address));
                    keys.extend(also_file.map(|file| look_up_key(&file)));
                }
            }
        }
        keys
    }
}

fn base(record: &PageRecord) -> LinkBase<'_> {
    LinkBase { path: &record.path, address: record.facts.meant_address() }
}

/// The links of a page that count for others, in order.
fn links(record: Option<&PageRecord>) -> Vec<&Arc<str>> {
    let links = record.filter(|record| !record.excluded).map_or(&[][..], |record| &record.facts.links);
    links.iter().filter(|link| link.place != LinkPlace::Definition).map(|link| &link.url).collect()
}

/// What one list has more often than the other.
fn different_links<'l>(mut before: Vec<&'l Arc<str>>, mut after: Vec<&'l Arc<str>>) -> Vec<&'l Arc<str>> {
    // An edit changes links in one place: what stands before and after it need not be counted.
    let same = |(one, other): &(&&Arc<str>, &&Arc<str>)| Arc::ptr_eq(one, other) || one == other;
    let end = before.iter().rev().zip(after.iter().rev()).take_while(same).count();
    before.truncate(before.len() - end);
    after.truncate(after.len() - end);
    let start = before.iter().zip(&after).take_while(same).count();
    let mut counts: HashMap<&Arc<str>, i32> = HashMap::new();
    before[start..].iter().for_each(|url| *counts.entry(*url).or_insert(0) -= 1);
    after[start..].iter().for_each(|url| *counts.entry(*url).or_insert(0) += 1);
    counts.into_iter().filter(|(_, count)| *count != 0).map(|(url, _)| url).collect()
}

/// The keys of the front matter of which the two versions do not have the same values.
fn different_values(before: Option<&PageRecord>, after: Option<&PageRecord>) -> Vec<Arc<str>> {
    fn values(record: Option<&PageRecord>) -> impl Iterator<Item = (&Arc<str>, &Arc<str>)> {
        let values = record.filter(|record| !record.excluded).map_or(&[][..], |record| &record.facts.values);
        values.iter().map(|value| (&value.key, &value.value))
    }
    if values(before).eq(values(after)) {
        return Vec::new();
    }
    let (old, new): (BTreeSet<_>, BTreeSet<_>) = (values(before).collect(), values(after).collect());
    old.symmetric_difference(&new).map(|(key, _)| (*key).clone()).collect()
}

fn claims_the_same(before: Option<&PageRecord>, after: Option<&PageRecord>) -> bool {
    fn redirects(facts: &PageFacts) -> impl Iterator<Item = &Arc<str>> {
        facts.redirects.iter().map(|redirect| &redirect.address)
    }
    let (Some(before), Some(after)) = (before, after) else { return false };
    let (old, new) = (&before.facts, &after.facts);
    before.path == after.path
        && before.excluded == after.excluded
        && old.address == new.address
        && old.lost_address == new.lost_address
        && old.broken.is_some() == new.broken.is_some()
        && redirects(old).eq(redirects(new))
}
