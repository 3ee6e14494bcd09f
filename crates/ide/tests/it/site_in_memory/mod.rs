//! Small sites held in memory, and renames and moves over them.

#![allow(dead_code, reason = "each test file that includes it uses a part")]

use docent_ide::rename::{FileMove, SiteEdits, rename};
use docent_rules::{CheckInput, RuleSettings, SiteView};
use docent_site::index::{NavigationFile, facts_of};
use docent_site::model::NavigationModel;
use docent_site::{SiteIndex, SiteModel};
use docent_syntax::text::apply_edits;
use docent_syntax::{Dialect, Page, TextSize};
use std::collections::BTreeMap;

pub(crate) type Files = BTreeMap<String, String>;

pub(crate) const NAVIGATION: &str = "_data/nav.yaml";

pub(crate) fn jekyll() -> SiteModel {
    SiteModel {
        own_urls: vec!["https://docs.example.com".into()],
        navigation: Some(NavigationModel::with_addresses(NAVIGATION, "permalink")),
        ..SiteModel::of_kind("jekyll")
    }
}

/// `//- path` begins a file; `$0` is the cursor.
pub(crate) fn files(fixture: &str) -> (Files, Option<(String, TextSize)>) {
    let (mut files, mut cursor) = (Files::new(), None);
    for part in fixture.split("//- ").skip(1) {
        let (path, text) = part.split_once('\n').expect("a path on a line of its own");
        if let Some(at) = text.find("$0") {
            cursor = Some((path.to_owned(), TextSize::new(at as u32)));
        }
        files.insert(path.to_owned(), text.replace("$0", ""));
    }
    (files, cursor)
}

pub(crate) fn index_of(files: &Files, model: &SiteModel) -> SiteIndex {
    let mut index = SiteIndex::new(model.clone());
    for (path, text) in files {
        match path.ends_with(".md") {
            true => {
                index.set_page(path, facts_of(&Page::parse(text, Dialect::EXTENDED), path, None, model), false);
            }
            false => {
                index.set_file(path, true);
            }
        }
    }
    if let (Some(model), Some(text)) = (&model.navigation, files.get(NAVIGATION)) {
        index.set_navigation(NavigationFile::read(text, model));
    }
    index
}

pub(crate) fn with_input<T>(files: &Files, index: &SiteIndex, path: &str, ask: impl FnOnce(&CheckInput<'_>) -> T) -> T {
    let page = Page::parse(&files[path], Dialect::EXTENDED);
    let settings = RuleSettings::default();
    ask(&CheckInput {
        page: &page,
        path,
        contract: None,
        settings: &settings,
        yaml: index.model().yaml_schema(),
        site: SiteView::of(index, path),
    })
}

pub(crate) fn rename_at(
    files: &Files,
    model: &SiteModel,
    path: &str,
    at: TextSize,
    name: &str,
) -> Result<SiteEdits, String> {
    let index = index_of(files, model);
    with_input(files, &index, path, |input| rename(input, at, name, &|path| files.get(path).cloned()))
}

pub(crate) fn applied(files: &Files, edits: &SiteEdits, moves: &[FileMove]) -> Files {
    let mut after = files.clone();
    for (path, edits) in &edits.files {
        assert!(!edits.is_empty(), "an entry without edits: {path}");
        let text = apply_edits(&files[path], edits).unwrap_or_else(|| panic!("edits of {path} do not fit: {edits:?}"));
        after.insert(path.clone(), text);
    }
    for FileMove { from, to } in moves {
        let inside: Vec<String> =
            after.keys().filter(|path| *path == from || path.starts_with(&format!("{from}/"))).cloned().collect();
        for path in inside {
            let text = after.remove(&path).expect("it is there");
            after.insert(format!("{to}{}", &path[from.len()..]), text);
        }
    }
    after
}

/// Those files that differ, whole.
pub(crate) fn changed(before: &Files, after: &Files) -> String {
    let differs = |(path, text): &(&String, &String)| before.get(*path) != Some(*text);
    after.iter().filter(differs).map(|(path, text)| format!("//- {path}\n{text}")).collect()
}
