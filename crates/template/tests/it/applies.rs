//! Which template a page has: claimed by its keys, chosen by path and front matter.

use docent_syntax::{Dialect, Page};
use docent_template::{TemplateSet, TemplateSource, compile, embedded};
use std::sync::Arc;

/// A set of templates, each an id and its `applies-to` as YAML.
fn set(templates: &[(&str, &str)]) -> TemplateSet {
    let compiled = |(id, applies_to): &(&str, &str)| {
        let applies_to = if applies_to.is_empty() { String::new() } else { format!("  applies-to: {applies_to}\n") };
        let text = format!(
            "---\ndocent:\n  template: {id}\n{applies_to}front-matter:\n  properties:\n    kind: {{ x-docent-placeholder: Your kind }}\n---\n"
        );
        let contract =
            compile(TemplateSource { name: format!("{id}.md").into(), is_file: true, text: text.into() }, |_| None);
        assert_eq!(contract.problems, []);
        Arc::new(contract)
    };
    TemplateSet::of_pages(templates.iter().map(compiled).collect())
}

fn chosen<'s>(set: &'s TemplateSet, path: &str, front_matter: &str) -> Option<&'s str> {
    let page = Page::parse(&format!("---\n{front_matter}\n---\n"), Dialect::EXTENDED);
    set.choose(path, &page, Default::default()).map(|template| &*template.id)
}

#[test]
fn the_most_specific_template_that_matches_is_chosen() {
    let set = set(&[
        ("any", ""),
        ("markdown", "'**/*.md'"),
        ("overview", "[{ path: '**/overview.md' }]"),
        ("guide", "[{ front-matter: { kind: guide } }, { path: guides/, front-matter: { kind: guide } }]"),
        ("guide-overview", "[{ path: '**/overview.md', front-matter: { kind: guide } }]"),
    ]);
    let cases = [
        ("a/overview.md", "", "overview"),
        ("overview.md", "", "overview"),
        ("a/b/other.md", "", "markdown"),
        ("a/Overview.md", "", "markdown"),
        ("a/overview.md", "kind: guide", "guide-overview"),
        ("a/overview.md", "kind: note", "overview"),
        ("guides/a.md", "kind: guide", "guide"),
        ("guides/a/b.md", "kind: guide", "guide"),
        ("a.txt", "kind: guide", "guide"),
        ("a.txt", "kind: note", "any"),
        ("a.txt", "", "any"),
    ];
    for (path, front_matter, expected) in cases {
        assert_eq!(chosen(&set, path, front_matter), Some(expected), "{path} | {front_matter}");
    }
}

#[test]
fn a_condition_without_an_answer_does_not_speak_against_a_path() {
    let set =
        set(&[("guide", "[{ path: guides/, front-matter: { kind: guide } }, { front-matter: { kind: guide } }]")]);
    for undecided in ["", "kind:", "kind: ''", "kind: your  KIND"] {
        assert_eq!(chosen(&set, "guides/a.md", undecided), Some("guide"), "{undecided}");
        assert_eq!(chosen(&set, "other/a.md", undecided), None, "{undecided}");
    }
    assert_eq!(chosen(&set, "guides/a.md", "kind: note"), None);
}

#[test]
fn patterns_are_those_of_gitignore() {
    let cases = [
        ("overview.md", "a/b/overview.md", true),
        ("/overview.md", "a/overview.md", false),
        ("a/*.md", "a/b.md", true),
        ("a/*.md", "a/b/c.md", false),
        ("a/**", "a/b/c.md", true),
        ("docs/", "docs/a/b.md", true),
        ("docs/", "x/docs/a.md", true),
        ("{a,b}.md", "x/b.md", true),
        ("ä*.md", "äb.md", true),
    ];
    for (pattern, path, expected) in cases {
        let set = set(&[("a", &format!("'{pattern}'"))]);
        assert_eq!(chosen(&set, path, "").is_some(), expected, "{pattern} {path}");
    }
}

#[test]
fn the_embedded_set_chooses_by_path_and_site_section() {
    let set = set_named("liveperson");
    let overview = Some("liveperson/overview");
    assert_eq!(chosen(&set, "Documents/A/overview.md", "sitesection: Documents"), overview);
    assert_eq!(chosen(&set, "Documents/A/overview.md", "pagename: Overview"), overview);
    assert_eq!(chosen(&set, "Documents/A/overview.md", "sitesection: Blog"), Some("liveperson/page"));
    assert_eq!(chosen(&set, "Documents/A/methods.md", "sitesection: Documents"), Some("liveperson/page"));
}

#[test]
fn three_keys_of_the_set_claim_a_page() {
    let claims = |front_matter: &str| {
        let page = Page::parse(&format!("---\n{front_matter}\n---\n"), Dialect::EXTENDED);
        set_named("liveperson").score("a.md", &page).is_some()
    };
    assert!(claims("pagename: A\nsitesection: B\nindicator: chat"));
    assert!(claims("PageName: A\nSiteSection: B\nIndicator: chat"));
    assert!(!claims("pagename: A\nsitesection: B\ntitle: C"));
    assert!(!claims("pagename: A\nPagename: B\nPAGENAME: C"));
    assert!(claims("pagename: A: b\nsitesection: B\nindicator: chat"));
    assert!(claims("\tpagename: A\npagename: A\nsitesection: B\nindicator: chat"));
    assert!(!claims("title: A: b\nlayout: B"));
    assert!(!claims("layout: a\norder: 1\nkeywords: b\nsubtitle: c\npermalink: /d/\nredirect_from: /e/"));
    assert!(!claims(""));
}

/// The score of a page in a set, and the template it has there.
fn recognized(set: &str, path: &str, text: &str) -> Option<(u32, String)> {
    let (set, page) = (set_named(set), Page::parse(text, Dialect::EXTENDED));
    let score = set.score(path, &page)?;
    set.choose(path, &page, Default::default()).map(|template| (score, template.id.to_string()))
}

fn set_named(name: &str) -> Arc<TemplateSet> {
    embedded::set(name).expect("it is embedded")
}

#[test]
fn decision_records_are_recognized_by_sections_and_place() {
    let nygard =
        "# 2. Use Rust\n\n## Status\n\nAccepted\n\n## Context\n\nA.\n\n## Decision\n\nB.\n\n## Consequences\n\nC.\n";
    let madr = "---\nstatus: accepted\n---\n# Use Rust\n\n## Context and Problem Statement\n\n## Considered Options\n\n## Decision Outcome\n";
    let found = |path: &str, text: &str| recognized("adr", path, text).map(|(score, id)| format!("{score} {id}"));
    assert_eq!(found("notes.md", nygard).as_deref(), Some("4 adr/nygard"));
    assert_eq!(found("doc/adr/0002-use-rust.md", nygard).as_deref(), Some("6 adr/nygard"));
    assert_eq!(found("notes.md", madr).as_deref(), Some("3 adr/madr"));
    assert_eq!(
        found("docs/decisions/0002-use-rust.md", "# Use Rust\n\n## Decision\n").as_deref(),
        Some("3 adr/nygard")
    );
    assert_eq!(found("docs/decisions/0002-x.md", "# X\n\n## Decision outcome:\n").as_deref(), Some("3 adr/madr"));
}

#[test]
fn other_pages_are_no_decision_records() {
    for (path, text) in [
        ("README.md", "# Tool\n\n## Status\n\nBeta.\n\n## Context\n\n## Installation\n\n## License\n"),
        ("docs/adr/README.md", "# Decisions\n\n## Status\n\n## Context\n"),
        ("docs/decisions/0001-minutes.md", "# Minutes\n\n## Participants\n"),
        ("docs/adr/template.md", ""),
        (
            "eip-1.md",
            "---\neip: 1\ntitle: A\nstatus: Final\ncreated: 2020-01-01\n---\n\n## Abstract\n\n## Motivation\n\n## Status\n",
        ),
        ("a.md", "---\npagename: A\nsitesection: B\nindicator: chat\n---\n\n### Status\n\n### Context\n"),
    ] {
        assert_eq!(recognized("adr", path, text), None, "{path}");
    }
}

#[test]
fn only_the_first_titles_count() {
    let many = "## Other\n\n".repeat(200);
    let sections = "## Status\n\n## Context\n\n## Decision\n\n";
    assert!(recognized("adr", "a.md", &format!("{sections}{many}")).is_some());
    assert_eq!(recognized("adr", "a.md", &format!("{many}{sections}")), None);
}
