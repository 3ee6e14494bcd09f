//! `docent new`, `explain`, `template`, and what holds for all commands.

use crate::harness::Folder;

#[test]
fn the_version_is_printed() {
    let run = Folder::new(&[]).run(&["--version"]);
    assert_eq!(run.stdout, format!("docent {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn new_overwrites_nothing() {
    let folder = Folder::new(&[("house.md", "---\ntitle: A\n---\n"), ("a.md", "mine\n")]);
    let run = folder.run(&["new", "house.md", "a.md"]);
    assert_eq!((run.code, &*run.stderr), (Some(2), "docent: a.md is there already; docent new overwrites nothing\n"));
    assert_eq!(folder.read("a.md"), "mine\n");
}

#[test]
fn new_makes_folders_and_says_what_went_wrong() {
    let folder = Folder::new(&[("house.md", "---\ntitle: A\n---\n"), ("file", "")]);
    let run = folder.run(&["new", "house.md", "some/deep/folder/a.md"]);
    assert_eq!(run.code, Some(0), "{run:?}");
    assert!(run.stdout.starts_with("wrote some/deep/folder/a.md\n"), "{run:?}");
    assert!(folder.path("some/deep/folder/a.md").exists());
    let run = folder.run(&["new", "house.md", "file/a.md"]);
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.starts_with("docent: cannot make the folder file: "), "{run:?}");
    let run = folder.run(&["new", "gone", "b.md"]);
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.starts_with("docent: there is no template 'gone', and no file of this name"), "{run:?}");
    assert_eq!(folder.run(&["new", "house.md", "b.md", "--set", "novalue"]).code, Some(2));
    assert!(!folder.path("b.md").exists());
}

#[test]
fn explaining_what_is_not_there_is_2() {
    let run = Folder::new(&[]).run(&["explain", "no-such-rule-at-all"]);
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.starts_with("docent: there is no rule 'no-such-rule-at-all'"), "{run:?}");
}
