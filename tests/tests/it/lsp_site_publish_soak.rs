//! Hundreds of things that happen to a site while its findings are shown: pages typed in, saved, opened and closed, files written, moved
//! and deleted behind the editor's back. At the end what the editor was told, page by page, is what a fresh `docent check` finds.
//!
//! `DOCENT_SOAK_OPERATIONS=5000 DOCENT_SOAK_SEED=3 cargo test -p docent-tests --test it lsp_site_publish_soak` draws others.

#![allow(clippy::unwrap_used)]

use docent_tests::held_findings::{Findings, HeldFindings, checked};
use docent_tests::lsp_client::{LspClient, file_uri, rich_client};
use docent_tests::open_page::OpenPage;
use serde_json::json;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

const NAMES: [&str; 8] = ["a", "b", "c", "d", "x/e", "x/f", "x/y/g", "z/h"];

#[test]
fn whatever_happens_the_editor_holds_what_check_finds() {
    let setting =
        |name: &str, otherwise: u64| std::env::var(name).ok().and_then(|value| value.parse().ok()).unwrap_or(otherwise);
    let (operations, first) = (setting("DOCENT_SOAK_OPERATIONS", 300), setting("DOCENT_SOAK_SEED", 1));
    for (seed, has_addresses) in [(first, true), (first + 1, false)] {
        let folder = tempfile::tempdir().unwrap();
        let mut author = Author::new(folder.path().canonicalize().unwrap(), seed, has_addresses);
        for number in 0..operations {
            author.does_something();
            if number % 100 == 99 {
                author.is_told_what_is_found();
            }
        }
        author.is_told_what_is_found();
        author.closes_all();
        author.is_told_what_is_found();
        assert_eq!(author.client.shut_down(), Some(0));
    }
}

struct Author {
    root: PathBuf,
    client: LspClient,
    configuration: String,
    held: HeldFindings,
    /// By the path from the root.
    open: BTreeMap<String, OpenPage>,
    random: Random,
}

impl Author {
    fn new(root: PathBuf, seed: u64, has_addresses: bool) -> Author {
        // Without this the site's kind would be told from some of its pages as they are when it is read.
        let kind = if has_addresses { "jekyll" } else { "plain" };
        let configuration = format!("templates: [_template/note.md]\nsite:\n  kind: {kind}\n");
        std::fs::create_dir(root.join("_template")).unwrap();
        let template = "---\ndocent:\n  template: note\n  applies-to:\n    - path: \"x/**\"\n---\n\n## Summary\n";
        std::fs::write(root.join("_template/note.md"), template).unwrap();
        std::fs::write(root.join("docent.yaml"), &configuration).unwrap();
        let mut random = Random(seed);
        for name in NAMES {
            let file = root.join(format!("{name}.md"));
            std::fs::create_dir_all(file.parent().unwrap()).unwrap();
            std::fs::write(file, page(&mut random)).unwrap();
        }
        let mut client = LspClient::spawn();
        client.initialize(json!({
            "processId": null, "capabilities": rich_client(&["utf-16"]),
            "initializationOptions": { "siteFindings": true },
            "workspaceFolders": [{ "uri": file_uri(&root), "name": "site" }],
        }));
        Author { root, client, configuration, held: HeldFindings::default(), open: BTreeMap::new(), random }
    }

    fn does_something(&mut self) {
        let path = format!("{}.md", self.random.one_of(&NAMES));
        let file = self.root.join(&path);
        match self.random.below(20) {
            0..8 => self.types(),
            8..11 if !self.open.contains_key(&path) => {
                let text = std::fs::read_to_string(&file).unwrap_or_default();
                self.open.insert(path, OpenPage::open(&mut self.client, &file_uri(&file), &text));
            }
            11..13 => {
                if let Some(page) = self.open.remove(&path) {
                    page.close(&mut self.client);
                }
            }
            13 => self.saves(&path),
            14..17 => {
                let text = page(&mut self.random);
                self.writes(&file, &text);
            }
            17 if file.exists() => {
                std::fs::remove_file(&file).unwrap();
                self.says(&[(&file, 3)]);
            }
            18 if file.exists() => {
                let new = self.root.join(format!("{}.md", self.random.one_of(&NAMES)));
                std::fs::create_dir_all(new.parent().unwrap()).unwrap();
                std::fs::rename(&file, &new).unwrap();
                self.says(&[(&file, 3), (&new, 1)]);
            }
            19 => match self.random.below(6) {
                0 => {
                    let text = format!("{}{}", self.configuration, self.random.one_of(&CONFIGURATIONS));
                    self.writes(&self.root.join("docent.yaml"), &text);
                }
                1 if self.root.join("x").exists() => {
                    let (one, other) = (self.root.join("x"), self.root.join("moved"));
                    std::fs::rename(&one, &other).unwrap();
                    self.says(&[(&one, 3), (&other, 1)]);
                    std::fs::rename(&other, &one).unwrap();
                    self.says(&[(&other, 3), (&one, 1)]);
                }
                _ => self.held.take(&mut self.client),
            },
            _ => {}
        }
    }

    fn types(&mut self) {
        let number = self.random.below(self.open.len().max(1));
        let Some(page_typed_in) = self.open.values_mut().nth(number) else { return };
        let mut at = self.random.below(page_typed_in.text.len() + 1);
        while !page_typed_in.text.is_char_boundary(at) {
            at -= 1;
        }
        match self.random.below(8) {
            0 => {
                let all = 0..page_typed_in.text.len();
                page_typed_in.replace(&mut self.client, all, &page(&mut self.random));
            }
            1 => page_typed_in.replace(&mut self.client, at..page_typed_in.text.len(), ""),
            2 => page_typed_in.replace(&mut self.client, at..at, "\n\n## Part\n\n"),
            3 => {
                let link = link(&mut self.random);
                page_typed_in.replace(&mut self.client, at..at, &link);
            }
            _ => page_typed_in.replace(&mut self.client, at..at, "word "),
        }
    }

    fn saves(&mut self, path: &str) {
        let Some(page) = self.open.get(path) else { return };
        let file = self.root.join(path);
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(&file, &page.text).unwrap();
        self.client.notify("textDocument/didSave", json!({ "textDocument": { "uri": page.uri } }));
    }

    fn writes(&mut self, file: &Path, text: &str) {
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(file, text).unwrap();
        self.says(&[(file, 2)]);
    }

    fn says(&mut self, files: &[(&Path, u8)]) {
        let event = |(path, kind): &(&Path, u8)| json!({ "uri": file_uri(path), "type": kind });
        let changes: Vec<_> = files.iter().map(event).collect();
        self.client.notify("workspace/didChangeWatchedFiles", json!({ "changes": changes }));
    }

    /// Everything is saved first: what is open is then what `docent check` reads.
    fn is_told_what_is_found(&mut self) {
        for path in self.open.keys().cloned().collect::<Vec<_>>() {
            self.saves(&path);
        }
        let expected = checked(&self.root);
        let is_open = |uri: &str| self.open.values().any(|page| page.uri == uri);
        let comparable = |findings: &Findings| -> Findings {
            let of_page = |(uri, of_page): (&String, &Vec<String>)| {
                let of_page = of_page.iter().filter_map(|finding| match is_open(uri) {
                    true => without_suggestion(finding),
                    false => Some(finding.clone()),
                });
                (uri.clone(), of_page.collect::<Vec<String>>())
            };
            findings.iter().map(of_page).filter(|(_, of_page)| !of_page.is_empty()).collect()
        };
        let what = format!("what is found in all pages: {expected:#?}");
        let expected = comparable(&expected);
        self.held.wait_until(&mut self.client, &what, |held| comparable(held) == expected);
    }

    fn closes_all(&mut self) {
        for (_, page) in std::mem::take(&mut self.open) {
            page.close(&mut self.client);
        }
    }
}

/// What follows the kind of the site.
const CONFIGURATIONS: [&str; 3] =
    ["", "rules:\n  broken-link: error\n", "exclude: [\"z/**\"]\nrules:\n  near-miss-value: off\n"];

/// What an open page is told at once. Suggestions and usual values come from pages that it has nothing to do with, and are renewed when
/// it is checked again.
fn without_suggestion(finding: &str) -> Option<String> {
    let words = finding.split("; did you mean").next().unwrap_or_default();
    (!words.starts_with("near-miss-value")).then(|| words.to_owned())
}

/// Some of it right, some not.
fn page(random: &mut Random) -> String {
    let mut text = String::from("---\n");
    if random.below(3) > 0 {
        text += &format!("permalink: {}.html\n", random.one_of(&["a", "b", "c", "d", "e"]));
    }
    if random.below(4) == 0 {
        text += &format!("redirect_from: [{}]\n", random.one_of(&["old", "a", "b.html"]));
    }
    text += &format!("category: {}\n", random.one_of(&["Sweet Pies", "Sweet Pies", "Sweet Pies", "Sweet Pie"]));
    text += ["---\n\n", "---\n\n", "---\n\n", "a: b: c\n---\n\n"][random.below(4)];
    text += ["# Title\n\n## Summary\n\nText 😀.\n\n", "# Other\n\n", ""][random.below(3)];
    for _ in 0..random.below(4) {
        text += &link(random);
        text += "\n\n";
    }
    text
}

fn link(random: &mut Random) -> String {
    let target =
        random.one_of(&["a.html", "b.html#part", "old.html", "x/", "x/e.md", "../d.md", "A.html#title", "/z/h.md"]);
    format!("[link]({target})")
}

struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) % bound as u64) as usize
    }

    fn one_of<'t>(&mut self, texts: &[&'t str]) -> &'t str {
        texts[self.below(texts.len())]
    }
}
