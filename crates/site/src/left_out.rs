//! Which pages a walk passes by: what a summary says so that "nothing found" is not taken for all there is. Reads names only.

use crate::ignore_rules::is_hidden;
use crate::paths::slashed;
use crate::site::Site;
use crate::walk::is_made;
use std::collections::VecDeque;
use std::path::{Path, PathBuf};

/// Entries of folders that are looked at, the outermost first: more take noticeable time.
const MAX_ENTRIES: usize = 20_000;

/// Hidden folders of tools, in which no author expects pages of the site.
const OF_TOOLS: [&str; 15] = [
    ".git",
    ".hg",
    ".svn",
    ".bundle",
    ".cache",
    ".docusaurus",
    ".idea",
    ".mypy_cache",
    ".next",
    ".nox",
    ".pytest_cache",
    ".terraform",
    ".tox",
    ".venv",
    ".vscode",
];

/// Pages that a walk passes by, by the reason.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LeftOut {
    /// By `.gitignore` and its like.
    pub ignored: usize,
    /// Their name, or that of a folder above, begins with a dot.
    pub hidden: usize,
    /// Symbolic links to pages, and to folders.
    pub links: usize,
    /// By `exclude` in `docent.yaml`.
    pub excluded: usize,
    /// Not all folders were looked into; there may be more.
    pub is_partial: bool,
}

impl LeftOut {
    pub fn add(&mut self, other: LeftOut) {
        self.ignored += other.ignored;
        self.hidden += other.hidden;
        self.links += other.links;
        self.excluded += other.excluded;
        self.is_partial |= other.is_partial;
    }
}

/// The pages in `folder`, which is one of `site`, that are not among `found` (sorted, from [`crate::discover::pages_in`]).
pub fn left_out(folder: &Path, site: &Site, found: &[PathBuf]) -> LeftOut {
    let mut left_out = LeftOut::default();
    let mut folders = VecDeque::from([(folder.to_owned(), false)]);
    let mut entries = 0;
    while let Some((folder, is_below_hidden)) = folders.pop_front() {
        for entry in std::fs::read_dir(&folder).into_iter().flatten().flatten() {
            entries += 1;
            if entries > MAX_ENTRIES {
                left_out.is_partial = true;
                return left_out;
            }
            let (path, name) = (entry.path(), entry.file_name());
            let is_below_hidden = is_below_hidden || is_hidden(&name);
            let Ok(kind) = entry.file_type() else { continue };
            if kind.is_dir() {
                let is_of_tools = OF_TOOLS.iter().any(|tool| name == **tool) || is_made(&path);
                if !is_of_tools {
                    folders.push_back((path, is_below_hidden));
                }
            } else if kind.is_symlink() {
                left_out.links += usize::from(site.is_page(&path) || path.is_dir());
            } else if site.is_page(&path) && found.binary_search(&path).is_err() {
                let relative = slashed(path.strip_prefix(site.root.as_deref().unwrap_or(&path)).unwrap_or(&path));
                match () {
                    () if site.config.excludes(&relative) => left_out.excluded += 1,
                    () if is_below_hidden => left_out.hidden += 1,
                    () => left_out.ignored += 1,
                }
            }
        }
    }
    left_out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::discover::pages_in;

    #[test]
    fn each_page_that_is_passed_by_has_one_reason() {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path().canonicalize().expect("it is there");
        let files = [
            ("docent.yaml", "exclude: old/\n"),
            (".gitignore", "/drafts/\n/x.md\n"),
            ("a.md", ""),
            ("x.md", ""),
            ("drafts/a.md", ""),
            ("drafts/b.mdx", ""),
            ("old/a.md", ""),
            (".github/CONTRIBUTING.md", ""),
            (".github/.old/x.md", ""),
            (".hidden.MKD", ""),
            (".git/info/x.md", ""),
            ("node_modules/x/README.md", ""),
            ("note.txt", ""),
        ];
        for (path, text) in files {
            let path = root.join(path);
            std::fs::create_dir_all(path.parent().expect("it has a folder")).expect("a folder");
            std::fs::write(path, text).expect("a file");
        }
        #[cfg(unix)]
        for (target, link) in [("a.md", "link.md"), ("drafts", "folder"), ("note.txt", "note")] {
            std::os::unix::fs::symlink(root.join(target), root.join(link)).expect("a link");
        }
        let site = Site::load(&root);
        let found = pages_in(&root, &site).files;
        assert_eq!(found, [root.join(".github/CONTRIBUTING.md"), root.join("a.md")]);
        let links = if cfg!(unix) { 2 } else { 0 };
        let expected = LeftOut { ignored: 3, hidden: 2, links, excluded: 1, is_partial: false };
        assert_eq!(left_out(&root, &site, &found), expected);
    }
}
