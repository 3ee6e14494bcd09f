//! Findings of pages that are not open, for an author who wants them in an editor that does not ask for them (`docent.siteFindings`).

#![allow(clippy::unwrap_used)]

use docent_tests::generator::{Options, generate};
use docent_tests::held_findings::{Findings, HeldFindings, checked};
use docent_tests::lsp_client::{LspClient, file_uri, rich_client};
use docent_tests::open_page::OpenPage;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

const A: &str = "---\npermalink: a.html\n---\n\n# A\n\n[b](b.html#part) [nowhere](nowhere.html)\n";
const B: &str = "---\npermalink: b.html\n---\n\n# B\n\n## Part\n\n😀 [a](A.html)\n";
const C: &str = "---\npermalink: c.html\n---\n\n# C\n\nGood.\n";

struct Site {
    root: PathBuf,
    _folder: tempfile::TempDir,
    client: LspClient,
    held: HeldFindings,
}

/// A site of three pages, the first two with findings.
fn write_site(root: &Path) {
    std::fs::write(root.join("_config.yml"), "").unwrap();
    std::fs::write(root.join("docent.yaml"), "").unwrap();
    for (name, text) in [("a.md", A), ("b.md", B), ("c.md", C)] {
        std::fs::write(root.join(name), text).unwrap();
    }
}

fn initialize(root: &Path, options: &Value, capabilities: &Value) -> LspClient {
    let mut client = LspClient::spawn();
    client.initialize(json!({
        "processId": null, "capabilities": capabilities, "initializationOptions": options,
        "workspaceFolders": [{ "uri": file_uri(root), "name": "site" }],
    }));
    client
}

impl Site {
    /// The site, and an editor in which no page is open, told of everything.
    fn start() -> Site {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap();
        write_site(&root);
        let client = initialize(&root, &json!({ "siteFindings": true }), &rich_client(&["utf-16"]));
        let mut site = Site { root, _folder: folder, client, held: HeldFindings::default() };
        site.expect_all();
        site
    }

    /// What is told becomes what is found in the files.
    fn expect_all(&mut self) {
        self.held.wait_until_checked(&mut self.client, &self.root);
    }

    fn uri(&self, name: &str) -> String {
        file_uri(&self.root.join(name))
    }

    fn open(&mut self, name: &str) -> OpenPage {
        let text = std::fs::read_to_string(self.root.join(name)).unwrap();
        let uri = self.uri(name);
        OpenPage::open(&mut self.client, &uri, &text)
    }

    fn write(&mut self, name: &str, text: &str) {
        std::fs::write(self.root.join(name), text).unwrap();
        self.tell(name, 2);
    }

    fn remove(&mut self, name: &str) {
        let path = self.root.join(name);
        if path.is_dir() { std::fs::remove_dir_all(path) } else { std::fs::remove_file(path) }.unwrap();
        self.tell(name, 3);
    }

    fn tell(&mut self, name: &str, kind: u8) {
        let changes = json!({ "changes": [{ "uri": self.uri(name), "type": kind }] });
        self.client.notify("workspace/didChangeWatchedFiles", changes);
    }

    /// Waits until the rules that speak in a page are these.
    fn expect(&mut self, name: &str, rules: &[&str]) {
        let uri = self.uri(name);
        self.held.wait_until(&mut self.client, &format!("{rules:?} in {name}"), |held| {
            let of_page = held.get(&uri).map_or(&[][..], Vec::as_slice);
            of_page.iter().map(|finding| finding.split(' ').next().unwrap_or_default()).eq(rules.iter().copied())
        });
    }

    /// How often the client was told of a page so far.
    fn told(&mut self, name: &str) -> usize {
        self.held.take(&mut self.client);
        self.held.told.get(&self.uri(name)).copied().unwrap_or_default()
    }
}

#[test]
fn nothing_is_said_unless_it_is_wanted() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().canonicalize().unwrap();
    write_site(&root);
    let mut client = initialize(&root, &json!(null), &rich_client(&["utf-16"]));
    let page = OpenPage::open(&mut client, &file_uri(&root.join("c.md")), "---\n---\n\n[b](b.html)\n");
    page.findings(&mut client);
    // By then the site is read and checked.
    client.request("docent/checkSite", json!({})).unwrap();
    let mut held = HeldFindings::default();
    held.take(&mut client);
    assert!(held.told.keys().all(|uri| *uri == page.uri), "{held:?}");
    assert_eq!(client.shut_down(), Some(0));
}

#[test]
fn pages_that_are_not_open_have_what_check_says() {
    let mut site = Site::start();
    assert_eq!(site.held.all().len(), 2);
    site.expect("a.md", &["broken-link"]);
    site.expect("b.md", &["link-case"]);
    assert_eq!(site.told("c.md"), 0, "nothing is found there");
    assert_eq!((site.told("a.md"), site.told("b.md")), (1, 1));
    assert_eq!(site.client.shut_down(), Some(0));
}

/// Whatever `docent check` finds, in each of its kinds; and an author who types is answered while it is looked for.
#[test]
fn a_site_with_faults_of_every_kind() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().canonicalize().unwrap();
    generate(&root, &Options { pages: 400, faults: true, ..Options::default() }).unwrap();
    let mut client = initialize(&root, &json!({ "siteFindings": true }), &rich_client(&["utf-16"]));
    let mut page = OpenPage::open(&mut client, &file_uri(&root.join("Documents/new.md")), "---\n---\n\nText.\n");
    page.type_after(&mut client, "Text.", " And more of it, while the pages are looked at.");
    let mut held = HeldFindings::default();
    let uri = page.uri.clone();
    let expected = checked(&root);
    held.wait_until(&mut client, "all but the page that is not saved", |held| {
        held.iter().filter(|(page, _)| **page != uri).eq(expected.iter())
    });
    assert!(expected.len() > 20, "{}", expected.len());
    page.close(&mut client);
    held.wait_until_checked(&mut client, &root);
    assert_eq!(client.shut_down(), Some(0));
}

#[test]
fn an_edit_in_an_open_page_and_what_it_means_for_others() {
    let mut site = Site::start();
    let mut b = site.open("b.md");
    let mut c = site.open("c.md");
    b.replace_text(&mut site.client, "## Part", "## Another");
    site.expect("a.md", &["broken-anchor", "broken-link"]);
    b.replace_text(&mut site.client, "## Another", "## Part");
    c.replace_text(&mut site.client, "permalink: c.html", "permalink: nowhere.html");
    site.expect("a.md", &[]);
    // Nothing of this was about the configuration; and a page is told once for each news.
    c.replace_text(&mut site.client, "permalink: nowhere.html", "permalink: c.html");
    site.expect("a.md", &["broken-link"]);
    let told = site.told("a.md");
    c.replace_text(&mut site.client, "Good.", "Good, and better. [n](nothing-of-the-kind.html)");
    site.expect("c.md", &["broken-link"]);
    assert_eq!(site.told("a.md"), told);
    assert_eq!(site.client.shut_down(), Some(0));
}

#[test]
fn files_that_come_change_move_and_go() {
    let mut site = Site::start();
    site.write("nowhere.md", "---\n---\n\n# Nowhere\n\n[gone](/gone.html)\n");
    site.expect("a.md", &[]);
    site.expect("nowhere.md", &["broken-link"]);
    std::fs::create_dir(site.root.join("deep")).unwrap();
    std::fs::rename(site.root.join("nowhere.md"), site.root.join("deep/gone.md")).unwrap();
    site.tell("nowhere.md", 3);
    site.tell("deep", 1);
    site.expect_all();
    assert_eq!(site.held.of(&site.uri("deep/gone.md")).len(), 1);
    site.remove("deep");
    site.expect_all();
    assert_eq!(site.held.of(&site.uri("deep/gone.md")).len(), 0);
    // A name that is nearer to what was probably meant: other words for an old finding.
    site.write("nowher.md", "---\n---\n\nText.\n");
    site.expect_all();
    assert!(site.held.of(&site.uri("a.md"))[0].contains("nowher.html"), "{:?}", site.held.all());
    site.remove("a.md");
    site.remove("b.md");
    site.expect_all();
    assert_eq!(site.held.all().len(), 0);
    assert_eq!(site.client.shut_down(), Some(0));
}

/// Where the editor does not watch files the server does, though no page was ever opened.
#[test]
fn files_that_nobody_tells_of() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().canonicalize().unwrap();
    write_site(&root);
    let mut capabilities = rich_client(&["utf-16"]);
    capabilities["workspace"]["didChangeWatchedFiles"] = json!({});
    let mut client = initialize(&root, &json!({ "siteFindings": true }), &capabilities);
    let mut held = HeldFindings::default();
    held.wait_until_checked(&mut client, &root);
    std::fs::write(root.join("nowhere.md"), "---\n---\n\n[x](/x.html)\n").unwrap();
    std::fs::remove_file(root.join("b.md")).unwrap();
    held.wait_until_checked(&mut client, &root);
    std::fs::write(root.join("docent.yaml"), "rules:\n  broken-link: off\n").unwrap();
    held.wait_until_checked(&mut client, &root);
    assert_eq!(held.all().len(), 0);
    assert_eq!(client.shut_down(), Some(0));
}

#[test]
fn the_configuration_and_templates_concern_all() {
    let mut site = Site::start();
    site.write("docent.yaml", "rules:\n  broken-link: error\n  link-case: off\n");
    site.expect_all();
    assert_eq!(site.held.all().len(), 1);
    site.write("docent.yaml", "rules:\n  broken-links: error\n");
    site.expect_all();
    assert_eq!(site.held.all().len(), 3, "the configuration itself, too");
    std::fs::create_dir(site.root.join("_template")).unwrap();
    let template = "---\ndocent:\n  template: note\n  applies-to:\n    - path: \"**/*\"\n---\n\n## Summary\n";
    std::fs::write(site.root.join("_template/note.md"), template).unwrap();
    site.write("docent.yaml", "templates: [_template/note.md]\n");
    site.expect_all();
    assert_eq!(site.held.all().len(), 3, "a section is missing everywhere");
    site.write("_template/note.md", &template.replace("## Summary", "## Part\n<!-- docent: nonsense -->"));
    site.expect_all();
    assert!(site.held.of(&site.uri("_template/note.md"))[0].starts_with("template-syntax"), "{:?}", site.held.all());
    assert_eq!(site.client.shut_down(), Some(0));
}

#[test]
fn the_navigation_and_values_of_many_pages() {
    let mut site = Site::start();
    std::fs::create_dir(site.root.join("_data")).unwrap();
    let entries: String = ["a", "b", "c", "d"].map(|name| format!("- permalink: {name}.html\n")).concat();
    site.write("docent.yaml", "site:\n  navigation:\n    file: _data/menu.yaml\n");
    site.write("_data/menu.yaml", &format!("entries:\n{entries}"));
    site.expect_all();
    site.expect("_data/menu.yaml", &["missing-navigation"]);
    for name in ["d", "e", "f"] {
        site.write(&format!("{name}.md"), &format!("---\npermalink: {name}.html\ncategory: Sweet Pies\n---\n"));
    }
    site.write("g.md", "---\npermalink: g.html\ncategory: Sweet Pie\n---\n");
    site.expect_all();
    site.expect("_data/menu.yaml", &[]);
    for name in ["h", "i", "j"] {
        site.write(&format!("{name}.md"), "---\ncategory: Sweet Pies\n---\n");
    }
    site.expect_all();
    assert!(
        site.held.of(&site.uri("g.md")).iter().any(|it| it.starts_with("near-miss-value")),
        "{:?}",
        site.held.all()
    );
    site.remove("i.md");
    site.expect_all();
    assert_eq!(site.client.shut_down(), Some(0));
}

#[test]
fn a_page_is_handed_over_and_comes_back() {
    let mut site = Site::start();
    let mut a = site.open("a.md");
    a.replace_text(&mut site.client, "[nowhere](nowhere.html)", "[n](n.html) [o](o.html) [p](p.html)");
    site.expect("a.md", &["broken-link", "broken-link", "broken-link"]);
    a.replace_text(&mut site.client, "[n](n.html) [o](o.html) [p](p.html)", "");
    site.expect("a.md", &[]);
    // On disk something happens meanwhile; the editor's page is what counts.
    site.write("a.md", &A.replace("[nowhere]", "[x](x.html) [nowhere]"));
    site.write("c.md", &C.replace("Good.", "[y](y.html)"));
    site.expect("c.md", &["broken-link"]);
    site.held.take(&mut site.client);
    assert_eq!(site.held.of(&a.uri), [""; 0]);
    a.close(&mut site.client);
    site.expect("a.md", &["broken-link", "broken-link"]);
    site.expect_all();
    // Opened and closed as it is, again and again.
    for _ in 0..20 {
        site.open("a.md").close(&mut site.client);
        site.open("c.md").close(&mut site.client);
    }
    site.expect_all();
    // Closed where nothing is any more, or where it never was.
    let b = site.open("b.md");
    b.findings(&mut site.client);
    site.remove("b.md");
    b.close(&mut site.client);
    let new = site.uri("new.md");
    let new = OpenPage::open(&mut site.client, &new, "[x](x.html)\n");
    new.findings(&mut site.client);
    new.close(&mut site.client);
    site.expect_all();
    assert_eq!(site.held.of(&site.uri("b.md")), [""; 0]);
    assert_eq!(site.client.shut_down(), Some(0));
}

/// An editor may spell an address in another way than we do.
#[test]
fn a_page_under_another_spelling_of_its_address() {
    let mut site = Site::start();
    let spelled = site.uri("a.md").replace("a.md", "%61.md");
    let ours = site.uri("a.md");
    let page = OpenPage::open(&mut site.client, &spelled, A);
    let is_one = |held: &Findings| held.contains_key(&spelled) && !held.contains_key(&ours);
    site.held.wait_until(&mut site.client, "one of the two", is_one);
    page.close(&mut site.client);
    site.write("a.md", &A.replace("[nowhere]", "[x](x.html) [nowhere]"));
    site.held.wait_until(&mut site.client, "the closed page", |held| is_one(held) && held[&spelled].len() == 2);
    site.write("a.md", "---\n---\n");
    site.held.wait_until(&mut site.client, "none of them", |held| !held.contains_key(&spelled));
    assert_eq!(site.client.shut_down(), Some(0));
}

#[test]
fn switched_on_and_off_while_running() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().canonicalize().unwrap();
    write_site(&root);
    let mut client = initialize(&root, &json!(null), &rich_client(&["utf-16"]));
    let mut held = HeldFindings::default();
    let open = OpenPage::open(&mut client, &file_uri(&root.join("b.md")), B);
    for _ in 0..3 {
        let on = json!({ "settings": { "docent": { "siteFindings": true } } });
        client.notify("workspace/didChangeConfiguration", on);
        held.wait_until_checked(&mut client, &root);
        client.notify("workspace/didChangeConfiguration", json!({ "settings": { "docent": {} } }));
        held.wait_until(&mut client, "the open page alone", |held| held.keys().eq([&open.uri]));
    }
    open.close(&mut client);
    held.wait_until(&mut client, "nothing", |held| held.is_empty());
    assert_eq!(client.shut_down(), Some(0));
}

#[test]
fn folders_that_did_not_opt_in_are_left_alone_and_folders_come_and_go() {
    let (other, folder) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (other, root) = (other.path().canonicalize().unwrap(), folder.path().canonicalize().unwrap());
    std::fs::write(other.join("_config.yml"), "").unwrap();
    std::fs::write(other.join("a.md"), "---\n---\n\n[x](nowhere.html)\n").unwrap();
    write_site(&root);
    let mut client = initialize(&other, &json!({ "siteFindings": true }), &rich_client(&["utf-16"]));
    let change = |client: &mut LspClient, added: Value, removed: Value| {
        client
            .notify("workspace/didChangeWorkspaceFolders", json!({ "event": { "added": added, "removed": removed } }));
    };
    let site = json!([{ "uri": file_uri(&root), "name": "site" }]);
    let mut held = HeldFindings::default();
    change(&mut client, site.clone(), json!([]));
    held.wait_until_checked(&mut client, &root);
    // A page of the other folder that was open is cleared when it is closed.
    let page = OpenPage::open(&mut client, &file_uri(&other.join("a.md")), "---\n---\n\n[x](nowhere.html)\n");
    assert_eq!(page.findings(&mut client).len(), 1);
    page.close(&mut client);
    held.wait_until_checked(&mut client, &root);
    change(&mut client, json!([]), site);
    held.wait_until(&mut client, "nothing", |held| held.is_empty());
    assert!(held.told.keys().all(|uri| !uri.contains("docent.yaml")));
    assert_eq!(client.shut_down(), Some(0));
}

/// A client with `textDocument/diagnostic` may ask for the findings of the workspace or may not: no capability says so.
#[test]
fn a_client_that_asks_for_open_pages() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().canonicalize().unwrap();
    write_site(&root);
    let mut capabilities = rich_client(&["utf-16"]);
    capabilities["textDocument"]["diagnostic"] = json!({});
    let mut client = initialize(&root, &json!({ "siteFindings": true }), &capabilities);
    let mut held = HeldFindings::default();
    held.wait_until_checked(&mut client, &root);
    // What is open it asks for, and nothing shows twice.
    let mut a = OpenPage::open(&mut client, &file_uri(&root.join("a.md")), A);
    held.wait_until(&mut client, "taken back", |held| !held.contains_key(&a.uri));
    let pull = |client: &mut LspClient, page: &OpenPage| {
        let params = json!({ "textDocument": { "uri": page.uri } });
        let report = client.request("textDocument/diagnostic", params).unwrap();
        report["items"].as_array().unwrap().len()
    };
    assert_eq!(pull(&mut client, &a), 1);
    // An edit counts for others as soon as it is asked about.
    a.replace_text(&mut client, "permalink: a.html", "permalink: A.html");
    assert_eq!(pull(&mut client, &a), 1);
    held.wait_until(&mut client, "nothing", |held| held.is_empty());
    a.close(&mut client);
    held.wait_until_checked(&mut client, &root);
    // It does ask for all of them: then it is not sent any more.
    let report = client.request("workspace/diagnostic", json!({ "previousResultIds": [] })).unwrap();
    assert_eq!(report["items"].as_array().unwrap().len(), 4);
    held.wait_until(&mut client, "nothing", |held| held.is_empty());
    assert_eq!(checked(&root).len(), 2);
    assert_eq!(client.shut_down(), Some(0));
}
