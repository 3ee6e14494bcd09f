//! The server's own requests about a site, as `docs/requests.md` describes them: templates, new pages, all findings.

#![allow(clippy::unwrap_used)]

use docent_tests::lsp_client::{LspClient, file_uri, rich_client};
use docent_tests::open_page::OpenPage;
use docent_tests::workspace;
use serde_json::{Value, json};
use std::path::Path;

#[test]
fn the_site_s_templates_with_their_questions() {
    let site = workspace::root().join("examples/liveperson-site");
    let mut client = LspClient::start(rich_client(&["utf-16"]), &site);
    for name in ["templates", "newPage", "checkSite"] {
        assert_eq!(client.server["capabilities"]["experimental"][name], true);
    }
    let page = site.join("Documents/TeamTools/ClockInAPI/overview.md");
    let folder = site.join("Documents");
    let asked = [json!({ "uri": file_uri(&page) }), json!({ "uri": file_uri(&folder) }), json!({})];
    for params in asked {
        let templates = client.request("docent/templates", params).unwrap();
        let named = |template: &Value| format!("{}, {}", template["id"], template["source"]).replace('"', "");
        let all: Vec<String> = templates.as_array().unwrap().iter().map(named).collect();
        let expected = ["method, _template/method.md", "liveperson/page, built in", "liveperson/overview, built in"];
        assert!(expected.iter().all(|it| all.iter().any(|one| one == it)), "{all:?}");
        assert_eq!(all.len(), 3);
        let overview = templates.as_array().unwrap().iter().find(|it| it["id"] == "liveperson/overview").unwrap();
        assert_eq!(overview["title"], "API overview");
        let keys: Vec<&str> =
            overview["asks"].as_array().unwrap().iter().map(|it| it["key"].as_str().unwrap()).collect();
        assert_eq!(keys, ["documentname", "subfoldername", "pagename"]);
        assert_eq!(overview["asks"][0]["required"], false);
        assert!(overview["asks"][2]["description"].as_str().unwrap().starts_with("The page's title."));
    }
    assert_eq!(client.shut_down(), Some(0));
}

#[test]
fn a_new_page_has_a_place_and_tab_stops() {
    let site = tempfile::tempdir().unwrap();
    std::fs::write(site.path().join("docent.yaml"), "templates: [liveperson]\n").unwrap();
    let folder = site.path().join("Documents/Téam Tools");
    std::fs::create_dir_all(&folder).unwrap();
    let mut client = LspClient::start(rich_client(&["utf-16"]), site.path());
    let values = json!({ "documentname": "Timer API", "subfoldername": "", "pagename": "Overview" });
    let mut new_page = |template: &str| {
        let params = json!({ "template": template, "folder": file_uri(&folder), "values": values });
        client.request("docent/newPage", params).unwrap()
    };
    let page = new_page("liveperson/overview");
    assert_eq!(page["uri"], file_uri(&folder.join("overview.md")));
    let snippet = page["snippet"].as_str().unwrap();
    assert!(snippet.contains("\ndocumentname: Timer API\npermalink: timer-api-overview.html\n"), "{snippet}");
    assert!(snippet.contains("\nindicator: ${4|messaging,chat,both|}\n"), "{snippet}");
    assert!(!snippet.contains("subfoldername"), "{snippet}");
    let text = page["text"].as_str().unwrap();
    assert!(text.contains("\npermalink: timer-api-overview.html\nindicator: accepts "), "{text}");
    // Where that place is taken, the page gets a folder of its own, named as its neighbours are.
    std::fs::write(folder.join("overview.md"), text).unwrap();
    assert_eq!(new_page("liveperson/overview")["uri"], file_uri(&site.path().join("Documents/TimerAPI/overview.md")));
    assert_eq!(new_page("nonsense"), Value::Null);
    let nowhere = client.request("docent/newPage", json!({ "template": "overview", "folder": "untitled:Untitled-1" }));
    assert_eq!(nowhere.unwrap()["uri"], file_uri(&site.path().join("overview.md")));
    assert!(client.request("docent/newPage", json!({ "folder": 7 })).is_err());
    assert_eq!(client.shut_down(), Some(0));
}

#[test]
fn the_whole_site_is_checked_as_the_command_line_does_it() {
    let root = workspace::root().join("examples/liveperson-site");
    let mut client = LspClient::start(rich_client(&["utf-16"]), &root);
    let found = client.request("docent/checkSite", json!({})).unwrap();
    let output = docent_tests::binary::docent().args(["check", "--format", "json"]).arg(&root).output().unwrap();
    let printed: Value = serde_json::from_slice(&output.stdout).unwrap();
    let of_command_line: Vec<(String, String)> = printed["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| (file_name(it["path"].as_str().unwrap()), it["message"].as_str().unwrap().to_owned()))
        .collect();
    assert_eq!(sorted(messages(&found)), sorted(of_command_line));
    assert!(found["summary"].as_str().unwrap().contains(" errors, "), "{}", found["summary"]);
    assert_eq!(client.shut_down(), Some(0));
}

#[test]
fn pages_that_are_open_count_as_they_are_in_the_editor() {
    let site = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(site.path().join(name), text).unwrap();
    write("docent.yaml", "templates: [t.md]\npages: [{ path: \"*.md\", template: t }]\nrules: { nonsense: off }\n");
    write("t.md", "---\ndocent: { template: t }\n---\n\n## One\n");
    write("a.md", "## One\n\nText.\n");
    write("b.md", "Text.\n");
    let mut client = LspClient::start(rich_client(&["utf-8"]), site.path());
    let uri = file_uri(&site.path().join("a.md"));
    let mut page = OpenPage::open(&mut client, &uri, "## One\n\nText.\n");
    page.replace_text(&mut client, "One", "Other");
    let found = client.request("docent/checkSite", json!({ "uri": uri })).unwrap();
    assert_eq!(found["root"], file_uri(site.path()));
    let names: Vec<String> = messages(&found).into_iter().map(|(name, _)| name).collect();
    for name in ["a.md", "b.md", "docent.yaml"] {
        assert!(names.iter().any(|it| it == name), "{name}: {found:#}");
    }
    let nowhere = tempfile::tempdir().unwrap();
    // A folder outside of the workspace is the root of a site of its own.
    let nowhere = file_uri(&nowhere.path().canonicalize().unwrap());
    let outside = client.request("docent/checkSite", json!({ "uri": nowhere })).unwrap();
    assert_eq!((&outside["root"], &outside["summary"]), (&json!(nowhere), &json!("No page to check here")));
    assert_eq!(client.shut_down(), Some(0));
}

#[test]
fn missing_sections_come_with_one_action() {
    for ending in ["\n", "\r\n"] {
        let mut client = LspClient::start(rich_client(&["utf-16"]), Path::new("/"));
        let uri = "file:///site/users/overview.md";
        let text = "---\npagename: A\nsitesection: Documents\ncategoryname: C\n---\n\n### Use cases\n\n* one\n* two\n";
        let mut page = OpenPage::open(&mut client, uri, &text.replace('\n', ending));
        let actions = page.actions(&mut client, 0..0, &["source.insertMissing.docent"]);
        assert_eq!(actions.len(), 1);
        page.apply(&mut client, &actions[0]["edit"]);
        let titles: Vec<&str> = page.text.lines().filter(|line| line.starts_with('#')).collect();
        assert_eq!(titles, ["### Introduction", "### Getting started", "### Use cases"]);
        assert!(!page.text.contains("permalink"), "keys are left alone");
        assert_eq!(page.actions(&mut client, 0..0, &["source.insertMissing"]), [Value::Null; 0]);
        assert_eq!(client.shut_down(), Some(0));
    }
}

#[test]
fn a_configuration_with_an_error_is_told_once() {
    let site = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(site.path().join(name), text).unwrap();
    let broken = "templates: [liveperson]\npages:\n  - { path: \"*.md\", template: overveiw }\n";
    write("docent.yaml", broken);
    let mut client = LspClient::start(rich_client(&["utf-16"]), site.path());
    let open = |client: &mut LspClient, name: &str| {
        OpenPage::open(client, &file_uri(&site.path().join(name)), "# Notes\n").findings(client);
    };
    open(&mut client, "a.md");
    let told = client.expect("window/showMessage");
    let message = told["params"]["message"].as_str().unwrap();
    let expected = "docent.yaml, line 3: There is no template 'overveiw'; did you mean 'overview'? (/";
    assert!(message.starts_with(expected), "{message}");
    assert_eq!(told["params"]["type"], 1);
    // Another page, and the same file saved again: it has been said.
    open(&mut client, "b.md");
    let saved = |client: &mut LspClient| {
        let changes = json!([{ "uri": file_uri(&site.path().join("docent.yaml")), "type": 2 }]);
        client.notify("workspace/didChangeWatchedFiles", json!({ "changes": changes }));
    };
    saved(&mut client);
    // Put right and broken again, it is said again; that this is the second message shows that there was none between.
    write("docent.yaml", "templates: [liveperson]\n");
    saved(&mut client);
    open(&mut client, "c.md");
    write("docent.yaml", "templates: nonsense.md\n");
    saved(&mut client);
    let told = client.expect("window/showMessage");
    assert!(told["params"]["message"].as_str().unwrap().contains("line 1: There is no file 'nonsense.md'"), "{told}");
    assert_eq!(client.shut_down(), Some(0));
}

/// Name of the file and message of each finding.
fn messages(found: &Value) -> Vec<(String, String)> {
    let pages = found["pages"].as_array().unwrap();
    let of_page = |page: &Value| {
        let name = file_name(page["uri"].as_str().unwrap());
        let diagnostics = page["diagnostics"].as_array().unwrap().clone();
        diagnostics.into_iter().map(move |it| (name.clone(), it["message"].as_str().unwrap().to_owned()))
    };
    pages.iter().flat_map(of_page).collect()
}

fn file_name(path: &str) -> String {
    Path::new(path).file_name().unwrap().to_string_lossy().into_owned()
}

fn sorted(mut all: Vec<(String, String)>) -> Vec<(String, String)> {
    all.sort();
    all
}
