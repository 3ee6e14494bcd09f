//! Repairs the pages of a run, in memory: each page until nothing more can be fixed in it, then the pages for which the repairs
//! of others have made a fix possible, until nothing changes.

use crate::checked::Checked;
use crate::checking::{CheckOptions, check_page};
use crate::files::{File, Files};
use crate::site_index::Indexes;
use docent_rules::input::CheckInput;
use docent_rules::{AppliedFix, FixSelection, SiteView, fix_all, settings_for};
use docent_site::{PageRole, SiteIndex};
use docent_syntax::Page;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// More passes than any chain of repairs from page to page needs.
const MAX_PASSES: usize = 16;

/// The pages of a run after their repair.
#[derive(Debug, Default)]
pub(crate) struct Repaired {
    /// By number in [`Files::files`].
    pub(crate) changed: BTreeMap<usize, ChangedPage>,
    /// The pages with findings that are left, by number in [`Files::files`].
    pub(crate) remaining: BTreeMap<usize, Checked>,
    /// How many pages were read and checked.
    pub(crate) pages: usize,
    /// How many of them are templates.
    pub(crate) templates: usize,
    pub(crate) errors: Vec<String>,
}

/// A page whose text changes.
#[derive(Debug)]
pub(crate) struct ChangedPage {
    pub(crate) old: String,
    pub(crate) new: String,
    /// In the order of application.
    pub(crate) applied: Vec<AppliedFix>,
}

/// Repairs `files`. `indexes` knows the pages as they are afterwards.
pub(crate) fn repair(
    files: &Files,
    indexes: &mut Indexes,
    options: &CheckOptions,
    selection: &FixSelection,
) -> Repaired {
    let mut repaired = Repaired::default();
    for _ in 0..MAX_PASSES {
        // All pages, each time: a link on any of them may lead to what has changed.
        let candidates = repaired.check(files, indexes, options, selection);
        if !repaired.pass(files, indexes, options, selection, &candidates) {
            return repaired;
        }
    }
    repaired.check(files, indexes, options, selection);
    repaired
}

/// What remains in `files` where nothing of `changed` is written.
pub(crate) fn withdraw(repaired: &mut Repaired, files: &Files, indexes: &mut Indexes, options: &CheckOptions) {
    for (number, page) in std::mem::take(&mut repaired.changed) {
        let file = &files.files[number];
        indexes.set_page(file, &file.site.parse(&file.path, &page.old));
    }
    repaired.check(files, indexes, options, &FixSelection::default());
}

impl Repaired {
    /// Checks the pages as they are now. Gives the numbers of those with a finding to repair.
    fn check(
        &mut self,
        files: &Files,
        indexes: &Indexes,
        options: &CheckOptions,
        selection: &FixSelection,
    ) -> Vec<usize> {
        let outcomes: Vec<Result<Option<Checked>, String>> = files
            .files
            .par_iter()
            .enumerate()
            .map(|(number, file)| {
                check_page(file, indexes.of(&file.site), || self.page(number, file, indexes), options)
            })
            .collect();
        (self.pages, self.templates, self.remaining, self.errors) = Default::default();
        let mut candidates = Vec::new();
        for (number, outcome) in outcomes.into_iter().enumerate() {
            match outcome {
                Ok(Some(checked)) => {
                    self.pages += 1;
                    self.templates += usize::from(checked.is_template);
                    if checked.findings.iter().any(|finding| selection.fix_of(finding).is_some()) {
                        candidates.push(number);
                    }
                    if !checked.findings.is_empty() {
                        self.remaining.insert(number, checked);
                    }
                }
                Ok(None) => {}
                Err(error) => self.errors.push(error),
            }
        }
        candidates
    }

    /// Repairs the pages with these numbers. Gives whether a page has changed.
    fn pass(
        &mut self,
        files: &Files,
        indexes: &mut Indexes,
        options: &CheckOptions,
        selection: &FixSelection,
        candidates: &[usize],
    ) -> bool {
        let repair = |repaired: &Repaired, number: usize, indexes: &Indexes| {
            let file = &files.files[number];
            let page = repaired.page(number, file, indexes).ok()?;
            repair_page(file, &page, indexes.of(&file.site), options, selection)
        };
        let outcomes: Vec<Option<ChangedPage>> =
            candidates.par_iter().map(|number| repair(self, *number, indexes)).collect();
        let (mut has_changed, mut has_new_address) = (false, false);
        for (&number, outcome) in candidates.iter().zip(outcomes) {
            let Some(mut page) = outcome else { continue };
            let file = &files.files[number];
            let mut claims = indexes.claims(file, &file.site.parse(&file.path, &page.new));
            let claimed = indexes.claims(file, &file.site.parse(&file.path, &page.old));
            if has_new_address && claims != claimed {
                // A page repaired before it may have taken the address that this repair would give to the page.
                let Some(repaired) = repair(self, number, indexes) else { continue };
                page = repaired;
                claims = indexes.claims(file, &file.site.parse(&file.path, &page.new));
            }
            has_new_address |= claims != claimed;
            has_changed = true;
            indexes.set_page(file, &file.site.parse(&file.path, &page.new));
            self.take(number, page);
        }
        has_changed
    }

    /// Adds a further change of a page.
    fn take(&mut self, number: usize, page: ChangedPage) {
        let Some(earlier) = self.changed.get_mut(&number) else {
            self.changed.insert(number, page);
            return;
        };
        earlier.new = page.new;
        earlier.applied.extend(page.applied);
        if earlier.new == earlier.old {
            self.changed.remove(&number);
        }
    }

    /// A page as it is now.
    fn page(&self, number: usize, file: &File, indexes: &Indexes) -> Result<Page, String> {
        match self.changed.get(&number) {
            Some(changed) => Ok(file.site.parse(&file.path, &changed.new)),
            None => indexes.page(file),
        }
    }
}

/// `None` where nothing changes. Template pages are left to their authors.
fn repair_page(
    file: &File,
    page: &Page,
    index: Option<&SiteIndex>,
    options: &CheckOptions,
    selection: &FixSelection,
) -> Option<ChangedPage> {
    // A mistake of docent's own costs one file, not the run. The check has reported it.
    let fixed = catch_unwind(AssertUnwindSafe(|| {
        let contract = match (file.role(page), &options.template) {
            (PageRole::Template | PageRole::Excluded, _) => return None,
            (_, Some(template)) => Some(template.clone()),
            (PageRole::Page(contract), None) => Some(contract),
            (PageRole::Free, None) => None,
        };
        let settings = settings_for(&file.site, &file.path);
        let path = file.site.relative(&file.path);
        let site = index.and_then(|index| SiteView::of(index, &path));
        let contract = contract.as_deref();
        let yaml = file.site.model.yaml_schema();
        Some(fix_all(&CheckInput { page, path: &path, contract, settings: &settings, yaml, site }, selection))
    }));
    let fixed = fixed.ok()??;
    let old = page.text();
    (fixed.text != old).then_some(ChangedPage { old, new: fixed.text, applied: fixed.applied })
}
