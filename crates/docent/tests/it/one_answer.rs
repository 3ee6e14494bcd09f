//! One answer for one file, however it is reached; and what a run says of what it has not looked at.

use crate::harness::{Folder, Run, command};

const PAGE: &str = "[a](gone.md) and [b](#no)\n";

/// The rules of the findings, in order.
fn rules(run: &Run) -> Vec<String> {
    let rule =
        |line: &str| line.split_once('[').and_then(|(_, rest)| rest.split_once(']')).map(|(rule, _)| rule.to_owned());
    run.stdout.lines().filter_map(rule).collect()
}

fn check(folder: &Folder, arguments: &[&str]) -> Run {
    folder.run(&[&["check", "--format", "concise"], arguments].concat())
}

/// Pages that the walk passes by.
fn passed_by() -> Vec<&'static str> {
    let mut pages =
        vec!["ignored.md", ".hidden.md", ".config/notes.md", "old/excluded.md", "notes.txt", "assets/copied.md"];
    pages.extend(cfg!(unix).then_some("link.md"));
    pages
}

/// No index knows what is in a hidden folder other than `.github`, so links into one are not judged.
fn text_of(page: &str) -> String {
    PAGE.replace("gone.md", if page.starts_with(".config/") { "../gone.md" } else { "gone.md" })
}

fn site() -> Folder {
    let configuration = "exclude: old/\nsite:\n  assets: assets/\n";
    let folder = Folder::new(&[("docent.yaml", configuration), (".gitignore", "ignored.md\n"), ("real.md", PAGE)]);
    for page in passed_by() {
        #[cfg(unix)]
        if page == "link.md" {
            std::os::unix::fs::symlink("real.md", folder.path(page)).expect("a link");
            continue;
        }
        folder.write(page, text_of(page).as_bytes());
    }
    folder
}

#[test]
fn a_file_that_is_named_gets_every_rule() {
    let folder = site();
    for page in passed_by() {
        let named = check(&folder, &[page]);
        assert_eq!(rules(&named), ["broken-link", "broken-anchor"], "{page}: {named:?}");
        assert_eq!(named.code, Some(1));
        let piped = folder
            .run_with_input(&["check", "--format", "concise", "--stdin-filename", page], text_of(page).as_bytes());
        assert_eq!(piped.stdout, named.stdout, "{page}");
        let fixed = folder.run(&["fix", page]);
        assert!(fixed.stderr.contains("2 findings remain (2 warnings) in 1 file"), "{page}: {fixed:?}");
    }
    assert_eq!(rules(&check(&folder, &[])).len(), 2, "a folder has only what the walk finds");
}

#[test]
fn a_file_outside_of_the_working_directory_gets_every_rule() {
    let (folder, here) = (site(), Folder::new(&[]));
    for page in passed_by() {
        let path = folder.path(page);
        let run = check(&here, &[path.to_str().expect("UTF-8")]);
        assert_eq!(rules(&run), ["broken-link", "broken-anchor"], "{page}: {run:?}");
    }
}

#[test]
fn files_that_are_named_together_see_each_other() {
    let folder = Folder::new(&[
        (".gitignore", "*.md\n"),
        ("a.md", "# A\n\n[b](b.md#b) [gone](b.md#gone)\n"),
        ("b.md", "# B\n\n[a](a.md#a)\n"),
    ]);
    assert_eq!(rules(&check(&folder, &["a.md", "b.md"])), ["broken-anchor"]);
    assert_eq!(
        rules(&check(&folder, &["a.md"])),
        ["broken-link", "broken-link"],
        "a file that is not named is ignored"
    );
}

#[test]
fn every_ending_of_a_page_counts() {
    for ending in ["md", "markdown", "mkd", "mkdn", "mkdown", "mdown", "mdx", "MD", "MdX"] {
        let name = format!("x.{ending}");
        let folder = Folder::new(&[(&name, PAGE), ("a.md", &format!("# A\n\n[x]({name})\n"))]);
        assert_eq!(rules(&check(&folder, &[])), ["broken-link", "broken-anchor"], "{ending}");
        assert_eq!(rules(&check(&folder, &[&name])), ["broken-link", "broken-anchor"], "{ending}");
    }
}

/// What Jekyll does not convert is served under the name of its file.
#[test]
fn jekyll_does_not_convert_every_ending() {
    let page = "---\ntitle: X\n---\n\n# X\n";
    let links = "---\n---\n\n[a](a.html) [b](b.html) [c](c.mdx) [d](d.mdown) [e](c.html) [f](d.html)\n";
    let folder = Folder::new(&[
        ("_config.yml", ""),
        ("a.mkdn", page),
        ("b.mkdown", page),
        ("c.mdx", page),
        ("d.mdown", page),
        ("index.md", links),
    ]);
    let run = check(&folder, &[]);
    assert_eq!(rules(&run), ["broken-link", "broken-link"], "{run:?}");
    assert!(run.stdout.contains("'/c.html'") && run.stdout.contains("'/d.html'"), "{run:?}");
}

#[test]
fn without_a_marker_the_working_directory_is_the_root() {
    let folder =
        Folder::new(&[("a.md", "# A\n\n[b](b/b.md#b) [gone](b/gone.md)\n"), ("b/b.md", "# B\n\n[a](../a.md#no)\n")]);
    assert_eq!(rules(&check(&folder, &[])), ["broken-link", "broken-anchor"]);
    assert_eq!(rules(&check(&folder, &["b/b.md"])), ["broken-anchor"]);
    assert_eq!(rules(&check(&folder, &["b"])), ["broken-anchor"]);
    let here = Folder::new(&[]);
    let (whole, page) = (folder.path(""), folder.path("b/b.md"));
    let (whole, page) = (whole.to_str().expect("UTF-8"), page.to_str().expect("UTF-8"));
    assert_eq!(rules(&check(&here, &[whole])), ["broken-link", "broken-anchor"], "a folder that is named is the root");
    assert_eq!(
        rules(&check(&here, &[page])),
        [] as [&str; 0],
        "the file's own folder is, and the link leads out of it"
    );
    let links = folder.run(&["links", "b/b.md"]);
    assert_eq!(links.stdout, "a.md:3:5: b/b.md#b\n", "{links:?}");
    let moved = folder.run(&["mv", "b/b.md", "c.md"]);
    assert_eq!(moved.code, Some(0), "{moved:?}");
    assert_eq!(folder.read("a.md"), "# A\n\n[b](c.md#b) [gone](b/gone.md)\n");
    assert_eq!(folder.read("c.md"), "# B\n\n[a](a.md#no)\n");
}

#[test]
fn a_run_says_what_it_looked_at_and_what_it_left_out() {
    let run = site().run(&["check"]);
    let links = if cfg!(unix) { ", 1 symbolic link" } else { "" };
    let expected = format!(
        "Checked 1 page of the plain site in this folder (left out: 1 git-ignored, 2 hidden{links}, 1 excluded by docent.yaml)\n"
    );
    assert!(run.stderr.starts_with(&expected), "{}", run.stderr);
    let report = site().run(&["check", "--format", "json"]).json();
    assert_eq!(report["sites"], serde_json::json!([{ "root": ".", "kind": "plain", "rulesBetweenPages": true }]));
    assert_eq!((&report["leftOut"]["ignored"], &report["leftOut"]["hidden"]), (&1.into(), &2.into()));
    let jekyll = Folder::new(&[("_config.yml", ""), ("_template/a.md", "# A\n"), ("b.md", "# B\n")]);
    assert_eq!(
        jekyll.run(&["check"]).stderr,
        "Checked 1 page and 1 template page of the Jekyll site in this folder\n2 files checked: nothing found\n"
    );
}

/// A home directory is no site, with or without a forgotten `.git` in it.
#[test]
fn a_run_says_that_rules_between_pages_did_not_run() {
    let folder = Folder::new(&[("a.md", PAGE), ("notes/a.md", PAGE)]);
    let home = folder.path("").canonicalize().expect("it is there");
    let run = |arguments: &[&str]| {
        let mut command = command(&home, arguments);
        Run::of(command.env("HOME", &home).output().expect("docent ends"))
    };
    let whole = run(&["check"]);
    assert_eq!(
        whole.stderr,
        "Checked 2 pages of the plain site in this folder\nRules between pages did not run: this folder is your home directory\n\
         2 files checked: nothing found in the pages by themselves\n"
    );
    let notes = run(&["check", "--format", "concise", "notes"]);
    assert_eq!(rules(&notes), ["broken-link", "broken-anchor"], "a folder in it that is named is a root: {notes:?}");
    std::fs::create_dir(home.join(".git")).expect("a folder");
    assert!(run(&["check", "notes"]).stderr.contains("did not run"));
}
