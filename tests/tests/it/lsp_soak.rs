//! A long day of typing in a few minutes: random edits over many open pages of a site, with pages that change on disk in between. At the
//! end no finding is stale, every answer was of a version that there was, and the server has not grown.
//!
//! `DOCENT_SOAK_EDITS=100000 DOCENT_SOAK_PAGES=10000 cargo test --release -p docent-tests --test it lsp_soak -- --nocapture` is the long one.

#![allow(clippy::unwrap_used)]
#![allow(clippy::print_stdout, reason = "the figures of a long run")]

use docent_tests::binary;
use docent_tests::generator::{Options, generate};
use docent_tests::lsp_client::{LspClient, file_uri, rich_client};
use docent_tests::open_page::OpenPage;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

const OPEN_PAGES: usize = 20;

/// A page's findings: rule, and where it begins; sorted.
type Shown = Vec<(String, u64, u64)>;

#[test]
fn a_day_of_typing() {
    let setting = |name: &str, otherwise: usize| {
        std::env::var(name).ok().and_then(|value| value.parse().ok()).unwrap_or(otherwise)
    };
    let (edits, pages) = (setting("DOCENT_SOAK_EDITS", 2_000), setting("DOCENT_SOAK_PAGES", 200));
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().canonicalize().unwrap();
    generate(&root, &Options { pages, ..Options::default() }).unwrap();
    let files: Vec<PathBuf> = markdown_files(&root);
    let mut client = LspClient::start(rich_client(&["utf-16"]), &root);
    let step = files.len() / OPEN_PAGES;
    let texts: Vec<String> = (0..OPEN_PAGES).map(|n| std::fs::read_to_string(&files[n * step]).unwrap()).collect();
    let mut open: Vec<OpenPage> =
        (0..OPEN_PAGES).map(|n| OpenPage::open(&mut client, &file_uri(&files[n * step]), &texts[n])).collect();
    let mut random = Random(7);
    let mut published: BTreeMap<String, (i64, Shown)> = BTreeMap::new();
    let mut memory = Vec::new();
    for edit in 0..edits {
        let number = random.below(OPEN_PAGES);
        type_something(&mut client, &mut open[number], &texts[number], &mut random);
        if edit % 50 == 49 {
            let page = &open[random.below(OPEN_PAGES)];
            let position = page.position(boundary(&page.text, random.below(page.text.len() + 1)));
            let params = json!({ "textDocument": { "uri": page.uri }, "position": position });
            client.request(["textDocument/hover", "textDocument/definition"][random.below(2)], params).unwrap();
        }
        if edit % 500 == 250 {
            let file = &files[random.below(files.len() / step) * step + 1];
            change_on_disk(&mut client, file, &mut random);
        }
        if edit % 200 == 199 {
            take_published(&mut client, &open, &mut published);
            memory.push(resident_kilobytes(client.process_id()));
        }
    }
    for (page, file) in open.iter().zip((0..).map(|n: usize| &files[n * step])) {
        std::fs::write(file, &page.text).unwrap();
    }
    let expected = checked(&root);
    let mut seen = BTreeMap::new();
    for _ in 0..600 {
        take_published(&mut client, &open, &mut published);
        seen = open.iter().map(|page| (page.uri.clone(), published[&page.uri].clone())).collect();
        if open.iter().all(|page| seen[&page.uri] == (page.version, of_page(&expected, &page.uri))) {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
    for page in &open {
        assert_eq!(seen[&page.uri], (page.version, of_page(&expected, &page.uri)), "{}", page.uri);
    }
    let (early, late) = (memory[memory.len() / 4], memory[memory.len() - 1]);
    println!(
        "{edits} edits over {OPEN_PAGES} of {pages} pages; resident memory {early} kB after a quarter, {late} kB at the end"
    );
    // Twice as much would be a leak; the allocator's own habits are not.
    assert!(late < 2 * early, "{early} kB became {late} kB");
    assert_eq!(client.shut_down(), Some(0));
}

fn type_something(client: &mut LspClient, page: &mut OpenPage, original: &str, random: &mut Random) {
    let at = boundary(&page.text, random.below(page.text.len() + 1));
    let inserted = match random.below(40) {
        0 => "\n\n### Use cases\n\n".to_owned(),
        1 => "\n[x](nowhere-at-all.html) [y](#no-such-place)\n".to_owned(),
        2 => "`".to_owned(),
        3 => "\r\n```\r\n".to_owned(),
        4 => "<!-- ".to_owned(),
        5 => "ü😀".to_owned(),
        // Back to the beginning, so that the pages stay pages.
        6 => {
            let all = 0..page.text.len();
            return page.replace(client, all, original);
        }
        7 => {
            let Some(permalink) = page.text.find("permalink: ") else { return };
            return page.replace(client, permalink + 11..permalink + 11, "x");
        }
        8..20 => {
            let end = boundary(&page.text, (at + 1 + random.below(8)).min(page.text.len()));
            return page.replace(client, at..end.max(at), "");
        }
        _ => "a word "[random.below(6)..].to_owned(),
    };
    page.replace(client, at..at, &inserted);
}

/// A page that is not open is emptied, removed, or gets another heading.
fn change_on_disk(client: &mut LspClient, file: &Path, random: &mut Random) {
    let kind = match random.below(3) {
        0 if file.exists() => {
            std::fs::remove_file(file).unwrap();
            3
        }
        _ => {
            std::fs::write(file, format!("---\npermalink: soak-{}.html\n---\n\n# Soak\n", random.below(5))).unwrap();
            2
        }
    };
    let changes = json!([{ "uri": file_uri(file), "type": kind }]);
    client.notify("workspace/didChangeWatchedFiles", json!({ "changes": changes }));
}

fn take_published(client: &mut LspClient, open: &[OpenPage], published: &mut BTreeMap<String, (i64, Shown)>) {
    for message in client.take_unread() {
        if message["method"] != "textDocument/publishDiagnostics" {
            continue;
        }
        let params = &message["params"];
        let (uri, version) = (params["uri"].as_str().unwrap(), params["version"].as_i64().unwrap());
        let page = open.iter().find(|page| page.uri == uri).expect("findings of an open page");
        assert!(version <= page.version, "findings of a version that there is not");
        let before = published.insert(uri.to_owned(), (version, shown(params["diagnostics"].as_array().unwrap())));
        assert!(before.is_none_or(|(before, _)| before <= version), "older findings after newer ones: {uri}");
    }
}

fn shown(findings: &[Value]) -> Shown {
    let one = |finding: &Value| {
        let start = &finding["range"]["start"];
        (
            finding["code"].as_str().unwrap().to_owned(),
            start["line"].as_u64().unwrap(),
            start["character"].as_u64().unwrap(),
        )
    };
    let mut all: Shown = findings.iter().map(one).collect();
    all.sort();
    all
}

/// What `docent check` finds in the site as it is on disk, by file.
fn checked(root: &Path) -> BTreeMap<String, Shown> {
    let output = binary::docent().args(["check", ".", "--format", "json"]).current_dir(root).output().unwrap();
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    let mut found: BTreeMap<String, Shown> = BTreeMap::new();
    for finding in report["findings"].as_array().unwrap() {
        let file = file_uri(&root.join(finding["path"].as_str().unwrap()));
        let start = &finding["range"]["start"];
        let one = (
            finding["rule"].as_str().unwrap().to_owned(),
            start["line"].as_u64().unwrap(),
            start["character"].as_u64().unwrap(),
        );
        found.entry(file).or_default().push(one);
    }
    found.values_mut().for_each(|all| all.sort());
    found
}

fn of_page(found: &BTreeMap<String, Shown>, uri: &str) -> Shown {
    found.get(uri).cloned().unwrap_or_default()
}

fn markdown_files(root: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = Vec::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            let name = entry.file_name().unwrap().to_string_lossy().into_owned();
            match entry.is_dir() {
                true if name != "_template" => folders.push(entry),
                false if name.ends_with(".md") => files.push(entry),
                _ => {}
            }
        }
    }
    files.sort();
    files
}

fn boundary(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) || (text[..at].ends_with('\r') && text[at..].starts_with('\n')) {
        at += 1;
    }
    at
}

/// Of the server's process; 0 where the system does not tell.
fn resident_kilobytes(process: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap_or("0");
    line.split_whitespace().next().and_then(|number| number.parse().ok()).unwrap_or(0)
}

/// The same numbers each time.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % bound as u64) as usize
    }
}
