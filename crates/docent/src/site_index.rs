//! The indexes of the sites that a run meets: each is read once, whole, also where a few of its pages are asked for. Knows no
//! finding.

use crate::files::Files;
use crate::progress::Progress;
use docent_site::index::build::{build_index, index_page};
use docent_site::{Site, SiteIndex};
use docent_syntax::Page;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

/// Indexes by root. A page of no site has none.
#[derive(Debug, Default)]
pub(crate) struct Indexes(HashMap<PathBuf, SiteIndex>);

impl Indexes {
    /// The sites of all files that will be checked.
    pub(crate) fn of_files(files: &Files, progress: &Progress) -> Indexes {
        Indexes(files.sites.iter().filter_map(|site| index_of(site, progress)).collect())
    }

    /// The site of one file, which has this text, whatever is on disk.
    pub(crate) fn of_text(site: &Site, path: &Path, page: &Page, progress: &Progress) -> Indexes {
        let mut indexes = Indexes(index_of(site, progress).into_iter().collect());
        let index = site.root.as_ref().and_then(|root| indexes.0.get_mut(root));
        if let (Some(index), Some(indexed)) = (index, index_page(site, path, page)) {
            index.set_page(&site.relative(path), indexed.facts, indexed.excluded);
        }
        indexes
    }

    pub(crate) fn of(&self, site: &Site) -> Option<&SiteIndex> {
        self.0.get(site.root.as_ref()?)
    }
}

fn index_of(site: &Site, progress: &Progress) -> Option<(PathBuf, SiteIndex)> {
    let root = site.root.clone()?;
    let report = |state: docent_site::index::build::Progress| progress.set("reading", state.done, state.all);
    Some((root, build_index(site, &report, &AtomicBool::new(false))))
}
