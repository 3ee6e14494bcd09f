//! Modules form no circles: of the modules beside each other in one folder, each stands above or below the others. A parent and its
//! children may use each other.

#![allow(clippy::unwrap_used)]

use docent_tests::workspace;
use std::collections::{BTreeMap, BTreeSet};

/// A module's path from the crate's root.
type ModulePath = Vec<String>;

/// For each module, which of its children use which others, with an example for each pair.
type SiblingUses = BTreeMap<ModulePath, BTreeMap<(String, String), String>>;

#[test]
fn sibling_modules_form_no_circles() {
    let mut circles = Vec::new();
    for manifest in workspace::files("crates", "/Cargo.toml") {
        let name = manifest.split('/').nth(1).unwrap();
        for (parent, uses) in sibling_uses(name) {
            let edges: BTreeSet<(&str, &str)> = uses.keys().map(|(from, to)| (&**from, &**to)).collect();
            for ((from, to), example) in &uses {
                if reaches(&edges, to, from) {
                    circles
                        .push(format!("{name}: {}: {from} uses {to} ({example}), which leads back", parent.join("::")));
                }
            }
        }
    }
    assert!(circles.is_empty(), "{}", circles.join("\n"));
}

#[test]
fn a_circle_is_found() {
    let edges = BTreeSet::from([("a", "b"), ("b", "c"), ("c", "a"), ("c", "d")]);
    assert!(reaches(&edges, "b", "a"));
    assert!(!reaches(&edges, "d", "c"));
}

fn reaches(edges: &BTreeSet<(&str, &str)>, start: &str, goal: &str) -> bool {
    let (mut pending, mut seen) = (vec![start], BTreeSet::new());
    while let Some(module) = pending.pop() {
        if module == goal {
            return true;
        }
        if seen.insert(module) {
            pending.extend(edges.iter().filter(|(from, _)| *from == module).map(|(_, to)| *to));
        }
    }
    false
}

fn sibling_uses(name: &str) -> SiblingUses {
    let folder = format!("crates/{name}/src");
    let files: Vec<(String, ModulePath)> = workspace::files(&folder, ".rs")
        .into_iter()
        .filter(|path| !is_test_file(path))
        .map(|path| (path.clone(), module_path(path.strip_prefix(&format!("{folder}/")).unwrap())))
        .collect();
    let modules: BTreeSet<&ModulePath> = files.iter().map(|(_, module)| module).collect();
    assert!(modules.len() > 1, "{folder} has modules");
    let mut uses = SiblingUses::new();
    for (path, module) in &files {
        for (number, line) in code_lines(&workspace::read(path)) {
            for used in used_modules(line, module).filter_map(|used| longest_module(&modules, used)) {
                let common = module.iter().zip(&used).take_while(|(a, b)| a == b).count();
                if let (Some(from), Some(to)) = (module.get(common), used.get(common)) {
                    let pair = (from.clone(), to.clone());
                    let pairs = uses.entry(module[..common].to_vec()).or_default();
                    pairs.entry(pair).or_insert_with(|| format!("{path}:{number}"));
                }
            }
        }
    }
    uses
}

/// `a/b.rs` and `a/b/mod.rs`: `a`, `b`.
fn module_path(file: &str) -> ModulePath {
    let path = file.strip_suffix(".rs").unwrap();
    let path = path.strip_suffix("/mod").unwrap_or(path);
    match path {
        "lib" | "main" => Vec::new(),
        _ => path.split('/').map(str::to_owned).collect(),
    }
}

/// The paths in a line that start with `crate` or `super`, from the crate's root.
fn used_modules<'l>(line: &'l str, module: &'l ModulePath) -> impl Iterator<Item = ModulePath> + 'l {
    let starts = line.match_indices("crate::").map(|(at, word)| (at + word.len(), Vec::new()));
    let parents = line.match_indices("super::").map(|(at, word)| {
        let parent = module.split_last().map_or(&[][..], |(_, parent)| parent);
        (at + word.len(), parent.to_vec())
    });
    starts.chain(parents).map(|(at, mut path): (usize, ModulePath)| {
        let rest: String = line[at..].chars().take_while(|c| c.is_alphanumeric() || matches!(c, '_' | ':')).collect();
        path.extend(rest.split("::").filter(|part| !part.is_empty()).map(str::to_owned));
        path
    })
}

/// The module that a path names, or in which its item stands.
fn longest_module(modules: &BTreeSet<&ModulePath>, mut path: ModulePath) -> Option<ModulePath> {
    while !path.is_empty() && !modules.contains(&path) {
        path.pop();
    }
    (!path.is_empty()).then_some(path)
}

fn is_test_file(path: &str) -> bool {
    path.ends_with("/tests.rs") || path.ends_with("_tests.rs") || path.contains("/tests/")
}

/// Lines with their numbers from 1, up to the module of tests, without comments.
fn code_lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    (1..)
        .zip(text.lines())
        .take_while(|(_, line)| !line.starts_with("#[cfg(test)]"))
        .filter(|(_, line)| !line.trim_start().starts_with("//"))
}
