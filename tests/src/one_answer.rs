//! Compares what docent finds in the same files in four ways: in their folder, by their names, over standard input, and in an editor.

use crate::held_findings::{Findings, HeldFindings, checked, checked_with};
use crate::lsp_client::{LspClient, file_uri, rich_client};
use serde_json::json;
use std::path::{Path, PathBuf};

const ENDINGS: [&str; 7] = ["md", "markdown", "mkd", "mkdn", "mkdown", "mdown", "mdx"];

/// Copies a folder; what cannot be copied is left out.
pub fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder");
    for entry in std::fs::read_dir(from).into_iter().flatten().flatten() {
        let target = to.join(entry.file_name());
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => copy(&entry.path(), &target),
            Ok(kind) if kind.is_file() => drop(std::fs::copy(entry.path(), target)),
            _ => {}
        }
    }
}

/// The pages below a folder, from there, with `/`; no hidden ones.
pub fn pages(root: &Path) -> Vec<String> {
    let mut pages = Vec::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = entry.path();
            let is_hidden = entry.file_name().as_encoded_bytes().starts_with(b".");
            let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default().to_lowercase();
            if path.is_dir() && !is_hidden {
                folders.push(path);
            } else if !is_hidden && ENDINGS.contains(&&*ending) && std::fs::read_to_string(&path).is_ok() {
                let relative = path.strip_prefix(root).expect("inside");
                pages.push(relative.to_string_lossy().replace('\\', "/"));
            }
        }
    }
    pages.sort();
    pages
}

/// Fails where two of the four ways differ. At most `by_name` pages are named one by one: each run reads the whole site. Gives the number of
/// pages and of findings.
pub fn assert_one_answer(root: &Path, by_name: usize) -> (usize, usize) {
    let pages = pages(root);
    let uri = |page: &str| file_uri(&root.join(page));
    let of_pages = |mut findings: Findings| {
        findings.retain(|found, _| pages.iter().any(|page| uri(page) == *found));
        findings
    };
    let of_folder = of_pages(checked(root));
    let step = pages.len().div_ceil(by_name.max(1)).max(1);
    for page in pages.iter().step_by(step) {
        let expected = of_folder.get(&uri(page));
        assert_eq!(checked_with(root, &[page], &[]).get(&uri(page)), expected, "{page} by its name");
        let text = std::fs::read(root.join(page)).expect("a page");
        let piped = checked_with(root, &["--stdin-filename", page], &text);
        assert_eq!(piped.get(&uri(page)), expected, "{page} over standard input");
    }
    let mut client = LspClient::start(rich_client(&["utf-16"]), root);
    for page in &pages {
        let text = std::fs::read_to_string(root.join(page)).expect("a page");
        let language = if page.to_lowercase().ends_with(".mdx") { "mdx" } else { "markdown" };
        let document = json!({ "uri": uri(page), "languageId": language, "version": 1, "text": text });
        client.notify("textDocument/didOpen", json!({ "textDocument": document }));
    }
    let mut held = HeldFindings::default();
    held.wait_until(&mut client, "what is found in the folder", |held| of_pages(held.clone()) == of_folder);
    (pages.len(), of_folder.values().map(Vec::len).sum())
}

/// A folder with a page for each ending, with links among them that are right and wrong.
pub fn write_page_of_each_ending(root: &Path) {
    let write = |path: &str, text: &str| {
        let path: PathBuf = root.join(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(path, text).expect("a file");
    };
    for ending in ENDINGS.iter().map(|ending| (*ending).to_owned()).chain(["MD".to_owned(), "Mdx".to_owned()]) {
        let links: String = ENDINGS.iter().map(|other| format!("[x](../{other}/page.{other}#title) ")).collect();
        let text = format!(
            "---\ntitle: T\n---\n\n# Title\n\n{links}\n[a](gone.{ending}) [b](#gone) [c](../md/page.md#gone) ![d](gone.png)\n\n## Title\n\n## Empty\n"
        );
        write(&format!("{ending}/page.{ending}"), &text);
    }
    write("README.md", "# All\n\n[one](md/page.md#title-1) [two](mdx/page.mdx#none) [three](nix.md)\n");
}
