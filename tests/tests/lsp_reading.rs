//! What an author reads about a page in the editor: hover, outline, folding, and what else is asked without changing it.

#![allow(clippy::unwrap_used)]

use docent_tests::lsp_client::{LspClient, rich_client};
use docent_tests::open_page::OpenPage;
use serde_json::{Value, json};

const PAGE: &str = "---\npagename: Grüße 😀\nsitesection: Documents\ncategoryname: Ümläute\npermalink: other.html\nindicator: both\n---\n\n### Introduction\n\nWörds 😀 and [more](#use-cases).\n\n### Getting started\n\n1. **Retrieve your domain**. Use the [LivePerson Domain API](agent-domain-domain-api.html) to retrieve this information by providing the following service name:\n\n\t* {{service name}}\n\n### Use cases\n\n* 😀 one\n* two\n";

/// A client that can do all that reading needs.
fn capabilities(encoding: &str) -> Value {
    let mut capabilities = rich_client(&[encoding]);
    capabilities["textDocument"]["hover"] = json!({ "contentFormat": ["markdown", "plaintext"] });
    capabilities
}

fn start(capabilities: Value) -> LspClient {
    let mut client = LspClient::spawn();
    client.initialize(json!({ "processId": null, "capabilities": capabilities }));
    client
}

/// The page in both line endings, in a client with each encoding.
fn everywhere(ask: impl Fn(&mut LspClient, &OpenPage)) {
    for encoding in ["utf-8", "utf-16"] {
        for ending in ["\n", "\r\n"] {
            let mut client = start(capabilities(encoding));
            let page = OpenPage::open(&mut client, "file:///site/users/overview.md", &PAGE.replace('\n', ending));
            ask(&mut client, &page);
        }
    }
}

/// Asks about the place where `place` begins.
fn ask_at(client: &mut LspClient, page: &OpenPage, method: &str, place: &str) -> Value {
    let at = page.position(page.text.find(place).unwrap());
    client.request(method, json!({ "textDocument": { "uri": page.uri }, "position": at })).unwrap()
}

fn text_of<'p>(page: &'p OpenPage, range: &Value) -> &'p str {
    &page.text[page.bytes(range)]
}

#[test]
fn hover_tells_what_the_template_says() {
    everywhere(|client, page| {
        for (place, shown, told) in [
            ("indicator", "indicator", "Which of the two products"),
            ("other.html", "other.html", "By the rule it would be `grüße-😀.html`"),
            ("### Use cases", "### Use cases", "Holds 2 to 3 list items"),
            ("service name}}", "{{service name}}", "placeholder of *API overview*"),
        ] {
            let hover = ask_at(client, page, "textDocument/hover", place);
            assert_eq!(text_of(page, &hover["range"]), shown);
            assert_eq!(hover["contents"]["kind"], "markdown");
            assert!(hover["contents"]["value"].as_str().unwrap().contains(told), "{hover:#}");
        }
        assert_eq!(ask_at(client, page, "textDocument/hover", "Wörds"), Value::Null);
    });
}

#[test]
fn a_client_without_markdown_gets_plain_text() {
    let mut plain = rich_client(&["utf-16"]);
    plain["textDocument"]["hover"] = json!({});
    let mut client = start(plain);
    let page = OpenPage::open(&mut client, "file:///site/users/overview.md", PAGE);
    let hover = ask_at(&mut client, &page, "textDocument/hover", "indicator");
    assert_eq!(hover["contents"]["kind"], "plaintext");
    let told = hover["contents"]["value"].as_str().unwrap();
    assert!(told.starts_with("`indicator` · required key of API overview\n\nWhich of the two"), "{told}");
}
