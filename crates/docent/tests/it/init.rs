//! `docent init`: what it writes, says, and leaves alone.

use crate::harness::{CLEAN, Folder};

#[test]
fn a_configuration_that_docent_itself_finds_nothing_wrong_with() {
    let folder =
        Folder::new(&[("_config.yml", ""), ("a.md", CLEAN), ("notes.md", "# Notes\n"), ("dist/x.md", "# X\n")]);
    let run = folder.run(&["init"]);
    assert_eq!((run.code, &*run.stdout), (Some(0), ""), "{run:?}");
    for line in [
        "wrote docent.yaml",
        "a Jekyll site: 2 pages",
        "liveperson/page (built in) holds for 1 page",
        "1 page without a template",
        "dist/ looks like made by a tool",
    ] {
        assert!(run.stderr.contains(line), "{line} is in {}", run.stderr);
    }
    let written = folder.read("docent.yaml");
    assert!(written.contains("\n  - liveperson # ") && written.contains("\n  - /dist/**\n"), "{written}");
    let run = folder.run(&["check", "--format", "json"]);
    assert_eq!(run.json()["findings"], serde_json::json!([]), "{run:?}");
    assert_eq!(run.json()["filesChecked"], 2, "{run:?}");
}

#[test]
fn what_is_there_is_never_overwritten() {
    let folder = Folder::new(&[("docent.yaml", "rules: {}\n"), ("a.md", CLEAN)]);
    let run = folder.run(&["init"]);
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("docent.yaml is there already; docent init overwrites nothing"), "{run:?}");
    assert_eq!(folder.read("docent.yaml"), "rules: {}\n");
}

#[test]
fn a_dry_run_prints_it_and_writes_nothing() {
    let folder = Folder::new(&[("pages/a.md", CLEAN)]);
    let run = folder.run(&["init", "--dry-run", "pages"]);
    assert_eq!(run.code, Some(0));
    assert!(run.stdout.contains("  - liveperson # liveperson/page 1 page\n"), "{run:?}");
    assert!(run.stderr.contains("pages that have permalinks (no _config.yml)"), "{run:?}");
    assert!(!folder.path("pages/docent.yaml").exists());
    let run = folder.run(&["init", "--dry-run", "pages/a.md"]);
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("pages/a.md is no folder"), "{run:?}");
}

#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_written_to() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = Folder::new(&[("a.md", CLEAN)]);
    // A link that leads nowhere is there all the same.
    symlink("/nowhere/at/all.yaml", folder.path("docent.yaml")).expect("a link");
    assert_eq!(folder.run(&["init"]).code, Some(2));
    std::fs::remove_file(folder.path("docent.yaml")).expect("the link");
    std::fs::set_permissions(folder.path("."), std::fs::Permissions::from_mode(0o555)).expect("permissions");
    let run = folder.run(&["init"]);
    // Nothing is forbidden to root.
    let may = std::fs::write(folder.path("probe"), "").is_ok();
    assert_eq!(run.code, Some(if may { 0 } else { 2 }), "{run:?}");
    std::fs::set_permissions(folder.path("."), std::fs::Permissions::from_mode(0o755)).expect("permissions");
}
