//! Renames that reach other pages, files that move, and the old address of a page.

#![allow(clippy::unwrap_used)]

use docent_tests::lsp_client::{LspClient, file_uri, rich_client};
use docent_tests::open_page::OpenPage;
use serde_json::{Value, json};
use std::path::Path;

const ONE: &str = "---\npagename: One\npermalink: one.html\n---\n\n### Ünten 😀 Use cases\n\nText.\n";
const TWO: &str = "---\npermalink: two.html\n---\n\n😀 [one](one.html#ünten--use-cases) and ![i](one.html)\n";

fn site(folder: &Path, line_ending: &str) {
    let write = |path: &str, text: &str| {
        std::fs::create_dir_all(folder.join(path).parent().unwrap()).unwrap();
        std::fs::write(folder.join(path), text.replace('\n', line_ending)).unwrap();
    };
    write("_config.yml", "title: T\n");
    write("a/one.md", ONE);
    write("a/two #1.md", TWO);
    write("three.md", "---\n---\n[two]({% link a/two #1.md %}) [one](/one.html)\n");
}

fn with_renames(encoding: &str) -> Value {
    let mut capabilities = rich_client(&[encoding]);
    capabilities["textDocument"]["rename"] = json!({ "prepareSupport": true });
    capabilities["workspace"]["fileOperations"] = json!({ "willRename": true });
    capabilities
}

/// The texts of the edited files as they are afterwards, by the end of their address; the versions that were named.
fn applied(edit: &Value, encoding: &str, texts: &[(&str, &str)]) -> Vec<(String, Value, String)> {
    let mut done: Vec<(String, Value, String)> = Vec::new();
    for change in edit["documentChanges"].as_array().unwrap() {
        let uri = change["textDocument"]["uri"].as_str().unwrap();
        let (name, text) = texts.iter().find(|(name, _)| uri.ends_with(name)).unwrap();
        let text = docent_tests::open_page::applied(text, change["edits"].as_array().unwrap(), encoding);
        done.push((name.to_string(), change["textDocument"]["version"].clone(), text));
    }
    done.sort_by(|a, b| a.0.cmp(&b.0));
    done
}

#[test]
fn a_permalink_and_a_heading_in_every_encoding_and_with_both_line_endings() {
    for (encoding, line_ending) in [("utf-8", "\n"), ("utf-16", "\r\n")] {
        let folder = tempfile::tempdir().unwrap();
        site(folder.path(), line_ending);
        let mut client = LspClient::start(with_renames(encoding), folder.path());
        let one = ONE.replace('\n', line_ending);
        let two = TWO.replace('\n', line_ending);
        let three = std::fs::read_to_string(folder.path().join("three.md")).unwrap();
        let page = OpenPage::open(&mut client, &file_uri(&folder.path().join("a/one.md")), &one);
        let at = |place: &str| json!({ "textDocument": { "uri": page.uri }, "position": page.position(one.find(place).unwrap()) });
        let prepared = client.request("textDocument/prepareRename", at("one.html")).unwrap();
        assert_eq!(prepared["placeholder"], "one.html");
        let mut params = at("one.html");
        params["newName"] = json!("first.html");
        let edit = client.request("textDocument/rename", params).unwrap();
        let texts = [("one.md", &*one), ("two%20%231.md", &*two), ("three.md", &*three)];
        let done = applied(&edit, encoding, &texts);
        let expected_one = one.replace(
            "permalink: one.html",
            &format!("permalink: first.html{line_ending}redirect_from:{line_ending}  - one.html"),
        );
        assert_eq!(
            done,
            [
                ("one.md".to_owned(), json!(1), expected_one),
                ("three.md".to_owned(), Value::Null, three.replace("/one.html", "/first.html")),
                ("two%20%231.md".to_owned(), Value::Null, two.replace("one.html", "first.html")),
            ]
        );
        let mut params = at("Use cases");
        params["newName"] = json!("Goals");
        let edit = client.request("textDocument/rename", params).unwrap();
        let done = applied(&edit, encoding, &texts);
        assert_eq!(done[0].2, one.replace("Ünten 😀 Use cases", "Goals"));
        assert_eq!(done[1].2, two.replace("#ünten--use-cases", "#goals"));
        let refused = client.request("textDocument/prepareRename", at("Text.")).unwrap_err();
        assert!(refused["message"].as_str().unwrap().contains("can be renamed"), "{refused}");
        let mut params = at("one.html");
        params["newName"] = json!("two.html");
        let refused = client.request("textDocument/rename", params).unwrap_err();
        assert_eq!(refused["message"], "a/two #1.md lies at /two.html already");
        assert_eq!(client.shut_down(), Some(0));
    }
}

#[test]
fn files_and_folders_that_move() {
    let folder = tempfile::tempdir().unwrap();
    site(folder.path(), "\n");
    let mut client = LspClient::start(with_renames("utf-16"), folder.path());
    let move_to = |from: &str, to: &str| json!({ "files": [{ "oldUri": file_uri(&folder.path().join(from)), "newUri": file_uri(&folder.path().join(to)) }] });
    let three = std::fs::read_to_string(folder.path().join("three.md")).unwrap();
    let texts = [("three.md", &*three)];
    for (from, to) in [("a/two #1.md", "b c/two.md"), ("a", "b c")] {
        let edit = client.request("workspace/willRenameFiles", move_to(from, to)).unwrap();
        let done = applied(&edit, "utf-16", &texts);
        let expected = if from == "a" { "b c/two #1.md" } else { "b c/two.md" };
        assert_eq!(done, [("three.md".to_owned(), Value::Null, three.replace("a/two #1.md", expected))]);
    }
    let nothing = client.request("workspace/willRenameFiles", move_to("_config.yml", "_config.yaml")).unwrap();
    assert_eq!(nothing, Value::Null);
    assert_eq!(client.shut_down(), Some(0));
}

#[test]
fn the_address_a_page_had_is_kept_on_request() {
    let folder = tempfile::tempdir().unwrap();
    site(folder.path(), "\n");
    let mut client = LspClient::start(with_renames("utf-16"), folder.path());
    let mut page = OpenPage::open(&mut client, &file_uri(&folder.path().join("a/one.md")), ONE);
    page.findings(&mut client);
    page.replace_text(&mut client, "one.html", "uno.html");
    let at = page.text.find("uno").unwrap();
    let actions = page.actions(&mut client, at..at, &["quickfix"]);
    let keep =
        actions.iter().find(|action| action["title"] == "Keep the old address 'one.html' as a redirect").unwrap();
    let text = docent_tests::open_page::applied(
        &page.text,
        keep["edit"]["documentChanges"][0]["edits"].as_array().unwrap(),
        "utf-16",
    );
    assert_eq!(text, ONE.replace("permalink: one.html", "permalink: uno.html\nredirect_from:\n  - one.html"));
    page.replace_text(&mut client, "uno.html", "one.html");
    let actions = page.actions(&mut client, at..at, &["quickfix"]);
    assert!(actions.iter().all(|action| !action["title"].as_str().unwrap().starts_with("Keep")), "{actions:?}");
    assert_eq!(client.shut_down(), Some(0));
}
