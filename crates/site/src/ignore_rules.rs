//! What `.gitignore`, `.ignore`, `.git/info/exclude` and the user's global excludes leave out of a walk.
//!
//! The `ignore` crate's own walk opens these files itself, whatever they are: a link to `/dev/zero` or a FIFO, which an unpacked archive
//! may bring along, would take all memory or block for ever. Here they are read by [`crate::read`], and that crate's matcher gets
//! the lines. Precedence is git's: deeper folders first, `.ignore` before `.gitignore`, then the repository's and the user's excludes.

use crate::read::{ReadError, plain_error, read_regular, resolve_inside};
use crate::root::RootFinder;
use ignore::Match;
use ignore::gitignore::{Gitignore, GitignoreBuilder};
use std::collections::{BTreeSet, HashMap};
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

/// The largest file of patterns that is read, in bytes: each line becomes a part of an automaton.
const MAX_IGNORE_BYTES: u64 = 1 << 20;

/// The patterns that hold below a folder. Reads the files of each folder once, when the first entry of that folder is looked up.
pub(crate) struct IgnoreRules {
    /// No file of patterns counts above this folder: the top of the repository, else the site's root.
    top: PathBuf,
    global: Gitignore,
    folders: RwLock<HashMap<PathBuf, Arc<FolderRules>>>,
    errors: Mutex<BTreeSet<String>>,
}

/// The files of one folder, and of those above it.
#[derive(Default)]
struct FolderRules {
    above: Option<Arc<FolderRules>>,
    ignore: Option<Gitignore>,
    git_ignore: Option<Gitignore>,
    git_exclude: Option<Gitignore>,
    /// `.gitignore` files above do not count here.
    is_repository: bool,
}

impl IgnoreRules {
    /// The rules for a walk that begins at `folder` (absolute), in the site with this root; without it, where a file marks one.
    pub(crate) fn for_walk(folder: &Path, root: Option<&Path>) -> IgnoreRules {
        let repository = folder.ancestors().find(|above| above.join(".git").exists()).map(Path::to_owned);
        let root = || root.map(Path::to_owned).or_else(|| RootFinder::default().marked(folder));
        let top = repository.or_else(root).unwrap_or_else(|| folder.to_owned());
        IgnoreRules { top, global: Gitignore::global().0, folders: RwLock::default(), errors: Mutex::default() }
    }

    /// Whether the entry at `path`, which lies below the walk's folder, is left out. Hidden entries are, unless a pattern takes them in.
    pub(crate) fn leave_out(&self, path: &Path, is_folder: bool) -> bool {
        let rules = path.parent().map(|folder| self.of_folder(folder));
        match self.decide(rules.as_deref(), path, is_folder) {
            Match::Ignore(()) => true,
            Match::Whitelist(()) => false,
            Match::None => path.file_name().is_some_and(is_hidden),
        }
    }

    /// What could not be read, in words, sorted.
    pub(crate) fn errors(&self) -> Vec<String> {
        self.errors.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
    }

    fn decide(&self, rules: Option<&FolderRules>, path: &Path, is_folder: bool) -> Match<()> {
        let matched = |patterns: &Gitignore| patterns.matched(path, is_folder).map(|_| ());
        let chain = || std::iter::successors(rules, |rules| rules.above.as_deref());
        let first = |of: fn(&FolderRules) -> Option<&Gitignore>, stops_at_repository: bool| {
            let mut decision = Match::None;
            for rules in chain() {
                decision = decision.or(of(rules).map_or(Match::None, matched));
                if !decision.is_none() || (stops_at_repository && rules.is_repository) {
                    break;
                }
            }
            decision
        };
        first(|rules| rules.ignore.as_ref(), false)
            .or(first(|rules| rules.git_ignore.as_ref(), true))
            .or(first(|rules| rules.git_exclude.as_ref(), true))
            .or(matched(&self.global))
    }

    fn of_folder(&self, folder: &Path) -> Arc<FolderRules> {
        if let Some(known) = self.folders.read().unwrap_or_else(PoisonError::into_inner).get(folder) {
            return known.clone();
        }
        // Not by recursion: paths may be as deep as the system allows.
        let mut unknown = Vec::new();
        let mut rules = Arc::new(FolderRules::default());
        for above in folder.ancestors().take_while(|above| above.starts_with(&self.top)) {
            if let Some(known) = self.folders.read().unwrap_or_else(PoisonError::into_inner).get(above) {
                rules = known.clone();
                break;
            }
            unknown.push(above);
        }
        for folder in unknown.into_iter().rev() {
            rules = self.read_folder(folder, rules);
            let mut folders = self.folders.write().unwrap_or_else(PoisonError::into_inner);
            folders.insert(folder.to_owned(), rules.clone());
        }
        rules
    }

    /// Gives `above` back where the folder adds nothing.
    fn read_folder(&self, folder: &Path, above: Arc<FolderRules>) -> Arc<FolderRules> {
        let ignore = self.patterns(folder, &folder.join(".ignore"));
        let git_ignore = self.patterns(folder, &folder.join(".gitignore"));
        let git = folder.join(".git");
        let is_repository = git.exists();
        let git_exclude = is_repository.then(|| self.patterns(folder, &git_data(&git).join("info/exclude"))).flatten();
        if ignore.is_none() && git_ignore.is_none() && !is_repository {
            return above;
        }
        Arc::new(FolderRules { above: Some(above), ignore, git_ignore, git_exclude, is_repository })
    }

    fn patterns(&self, folder: &Path, file: &Path) -> Option<Gitignore> {
        let text = match self.read(file) {
            Ok(text) => text,
            Err(ReadError::Missing) => return None,
            Err(error) => {
                let message = format!("cannot read {}: {error}", file.display());
                self.errors.lock().unwrap_or_else(PoisonError::into_inner).insert(message);
                return None;
            }
        };
        let mut builder = GitignoreBuilder::new(folder);
        for line in text.trim_start_matches('\u{feff}').lines() {
            // A bad line does not take away the others.
            let _ = builder.add_line(Some(file.to_owned()), line);
        }
        builder.build().ok()
    }

    /// The text of a file of patterns; bytes that are not UTF-8 cost their line only. Those of a worktree's repository lie outside
    /// of `top` and are found by no symbolic link.
    fn read(&self, file: &Path) -> Result<String, ReadError> {
        let link = match file.symlink_metadata() {
            Ok(metadata) => metadata.is_symlink(),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Err(ReadError::Missing),
            // `.git` may be a file.
            Err(error) if error.kind() == std::io::ErrorKind::NotADirectory => return Err(ReadError::Missing),
            Err(error) => return Err(ReadError::Unreadable(plain_error(&error))),
        };
        let file = if link { resolve_inside(&self.top, file)? } else { file.to_owned() };
        let bytes = read_regular(&file, MAX_IGNORE_BYTES).map_err(ReadError::Unreadable)?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }
}

/// Whether an entry of a folder with this name is left out of a walk because it begins with a dot. `.github` is not: there GitHub
/// looks for the contribution guide and the templates of issues, to which pages link.
pub(crate) fn is_hidden(name: &OsStr) -> bool {
    name.as_encoded_bytes().starts_with(b".") && name != ".github"
}

/// Where a repository keeps its data: in `.git`, or where that file of a worktree says.
fn git_data(git: &Path) -> PathBuf {
    const MAX_POINTER_BYTES: u64 = 1 << 16;
    let pointer = |file: &Path| {
        let bytes = read_regular(file, MAX_POINTER_BYTES).ok()?;
        String::from_utf8(bytes).ok().map(|text| text.trim().to_owned())
    };
    if git.is_dir() {
        return git.to_owned();
    }
    let Some(text) = pointer(git) else { return git.to_owned() };
    let Some(folder) = text.strip_prefix("gitdir:") else { return git.to_owned() };
    let worktree = git.with_file_name(folder.trim());
    pointer(&worktree.join("commondir")).map_or(worktree.clone(), |common| worktree.join(common))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::walk::markdown_files;
    use std::fs;

    fn folder(files: &[(&str, &str)]) -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path().canonicalize().expect("it is there");
        for (path, text) in files {
            let path = root.join(path);
            fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
            fs::write(path, text).expect("a file");
        }
        (folder, root)
    }

    fn found(root: &Path, folder: &str) -> (Vec<String>, Vec<String>) {
        let found = markdown_files(&root.join(folder), |_, _| false);
        let shown = |path: &PathBuf| path.strip_prefix(root).expect("inside").to_string_lossy().into_owned();
        (found.files.iter().map(shown).collect(), found.errors)
    }

    #[test]
    fn deeper_files_win_and_patterns_of_every_file_count() {
        let (_keep, root) = folder(&[
            (".git/info/exclude", "/private\n*.tmp.md\n"),
            (".gitignore", "\u{feff}*.draft.md\r\n/only-here.md\n[bad\n!.shown\n"),
            (".ignore", "!kept.draft.md\n"),
            ("a.draft.md", ""),
            ("kept.draft.md", ""),
            ("only-here.md", ""),
            ("private/x.md", ""),
            ("b.tmp.md", ""),
            (".hidden/x.md", ""),
            (".shown/x.md", ""),
            ("deep/.gitignore", "!*.draft.md\nx/\n"),
            ("deep/a.draft.md", ""),
            ("deep/only-here.md", ""),
            ("deep/x/y.md", ""),
            ("deep/private/x.md", ""),
        ]);
        let all = [".shown/x.md", "deep/a.draft.md", "deep/only-here.md", "deep/private/x.md", "kept.draft.md"];
        assert_eq!(found(&root, ""), (all.map(str::to_owned).to_vec(), Vec::new()));
        // A walk that begins deeper reads the files above it.
        assert_eq!(found(&root, "deep").0, all[1..4]);
    }

    #[test]
    fn patterns_above_the_repository_do_not_count() {
        let (_keep, root) = folder(&[(".gitignore", "*\n"), ("repo/.git/HEAD", ""), ("repo/a.md", "")]);
        assert_eq!(found(&root, "repo").0, ["repo/a.md"]);
        let (_keep, root) = folder(&[(".gitignore", "*\n"), ("site/docent.yaml", ""), ("site/a.md", "")]);
        assert_eq!(found(&root, "site").0, ["site/a.md"]);
    }

    #[test]
    fn a_worktree_has_the_excludes_of_its_repository() {
        let (_keep, root) = folder(&[
            ("repo/.git/info/exclude", "x.md\n"),
            ("repo/.git/worktrees/tree/commondir", "../..\n"),
            ("tree/x.md", ""),
            ("tree/y.md", ""),
        ]);
        let pointer = format!("gitdir: {}\n", root.join("repo/.git/worktrees/tree").display());
        fs::write(root.join("tree/.git"), pointer).expect("a file");
        assert_eq!(found(&root, "tree").0, ["tree/y.md"]);
    }

    #[cfg(unix)]
    #[test]
    fn what_is_not_a_regular_file_is_reported_and_costs_only_its_patterns() {
        use std::os::unix::fs::symlink;
        for name in [".gitignore", ".ignore", ".git/info/exclude", "deep/.gitignore"] {
            for kind in ["zero", "fifo", "outside", "large", "folder"] {
                let (_keep, outside) = folder(&[("patterns", "a.md\n")]);
                let (_keep, root) = folder(&[(".git/info/x", ""), ("a.md", ""), ("deep/a.md", "")]);
                let file = root.join(name);
                match kind {
                    "zero" => symlink("/dev/zero", &file).expect("a link"),
                    "outside" => symlink(outside.join("patterns"), &file).expect("a link"),
                    "large" => fs::write(&file, "a.md\n".repeat(1 << 18)).expect("a file"),
                    "folder" => fs::create_dir(&file).expect("a folder"),
                    _ => {
                        let status = std::process::Command::new("mkfifo").arg(&file).status().expect("mkfifo");
                        assert!(status.success());
                    }
                }
                let (files, errors) = found(&root, "");
                assert_eq!(files, ["a.md", "deep/a.md"], "{name} {kind}");
                assert_eq!(errors.len(), 1, "{name} {kind}: {errors:?}");
                let reason = match kind {
                    "zero" | "outside" => "it leads out of the site",
                    "large" => "it is larger than 1 MiB",
                    "folder" => "it is a folder",
                    _ => "it is a named pipe, not a regular file",
                };
                assert_eq!(errors[0], format!("cannot read {}: {reason}", file.display()));
            }
        }
        // A link to a file of the site is read.
        let (_keep, root) = folder(&[("patterns", "a.md\n"), ("a.md", ""), ("docent.yaml", "")]);
        symlink("patterns", root.join(".gitignore")).expect("a link");
        assert_eq!(found(&root, ""), (Vec::new(), Vec::new()));
    }
}
