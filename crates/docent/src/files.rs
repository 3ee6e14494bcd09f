//! From the paths of a command to the files it works on, each with its site.

use crate::output::shown;
use docent_site::discover::pages_in;
use docent_site::paths::absolute;
use docent_site::read::plain_error;
use docent_site::root::RootFinder;
use docent_site::{PageRole, Site};
use docent_syntax::{Page, is_page_path};
use std::collections::HashMap;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A file to work on.
#[derive(Debug, Clone)]
pub(crate) struct File {
    /// Absolute.
    pub(crate) path: PathBuf,
    /// From the working directory, with `/`.
    pub(crate) shown: String,
    /// It was named itself, not found in a folder: it is neither ignored nor excluded.
    pub(crate) named: bool,
    pub(crate) site: Arc<Site>,
}

impl File {
    /// What the file is to its site.
    pub(crate) fn role(&self, page: &Page) -> PageRole {
        match self.named {
            true => self.site.role_if_named(&self.path, page),
            false => self.site.role(&self.path, page),
        }
    }
}

/// What the paths of a command came to.
#[derive(Debug, Default)]
pub(crate) struct Files {
    /// Sorted by the path shown, each once.
    pub(crate) files: Vec<File>,
    /// All sites met, each once.
    pub(crate) sites: Vec<Arc<Site>>,
    /// The folders that were looked into, each with its site and the pages found in it (sorted).
    pub(crate) walked: Vec<(PathBuf, Arc<Site>, Vec<PathBuf>)>,
    /// The folders that were looked into, and the navigation files that were named.
    named_paths: Vec<PathBuf>,
    /// How many configuration and navigation files were named; they are checked with their sites.
    pub(crate) configurations: usize,
    /// Paths that are not there, and folders that cannot be looked into.
    pub(crate) errors: Vec<String>,
}

/// Sites by root, so that each is loaded once.
#[derive(Debug)]
pub(crate) struct Sites {
    roots: RootFinder,
    loaded: HashMap<PathBuf, Arc<Site>>,
}

/// Where nothing marks a root, the working directory is the root of what is in it.
impl Default for Sites {
    fn default() -> Sites {
        let here = std::env::current_dir().into_iter().collect();
        Sites { roots: RootFinder::with_stand_ins(here), loaded: HashMap::new() }
    }
}

impl Sites {
    /// The site of what is in `folder` (absolute).
    pub(crate) fn of_folder(&mut self, folder: &Path) -> Arc<Site> {
        let root = self.roots.find(folder);
        self.loaded.entry(root.clone()).or_insert_with(|| Arc::new(Site::load_root(root))).clone()
    }

    /// The site of a file (absolute path).
    pub(crate) fn of_file(&mut self, file: &Path) -> Arc<Site> {
        self.of_folder(file.parent().unwrap_or(file))
    }
}

/// The files that `paths` name and the Markdown files in the folders among them; without paths, the working directory.
pub(crate) fn collect(paths: &[PathBuf]) -> Files {
    let here = [PathBuf::from(".")];
    let paths = if paths.is_empty() { &here } else { paths };
    let mut sites = Sites::default();
    let mut collected = Files::default();
    let mut found: Vec<(PathBuf, bool)> = Vec::new();
    let full_paths: Vec<PathBuf> = paths.iter().map(|path| absolute(path)).collect();
    // All of them before the first file is looked at: one folder may be in another.
    let folders: Vec<&PathBuf> = full_paths.iter().filter(|full| full.is_dir()).collect();
    folders.into_iter().for_each(|folder| sites.roots.add_stand_in(folder.clone()));
    for (path, full) in paths.iter().zip(&full_paths) {
        if full.is_dir() {
            let site = sites.of_folder(full);
            collected.add_site(&site);
            let walked = pages_in(full, &site);
            collected.errors.extend(walked.errors);
            collected.named_paths.push(full.clone());
            found.extend(walked.files.iter().map(|file| (file.clone(), false)));
            collected.walked.push((full.clone(), site, walked.files));
        } else {
            match require_file(path, full) {
                Ok(()) => found.push((full.clone(), true)),
                Err(error) => collected.errors.push(error),
            }
        }
    }
    // A file that was named and found in a folder too counts as named.
    found.sort_by(|a, b| a.0.cmp(&b.0).then(b.1.cmp(&a.1)));
    found.dedup_by(|later, earlier| later.0 == earlier.0);
    for (path, named) in found {
        let site = sites.of_file(&path);
        collected.add_site(&site);
        if named && !is_page_path(&path) && site.config_file().as_deref() == Some(&path) {
            collected.configurations += 1;
            continue;
        }
        if named && !is_page_path(&path) && site.navigation_file().as_ref() == Some(&path) {
            collected.named_paths.push(path);
            collected.configurations += 1;
            continue;
        }
        collected.files.push(File { shown: shown(&path), path, named, site });
    }
    collected.files.sort_by(|a, b| a.shown.cmp(&b.shown));
    collected
}

/// The error says in words why a path that was named is not a file to read.
fn require_file(named: &Path, full: &Path) -> Result<(), String> {
    let is_stream = ["/dev", "/proc"].iter().any(|system| full.starts_with(system));
    match std::fs::metadata(full) {
        Ok(metadata) if metadata.is_file() && !is_stream => Ok(()),
        Ok(_) if is_stream => Err(format!(
            "cannot read {}: it is not a regular file; for text that is not in a file, use --stdin-filename",
            named.display()
        )),
        Ok(_) => Err(format!("cannot read {}: it is not a regular file", named.display())),
        Err(error) if error.kind() == ErrorKind::NotFound => Err(format!("cannot find {}", named.display())),
        Err(error) => Err(format!("cannot read {}: {}", named.display(), plain_error(&error))),
    }
}

impl Files {
    /// Whether an argument names the file or a folder above it.
    pub(crate) fn include(&self, path: &Path) -> bool {
        self.named_paths.iter().any(|named| path.starts_with(named))
    }

    fn add_site(&mut self, site: &Arc<Site>) {
        if !self.sites.iter().any(|known| Arc::ptr_eq(known, site)) {
            self.sites.push(site.clone());
        }
    }
}
