//! Where a document lies, and what it is therefore checked against: folders that come and go, documents that were never
//! saved, languages, links, and sites that take their time to be read.

#![allow(clippy::unwrap_used)]

use docent_tests::lsp_client::{LspClient, file_uri, rich_client};
use docent_tests::open_page::OpenPage;
use serde_json::{Value, json};
use std::path::Path;

const TEMPLATE: &str =
    "---\ndocent:\n  template: note\n  title: Note\n  applies-to:\n    - path: \"**/*\"\n---\n\n## Summary\n";
const PAGE: &str = "# A note\n\nText.\n";

/// A site with one template that holds for all of its pages.
fn site(folder: &Path) {
    std::fs::create_dir_all(folder.join("_template")).unwrap();
    std::fs::write(folder.join("docent.yaml"), "templates: [_template/note.md]\n").unwrap();
    std::fs::write(folder.join("_template/note.md"), TEMPLATE).unwrap();
}

fn start(params: Value) -> LspClient {
    let mut client = LspClient::spawn();
    let mut all = json!({ "processId": null, "capabilities": rich_client(&["utf-8"]) });
    all.as_object_mut().unwrap().extend(params.as_object().unwrap().clone());
    client.initialize(all);
    client
}

/// The sections that the findings say are missing.
fn missing(findings: &[Value]) -> Vec<&str> {
    let messages = findings.iter().filter(|finding| finding["code"] == "missing-section");
    messages.map(|finding| finding["message"].as_str().unwrap()).collect()
}

#[test]
fn every_way_to_name_a_folder_or_none() {
    let folder = tempfile::tempdir().unwrap();
    site(folder.path());
    let uri = file_uri(folder.path());
    let with_folder = [
        json!({ "workspaceFolders": [{ "uri": uri, "name": "site" }], "rootUri": "file:///elsewhere" }),
        json!({ "workspaceFolders": null, "rootUri": uri }),
        json!({ "rootUri": uri, "rootPath": "/elsewhere" }),
        json!({ "rootPath": folder.path() }),
    ];
    let without = [
        json!({}),
        json!({ "workspaceFolders": null, "rootUri": null, "rootPath": null }),
        json!({ "workspaceFolders": [] }),
        json!({ "workspaceFolders": [{ "uri": "vscode-remote://host/site", "name": "far away" }] }),
        json!({ "rootPath": "not/absolute" }),
    ];
    for (params, has_folder) in with_folder.into_iter().map(|it| (it, true)).chain(without.map(|it| (it, false))) {
        let mut client = start(params.clone());
        // A page that was never saved belongs to the first folder; a file to the site it lies in.
        let page = OpenPage::open(&mut client, "untitled:Untitled-1", PAGE);
        assert_eq!(missing(&page.findings(&mut client)).len(), usize::from(has_folder), "{params}");
        let page = OpenPage::open(&mut client, &file_uri(&folder.path().join("deep/page.md")), PAGE);
        assert_eq!(missing(&page.findings(&mut client)).len(), 1, "{params}");
        assert_eq!(client.shut_down(), Some(0));
    }
}

#[test]
fn folders_come_and_go() {
    let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    site(two.path());
    let folder = |path: &Path| json!({ "uri": file_uri(path), "name": "site" });
    let mut client = start(json!({ "workspaceFolders": [folder(one.path())] }));
    let page = OpenPage::open(&mut client, "untitled:Untitled-1", PAGE);
    assert_eq!(missing(&page.findings(&mut client)), [""; 0]);
    let mut change = |added: Value, removed: Value| {
        let event = json!({ "event": { "added": added, "removed": removed } });
        client.notify("workspace/didChangeWorkspaceFolders", event);
        missing(&page.findings(&mut client)).len()
    };
    assert_eq!(change(json!([folder(two.path())]), json!([])), 0, "the first folder is still the first");
    assert_eq!(change(json!([]), json!([folder(one.path())])), 1);
    assert_eq!(change(json!([folder(one.path()), folder(one.path())]), json!([folder(two.path())])), 0);
    // A site that was made meanwhile is found when folders change.
    site(one.path());
    assert_eq!(change(json!([]), json!([folder(two.path())])), 1);
    assert_eq!(change(json!([]), json!([folder(one.path())])), 0);
}

#[test]
fn a_document_to_be_saved_in_a_site_belongs_to_it() {
    let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    site(two.path());
    let mut client = start(json!({ "rootUri": file_uri(one.path()) }));
    let uri = file_uri(&two.path().join("new page.md")).replace("file://", "untitled:");
    let page = OpenPage::open(&mut client, &uri, PAGE);
    assert_eq!(missing(&page.findings(&mut client)).len(), 1);
}

#[test]
fn languages_say_what_is_a_page() {
    let folder = tempfile::tempdir().unwrap();
    site(folder.path());
    let mut client = start(json!({ "rootUri": file_uri(folder.path()) }));
    let cases = [
        ("a.md", "markdown", true),
        ("a.mdx", "mdx", true),
        ("a.txt", "markdown", true),
        ("a.md", "quarto", true),
        ("a.md", "", true),
        ("a", "plaintext", true),
        ("a.txt", "plaintext", false),
        ("a.py", "python", false),
        ("a.yaml", "yaml", false),
    ];
    for (name, language, is_page) in cases {
        let uri = file_uri(&folder.path().join(name));
        let document = json!({ "uri": uri, "languageId": language, "version": 1, "text": PAGE });
        client.notify("textDocument/didOpen", json!({ "textDocument": document }));
        let symbols = client.request("textDocument/documentSymbol", json!({ "textDocument": { "uri": uri } })).unwrap();
        assert_eq!(symbols.as_array().is_some_and(|symbols| !symbols.is_empty()), is_page, "{name} as {language}");
        if is_page {
            assert_eq!(missing(&client.findings(&uri, Some(1))).len(), 1, "{name} as {language}");
        }
        client.notify("textDocument/didClose", json!({ "textDocument": { "uri": uri } }));
        if is_page {
            client.findings(&uri, None);
        }
    }
    client.expect("client/registerCapability");
    client.assert_all_read();
}

/// The editor knows the site by a link to it; whoever watches its files may call them by their real names.
#[test]
#[cfg(unix)]
fn a_site_behind_a_link() {
    let folder = tempfile::tempdir().unwrap();
    let (real, link) = (folder.path().join("real"), folder.path().join("link"));
    site(&real);
    std::os::unix::fs::symlink(&real, &link).unwrap();
    let mut client = start(json!({ "rootUri": file_uri(&link) }));
    let page = OpenPage::open(&mut client, &file_uri(&link.join("page.md")), PAGE);
    assert_eq!(missing(&page.findings(&mut client)).len(), 1);
    std::fs::write(real.join("_template/note.md"), format!("{TEMPLATE}\n## Details\n")).unwrap();
    let changed = json!({ "changes": [{ "uri": file_uri(&real.join("_template/note.md")), "type": 2 }] });
    client.notify("workspace/didChangeWatchedFiles", changed);
    assert_eq!(missing(&page.findings(&mut client)).len(), 2);
    // A page elsewhere that happens to have the template's name changes nothing.
    let changed = json!({ "changes": [{ "uri": file_uri(&real.join("guide/note.md")), "type": 2 }] });
    client.notify("workspace/didChangeWatchedFiles", changed);
    client.expect("client/registerCapability");
    client.assert_all_read();
}

/// While a large configuration is read, the author sees that, and requests that do not need it are answered.
#[test]
fn an_author_sees_that_a_site_takes_its_time() {
    let folder = tempfile::tempdir().unwrap();
    let configuration = folder.path().join("docent.yaml");
    // So many patterns that reading them takes longer than an author waits without a word.
    let patterns: String = (0..60_000).map(|number| format!("  - generated/folder-{number}/**\n")).collect();
    std::fs::write(&configuration, format!("exclude:\n{patterns}")).unwrap();
    let mut capabilities = rich_client(&["utf-8"]);
    capabilities["window"] = json!({ "workDoneProgress": true });
    let mut client = start(json!({ "capabilities": capabilities }));
    let page = OpenPage::open(&mut client, &file_uri(&folder.path().join("page.md")), PAGE);
    let created = client.expect("window/workDoneProgress/create");
    let token = &created["params"]["token"];
    let begun = client.expect("$/progress");
    assert_eq!((&begun["params"]["token"], &begun["params"]["value"]["kind"]), (token, &json!("begin")));
    assert_eq!(client.request("docent/unknown", Value::Null).unwrap_err()["code"], -32601);
    let ended = client.expect("$/progress");
    assert_eq!((&ended["params"]["token"], &ended["params"]["value"]["kind"]), (token, &json!("end")));
    page.findings(&mut client);
    assert_eq!(client.shut_down(), Some(0));
}
