//! From page to page in an editor: definition, references, links, hover, over files on disk and pages that are open.

#![allow(clippy::unwrap_used)]

use docent_tests::lsp_client::{LspClient, file_uri, rich_client};
use docent_tests::open_page::OpenPage;
use serde_json::{Value, json};
use std::path::Path;
use tempfile::TempDir;

const FILES: [(&str, &str); 4] = [
    ("_config.yml", "title: Ümläut\n"),
    (
        "api docs/ä users.md",
        "---\ntitle: Üsers 😀\npermalink: users.html\nredirect_from:\n  - old-users.html\n---\n\nWörds 😀.\n\n# Ä 😀 users\n\nText.\n",
    ),
    (
        "roles.md",
        "---\ntitle: Roles\npermalink: roles.html\n---\n\n😀 [one](users.html#ä--users), 😀 [two](old-users.html) [gone](gone.html)\n",
    ),
    ("img/p.png", "no picture"),
];

const PAGE: &str = "---\ntitle: Page\npermalink: page.html\n---\n\n😀 [A](users.html#ä--users) 😀 [b][r] ![p](img/p.png)\n\n[r]: /old-users.html\n";

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

struct Site {
    folder: TempDir,
    client: LspClient,
    page: OpenPage,
    ending: &'static str,
}

impl Site {
    /// The site on disk, `page.md` open in it, and its index built.
    fn start(capabilities: Value, ending: &'static str) -> Site {
        let folder = tempfile::tempdir().unwrap();
        for (path, text) in FILES {
            let file = folder.path().join(path);
            std::fs::create_dir_all(file.parent().unwrap()).unwrap();
            std::fs::write(file, text.replace('\n', ending)).unwrap();
        }
        let mut client = LspClient::start(capabilities, folder.path());
        let uri = file_uri(&folder.path().join("page.md"));
        let page = OpenPage::open(&mut client, &uri, &PAGE.replace('\n', ending));
        let mut site = Site { folder, client, page, ending };
        while site.ask("textDocument/documentLink", "---")[0].is_null() {}
        site
    }

    fn uri(&self, path: &str) -> String {
        file_uri(&self.folder.path().join(path))
    }

    fn text(&self, path: &str) -> String {
        let known = FILES.iter().find(|(known, _)| *known == path).map(|(_, text)| text.replace('\n', self.ending));
        known.unwrap_or_else(|| self.page.text.clone())
    }

    /// Asks about the place where `place` begins on the page.
    fn ask(&mut self, method: &str, place: &str) -> Value {
        let at = self.page.position(self.page.text.find(place).unwrap());
        let params = json!({
            "textDocument": { "uri": self.page.uri }, "position": at, "context": { "includeDeclaration": true },
        });
        self.client.request(method, params).unwrap()
    }

    /// `path: text of the range`
    fn shown(&mut self, uri: &Value, range: &Value) -> String {
        let paths = FILES.iter().map(|(path, _)| *path).chain(["page.md"]);
        let path = paths.into_iter().find(|path| *uri == json!(self.uri(path)));
        let path = path.unwrap_or_else(|| panic!("a file of the site: {uri}"));
        let text = self.text(path);
        // The columns of any text are counted as those of an open page.
        let encoding = self.client.server["capabilities"]["positionEncoding"].as_str().unwrap_or("utf-16").to_owned();
        let at = |position: &Value| offset(&text, position, &encoding);
        format!("{path}: {}", &text[at(&range["start"])..at(&range["end"])])
    }
}

fn offset(text: &str, position: &Value, encoding: &str) -> usize {
    let line = position["line"].as_u64().unwrap() as usize;
    let start: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
    let mut left = position["character"].as_u64().unwrap() as usize;
    let mut at = start;
    for c in text[start..].chars() {
        if left == 0 {
            break;
        }
        left -= if encoding == "utf-8" { c.len_utf8() } else { c.len_utf16() };
        at += c.len_utf8();
    }
    at
}

/// Both line endings, in a client with each encoding.
fn everywhere(check: impl Fn(&mut Site)) {
    for encoding in ["utf-8", "utf-16"] {
        for ending in ["\n", "\r\n"] {
            check(&mut Site::start(capabilities(encoding), ending));
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
    let mut site = Site::start(plain, "\n");
    let found = site.ask("textDocument/definition", "users.html#");
    assert_eq!(site.shown(&found["uri"], &found["range"]), "api docs/ä users.md: Ä 😀 users");
}

#[test]
fn references_are_exact_while_pages_change() {
    everywhere(|site| {
        let seen = |site: &mut Site| -> Vec<String> {
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
fn a_client_that_asks_for_nothing_is_offered_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let client = LspClient::start(json!({}), Path::new(folder.path()));
    for name in ["definitionProvider", "referencesProvider", "documentLinkProvider", "hoverProvider"] {
        assert_eq!(client.server["capabilities"][name], Value::Null, "{name}");
    }
}
