//! Whole ways through the binary with real pages: what is found, shown, repaired and written.

use crate::harness::{CLEAN, Folder};
use expect_test::expect;
use serde_json::json;

/// The same page with two mistakes that have safe fixes.
const SLIPS: &str = "---\npagename: Delete A Phrase\nsiteSection: Documents\ncategoryname: Content Tools\n\
    documentname: Phrase Book API\nsubfoldername: Methods\npermalink: phrase-book-api-methods-delete-a-phrase.html\n\
    indicator: Chat\n---\n\nDeletes a phrase.\n";

fn slips_with(change: impl Fn(&str) -> String) -> Folder {
    let folder = Folder::new(&[]);
    folder.write("page.md", change(SLIPS).as_bytes());
    folder
}

/// Where something stands in the embedded templates is not what these tests are about.
fn without_template_lines(output: &str) -> String {
    let mut pieces = output.split("(liveperson/page:");
    let first = pieces.next().unwrap_or_default().to_owned();
    pieces.fold(first, |text, piece| {
        let rest = piece.trim_start_matches(|c: char| c.is_ascii_digit() || c == ':');
        text + "(liveperson/page:…" + rest
    })
}

#[test]
fn a_page_of_the_embedded_set_is_known_by_its_keys() {
    let folder = Folder::new(&[("notes.md", "# Notes\n"), ("slips.md", SLIPS), ("README.md", "# Read me\n")]);
    let run = folder.run(&["check", "--color", "never"]);
    assert_eq!(run.code, Some(1));
    expect![[r#"
        error[unknown-key]: The key 'siteSection' is not known; 'sitesection' is
         --> slips.md:3:1
          |
        3 | siteSection: Documents
          | ^^^^^^^^^^^
          |
          = note: 'sitesection' is described here (liveperson/page:…)
          = fix: Rename the key to 'sitesection'

        error[invalid-value]: The value of 'indicator' is 'Chat'; it must be 'messaging', 'chat' or 'both'
         --> slips.md:8:12
          |
        8 | indicator: Chat
          |            ^^^^
          |
          = note: 'indicator' is described here (liveperson/page:…)
          = fix: Replace by 'chat'
          = fix (unsafe): Replace by 'both'
          = fix (unsafe): Replace by 'messaging'

    "#]]
    .assert_eq(&without_template_lines(&run.stdout));
    expect![[r#"
        Checked 3 pages of the plain site in this folder
        2 errors in 1 file (3 checked); 'docent fix' repairs 2
    "#]]
    .assert_eq(&run.stderr);
}

#[test]
fn concise_and_json_tell_the_same() {
    let folder = slips_with(str::to_owned);
    let concise = folder.run(&["check", "--format", "concise"]);
    let report = folder.run(&["check", "--format", "json"]).json();
    let findings = report["findings"].as_array().expect("an array");
    assert_eq!(concise.stdout.lines().count(), findings.len());
    assert_eq!(findings[0]["rule"], "unknown-key");
    assert_eq!(
        findings[0]["range"],
        json!({"start": {"line": 2, "character": 0}, "end": {"line": 2, "character": 11}})
    );
    assert_eq!(findings[0]["fixes"][0]["safe"], true);
}

#[test]
fn template_says_what_page_it_is() {
    let folder = Folder::new(&[("README.md", "# Read me\n")]);
    assert_eq!(folder.run(&["check"]).code, Some(0));
    let run = folder.run(&["check", "--template", "liveperson/overview", "--format", "concise"]);
    assert_eq!(run.code, Some(1));
    assert!(run.stdout.contains("missing-front-matter"), "{run:?}");
    let run = folder.run_with_input(&["check", "--template", "overview", "--stdin-filename", "x.md"], b"text\n");
    assert_eq!(run.code, Some(1));
}

#[test]
fn severities_follow_the_configuration() {
    let folder =
        Folder::new(&[("docent.yaml", "rules: { unknown-key: hint, invalid-value: off }\n"), ("page.md", SLIPS)]);
    let run = folder.run(&["check", "--format", "concise"]);
    assert_eq!(run.code, Some(0), "{run:?}");
    assert!(run.stdout.contains(": hint[unknown-key]"), "{run:?}");
    assert_eq!(folder.run(&["check", "--fail-on", "hint"]).code, Some(1));
    assert!(!run.stdout.contains("invalid-value"), "{run:?}");
}

#[test]
fn template_pages_are_checked_as_templates() {
    let template = "---\ndocent:\n  template: x\n---\n\n## A\n<!-- docent: itmes=2 -->\n";
    let folder = Folder::new(&[("_template/x.md", template)]);
    let run = folder.run(&["check", "--format", "concise"]);
    assert_eq!(run.code, Some(1), "{run:?}");
    assert!(run.stdout.starts_with("_template/x.md:7:"), "{run:?}");
    assert!(run.stdout.contains("error[template-syntax]"), "{run:?}");
    // A page elsewhere brings the findings of the templates that the configuration names along.
    folder.write("docent.yaml", b"templates: _template/*.md\n");
    folder.write("pages/a.md", b"# A\n");
    assert_eq!(folder.run(&["check", "pages", "--format", "concise"]).stdout, run.stdout);
}

#[test]
fn fix_repairs_what_is_safe_and_keeps_the_rest_as_it_was() {
    for (ending, mark) in [("\n", ""), ("\r\n", ""), ("\r\n", "\u{feff}")] {
        let folder = slips_with(|text| format!("{mark}{}", text.replace('\n', ending)));
        let run = folder.run(&["fix"]);
        // With a byte order mark before it, the generator would not see the front matter.
        assert_eq!(folder.read("page.md"), CLEAN.replace('\n', ending), "{run:?}");
        assert_eq!(run.code, Some(0), "{run:?}");
        assert!(run.stdout.starts_with("fixed page.md: "), "{run:?}");
        assert!(run.summary().starts_with("Fixed ") && run.stderr.ends_with("; nothing remains\n"), "{run:?}");
    }
    let marked = "\u{feff}# Title\r\n";
    let folder = Folder::new(&[("page.md", marked)]);
    assert_eq!((folder.run(&["fix"]).code, &*folder.read("page.md")), (Some(0), marked));
}

#[test]
fn diff_shows_and_writes_nothing() {
    let folder = slips_with(str::to_owned);
    let run = folder.run(&["fix", "--diff"]);
    assert_eq!(run.code, Some(1), "{run:?}");
    assert_eq!(folder.read("page.md"), SLIPS);
    expect![[r#"
        --- a/page.md
        +++ b/page.md
        @@ -1,11 +1,11 @@
         ---
         pagename: Delete A Phrase
        -siteSection: Documents
        +sitesection: Documents
         categoryname: Content Tools
         documentname: Phrase Book API
         subfoldername: Methods
         permalink: phrase-book-api-methods-delete-a-phrase.html
        -indicator: Chat
        +indicator: chat
         ---
 
         Deletes a phrase.
    "#]]
    .assert_eq(&run.stdout.replace("\n \n", "\n\n"));
    let clean = Folder::new(&[("page.md", CLEAN)]);
    let run = clean.run(&["fix", "--diff"]);
    assert_eq!((run.code, &*run.stdout), (Some(0), ""));
}

#[cfg(unix)]
#[test]
fn fix_keeps_permissions_and_follows_links() {
    use std::fs;
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = slips_with(str::to_owned);
    fs::set_permissions(folder.path("page.md"), fs::Permissions::from_mode(0o640)).expect("permissions");
    // Hidden: of two pages with one permalink readers see only one.
    fs::rename(folder.path("page.md"), folder.path(".page.md")).expect("it moves");
    symlink(".page.md", folder.path("link.md")).expect("a link");
    let run = folder.run(&["fix", "link.md"]);
    assert_eq!((run.code, &*folder.read(".page.md")), (Some(0), CLEAN), "{run:?}");
    assert!(fs::symlink_metadata(folder.path("link.md")).expect("a link").is_symlink());
    assert_eq!(fs::metadata(folder.path(".page.md")).expect("a file").permissions().mode() & 0o777, 0o640);
    let names: Vec<_> =
        fs::read_dir(folder.path("")).expect("a folder").flatten().map(|entry| entry.file_name()).collect();
    assert_eq!(names.len(), 2, "nothing is left behind: {names:?}");
}

#[cfg(unix)]
#[test]
fn fix_leaves_read_only_files_alone() {
    use std::fs;
    use std::os::unix::fs::PermissionsExt;
    let folder = slips_with(str::to_owned);
    fs::set_permissions(folder.path("page.md"), fs::Permissions::from_mode(0o444)).expect("permissions");
    let run = folder.run(&["fix"]);
    assert_eq!((run.code, &*folder.read("page.md")), (Some(2), SLIPS), "{run:?}");
    assert_eq!(
        run.stderr,
        "docent: cannot write page.md: it is read-only; nothing was changed\n\
         Checked 1 page of the Jekyll site in this folder\nFixed nothing; 2 findings remain (2 errors) in 1 file\n"
    );
    assert!(run.stdout.contains("unknown-key") && !run.stdout.contains("fixed"), "{run:?}");
}

#[test]
fn a_new_page_says_what_is_left_and_is_clean_once_filled_in() {
    let folder = Folder::new(&[]);
    let run =
        folder.run(&["new", "overview", "pages/overview.md", "--set", "pagename=Overview", "--set", "indicator=chat"]);
    assert_eq!(run.code, Some(0), "{run:?}");
    let text = folder.read("pages/overview.md");
    assert!(text.contains("pagename: Overview\n") && text.contains("indicator: chat\n"), "{text}");
    for heading in ["### Introduction", "### Getting started", "### Use cases"] {
        assert!(text.contains(heading), "{text}");
    }
    let left: Vec<String> =
        run.stdout.lines().skip(2).map(|line| line.split(' ').take(2).collect::<Vec<_>>().join(" ")).collect();
    expect![[r#"
        [
            "pages/overview.md:4:15: warning[template-placeholder]",
            "pages/overview.md:5:15: warning[template-placeholder]",
            "pages/overview.md:6:16: warning[template-placeholder]",
            "pages/overview.md:7:12: warning[template-placeholder]",
            "pages/overview.md:11:1: warning[empty-section]",
            "pages/overview.md:19:4: warning[template-placeholder]",
            "pages/overview.md:31:1: warning[empty-section]",
        ]
    "#]]
    .assert_debug_eq(&left);
}

#[test]
fn a_new_page_is_clean_once_it_is_filled_in() {
    // The pages that the canned text links to are not here.
    let folder = Folder::new(&[("docent.yaml", "site:\n  ignore-links: \"*.html\"\n")]);
    let values = ["pagename=Overview", "indicator=chat", "categoryname=Tools", "documentname=Phrase Book API"];
    let mut arguments = vec!["new", "liveperson/overview", "overview.md", "--set", "subfoldername="];
    arguments.extend(values.iter().flat_map(|value| ["--set", value]));
    assert_eq!(folder.run(&arguments).code, Some(0));
    let text = folder.read("overview.md");
    assert!(text.contains("permalink: phrase-book-api-overview.html\n"), "{text}");
    let filled = text
        .replace("{{service name}}", "phrases")
        .replace("### Introduction\n", "### Introduction\n\nKeeps the phrases that agents use.\n")
        + "\n* Fill the phrase book from a translation system.\n* Show the phrases in another tool.\n";
    folder.write("overview.md", filled.as_bytes());
    let run = folder.run(&["check", "--fail-on", "hint"]);
    assert_eq!((run.code, &*run.stdout), (Some(0), ""), "{run:?}");
}

#[test]
fn rules_are_listed_and_explained() {
    let folder = Folder::new(&[]);
    let list = folder.run(&["explain"]).stdout;
    assert!(list.starts_with("Front matter\n  front-matter-syntax"), "{list}");
    assert!(list.contains("\nSections\n") && list.contains("\nSteps\n"), "{list}");
    let page = folder.run(&["explain", "missing-section"]);
    assert_eq!(page.code, Some(0));
    assert!(page.stdout.starts_with("# missing-section\n"), "{}", page.stdout);
    let run = folder.run(&["explain", "missing-setion"]);
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("did you mean 'missing-section'"), "{}", run.stderr);
}

#[test]
fn templates_are_listed_shown_and_imported() {
    let house = "---\ndocent:\n  template: house\n  title: House page\n---\n\n## What\n";
    let ordinary =
        "---\ntitle: The title\nkind: accepts \"a\" or \"b\"\n---\n\n## First\n\nWhat to write here.\n\n## Second\n";
    let folder =
        Folder::new(&[("docent.yaml", "templates: house.md\n"), ("house.md", house), ("ordinary.md", ordinary)]);
    let list = folder.run(&["template", "list"]).stdout;
    expect![[r#"
        house                House page (house.md)
        adr/madr             architecture decision record with options (compiled in)
        adr/nygard           architecture decision record (compiled in)
        liveperson/page      documentation page (compiled in)
        liveperson/overview  API overview (compiled in)
    "#]]
    .assert_eq(&list);
    assert_eq!(folder.run(&["template", "show", "house"]).stdout, house);
    assert!(folder.run(&["template", "show", "overview"]).stdout.contains("### Getting started"));
    assert_eq!(folder.run(&["template", "show", "gone"]).code, Some(2));
    let imported = folder.run(&["template", "import", "ordinary.md"]);
    assert_eq!(imported.code, Some(0), "{imported:?}");
    assert!(imported.stdout.contains("enum: [a, b]"), "{}", imported.stdout);
    // What was imported is a template like any other.
    folder.write("imported.md", imported.stdout.as_bytes());
    let run = folder.run(&["check", "imported.md"]);
    assert_eq!(run.code, Some(0), "{run:?}");
    assert_eq!(folder.run(&["template", "import", "gone.md"]).code, Some(2));
}
