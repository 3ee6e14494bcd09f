//! More at once than an editor sends: requests that take their time, a cancel among them, a burst of edits before an answer.

#![allow(clippy::unwrap_used)]

use docent_tests::lsp_client::{LspClient, rich_client};
use docent_tests::open_page::OpenPage;
use serde_json::{Value, json};

const FRONT: &str = "---\npagename: Overview\nsitesection: Documents\ncategoryname: \"Team Tools\"\n\
    documentname: x\npermalink: x.html\nindicator: both\nKeywords: x\n---\n\n";

/// An overview with many subsections.
fn page(sections: usize) -> String {
    let sections: Vec<String> =
        (0..sections).map(|number| format!("#### Detail {number}\n\nSome *text*.\n\n")).collect();
    format!("{FRONT}### Introduction\n\nText.\n\n{}### Use Cases\n\nThe end.\n", sections.concat())
}

fn start() -> LspClient {
    let mut client = LspClient::spawn();
    let mut capabilities = rich_client(&["utf-8"]);
    capabilities["textDocument"]["completion"] = json!({});
    client.initialize(json!({ "processId": null, "capabilities": capabilities }));
    client
}

/// Each is about a version of its own, so that none finds done what another one did.
#[test]
fn a_cancel_among_256_slow_requests() {
    let mut client = start();
    let mut page = OpenPage::open(&mut client, "untitled:overview.md", &page(1000));
    let end = page.text.find("The end").unwrap();
    let ask = |client: &mut LspClient, page: &OpenPage| {
        let params = json!({ "textDocument": { "uri": page.uri }, "range": page.range(0..0),
            "context": { "diagnostics": [], "only": ["source.fixAll"] } });
        client.start_request("textDocument/codeAction", params)
    };
    let mut requests = Vec::new();
    for _ in 0..256 {
        page.replace(&mut client, end..end, "x");
        requests.push((page.version, ask(&mut client, &page)));
    }
    let (_, cancelled) = requests.remove(200);
    client.notify("$/cancelRequest", json!({ "id": cancelled }));
    assert_eq!(client.answer(cancelled).unwrap_err()["code"], -32800);
    // It is out of the way of all the others, and each of them is about the version it was asked for.
    for (version, id) in requests {
        let answer = client.answer(id).unwrap();
        let edited = &answer[0]["edit"]["documentChanges"][0]["textDocument"];
        assert_eq!(edited["version"], version, "{answer}");
    }
    assert_eq!(client.shut_down(), Some(0));
}

/// Nobody waits for the work that is under way when the client leaves.
#[test]
fn leaving_with_requests_in_flight() {
    let mut client = start();
    let page = OpenPage::open(&mut client, "untitled:overview.md", &page(1000));
    for _ in 0..256 {
        let params = json!({ "textDocument": { "uri": page.uri }, "range": page.range(0..0),
            "context": { "diagnostics": [], "only": ["source.fixAll"] } });
        client.start_request("textDocument/codeAction", params);
    }
    let id = client.start_request("shutdown", Value::Null);
    assert_eq!(client.answer(id).unwrap(), Value::Null);
    client.notify("exit", Value::Null);
    assert_eq!(client.wait_for_exit().code(), Some(0));
}

/// 300 edits in one go and then a completion: the first answer is about the last text.
#[test]
fn a_completion_after_300_edits() {
    for sections in [1, 500] {
        let mut client = start();
        let mut page = OpenPage::open(&mut client, "untitled:overview.md", &page(sections));
        page.replace_text(&mut client, "indicator: both", "indicator: ");
        let at = page.text.find("indicator: ").unwrap();
        for number in 0..150 {
            let line = format!("ä{number}: 😀\n");
            page.replace(&mut client, at..at, &line);
            page.replace(&mut client, at..at + line.len(), "");
        }
        let position = page.position(page.text.find("indicator: ").unwrap() + "indicator: ".len());
        let params = json!({ "textDocument": { "uri": page.uri }, "position": position });
        let answer = client.request("textDocument/completion", params).unwrap();
        let items = answer.get("items").unwrap_or(&answer).as_array().unwrap();
        let labels: Vec<_> = items.iter().map(|item| item["label"].as_str().unwrap()).collect();
        for value in ["messaging", "chat", "both"] {
            assert!(labels.contains(&value), "{labels:?}");
        }
        let ranges: Vec<_> = items.iter().map(|item| &item["textEdit"]["range"]["end"]).collect();
        assert!(ranges.iter().all(|end| **end == position), "{ranges:?}");
    }
}
