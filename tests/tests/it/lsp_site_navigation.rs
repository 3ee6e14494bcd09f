//! From page to page in an editor: definition, references, links, hover, over files on disk and pages that are open.

#![allow(clippy::unwrap_used)]

use docent_tests::lsp_client::{LspClient, file_uri, rich_client};
use docent_tests::small_site::SmallSite;
use serde_json::{Value, json};
use std::path::Path;

fn capabilities(encoding: &str) -> Value {
    let mut capabilities = rich_client(&[encoding]);
    let text = &mut capabilities["textDocument"];
    text["hover"] = json!({ "contentFormat": ["markdown"] });
    text["definition"] = json!({ "linkSupport": true });
    text["references"] = json!({});
    text["documentLink"] = json!({ "tooltipSupport": true });
    text["documentHighlight"] = json!({});
    capabilities
}

/// Both line endings, in a client with each encoding.
fn everywhere(check: impl Fn(&mut SmallSite)) {
    for encoding in ["utf-8", "utf-16"] {
        for ending in ["\n", "\r\n"] {
            check(&mut SmallSite::start(capabilities(encoding), ending));
        }
    }
}

#[test]
fn definition_leads_to_pages_headings_labels_and_files() {
    everywhere(|site| {
        for (place, origin, target) in [
            ("users.html#", "[A](users.html#ä--users)", "api docs/ä users.md: Ä 😀 users"),
            ("b][r", "[b][r]", "api docs/ä users.md: "),
            ("r] !", "r", "page.md: r"),
            ("img/p", "![p](img/p.png)", "img/p.png: "),
        ] {
            let found = site.ask("textDocument/definition", place);
            let origin_range = &found[0]["originSelectionRange"];
            assert_eq!(&site.page.text[site.page.bytes(origin_range)], origin);
            assert_eq!(site.shown(&found[0]["targetUri"], &found[0]["targetSelectionRange"]), target);
        }
        assert_eq!(site.ask("textDocument/definition", "😀"), Value::Null);
    });
    let mut plain = capabilities("utf-16");
    plain["textDocument"]["definition"] = json!({});
    let mut site = SmallSite::start(plain, "\n");
    let found = site.ask("textDocument/definition", "users.html#");
    assert_eq!(site.shown(&found["uri"], &found["range"]), "api docs/ä users.md: Ä 😀 users");
}

#[test]
fn references_are_exact_while_pages_change() {
    everywhere(|site| {
        let seen = |site: &mut SmallSite| -> Vec<String> {
            let found = site.ask("textDocument/references", "users.html#");
            found.as_array().unwrap().iter().map(|at| site.shown(&at["uri"], &at["range"])).collect()
        };
        let all = ["api docs/ä users.md: Ä 😀 users", "page.md: users.html#ä--users", "roles.md: users.html#ä--users"];
        assert_eq!(seen(site), all);
        // Words before the link move it; what is asked next is about the new text.
        site.page.replace_text(&mut site.client, "😀 [A]", "Wörds 😀😀 before [A]");
        assert_eq!(seen(site), all);
        let through = site.ask("textDocument/references", "old-users.html");
        let through: Vec<String> =
            through.as_array().unwrap().iter().map(|at| site.shown(&at["uri"], &at["range"])).collect();
        assert_eq!(
            through,
            [
                "api docs/ä users.md: users.html",
                "page.md: users.html#ä--users",
                "page.md: r",
                "page.md: /old-users.html",
                "roles.md: users.html#ä--users",
                "roles.md: old-users.html",
            ]
        );
    });
}

#[test]
fn links_hover_and_highlights() {
    everywhere(|site| {
        let links = site.ask("textDocument/documentLink", "---");
        let shown: Vec<(String, String)> = links
            .as_array()
            .unwrap()
            .iter()
            .map(|link| {
                let text = site.page.text[site.page.bytes(&link["range"])].to_owned();
                (text, link["tooltip"].as_str().unwrap_or("none").to_owned())
            })
            .collect();
        let expected = [
            ("users.html#ä--users", "Üsers 😀"),
            ("r", "Üsers 😀"),
            ("img/p.png", "none"),
            ("/old-users.html", "Üsers 😀"),
        ];
        assert_eq!(shown, expected.map(|(text, tooltip)| (text.to_owned(), tooltip.to_owned())));
        assert_eq!(links[0]["target"], json!(site.uri("api docs/ä users.md")));
        let hover = site.ask("textDocument/hover", "/old-users.html");
        let told = hover["contents"]["value"].as_str().unwrap();
        assert!(
            told.contains("**Üsers 😀** · page") && told.contains("Through the redirect `/old-users.html`"),
            "{told}"
        );
        let highlights = site.ask("textDocument/documentHighlight", "users.html#");
        assert_eq!(highlights.as_array().map(Vec::len), Some(1));
    });
}

#[test]
fn an_entry_of_the_navigation_leads_to_its_page() {
    let mut site = SmallSite::start(capabilities("utf-16"), "\n");
    let file = site.folder.path().join("_data/documentsupdated.yaml");
    std::fs::create_dir_all(file.parent().unwrap()).unwrap();
    let text = "entries:\n- category: Ä 😀\n  documents:\n  - permalink: roles.html\n";
    std::fs::write(&file, text).unwrap();
    let configuration = site.folder.path().join("_config.yml");
    let changes = json!([{ "uri": file_uri(&configuration), "type": 2 }]);
    site.client.notify("workspace/didChangeWatchedFiles", json!({ "changes": changes }));
    let uri = file_uri(&file);
    site.client.notify(
        "textDocument/didOpen",
        json!({ "textDocument": { "uri": uri, "languageId": "yaml", "version": 1, "text": text } }),
    );
    let asked = json!({ "textDocument": { "uri": uri }, "position": { "line": 3, "character": 18 } });
    let mut found = Value::Null;
    // Until the site has been read anew.
    while found.is_null() {
        found = site.client.request("textDocument/definition", asked.clone()).unwrap();
    }
    assert_eq!(found[0]["targetUri"], json!(site.uri("roles.md")));
}

#[test]
fn a_client_that_asks_for_nothing_is_offered_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let client = LspClient::start(json!({}), Path::new(folder.path()));
    for name in ["definitionProvider", "referencesProvider", "documentLinkProvider", "hoverProvider"] {
        assert_eq!(client.server["capabilities"][name], Value::Null, "{name}");
    }
}
