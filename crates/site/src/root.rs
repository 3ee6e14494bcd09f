//! Finding the root of the site that a file belongs to.

use crate::config::CONFIG_FILE;
use crate::site::Site;
use std::collections::HashMap;
use std::path::{Component, Path, PathBuf};

/// What marks a root, the strongest first: a `docent.yaml` further up wins over a `.git` nearby.
const MARKS: [&str; 3] = [CONFIG_FILE, "_config.yml", ".git"];

/// Finds roots and remembers what it saw on the way, so that each folder is looked into once.
#[derive(Debug, Default)]
pub struct RootFinder {
    known: HashMap<PathBuf, [Option<PathBuf>; MARKS.len()]>,
}

impl RootFinder {
    /// The root for what lies in `folder` (absolute; it need not exist).
    pub fn find(&mut self, folder: &Path) -> Option<PathBuf> {
        self.marks(folder).into_iter().flatten().next()
    }

    /// For each mark, the nearest folder at or above `folder` that has it.
    fn marks(&mut self, folder: &Path) -> [Option<PathBuf>; MARKS.len()] {
        let unknown: Vec<&Path> = folder.ancestors().take_while(|above| !self.known.contains_key(*above)).collect();
        let above = folder.ancestors().nth(unknown.len()).and_then(|above| self.known.get(above));
        let mut found = above.cloned().unwrap_or_default();
        for folder in unknown.into_iter().rev() {
            for (mark, nearest) in MARKS.iter().zip(&mut found) {
                if folder.join(mark).exists() {
                    *nearest = Some(folder.to_owned());
                }
            }
            self.known.insert(folder.to_owned(), found.clone());
        }
        found
    }
}

/// Whether all pages below the site's root may be read: not for a home directory or the file system's root, in which a forgotten
/// `.git` lies, and not inside a folder of packages.
pub fn may_be_indexed(site: &Site) -> bool {
    let Some(root) = &site.root else { return false };
    let home = ["HOME", "USERPROFILE"].into_iter().filter_map(std::env::var_os).any(|home| *root == Path::new(&home));
    let is_package = root.components().any(|part| part.as_os_str() == "node_modules");
    !home && !is_package && root.parent().is_some()
}

/// `path` as an absolute one without `.` and `..`, through the file system where a link may be in the way.
pub fn absolute(path: &Path) -> PathBuf {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    if !absolute.components().any(|part| part == Component::ParentDir) {
        return absolute;
    }
    std::fs::canonicalize(&absolute).unwrap_or_else(|_| without_parents(&absolute))
}

fn without_parents(path: &Path) -> PathBuf {
    let mut clean = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => {
                clean.pop();
            }
            other => clean.push(other),
        }
    }
    clean
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn a_configuration_wins_over_nearer_marks() {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path();
        fs::create_dir_all(root.join("docs/site/pages/deep")).expect("folders");
        fs::write(root.join("docs/site/_config.yml"), "").expect("a file");
        fs::create_dir(root.join("docs/site/pages/.git")).expect("a folder");
        let pages = root.join("docs/site/pages/deep");
        assert_eq!(RootFinder::default().find(&pages), Some(root.join("docs/site")));
        fs::write(root.join("docs/docent.yaml"), "").expect("a file");
        let mut finder = RootFinder::default();
        assert_eq!(finder.find(&pages), Some(root.join("docs")));
        assert_eq!(finder.find(&root.join("docs/other/not/there")), Some(root.join("docs")));
        assert_ne!(finder.find(root), Some(root.join("docs")));
    }

    #[test]
    fn parent_steps_are_taken() {
        assert_eq!(absolute(Path::new("/not/there/../x.md")), Path::new("/not/x.md"));
    }
}
