//! The text an editor and the server share stays the same, whatever is typed and however it is sent. The outline tells
//! what the server's text is: every page here has headings that are made of its text.

#![allow(clippy::unwrap_used)]

use docent_tests::lsp_client::{LspClient, file_uri, rich_client};
use docent_tests::open_page::OpenPage;
use serde_json::{Value, json};

const ENCODINGS: [&str; 3] = ["utf-8", "utf-16", "utf-32"];

fn start(encoding: &str) -> LspClient {
    let mut client = LspClient::spawn();
    client.initialize(json!({ "processId": null, "capabilities": rich_client(&[encoding]) }));
    assert_eq!(client.server["capabilities"]["positionEncoding"], encoding);
    client
}

fn headings(client: &mut LspClient, uri: &str) -> Vec<String> {
    let symbols = client.request("textDocument/documentSymbol", json!({ "textDocument": { "uri": uri } })).unwrap();
    let names = |symbol: &Value| symbol["name"].as_str().unwrap().to_owned();
    symbols.as_array().into_iter().flatten().map(names).collect()
}

#[test]
fn an_author_types_in_three_encodings_and_line_endings() {
    for encoding in ENCODINGS {
        for ending in ["\n", "\r\n", "\r"] {
            let mut client = start(encoding);
            let text = "# Grüße 😀 one\n\ntext 😀😀\n\n# Two\n".replace('\n', ending);
            let mut page = OpenPage::open(&mut client, "untitled:Untitled-1", &text);
            page.type_after(&mut client, "😀 one", " and ünd 😀!");
            page.replace_text(&mut client, "😀😀", "😀");
            page.replace_text(&mut client, &format!("{ending}{ending}# Two"), &format!("{ending}{ending}# Zwei ß"));
            assert_eq!(headings(&mut client, &page.uri), ["Grüße 😀 one and ünd 😀!", "Zwei ß"]);
        }
    }
}

/// Each request is answered from the text as it was when the request was sent, with 3,000 changes around them.
#[test]
fn no_request_sees_another_version() {
    let mut client = start("utf-16");
    let mut page = OpenPage::open(&mut client, "untitled:Untitled-1", "# v0\n");
    let mut requests = Vec::new();
    for number in 1..=3000 {
        page.replace(&mut client, 3..page.text.len() - 1, &number.to_string());
        let params = json!({ "textDocument": { "uri": page.uri } });
        requests.push((number, client.start_request("textDocument/documentSymbol", params)));
    }
    for (number, id) in requests {
        assert_eq!(client.answer(id).unwrap()[0]["name"], format!("v{number}"));
    }
}

/// The same with hovers: the one over the permalink tells the address that the page's name at that moment gives.
#[test]
fn no_hover_sees_another_version() {
    let mut client = start("utf-16");
    let front_matter = "sitesection: Documents\ncategoryname: A\npermalink: a.html\nindicator: chat\n---\n";
    let start = "---\npagename: v";
    let mut page = OpenPage::open(&mut client, "untitled:Untitled-1", &format!("{start}0\n{front_matter}"));
    let mut requests = Vec::new();
    for number in 1..=3000 {
        page.replace(&mut client, start.len()..page.text.len() - front_matter.len() - 1, &number.to_string());
        let params = json!({ "textDocument": { "uri": page.uri }, "position": { "line": 4, "character": 3 } });
        requests.push((number, client.start_request("textDocument/hover", params)));
    }
    for (number, id) in requests {
        let hover = client.answer(id).unwrap()["contents"].to_string();
        assert!(hover.contains(&format!("`v{number}.html`")), "{number}: {hover}");
    }
}

#[test]
fn hostile_positions_and_versions() {
    for encoding in ENCODINGS {
        let mut client = start(encoding);
        let mut page = OpenPage::open(&mut client, "untitled:Untitled-1", "# 😀a\n\n# b\n");
        let at = |line: u32, column: u32| json!({ "line": line, "character": column });
        // Beyond the text, reversed, and beyond the line (which ends before its line ending).
        let far = json!({ "start": at(u32::MAX, u32::MAX), "end": at(9, 9) });
        let reversed = json!({ "start": at(2, 3), "end": at(2, 2) });
        let beyond_line = json!({ "start": at(0, 4000), "end": at(0, u32::MAX) });
        page.version = 17;
        page.send_changes(&mut client, json!([{ "range": far, "text": "# end\n" }]));
        page.version = -5;
        page.send_changes(
            &mut client,
            json!([
                { "range": reversed, "text": "B" },
                { "range": beyond_line, "text": "!" },
                // A request to replace nothing by nothing at nowhere.
                { "range": { "start": at(77, 0), "end": at(3, 77) }, "text": "" },
            ]),
        );
        // In the middle of the character: all of it or nothing of it, never half of it.
        let inside = match encoding {
            "utf-8" => 4,
            "utf-16" => 3,
            _ => 2,
        };
        let change = json!({ "range": { "start": at(0, inside), "end": at(0, inside) }, "text": "x" });
        page.send_changes(&mut client, json!([change]));
        assert_eq!(headings(&mut client, &page.uri), ["x😀a!", "B", "end"], "{encoding}");

        let change = json!([{ "text": "# whole" }, { "range": { "start": at(0, 7), "end": at(0, 7) }, "text": "!" }]);
        page.send_changes(&mut client, change);
        assert_eq!(headings(&mut client, &page.uri), ["whole!"]);
    }
}

#[test]
fn documents_that_are_not_open() {
    let mut client = start("utf-8");
    let document = json!({ "uri": "file:///never/opened.md", "version": 3 });
    client.notify("textDocument/didChange", json!({ "textDocument": document, "contentChanges": [{ "text": "# x" }] }));
    client.notify("textDocument/didSave", json!({ "textDocument": document }));
    client.notify("textDocument/didClose", json!({ "textDocument": document }));
    assert_eq!(headings(&mut client, "file:///never/opened.md"), [""; 0]);
    client.expect("client/registerCapability");
    client.assert_all_read();
}

#[test]
fn a_document_opened_twice_begins_anew() {
    let mut client = start("utf-8");
    OpenPage::open(&mut client, "untitled:Untitled-1", "# One\n");
    let page = OpenPage::open(&mut client, "untitled:Untitled-1", "# Two\n");
    assert_eq!(headings(&mut client, &page.uri), ["Two"]);
}

#[test]
fn addresses_of_all_kinds() {
    let folder = tempfile::tempdir().unwrap();
    let with_blank = file_uri(&folder.path().join("a page with blanks & ümlauts.md"));
    let uris = [
        "file:///c%3A/Users/a/page.md",
        "file:///C:/Users/a/page.md",
        "file://server/share/page.md",
        "untitled:Untitled-1",
        "untitled:/folder/new%20page.md",
        "vscode-remote://ssh-remote%2Bhost/home/a/page.md",
        "git:/a/page.md?%7B%22ref%22%3A%22HEAD%22%7D",
        &with_blank,
    ];
    let mut client = start("utf-8");
    for uri in uris {
        let page = OpenPage::open(&mut client, uri, "# One\n");
        assert_eq!(headings(&mut client, uri), ["One"], "{uri}");
        page.findings(&mut client);
        page.close(&mut client);
        client.findings(uri, None);
    }
}

#[test]
fn a_page_of_50_megabytes() {
    let mut client = start("utf-8");
    let text = format!("# One\n\n{}\n# Two\n", "word ".repeat(10 << 20));
    let mut page = OpenPage::open(&mut client, "untitled:Untitled-1", &text);
    page.replace_text(&mut client, "# Two", "# Three");
    assert_eq!(headings(&mut client, &page.uri), ["One", "Three"]);
}
