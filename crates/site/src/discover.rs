//! The files of a site, as its configuration and its generator decide.

use crate::paths::slashed;
use crate::root::RootFinder;
use crate::site::Site;
use crate::walk::{Found, files_on_one_thread, walk};
use std::collections::HashSet;
use std::path::{Path, PathBuf};

/// The pages in `folder` that the configuration of `site` does not exclude, as [`crate::walk::markdown_files`].
pub fn pages_in(folder: &Path, site: &Site) -> Found {
    let (config, root) = (site.config.clone(), site.root.clone());
    let skip = move |path: &Path, is_folder| {
        let relative = slashed(root.as_deref().and_then(|root| path.strip_prefix(root).ok()).unwrap_or(path));
        if is_folder { config.excludes_folder(&relative) } else { config.excludes(&relative) }
    };
    walk(folder, site.root.as_deref(), skip, |path| site.is_page(path))
}

/// Of `paths` (absolute), those that are files of the site now, as [`crate::walk::site_files`] would find them; for a folder the files in it.
/// Looks into the folders on the way only. Sorted.
pub fn site_files_among(site: &Site, paths: &[PathBuf]) -> Vec<PathBuf> {
    let Some(root) = &site.root else { return Vec::new() };
    // Nothing is found at what is not there, whose path may be of any length.
    let is_requested = |path: &&PathBuf| path.starts_with(root) && path.exists();
    let requested: HashSet<PathBuf> = paths.iter().filter(is_requested).cloned().collect();
    let on_the_way: HashSet<PathBuf> = requested.iter().flat_map(|path| path.ancestors().map(Path::to_owned)).collect();
    if requested.is_empty() {
        return Vec::new();
    }
    let lies_in_requested = move |path: &Path| path.ancestors().any(|above| requested.contains(above));
    let inside = lies_in_requested.clone();
    let skip = move |path: &Path, _| !on_the_way.contains(path) && !inside(path);
    let mut files = files_on_one_thread(root, skip);
    files.retain(|file| lies_in_requested(file));
    retain_files_of_site(root, &mut files);
    files
}

/// Removes the files of sites inside the one with this root: a folder with a configuration of its own is another site.
pub fn retain_files_of_site(root: &Path, files: &mut Vec<PathBuf>) {
    let mut roots = RootFinder::inside(root);
    files.retain(|file| file.parent().is_some_and(|folder| roots.find(folder) == *root));
}
