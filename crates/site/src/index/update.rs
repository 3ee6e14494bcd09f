//! Pages that come, change, and go: what each is entered under, and whom its change concerns.

use super::dependents::Version;
use super::link_keys::link_keys;
use super::link_target::LinkBase;
use super::page_edit::PageEdit;
use super::{Affected, PageFacts, PageId, PageRecord, SiteIndex, claims_of};
use std::sync::Arc;

impl SiteIndex {
    /// Puts a page in, or in place of what was known of it.
    pub fn set_page(&mut self, path: &str, facts: PageFacts, excluded: bool) -> Affected {
        self.revision += 1;
        let before = self.page(path).and_then(|page| self.take_out(page));
        let page = match &before {
            Some((page, _)) => *page,
            None => self.unused_page(),
        };
        let keys = link_keys(path, &facts, &self.model);
        let mut after = self.put_in(page, path, facts, excluded, &keys);
        after.links_changed_at = before.as_ref().map_or(0, |(_, record)| record.links_changed_at);
        let before = before.as_ref().map(|(_, record)| Version::of(record));
        let mut affected = self.affected_by(page, before, Some(Version::of(&after)));
        self.keep(page, after);
        self.mark_links_changed(&affected);
        affected.add_page(page);
        affected
    }

    /// As [`SiteIndex::set_page`], without the dependents. `keys` are the look-up keys of the page's links.
    pub(crate) fn add_page(&mut self, path: &str, facts: PageFacts, excluded: bool, keys: &[(Box<str>, u32)]) {
        if self.page(path).is_some() {
            self.set_page(path, facts, excluded);
            return;
        }
        self.revision += 1;
        let page = self.unused_page();
        let record = self.put_in(page, path, facts, excluded, keys);
        self.keep(page, record);
    }

    /// Makes room for so many pages.
    pub(crate) fn expect_pages(&mut self, count: usize) {
        self.pages.reserve_exact(count);
        self.by_path.reserve(count);
    }

    /// Takes in an edit of a page, of which the index has the facts as they were before it, to the byte. Costs what the edit
    /// touches, but for ranges that move. `None`, and nothing is done, for a page that is excluded or not there.
    pub fn edit_page(&mut self, path: &str, mut edit: PageEdit) -> Option<Affected> {
        let page = self.page(path).filter(|page| !self.is_excluded(*page))?;
        let mut record = self.pages.get_mut(page.0 as usize)?.take()?;
        let new_head = edit.take_head();
        let old_base = LinkBase::of(path, &record.facts);
        if new_head.as_ref().is_some_and(|head| !LinkBase::of(path, head).counts_like(old_base)) {
            // Every link may lead elsewhere.
            let mut facts = record.facts.clone();
            new_head.into_iter().for_each(|head| drop(facts.replace_head(head)));
            edit.apply(&mut facts);
            self.keep(page, record);
            return Some(self.set_page(path, facts, false));
        }
        self.revision += 1;
        let old_head = new_head.map(|mut head| {
            self.take_out_head(page, &record);
            self.strings.intern_head(&mut head);
            let old = record.facts.replace_head(head);
            self.put_in_head(page, &record);
            old
        });
        edit.intern(&mut self.strings);
        let was_unknown = record.facts.anchors_unknown;
        let (before, places) = edit.apply(&mut record.facts);
        self.change_links(page, &mut record, &before.links, places.links.clone());
        let (path, same_elsewhere) = (&record.path, !edit.renumbers() && was_unknown == record.facts.anchors_unknown);
        let head = old_head.as_ref().unwrap_or(&record.facts);
        let before = Version { path, excluded: false, head, part: before.slices() };
        let after = Version { head: &record.facts, part: record.facts.part(&places), ..before };
        let mut affected = self.affected_by_edit(page, before, after, same_elsewhere);
        self.keep(page, record);
        self.mark_links_changed(&affected);
        affected.add_page(page);
        Some(affected)
    }
}

impl SiteIndex {
    /// Takes a page out; nothing happens where it is not there.
    pub fn remove_page(&mut self, path: &str) -> Affected {
        let Some((page, record)) = self.page(path).and_then(|page| self.take_out(page)) else {
            return Affected::default();
        };
        self.revision += 1;
        self.by_path.remove(path);
        self.free.push(page);
        let mut affected = self.affected_by(page, Some(Version::of(&record)), None);
        affected.pages.retain(|other| *other != page);
        self.mark_links_changed(&affected);
        affected
    }

    /// The links of these pages must be checked anew.
    pub(super) fn mark_links_changed(&mut self, affected: &Affected) {
        for page in &affected.pages {
            if let Some(Some(record)) = self.pages.get_mut(page.0 as usize) {
                record.links_changed_at = self.revision;
            }
        }
        if affected.addresses {
            self.addresses_changed = self.revision;
        }
    }

    fn unused_page(&mut self) -> PageId {
        self.free.pop().unwrap_or(PageId(self.pages.len() as u32))
    }

    fn keep(&mut self, page: PageId, record: PageRecord) {
        self.by_path.insert(record.path.clone(), page);
        if self.pages.len() <= page.0 as usize {
            self.pages.resize_with(page.0 as usize + 1, || None);
        }
        self.pages[page.0 as usize] = Some(record);
    }

    /// Removes a page's record and everything that was entered for it.
    fn take_out(&mut self, page: PageId) -> Option<(PageId, PageRecord)> {
        let record = self.pages.get_mut(page.0 as usize)?.take()?;
        self.forget_links(page, &record.link_keys);
        self.take_out_head(page, &record);
        self.count_folders(&record.path, -1);
        Some((page, record))
    }

    /// Enters everything a page brings along; the record itself is put in by the caller.
    fn put_in(
        &mut self,
        page: PageId,
        path: &str,
        mut facts: PageFacts,
        excluded: bool,
        keys: &[(Box<str>, u32)],
    ) -> PageRecord {
        self.strings.intern_facts(&mut facts);
        let path = self.strings.intern(path);
        let link_keys = if excluded { Vec::new() } else { self.enter_links(page, keys) };
        let record = PageRecord { path, excluded, facts, link_keys, links_changed_at: 0 };
        self.put_in_head(page, &record);
        self.count_folders(&record.path, 1);
        record
    }

    /// Enters what a page's front matter brings along.
    fn put_in_head(&mut self, page: PageId, record: &PageRecord) {
        for (key, claim) in claims_of(page, &record.path, &record.facts) {
            self.look_up.add_claim(&key, claim);
        }
        if !record.excluded {
            self.values.add(&record.path, &record.facts.values);
        }
        self.names.add(name_of(record));
        self.count_in_navigation(record, 1);
    }

    fn take_out_head(&mut self, page: PageId, record: &PageRecord) {
        for (key, _) in claims_of(page, &record.path, &record.facts) {
            self.look_up.remove_claims(&key, page);
        }
        if !record.excluded {
            self.values.remove(&record.path, &record.facts.values);
        }
        self.names.remove(name_of(record));
        self.count_in_navigation(record, -1);
    }
}

/// Under which name a page is suggested in place of a link that is nearly right.
fn name_of(record: &PageRecord) -> Arc<str> {
    record.facts.address.as_ref().unwrap_or(&record.path).clone()
}
