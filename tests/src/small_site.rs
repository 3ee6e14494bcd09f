//! A small site on disk with one page of it open in an editor, for tests of what goes from page to page.

use crate::lsp_client::{LspClient, file_uri};
use crate::open_page::OpenPage;
use serde_json::{Value, json};
use tempfile::TempDir;

/// Path and text.
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

/// The open page, `page.md`.
const PAGE: &str = "---\ntitle: Page\npermalink: page.html\n---\n\n😀 [A](users.html#ä--users) 😀 [b][r] ![p](img/p.png)\n\n[r]: /old-users.html\n";

pub struct SmallSite {
    pub folder: TempDir,
    pub client: LspClient,
    pub page: OpenPage,
    ending: &'static str,
}

impl SmallSite {
    /// The site on disk, `page.md` open in it, and its index built.
    pub fn start(capabilities: Value, ending: &'static str) -> SmallSite {
        let folder = tempfile::tempdir().expect("it is there");
        for (path, text) in FILES {
            let file = folder.path().join(path);
            std::fs::create_dir_all(file.parent().expect("it is there")).expect("it is there");
            std::fs::write(file, text.replace('\n', ending)).expect("it is there");
        }
        let mut client = LspClient::start(capabilities, folder.path());
        let uri = file_uri(&folder.path().join("page.md"));
        let page = OpenPage::open(&mut client, &uri, &PAGE.replace('\n', ending));
        let mut site = SmallSite { folder, client, page, ending };
        while site.ask("textDocument/documentLink", "---")[0].is_null() {}
        site
    }

    pub fn uri(&self, path: &str) -> String {
        file_uri(&self.folder.path().join(path))
    }

    pub fn text(&self, path: &str) -> String {
        let known = FILES.iter().find(|(known, _)| *known == path).map(|(_, text)| text.replace('\n', self.ending));
        known.unwrap_or_else(|| self.page.text.clone())
    }

    /// Asks about the place where `place` begins on the page.
    pub fn ask(&mut self, method: &str, place: &str) -> Value {
        let at = self.page.position(self.page.text.find(place).expect("it is there"));
        let params = json!({
            "textDocument": { "uri": self.page.uri }, "position": at, "context": { "includeDeclaration": true },
        });
        self.client.request(method, params).expect("it is there")
    }

    /// `path: text of the range`
    pub fn shown(&mut self, uri: &Value, range: &Value) -> String {
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
    let line = position["line"].as_u64().expect("it is there") as usize;
    let start: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
    let mut left = position["character"].as_u64().expect("it is there") as usize;
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
