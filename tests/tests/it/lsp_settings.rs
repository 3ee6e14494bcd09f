//! What an author sets in the editor, however the editor brings it to the server: when it starts, when it is asked, late,
//! never, or as nonsense.

#![allow(clippy::unwrap_used)]

use docent_tests::lsp_client::{LspClient, rich_client};
use docent_tests::open_page::OpenPage;
use docent_tests::workspace;
use serde_json::{Value, json};

const PAGE: &str = "---\npagename: Overview\nsitesection: Documents\ncategoryname: \"Team Tools\"\n\
    documentname: Teams API\npermalink: teams-api-overview.html\nindicator: both\n---\n\n### Use cases\n\n* one\n";

/// A client that can be asked for its configuration, shows hints and lenses, and can be told to ask for them again.
fn capabilities() -> Value {
    let mut capabilities = rich_client(&["utf-8"]);
    let workspace = capabilities["workspace"].as_object_mut().unwrap();
    workspace.remove("didChangeWatchedFiles");
    workspace.insert("configuration".to_owned(), json!(true));
    workspace.insert("didChangeConfiguration".to_owned(), json!({ "dynamicRegistration": true }));
    workspace.insert("inlayHint".to_owned(), json!({ "refreshSupport": true }));
    workspace.insert("codeLens".to_owned(), json!({ "refreshSupport": true }));
    capabilities["textDocument"]["inlayHint"] = json!({});
    capabilities["textDocument"]["codeLens"] = json!({});
    capabilities
}

/// A client that answers by hand.
fn start(capabilities: Value, options: Value) -> LspClient {
    let mut client = LspClient::spawn();
    client.never_answers = true;
    let params = json!({ "processId": null, "capabilities": capabilities, "initializationOptions": options });
    client.initialize(params);
    client
}

fn hints(client: &mut LspClient, page: &OpenPage) -> usize {
    let params = json!({ "textDocument": { "uri": page.uri }, "range": page.range(0..page.text.len()) });
    client.request("textDocument/inlayHint", params).unwrap().as_array().unwrap().len()
}

fn lenses(client: &mut LspClient, page: &OpenPage) -> usize {
    let answer = client.request("textDocument/codeLens", json!({ "textDocument": { "uri": page.uri } }));
    answer.unwrap().as_array().unwrap().len()
}

#[test]
fn the_client_is_asked_when_it_starts_and_when_it_says_so() {
    let mut client = start(capabilities(), json!(null));
    let registration = client.expect("client/registerCapability");
    assert_eq!(
        registration["params"]["registrations"],
        json!([{ "id": "docent-settings", "method": "workspace/didChangeConfiguration",
            "registerOptions": { "section": "docent" } }])
    );
    let question = client.expect("workspace/configuration");
    assert_eq!(question["params"]["items"], json!([{ "section": "docent" }]));
    let page = OpenPage::open(&mut client, "untitled:overview.md", PAGE);
    assert_eq!((hints(&mut client, &page), lenses(&mut client, &page)), (0, 1), "before it has answered");

    client.reply(&question, json!([{ "inlayHints": true, "codeLens": false }]));
    client.expect("workspace/inlayHint/refresh");
    client.expect("workspace/codeLens/refresh");
    assert_eq!((hints(&mut client, &page) > 0, lenses(&mut client, &page)), (true, 0));

    client.notify("workspace/didChangeConfiguration", json!({ "settings": null }));
    let question = client.expect("workspace/configuration");
    client.expect("workspace/inlayHint/refresh");
    // What is not set any more is as it was at first.
    client.reply(&question, json!([{}]));
    client.expect("workspace/inlayHint/refresh");
    assert_eq!((hints(&mut client, &page), lenses(&mut client, &page)), (0, 1));
}

/// Whatever is no answer changes nothing, and the server goes on.
#[test]
fn null_and_nonsense_are_harmless() {
    let answers = [
        json!(null),
        json!([]),
        json!([null]),
        json!("yes"),
        json!(7),
        json!({ "docent": true }),
        json!([[{ "inlayHints": false }]]),
        json!([{ "inlayHints": "no", "codeLens": 0, "rulePages": ["x"] }]),
        json!([{ "rulePages": "not an address" }]),
    ];
    for answer in answers {
        let mut client = start(capabilities(), json!({ "inlayHints": true }));
        let question = client.expect("workspace/configuration");
        client.reply(&question, answer.clone());
        let page = OpenPage::open(&mut client, "untitled:overview.md", PAGE);
        assert!(!page.findings(&mut client).is_empty(), "{answer}");
        assert_eq!((hints(&mut client, &page) > 0, lenses(&mut client, &page)), (true, 1), "{answer}");
        assert_eq!(client.shut_down(), Some(0));
    }
    let mut client = start(capabilities(), json!([1]));
    let question = client.expect("workspace/configuration");
    client.send(&json!({ "jsonrpc": "2.0", "id": question["id"], "error": { "code": -32601, "message": "no" } }));
    let page = OpenPage::open(&mut client, "untitled:overview.md", PAGE);
    assert_eq!((hints(&mut client, &page), lenses(&mut client, &page)), (0, 1));
}

/// The answer to the newest question counts, though one to an older question comes after it.
#[test]
fn late_answers_do_not_undo_newer_ones() {
    let mut client = start(capabilities(), json!(null));
    let first = client.expect("workspace/configuration");
    client.notify("workspace/didChangeConfiguration", json!({ "settings": {} }));
    let second = client.expect("workspace/configuration");
    let page = OpenPage::open(&mut client, "untitled:overview.md", PAGE);
    client.reply(&second, json!([{ "inlayHints": true }]));
    client.expect("workspace/inlayHint/refresh");
    client.reply(&first, json!([{ "inlayHints": false }]));
    for _ in 0..3 {
        assert!(hints(&mut client, &page) > 0);
    }
}

/// Clients that cannot be asked send their settings.
#[test]
fn settings_are_taken_as_they_are_sent() {
    let mut bare = capabilities();
    bare["workspace"] = json!({});
    let mut client = start(bare, json!(null));
    let page = OpenPage::open(&mut client, "untitled:overview.md", PAGE);
    page.findings(&mut client);
    assert_eq!(hints(&mut client, &page), 0);
    for (settings, has_hints) in [(json!({ "docent": { "inlayHints": true } }), true), (json!(null), false)] {
        client.notify("workspace/didChangeConfiguration", json!({ "settings": settings }));
        page.findings(&mut client);
        assert_eq!(hints(&mut client, &page) > 0, has_hints);
    }
    client.assert_all_read();
}

#[test]
fn findings_lead_to_the_pages_of_their_rules() {
    let options = json!({ "rulePages": "https://example.com/rules/{rule}.html" });
    let mut client = start(rich_client(&["utf-8"]), options.clone());
    let page = OpenPage::open(&mut client, "untitled:overview.md", PAGE);
    let findings = page.findings(&mut client);
    assert!(!findings.is_empty());
    for finding in findings {
        let rule = finding["code"].as_str().unwrap();
        assert_eq!(finding["codeDescription"]["href"], format!("https://example.com/rules/{rule}.html"));
        assert!(workspace::root().join(format!("docs/rules/{rule}.md")).exists(), "{rule} has a page");
    }
    let mut client = start(json!({}), options);
    let page = OpenPage::open(&mut client, "untitled:overview.md", PAGE);
    assert!(page.findings(&mut client).iter().all(|finding| finding.get("codeDescription").is_none()));
}

/// A client that only pulls says there what it can show.
#[test]
fn what_a_pulling_client_can_show() {
    let pull = json!({ "relatedInformation": true, "dataSupport": true, "codeDescriptionSupport": true,
        "tagSupport": { "valueSet": [1, 2] } });
    let capabilities = json!({ "textDocument": { "diagnostic": pull } });
    let mut client = start(capabilities, json!({ "rulePages": "https://example.com/{rule}" }));
    let text = PAGE.replace("indicator: both\n", "indicator: both\nindicator: chat\n");
    OpenPage::open(&mut client, "untitled:overview.md", &text);
    let params = json!({ "textDocument": { "uri": "untitled:overview.md" } });
    let report = client.request("textDocument/diagnostic", params).unwrap();
    let findings = report["items"].as_array().unwrap();
    let duplicate = findings.iter().find(|finding| finding["code"] == "duplicate-key").unwrap();
    for name in ["codeDescription", "relatedInformation", "tags", "data"] {
        assert!(duplicate.get(name).is_some(), "{name}: {duplicate:#}");
    }
    client.assert_all_read();
}

#[test]
fn the_trace_is_sent_as_far_as_it_is_wanted() {
    let mut client = start(json!({}), json!(null));
    let mut page = OpenPage::open(&mut client, "untitled:overview.md", PAGE);
    page.findings(&mut client);
    client.notify("$/setTrace", json!({ "value": "messages" }));
    page.replace_text(&mut client, "one", "two");
    let line = client.expect("$/logTrace")["params"].clone();
    assert!(line["message"].as_str().unwrap().starts_with("overview.md, version 2: "), "{line}");
    assert_eq!(line.get("verbose"), None);
    page.findings(&mut client);
    client.notify("$/setTrace", json!({ "value": "verbose" }));
    page.replace_text(&mut client, "two", "three");
    assert!(client.expect("$/logTrace")["params"]["verbose"].is_string());
    page.findings(&mut client);
    for value in [json!({ "value": "off" }), json!({ "value": "loud" }), json!(null), json!([])] {
        client.notify("$/setTrace", value);
    }
    page.replace_text(&mut client, "three", "four");
    page.findings(&mut client);
    client.assert_all_read();
}
