//! How the server begins and ends, and what keeps it alive between: the real binary over its pipes.

#![allow(clippy::unwrap_used)]

use docent_tests::lsp_client::{LspClient, rich_client};
use docent_tests::open_page::OpenPage;
use serde_json::{Value, json};

#[test]
fn shutdown_then_exit_is_0_while_the_input_stays_open() {
    let folder = tempfile::tempdir().unwrap();
    let mut client = LspClient::start(json!({}), folder.path());
    assert_eq!(client.server["serverInfo"]["name"], "docent");
    assert_eq!(client.shut_down(), Some(0));
}

#[test]
fn exit_without_shutdown_is_1() {
    let folder = tempfile::tempdir().unwrap();
    let mut client = LspClient::start(json!({}), folder.path());
    client.notify("exit", Value::Null);
    assert_eq!(client.wait_for_exit().code(), Some(1));
}

#[test]
fn exit_before_initialize_is_1() {
    let mut client = LspClient::spawn();
    client.notify("exit", Value::Null);
    assert_eq!(client.wait_for_exit().code(), Some(1));
}

#[test]
fn the_end_of_the_input_counts_as_exit() {
    let folder = tempfile::tempdir().unwrap();
    let mut client = LspClient::start(json!({}), folder.path());
    client.close_input();
    assert_eq!(client.wait_for_exit().code(), Some(1));

    let mut client = LspClient::start(json!({}), folder.path());
    client.request("shutdown", Value::Null).unwrap();
    client.close_input();
    assert_eq!(client.wait_for_exit().code(), Some(0));
}

#[test]
#[cfg(unix)]
fn the_server_leaves_with_its_client() {
    let mut other = std::process::Command::new("sleep").arg("600").spawn().unwrap();
    let mut client = LspClient::spawn();
    client.initialize(json!({ "processId": other.id(), "capabilities": {} }));
    client.request("textDocument/documentSymbol", json!({ "textDocument": { "uri": "untitled:x" } })).unwrap();
    other.kill().unwrap();
    other.wait().unwrap();
    assert_eq!(client.wait_for_exit().code(), Some(1));
}

#[test]
fn positions_are_negotiated() {
    let cases: [(Value, &str); 5] = [
        (json!({}), "utf-16"),
        (json!({ "general": { "positionEncodings": ["utf-16"] } }), "utf-16"),
        (json!({ "general": { "positionEncodings": ["utf-16", "utf-32"] } }), "utf-32"),
        (json!({ "general": { "positionEncodings": ["utf-16", "utf-32", "utf-8"] } }), "utf-8"),
        (json!({ "general": { "positionEncodings": ["utf-7"] } }), "utf-16"),
    ];
    for (capabilities, expected) in cases {
        let mut client = LspClient::spawn();
        client.initialize(json!({ "processId": null, "capabilities": capabilities }));
        assert_eq!(client.server["capabilities"]["positionEncoding"], expected);
        client.shut_down();
    }
}

#[test]
fn a_bare_client_is_asked_for_nothing() {
    let mut client = LspClient::spawn();
    client.initialize(json!({ "processId": null, "rootUri": null, "capabilities": {} }));
    let capabilities = &client.server["capabilities"];
    assert_eq!(capabilities.get("codeActionProvider"), None, "it knows no code action literals");
    assert_eq!(capabilities.get("diagnosticProvider"), None, "it does not ask for findings");
    client.assert_all_read();
}

#[test]
fn files_are_watched_by_a_client_that_can() {
    let folder = tempfile::tempdir().unwrap();
    let mut client = LspClient::start(rich_client(&[]), folder.path());
    let request = client.expect("client/registerCapability");
    let registration = &request["params"]["registrations"][0];
    assert_eq!(registration["method"], "workspace/didChangeWatchedFiles");
    client.assert_all_read();
}

#[test]
fn unreadable_and_unknown_messages_are_answered_and_survived() {
    let folder = tempfile::tempdir().unwrap();
    let mut client = LspClient::start(json!({}), folder.path());
    client.send_raw(b"hello?\r\n\r\nContent-Length: 3\r\n\r\n{\"a");
    let error = client.wait_for("the answer to half a message", |message| message["id"].is_null());
    assert_eq!(error["error"]["code"], -32700);
    client.send_raw(b"Content-Length: 2\r\nContent-Type: text/plain\r\nX-Another: 1\r\nX-More: 2\r\n\r\n[]");
    let error = client.wait_for("the answer to a list", |message| message["id"].is_null());
    assert_eq!(error["error"]["code"], -32600);
    assert_eq!(client.request("docent/unknown", json!({})).unwrap_err()["code"], -32601);
    let wrong = json!({ "textDocument": 5 });
    assert_eq!(client.request("textDocument/documentSymbol", wrong.clone()).unwrap_err()["code"], -32602);
    client.notify("textDocument/didChange", wrong);
    client.notify("docent/unknown", json!([1]));
    client.notify("$/setTrace", json!({ "value": "verbose" }));
    client.notify("$/cancelRequest", json!({ "id": 99 }));
    client.send(&json!({ "jsonrpc": "2.0", "id": 12345, "result": "an answer to nothing" }));
    client.assert_all_read();
    assert_eq!(client.shut_down(), Some(0));
}

/// A client may ignore what the server asks of it; the server must not wait for it with anything.
#[test]
fn a_client_that_never_answers_is_served() {
    let folder = tempfile::tempdir().unwrap();
    let mut client = LspClient::spawn();
    client.never_answers = true;
    client.initialize(json!({ "processId": null, "capabilities": rich_client(&["utf-8"]) }));
    let mut page = OpenPage::open(&mut client, "untitled:Untitled-1", "# One\n");
    for number in 0..300 {
        client.notify(
            "workspace/didChangeWatchedFiles",
            json!({ "changes": [
            { "uri": docent_tests::lsp_client::file_uri(&folder.path().join("docent.yaml")), "type": 2 },
        ] }),
        );
        page.replace(&mut client, 0..page.text.len(), &format!("# Number {number}\n"));
    }
    let symbols = client.request("textDocument/documentSymbol", json!({ "textDocument": { "uri": page.uri } }));
    assert_eq!(symbols.unwrap()[0]["name"], "Number 299");
    assert_eq!(client.shut_down(), Some(0));
}

/// A script writes its requests, closes its end, and reads what comes.
#[test]
fn requests_are_answered_after_the_end_of_the_input() {
    let mut client = LspClient::spawn();
    client.start_request("initialize", json!({ "capabilities": {} }));
    client.notify("initialized", json!({}));
    OpenPage::open(&mut client, "untitled:Untitled-1", "# One\n");
    let params = json!({ "textDocument": { "uri": "untitled:Untitled-1" } });
    let id = client.start_request("textDocument/documentSymbol", params);
    client.close_input();
    assert_eq!(client.answer(id).unwrap()[0]["name"], "One");
    assert_eq!(client.wait_for_exit().code(), Some(1));
}
