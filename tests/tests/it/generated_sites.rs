//! Sites that the generator writes: the clean one has no finding, and the one with faults has exactly those of its manifest.

#![allow(clippy::unwrap_used)]

use docent_rules::{RULES, RuleGroup};
use docent_tests::binary;
use docent_tests::generator::{Expected, Options, generate};
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::Path;

#[test]
fn nothing_is_found_on_a_clean_site() {
    exactly_the_manifest(&Options::default());
    exactly_the_manifest(&Options { pages: 123, seed: 99, page_size: 1500, ..Options::default() });
}

#[test]
fn every_fault_is_found_and_nothing_else() {
    exactly_the_manifest(&Options { faults: true, ..Options::default() });
    exactly_the_manifest(&Options { pages: 457, seed: 99, page_size: 1500, faults: true });
}

#[test]
#[ignore = "takes a release build to be quick: .ci/run runs it"]
fn ten_thousand_pages() {
    for faults in [false, true] {
        exactly_the_manifest(&Options { pages: 10_000, seed: 2, faults, ..Options::default() });
    }
}

#[test]
fn faults_for_every_rule_about_pages() {
    let folder = tempfile::tempdir().unwrap();
    let manifest = generate(folder.path(), &Options { page_size: 500, faults: true, ..Options::default() }).unwrap();
    let found: BTreeSet<&str> = manifest.findings.iter().map(|finding| &*finding.rule).collect();
    let missing: Vec<&str> = RULES
        .iter()
        .filter(|rule| rule.group != RuleGroup::Docent)
        .map(|rule| rule.id)
        .filter(|id| !found.contains(id))
        .collect();
    assert!(missing.is_empty(), "no generated page shows {}", missing.join(", "));
}

#[test]
fn the_same_seed_gives_the_same_site() {
    let options = Options { pages: 60, page_size: 2000, faults: true, ..Options::default() };
    let write = |options: &Options| {
        let folder = tempfile::tempdir().unwrap();
        let manifest = generate(folder.path(), options).unwrap();
        (texts(folder.path(), folder.path()), manifest)
    };
    let first = write(&options);
    assert_eq!(first.0.iter().filter(|(path, _)| path.ends_with(".md")).count(), 61, "the pages and a template");
    assert_eq!(first, write(&options));
    assert_ne!(first, write(&Options { seed: 2, ..options }));
}

#[test]
fn pages_have_the_size_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    for page_size in [3000, 6000, 20_000] {
        let site = folder.path().join(page_size.to_string());
        generate(&site, &Options { pages: 200, page_size, ..Options::default() }).unwrap();
        let files = texts(&site.join("Documents"), &site);
        let average = files.iter().map(|(_, bytes)| bytes.len()).sum::<usize>() / files.len();
        assert!(average.abs_diff(page_size) < page_size / 5, "{average} instead of {page_size}");
    }
}

fn exactly_the_manifest(options: &Options) {
    let folder = tempfile::tempdir().unwrap();
    let manifest = generate(folder.path(), options).unwrap();
    let output = binary::docent().current_dir(folder.path()).args(["check", "--format", "json"]).output().unwrap();
    let report: Value = serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&output.stderr)));
    let mut found: Vec<(Expected, &str)> = report["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|finding| (Expected::from_json(finding).unwrap(), finding["message"].as_str().unwrap()))
        .collect();
    found.sort();
    let expected = &manifest.findings;
    let mut wrong = Vec::new();
    for (finding, message) in &found {
        if expected.binary_search(finding).is_err() {
            wrong.push(format!("not expected: {finding:?}\n    {message}"));
        }
    }
    for finding in expected {
        if found.binary_search_by(|(is, _)| is.cmp(finding)).is_err() {
            wrong.push(format!("not found: {finding:?}"));
        }
    }
    if found.len() != expected.len() && wrong.is_empty() {
        wrong.push("a finding is there twice".to_owned());
    }
    let first: Vec<&str> = wrong.iter().take(20).map(String::as_str).collect();
    assert!(wrong.is_empty(), "{options:?}: {} differences, such as\n{}", wrong.len(), first.join("\n"));
    let code = i32::from(options.faults);
    assert_eq!(output.status.code(), Some(code), "{}", String::from_utf8_lossy(&output.stderr));
}

/// Paths from `root` and contents, sorted.
fn texts(folder: &Path, root: &Path) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => found.extend(texts(&path, root)),
            false => {
                let name = path.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
                found.push((name, std::fs::read(&path).unwrap()));
            }
        }
    }
    found.sort();
    found
}
