//! What an editor offers from other pages: link targets, headings, values, symbols, and the number of links.

#![allow(clippy::unwrap_used)]

use docent_tests::lsp_client::{LspClient, rich_client};
use docent_tests::small_site::SmallSite;
use serde_json::{Value, json};

fn capabilities(encoding: &str) -> Value {
    let mut capabilities = rich_client(&[encoding]);
    capabilities["workspace"]["symbol"] = json!({});
    let text = &mut capabilities["textDocument"];
    text["completion"] = json!({ "completionItem": { "insertReplaceSupport": true, "labelDetailsSupport": true } });
    text["codeLens"] = json!({});
    text["documentLink"] = json!({});
    capabilities
}

fn everywhere(check: impl Fn(&mut SmallSite)) {
    for encoding in ["utf-8", "utf-16"] {
        for ending in ["\n", "\r\n"] {
            check(&mut SmallSite::start(capabilities(encoding), ending));
        }
    }
}

/// The answer to a request for completions behind `place`.
fn offered(site: &mut SmallSite, place: &str) -> Value {
    let at = site.page.text.find(place).unwrap() + place.len();
    let params = json!({
        "textDocument": { "uri": site.page.uri }, "position": site.page.position(at), "context": { "triggerKind": 1 },
    });
    site.client.request("textDocument/completion", params).unwrap()
}

#[test]
fn a_link_is_completed_while_it_is_typed() {
    everywhere(|site| {
        site.page.type_after(&mut site.client, "😀 [A](users.html#ä--users) ", "😀 [x](");
        let all = offered(site, "😀 [x](");
        assert_eq!(all["isIncomplete"], true, "{all:#}");
        site.page.type_after(&mut site.client, "😀 [x](", "role");
        let found = offered(site, "😀 [x](role");
        let items = found["items"].as_array().unwrap();
        assert_eq!(items.len(), 1, "{found:#}");
        assert_eq!((&items[0]["label"], &items[0]["detail"]), (&json!("roles.html"), &json!("roles.md")));
        assert_eq!(items[0]["labelDetails"]["description"], "Roles");
        site.page.accept(&mut site.client, &items[0]);
        assert!(site.page.text.contains("😀 [x](roles.html😀 [b]"), "{}", site.page.text);
        site.page.type_after(&mut site.client, "😀 [x](roles.html", "#)");
        // The page has no headings; that of the other one is found by its title.
        assert_eq!(offered(site, "😀 [x](roles.html#"), Value::Null);
        site.page.replace_text(&mut site.client, "(roles.html#)", "(users.html#Ä)");
        let ids = offered(site, "😀 [x](users.html#Ä");
        assert_eq!(ids["items"][0]["detail"], "Ä 😀 users", "{ids:#}");
        site.page.accept(&mut site.client, &ids["items"][0]);
        assert!(site.page.text.contains("😀 [x](users.html#ä--users)"), "{}", site.page.text);
    });
}

#[test]
fn values_of_other_pages_are_offered() {
    everywhere(|site| {
        site.page.replace_text(&mut site.client, "title: Page", "title: ");
        let found = offered(site, "title: ");
        let labels: Vec<&str> =
            found["items"].as_array().unwrap().iter().map(|item| item["label"].as_str().unwrap()).collect();
        assert_eq!(labels, ["Roles", "Üsers 😀"]);
        site.page.accept(&mut site.client, &found["items"][1]);
        assert!(site.page.text.contains("title: Üsers 😀"), "{}", site.page.text);
    });
}

#[test]
fn symbols_of_the_whole_site() {
    everywhere(|site| {
        let symbols = |site: &mut SmallSite, query: &str| -> Vec<String> {
            let found = site.client.request("workspace/symbol", json!({ "query": query })).unwrap();
            let found = found.as_array().unwrap().clone();
            let shown = found.iter().map(|found| {
                let at = site.shown(&found["location"]["uri"], &found["location"]["range"]);
                format!("{} ({}) {at}", found["name"].as_str().unwrap(), found["containerName"].as_str().unwrap())
            });
            shown.collect()
        };
        assert_eq!(symbols(site, "üs"), ["Üsers 😀 (api docs/ä users.md) api docs/ä users.md: "]);
        assert_eq!(
            symbols(site, "ä us"),
            [
                "Üsers 😀 (api docs/ä users.md) api docs/ä users.md: ",
                "Ä 😀 users (Üsers 😀) api docs/ä users.md: # Ä 😀 users",
            ]
        );
        assert_eq!(symbols(site, "roles.html"), ["roles.html (Roles) roles.md: roles.html"]);
        assert_eq!(symbols(site, "").len(), 3);
        site.page.type_after(&mut site.client, "[r]: /old-users.html", "\n\n# Brand new");
        assert_eq!(symbols(site, "brand"), ["Brand new (Page) page.md: # Brand new"]);
    });
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("docent.yaml"), "").unwrap();
    std::fs::write(folder.path().join("a.md"), "# Lonely\n").unwrap();
    let mut client = LspClient::start(capabilities("utf-16"), folder.path());
    let found = client.request("workspace/symbol", json!({ "query": "lonely" })).unwrap();
    assert_eq!(found.as_array().map(Vec::len), Some(2), "with no document open: {found:#}");
    let client = LspClient::start(json!({}), folder.path());
    assert_eq!(client.server["capabilities"]["workspaceSymbolProvider"], Value::Null);
}

#[test]
fn lenses_count_links() {
    everywhere(|site| {
        let lenses = |site: &mut SmallSite| -> Vec<String> {
            let found = site.ask("textDocument/codeLens", "---");
            found.as_array().unwrap().iter().map(|lens| lens["command"]["title"].as_str().unwrap().to_owned()).collect()
        };
        assert_eq!(lenses(site), Vec::<String>::new());
        let roles = site.uri("roles.md");
        let text = site.text("roles.md").replace("(gone.html)", "(page.html#new)");
        site.client.notify(
            "textDocument/didOpen",
            json!({ "textDocument": { "uri": roles, "languageId": "markdown", "version": 1, "text": text } }),
        );
        site.page.type_after(&mut site.client, "[r]: /old-users.html", "\n\n# New");
        // Asking from page to page brings the index up to date.
        site.ask("textDocument/references", "---");
        assert_eq!(lenses(site), ["1 link here", "1 link here"]);
    });
}
