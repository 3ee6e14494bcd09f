//! The layers, read from the manifests and the sources: who may depend on whom, and what a crate must not know.

#![allow(clippy::unwrap_used)]

use docent_tests::workspace;
use serde_json::Value;
use std::collections::BTreeSet;

/// Bottom to top. A crate may depend on those before it and on no other.
const LAYERS: [&str; 10] = [
    "docent-syntax",
    "docent-template",
    "docent-generators",
    "docent-site",
    "docent-rules",
    "docent-report",
    "docent-ide",
    "docent-server",
    "docent",
    "docent-tests",
];

/// Crates from outside that only the ones named here may use.
const KEPT_TO: &[(&str, &[&str])] = &[
    ("tower-lsp-server", &["docent-server"]),
    ("lsp-types", &["docent-server"]),
    ("ls-types", &["docent-server"]),
    ("ropey", &["docent-server"]),
    ("tokio", &["docent-server", "docent"]),
    ("anyhow", &["docent-server", "docent"]),
    ("tracing", &["docent-server", "docent"]),
    ("tracing-subscriber", &["docent"]),
    ("clap", &["docent"]),
    ("anstream", &["docent"]),
    ("annotate-snippets", &["docent-report"]),
    ("indicatif", &["docent"]),
    ("similar", &["docent"]),
    ("signal-hook", &["docent"]),
    ("tempfile", &["docent", "docent-tests"]),
    ("rayon", &["docent-site", "docent-server", "docent"]),
    // Templates use its matcher of patterns, which reads no file.
    ("ignore", &["docent-site", "docent-template"]),
    ("walkdir", &[]),
    ("granit-parser", &["docent-syntax"]),
    ("pulldown-cmark", &["docent-syntax"]),
    ("jsonschema", &["docent-template"]),
];

/// The crates that read no file, no clock, no environment, and know no LSP type.
const PURE: [&str; 6] = [
    "crates/syntax/src",
    "crates/template/src",
    "crates/generators/src",
    "crates/rules/src",
    "crates/report/src",
    "crates/ide/src",
];

const IMPURE: [&str; 12] = [
    "std::fs",
    "std::env",
    "std::net",
    "std::process",
    "std::thread",
    "std::time",
    "Instant::now",
    "SystemTime",
    "tower_lsp",
    "lsp_types",
    "ls_types",
    "tokio",
];

/// The names of generators and of what they read Markdown with. Each stands in the places of [`OWN_PLACES`] only.
const NAMES: [&str; 3] = ["jekyll", "kramdown", "liquid"];

/// Where such names may stand, each with a reason.
const OWN_PLACES: [(&str, &str); 5] = [
    ("crates/generators/src/jekyll/", "the generator's own folder"),
    ("crates/generators/src/table.rs", "the table of generators"),
    ("crates/generators/src/lib.rs", "the module of the generator"),
    ("crates/syntax/src/dialect/", "dialects say which languages they consist of"),
    ("crates/syntax/src/markdown/", "the parser calls what the folders of the languages hold"),
];

/// Where a seam is looked for.
const LONGEST_FILE: usize = 600;

/// Files that may be longer, each with a reason.
const LONGER: [(&str, &str); 1] =
    [("crates/template/src/align/outline/tests.rs", "cases of one function, one below the other")];

#[test]
fn arrows_point_one_way() {
    let mut wrong = Vec::new();
    let metadata = workspace::cargo_metadata(&["--no-deps"]);
    let packages = metadata["packages"].as_array().unwrap();
    for package in packages {
        let name = package["name"].as_str().unwrap();
        let Some(layer) = LAYERS.iter().position(|known| *known == name) else {
            wrong.push(format!("{name} stands in no layer: add it to LAYERS"));
            continue;
        };
        for dependency in dependencies(package).filter(|dependency| dependency["path"].is_string()) {
            let below = dependency["name"].as_str().unwrap();
            if !LAYERS[..layer].contains(&below) {
                wrong.push(format!("{name} must not depend on {below}"));
            }
        }
    }
    assert_eq!(packages.len(), LAYERS.len(), "each layer has its crate");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn outside_crates_stay_where_they_belong() {
    let mut wrong = Vec::new();
    for package in workspace::cargo_metadata(&["--no-deps"])["packages"].as_array().unwrap() {
        let name = package["name"].as_str().unwrap();
        for dependency in dependencies(package).filter(|dependency| dependency["kind"] != "dev") {
            let outside = dependency["name"].as_str().unwrap();
            let kept = KEPT_TO.iter().find(|(kept, _)| *kept == outside);
            if kept.is_some_and(|(_, users)| !users.contains(&name)) {
                wrong.push(format!("{name} must not depend on {outside}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn pure_crates_touch_nothing_outside() {
    let mut wrong = Vec::new();
    for path in PURE.iter().flat_map(|folder| workspace::files(folder, ".rs")).filter(|path| !is_test_file(path)) {
        for (number, line) in code_lines(&workspace::read(&path)) {
            if let Some(word) = IMPURE.iter().find(|word| line.contains(**word)) {
                wrong.push(format!("{path}:{number}: {word}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What one set is like is data of its folder, so that another one needs no source.
#[test]
fn no_source_names_a_template_set() {
    let sets: BTreeSet<String> = workspace::files("crates/template/sets", "")
        .iter()
        .filter_map(|path| path.split('/').nth(3).map(str::to_lowercase))
        .collect();
    assert!(sets.len() >= 2, "{sets:?}");
    let mut wrong = Vec::new();
    for path in workspace::files("crates", ".rs").into_iter().filter(|path| is_source(path)) {
        for (number, line) in (1..).zip(workspace::read(&path).lines().take_while(|line| *line != "#[cfg(test)]")) {
            let lower = line.to_lowercase();
            let mut words = lower.split(|c: char| !c.is_alphanumeric());
            if let Some(set) = words.find(|word| sets.contains(*word)) {
                wrong.push(format!("{path}:{number}: {set}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn is_source(path: &str) -> bool {
    !is_test_file(path) && !path.contains("/benches/")
}

#[test]
fn generators_are_named_in_their_own_folders_only() {
    let mut wrong = Vec::new();
    let is_own = |path: &str| OWN_PLACES.iter().any(|(place, _)| path.starts_with(place));
    for path in workspace::files("crates", ".rs").into_iter().filter(|path| path.contains("/src/")) {
        if is_own(&path) || is_test_file(&path) {
            continue;
        }
        for (number, line) in lines_without_rule_pages(&workspace::read(&path)) {
            let lower = line.to_lowercase();
            if let Some(name) = NAMES.iter().find(|name| lower.contains(**name)) {
                wrong.push(format!("{path}:{number}: {name}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    for (place, _) in OWN_PLACES {
        assert!(workspace::root().join(place).exists(), "{place} is not there any more");
    }
}

#[test]
fn every_dependency_has_its_reason() {
    let manifest = workspace::read("Cargo.toml");
    let section = manifest.split("[workspace.dependencies]\n").nth(1).unwrap().split("\n[").next().unwrap();
    let lines: Vec<&str> = section.lines().collect();
    let mut wrong = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let declares = line.contains('=') && !line.starts_with([' ', '#']);
        if declares && !line.contains("path =") && !(at > 0 && lines[at - 1].starts_with("# ")) {
            wrong.push(format!("Cargo.toml: no comment above `{line}`"));
        }
    }
    for path in workspace::files("crates", "Cargo.toml").into_iter().chain(["tests/Cargo.toml".to_owned()]) {
        let manifest = workspace::read(&path);
        let mut in_dependencies = false;
        for line in manifest.lines() {
            if line.starts_with('[') {
                in_dependencies = line.contains("dependencies");
            } else if in_dependencies && line.contains('=') && !line.contains("workspace = true") {
                wrong.push(format!("{path}: `{line}` is not declared in the workspace"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_file_says_what_it_is_and_stays_readable() {
    let mut wrong = Vec::new();
    let sources = workspace::files("crates", ".rs").into_iter().chain(workspace::files("tests", ".rs"));
    for path in sources {
        let text = workspace::read(&path);
        let lines = text.lines().count();
        if lines > 1 && !text.starts_with("//! ") {
            wrong.push(format!("{path}: does not begin with what it is (`//!`)"));
        }
        if lines > LONGEST_FILE && !LONGER.iter().any(|(longer, _)| *longer == path) {
            wrong.push(format!("{path}: {lines} lines; look for the seam"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn dependencies(package: &Value) -> impl Iterator<Item = &Value> {
    package["dependencies"].as_array().into_iter().flatten()
}

fn is_test_file(path: &str) -> bool {
    path.ends_with("/tests.rs")
        || path.ends_with("_tests.rs")
        || path.ends_with("_fixture.rs")
        || path.contains("/tests/")
}

/// Lines with their numbers from 1, comments too, up to the module of tests. Without the pages of rules, which tell users what their
/// generator does.
fn lines_without_rule_pages(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut is_page = false;
    (1..).zip(text.lines()).take_while(|(_, line)| !line.starts_with("#[cfg(test)]")).filter(move |(_, line)| {
        let begins = line.contains("r####\"");
        let ends = line.contains("\"####");
        let was_page = is_page;
        is_page = (is_page || begins) && !ends;
        !(was_page || begins)
    })
}

/// Lines with their numbers from 1, up to the module of tests, without comments.
fn code_lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    (1..)
        .zip(text.lines())
        .take_while(|(_, line)| !line.starts_with("#[cfg(test)]"))
        .filter(|(_, line)| !line.trim_start().starts_with("//"))
}
