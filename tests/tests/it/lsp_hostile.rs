//! A client that gets everything wrong: an answer or an error, never the end of the server, and the text is still the one
//! that the protocol's rules make of what was sent.

#![allow(clippy::unwrap_used)]

use docent_tests::lsp_client::{LspClient, rich_client};
use docent_tests::open_page::OpenPage;
use serde_json::{Value, json};

const PAGE: &str = "---\npagename: Grüße 😀\nsitesection: Documents\ncategoryname: \"Team Tools\"\ndocumentname: x\n\
    permalink: x.html\nindicator: both\n---\n\n### Introduction\n\n😀 text ä\n\n### Use cases\n\n* one\n* two 😀\n";

/// Requests about a document, each with what it needs besides the document.
const REQUESTS: [&str; 15] = [
    "textDocument/hover",
    "textDocument/completion",
    "textDocument/codeAction",
    "textDocument/documentSymbol",
    "textDocument/foldingRange",
    "textDocument/selectionRange",
    "textDocument/documentHighlight",
    "textDocument/codeLens",
    "textDocument/inlayHint",
    "textDocument/semanticTokens/full",
    "textDocument/semanticTokens/range",
    "textDocument/formatting",
    "textDocument/rangeFormatting",
    "textDocument/diagnostic",
    "docent/pageReport",
];

fn start(encoding: &str) -> LspClient {
    let mut client = LspClient::spawn();
    client.initialize(json!({ "processId": null, "capabilities": rich_client(&[encoding]) }));
    client
}

#[test]
fn parameters_of_the_wrong_kind() {
    let mut client = start("utf-8");
    let at =
        |line: Value| json!({ "textDocument": { "uri": "untitled:x" }, "position": { "line": line, "character": 0 } });
    let wrong = [
        Value::Null,
        json!([]),
        json!({}),
        json!({ "textDocument": 5 }),
        json!({ "textDocument": { "uri": "no address" } }),
        json!({ "textDocument": { "uri": null } }),
    ];
    for method in REQUESTS {
        for params in &wrong {
            let error = client.request(method, params.clone()).unwrap_err();
            assert_eq!(error["code"], -32602, "{method} {params}");
        }
    }
    for line in [json!(-1), json!(4294967296u64), json!(1.5), json!("1")] {
        assert_eq!(client.request("textDocument/hover", at(line)).unwrap_err()["code"], -32602);
    }
    for method in
        ["textDocument/didOpen", "textDocument/didChange", "textDocument/didClose", "workspace/didChangeWatchedFiles"]
    {
        for params in &wrong {
            client.notify(method, params.clone());
        }
    }
    for method in ["docent/unknown", "textDocument/unknown", "$/unknown"] {
        let error = client.request(method, json!({})).unwrap_err();
        assert_eq!(error["code"], -32601, "{method}");
    }
    for method in [
        "$/unknown",
        "docent/unknown",
        "telemetry/event",
        "$/cancelRequest",
        "$/progress",
        "window/workDoneProgress/cancel",
    ] {
        client.notify(method, json!({ "anything": [1] }));
    }
    client.expect("client/registerCapability");
    let deep =
        format!("{{\"jsonrpc\":\"2.0\",\"method\":\"x\",\"params\":{}{}}}", "[".repeat(20_000), "]".repeat(20_000));
    client.send_raw(format!("Content-Length: {}\r\n\r\n{deep}", deep.len()).as_bytes());
    client.wait_for("the answer to a deep message", |message| message["id"].is_null());
    client.assert_all_read();
    assert_eq!(client.shut_down(), Some(0));
}

#[test]
fn messages_at_the_wrong_time() {
    let mut client = LspClient::spawn();
    let params = json!({ "textDocument": { "uri": "untitled:x" } });
    assert_eq!(client.request("textDocument/documentSymbol", params.clone()).unwrap_err()["code"], -32002);
    client.notify("textDocument/didOpen", json!({}));
    assert!(client.request("initialize", json!({ "capabilities": 5 })).is_err());
    client.initialize(json!({ "capabilities": {} }));
    assert_eq!(client.request("initialize", json!({ "capabilities": {} })).unwrap_err()["code"], -32600);
    client.notify("initialized", json!({}));
    client.request("shutdown", Value::Null).unwrap();
    assert_eq!(client.request("textDocument/documentSymbol", params).unwrap_err()["code"], -32600);
    client.notify("exit", Value::Null);
    assert_eq!(client.wait_for_exit().code(), Some(0));
}

/// Requests at positions that do not exist are answered, whatever they ask.
#[test]
fn positions_out_of_range() {
    for encoding in ["utf-8", "utf-16"] {
        let mut client = start(encoding);
        let page = OpenPage::open(&mut client, "untitled:overview.md", PAGE);
        let far = u32::MAX;
        for (line, character) in [(far, far), (far, 0), (0, far), (1, 16), (1, 17), (11, 1), (11, 2), (18, 0)] {
            let position = json!({ "line": line, "character": character });
            let range = json!({ "start": position, "end": { "line": 3, "character": 1 } });
            let params = json!({
                "textDocument": { "uri": page.uri }, "position": position, "positions": [position], "range": range,
                "context": { "diagnostics": [], "triggerKind": 1 }, "options": { "tabSize": 4, "insertSpaces": true },
            });
            for method in REQUESTS {
                client.request(method, params.clone()).unwrap_or_else(|error| panic!("{method} {range}: {error}"));
            }
        }
        assert_eq!(client.shut_down(), Some(0));
    }
}

/// Where a position lies by the rules of the protocol: what is beyond a line is its end, beyond the text its end, inside a
/// character its start. Written anew here, on a plain string.
fn offset(text: &str, line: u32, column: u32, encoding: &str) -> usize {
    let mut start = 0;
    for _ in 0..line {
        let Some(end) = text[start..].find(['\n', '\r']) else { return text.len() };
        start += end + if text[start + end..].starts_with("\r\n") { 2 } else { 1 };
    }
    let mut at = start;
    let mut width = 0;
    for character in text[start..].chars().take_while(|character| !matches!(character, '\n' | '\r')) {
        width += match encoding {
            "utf-8" => character.len_utf8(),
            "utf-16" => character.len_utf16(),
            _ => 1,
        };
        if width > column as usize {
            break;
        }
        at += character.len_utf8();
    }
    at
}

/// Numbers that look random and are the same in each run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: u32) -> u32 {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        ((self.0 >> 33) % u64::from(limit)) as u32
    }
}

/// Hundreds of changes at places that mostly do not exist, reversed, inside characters, with versions that go up and down.
/// What the server says of the page afterwards is what it says of the same text when it is opened at once; and its fixes
/// repair that very text.
#[test]
fn the_text_survives_hostile_changes() {
    let pieces = [
        "",
        "x",
        "😀",
        "\n",
        "\r\n",
        "\r",
        "### Use cases\n",
        "---\n",
        "ä: b\n",
        "* two\n",
        "```",
        "<!--",
        "indicator: chat\n",
    ];
    for encoding in ["utf-8", "utf-16", "utf-32"] {
        for seed in 1..=4 {
            let mut numbers = Numbers(seed);
            let mut client = start(encoding);
            let mut page = OpenPage::open(&mut client, "untitled:overview.md", PAGE);
            for _ in 0..150 {
                let [line, column] = match numbers.below(8) {
                    0 => [u32::MAX, u32::MAX],
                    1 => [numbers.below(30), u32::MAX - numbers.below(3)],
                    _ => [numbers.below(25), numbers.below(30)],
                };
                let [end_line, end_column] = match numbers.below(3) {
                    0 => [line.saturating_sub(numbers.below(2)), numbers.below(12)],
                    1 => [line, column.saturating_add(numbers.below(3))],
                    _ => [line, column],
                };
                let piece = pieces[numbers.below(pieces.len() as u32) as usize];
                let (one, other) =
                    (offset(&page.text, line, column, encoding), offset(&page.text, end_line, end_column, encoding));
                page.text.replace_range(one.min(other)..one.max(other), piece);
                page.version = i64::from(numbers.below(7)) - 3;
                let (start, end) = (
                    json!({ "line": line, "character": column }),
                    json!({ "line": end_line, "character": end_column }),
                );
                page.send_changes(&mut client, json!([{ "range": { "start": start, "end": end }, "text": piece }]));
            }
            page.version = 1000;
            page.send_changes(&mut client, json!([]));

            let mut other = start(encoding);
            let mut fresh = OpenPage::open(&mut other, "untitled:overview.md", &page.text);
            assert_eq!(page.findings(&mut client), fresh.findings(&mut other), "{encoding} {seed}: {}", page.text);
            let params = json!({ "textDocument": { "uri": page.uri } });
            let symbols =
                |client: &mut LspClient| client.request("textDocument/documentSymbol", params.clone()).unwrap();
            assert_eq!(symbols(&mut client), symbols(&mut other), "{encoding} {seed}");
            let actions = page.actions(&mut client, 0..0, &["source.fixAll"]);
            let expected = fresh.actions(&mut other, 0..0, &["source.fixAll"]);
            assert_eq!(actions.len(), expected.len());
            for (action, expected) in actions.iter().zip(&expected) {
                page.apply(&mut client, &action["edit"]);
                fresh.apply(&mut other, &expected["edit"]);
                assert_eq!(page.text, fresh.text);
                assert_eq!(page.findings(&mut client), fresh.findings(&mut other), "{encoding} {seed}");
            }
        }
    }
}

/// What an unpacked folder may contain: each of these ended the server, or blocked it for ever.
#[cfg(unix)]
#[test]
fn a_page_of_a_hostile_folder_gets_its_findings() {
    use std::os::unix::fs::symlink;
    use std::path::Path;
    type Prepare = fn(&Path);
    let folders: [(&str, Prepare); 9] = [
        ("docent.yaml -> /dev/zero", |root| symlink("/dev/zero", root.join("docent.yaml")).unwrap()),
        // Its bytes are the protocol's.
        ("docent.yaml -> /dev/stdin", |root| symlink("/dev/stdin", root.join("docent.yaml")).unwrap()),
        ("_config.yml -> /dev/zero", |root| symlink("/dev/zero", root.join("_config.yml")).unwrap()),
        (".gitignore -> /dev/zero", |root| symlink("/dev/zero", root.join(".gitignore")).unwrap()),
        ("a page -> /dev/zero", |root| symlink("/dev/zero", root.join("b.md")).unwrap()),
        ("a FIFO", |root| {
            let pipe = root.join("_config.yml");
            assert!(std::process::Command::new("mkfifo").arg(pipe).status().unwrap().success());
        }),
        ("a navigation outside", |root| {
            std::fs::write(root.join("docent.yaml"), "site: { navigation: ../../../../../../dev/zero }\n").unwrap();
        }),
        ("a template outside", |root| {
            std::fs::write(root.join("docent.yaml"), "templates: /dev/zero\n").unwrap();
        }),
        ("a schema without measure", |root| {
            let definitions: String = (0..40)
                .map(|n| {
                    format!("    d{n}: {{ anyOf: [{{ $ref: '#/$defs/d{0}' }}, {{ $ref: '#/$defs/d{0}' }}] }}\n", n + 1)
                })
                .collect();
            let template = format!(
                "---\ndocent: {{ template: t }}\nfront-matter:\n  $defs:\n{definitions}    d40: {{ type: integer }}\n  \
                 properties: {{ title: {{ $ref: '#/$defs/d0' }} }}\n---\n"
            );
            std::fs::write(root.join("t.md"), template).unwrap();
            let config = "templates: t.md\npages: [{ path: a.md, template: t }]\n";
            std::fs::write(root.join("docent.yaml"), config).unwrap();
        }),
    ];
    for (name, prepare) in folders {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap();
        std::fs::create_dir(root.join(".git")).unwrap();
        let text = "---\ntitle: a\n---\n\n# A\n\n[x](gone.md)\n";
        std::fs::write(root.join("a.md"), text).unwrap();
        prepare(&root);
        let mut client = LspClient::start(rich_client(&["utf-8"]), &root);
        let page = OpenPage::open(&mut client, &docent_tests::lsp_client::file_uri(&root.join("a.md")), text);
        let is_unreadable = |message: &Value| {
            let text = message["params"]["message"].as_str().unwrap_or_default();
            message["method"] == "window/showMessage" && text.ends_with(".gitignore: it leads out of the site")
        };
        if name.starts_with(".gitignore") {
            client.wait_for("a message about the patterns", is_unreadable);
        }
        // They come at all, also where nothing is found before the index is there.
        page.findings(&mut client);
        let at = json!({ "textDocument": { "uri": page.uri }, "position": { "line": 6, "character": 2 } });
        client.request("textDocument/hover", at).unwrap_or_else(|error| panic!("{name}: {error}"));
        page.close(&mut client);
    }
}

/// A text of 100 MB is kept and edited, but not parsed: the client is informed once, and memory stays within a few copies of it.
#[test]
fn a_document_of_100_megabytes_is_not_checked() {
    let mut client = start("utf-8");
    let text = format!("# One\n\n{}\n# Two\n", "word ".repeat(20 << 20));
    let mut page = OpenPage::open(&mut client, "untitled:Untitled-1", &text);
    let message = client.expect("window/showMessage");
    assert_eq!(message["params"]["message"], "Untitled-1 is larger than 64 MiB and is not checked");
    page.replace_text(&mut client, "# Two", "# Three");
    let params = json!({ "textDocument": { "uri": page.uri } });
    assert_eq!(client.request("textDocument/documentSymbol", params.clone()).unwrap(), json!([]));
    let peak = peak_kilobytes(client.process_id());
    assert!(peak < 8 * (text.len() as u64 >> 10), "{peak} kB for {} kB", text.len() >> 10);
    // Nothing else suffers from it.
    let small = OpenPage::open(&mut client, "untitled:overview.md", PAGE);
    assert!(!small.findings(&mut client).is_empty());
    page.close(&mut client);
    small.close(&mut client);
    assert_eq!(client.shut_down(), Some(0));
}

/// Each request gets one answer, whether it is cancelled in time or not; cancellations of nothing cost nothing.
#[test]
fn a_flood_of_cancellations() {
    let mut client = start("utf-16");
    let page = OpenPage::open(&mut client, "untitled:overview.md", PAGE);
    page.findings(&mut client);
    let params = json!({ "textDocument": { "uri": page.uri }, "position": { "line": 9, "character": 2 } });
    let before = peak_kilobytes(client.process_id());
    for round in 0..20 {
        let ids: Vec<i64> = (0..200)
            .map(|_| {
                let id = client.start_request("textDocument/hover", params.clone());
                client.notify("$/cancelRequest", json!({ "id": id }));
                id
            })
            .collect();
        for number in 0..2_000 {
            client.notify("$/cancelRequest", json!({ "id": format!("{round}-{number}") }));
        }
        for id in ids {
            let answer = client.answer(id);
            assert!(answer.as_ref().err().is_none_or(|error| error["code"] == -32800), "{answer:?}");
        }
    }
    client.request("textDocument/hover", params).unwrap();
    let after = peak_kilobytes(client.process_id());
    assert!(after < before + (64 << 10), "{before} kB became {after} kB");
    assert_eq!(client.shut_down(), Some(0));
}

/// The most memory that a process had; 0 where the system does not say.
fn peak_kilobytes(process: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or("0");
    line.split_whitespace().next().and_then(|number| number.parse().ok()).unwrap_or(0)
}
