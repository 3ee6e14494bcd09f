//! What an author reads about a page in the editor: hover, outline, folding, and what else is asked without changing it.

#![allow(clippy::unwrap_used)]

use docent_tests::lsp_client::{LspClient, rich_client};
use docent_tests::open_page::OpenPage;
use serde_json::{Value, json};

const PAGE: &str = "---\npagename: Grüße 😀\nsitesection: Documents\ncategoryname: Ümläute\npermalink: other.html\nindicator: both\n---\n\n### Introduction\n\nWörds 😀 and [more](#use-cases).\n\n### Getting started\n\n1. **Retrieve your domain**. Use the [LivePerson Domain API](agent-domain-domain-api.html) to retrieve this information by providing the following service name:\n\n\t* {{service name}}\n\n### Use cases\n\n* 😀 one\n* two\n";

/// A client that can do all that reading needs.
fn capabilities(encoding: &str) -> Value {
    let mut capabilities = rich_client(&[encoding]);
    let text = &mut capabilities["textDocument"];
    text["hover"] = json!({ "contentFormat": ["markdown", "plaintext"] });
    text["foldingRange"] =
        json!({ "foldingRangeKind": { "valueSet": ["comment", "region"] }, "lineFoldingOnly": true });
    text["selectionRange"] = json!({});
    text["documentHighlight"] = json!({});
    text["formatting"] = json!({});
    text["rangeFormatting"] = json!({});
    text["codeLens"] = json!({});
    text["inlayHint"] = json!({});
    text["semanticTokens"] = json!({
        "requests": { "range": true, "full": { "delta": true } },
        "tokenTypes": ["namespace", "variable", "parameter", "property", "keyword", "string"],
        "tokenModifiers": [], "formats": ["relative"],
    });
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

/// Asks about all of the page.
fn ask(client: &mut LspClient, page: &OpenPage, method: &str) -> Value {
    client.request(method, json!({ "textDocument": { "uri": page.uri } })).unwrap()
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

#[test]
fn the_outline_tells_what_is_missing() {
    everywhere(|client, page| {
        let symbols = ask(client, page, "textDocument/documentSymbol");
        let detail = |index: usize| symbols[index]["detail"].as_str().map(str::to_owned);
        assert_eq!(symbols[0]["children"][0]["name"], "pagename");
        assert_eq!((detail(0), detail(1)), (None, None));
        assert_eq!(detail(2).as_deref(), Some("steps 2, 3 and 4 missing"));
        assert_eq!(text_of(page, &symbols[3]["selectionRange"]), "### Use cases");
    });
    let mut client = start(json!({}));
    let page = OpenPage::open(&mut client, "file:///site/users/overview.md", PAGE);
    let flat = ask(&mut client, &page, "textDocument/documentSymbol");
    assert_eq!((&flat[1]["name"], &flat[1]["containerName"]), (&json!("pagename"), &json!("Front matter")));
}

#[test]
fn folds_are_whole_lines() {
    everywhere(|client, page| {
        let folds = ask(client, page, "textDocument/foldingRange");
        let lines: Vec<(u64, u64, Option<&str>)> = folds
            .as_array()
            .unwrap()
            .iter()
            .map(|fold| (fold["startLine"].as_u64().unwrap(), fold["endLine"].as_u64().unwrap(), fold["kind"].as_str()))
            .collect();
        let region = Some("region");
        let expected =
            [(0, 6, region), (8, 10, region), (12, 16, region), (14, 16, None), (18, 21, region), (20, 21, None)];
        assert_eq!(lines, expected);
    });
    let mut limited = capabilities("utf-16");
    limited["textDocument"]["foldingRange"] = json!({ "rangeLimit": 2 });
    let mut client = start(limited);
    let page = OpenPage::open(&mut client, "file:///site/users/overview.md", PAGE);
    let folds = ask(&mut client, &page, "textDocument/foldingRange");
    assert_eq!(folds, json!([{ "startLine": 0, "endLine": 6 }, { "startLine": 8, "endLine": 10 }]));
}

#[test]
fn selections_grow() {
    everywhere(|client, page| {
        let at = |place: &str| page.position(page.text.find(place).unwrap());
        let params = json!({ "textDocument": { "uri": page.uri }, "positions": [at("😀 one"), at("mläute")] });
        let found = client.request("textDocument/selectionRange", params).unwrap();
        let texts = |mut range: &Value| {
            let mut texts = Vec::new();
            while range.is_object() {
                texts.push(text_of(page, &range["range"]).replace("\r\n", "\n"));
                range = &range["parent"];
            }
            texts
        };
        assert_eq!(texts(&found[0])[..3], ["😀 one", "* 😀 one", "* 😀 one\n* two"]);
        assert_eq!(texts(&found[1])[..2], ["Ümläute", "categoryname: Ümläute"]);
        assert_eq!(texts(&found[1]).last(), Some(&page.text.replace("\r\n", "\n")));
    });
}

#[test]
fn highlights_show_a_heading_and_its_links() {
    everywhere(|client, page| {
        let found = ask_at(client, page, "textDocument/documentHighlight", "### Use cases");
        let shown: Vec<&str> = found.as_array().unwrap().iter().map(|it| text_of(page, &it["range"])).collect();
        assert_eq!(shown, ["#use-cases", "Use cases"]);
        assert_eq!(ask_at(client, page, "textDocument/documentHighlight", "two"), json!([]));
    });
}

#[test]
fn the_lens_counts_what_the_findings_tell() {
    everywhere(|client, page| {
        let lenses = ask(client, page, "textDocument/codeLens");
        assert_eq!(lenses[0]["command"], json!({ "title": "API overview: 3 steps missing", "command": "" }));
        let missing = page.findings(client).iter().filter(|finding| finding["code"] == "missing-step").count();
        assert_eq!(missing, 3);
        let other = OpenPage::open(client, "file:///site/readme.md", "# Just a page\n");
        assert_eq!(ask(client, &other, "textDocument/codeLens"), json!([]));
    });
}

#[test]
fn hints_are_shown_to_those_who_want_them() {
    let whole =
        |page: &OpenPage| json!({ "textDocument": { "uri": page.uri }, "range": page.range(0..page.text.len()) });
    everywhere(|client, page| {
        assert_eq!(client.request("textDocument/inlayHint", whole(page)).unwrap(), json!([]));
    });
    for encoding in ["utf-8", "utf-16"] {
        let mut client = LspClient::spawn();
        let options = json!({ "inlayHints": true });
        client.initialize(
            json!({ "processId": null, "capabilities": capabilities(encoding), "initializationOptions": options }),
        );
        let page = OpenPage::open(&mut client, "file:///site/users/overview.md", PAGE);
        let hints = client.request("textDocument/inlayHint", whole(&page)).unwrap();
        assert_eq!((&hints[0]["label"], &hints[0]["position"]), (&json!("template: API overview"), &page.position(3)));
        let address = page.position(PAGE.find(".html\nindicator").unwrap() + 5);
        assert_eq!((&hints[1]["label"], &hints[1]["position"]), (&json!("→ grüße-😀.html"), &address));
    }
}

/// The tokens as their text and their type, decoded as a client does it.
fn tokens(client: &LspClient, page: &OpenPage, answer: &Value) -> Vec<(String, String)> {
    let legend = &client.server["capabilities"]["semanticTokensProvider"]["legend"]["tokenTypes"];
    let data: Vec<u64> = answer["data"].as_array().unwrap().iter().map(|n| n.as_u64().unwrap()).collect();
    let (mut line, mut column) = (0, 0);
    let token = |token: &[u64]| {
        column = if token[0] == 0 { column + token[1] } else { token[1] };
        line += token[0];
        let at = |character: u64| json!({ "line": line, "character": character });
        let text = text_of(page, &json!({ "start": at(column), "end": at(column + token[2]) })).to_owned();
        (text, legend[token[3] as usize].as_str().unwrap().to_owned())
    };
    data.chunks(5).map(token).collect()
}

#[test]
fn placeholders_and_directives_have_colours() {
    everywhere(|client, page| {
        let whole = ask(client, page, "textDocument/semanticTokens/full");
        let expected = [("{{service name}}".to_owned(), "parameter".to_owned())];
        assert_eq!(tokens(client, page, &whole), expected);
        let range = json!({ "textDocument": { "uri": page.uri }, "range": page.range(0..10) });
        assert_eq!(client.request("textDocument/semanticTokens/range", range).unwrap()["data"], json!([]));
        let ending = if page.text.contains('\r') { "\r\n" } else { "\n" };
        let text = "---\ndocent: { template: ä }\n---\n## 😀 {{ö}} {{x}}\n<!-- docent: items=2..3 aliases=\"Ä 😀\" optional -->\n";
        let template = OpenPage::open(client, "file:///site/_template/a.md", &text.replace('\n', ending));
        let whole = ask(client, &template, "textDocument/semanticTokens/full");
        let found = tokens(client, &template, &whole);
        let shown: Vec<String> = found.iter().map(|(text, kind)| format!("{text} {kind}")).collect();
        let expected = [
            "docent keyword",
            "{{ö}} parameter",
            "{{x}} parameter",
            "docent: keyword",
            "items property",
            "2..3 string",
            "aliases property",
            "\"Ä 😀\" string",
            "optional property",
        ];
        assert_eq!(shown, expected);
    });
}

#[test]
fn formatting_touches_the_front_matter_and_canned_numbers_only() {
    for encoding in ["utf-8", "utf-16"] {
        for ending in ["\n", "\r\n"] {
            let mut client = start(capabilities(encoding));
            let text = PAGE.replace("indicator: both", "indicator:\tboth  \nredirect_from:\n    - ü.html # 😀");
            let text = text.replace("1. **Retr", "4. **Retr").replace("Wörds 😀", "Wörds 😀  ").replace('\n', ending);
            let mut page = OpenPage::open(&mut client, "file:///site/users/overview.md", &text);
            let options = json!({ "tabSize": 8, "insertSpaces": false });
            let document = json!({ "uri": page.uri });
            let range = page.range(0..10);
            let params = json!({ "textDocument": document, "options": options, "range": range });
            assert_eq!(client.request("textDocument/rangeFormatting", params).unwrap(), json!([]));
            let params = json!({ "textDocument": document, "options": options });
            let edits = client.request("textDocument/formatting", params.clone()).unwrap();
            page.apply(&mut client, &json!({ "changes": { &page.uri: edits } }));
            let expected = text.replace("\tboth  ", " both").replace("    - ü", "  - ü").replace("4. **", "1. **");
            assert_eq!(page.text, expected);
            assert_eq!(client.request("textDocument/formatting", params).unwrap(), json!([]));
        }
    }
}

#[test]
fn a_bare_client_is_offered_nothing_of_this() {
    let client = start(json!({}));
    let offered = client.server["capabilities"].as_object().unwrap();
    for name in ["hoverProvider", "foldingRangeProvider", "selectionRangeProvider", "documentHighlightProvider"] {
        assert_eq!(offered.get(name), None, "{name}");
    }
    for name in ["documentFormattingProvider", "documentRangeFormattingProvider"] {
        assert_eq!(offered.get(name), None, "{name}");
    }
    for name in ["codeLensProvider", "inlayHintProvider", "semanticTokensProvider"] {
        assert_eq!(offered.get(name), None, "{name}");
    }
}

#[test]
fn places_that_are_nowhere() {
    let mut client = start(capabilities("utf-16"));
    let page = OpenPage::open(&mut client, "file:///site/users/overview.md", PAGE);
    let far = json!({ "line": u32::MAX, "character": u32::MAX });
    let document = json!({ "uri": page.uri });
    for method in ["textDocument/hover", "textDocument/documentHighlight"] {
        client.request(method, json!({ "textDocument": document, "position": far })).unwrap();
    }
    let positions = json!({ "textDocument": document, "positions": [far] });
    client.request("textDocument/selectionRange", positions).unwrap();
    let reversed = json!({ "textDocument": document, "range": { "start": far, "end": page.position(0) } });
    for method in ["textDocument/inlayHint", "textDocument/semanticTokens/range"] {
        client.request(method, reversed.clone()).unwrap();
    }
    for method in ["textDocument/foldingRange", "textDocument/codeLens", "textDocument/semanticTokens/full"] {
        let answer = client.request(method, json!({ "textDocument": { "uri": "file:///not/open.md" } })).unwrap();
        assert_eq!(answer, Value::Null);
    }
}
