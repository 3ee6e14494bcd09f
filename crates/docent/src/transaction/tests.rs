//! Commits that fail, panic, or are interrupted at each of their steps.

use super::*;
use std::collections::BTreeMap;
use tempfile::TempDir;

/// A folder with a page that moves with its folder, a plain page, and a page with a second name.
struct Fixture {
    folder: TempDir,
}

/// What each change is about: path, old text, new text.
const CHANGES: [(&str, &str, &str); 4] = [
    ("moving/inner.md", "inner\n", "inner, longer than before\n"),
    ("plain.md", "plain\n", "x\n"),
    ("named.md", "named, and long\n", "short\n"),
    ("empty.md", "", "no longer empty\n"),
];

impl Fixture {
    fn new() -> Fixture {
        let fixture = Fixture { folder: tempfile::tempdir().expect("a folder") };
        fs::create_dir(fixture.path("moving")).expect("a folder");
        for (path, old, _) in CHANGES {
            fs::write(fixture.path(path), old).expect("a file");
        }
        fs::write(fixture.path("moving/untouched.md"), "untouched\n").expect("a file");
        fs::hard_link(fixture.path("named.md"), fixture.path("second name.txt")).expect("a hard link");
        fixture
    }

    fn path(&self, below: &str) -> PathBuf {
        fs::canonicalize(self.folder.path()).expect("it is there").join(below)
    }

    /// Every file and folder, with its text.
    fn tree(&self) -> BTreeMap<String, String> {
        let mut tree = BTreeMap::new();
        let mut folders = vec![self.path("")];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(&folder).expect("a folder").flatten() {
                let path = entry.path();
                let name = path.strip_prefix(self.path("")).expect("below").to_string_lossy().into_owned();
                match path.is_dir() {
                    true => {
                        tree.insert(name, "(folder)".to_owned());
                        folders.push(path);
                    }
                    false => _ = tree.insert(name, fs::read_to_string(path).expect("a text")),
                }
            }
        }
        tree
    }

    fn commit(&self, before_step: &mut dyn FnMut() -> Result<(), Stop>) -> Result<(), CommitError> {
        let paths = CHANGES.map(|(path, ..)| self.path(path));
        let changes: Vec<TextChange<'_>> =
            paths.iter().zip(CHANGES).map(|(path, (_, old, new))| TextChange { path, old, new }).collect();
        let (from, to) = (self.path("moving"), self.path("new/deep/moved"));
        commit_with(&changes, Some(Relocation { from: &from, to: &to }), before_step)
    }
}

fn changed_tree() -> BTreeMap<String, String> {
    let mut tree: BTreeMap<String, String> = CHANGES.map(|(path, _, new)| (path.to_owned(), new.to_owned())).into();
    let inner = tree.remove("moving/inner.md").expect("it is there");
    tree.insert("new/deep/moved/inner.md".to_owned(), inner);
    tree.insert("new/deep/moved/untouched.md".to_owned(), "untouched\n".to_owned());
    tree.insert("second name.txt".to_owned(), "short\n".to_owned());
    tree.extend(["new", "new/deep", "new/deep/moved"].map(|folder| (folder.to_owned(), "(folder)".to_owned())));
    tree
}

/// How many steps a commit without trouble takes.
fn number_of_steps() -> usize {
    let (fixture, mut steps) = (Fixture::new(), 0);
    let count = &mut || {
        steps += 1;
        Ok(())
    };
    fixture.commit(count).expect("nothing fails");
    assert_eq!(fixture.tree(), changed_tree());
    steps
}

#[test]
fn what_ends_at_any_step_changes_nothing_and_leaves_nothing() {
    let steps = number_of_steps();
    assert_eq!(steps, 2 * CHANGES.len() + 2, "staging, the move, writing, the end");
    for last in 0..steps {
        for signal in [None, Some(15)] {
            let (fixture, mut step) = (Fixture::new(), 0);
            let before = fixture.tree();
            let outcome = fixture.commit(&mut || {
                step += 1;
                match (step > last, signal) {
                    (false, _) => Ok(()),
                    (true, Some(signal)) => Err(Stop::Signal(signal)),
                    (true, None) => Err(Stop::Failed("no space".to_owned())),
                }
            });
            let expected = match signal {
                Some(signal) => CommitError::Interrupted(signal, "nothing was changed".to_owned()),
                None => CommitError::Failed("no space; nothing was changed".to_owned()),
            };
            assert_eq!(outcome, Err(expected), "step {last}");
            assert_eq!(fixture.tree(), before, "step {last}");
        }
    }
}

#[test]
fn a_panic_at_any_step_changes_nothing_and_leaves_nothing() {
    for last in 0..number_of_steps() {
        let (fixture, mut step) = (Fixture::new(), 0);
        let before = fixture.tree();
        let run = || {
            fixture.commit(&mut || {
                step += 1;
                assert!(step <= last, "a mistake");
                Ok(())
            })
        };
        assert!(std::panic::catch_unwind(std::panic::AssertUnwindSafe(run)).is_err());
        assert_eq!(fixture.tree(), before, "step {last}");
    }
}

/// Another program writes to one of the files at any step: its text survives, and nothing of ours is written.
#[test]
fn what_another_program_writes_meanwhile_is_kept() {
    for (path, ..) in CHANGES {
        for last in 0..number_of_steps() {
            let (fixture, mut step) = (Fixture::new(), 0);
            let mut expected = fixture.tree();
            let outcome = fixture.commit(&mut || {
                step += 1;
                if step == last + 1 {
                    let moved = fixture.path(&path.replace("moving", "new/deep/moved"));
                    let place = if moved.exists() { moved } else { fixture.path(path) };
                    // As an editor writes it: a new file in place of the old one.
                    fs::write(fixture.path("draft"), "theirs\n").expect("a file");
                    fs::rename(fixture.path("draft"), place).expect("it takes the place");
                }
                Ok(())
            });
            let tree = fixture.tree();
            let theirs = tree.values().any(|text| text == "theirs\n");
            assert!(theirs, "{path} at step {last}: {tree:?}");
            let Err(CommitError::Failed(reason)) = outcome else {
                // It came after ours, which was complete: all others are changed.
                let changed = changed_tree();
                let others = tree.iter().filter(|(_, text)| *text != "theirs\n");
                assert!(
                    others.into_iter().all(|(name, text)| changed.get(name) == Some(text)),
                    "{path} at step {last}"
                );
                continue;
            };
            assert!(reason.contains("has been changed by another program"), "{reason}");
            if reason.ends_with("nothing was changed") {
                expected.insert(path.to_owned(), "theirs\n".to_owned());
                assert_eq!(tree, expected, "{path} at step {last}");
            }
        }
    }
}

#[cfg(unix)]
#[test]
fn modes_names_and_attributes_stay() {
    use std::os::unix::fs::{MetadataExt, PermissionsExt};
    let fixture = Fixture::new();
    fs::set_permissions(fixture.path("plain.md"), fs::Permissions::from_mode(0o640)).expect("permissions");
    let before = fs::metadata(fixture.path("named.md")).expect("a file").ino();
    #[cfg(target_os = "linux")]
    let has_attributes =
        rustix::fs::setxattr(fixture.path("plain.md"), "user.note", b"kept", rustix::fs::XattrFlags::empty()).is_ok();
    fixture.commit(&mut || Ok(())).expect("nothing fails");
    let inode = |path: &str| fs::metadata(fixture.path(path)).expect("a file").ino();
    assert_eq!((inode("named.md"), inode("second name.txt")), (before, before));
    assert_eq!(fs::metadata(fixture.path("plain.md")).expect("a file").permissions().mode() & 0o777, 0o640);
    #[cfg(target_os = "linux")]
    if has_attributes {
        let mut value = [0; 16];
        let length = rustix::fs::getxattr(fixture.path("plain.md"), "user.note", &mut value[..]).expect("it is there");
        assert_eq!(&value[..length], b"kept");
    }
}

#[cfg(unix)]
#[test]
fn two_names_of_one_file_need_one_text() {
    let fixture = Fixture::new();
    let (one, two) = (fixture.path("named.md"), fixture.path("second name.txt"));
    let change = |path, new| TextChange { path, old: CHANGES[2].1, new };
    let before = fixture.tree();
    let outcome = commit_with(&[change(&one, "a"), change(&two, "b")], None, &mut || Ok(()));
    assert!(matches!(&outcome, Err(CommitError::Failed(reason)) if reason.contains("are one file")), "{outcome:?}");
    assert_eq!(fixture.tree(), before);
    commit_with(&[change(&one, "a"), change(&two, "a")], None, &mut || Ok(())).expect("they agree");
    assert_eq!(fixture.tree()["second name.txt"], "a");
}

#[cfg(unix)]
#[test]
fn nothing_moves_onto_a_dangling_link() {
    let fixture = Fixture::new();
    std::os::unix::fs::symlink("gone", fixture.path("link")).expect("a link");
    let (from, to) = (fixture.path("plain.md"), fixture.path("link"));
    let outcome = commit_with(&[], Some(Relocation { from: &from, to: &to }), &mut || Ok(()));
    assert!(matches!(&outcome, Err(CommitError::Failed(reason)) if reason.contains("already")), "{outcome:?}");
    assert!(from.exists() && to.symlink_metadata().expect("a link").is_symlink());
}

/// A file with several names is written where it stands; what another program has put there since is not undone.
#[test]
fn what_came_after_ours_is_not_undone() {
    for path in ["plain.md", "named.md"] {
        let fixture = Fixture::new();
        let paths = [fixture.path(path), fixture.path("empty.md")];
        let old = fs::read_to_string(&paths[0]).expect("a text");
        let changes = [
            TextChange { path: &paths[0], old: &old, new: "ours\n" },
            TextChange { path: &paths[1], old: "", new: "ours\n" },
        ];
        let outcome = commit_with(&changes, None, &mut || {
            let is_written = fs::read_to_string(&paths[0]).expect("a text") == "ours\n";
            if !is_written {
                return Ok(());
            }
            fs::write(&paths[0], "theirs\n").expect("it can be written");
            Err(Stop::Failed("no space".to_owned()))
        });
        let Err(CommitError::Failed(reason)) = outcome else { panic!("{outcome:?}") };
        assert!(reason.contains("cannot restore") && reason.contains("its old text is in "), "{reason}");
        assert_eq!(
            (fs::read_to_string(&paths[0]).expect("a text"), &*fixture.tree()["empty.md"]),
            ("theirs\n".to_owned(), "")
        );
        assert!(fixture.tree().iter().any(|(name, text)| name.contains(".docent-") && *text == old));
    }
}
