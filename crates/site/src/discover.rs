//! Finding the Markdown files of a folder, and reading one.

use crate::pattern::PathPattern;
use crate::root::RootFinder;
use crate::site::{Site, slashed};
use ignore::{WalkBuilder, WalkState};
use std::collections::HashSet;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

const ENDINGS: [&str; 3] = ["md", "markdown", "mkd"];

/// What a walk came to.
#[derive(Debug, Default)]
pub struct Found {
    /// Sorted.
    pub files: Vec<PathBuf>,
    /// What could not be looked into, in words.
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
    let mut builder = WalkBuilder::new(folder);
    builder.require_git(false).filter_entry(move |entry| {
        entry.depth() == 0
            || !(entry.file_type().is_some_and(|kind| kind.is_dir()) && is_made(entry.path()) || skip(entry.path()))
    });
    builder.build_parallel().run(|| {
        Box::new(|entry| {
            let Ok(mut found) = found.lock() else { return WalkState::Quit };
            match entry {
                Ok(entry) if entry.file_type().is_some_and(|kind| kind.is_file()) && wanted(entry.path()) => {
                    found.files.push(entry.into_path());
                }
                Ok(_) => {}
                // A `.gitignore` with a bad line still counts for its other lines.
                Err(error) if error.is_partial() => {}
                Err(error) => found.errors.push(error.to_string()),
            }
            WalkState::Continue
        })
    });
    let mut found = found.into_inner().unwrap_or_default();
    found.files.sort();
    found.errors.sort();
    found
}

/// Some of the pages below `root`, those that are met first: no more than `most`, and among so many files that it takes no time.
pub(crate) fn some_pages(root: &Path, most: usize) -> Vec<PathBuf> {
    const MOST_FILES: usize = 2000;
    let mut builder = WalkBuilder::new(root);
    builder.require_git(false).sort_by_file_name(std::ffi::OsStr::cmp).filter_entry(|entry| {
        entry.depth() == 0 || !(entry.file_type().is_some_and(|kind| kind.is_dir()) && is_made(entry.path()))
    });
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

/// Reads a file as text. The error says in words what is wrong: that it cannot be read, that it is not UTF-8 and where,
/// or that it is too large for 32-bit offsets.
pub fn read_text(path: &Path) -> Result<String, String> {
    let unreadable = |error: std::io::Error| match path.is_dir() {
        true => "it is a folder".to_owned(),
        false => plain_error(&error),
    };
    let mut file = std::fs::File::open(path).map_err(unreadable)?;
    let known = file.metadata().map_err(unreadable)?;
    if known.len() >= u64::from(u32::MAX) {
        return Err("it is larger than 4 GiB".to_owned());
    }
    let mut bytes = Vec::with_capacity(known.len() as usize + 1);
    file.read_to_end(&mut bytes).map_err(unreadable)?;
    text_of(bytes)
}

/// Bytes as text, with the error of [`read_text`].
pub fn text_of(bytes: Vec<u8>) -> Result<String, String> {
    if bytes.len() >= u32::MAX as usize {
        return Err("it is larger than 4 GiB".to_owned());
    }
    String::from_utf8(bytes).map_err(|error| {
        let before = error.as_bytes().get(..error.utf8_error().valid_up_to()).unwrap_or_default();
        let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
        format!("it is not UTF-8 (line {line})")
    })
}

/// An I/O error without the number that the system gives it.
pub fn plain_error(error: &std::io::Error) -> String {
    let text = error.to_string();
    match text.find(" (os error") {
        Some(at) => text[..at].to_lowercase(),
        None => text,
    }
}

/// Whether a folder is made by tools: package managers' everywhere, a Jekyll site's output and bundled gems.
fn is_made(folder: &Path) -> bool {
    match folder.file_name().and_then(|name| name.to_str()) {
        Some("node_modules" | "_site" | ".jekyll-cache") => true,
        Some("vendor") => folder.with_file_name("_config.yml").exists(),
        _ => false,
    }
}
