//! `docent fix`: what it writes, and what it leaves alone.

use crate::harness::{CLEAN, Folder};

#[test]
fn a_clean_file_is_not_touched() {
    let folder = Folder::new(&[("a.md", CLEAN)]);
    let before = std::fs::metadata(folder.path("a.md")).and_then(|data| data.modified()).expect("a time");
    let run = folder.run(&["fix"]);
    assert_eq!(run.code, Some(0), "{run:?}");
    assert_eq!(folder.read("a.md"), CLEAN);
    let after = std::fs::metadata(folder.path("a.md")).and_then(|data| data.modified()).expect("a time");
    assert_eq!(before, after);
}

#[test]
fn nothing_to_fix_in_nothing_is_2() {
    let folder = Folder::new(&[]);
    assert_eq!(folder.run(&["fix"]).code, Some(2));
    assert_eq!(folder.run(&["fix", "gone.md"]).code, Some(2));
}
