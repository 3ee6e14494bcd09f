//! What `cargo deny` and `cargo machete` would say first, for machines that have neither: licences, sources, unused crates.

#![allow(clippy::unwrap_used)]

use docent_syntax::{TextSize, YamlTree};
use docent_tests::workspace;
use serde_json::Value;
use std::path::Path;
use std::process::Command;

#[test]
fn licences_are_those_that_deny_toml_allows() {
    let deny = workspace::read("deny.toml");
    let allowed = quoted_words(deny.split("allow = [").nth(1).unwrap().split(']').next().unwrap());
    let banned = quoted_words(deny.split("deny = [").nth(1).unwrap().split(']').next().unwrap());
    let mut wrong = Vec::new();
    for package in outside_packages() {
        let name = package["name"].as_str().unwrap();
        let license = package["license"].as_str().unwrap_or("none");
        if !is_allowed(license, &allowed) {
            wrong.push(format!("{name}: {license}"));
        }
        if !package["source"].as_str().unwrap().starts_with("registry+") {
            wrong.push(format!("{name} does not come from the registry"));
        }
        if banned.iter().any(|banned| banned == name) {
            wrong.push(format!("{name} is banned"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_declared_dependency_is_used() {
    let mut wrong = Vec::new();
    let metadata = workspace::cargo_metadata(&["--no-deps"]);
    for package in metadata["packages"].as_array().unwrap() {
        let name = package["name"].as_str().unwrap();
        let manifest = package["manifest_path"].as_str().unwrap();
        let folder = Path::new(manifest).parent().unwrap().strip_prefix(workspace::root()).unwrap();
        let sources: Vec<String> =
            workspace::files(folder.to_str().unwrap(), ".rs").iter().map(|path| workspace::read(path)).collect();
        for dependency in package["dependencies"].as_array().unwrap() {
            let declared = dependency["rename"].as_str().or(dependency["name"].as_str()).unwrap();
            let in_code = declared.replace('-', "_");
            if !sources.iter().any(|source| mentions(source, &in_code)) {
                wrong.push(format!("{name} declares {declared} and does not use it"));
            }
        }
    }
    for declared in declared_in_workspace() {
        let used = metadata["packages"].as_array().unwrap().iter().any(|package| {
            let mut dependencies = package["dependencies"].as_array().unwrap().iter();
            dependencies.any(|dependency| [&dependency["rename"], &dependency["name"]].iter().any(|n| **n == *declared))
        });
        if !used {
            wrong.push(format!("the workspace declares {declared} and no crate uses it"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Whether `name` stands in the source as a path's first part: `name::`, `use name;`, `#[derive(name::…)]`.
fn mentions(source: &str, name: &str) -> bool {
    source.match_indices(name).any(|(at, _)| {
        let is_word = |c: char| c.is_alphanumeric() || c == '_';
        let before = source[..at].chars().next_back();
        let after = &source[at + name.len()..];
        !before.is_some_and(is_word) && (after.starts_with("::") || after.starts_with(';') || after.starts_with(" as "))
    })
}

/// The names in `[workspace.dependencies]`.
fn declared_in_workspace() -> Vec<String> {
    let manifest = workspace::read("Cargo.toml");
    let section = manifest.split("[workspace.dependencies]\n").nth(1).unwrap().split("\n[").next().unwrap();
    let lines = section.lines().filter(|line| !line.starts_with([' ', '#']));
    lines.filter_map(|line| line.split_once('=')).map(|(name, _)| name.trim().to_owned()).collect()
}

/// The packages of other people that are built on this machine.
fn outside_packages() -> Vec<Value> {
    let version = Command::new("rustc").arg("-vV").output().unwrap();
    let version = String::from_utf8(version.stdout).unwrap();
    let host = version.lines().find_map(|line| line.strip_prefix("host: ")).unwrap();
    let metadata = workspace::cargo_metadata(&["--filter-platform", host]);
    let packages = metadata["packages"].as_array().unwrap().clone();
    packages.into_iter().filter(|package| !package["source"].is_null()).collect()
}

/// An SPDX expression without parentheses around alternatives of unlike kinds: one side of each `OR`, all of each `AND`.
fn is_allowed(license: &str, allowed: &[String]) -> bool {
    // The old way to write `MIT OR Apache-2.0`.
    let license = license.replace('/', " OR ");
    let (open, close) = (license.find('('), license.rfind(')'));
    if let (Some(open), Some(close)) = (open, close) {
        let inner = is_allowed(&license[open + 1..close], allowed);
        let stand_in = if inner { allowed[0].as_str() } else { "denied" };
        return is_allowed(&format!("{}{stand_in}{}", &license[..open], &license[close + 1..]), allowed);
    }
    let one = |name: &str| allowed.iter().any(|allowed| allowed == name.trim());
    license.split(" OR ").any(|all| all.split(" AND ").all(one))
}

fn quoted_words(text: &str) -> Vec<String> {
    text.split('"').skip(1).step_by(2).map(str::to_owned).collect()
}

#[test]
fn the_workflow_runs_what_needs_a_network() {
    let text = workspace::read(".github/workflows/ci.yml");
    let tree = YamlTree::parse(&text, TextSize::new(0));
    assert_eq!(tree.error, None);
    let workflow = tree.to_json();
    let jobs = workflow["jobs"].as_object().unwrap();
    let steps: Vec<&Value> = jobs.values().flat_map(|job| job["steps"].as_array().unwrap()).collect();
    let commands: Vec<&str> = steps.iter().filter_map(|step| step["run"].as_str()).collect();
    for command in [".ci/run", "cargo deny check", "cargo machete"] {
        assert!(commands.contains(&command), "{command}: {commands:?}");
    }
    for action in steps.iter().filter_map(|step| step["uses"].as_str()) {
        assert!(action.split_once('@').is_some_and(|(_, version)| version.len() > 1), "{action} has no version");
    }
    // The toolchain is the one that the workspace asks for.
    let manifest = workspace::read("Cargo.toml");
    let version = manifest.split("rust-version = \"").nth(1).unwrap().split('"').next().unwrap();
    assert_eq!(text.matches(&format!("toolchain install {version} ")).count(), jobs.len());
}

#[test]
fn every_fuzz_target_is_declared() {
    let manifest = workspace::read("fuzz/Cargo.toml");
    let files = workspace::files("fuzz/fuzz_targets", ".rs");
    for file in &files {
        let path = file.strip_prefix("fuzz/").unwrap();
        assert!(manifest.contains(&format!("path = \"{path}\"")), "{file}");
    }
    assert_eq!(manifest.matches("[[bin]]").count(), files.len());
    assert!(workspace::read(".ci/run").contains("\nfuzz/run 20\n"));
}

#[test]
fn license_expressions() {
    let allowed = ["MIT".to_owned(), "Unicode-3.0".to_owned()];
    assert!(is_allowed("MIT/Apache-2.0", &allowed));
    assert!(is_allowed("(MIT OR Apache-2.0) AND Unicode-3.0", &allowed));
    assert!(!is_allowed("(GPL-3.0 OR Apache-2.0) AND Unicode-3.0", &allowed));
    assert!(!is_allowed("MIT AND GPL-3.0", &allowed));
    assert!(!is_allowed("none", &allowed));
}
