//! Where sites and pages lie: several roots, a root behind a symbolic link, addresses in every spelling, names with blanks, `#`, `%` and
//! letters of any script.

#![allow(clippy::unwrap_used)]

use docent_tests::lsp_client::{LspClient, file_uri, rich_client};
use docent_tests::open_page::OpenPage;
use serde_json::{Value, json};
use std::path::Path;

const ODD: &str = "a b/pägé #1 100% ✓.md";
const LINK: &str = "a%20b/p%C3%A4g%C3%A9%20%231%20100%25%20%E2%9C%93.md";

fn write(root: &Path, path: &str, text: &str) {
    std::fs::create_dir_all(root.join(path).parent().unwrap()).unwrap();
    std::fs::write(root.join(path), text).unwrap();
}

/// A site whose links go by path; one link leads to a page with an odd name, one nowhere.
fn site(root: &Path) {
    write(root, "docent.yaml", "");
    write(root, ODD, "# Ziel\n\n[back](../start.md)\n");
    write(root, "start.md", &start_page());
}

fn start_page() -> String {
    format!("# Start\n\n[odd]({LINK}#ziel) [as it is](<{ODD}>)\n\n[nowhere](nowhere.md)\n")
        .replace("<a b/pägé #1 100%", "<a b/pägé %231 100%25")
}

/// The rules of the next findings of the page that are not empty.
fn rules(client: &mut LspClient, uri: &str) -> Vec<String> {
    let message = client.wait_for(&format!("findings of {uri}"), |message| {
        let params = &message["params"];
        message["method"] == "textDocument/publishDiagnostics"
            && params["uri"] == *uri
            && params["diagnostics"] != json!([])
    });
    let findings = message["params"]["diagnostics"].as_array().unwrap();
    findings
        .iter()
        .map(|finding| format!("{} {}", finding["code"].as_str().unwrap(), finding["range"]["start"]["line"]))
        .collect()
}

#[test]
fn two_roots_and_a_page_in_each() {
    let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    site(one.path());
    write(two.path(), "_config.yml", "");
    write(two.path(), "start.md", "---\n---\n[a](a.html) [b](b.html)\n");
    write(two.path(), "a.md", "---\n---\n");
    let mut client = LspClient::spawn();
    let folders = [one.path(), two.path()].map(|path| json!({ "uri": file_uri(path), "name": "site" }));
    client
        .initialize(json!({ "processId": null, "capabilities": rich_client(&["utf-8"]), "workspaceFolders": folders }));
    for (folder, text, expected) in [
        (one.path(), start_page(), "broken-link 4"),
        (two.path(), "---\n---\n[a](a.html) [b](b.html)\n".to_owned(), "broken-link 2"),
    ] {
        let page = OpenPage::open(&mut client, &file_uri(&folder.join("start.md")), &text);
        assert_eq!(rules(&mut client, &page.uri), [expected]);
    }
    assert_eq!(client.shut_down(), Some(0));
}

#[test]
#[cfg(unix)]
fn a_root_behind_a_symbolic_link() {
    let (folder, elsewhere) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    site(folder.path());
    let link = elsewhere.path().join("through a link");
    std::os::unix::fs::symlink(folder.path(), &link).unwrap();
    // A loop below the root is no reason to go round for ever.
    std::os::unix::fs::symlink(folder.path(), folder.path().join("a b/loop")).unwrap();
    let mut client = LspClient::start(rich_client(&["utf-8"]), &link);
    let page = OpenPage::open(&mut client, &file_uri(&link.join("start.md")), &start_page());
    assert_eq!(rules(&mut client, &page.uri), ["broken-link 4"]);
    let target = definition(&mut client, &page, "[odd](a%20b");
    assert_eq!(target, file_uri(&link.join(ODD)));
    assert_eq!(client.shut_down(), Some(0));
}

#[test]
fn one_page_under_every_spelling_of_its_address() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().canonicalize().unwrap();
    site(&root);
    let encoded = file_uri(&root.join("start.md"));
    let spellings = [
        encoded.clone(),
        encoded.replace("start", "%73tart"),
        encoded.replace("file:///", "FILE:///"),
        encoded.replace("file:///", "file://localhost/"),
    ];
    for uri in spellings {
        let mut client = LspClient::start(rich_client(&["utf-16"]), &root);
        let page = OpenPage::open(&mut client, &uri, &start_page());
        // What is sent back is the address as the client wrote it.
        assert_eq!(rules(&mut client, &uri), ["broken-link 4"]);
        assert_eq!(definition(&mut client, &page, "[odd](a%20b"), file_uri(&root.join(ODD)));
        let odd =
            OpenPage::open(&mut client, &file_uri(&root.join(ODD)), "# Ziel\n\n[back](../start.md) [gone](gone.md)\n");
        assert_eq!(rules(&mut client, &odd.uri), ["broken-link 2"]);
        assert_eq!(definition(&mut client, &odd, "[back](../st"), uri, "the document that is open");
        assert_eq!(client.shut_down(), Some(0));
    }
}

/// On another system than Windows such an address names no file that is there; the page is checked as one that stands alone.
#[test]
fn a_drive_in_an_address() {
    let mut client = LspClient::start(rich_client(&["utf-8"]), Path::new("/"));
    for uri in ["file:///c%3A/Users/%C3%BC/page.md", "file:///C:/Users/page.md", "file://server/share/page.md"] {
        let page = OpenPage::open(&mut client, uri, "---\na: 1\na: 2\n---\n\n[x](nowhere.md)\n");
        let findings = page.findings(&mut client);
        let codes: Vec<&Value> = findings.iter().map(|finding| &finding["code"]).collect();
        assert_eq!(codes, ["duplicate-key"], "{uri}");
    }
    assert_eq!(client.shut_down(), Some(0));
}

/// Where the first link of `place` leads.
fn definition(client: &mut LspClient, page: &OpenPage, place: &str) -> String {
    let at = page.text.find(place).unwrap() + place.len();
    let params = json!({ "textDocument": { "uri": page.uri }, "position": page.position(at) });
    let found = client.request("textDocument/definition", params).unwrap();
    let first = found.as_array().map_or(&found, |all| &all[0]);
    first["uri"].as_str().or(first["targetUri"].as_str()).unwrap_or_else(|| panic!("{found}")).to_owned()
}
