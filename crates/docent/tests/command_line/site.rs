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
