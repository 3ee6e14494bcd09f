//! `docent mv` and `docent links`: pages among other pages.

use crate::harness::Folder;

const ONE: &str = "---\ntitle: One\nredirect_from: old-one\n---\n\n# A\n\n[two](two.html) ![i](../img/x.png)\n";
const TWO: &str = "---\ntitle: Two\n---\n\nä [one](one.html#a)\n[old](/old-one.html) {% link a/one.md %}\n";
const THREE: &str = "---\n---\n\n[one]({% link a/one.md %}) [self](#x)\n";

fn site() -> Folder {
    Folder::new(&[("_config.yml", ""), ("a/one.md", ONE), ("a/two.md", TWO), ("three.md", THREE), ("img/x.png", "")])
}

#[test]
fn what_links_to_a_page() {
    let run = site().run(&["links", "a/one.md"]);
    assert_eq!(run.code, Some(0), "{run:?}");
    assert_eq!(
        run.stdout,
        "a/two.md:5:9: one.html#a\na/two.md:6:7: /old-one.html (through the redirect /old-one.html)\n\
         three.md:4:7: {% link a/one.md %}\n"
    );
    assert_eq!(run.stderr, "3 links on 2 pages to a/one.md\n");
    let run = site().run(&["links", "a/one.md", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&run.stdout).expect("JSON");
    assert_eq!((&json["page"], &json["address"]), (&"a/one.md".into(), &"/a/one.html".into()));
    assert_eq!(json["links"][1]["redirect"], "/old-one.html");
    assert_eq!(json["links"][0]["fragment"], "a");
    assert_eq!(json["links"].as_array().map(Vec::len), Some(3));
    for (page, code) in [("nix.md", 2), ("img/x.png", 2), ("three.md", 0)] {
        assert_eq!(site().run(&["links", page]).code, Some(code), "{page}");
    }
}

#[test]
fn a_page_moves_and_links_follow() {
    let site = site();
    let run = site.run(&["mv", "a/one.md", "b c/uno.md"]);
    assert_eq!(run.code, Some(0), "{run:?}");
    assert_eq!(run.stderr, "moved a/one.md to b c/uno.md; 5 changes in 3 files\n");
    assert!(!site.path("a/one.md").exists());
    assert_eq!(
        site.read("b c/uno.md"),
        "---\ntitle: One\nredirect_from:\n  - old-one\n  - /a/one.html\n---\n\n# A\n\n[two](../a/two.html) ![i](../img/x.png)\n"
    );
    assert_eq!(site.read("a/two.md"), TWO.replace("one.html#a", "../b%20c/uno.html#a"));
    assert_eq!(site.read("three.md"), THREE.replace("a/one.md", "b c/uno.md"));
}

#[test]
fn a_diff_changes_nothing() {
    let site = site();
    let run = site.run(&["mv", "--diff", "a", "b/"]);
    assert_eq!(run.code, Some(0), "{run:?}");
    assert!(
        run.stdout.contains("-[one]({% link a/one.md %}) [self](#x)\n+[one]({% link b/a/one.md %}) [self](#x)\n"),
        "{run:?}"
    );
    assert_eq!((site.read("a/one.md"), site.read("three.md")), (ONE.to_owned(), THREE.to_owned()));
}

#[test]
fn what_cannot_move_says_why_and_changes_nothing() {
    let site = site();
    for (old, new, reason) in [
        ("nix.md", "b.md", "cannot find nix.md"),
        ("a/one.md", "a/two.md", "there is a/two.md already"),
        ("a", "a/b", "a cannot be moved into itself"),
        ("three.md", "three.md", "three.md lies there already"),
        ("three.md", "/three-of-docent.md", "would leave its site"),
        ("three.md", "old-one.md", "a/one.md redirects from /old-one.html already"),
    ] {
        let run = site.run(&["mv", old, new]);
        assert_eq!(run.code, Some(2), "{run:?}");
        assert!(run.stderr.contains(reason), "{reason}: {run:?}");
    }
    assert_eq!(
        (site.read("a/one.md"), site.read("a/two.md"), site.read("three.md")),
        (ONE.to_owned(), TWO.to_owned(), THREE.to_owned())
    );
}

/// With the last file read-only, those before it are as they were.
#[test]
#[cfg(unix)]
fn all_files_are_written_or_none() {
    let site = site();
    let three = site.path("three.md");
    let mut permissions = std::fs::metadata(&three).expect("it is there").permissions();
    permissions.set_readonly(true);
    std::fs::set_permissions(&three, permissions).expect("they can be set");
    let run = site.run(&["mv", "a/one.md", "b.md"]);
    assert_eq!(run.code, Some(2), "{run:?}");
    assert!(run.stderr.contains("cannot write three.md: it is read-only; nothing was changed"), "{run:?}");
    assert_eq!((site.read("a/one.md"), site.read("a/two.md")), (ONE.to_owned(), TWO.to_owned()));
}

/// A site with a way out of it: a link to a folder outside, a link to a folder inside, a site of its own, a link to nothing.
#[cfg(unix)]
fn site_with_ways_out() -> Folder {
    use std::os::unix::fs::symlink;
    let folder = Folder::new(&[
        ("site/_config.yml", ""),
        ("site/.gitignore", "ignored/\n"),
        ("site/a.md", "# A\n\n[b](b.md)\n"),
        ("site/b.md", "# B\n\n[a](a.md)\n"),
        ("site/docs/c.md", "# C\n"),
        ("site/nested/_config.yml", ""),
        ("site/picture.txt", "text\n"),
        ("outside/x.md", "# X\n"),
    ]);
    symlink("../outside", folder.path("site/out")).expect("a link");
    symlink("docs", folder.path("site/inside")).expect("a link");
    symlink("../outside/gone.md", folder.path("site/dangling.md")).expect("a link");
    symlink("gone", folder.path("site/nowhere")).expect("a link");
    symlink("b.md", folder.path("site/link.md")).expect("a link");
    folder
}

#[cfg(unix)]
#[test]
fn a_page_never_leaves_its_site() {
    for (old, new, reason) in [
        ("site/a.md", "site/out/a.md", "would leave its site"),
        ("site/a.md", "site/out/", "would leave its site"),
        ("site/a.md", "site/out", "would leave its site"),
        ("site/a.md", "site/out/new/deep/a.md", "would leave its site"),
        ("site/a.md", "site/inside/../../outside/a.md", "would leave its site"),
        ("site/docs", "site/out/docs", "would leave its site"),
        ("site/picture.txt", "site/out/picture.txt", "would leave its site"),
        ("site/a.md", "site/nested/a.md", "which is a site of its own"),
        ("site/a.md", "site/nested/new/a.md", "which is a site of its own"),
        ("site/a.md", "site/dangling.md", "there is site/dangling.md already"),
        ("site/a.md", "site/link.md", "there is site/link.md already"),
        ("site/b.md", "site/link.md", "there is site/link.md already"),
        ("site/a.md", "site/nowhere/a.md", "site/nowhere is no folder"),
        ("site/a.md", "site/picture.txt/a.md", "site/picture.txt is no folder"),
        ("site/a.md", "site/ignored/a.md", "site/ignored is ignored, hidden, or made by a tool"),
        ("site/docs", "site/.hidden/deep/docs", "site/.hidden is ignored, hidden, or made by a tool"),
        ("site/a.md", "site/node_modules/x/a.md", "site/node_modules is ignored, hidden, or made by a tool"),
        ("site/link.md", "site/c.md", "is a symbolic link; move the file that it leads to"),
        ("site/out/x.md", "site/x.md", "lies outside of the site"),
    ] {
        let folder = site_with_ways_out();
        for arguments in [&["mv", "--diff", old, new][..], &["mv", old, new]] {
            let run = folder.run(arguments);
            assert_eq!(run.code, Some(2), "{arguments:?}: {run:?}");
            assert!(run.stderr.contains(reason), "{reason}: {run:?}");
        }
        assert_eq!(folder.read("site/b.md"), "# B\n\n[a](a.md)\n");
        assert!(folder.path("site/a.md").exists() && folder.path("site/docs/c.md").exists());
        let names: Vec<_> = std::fs::read_dir(folder.path("outside")).expect("a folder").flatten().collect();
        assert_eq!(names.len(), 1, "{old} {new}: {names:?}");
        assert!(folder.path("site/dangling.md").symlink_metadata().expect("a link").is_symlink());
    }
}

/// The page lies where the link leads, and so do the links to it.
#[cfg(unix)]
#[test]
fn a_link_inside_the_site_is_followed() {
    let folder = site_with_ways_out();
    let run = folder.run(&["mv", "site/a.md", "site/inside/new/a.md"]);
    assert_eq!(run.code, Some(0), "{run:?}");
    assert_eq!(run.stderr, "moved site/a.md to site/docs/new/a.md; 2 changes in 2 files\n");
    assert_eq!(folder.read("site/b.md"), "# B\n\n[a](docs/new/a.md)\n");
    assert!(folder.read("site/docs/new/a.md").contains("[b](../../b.md)"));
}

/// Further names of a file keep its text, and what is no text of it stays.
#[cfg(unix)]
#[test]
fn hard_links_and_modes_survive_a_move() {
    use std::os::unix::fs::{MetadataExt, PermissionsExt};
    let site = site();
    std::fs::hard_link(site.path("three.md"), site.path("second.txt")).expect("a hard link");
    std::fs::set_permissions(site.path("a/two.md"), std::fs::Permissions::from_mode(0o640)).expect("permissions");
    assert_eq!(site.run(&["mv", "a/one.md", "b/uno.md"]).code, Some(0));
    assert_eq!(site.read("second.txt"), THREE.replace("a/one.md", "b/uno.md"));
    let metadata = |path: &str| std::fs::metadata(site.path(path)).expect("a file");
    assert_eq!(metadata("second.txt").ino(), metadata("three.md").ino());
    assert_eq!(metadata("a/two.md").permissions().mode() & 0o777, 0o640);
}
