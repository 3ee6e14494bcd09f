//! Ordinary template pages, the seed first: what is read, and what is written out for review.

use docent_template::{Contract, TemplateSource, compile, export};
use std::fmt::Write;

const SEED: &str = include_str!("../../testdata/overview-template.md");

fn source(name: &str, text: &str) -> TemplateSource {
    TemplateSource { name: name.into(), is_file: true, text: text.into() }
}

fn compiled(name: &str, text: &str) -> Contract {
    compile(source(name, text), |_| None)
}

/// All that a contract says, with the text its ranges cover where `text` is given.
fn described(contract: &Contract, text: Option<&str>) -> String {
    let mut out = String::new();
    let at = |range: docent_syntax::TextRange| match text {
        Some(text) => {
            let covered = text.get(usize::from(range.start())..usize::from(range.end())).expect("a range of the text");
            let mut lines = covered.lines();
            let first: String = lines.next().unwrap_or_default().chars().take(48).collect();
            format!(" @ {first:?}+{}", lines.count())
        }
        None => String::new(),
    };
    writeln!(out, "{} ({}) extends {:?}", contract.id, contract.title, contract.extends).expect("a string");
    for key in &contract.front_matter.keys {
        let flags = format!("required={} nullable={} role={:?}", key.required, key.nullable, key.role);
        writeln!(out, "key {} {flags} {}{}", key.name, key.schema, at(key.range)).expect("a string");
    }
    writeln!(out, "lead guidance {:?}", contract.lead_guidance).expect("a string");
    for block in &contract.lead {
        block_lines(&mut out, block, &at);
    }
    for spec in &contract.sections {
        let (title, level) = (&spec.title, spec.level);
        writeln!(
            out,
            "section {level} {title:?} parent={:?} aliases={:?}{}",
            spec.parent,
            spec.aliases,
            at(spec.range)
        )
        .expect("a string");
        writeln!(
            out,
            "  optional={} repeat={} items={:?} words={:?} code={:?}",
            spec.optional, spec.repeat, spec.items, spec.words, spec.code
        )
        .expect("a string");
        writeln!(out, "  guidance {:?}", spec.guidance).expect("a string");
        for block in &spec.blocks {
            block_lines(&mut out, block, &at);
        }
    }
    for problem in &contract.problems {
        writeln!(out, "problem {} {}{}", problem.rule, problem.message, at(problem.range)).expect("a string");
    }
    out
}

fn block_lines(
    out: &mut String,
    block: &docent_template::CannedBlock,
    at: &dyn Fn(docent_syntax::TextRange) -> String,
) {
    use docent_template::CannedKind::{Bullets, Paragraph, Source, Steps};
    writeln!(out, "  block optional={} verbatim={}{}", block.optional, block.verbatim, at(block.range))
        .expect("a string");
    match &block.kind {
        Paragraph(text) => text_lines(out, text, "    "),
        Source(source) => writeln!(out, "    source {source:?}").expect("a string"),
        Steps(list) | Bullets(list) => list_lines(out, list, "    ", at),
    }
}

fn list_lines(
    out: &mut String,
    list: &docent_template::CannedList,
    indentation: &str,
    at: &dyn Fn(docent_syntax::TextRange) -> String,
) {
    writeln!(out, "{indentation}list any-of={} tight={}", list.any_of, list.tight).expect("a string");
    for step in &list.steps {
        let flags = format!("optional={} open={}", step.optional, step.open);
        writeln!(out, "{indentation}step {} {flags} {:?}{}", step.number, step.source, at(step.range))
            .expect("a string");
        text_lines(out, &step.text, &format!("{indentation}  "));
        if let Some(children) = &step.children {
            list_lines(out, children, &format!("{indentation}  "), at);
        }
    }
}

fn text_lines(out: &mut String, text: &docent_template::CannedText, indentation: &str) {
    writeln!(
        out,
        "{indentation}text {:?} bold={:?} link={:?} placeholders={:?} variants={}",
        text.text,
        text.bold_lead,
        text.first_link,
        text.placeholders,
        text.variants.len()
    )
    .expect("a string");
}

#[test]
fn the_seed_is_read_as_it_is_meant() {
    let contract = compiled("_template/overview-template.md", SEED);
    assert_eq!(contract.problems, []);
    expect_test::expect_file!["snapshots/seed.txt"].assert_eq(&described(&contract, Some(SEED)));
}

#[test]
fn the_seed_is_written_out_for_review() {
    let written = export(&source("_template/overview-template.md", SEED));
    expect_test::expect_file!["snapshots/seed-export.md"].assert_eq(&written);
}

const ODD_PAGES: &[(&str, &str)] = &[
    ("empty", ""),
    ("no front matter", "### A\n\nText about your page.\n\n#### B\n\nMore.\n"),
    ("no headings", "---\ntitle: Your title\n---\nJust text.\n"),
    ("neither", "Just text"),
    (
        "CRLF",
        "---\r\ntitle: Your title\r\nkind: one of: a, b or c\r\n---\r\n\r\n## A\r\n\r\nAlways follows the same format:\r\n\r\n1. One\r\n2. If there are any more, list them here.\r\n",
    ),
    ("CR", "---\rtitle: Your title\r---\r## A\rText\r"),
    (
        "non-ASCII",
        "---\ntitel: Überschrift hier, „bitte“ ausfüllen\n---\n## Größe und Maß\n\nEs folgt 日本語 — always follows the same format.\n\n1. **Größe** {{maß}} ✓\n\t* Add the größe here.\n",
    ),
    ("a comment in guidance", "## A\n\nText <!-- note --> more.\n\n<!-- a note -->\n\n<!-- docent: optional -->\n"),
    ("an end of a comment in guidance", "## A\n\nThe arrow --> ends it.\n"),
    ("an open comment", "## A\n\n<!-- open\n\n## B\n"),
    ("a fence", "## A\n\nText\n\n```json\n{}\n```\n\n## B\n"),
    ("setext", "A\n=\n\nText\n\nB\n-\n"),
    (
        "deep lists",
        "## A\n\nThis always follows the same format.\n\n* a\n    * b\n        * Add your c here\n          * d\n",
    ),
    ("an attribute list", "## A\n\nAlways follows the same format:\n\nNote this.\n{: .important}\n\n* a\n"),
    (
        "values of all kinds",
        "---\na: 1\nb: true\nc:\nd: [x, your y here]\ne: { f: 1 }\ng: \"a|b\"\nh: 2024-01-01\n\"odd: key\": here\n? [k]\n: v\ni: \"line\\nbreak, see here\"\n---\n",
    ),
    ("a byte order mark", "\u{feff}---\ntitle: x\n---\n# A\n"),
    ("front matter that is not closed", "---\ntitle: Your title\n\n## A\n"),
    ("broken front matter", "---\ntitle: Your title\nb: c: d\n---\n## A\n"),
    (
        "counts",
        "## Examples\n\nGive at least two examples, in 50 to 300 words.\n\n## Notes\n\nThis section is optional. No more than 3 items.\n",
    ),
];

#[test]
fn an_export_means_what_the_page_means() {
    for (name, text) in ODD_PAGES.iter().chain([&("seed", SEED)]) {
        let page = source("docs/template.md", text);
        let written = export(&page);
        assert_eq!(export(&source("docs/template.md", &written)), written, "{name}");
        let mut direct = compiled("docs/template.md", text);
        direct.problems.clear();
        let recompiled = compiled("docs/template.md", &written);
        assert_eq!(recompiled.problems, [], "{name}:\n{written}");
        assert_eq!(described(&direct, None), described(&recompiled, None), "{name}:\n{written}");
        assert!(!written.contains('\r'), "{name}");
    }
}

#[test]
fn odd_pages_are_read_as_they_are_meant() {
    let mut all = String::new();
    for (name, text) in ODD_PAGES {
        writeln!(all, "=== {name}\n{}", described(&compiled("docs/x.md", text), Some(text))).expect("a string");
    }
    expect_test::expect_file!["snapshots/odd-pages.txt"].assert_eq(&all);
}

const METHOD: &str = "---
pagename: Method Template
sitesection: Documents
categoryname: Your category here
documentname: The product's name goes here
subfoldername: optional lowest folder
permalink: documentname-subfoldername-pagename.html
indicator: accepts \"messaging\" \"chat\" or \"both\"
---

Explain it.

### Function One

Explain what the function does.

#### Example

```json
{}
```

### Function Two

#### Example

```json
{}
```

### Limits
";

#[test]
fn a_permalink_of_key_names_is_derived() {
    let contract = compiled("_template/method.md", METHOD);
    assert_eq!(contract.problems, []);
    let permalink = contract.front_matter.key("permalink").expect("it has one");
    let derive = permalink.derive.as_ref().map(|derive| &*derive.pattern);
    assert_eq!(derive, Some("{documentname}-{subfoldername}-{pagename}.html"));
    let literal = compiled("t.md", "---\ntitle: T\npermalink: title.html\n---\n");
    assert!(literal.front_matter.key("permalink").is_some_and(|key| key.derive.is_none()));
}

#[test]
fn parts_of_a_permalink_that_are_keys_of_the_base_are_derived() {
    let set = docent_template::embedded::set("liveperson").expect("it is embedded");
    let derived = |permalink: &str, with_base: bool| {
        let text = METHOD
            .replace("subfoldername: optional lowest folder\n", "")
            .replace("documentname-subfoldername-pagename.html", permalink);
        let contract = compile(source("t.md", &text), |id| with_base.then(|| set.get(id).cloned()).flatten());
        assert_eq!(contract.problems, [], "{permalink}");
        let key = contract.front_matter.key("permalink").expect("it has one").clone();
        (key.derive.map(|derive| derive.pattern.to_string()), key.default, key.placeholders)
    };
    let pattern = |text: &str| Some(text.to_owned());
    let own = "documentname-subfoldername-pagename.html";
    assert_eq!(derived(own, true), (pattern("{documentname}-{subfoldername}-{pagename}.html"), None, vec![own.into()]));
    let folders = "/documentname/<subfoldername>/";
    assert_eq!(derived(folders, true), (pattern("/{documentname}/{subfoldername}/"), None, vec![folders.into()]));
    // Without the base the part is no known key, and what stands there on a page is open.
    assert_eq!(derived(own, false), (None, None, vec![own.into()]));
    // The base's pattern does not hold either.
    let unknown = "documentname-areaname-pagename.html";
    assert_eq!(derived(unknown, true), (None, None, vec![unknown.into()]));
}

#[test]
fn sections_that_show_what_is_meant() {
    let contract = compiled("_template/method.md", METHOD);
    let sections: Vec<_> = contract
        .sections
        .iter()
        .map(|spec| (&*spec.title, spec.any_heading, spec.repeat.to_string(), spec.code.as_deref()))
        .collect();
    assert_eq!(
        sections,
        [
            ("Function One", true, "at least 1".to_owned(), None),
            ("Example", false, "exactly 1".to_owned(), Some("json")),
            ("Limits", false, "exactly 1".to_owned(), None),
        ]
    );
    let titles = |text: &str| -> Vec<(String, bool)> {
        let contract = compiled("t.md", text);
        contract.sections.iter().map(|spec| (spec.title.to_string(), spec.any_heading)).collect()
    };
    assert_eq!(titles("# {title}\n## {task}\n### Why\n## {other task}\n### Why\n## End\n").len(), 4);
    let fixed = titles("## Phase 1\n## Phase 2\n## Step one\n## What comes in part one\n## Response Example\n");
    assert!(fixed.len() == 5 && fixed.iter().all(|(_, any)| !any), "{fixed:?}");
}

#[test]
fn a_comment_above_a_heading_makes_its_section_optional() {
    let text = "# {name}\n\n## Why\n\nSay why.\n\n<!-- This is an optional part. It is optional. -->\n\n## Größe\n\nSay more.\n\n<!-- An optional element -->\n<!-- x -->\n## End\n\n<!-- This is an optional element. -->\n### {topic}\n";
    for text in [text.to_owned(), text.replace('\n', "\r\n")] {
        let contract = compiled("t.md", &text);
        assert_eq!(contract.problems, []);
        let sections: Vec<_> = contract.sections.iter().map(|spec| (&*spec.title, spec.repeat.to_string())).collect();
        let once = || "exactly 1".to_owned();
        assert_eq!(sections[1], ("Why", once()));
        assert_eq!(sections[2], ("Größe", "at most 1".to_owned()));
        assert_eq!(sections[3], ("End", once()));
        assert!(!sections[4].1.contains("at least 1"), "{sections:?}");
    }
}

#[test]
fn a_page_with_the_keys_of_a_built_in_template_extends_it() {
    let set = docent_template::embedded::set("liveperson").expect("it is embedded");
    let written = |text: &str| docent_template::export_with_bases(&source("t.md", text), |id| set.get(id).cloned());
    assert!(written(METHOD).contains("  extends: liveperson/page\n"), "{}", written(METHOD));
    let contract = compile(source("t.md", METHOD), |id| set.get(id).cloned());
    assert_eq!(contract.extends.as_deref(), Some("liveperson/page"));
    assert_eq!(contract.problems, []);
    assert!(contract.front_matter.key("keywords").is_some());
    let other = "---\ntitle: Your title\nlayout: x\npermalink: /x/\norder: 1\nkeywords: a\n---\n";
    assert!(!written(other).contains("extends"));
    // Where the set is not known, nothing is extended.
    assert!(!export(&source("t.md", METHOD)).contains("extends"));
}
