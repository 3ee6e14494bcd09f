//! Which pages a change concerns that names no page: files and folders that something happened to, and what changed for pages that nobody
//! can name without looking. Looks at all pages only where addresses or values are others, and then at the index alone.

use super::wanted::Question;
use crate::sites::LazySite;
use crate::state::World;
use docent_rules::rules::site::near_miss_value::pages_with_near_misses;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Finds out which pages are meant by files and by questions.
pub(super) fn sort_out(world: &World, sites: &[Arc<LazySite>]) {
    let (files, questions) = world.site_publish.wanted().take_unsorted();
    let mut soon: Vec<PathBuf> = Vec::new();
    let mut later: Vec<PathBuf> = Vec::new();
    if !files.is_empty() || !questions.is_empty() {
        let told = world.site_publish.told();
        let is_meant = |path: &Path| path.ancestors().any(|above| files.contains(above));
        soon.extend(told.paths().filter(|path| is_meant(path)).cloned());
        let may_differ = |path: &Path| questions.keys().any(|root| path.starts_with(root));
        later.extend(told.paths_that_depend_on_others().filter(|path| may_differ(path)).cloned());
    }
    soon.extend(files);
    for (root, question) in questions {
        let site = sites.iter().find(|site| site.get().root.as_ref() == Some(&root));
        later.extend(site.into_iter().flat_map(|site| pages_in_question(site, &root, &question)));
    }
    let mut wanted = world.site_publish.wanted();
    wanted.soon.extend(soon);
    wanted.later.extend(later);
}

/// The pages of which a change elsewhere may make something to be said: by their values, or by what the navigation has of others.
fn pages_in_question(site: &LazySite, root: &Path, question: &Question) -> Vec<PathBuf> {
    let index = site.index().read();
    let Some(index) = index.get() else { return Vec::new() };
    let values: Vec<Arc<str>> = question.values.iter().cloned().collect();
    let mut pages = pages_with_near_misses(index, &values);
    let mut files = Vec::new();
    if question.addresses && index.navigation().is_there {
        pages.extend(index.pages().filter(|page| index.is_in_navigation(*page) == Some(false)));
        files.extend(site.get().navigation_file());
    }
    files.extend(pages.into_iter().map(|page| root.join(index.path(page))));
    files
}
