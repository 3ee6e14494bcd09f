//! Finding the Markdown files of a folder.

use crate::ignore_rules::IgnoreRules;
use crate::pattern::PathPattern;
pub use crate::read::{plain_error, read_text, text_of};
use crate::root::RootFinder;
use crate::site::{Site, slashed};
use ignore::{WalkBuilder, WalkState};
use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

const ENDINGS: [&str; 3] = ["md", "markdown", "mkd"];

/// What a walk came to.
#[derive(Debug, Default)]
pub struct Found {
    /// Sorted.
    pub files: Vec<PathBuf>,
    /// Folders and files of patterns that could not be read, in words.
    pub errors: Vec<String>,
}

/// Whether a file of this name is Markdown.
pub fn is_markdown(path: &Path) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str());
    ending.is_some_and(|ending| ENDINGS.iter().any(|known| ending.eq_ignore_ascii_case(known)))
}

/// The Markdown files in `folder`: what `.gitignore` names, hidden files, and what generators and package managers write
/// are left out, and what `skip` says of a path. Symbolic links are not followed, so nothing is found twice or outside.
pub fn markdown_files(folder: &Path, skip: impl Fn(&Path) -> bool + Send + Sync + 'static) -> Found {
    walk(folder, skip, is_markdown)
}

/// All files of a site, pages and others, as [`markdown_files`] finds them; what the configuration excludes is there, too,
/// since links may lead to it.
pub fn site_files(root: &Path) -> Found {
    walk(root, |_| false, |_| true)
}

/// Of `paths` (absolute), those that are files of the site now, as [`site_files`] would find them; for a folder the files in it.
/// Looks into the folders on the way only. Sorted.
pub fn site_files_among(site: &Site, paths: &[PathBuf]) -> Vec<PathBuf> {
    let Some(root) = &site.root else { return Vec::new() };
    let wanted: HashSet<PathBuf> = paths.iter().filter(|path| path.starts_with(root)).cloned().collect();
    let on_the_way: HashSet<PathBuf> = wanted.iter().flat_map(|path| path.ancestors().map(Path::to_owned)).collect();
    if wanted.is_empty() {
        return Vec::new();
    }
    let lies_in_wanted = move |path: &Path| path.ancestors().any(|above| wanted.contains(above));
    let inside = lies_in_wanted.clone();
    let skip = move |folder: &Path| !on_the_way.contains(folder) && !inside(folder);
    let mut files = walk(root, skip, |_| true).files;
    files.retain(|file| lies_in_wanted(file));
    let mut roots = RootFinder::default();
    files.retain(|file| file.parent().and_then(|folder| roots.find(folder)).as_ref() == Some(root));
    files
}

fn walk(folder: &Path, skip: impl Fn(&Path) -> bool + Send + Sync + 'static, wanted: fn(&Path) -> bool) -> Found {
    let found = Mutex::new(Found::default());
    let rules = Arc::new(IgnoreRules::for_walk(folder));
    let builder = walk_builder(folder, rules.clone(), skip);
    builder.build_parallel().run(|| {
        Box::new(|entry| {
            let Ok(mut found) = found.lock() else { return WalkState::Quit };
            match entry {
                Ok(entry) if entry.file_type().is_some_and(|kind| kind.is_file()) && wanted(entry.path()) => {
                    found.files.push(entry.into_path());
                }
                Ok(_) => {}
                Err(error) => found.errors.push(format!("cannot look into a folder: {error}")),
            }
            WalkState::Continue
        })
    });
    let mut found = found.into_inner().unwrap_or_default();
    found.errors.extend(rules.errors());
    found.files.sort();
    found.errors.sort();
    found
}

/// A walk that leaves out what `rules` and `skip` say, and what tools make. The walk itself reads no file of patterns.
fn walk_builder(
    folder: &Path,
    rules: Arc<IgnoreRules>,
    skip: impl Fn(&Path) -> bool + Send + Sync + 'static,
) -> WalkBuilder {
    let mut builder = WalkBuilder::new(folder);
    builder.standard_filters(false).filter_entry(move |entry| {
        let is_folder = entry.file_type().is_some_and(|kind| kind.is_dir());
        let is_left_out = || is_folder && is_made(entry.path()) || skip(entry.path());
        entry.depth() == 0 || !(rules.leave_out(entry.path(), is_folder) || is_left_out())
    });
    builder
}

/// Some of the pages below `root`, those that are met first: no more than `most`, and among so many files that it takes no time.
pub(crate) fn some_pages(root: &Path, most: usize) -> Vec<PathBuf> {
    const MOST_FILES: usize = 2000;
    let mut builder = walk_builder(root, Arc::new(IgnoreRules::for_walk(root)), |_| false);
    builder.sort_by_file_name(std::ffi::OsStr::cmp);
    let files = builder.build().flatten().take(MOST_FILES);
    let pages = files.filter(|entry| entry.file_type().is_some_and(|kind| kind.is_file()) && is_markdown(entry.path()));
    pages.map(|entry| entry.into_path()).take(most).collect()
}

/// The files below `root` that match `pattern`, sorted; ignored ones too, since whoever names a template means it.
pub(crate) fn files_matching(root: &Path, pattern: &PathPattern) -> Vec<PathBuf> {
    let mut builder = WalkBuilder::new(root);
    builder.standard_filters(false).filter_entry(|entry| {
        let made = is_made(entry.path()) || entry.file_name() == ".git";
        entry.depth() == 0 || !(entry.file_type().is_some_and(|kind| kind.is_dir()) && made)
    });
    let mut files: Vec<PathBuf> = builder
        .build()
        .flatten()
        .filter(|entry| entry.file_type().is_some_and(|kind| kind.is_file()) && is_markdown(entry.path()))
        .map(|entry| entry.into_path())
        .filter(|path| path.strip_prefix(root).is_ok_and(|relative| pattern.matches(&slashed(relative))))
        .collect();
    files.sort();
    files
}

/// Whether a folder is made by tools: package managers' everywhere, a Jekyll site's output and bundled gems.
pub(crate) fn is_made(folder: &Path) -> bool {
    match folder.file_name().and_then(|name| name.to_str()) {
        Some("node_modules" | "_site" | ".jekyll-cache") => true,
        Some("vendor") => folder.with_file_name("_config.yml").exists(),
        _ => false,
    }
}
