//! Findings and fixes as an author gets them while typing: those of `docent check` on the same text, at the version they
//! are about, and gone when what they are about is gone.

#![allow(clippy::unwrap_used)]

use docent_tests::lsp_client::{LspClient, file_uri, rich_client};
use docent_tests::open_page::OpenPage;
use docent_tests::{binary, workspace};
use serde_json::{Value, json};
use std::io::Write;
use std::path::Path;
use std::process::Stdio;

const ENCODINGS: [&str; 2] = ["utf-8", "utf-16"];

/// An overview without its Introduction, with one step of five, and with a key in the wrong case.
const OVERVIEW: &str = "---\npagename: Overview\nsitesection: Documents\ncategoryname: \"Team Tools\"\n\
    documentname: 😀 Grüße API\npermalink: grusse-api-overview.html\nindicator: both\nKeywords: x\n---\n\n\
    ### Getting started\n\nA few things you'll need to get started with this API:\n\n\
    1. **Retrieve your domain**. 😀 ä\n\n### Use cases\n\n* one\n* two\n";

/// The pages of the example site, with non-ASCII text added where a finding's range is likely to follow on the line.
fn example_pages() -> Vec<(String, String)> {
    let paths = workspace::files("examples/liveperson-site", ".md");
    assert!(!paths.is_empty(), "the example site has pages");
    let page = |path: String| (workspace::read(&path), path);
    paths.into_iter().map(page).map(|(text, path)| (path, text)).collect()
}

/// What `docent check` says: each finding as (rule, severity, message, range in UTF-16, titles of the fixes).
fn checked(path: &str, text: &str) -> Vec<Value> {
    let mut check = binary::docent()
        .args(["check", "--format", "json", "--stdin-filename", path])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    check.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    let output = check.wait_with_output().unwrap();
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    let finding = |finding: &Value| {
        let titles: Vec<_> = finding["fixes"].as_array().unwrap().iter().map(|fix| fix["title"].clone()).collect();
        json!([finding["rule"], finding["severity"], finding["message"], finding["range"], titles])
    };
    report["findings"].as_array().unwrap().iter().map(finding).collect()
}

/// Waits until the server publishes just that: what it says of other pages comes when it has read them.
fn wait_for_published(client: &mut LspClient, page: &OpenPage, expected: &[Value], what: &str) {
    let mut last = published(client, page);
    // The page alone, then among the others, and once more where the navigation is read meanwhile.
    for _ in 0..3 {
        if last == expected {
            return;
        }
        last = published(client, page);
    }
    assert_eq!(last, expected, "{what}");
}

/// The same of what the server publishes; ranges as the editor of `page` understands them, written in UTF-16.
fn published(client: &mut LspClient, page: &OpenPage) -> Vec<Value> {
    let in_utf16 = |range: &Value| {
        let bytes = page.bytes(range);
        let position = |offset: usize| {
            let before = &page.text[..offset];
            let start = before.rfind(['\n', '\r']).map_or(0, |at| at + 1);
            json!({ "line": page.position(offset)["line"], "character": before[start..].encode_utf16().count() })
        };
        json!({ "start": position(bytes.start), "end": position(bytes.end) })
    };
    let finding = |finding: &Value| {
        assert_eq!(finding["source"], "docent");
        let severity = ["error", "warning", "info", "hint"][finding["severity"].as_u64().unwrap() as usize - 1];
        json!([finding["code"], severity, finding["message"], in_utf16(&finding["range"]), finding["data"]["fixes"]])
    };
    page.findings(client).iter().map(finding).collect()
}

fn start(encoding: &str) -> LspClient {
    LspClient::start(rich_client(&[encoding]), &workspace::root().join("examples/liveperson-site"))
}

#[test]
fn an_editor_shows_what_the_command_line_prints() {
    let mut pages = example_pages();
    pages.push(("examples/liveperson-site/Documents/TeamTools/NewAPI/overview.md".to_owned(), OVERVIEW.to_owned()));
    let mut seen = 0;
    let mut clients = ENCODINGS.map(start);
    for (path, text) in pages {
        for ending in ["\n", "\r\n"] {
            let text = text.replace('\n', ending);
            let expected = checked(&path, &text);
            seen += expected.len();
            for client in &mut clients {
                let page = OpenPage::open(client, &file_uri(&workspace::root().join(&path)), &text);
                wait_for_published(client, &page, &expected, &format!("{path}, {ending:?}"));
                page.close(client);
            }
        }
    }
    assert!(seen > 50, "the example site has mistakes: {seen}");
}

#[test]
fn findings_go_when_the_page_is_closed() {
    let mut client = start("utf-8");
    let uri = file_uri(&workspace::root().join("examples/liveperson-site/Documents/x/overview.md"));
    let page = OpenPage::open(&mut client, &uri, OVERVIEW);
    assert!(!page.findings(&mut client).is_empty());
    page.close(&mut client);
    assert_eq!(client.findings(&uri, None), [Value::Null; 0]);
    client.expect("client/registerCapability");
    client.assert_all_read();
}

/// 300 edits without waiting for anything: the last findings are those of the last text, whatever came between.
#[test]
fn a_burst_of_edits_ends_with_the_right_findings() {
    let mut client = start("utf-16");
    let path = "examples/liveperson-site/Documents/TeamTools/NewAPI/overview.md";
    let uri = file_uri(&workspace::root().join(path));
    let mut page = OpenPage::open(&mut client, &uri, OVERVIEW);
    let typed = "ß😀 ### Introduction\n\nText `a`, and 😀 more.\n\n\n".repeat(10);
    page.type_after(&mut client, "---\n\n", &typed.chars().take(300).collect::<String>());
    let text = page.text.clone();
    wait_for_published(&mut client, &page, &checked(path, &text), "after the burst");
    client.expect("client/registerCapability");
    client.assert_all_read();
}

/// The first fix of each finding, one after the other, until there is nothing left to fix.
#[test]
fn an_author_takes_one_fix_after_the_other() {
    for encoding in ENCODINGS {
        for ending in ["\n", "\r\n"] {
            let mut client = start(encoding);
            let uri =
                file_uri(&workspace::root().join("examples/liveperson-site/Documents/TeamTools/NewAPI/overview.md"));
            let mut page = OpenPage::open(&mut client, &uri, &OVERVIEW.replace('\n', ending));
            let before = page.findings(&mut client);
            let rules: Vec<_> = before.iter().filter_map(|finding| finding["code"].as_str()).collect();
            assert!(rules.contains(&"missing-section") && rules.contains(&"missing-step"), "{rules:?}");
            for round in 0.. {
                assert!(round < 40, "the fixes do not come to an end: {}", page.text);
                let all = 0..page.text.len();
                let actions = page.actions(&mut client, all, &["quickfix"]);
                let Some(action) = actions.iter().find(|action| action["isPreferred"] == true) else { break };
                assert_eq!(action["kind"], "quickfix");
                let count = page.version;
                page.apply(&mut client, &action["edit"]);
                assert!(page.version > count, "a fix that changes nothing: {action}");
                page.findings(&mut client);
            }
            assert!(page.text.contains(&format!("### Introduction{ending}")), "{}", page.text);
            assert!(page.text.contains("4. When using this API"), "all steps are there: {}", page.text);
            assert_eq!(page.text.contains("\r\n"), ending == "\r\n");
            assert_eq!(page.text.matches('\n').count(), page.text.matches(ending).count(), "one kind of line ending");
        }
    }
}

#[test]
fn fix_all_does_what_docent_fix_does() {
    let mut client = start("utf-16");
    let path = "examples/liveperson-site/Documents/TeamTools/NewAPI/overview.md";
    let mut page = OpenPage::open(&mut client, &file_uri(&workspace::root().join(path)), OVERVIEW);
    let actions = page.actions(&mut client, 0..0, &["source.fixAll"]);
    assert_eq!(actions[0]["kind"], "source.fixAll.docent");
    page.apply(&mut client, &actions[0]["edit"]);
    assert_eq!(page.actions(&mut client, 0..0, &["source.fixAll"]), [Value::Null; 0]);
    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join("overview.md");
    std::fs::write(&copy, OVERVIEW).unwrap();
    let status = binary::docent().arg("fix").arg(&copy).stdout(Stdio::null()).stderr(Stdio::null()).status();
    assert!(status.unwrap().code().is_some_and(|code| code < 2));
    assert_eq!(page.text, std::fs::read_to_string(&copy).unwrap());
}

/// A client without any optional capability: the same findings, without what it did not ask for, and edits in the old form.
#[test]
fn a_bare_client_gets_the_same_findings() {
    let uri = file_uri(&workspace::root().join("examples/liveperson-site/Documents/TeamTools/NewAPI/overview.md"));
    let short = |finding: &Value| json!([finding["code"], finding["message"], finding["range"], finding["severity"]]);
    let mut rich = start("utf-16");
    let page = OpenPage::open(&mut rich, &uri, OVERVIEW);
    let expected: Vec<_> = page.findings(&mut rich).iter().map(short).collect();

    let mut bare = LspClient::spawn();
    bare.initialize(json!({ "processId": null, "rootUri": null, "capabilities": {} }));
    let page = OpenPage::open(&mut bare, &uri, OVERVIEW);
    let findings = page.findings(&mut bare);
    assert_eq!(findings.iter().map(short).collect::<Vec<_>>(), expected);
    for finding in &findings {
        let keys: Vec<_> = finding.as_object().unwrap().keys().collect();
        assert_eq!(keys, ["range", "severity", "code", "source", "message"]);
    }
    bare.assert_all_read();
}

#[test]
fn code_actions_without_document_changes() {
    let mut capabilities = rich_client(&["utf-16"]);
    capabilities["workspace"]["workspaceEdit"] = json!({});
    let mut client = LspClient::start(capabilities, &workspace::root());
    let mut page = OpenPage::open(&mut client, "untitled:overview.md", OVERVIEW);
    let actions = page.actions(&mut client, 0..OVERVIEW.len(), &["quickfix"]);
    assert!(actions.iter().all(|action| action["edit"].get("documentChanges").is_none()));
    let edit = actions[0]["edit"].clone();
    page.apply(&mut client, &edit);
    assert_ne!(page.text, OVERVIEW);
}

#[test]
fn a_client_that_pulls_is_never_pushed_to() {
    let mut capabilities = rich_client(&["utf-16"]);
    capabilities["textDocument"]["diagnostic"] = json!({ "dynamicRegistration": false });
    capabilities["workspace"]["diagnostics"] = json!({ "refreshSupport": true });
    let mut client = LspClient::start(capabilities, &workspace::root());
    client.expect("client/registerCapability");
    let mut page = OpenPage::open(&mut client, "untitled:overview.md", OVERVIEW);
    let pull = |client: &mut LspClient, previous: Option<&Value>| {
        let params = json!({ "textDocument": { "uri": "untitled:overview.md" }, "previousResultId": previous });
        client.request("textDocument/diagnostic", params).unwrap()
    };
    let first = pull(&mut client, None);
    assert_eq!(first["kind"], "full");
    assert!(!first["items"].as_array().unwrap().is_empty());
    let second = pull(&mut client, Some(&first["resultId"]));
    assert_eq!(second, json!({ "kind": "unchanged", "resultId": first["resultId"] }));
    page.replace(&mut client, 0..OVERVIEW.len(), "# Free\n\nText.\n");
    let third = pull(&mut client, Some(&first["resultId"]));
    assert_eq!((&third["kind"], &third["items"]), (&json!("full"), &json!([])));
    client.assert_all_read();
}

/// `docent.yaml` changes on disk: what is open is checked again, by the new rules, without being touched.
#[test]
fn a_changed_configuration_renews_findings() {
    let folder = tempfile::tempdir().unwrap();
    let configuration = folder.path().join("docent.yaml");
    let write = |text: &str| std::fs::write(&configuration, text).unwrap();
    write("templates: [liveperson]\n");
    let mut client = LspClient::start(rich_client(&["utf-8"]), folder.path());
    let page = OpenPage::open(&mut client, &file_uri(&folder.path().join("overview.md")), OVERVIEW);
    let has = |findings: &[Value], rule: &str| findings.iter().any(|finding| finding["code"] == rule);
    assert!(has(&page.findings(&mut client), "missing-section"));
    write("templates: [liveperson]\nrules:\n  missing-section: off\n");
    let changes = json!([{ "uri": file_uri(&configuration), "type": 2 }]);
    client.notify("workspace/didChangeWatchedFiles", json!({ "changes": changes }));
    let findings = page.findings(&mut client);
    assert!(!has(&findings, "missing-section") && has(&findings, "missing-step"), "{findings:?}");
    // A client that watches nothing says at least what it saves.
    write("templates: [liveperson]\n");
    client.notify("textDocument/didSave", json!({ "textDocument": { "uri": file_uri(&configuration) } }));
    assert!(has(&page.findings(&mut client), "missing-section"));
}

/// An option of a rule changes, for a path: the memo of an open page does not keep what was found by the old value.
#[test]
fn a_changed_option_renews_findings() {
    let folder = tempfile::tempdir().unwrap();
    let configuration = folder.path().join("docent.yaml");
    let write = |text: &str| std::fs::write(&configuration, text).unwrap();
    let template = "---\ndocent: { template: t, closed: true }\n---\n\n## Use\n";
    std::fs::write(folder.path().join("t.md"), template).unwrap();
    let bound = "templates: t.md\npages: { path: a.md, template: t }\n";
    write(bound);
    let mut client = LspClient::start(rich_client(&["utf-8"]), folder.path());
    let text = "## Use\n\nText.\n\n## About us\n\nText.\n";
    let page = OpenPage::open(&mut client, &file_uri(&folder.path().join("a.md")), text);
    assert_eq!(page.findings(&mut client)[0]["code"], "unexpected-section");
    for (allowed, count) in [("about *", 0), ("see *", 1)] {
        write(&format!(
            "{bound}overrides: {{ path: a.md, rules: {{ unexpected-section: {{ allow: {allowed} }} }} }}\n"
        ));
        let changes = json!([{ "uri": file_uri(&configuration), "type": 2 }]);
        client.notify("workspace/didChangeWatchedFiles", json!({ "changes": changes }));
        assert_eq!(page.findings(&mut client).len(), count, "{allowed}");
    }
}

#[test]
fn the_configuration_itself_has_findings() {
    let folder = tempfile::tempdir().unwrap();
    let mut client = LspClient::start(rich_client(&["utf-16"]), folder.path());
    let uri = file_uri(&folder.path().join("docent.yaml"));
    let document = json!({ "uri": uri, "languageId": "yaml", "version": 7, "text": "rulez: 5\n" });
    client.notify("textDocument/didOpen", json!({ "textDocument": document }));
    let findings = client.findings(&uri, Some(7));
    assert_eq!(findings[0]["code"], "invalid-configuration");
    assert_eq!(findings[0]["range"]["start"], json!({ "line": 0, "character": 0 }));
}

/// A template page open in the editor is checked as a template, as its author types it.
#[test]
fn a_template_page_has_findings_of_its_own() {
    let template = Path::new("examples/liveperson-site/_template/method.md");
    let text = workspace::read(&template.to_string_lossy());
    let mut client = start("utf-8");
    let uri = file_uri(&workspace::root().join(template));
    let mut page = OpenPage::open(&mut client, &uri, &text);
    assert_eq!(page.findings(&mut client), [Value::Null; 0]);
    let end = text.len();
    page.replace(&mut client, end..end, "\n### Another\n<!-- docent: nonsense -->\n");
    let findings = page.findings(&mut client);
    assert!(findings.iter().any(|finding| finding["code"] == "template-syntax"), "{findings:?}");
}
