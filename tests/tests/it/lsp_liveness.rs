//! Pages that come, change, go and move behind the editor's back, in another process, while a page that links to them is open; and
//! pages that change in the editor itself.

#![allow(clippy::unwrap_used)]

use docent_tests::lsp_client::{LspClient, file_uri, rich_client};
use docent_tests::open_page::OpenPage;
use serde_json::{Value, json};
use std::path::Path;
use std::process::Command;

const OPEN: &str =
    "---\npermalink: open.html\n---\n\n[1](p1.html) [2](/p500.html#intro) [3](pages/p1000.html) ![4](img/p3.png)\n";

/// What another process does to 1,000 pages, as a shell script, and which rules then speak in the open page.
const SCRIPTS: [(&str, &str, &[&str]); 6] = [
    (
        "create",
        "mkdir -p pages img; touch img/p3.png; i=1; while [ $i -le 1000 ]; do \
         if [ $i = 1000 ]; then printf '# Intro\\n' > pages/p$i.md.tmp; else \
         printf -- '---\\npermalink: p%s.html\\n---\\n\\n# Intro\\n' $i > pages/p$i.md.tmp; fi; \
         mv pages/p$i.md.tmp pages/p$i.md; i=$((i+1)); done; printf -- '---\\n---\\n' > pages/p1000.md",
        &[],
    ),
    (
        "change",
        "i=1; while [ $i -le 999 ]; do printf -- '---\\npermalink: p%s.html\\n---\\n\\n# Other\\n' $i > pages/p$i.md; i=$((i+1)); done",
        &["broken-anchor"],
    ),
    ("rename", "mv pages elsewhere; rm img/p3.png", &["broken-anchor", "broken-link", "missing-image"]),
    (
        "rename back, one by one",
        "mkdir pages; touch img/p3.png; for page in elsewhere/*; do mv $page pages/; done",
        &["broken-anchor"],
    ),
    ("delete some", "rm pages/p1.md; rm pages/p5*.md", &["broken-link", "broken-link"]),
    ("delete all", "rm -r pages img", &["broken-link", "broken-link", "broken-link", "missing-image"]),
];

#[test]
fn what_another_process_does_is_seen_with_watching_and_without() {
    for client_watches in [true, false] {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap();
        std::fs::write(root.join("_config.yml"), "").unwrap();
        let mut capabilities = rich_client(&["utf-8"]);
        capabilities["workspace"]["didChangeWatchedFiles"]["dynamicRegistration"] = json!(client_watches);
        let mut client = LspClient::start(capabilities, &root);
        let page = OpenPage::open(&mut client, &file_uri(&root.join("open.md")), OPEN);
        wait_for_rules(&mut client, &page.uri, &["broken-link", "broken-link", "broken-link", "missing-image"]);
        for (what, script, expected) in SCRIPTS {
            let before = snapshot(&root);
            let done = Command::new("sh").args(["-c", script]).current_dir(&root).status().unwrap();
            assert!(done.success(), "{what}");
            if client_watches {
                let changes = events(&before, &snapshot(&root));
                client.notify("workspace/didChangeWatchedFiles", json!({ "changes": changes }));
            }
            wait_for_rules(&mut client, &page.uri, expected);
        }
        assert_eq!(client.shut_down(), Some(0));
    }
}

/// Waits until the findings of site rules in the page are of these rules, whatever is published before.
fn wait_for_rules(client: &mut LspClient, uri: &str, expected: &[&str]) {
    let mut expected = expected.to_vec();
    expected.sort_unstable();
    client.wait_for(&format!("{expected:?} in {uri}"), |message| {
        let params = &message["params"];
        message["method"] == "textDocument/publishDiagnostics"
            && params["uri"] == *uri
            && rules(params["diagnostics"].as_array().unwrap()) == expected
    });
}

fn rules(findings: &[Value]) -> Vec<&str> {
    let mut rules: Vec<&str> = findings.iter().map(|finding| finding["code"].as_str().unwrap()).collect();
    rules.sort_unstable();
    rules
}

type Snapshot = std::collections::BTreeMap<std::path::PathBuf, String>;

fn snapshot(folder: &Path) -> Snapshot {
    let mut files = Snapshot::new();
    for entry in std::fs::read_dir(folder).unwrap().filter_map(Result::ok) {
        match entry.path().is_dir() {
            true => files.extend(snapshot(&entry.path())),
            false => {
                files.insert(entry.path(), std::fs::read_to_string(entry.path()).unwrap());
            }
        }
    }
    files
}

/// What a client that watches would tell.
fn events(before: &Snapshot, after: &Snapshot) -> Vec<Value> {
    let event = |path: &Path, kind: u8| json!({ "uri": file_uri(path), "type": kind });
    let came = after.keys().filter(|path| !before.contains_key(*path)).map(|path| event(path, 1));
    let changed = after.iter().filter(|(path, text)| before.get(*path).is_some_and(|old| old != *text));
    let changed = changed.map(|(path, _)| event(path, 2));
    let went = before.keys().filter(|path| !after.contains_key(*path)).map(|path| event(path, 3));
    came.chain(changed).chain(went).collect()
}

#[test]
fn an_edit_in_one_open_page_changes_the_findings_of_another() {
    for pulls in [false, true] {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap();
        std::fs::write(root.join("_config.yml"), "").unwrap();
        let mut capabilities = rich_client(&["utf-8"]);
        if pulls {
            capabilities["textDocument"]["diagnostic"] = json!({});
            capabilities["workspace"]["diagnostics"] = json!({ "refreshSupport": true });
        }
        let mut client = LspClient::start(capabilities, &root);
        let one = OpenPage::open(&mut client, &file_uri(&root.join("one.md")), "---\n---\n\n[two](two.html#here)\n");
        let mut two = OpenPage::open(&mut client, &file_uri(&root.join("two.md")), "---\n---\n\n# Here\n");
        let expect = |client: &mut LspClient, expected: &[&str]| match pulls {
            false => wait_for_rules(client, &one.uri, expected),
            true => wait_for_pulled(client, &one.uri, expected),
        };
        two.replace_text(&mut client, "# Here", "# There");
        expect(&mut client, &["broken-anchor"]);
        two.replace_text(&mut client, "---\n---", "---\npermalink: zwei.html\n---");
        expect(&mut client, &["broken-link"]);
        two.replace_text(&mut client, "permalink: zwei.html\n", "redirect_from: zwei\n");
        two.replace_text(&mut client, "# There", "Some text. <a id=\"here\"></a>");
        expect(&mut client, &[]);
        // Closed without being saved, the page is not there.
        two.close(&mut client);
        expect(&mut client, &["broken-link"]);
        client.shut_down();
    }
}

#[test]
fn what_a_site_is_follows_what_lies_in_it() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().canonicalize().unwrap();
    std::fs::write(root.join("docent.yaml"), "").unwrap();
    let mut client = LspClient::start(rich_client(&["utf-8"]), &root);
    let open = "---\npermalink: one.html\n---\n\n[two](two.html)\n";
    let page = OpenPage::open(&mut client, &file_uri(&root.join("one.md")), open);
    let write = |client: &mut LspClient, file: &str, text: &str| {
        std::fs::create_dir_all(root.join(file).parent().unwrap()).unwrap();
        std::fs::write(root.join(file), text).unwrap();
        let event = json!({ "uri": file_uri(&root.join(file)), "type": 1 });
        client.notify("workspace/didChangeWatchedFiles", json!({ "changes": [event] }));
    };
    // A folder of files: there is none of that name.
    wait_for_rules(&mut client, &page.uri, &["broken-link"]);
    write(&mut client, "second.md", "---\npermalink: two.html\n---\n");
    wait_for_rules(&mut client, &page.uri, &[]);
    let mut navigation = String::from("- category: A\n  documents:\n  - pages:\n");
    for name in ["a", "b", "c"] {
        navigation.push_str(&format!("    - permalink: {name}.html\n"));
        write(&mut client, &format!("{name}.md"), &format!("---\npermalink: {name}.html\n---\n"));
    }
    navigation.push_str("    - permalink: two.html\n");
    write(&mut client, "_data/documentsupdated.yaml", &navigation);
    wait_for_rules(&mut client, &page.uri, &["missing-navigation"]);
    // An editor that heard nothing of a change of the configuration hears of it with the next change of any page.
    std::fs::write(root.join("docent.yaml"), "site: { kind: plain }\nrules: { missing-navigation: off }\n").unwrap();
    write(&mut client, "third.md", "Text.\n");
    wait_for_rules(&mut client, &page.uri, &["broken-link"]);
    assert_eq!(client.shut_down(), Some(0));
}

#[test]
fn suggestions_and_related_places_in_an_open_page_follow_other_pages() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().canonicalize().unwrap();
    std::fs::write(root.join("_config.yml"), "").unwrap();
    let mut client = LspClient::start(rich_client(&["utf-8"]), &root);
    let one = "---\npermalink: same.html\n---\n\n[x](guidebok.html)\n";
    let one = OpenPage::open(&mut client, &file_uri(&root.join("one.md")), one);
    let wait_for = |client: &mut LspClient, what: &str, is_there: &dyn Fn(&Value) -> bool| {
        client.wait_for(what, |message| {
            let params = &message["params"];
            let findings = params["diagnostics"].as_array();
            message["method"] == "textDocument/publishDiagnostics"
                && params["uri"] == *one.uri
                && findings.is_some_and(|findings| findings.iter().any(is_there))
        });
    };
    let text_of = |finding: &Value| finding["message"].as_str().unwrap().to_owned();
    wait_for(&mut client, "a broken link", &|it| it["code"] == "broken-link" && !text_of(it).contains("did you mean"));
    // Nobody links to this page.
    OpenPage::open(&mut client, &file_uri(&root.join("guidebook.md")), "---\n---\n");
    wait_for(&mut client, "a suggestion", &|it| text_of(it).contains("did you mean 'guidebook.html'"));
    std::fs::write(root.join("guidebok.md"), "---\npermalink: elsewhere.html\n---\n").unwrap();
    let event = json!({ "uri": file_uri(&root.join("guidebok.md")), "type": 1 });
    client.notify("workspace/didChangeWatchedFiles", json!({ "changes": [event] }));
    wait_for(&mut client, "a better one", &|it| text_of(it).contains("did you mean 'elsewhere.html'"));

    let mut two = OpenPage::open(&mut client, &file_uri(&root.join("two.md")), "---\npermalink: same.html\n---\n");
    let other_line = |finding: &Value| finding["relatedInformation"][0]["location"]["range"]["start"]["line"].clone();
    wait_for(&mut client, "one address", &|it| it["code"] == "duplicate-permalink" && other_line(it) == 1);
    two.replace_text(&mut client, "permalink", "title: T\npermalink");
    wait_for(&mut client, "its place", &|it| it["code"] == "duplicate-permalink" && other_line(it) == 2);
    assert_eq!(client.shut_down(), Some(0));
}

/// Asks again and again, as an editor does.
fn wait_for_pulled(client: &mut LspClient, uri: &str, expected: &[&str]) {
    let mut seen = Vec::new();
    for _ in 0..600 {
        let report = client.request("textDocument/diagnostic", json!({ "textDocument": { "uri": uri } })).unwrap();
        seen = report["items"].as_array().unwrap().clone();
        if rules(&seen) == expected {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    panic!("{expected:?} did not come: {seen:?}");
}

#[test]
fn the_findings_of_a_whole_workspace_are_pulled_once() {
    let (folder, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let root = folder.path().canonicalize().unwrap();
    for number in 0..250 {
        let text = format!("---\n---\n\n[next](p{}.html)\n", number + 1);
        std::fs::write(root.join(format!("p{number}.md")), text).unwrap();
    }
    std::fs::write(root.join("docent.yaml"), "").unwrap();
    std::fs::write(root.join("_config.yml"), "").unwrap();
    std::fs::write(other.path().join("_config.yml"), "").unwrap();
    std::fs::write(other.path().join("a.md"), "---\n---\n[x](nowhere.html)\n").unwrap();
    let mut capabilities = rich_client(&["utf-8"]);
    capabilities["textDocument"]["diagnostic"] = json!({});
    capabilities["workspace"]["diagnostics"] = json!({ "refreshSupport": true });
    let mut client = LspClient::spawn();
    let folders = [&root, other.path()].map(|path| json!({ "uri": file_uri(path), "name": "site" }));
    client.initialize(json!({ "processId": null, "capabilities": capabilities, "workspaceFolders": folders }));
    let ask = |client: &mut LspClient, known: Value| {
        client.request("workspace/diagnostic", json!({ "previousResultIds": known })).unwrap()["items"]
            .as_array()
            .unwrap()
            .clone()
    };
    let items = ask(&mut client, json!([]));
    // All pages and the configuration of the site that has one; of the other, which never opted in, nothing.
    assert_eq!(items.len(), 251);
    let with_findings: Vec<&Value> = items.iter().filter(|item| item["items"] != json!([])).collect();
    assert_eq!(with_findings.len(), 1, "{with_findings:?}");
    assert_eq!(
        (&with_findings[0]["items"][0]["code"], &with_findings[0]["version"]),
        (&json!("broken-link"), &Value::Null)
    );
    let known: Vec<Value> = items.iter().map(|item| json!({ "uri": item["uri"], "value": item["resultId"] })).collect();
    let again = ask(&mut client, json!(known));
    assert_eq!((again.len(), again.iter().filter(|item| item["kind"] == "unchanged").count()), (251, 251));
    // A page that is put right, another that is deleted: those two are told, and what linked to the second.
    std::fs::write(root.join("p249.md"), "---\n---\nThe end.\n").unwrap();
    std::fs::remove_file(root.join("p100.md")).unwrap();
    let changes = json!([
        { "uri": file_uri(&root.join("p249.md")), "type": 2 }, { "uri": file_uri(&root.join("p100.md")), "type": 3 },
    ]);
    client.notify("workspace/didChangeWatchedFiles", json!({ "changes": changes }));
    let mut told = Vec::new();
    for _ in 0..600 {
        let items = ask(&mut client, json!(known));
        told = items
            .iter()
            .filter(|item| item["kind"] == "full")
            .map(|item| item["uri"].as_str().unwrap().to_owned())
            .collect();
        if told.len() == 3 {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    told.sort();
    assert_eq!(told, ["p100.md", "p249.md", "p99.md"].map(|name| file_uri(&root.join(name))));
    client.shut_down();
}

#[test]
fn a_whole_workspace_comes_in_parts() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().canonicalize().unwrap();
    for number in 0..250 {
        std::fs::write(root.join(format!("p{number}.md")), "Text.\n").unwrap();
    }
    std::fs::write(root.join("docent.yaml"), "").unwrap();
    let mut capabilities = rich_client(&["utf-8"]);
    capabilities["textDocument"]["diagnostic"] = json!({});
    let mut client = LspClient::start(capabilities, &root);
    let params = json!({ "previousResultIds": [], "partialResultToken": "all" });
    let id = client.start_request("workspace/diagnostic", params);
    let mut parts = Vec::new();
    while parts.iter().sum::<usize>() < 251 {
        let part = client.expect("$/progress");
        assert_eq!(part["params"]["token"], "all");
        parts.push(part["params"]["value"]["items"].as_array().unwrap().len());
    }
    assert_eq!(parts, [100, 100, 51]);
    assert_eq!(client.answer(id).unwrap()["items"], json!([]));
    client.shut_down();
}

#[test]
fn navigation_data_are_checked_while_pages_come_and_go() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().canonicalize().unwrap();
    std::fs::create_dir(root.join("_data")).unwrap();
    std::fs::write(root.join("_config.yml"), "").unwrap();
    std::fs::write(root.join("docent.yaml"), "").unwrap();
    std::fs::write(root.join("a.md"), "---\npermalink: a.html\n---\n").unwrap();
    let data = "entries:\n- documents:\n  - permalink: a.html\n  - permalink: b.html\n";
    std::fs::write(root.join("_data/documentsupdated.yaml"), data).unwrap();
    let mut client = LspClient::start(rich_client(&["utf-8"]), &root);
    let mut page = OpenPage::open(&mut client, &file_uri(&root.join("a.md")), "---\npermalink: a.html\n---\n");
    let uri = file_uri(&root.join("_data/documentsupdated.yaml"));
    let document = json!({ "uri": uri, "languageId": "yaml", "version": 1, "text": data });
    client.notify("textDocument/didOpen", json!({ "textDocument": document }));
    wait_for_rules(&mut client, &uri, &["missing-navigation"]);
    page.replace_text(&mut client, "a.html", "b.html");
    page.replace_text(&mut client, "permalink: b.html", "permalink: b.html\nredirect_from: a.html");
    wait_for_rules(&mut client, &uri, &[]);
    client.shut_down();
}
