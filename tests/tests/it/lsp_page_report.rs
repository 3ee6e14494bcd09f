//! The page report as a client of its own would use it, and the example in its documentation.
//!
//! `UPDATE_DOCS=1` puts the answer of today into the example.

#![allow(clippy::unwrap_used)]

use docent_tests::lsp_client::{LspClient, file_uri, rich_client};
use docent_tests::open_page::OpenPage;
use docent_tests::workspace;
use serde_json::{Value, json};

const DOCUMENT: &str = "docs/page-report.md";

/// A page of the built-in overview template with something of every state, and no ASCII where columns are counted.
const PAGE: &str = "---\npagename: Übersicht 😀\nsitesection: Documents\ncategoryname: \"😀\"\nindicator: chatt\n---\n\n### Use cases\n\n* 😀\n* two\n\n### Introduction\n\nText.\n\n### Getting started\n\nA few things you'll need to get started with this API:\n\n1. **Retrieve your domain**. 😀 ä\n";

#[test]
fn what_is_missing_can_be_inserted_item_by_item() {
    for encoding in ["utf-8", "utf-16"] {
        for ending in ["\n", "\r\n"] {
            let mut client = start(&[encoding]);
            assert_eq!(client.server["capabilities"]["experimental"]["pageReport"], true);
            let uri = "file:///site/users/overview.md";
            let mut page = OpenPage::open(&mut client, uri, &PAGE.replace('\n', ending));
            let report = report(&mut client, uri);
            assert_eq!(report["version"], 1);
            assert_eq!(report["template"]["id"], "liveperson/overview");
            assert_eq!(text_at(&page, &report, "indicator"), "indicator: chatt");
            assert_eq!(text_at(&page, &report, "Introduction"), "### Introduction");
            assert_eq!(item(&report, "Use cases").unwrap()["note"], "stands first");
            // Whatever has an edit gets it, one after the other, as somebody would click down the list.
            let mut clicks = 0;
            while let Some(fix) = next_fix(&self::report(&mut client, uri)) {
                page.apply(&mut client, &fix["edit"]);
                clicks += 1;
                assert!(clicks < 20, "the list does not become shorter:\n{}", page.text);
            }
            let report = self::report(&mut client, uri);
            assert_eq!(report["version"], page.version);
            assert_eq!(report["counts"]["missing"], 0, "{report:#}\n{}", page.text);
            assert!(page.text.contains("permalink:"), "{}", page.text);
            assert!(page.text.contains("3. Note the [API terms of use]"), "{}", page.text);
            assert_eq!(page.text.matches('\n').count(), page.text.matches(ending).count());
            assert_eq!(client.shut_down(), Some(0));
        }
    }
}

#[test]
fn a_page_that_is_clean_is_done() {
    let folder = workspace::root().join("examples/liveperson-site");
    let pages = workspace::files("examples/liveperson-site/Documents", ".md");
    let mut client = LspClient::start(rich_client(&["utf-8"]), &folder);
    let mut clean_pages = 0;
    for path in &pages {
        let uri = file_uri(&workspace::root().join(path));
        let page = OpenPage::open(&mut client, &uri, &workspace::read(path));
        let findings = page.findings(&mut client);
        let report = report(&mut client, &uri);
        if report.is_null() {
            continue;
        }
        let counts = &report["counts"];
        let is_clean = ["missing", "different", "otherFindings"].iter().all(|state| counts[state] == 0);
        let block_is_clean = report["items"][0].get("rules").is_none();
        assert_eq!(findings.is_empty(), is_clean && block_is_clean, "{path}: {counts} {findings:#?}");
        clean_pages += usize::from(is_clean);
    }
    assert!(clean_pages > 0, "the example site has clean pages");
}

#[test]
fn pages_without_a_template_have_no_report() {
    let mut client = start(&["utf-16"]);
    OpenPage::open(&mut client, "file:///site/notes.md", "# Notes\n");
    assert_eq!(report(&mut client, "file:///site/notes.md"), Value::Null);
    assert_eq!(report(&mut client, "file:///site/never-opened.md"), Value::Null);
    let template = "---\ndocent: { template: t }\n---\n\n## A\n";
    OpenPage::open(&mut client, "file:///site/template.md", template);
    assert_eq!(report(&mut client, "file:///site/template.md"), Value::Null);
    assert!(client.request("docent/pageReport", json!({ "nonsense": 1 })).is_err());
    assert_eq!(client.shut_down(), Some(0));
}

#[test]
fn the_example_is_a_real_answer() {
    let document = workspace::read(DOCUMENT);
    let fence = |info: &str| document.split(&format!("```{info}\n")).nth(1).unwrap().split("```\n").next().unwrap();
    let site = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(site.path().join("_template")).unwrap();
    std::fs::write(site.path().join("_template/guide.md"), fence("markdown template")).unwrap();
    let configuration = "templates: _template/guide.md\npages:\n  - { path: \"**\", template: guide }\n";
    std::fs::write(site.path().join("docent.yaml"), configuration).unwrap();
    let mut client = LspClient::start(rich_client(&["utf-16"]), site.path());
    let uri = file_uri(&site.path().join("installing.md"));
    OpenPage::open(&mut client, &uri, fence("markdown page"));
    let printed = shown(&report(&mut client, &uri), 0).replace(&uri, "file:///site/installing.md") + "\n";
    if std::env::var_os("UPDATE_DOCS").is_some() {
        let (before, rest) = document.split_once("```json\n").unwrap();
        let (_, after) = rest.split_once("```").unwrap();
        std::fs::write(workspace::root().join(DOCUMENT), format!("{before}```json\n{printed}```{after}")).unwrap();
        return;
    }
    assert_eq!(fence("json"), printed, "UPDATE_DOCS=1 puts the answer of today into {DOCUMENT}");
}

fn start(encodings: &[&str]) -> LspClient {
    let mut client = LspClient::spawn();
    client.initialize(json!({ "processId": null, "capabilities": rich_client(encodings) }));
    client
}

fn report(client: &mut LspClient, uri: &str) -> Value {
    client.request("docent/pageReport", json!({ "textDocument": { "uri": uri } })).unwrap()
}

fn items(report: &Value) -> Vec<&Value> {
    let mut all = Vec::new();
    let mut open: Vec<&Value> = report["items"].as_array().into_iter().flatten().rev().collect();
    while let Some(item) = open.pop() {
        all.push(item);
        open.extend(item["children"].as_array().into_iter().flatten().rev());
    }
    all
}

fn item<'r>(report: &'r Value, name: &str) -> Option<&'r Value> {
    items(report).into_iter().find(|item| item["name"] == name)
}

fn text_at<'p>(page: &'p OpenPage, report: &Value, name: &str) -> &'p str {
    &page.text[page.bytes(&item(report, name).unwrap()["range"])]
}

/// The first edit of something that is missing, or wrong beyond doubt.
fn next_fix(report: &Value) -> Option<Value> {
    let is_wanted =
        |item: &&Value| item["state"] == "missing" || item["fix"]["safe"] == true && item["state"] != "optional";
    items(report).into_iter().filter(is_wanted).find_map(|item| item.get("fix")).cloned()
}

/// JSON with short values on one line.
fn shown(value: &Value, depth: usize) -> String {
    const MOST: usize = 110;
    let compact = one_line(value);
    if depth * 2 + compact.len() <= MOST {
        return compact;
    }
    let indentation = "  ".repeat(depth + 1);
    let (open, close, lines): (&str, &str, Vec<String>) = match value {
        Value::Object(map) => {
            let line = |(key, value): (&String, &Value)| format!("{indentation}\"{key}\": {}", shown(value, depth + 1));
            ("{", "}", map.iter().map(line).collect())
        }
        Value::Array(items) => {
            let line = |item: &Value| format!("{indentation}{}", shown(item, depth + 1));
            ("[", "]", items.iter().map(line).collect())
        }
        _ => return compact,
    };
    format!("{open}\n{}\n{}{close}", lines.join(",\n"), "  ".repeat(depth))
}

fn one_line(value: &Value) -> String {
    match value {
        Value::Object(map) if !map.is_empty() => {
            let entries: Vec<_> = map.iter().map(|(key, value)| format!("\"{key}\": {}", one_line(value))).collect();
            format!("{{ {} }}", entries.join(", "))
        }
        Value::Array(items) => format!("[{}]", items.iter().map(one_line).collect::<Vec<_>>().join(", ")),
        other => other.to_string(),
    }
}
