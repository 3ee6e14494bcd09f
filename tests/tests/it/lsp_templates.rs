//! Templates are pages too: what their author sees in the editor, and how a template's change reaches the pages that have it.

#![allow(clippy::unwrap_used)]

use docent_tests::lsp_client::{LspClient, file_uri, rich_client};
use docent_tests::open_page::OpenPage;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

const TEMPLATE: &str = "---\ndocent:\n  template: guide\nfront-matter:\n  properties:\n    title: { description: \"Grüße 😀\" }\n    permalink: { x-docent-derive: \"😀{titel}.html\" }\n---\n\n## Überblick 😀\n<!-- docent: itmes=2..3 -->\n\n## Steps\n<!-- docent: items=2..3 aliases=\"Schritte 😀|* steps\" -->\n\n## steps\n";

struct Site {
    _folder: tempfile::TempDir,
    root: PathBuf,
}

impl Site {
    fn new() -> Site {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap();
        let site = Site { _folder: folder, root };
        site.write("docent.yaml", "templates: _template/*.md\npages:\n  - { path: \"guides/**\", template: guide }\n");
        site.write("_template/guide.md", TEMPLATE);
        site.write("guides/one.md", "## Überblick 😀\n\nText.\n");
        site.write("guides/deeper/two.md", "Text.\n");
        site.write("notes.md", "Text.\n");
        site
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.root.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    fn uri(&self, path: &str) -> String {
        file_uri(&self.root.join(path))
    }
}

fn start(encoding: &str, root: &Path) -> LspClient {
    let mut capabilities = rich_client(&[encoding]);
    capabilities["textDocument"]["hover"] = json!({ "contentFormat": ["markdown"] });
    capabilities["textDocument"]["codeLens"] = json!({});
    capabilities["textDocument"]["references"] = json!({});
    LspClient::start(capabilities, root)
}

fn lens(client: &mut LspClient, uri: &str) -> Value {
    let lenses = client.request("textDocument/codeLens", json!({ "textDocument": { "uri": uri } })).unwrap();
    assert_eq!(lenses[0]["range"]["start"], json!({ "line": 0, "character": 0 }));
    lenses[0]["command"]["title"].clone()
}

#[test]
fn a_template_is_checked_while_it_is_written() {
    for encoding in ["utf-8", "utf-16"] {
        for ending in ["\n", "\r\n"] {
            let site = Site::new();
            let mut client = start(encoding, &site.root);
            let uri = site.uri("_template/guide.md");
            let mut page = OpenPage::open(&mut client, &uri, &TEMPLATE.replace('\n', ending));
            let shown = |page: &OpenPage, findings: &[Value]| {
                let found = findings.iter().map(|finding| {
                    (finding["code"].as_str().unwrap().to_owned(), page.text[page.bytes(&finding["range"])].to_owned())
                });
                found.collect::<Vec<_>>()
            };
            let found = page.findings(&mut client);
            let expected = [
                ("template-syntax", "{titel}"),
                ("template-syntax", "itmes=2..3"),
                ("unreachable-section", "## steps"),
            ];
            assert_eq!(shown(&page, &found), expected.map(|(rule, text)| (rule.to_owned(), text.to_owned())));
            assert!(found[0]["message"].as_str().unwrap().contains("did you mean `title`?"), "{found:#?}");
            page.replace_text(&mut client, "titel", "title");
            page.replace_text(&mut client, "itmes", "items");
            page.type_after(&mut client, "## steps", " of others");
            let found = page.findings(&mut client);
            assert_eq!(shown(&page, &found), []);
            for (place, told) in [
                ("items=2..3 aliases", "Here: 2 to 3 items"),
                ("Schritte", "Here: also `Schritte 😀` or `* steps`"),
                ("x-docent-derive", "made of other keys"),
            ] {
                let position = page.position(page.text.find(place).unwrap() + 1);
                let params = json!({ "textDocument": { "uri": uri }, "position": position });
                let hover = client.request("textDocument/hover", params).unwrap();
                assert!(hover["contents"]["value"].as_str().unwrap().contains(told), "{hover:#}");
            }
            assert_eq!(client.shut_down(), Some(0));
        }
    }
}

#[test]
fn a_template_tells_which_pages_have_it() {
    let site = Site::new();
    let mut client = start("utf-16", &site.root);
    let uri = site.uri("_template/guide.md");
    OpenPage::open(&mut client, &uri, TEMPLATE);
    assert_eq!(lens(&mut client, &uri), "Bound to 2 pages");
    let ask = |client: &mut LspClient, uri: &str, line: u32| {
        let position = json!({ "line": line, "character": 0 });
        let params =
            json!({ "textDocument": { "uri": uri }, "position": position, "context": { "includeDeclaration": false } });
        client.request("textDocument/references", params).unwrap()
    };
    let found = ask(&mut client, &uri, 0);
    let uris: Vec<_> = found.as_array().unwrap().iter().map(|place| place["uri"].clone()).collect();
    assert_eq!(uris, [site.uri("guides/deeper/two.md"), site.uri("guides/one.md")]);
    assert_eq!(ask(&mut client, &uri, 3), Value::Null);

    site.write("guides/three.md", "Text.\n");
    let changes = json!({ "changes": [{ "uri": site.uri("guides/three.md"), "type": 1 }] });
    client.notify("workspace/didChangeWatchedFiles", changes);
    assert_eq!(lens(&mut client, &uri), "Bound to 3 pages");

    site.write("_template/short.md", "---\ndocent: { template: short, extends: guide }\n---\n");
    let changes = json!({ "changes": [{ "uri": site.uri("_template/short.md"), "type": 1 }] });
    client.notify("workspace/didChangeWatchedFiles", changes);
    assert_eq!(lens(&mut client, &uri), "Bound to 3 pages, extended by 1 template");

    let unused = site.uri("elsewhere.md");
    OpenPage::open(&mut client, &unused, "---\ndocent: { template: unused }\n---\n");
    assert_eq!(lens(&mut client, &unused), "In no use: docent.yaml does not name this template");
    assert_eq!(ask(&mut client, &unused, 0), json!([]));
    assert_eq!(ask(&mut client, &site.uri("never-opened.md"), 0), Value::Null);
    assert_eq!(client.shut_down(), Some(0));
}

#[test]
fn a_saved_template_is_what_its_pages_are_held_against() {
    let site = Site::new();
    let mut client = start("utf-8", &site.root);
    let page = OpenPage::open(&mut client, &site.uri("guides/one.md"), "## Überblick 😀\n\nText.\n");
    let rules = |findings: Vec<Value>| findings.iter().map(|finding| finding["code"].clone()).collect::<Vec<_>>();
    assert_eq!(rules(page.findings(&mut client)), ["missing-section"]);
    let uri = site.uri("_template/guide.md");
    let mut template = OpenPage::open(&mut client, &uri, TEMPLATE);
    let steps = template.text.find("## Steps").unwrap();
    let end = template.text.len();
    template.replace(&mut client, steps..end, "");
    site.write("_template/guide.md", &template.text);
    client.notify("textDocument/didSave", json!({ "textDocument": { "uri": uri } }));
    assert_eq!(rules(page.findings(&mut client)), Vec::<Value>::new());
    assert_eq!(client.shut_down(), Some(0));
}
