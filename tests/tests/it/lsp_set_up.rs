//! The offer to set docent up: quiet, for pages without a template in folders without a configuration, and what comes of it.

#![allow(clippy::unwrap_used)]

use docent_tests::binary;
use docent_tests::lsp_client::{LspClient, file_uri, rich_client};
use docent_tests::open_page::OpenPage;
use serde_json::{Value, json};
use std::path::Path;

const NOTES: &str = "# Notes\n\nWater the *plants*.\n";
const PAGE: &str = "---\npagename: A\nsitesection: Documents\ncategoryname: B\n---\n\nText.\n";
const KIND: &str = "source.setUp.docent";

fn client(folder: &Path, resolves: bool) -> LspClient {
    let mut capabilities = rich_client(&["utf-8"]);
    capabilities["workspace"]["workspaceEdit"] =
        json!({ "documentChanges": true, "resourceOperations": ["create", "rename"] });
    let actions = capabilities["textDocument"]["codeAction"].as_object_mut().unwrap();
    actions.remove("resolveSupport");
    actions.remove("dataSupport");
    if resolves {
        actions.insert("dataSupport".to_owned(), json!(true));
        actions.insert("resolveSupport".to_owned(), json!({ "properties": ["edit"] }));
    }
    LspClient::start(capabilities, folder)
}

fn offers(client: &mut LspClient, page: &OpenPage, at: usize, only: &[&str]) -> Vec<Value> {
    let actions = page.actions(client, at..at, only);
    actions.into_iter().filter(|action| action["kind"] == KIND).collect()
}

/// What the file holds that the action makes.
fn made(action: &Value, folder: &Path) -> String {
    let changes = action["edit"]["documentChanges"].as_array().unwrap();
    let uri = file_uri(&folder.join("docent.yaml"));
    assert_eq!(changes[0], json!({ "kind": "create", "uri": uri }));
    assert_eq!(changes[1]["textDocument"]["uri"], json!(uri));
    assert_eq!(changes[1]["edits"].as_array().unwrap().len(), 1);
    changes[1]["edits"][0]["newText"].as_str().unwrap().to_owned()
}

#[test]
fn a_page_without_a_template_offers_it_once_and_quietly() {
    for resolves in [true, false] {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path().canonicalize().unwrap();
        std::fs::write(folder.join(".git"), "").unwrap();
        std::fs::write(folder.join("a.md"), PAGE).unwrap();
        let mut client = client(&folder, resolves);
        let page = OpenPage::open(&mut client, &file_uri(&folder.join("notes.md")), NOTES);
        assert_eq!(page.findings(&mut client), [Value::Null; 0]);

        // Where the author writes nothing is offered, on the first line it is; by its kind always.
        assert_eq!(offers(&mut client, &page, NOTES.find("plants").unwrap(), &[]), [Value::Null; 0]);
        assert_eq!(offers(&mut client, &page, 3, &[]).len(), usize::from(resolves));
        let mut action = offers(&mut client, &page, NOTES.len() - 1, &[KIND]).remove(0);
        let name = folder.file_name().unwrap().to_str().unwrap();
        assert_eq!(action["title"], format!("Set up docent for '{name}' (docent.yaml)"));
        if resolves {
            action = client.request("codeAction/resolve", action).unwrap();
        }

        // The edit makes what `docent init` would write.
        let printed = binary::docent().args(["init", "--dry-run"]).arg(&folder).output().unwrap();
        assert_eq!(made(&action, &folder), String::from_utf8(printed.stdout).unwrap());
        assert!(made(&action, &folder).contains("- liveperson # liveperson/page 1 page"));

        // Not where a template holds, and not where there is a configuration by now.
        let other = OpenPage::open(&mut client, &file_uri(&folder.join("a.md")), PAGE);
        assert_eq!(offers(&mut client, &other, 0, &[KIND]), [Value::Null; 0]);
        if resolves {
            std::fs::write(folder.join("docent.yaml"), "").unwrap();
            action.as_object_mut().unwrap().remove("edit");
            client.request("codeAction/resolve", action).unwrap_err();
        }
        assert_eq!(client.shut_down(), Some(0));
    }
}

#[test]
fn an_editor_that_cannot_make_files_is_offered_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut client = LspClient::start(rich_client(&["utf-16"]), folder.path());
    let page = OpenPage::open(&mut client, &file_uri(&folder.path().join("notes.md")), NOTES);
    page.findings(&mut client);
    assert_eq!(offers(&mut client, &page, 0, &[KIND]), [Value::Null; 0]);
    assert_eq!(client.shut_down(), Some(0));
}
