//! Walks through folders: which files there are, without those that are ignored, hidden or made by tools. Knows no configuration.

use crate::ignore_rules::IgnoreRules;
use crate::paths::slashed;
use docent_generators::is_output_folder;
use docent_syntax::is_page_path;
use docent_syntax::work::{Work, count};
use docent_template::PathPatterns;
use ignore::{WalkBuilder, WalkState};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

/// What a walk came to.
#[derive(Debug, Default)]
pub struct Found {
    /// Sorted.
    pub files: Vec<PathBuf>,
    /// Folders and files of patterns that could not be read, in words.
    pub errors: Vec<String>,
}

/// The pages in `folder`: what `.gitignore` names, hidden files (but not `.github`), and what generators and package managers write
/// are left out, and what `skip` says of a path (and whether it is a folder's). Symbolic links are not followed, so nothing is found
/// twice or outside.
pub fn markdown_files(folder: &Path, skip: impl Fn(&Path, bool) -> bool + Send + Sync + 'static) -> Found {
    walk(folder, None, skip, is_page_path)
}

/// All files of a site, pages and others, as [`markdown_files`] finds them; what the configuration excludes is there, too,
/// since links may lead to it.
pub fn site_files(root: &Path) -> Found {
    walk(root, Some(root), |_, _| false, |_| true)
}

/// `root`: that of the site, where it is known.
pub(crate) fn walk(
    folder: &Path,
    root: Option<&Path>,
    skip: impl Fn(&Path, bool) -> bool + Send + Sync + 'static,
    is_selected: impl Fn(&Path) -> bool + Sync,
) -> Found {
    let found = Mutex::new(Found::default());
    let rules = Arc::new(IgnoreRules::for_walk(folder, root));
    let builder = walk_builder(folder, rules.clone(), skip);
    builder.build_parallel().run(|| {
        Box::new(|entry| {
            let Ok(mut found) = found.lock() else { return WalkState::Quit };
            match entry {
                Ok(entry) if entry.file_type().is_some_and(|kind| kind.is_file()) && is_selected(entry.path()) => {
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

/// The files below `root`, sorted, as [`walk`] finds them, without threads of its own: for few folders, while an author types.
pub(crate) fn files_on_one_thread(
    root: &Path,
    skip: impl Fn(&Path, bool) -> bool + Send + Sync + 'static,
) -> Vec<PathBuf> {
    let entries = walk_builder(root, Arc::new(IgnoreRules::for_walk(root, Some(root))), skip).build().flatten();
    let files = entries.filter(|entry| entry.file_type().is_some_and(|kind| kind.is_file()));
    let mut files: Vec<PathBuf> = files.map(|entry| entry.into_path()).collect();
    files.sort();
    files
}

/// A walk that leaves out what `rules` and `skip` say, and what tools make. The walk itself reads no file of patterns.
fn walk_builder(
    folder: &Path,
    rules: Arc<IgnoreRules>,
    skip: impl Fn(&Path, bool) -> bool + Send + Sync + 'static,
) -> WalkBuilder {
    count(Work::FilesRead, 1);
    let mut builder = WalkBuilder::new(folder);
    builder.standard_filters(false).filter_entry(move |entry| {
        let is_folder = entry.file_type().is_some_and(|kind| kind.is_dir());
        let is_left_out = || is_folder && is_made(entry.path()) || skip(entry.path(), is_folder);
        entry.depth() == 0 || !(rules.leave_out(entry.path(), is_folder) || is_left_out())
    });
    builder
}

/// Some of the pages below `root`, those that are met first: no more than `most`, and among so many files that it takes no time.
pub(crate) fn some_pages(root: &Path, most: usize) -> Vec<PathBuf> {
    const MAX_FILES: usize = 2000;
    let mut builder = walk_builder(root, Arc::new(IgnoreRules::for_walk(root, Some(root))), |_, _| false);
    builder.sort_by_file_name(std::ffi::OsStr::cmp);
    let files = builder.build().flatten().take(MAX_FILES);
    let pages =
        files.filter(|entry| entry.file_type().is_some_and(|kind| kind.is_file()) && is_page_path(entry.path()));
    pages.map(|entry| entry.into_path()).take(most).collect()
}

/// The files below `root` that match `patterns`, sorted; ignored ones too, because a template that is named is meant.
pub(crate) fn files_matching(root: &Path, patterns: &PathPatterns) -> Vec<PathBuf> {
    let mut builder = WalkBuilder::new(root);
    builder.standard_filters(false).filter_entry(|entry| {
        let made = is_made(entry.path()) || entry.file_name() == ".git";
        entry.depth() == 0 || !(entry.file_type().is_some_and(|kind| kind.is_dir()) && made)
    });
    let mut files: Vec<PathBuf> = builder
        .build()
        .flatten()
        .filter(|entry| entry.file_type().is_some_and(|kind| kind.is_file()) && is_page_path(entry.path()))
        .map(|entry| entry.into_path())
        .filter(|path| path.strip_prefix(root).is_ok_and(|relative| patterns.matches(&slashed(relative))))
        .collect();
    files.sort();
    files
}

/// Whether a folder is made by tools: package managers and generators.
pub(crate) fn is_made(folder: &Path) -> bool {
    let Some(name) = folder.file_name().and_then(|name| name.to_str()) else { return false };
    name == "node_modules" || is_output_folder(name, |file| folder.with_file_name(file).exists())
}
