//! What an author is offered while typing, against the real server: by an editor that can do everything, and by one that
//! can do nothing in particular.

#![allow(clippy::unwrap_used)]

use docent_tests::lsp_client::{LspClient, rich_client};
use docent_tests::open_page::OpenPage;
use serde_json::{Value, json};

const PAGE: &str = "---\npagename: Grüße 😀\nsitesection: Documents\ncategoryname: Ümläute\ndocumentname: Users API\nindicator: both\n---\n\n### Introduction\n\nWörds 😀.\n\n### Use cases\n\n* 😀 one\n* two\n";

/// An editor that shows all there is to completion.
fn rich(encoding: &str) -> Value {
    let mut capabilities = rich_client(&[encoding]);
    capabilities["textDocument"]["completion"] = json!({
        "contextSupport": true,
        "completionItem": {
            "snippetSupport": true, "labelDetailsSupport": true, "insertReplaceSupport": true, "preselectSupport": true,
            "documentationFormat": ["markdown", "plaintext"], "insertTextModeSupport": { "valueSet": [1, 2] },
            "resolveSupport": { "properties": ["documentation", "detail", "additionalTextEdits"] },
        },
        "completionItemKind": { "valueSet": (1..=25).collect::<Vec<_>>() },
    });
    capabilities
}

/// An editor that completes, and that is all.
fn plain(encoding: &str) -> Value {
    json!({ "general": { "positionEncodings": [encoding] }, "textDocument": { "completion": {} } })
}

fn start(capabilities: Value) -> LspClient {
    let mut client = LspClient::spawn();
    client.initialize(json!({ "processId": null, "capabilities": capabilities }));
    client
}

/// The page in both line endings, in a client with each encoding.
fn everywhere(text: &str, capabilities: impl Fn(&str) -> Value, ask: impl Fn(&mut LspClient, &mut OpenPage, &str)) {
    for encoding in ["utf-8", "utf-16"] {
        for ending in ["\n", "\r\n"] {
            let mut client = start(capabilities(encoding));
            let mut page = OpenPage::open(&mut client, "file:///site/a/overview.md", &text.replace('\n', ending));
            ask(&mut client, &mut page, ending);
        }
    }
}

fn labels(items: &[Value]) -> Vec<&str> {
    items.iter().map(|item| item["label"].as_str().unwrap()).collect()
}

/// What is offered at the end of the first `place`.
fn after(page: &OpenPage, client: &mut LspClient, place: &str, typed: Option<&str>) -> Vec<Value> {
    let at = page.text.find(place).unwrap() + place.len();
    page.completions(client, at, typed)
}

fn item<'i>(items: &'i [Value], label: &str) -> &'i Value {
    let found = items.iter().find(|item| item["label"] == label);
    found.unwrap_or_else(|| panic!("{label} is offered, not {:?}", labels(items)))
}

#[test]
fn an_author_fills_the_front_matter() {
    everywhere(PAGE, rich, |client, page, ending| {
        page.replace_text(client, "both", "😀 b # 😀");
        page.replace_text(client, "😀 b", "b");
        let items = after(page, client, "indicator: b", Some(" "));
        assert_eq!(labels(&items), ["messaging", "chat", "both"]);
        page.accept(client, item(&items, "chat"));
        assert!(page.text.contains(&format!("indicator: chat # 😀{ending}")), "{}", page.text);

        page.type_after(client, "documentname: Users API", &format!("{ending}perma"));
        let items = after(page, client, &format!("{ending}perma"), None);
        let permalink = item(&items, "permalink");
        assert_eq!(permalink["labelDetails"], json!({ "description": "required" }));
        assert_eq!(permalink["textEdit"]["newText"], "permalink: users-api-grüße-😀.html");
        assert_eq!(permalink["documentation"], Value::Null);
        let resolved = client.request("completionItem/resolve", permalink.clone()).unwrap();
        assert_eq!(resolved["documentation"]["kind"], "markdown");
        assert!(resolved["documentation"]["value"].as_str().unwrap().contains("The page's address"));
        assert_eq!(resolved["textEdit"], permalink["textEdit"]);
        let redirects = item(&items, "redirect_from");
        assert_eq!(redirects["textEdit"]["newText"], format!("redirect_from:{ending}  - ${{1}}"));
        assert_eq!(redirects["insertTextFormat"], 2);
        page.accept(client, permalink);
        let line = format!("{ending}permalink: users-api-grüße-😀.html{ending}");
        assert!(page.text.contains(&line), "{}", page.text);
    });
}

#[test]
fn an_author_adds_a_section_and_a_step() {
    everywhere(PAGE, plain, |client, page, ending| {
        let blank = format!("Wörds 😀.{ending}");
        page.type_after(client, &blank, &format!("{ending}# Get"));
        let items = after(page, client, "# Get", None);
        let section = item(&items, "Getting started");
        assert_eq!(section["filterText"], "# Getting started");
        assert_eq!(section["insertTextFormat"], Value::Null);
        assert!(section["documentation"].as_str().unwrap().contains("always follows the same format"));
        page.accept(client, section);
        let expected = format!("Wörds 😀.{ending}{ending}### Getting started{ending}{ending}A few things");
        assert!(page.text.contains(&expected), "{}", page.text);
        assert!(page.text.contains(&format!("best practices](guides-retry-policy.html){ending}{ending}### Use cases")));

        // The third step is lost, and comes back with its number.
        let third = "3. Note the [API terms of use](https://www.liveperson.com/policies/apitou).";
        page.replace_text(client, third, "");
        page.replace_text(client, "4. When", "3. When");
        let place = format!("to create and use an API key.{ending}{ending}");
        let items = after(page, client, &place, None);
        let step = item(&items, "3. Note the API terms of use.");
        page.accept(client, step);
        assert!(page.text.contains(&format!("{place}{third}{ending}{ending}4. When")), "{}", page.text);
    });
}

#[test]
fn an_author_begins_with_nothing() {
    everywhere("", rich, |client, page, _| {
        let items = page.completions(client, 0, None);
        assert_eq!(item(&items, "API overview page")["insertTextFormat"], 2);
        page.type_after(client, "", "---");
        let items = page.completions(client, 3, Some("-"));
        assert_eq!(
            labels(&items),
            [
                "API overview page",
                "architecture decision record with options page",
                "architecture decision record page",
                "Front matter: API overview",
                "Front matter: documentation page"
            ]
        );
    });
    everywhere("", plain, |client, page, _| {
        let items = page.completions(client, 0, None);
        page.accept(client, item(&items, "API overview page"));
        assert!(page.text.starts_with("---\npagename: Overview\n") && page.text.contains("{{service name}}"));
    });
}

#[test]
fn what_half_a_word_is_replaced_by() {
    // Also in an editor that inserts rather than replaces: `messagingth` is no value.
    for capabilities in [rich, plain] {
        everywhere(PAGE, capabilities, |client, page, _| {
            let items = after(page, client, "indicator: bo", None);
            let at = page.text.find("both").unwrap();
            assert_eq!(item(&items, "messaging")["textEdit"]["range"], page.range(at..at + 4));
        });
    }
}

#[test]
fn nothing_is_sent_that_was_not_offered() {
    let client = start(json!({}));
    assert_eq!(client.server["capabilities"]["completionProvider"], Value::Null);
    everywhere(PAGE, plain, |client, page, _| {
        for item in after(page, client, "both", None).iter().chain(&page.completions(client, 4, None)) {
            for field in ["labelDetails", "insertTextFormat", "insertTextMode", "preselect", "data"] {
                assert_eq!(item[field], Value::Null, "{field}");
            }
            assert!(item["kind"].as_u64().unwrap() <= 18 && item["documentation"].is_string(), "{item}");
            assert!(!item["textEdit"]["newText"].as_str().unwrap().contains("${"), "{item}");
        }
    });
}

#[test]
fn after_a_burst_of_edits_the_first_answer_is_right() {
    let mut client = start(rich("utf-16"));
    let mut page = OpenPage::open(&mut client, "untitled:Untitled-1", PAGE);
    for round in 0..150 {
        page.type_after(&mut client, "Wörds", if round % 2 == 0 { " 😀" } else { "ä" });
    }
    page.replace_text(&mut client, "indicator: both", "indicator: ");
    let items = after(&page, &mut client, "indicator: ", Some(" "));
    assert_eq!(labels(&items), ["messaging", "chat", "both"]);
    // In prose, a blank is no question.
    assert_eq!(after(&page, &mut client, "Wörds", Some(" ")), [Value::Null; 0]);
}
