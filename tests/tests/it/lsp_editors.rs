//! Editors other than Visual Studio Code: the same findings and fixes in each, and nothing sent that was not offered
//! (which every [`LspClient`] checks of every message).

#![allow(clippy::unwrap_used)]

use docent_tests::author::Author;
use docent_tests::editors;
use docent_tests::lsp_client::{LspClient, rich_client};
use docent_tests::workspace;
use serde_json::{Value, json};

/// Something wrong of many kinds, behind characters that are not counted alike in each encoding.
const PAGE: &str = "---\npagename: Übersicht 😀\nsitesection: Documents\nCategoryname: \"😀 Tools\"\nredirect_from:\n  - 😀.html\nindicator: \"😀 chatt\"\npermalink: grüße-😀.html\norder: 1\norder: 2\n---\n\n### Use cases\n\n* 😀 one\n\n### Introduction\n\n😀 Text.\n\n### Getting stated\n\nA few things you'll need to get started with this API:\n\n1. **Retrieve your domain**. 😀 ä\n\n3. Note the [API terms of use](https://www.liveperson.com/policies/terms-of-use).\n";

fn all() -> [(&'static str, Value); 6] {
    [
        ("Visual Studio Code", rich_client(&["utf-16"])),
        ("a rich client with bytes", rich_client(&["utf-8"])),
        ("Neovim", editors::neovim()),
        ("Emacs", editors::eglot()),
        ("Helix", editors::helix()),
        ("a bare client", editors::bare()),
    ]
}

fn open(capabilities: Value, ending: &'static str) -> Author {
    let client = LspClient::start(capabilities, &workspace::root().join("examples/liveperson-site"));
    Author::opens(client, "file:///site/users/overview.md", PAGE, ending)
}

#[test]
fn every_editor_shows_the_same_findings_and_fixes() {
    for ending in ["\n", "\r\n"] {
        let mut first: Option<(Vec<Value>, Vec<Value>)> = None;
        for (name, capabilities) in all() {
            let has_actions = capabilities.pointer("/textDocument/codeAction").is_some();
            let mut author = open(capabilities, ending);
            let findings = author.findings();
            assert!(findings.len() > 8, "{name}: {findings:#?}");
            let seen: Vec<Value> = findings.iter().map(|finding| seen(&author, finding)).collect();
            let fixes = if has_actions { fixes(&mut author, &findings) } else { Vec::new() };
            assert_eq!(has_actions, !author.client.server["capabilities"]["codeActionProvider"].is_null(), "{name}");
            match &first {
                None => first = Some((seen, fixes)),
                Some((first_seen, first_fixes)) => {
                    assert_eq!(&seen, first_seen, "{name}");
                    assert!(!has_actions || &fixes == first_fixes, "{name}");
                }
            }
            assert_eq!(author.client.shut_down(), Some(0), "{name}");
        }
    }
}

/// What a finding says, and the bytes it is about.
fn seen(author: &Author, finding: &Value) -> Value {
    let place = author.page.bytes(&finding["range"]);
    json!([finding["code"], finding["severity"], finding["message"], place.start, place.end])
}

/// The quick fixes of each finding, with the text that each makes.
fn fixes(author: &mut Author, findings: &[Value]) -> Vec<Value> {
    let mut fixes = Vec::new();
    for finding in findings {
        let place = author.page.bytes(&finding["range"]);
        for action in author.page.actions(&mut author.client, place, &["quickfix"]) {
            let action = match action.get("edit") {
                Some(_) => action,
                None => author.client.request("codeAction/resolve", action).unwrap(),
            };
            fixes.push(json!([finding["code"], action["title"], author.page.edited(&action["edit"])]));
        }
    }
    fixes
}

/// Whatever the server says it can do is asked for once, at several places of the page.
#[test]
fn every_editor_can_ask_for_all_that_it_was_told_of() {
    for (name, capabilities) in all() {
        let mut author = open(capabilities, "\n");
        let server = author.client.server["capabilities"].clone();
        let has = |provider: &str| server.get(provider).is_some_and(|it| !it.is_null() && *it != Value::Bool(false));
        author.findings();
        let whole = author.page.range(0..author.page.text.len());
        let mut asked = Vec::new();
        let options = json!({ "tabSize": 4, "insertSpaces": true });
        for (provider, method, params) in [
            ("documentSymbolProvider", "textDocument/documentSymbol", json!({})),
            ("foldingRangeProvider", "textDocument/foldingRange", json!({})),
            ("codeLensProvider", "textDocument/codeLens", json!({})),
            ("inlayHintProvider", "textDocument/inlayHint", json!({ "range": whole })),
            ("documentFormattingProvider", "textDocument/formatting", json!({ "options": options })),
            (
                "codeActionProvider",
                "textDocument/codeAction",
                json!({ "range": whole, "context": { "diagnostics": [] } }),
            ),
        ] {
            if has(provider) {
                author.asks(method, params);
                asked.push(method);
            }
        }
        for place in ["pagename", "chatt", "CategoryName", "### Use", "Retrieve", "😀 Text", "terms"] {
            let at = author.page.text.to_lowercase().find(&place.to_lowercase()).unwrap();
            let position = json!({ "position": author.page.position(at) });
            for (provider, method) in [
                ("hoverProvider", "textDocument/hover"),
                ("documentHighlightProvider", "textDocument/documentHighlight"),
                ("completionProvider", "textDocument/completion"),
            ] {
                if !has(provider) {
                    continue;
                }
                let answer = author.asks(method, position.clone());
                let items = answer.get("items").unwrap_or(&answer).as_array().cloned().unwrap_or_default();
                for item in items.into_iter().filter(|_| method == "textDocument/completion").take(3) {
                    author.client.request("completionItem/resolve", item).unwrap();
                }
                asked.push(method);
            }
        }
        assert!(!author.asks("docent/pageReport", json!({})).is_null());
        let completes = ["Neovim", "Emacs", "Helix"].contains(&name);
        assert_eq!(asked.contains(&"textDocument/completion"), completes, "{name}: {asked:?}");
        assert_eq!(author.client.shut_down(), Some(0), "{name}");
    }
}
