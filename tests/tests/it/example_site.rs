//! The example site: exactly the findings that `tests/cases/example-site.expected` lists, each rule at least once, and
//! repairs that hold.

#![allow(clippy::unwrap_used)]

use docent_rules::{RULES, RuleGroup};
use docent_tests::{binary, workspace};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

const SITE: &str = "examples/liveperson-site";

/// Page → the rules of its findings, sorted, one entry a finding.
type Found = BTreeMap<String, Vec<String>>;

#[test]
fn exactly_the_expected_findings() {
    let found = check(&workspace::root().join(SITE), 1);
    let expected = expected();
    let mut wrong = Vec::new();
    for path in found.keys().chain(expected.keys()).collect::<BTreeSet<_>>() {
        let (is, should_be) = (found.get(path), expected.get(path));
        if is != should_be {
            let list = |rules: Option<&Vec<String>>| rules.map(|rules| rules.join(" ")).unwrap_or_default();
            wrong.push(format!("{path}\n  expected: {}\n  found:    {}", list(should_be), list(is)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_rule_about_pages_is_shown() {
    let shown: BTreeSet<String> = expected().into_values().flatten().collect();
    let about_pages = |group: RuleGroup| group != RuleGroup::Docent;
    let missing: Vec<&str> = RULES
        .iter()
        .filter(|rule| about_pages(rule.group))
        .map(|rule| rule.id)
        .filter(|id| !shown.contains(*id))
        .collect();
    assert!(missing.is_empty(), "no page of the example site shows {}", missing.join(", "));
}

#[test]
fn about_half_of_the_pages_are_clean() {
    let pages = workspace::files(&format!("{SITE}/Documents"), ".md").len();
    let clean = pages - expected().keys().filter(|path| path.ends_with(".md")).count();
    assert!((15..=30).contains(&pages), "{pages} pages");
    assert!(clean * 5 >= pages * 2, "only {clean} of {pages} pages are clean");
}

#[test]
fn repairs_hold() {
    let folder = tempfile::tempdir().unwrap();
    let site = folder.path().join("site");
    copy(&workspace::root().join(SITE), &site);
    let before = check(&site, 1);
    fix(&site, &[]);
    let after = check(&site, 1);
    let count = |found: &Found| found.values().map(Vec::len).sum::<usize>();
    assert!(count(&after) < count(&before), "nothing was repaired");
    assert!(after.keys().all(|path| before.contains_key(path)), "a clean page has findings after the repair");

    let repaired = texts(&site);
    fix(&site, &[]);
    assert_eq!(texts(&site), repaired, "a second repair changes nothing");

    fix(&site, &["--unsafe"]);
    let repaired = texts(&site);
    fix(&site, &["--unsafe"]);
    assert_eq!(texts(&site), repaired, "a second repair with --unsafe changes nothing");
}

fn check(site: &Path, code: i32) -> Found {
    let output = docent_in(site).args(["check", "--format", "json", "."]).output().unwrap();
    assert_eq!(output.status.code(), Some(code), "{}", String::from_utf8_lossy(&output.stderr));
    let json: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(json["version"], 1);
    let mut found = Found::new();
    for finding in json["findings"].as_array().unwrap() {
        let text = |key: &str| finding[key].as_str().unwrap().to_owned();
        found.entry(text("path")).or_default().push(text("rule"));
    }
    found.values_mut().for_each(|rules| rules.sort());
    found
}

fn fix(site: &Path, arguments: &[&str]) {
    let output = docent_in(site).arg("fix").args(arguments).arg(".").output().unwrap();
    assert!(output.status.code() < Some(2), "{}", String::from_utf8_lossy(&output.stderr));
}

fn docent_in(site: &Path) -> Command {
    let mut command = binary::docent();
    command.current_dir(site);
    command
}

/// A path on a line of its own, then its findings' rules, indented; `#` begins a comment.
fn expected() -> Found {
    let mut expected = Found::new();
    let mut path = String::new();
    for line in workspace::read("tests/cases/example-site.expected").lines() {
        let text = line.split('#').next().unwrap().trim();
        if text.is_empty() {
            continue;
        }
        match line.starts_with(' ') {
            true => expected.get_mut(&path).unwrap().extend(text.split_whitespace().map(str::to_owned)),
            false => {
                path = text.to_owned();
                expected.insert(path.clone(), Vec::new());
            }
        }
    }
    expected.values_mut().for_each(|rules| rules.sort());
    expected
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        match entry.path().is_dir() {
            true => copy(&entry.path(), &target),
            false => drop(std::fs::copy(entry.path(), target).unwrap()),
        }
    }
}

fn texts(folder: &Path) -> BTreeMap<String, String> {
    let mut texts = BTreeMap::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => texts.extend(self::texts(&path)),
            false => drop(texts.insert(path.display().to_string(), std::fs::read_to_string(&path).unwrap())),
        }
    }
    texts
}
