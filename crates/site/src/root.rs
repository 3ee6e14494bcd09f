//! Finding the root of the site that a file belongs to.

use crate::config::CONFIG_FILE;
use docent_generators::config_files;
use docent_syntax::work::{Work, count};
use std::collections::HashMap;
use std::ffi::OsString;
use std::path::{Component, Path, PathBuf};

/// The kinds of marks of a root, the strongest first: a `docent.yaml` further up wins over a generator's configuration, and that over a
/// `.git` nearby.
const MARKS: usize = 3;

/// Which kinds of marks a folder has.
fn marks_in(folder: &Path) -> [bool; MARKS] {
    let has = |file: &str| folder.join(file).exists();
    [has(CONFIG_FILE), config_files().any(has), has(".git")]
}

/// The files whose change makes a site another one: `docent.yaml`, and the configurations of generators.
pub fn configuration_files() -> impl Iterator<Item = &'static str> {
    [CONFIG_FILE].into_iter().chain(config_files())
}

/// "docent.yaml, _config.yml or .git"
pub fn marks_in_words() -> String {
    format!("{} or .git", configuration_files().collect::<Vec<_>>().join(", "))
}

/// Finds roots and caches what it sees on the way, so that each folder is looked into once. Where nothing marks a root, a folder that
/// stands in for one is the root ([`RootFinder::with_stand_ins`]), else the folder itself.
///
/// Time and memory are proportional to the length of a path: each folder is stored under its own name, below the one above.
#[derive(Debug)]
pub struct RootFinder {
    /// The first one is above all others.
    folders: Vec<Folder>,
    stand_ins: Vec<PathBuf>,
    #[cfg(test)]
    looked_into: usize,
}

/// A folder that was looked into.
#[derive(Debug, Default)]
struct Folder {
    inside: HashMap<OsString, usize>,
    /// For each mark, how many parts the path of the nearest folder with it has, at or above this one.
    marks: [Option<usize>; MARKS],
    /// Nothing is in what is not there.
    is_missing: bool,
}

impl Default for RootFinder {
    fn default() -> RootFinder {
        RootFinder::with_stand_ins(Vec::new())
    }
}

impl RootFinder {
    /// `stand_ins` (absolute) are the roots of what is in them where nothing marks another one: the working directory of a terminal, the
    /// folders of a workspace. Of two that contain a path the outer one counts. One whose pages may not all be read stands in for nothing.
    pub fn with_stand_ins(stand_ins: Vec<PathBuf>) -> RootFinder {
        RootFinder {
            folders: vec![Folder::default()],
            stand_ins: stand_ins.into_iter().filter(|folder| reason_not_to_index(folder).is_none()).collect(),
            #[cfg(test)]
            looked_into: 0,
        }
    }

    /// The finder that separates the files of the site with this root from those of sites inside it.
    pub fn inside(root: &Path) -> RootFinder {
        RootFinder::with_stand_ins(vec![root.to_owned()])
    }

    /// Adds a folder that is named, whether or not its pages may be read: what is in it is of no smaller site.
    pub fn add_stand_in(&mut self, folder: PathBuf) {
        if !self.stand_ins.contains(&folder) {
            self.stand_ins.push(folder);
        }
    }

    /// The root for what is in `folder` (absolute; it need not exist).
    pub fn find(&mut self, folder: &Path) -> PathBuf {
        if let Some(root) = self.marked(folder) {
            return root;
        }
        let around = self.stand_ins.iter().filter(|stand_in| folder.starts_with(stand_in));
        let outer = around.min_by_key(|stand_in| stand_in.as_os_str().len());
        outer.map_or_else(|| folder.to_owned(), PathBuf::clone)
    }

    /// The root that a file marks; `None` where nothing does.
    pub fn marked(&mut self, folder: &Path) -> Option<PathBuf> {
        let parts = self.marks(folder).into_iter().flatten().next()?;
        Some(folder.components().take(parts).collect())
    }

    /// For each mark, how many parts the path of the nearest folder has that has it.
    fn marks(&mut self, folder: &Path) -> [Option<usize>; MARKS] {
        let (mut at, mut path) = (0, PathBuf::new());
        for (above, part) in folder.components().enumerate() {
            path.push(part);
            at = match self.folders[at].inside.get(part.as_os_str()) {
                Some(known) => *known,
                None => self.look_into(at, &path, part, above + 1),
            };
            if self.folders[at].is_missing {
                break;
            }
        }
        self.folders[at].marks
    }

    fn look_into(&mut self, above: usize, path: &Path, part: Component<'_>, parts: usize) -> usize {
        count(Work::FilesRead, 1);
        #[cfg(test)]
        {
            self.looked_into += 1;
        }
        let mut folder = Folder { marks: self.folders[above].marks, ..Folder::default() };
        folder.is_missing = matches!(part, Component::Normal(_)) && !path.is_dir();
        if !folder.is_missing {
            for (is_marked, nearest) in marks_in(path).into_iter().zip(&mut folder.marks) {
                if is_marked {
                    *nearest = Some(parts);
                }
            }
        }
        let new = self.folders.len();
        self.folders.push(folder);
        self.folders[above].inside.insert(part.as_os_str().to_owned(), new);
        new
    }
}

/// Why the pages below `root` are not all read, in words that follow "the root"; `None` where they are. A home directory or the root of a
/// file system may have a forgotten `.git` in it, a folder of packages is not the author's, and of a folder that does not exist nothing is known.
pub fn reason_not_to_index(root: &Path) -> Option<&'static str> {
    let is_home = ["HOME", "USERPROFILE"].into_iter().filter_map(std::env::var_os).any(|home| root == Path::new(&home));
    let is_package = || root.components().any(|part| part.as_os_str() == "node_modules");
    match root.parent() {
        None => Some("is the root of the file system"),
        Some(_) if is_home => Some("is your home directory"),
        Some(_) if is_package() => Some("is inside a folder of packages (`node_modules`)"),
        // A document of another machine, or one that was never saved.
        Some(_) if !root.is_dir() => Some("does not exist"),
        Some(_) => None,
    }
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
        assert_eq!(RootFinder::default().find(&pages), root.join("docs/site"));
        fs::write(root.join("docs/docent.yaml"), "").expect("a file");
        let mut finder = RootFinder::default();
        assert_eq!(finder.find(&pages), root.join("docs"));
        assert_eq!(finder.find(&root.join("docs/other/not/there")), root.join("docs"));
        assert_eq!(finder.marked(root), None);
    }

    #[test]
    fn without_marks_a_stand_in_is_the_root_else_the_folder_itself() {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path();
        fs::create_dir_all(root.join("a/b/c")).expect("folders");
        fs::create_dir_all(root.join("a/site/deep")).expect("folders");
        fs::write(root.join("a/site/docent.yaml"), "").expect("a file");
        assert_eq!(RootFinder::default().find(&root.join("a/b")), root.join("a/b"));
        let mut finder = RootFinder::with_stand_ins(vec![root.join("a/b"), root.join("a")]);
        assert_eq!(finder.find(&root.join("a/b/c")), root.join("a"), "the outer one");
        assert_eq!(finder.find(&root.join("a/b/not/there")), root.join("a"));
        assert_eq!(finder.find(&root.join("a/site/deep")), root.join("a/site"), "a mark wins");
        assert_eq!(finder.find(&root.join("ab")), root.join("ab"), "a name is no folder");
        assert_eq!(finder.find(root), root);
    }

    #[test]
    fn a_folder_that_is_too_large_stands_in_for_nothing() {
        let mut finder = RootFinder::with_stand_ins(vec![PathBuf::from("/")]);
        assert_eq!(finder.find(Path::new("/not/there")), Path::new("/not/there"));
        assert_eq!(reason_not_to_index(Path::new("/")), Some("is the root of the file system"));
        assert!(reason_not_to_index(Path::new("/a/node_modules/b")).is_some());
    }

    /// The path of a document that an editor opens may be of any length, and nothing of it may exist.
    #[test]
    fn what_a_long_path_costs_is_proportional_to_what_exists_of_it() {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path();
        fs::create_dir_all(root.join("a/b")).expect("folders");
        fs::write(root.join("a/docent.yaml"), "").expect("a file");
        let mut finder = RootFinder::default();
        let existing = root.join("a/b").components().count();
        for parts in [10, 1_000, 100_000] {
            let long = root.join("a/b").join("x/".repeat(parts));
            assert_eq!(finder.find(&long), root.join("a"));
            assert_eq!(finder.looked_into, existing + 1, "{parts} parts");
            assert_eq!(finder.folders.len(), existing + 2);
            assert_eq!(finder.find(&long), root.join("a"));
        }
        // What exists is stored once for all that is below it.
        fs::create_dir_all(root.join("y/".repeat(100))).expect("folders");
        let mut finder = RootFinder::default();
        let above = root.components().count();
        for parts in 1..=100 {
            finder.find(&root.join("y/".repeat(parts)));
            assert_eq!(finder.looked_into, above + parts);
        }
    }
}
