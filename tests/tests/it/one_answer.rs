//! `docent check` of a folder, of each of its pages by name, over standard input, and `docent lsp` find the same in the same page.

#![allow(clippy::unwrap_used)]

use docent_tests::generator::{Options, generate};
use docent_tests::held_findings::checked_with;
use docent_tests::lsp_client::{LspClient, file_uri, rich_client};
use docent_tests::one_answer::{assert_one_answer, copy, write_page_of_each_ending};
use docent_tests::open_page::OpenPage;
use docent_tests::workspace;
use serde_json::Value;
use std::io::Write;
use std::path::Path;

/// What marks a root; nothing, too.
const MARKERS: [Option<&str>; 4] = [None, Some("docent.yaml"), Some("_config.yml"), Some(".git/HEAD")];

fn mark(root: &Path, marker: Option<&str>) {
    if let Some(marker) = marker {
        let file = root.join(marker);
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(file, "").unwrap();
    }
}

#[test]
fn every_ending_with_and_without_a_marker() {
    for marker in MARKERS {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap();
        write_page_of_each_ending(&root);
        mark(&root, marker);
        let (pages, findings) = assert_one_answer(&root, usize::MAX);
        assert_eq!(pages, 10, "{marker:?}");
        assert!(findings > 2 * pages, "{marker:?}: rules between pages run");
    }
}

#[test]
fn the_example_site() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().canonicalize().unwrap();
    copy(&workspace::root().join("examples/liveperson-site"), &root);
    let (pages, findings) = assert_one_answer(&root, usize::MAX);
    assert!(pages > 20 && findings > 20);
}

#[test]
fn a_generated_site_with_faults() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().canonicalize().unwrap();
    generate(&root, &Options { pages: 240, faults: true, ..Options::default() }).unwrap();
    let (_, findings) = assert_one_answer(&root, 12);
    assert!(findings > 20, "{findings}");
}

#[test]
fn options_of_rules_for_some_paths() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().canonicalize().unwrap();
    let write = |path: &str, text: &str| {
        std::fs::create_dir_all(root.join(path).parent().unwrap()).unwrap();
        std::fs::write(root.join(path), text).unwrap();
    };
    let configuration = "\
templates: t.md
pages: { path: \"p/**\", template: t }
rules:
  unexpected-section: { severity: hint, allow: \"About *\" }
  broken-anchor: { ignore: \"tab-*\" }
  near-miss-value: { min-pages: 3 }
overrides:
  - path: p/strict/**
    rules:
      unexpected-section: { allow: [] }
      unknown-key: { allow: titel }
      near-miss-value: { ignore-keys: kind }
";
    write("docent.yaml", configuration);
    write(
        "t.md",
        "---\ndocent: { template: t, closed: true }\nfront-matter: { properties: { title: {} } }\n---\n\n## Use\n",
    );
    let page = "---\ntitel: A\nkind: Breads\n---\n\n## Use\n\n[a](#tab-1) [b](#nowhere)\n\n## About us\n\nText.\n";
    write("p/a.md", page);
    write("p/strict/b.md", page);
    for number in 0..10 {
        write(&format!("q/{number}.md"), "---\nkind: Bread\n---\n");
    }
    let (pages, _) = assert_one_answer(&root, usize::MAX);
    assert_eq!(pages, 13);
    let findings = checked_with(&root, &["."], &[]);
    let holds = |path: &str, rules: &[&str]| {
        let found = &findings[&file_uri(&root.join(path))];
        assert_eq!(found.len(), rules.len(), "{found:?}");
        assert!(rules.iter().all(|rule| found.iter().any(|line| line.contains(rule))), "{found:?}");
    };
    holds("p/a.md", &["unknown-key", "near-miss-value", "broken-anchor"]);
    holds("p/strict/b.md", &["broken-anchor", "unexpected-section"]);
}

/// The pages of real teams are no part of the project; where they are absent the test says so and passes.
#[test]
fn real_pages() {
    let corpus = workspace::root().join("../shared/corpus");
    if !corpus.is_dir() {
        writeln!(std::io::stderr(), "skipped: the real pages are not here").unwrap();
        return;
    }
    for marker in [None, Some("docent.yaml")] {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap();
        copy(&corpus, &root);
        mark(&root, marker);
        let (pages, findings) = assert_one_answer(&root, 12);
        writeln!(std::io::stderr(), "{pages} real pages, {findings} findings, {marker:?}").unwrap();
    }
}

/// The one difference: a page that the configuration excludes is checked once an author names it, and left alone in an editor, which
/// opens what an author only reads.
#[test]
fn an_excluded_page_is_checked_only_where_it_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().canonicalize().unwrap();
    std::fs::write(root.join("docent.yaml"), "exclude: /old.md\n").unwrap();
    std::fs::write(root.join("old.md"), "[a](gone.md)\n").unwrap();
    let uri = file_uri(&root.join("old.md"));
    assert!(checked_with(&root, &["old.md"], &[]).contains_key(&uri));
    assert!(!checked_with(&root, &["."], &[]).contains_key(&uri));
    let mut client = LspClient::start(rich_client(&["utf-16"]), &root);
    let page = OpenPage::open(&mut client, &uri, "[a](gone.md)\n");
    assert_eq!(page.findings(&mut client), [Value::Null; 0]);
}
