//! The documents say what is so: examples can be read, links lead somewhere.

#![allow(clippy::unwrap_used)]

use docent_rules::engine::rule_settings;
use docent_site::Config;
use docent_template::{SetManifest, TemplateSource, compile};
use docent_tests::workspace;
use std::collections::BTreeMap;

#[test]
fn links_lead_somewhere() {
    let mut wrong = Vec::new();
    let outside_docs = ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md"].map(str::to_owned);
    let texts: BTreeMap<String, String> = workspace::files("docs", ".md")
        .into_iter()
        .chain(outside_docs)
        .map(|path| (path.clone(), workspace::read(&path)))
        .collect();
    for (path, text) in &texts {
        for link in relative_links(text) {
            let (file, anchor) = link.split_once('#').map_or((link, None), |(file, anchor)| (file, Some(anchor)));
            let target = match file {
                "" => path.clone(),
                file => resolve(path, file),
            };
            if !workspace::root().join(&target).exists() {
                wrong.push(format!("{path}: {link}"));
                continue;
            }
            let anchors = texts.get(&target).map(|text| anchors(text)).unwrap_or_default();
            if anchor.is_some_and(|anchor| !anchors.iter().any(|known| known == anchor)) {
                wrong.push(format!("{path}: {link} (no such heading)"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn configuration_examples_can_be_read() {
    let examples = fenced("docs/configuration.md", "yaml docent.yaml");
    assert!(!examples.is_empty());
    for example in examples {
        let (config, mut problems) = Config::read(&example);
        problems.extend(rule_settings::problems(&config));
        assert!(problems.is_empty(), "{problems:?} in\n{example}");
    }
}

#[test]
fn examples_of_template_sets_can_be_read() {
    let examples = fenced("docs/templates.md", "yaml set.yaml");
    assert!(!examples.is_empty());
    for example in examples {
        let (_, problems) = SetManifest::read(&example);
        assert!(problems.is_empty(), "{problems:?} in\n{example}");
    }
}

#[test]
fn template_examples_compile() {
    let examples = fenced("docs/templates.md", "markdown template");
    assert!(examples.len() > 3);
    for example in examples {
        let source = TemplateSource { name: "example".into(), is_file: false, text: example.as_str().into() };
        let contract = compile(source, |_| None);
        assert!(contract.problems.is_empty(), "{:?} in\n{example}", contract.problems);
    }
}

/// The contents of the fences of a document that have this info string.
fn fenced(path: &str, info: &str) -> Vec<String> {
    let text = workspace::read(path);
    let opening = format!("```{info}\n");
    text.split(&*opening).skip(1).map(|rest| rest.split("\n```").next().unwrap().to_owned() + "\n").collect()
}

/// Destinations of `[text](destination)` that are neither addresses nor in code.
fn relative_links(text: &str) -> Vec<&str> {
    let mut links = Vec::new();
    for line in prose_lines(text) {
        for (at, piece) in line.split('`').enumerate() {
            if at % 2 == 1 {
                continue;
            }
            links.extend(piece.split("](").skip(1).filter_map(|rest| rest.split(')').next()));
        }
    }
    links.retain(|link| !link.contains("://"));
    links
}

/// Heading ids as GitHub makes them.
fn anchors(text: &str) -> Vec<String> {
    prose_lines(text)
        .filter(|line| line.starts_with('#'))
        .map(|line| {
            let title = line.trim_start_matches('#').trim().to_lowercase();
            title
                .chars()
                .filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'))
                .map(|c| if c == ' ' { '-' } else { c })
                .collect()
        })
        .collect()
}

/// The lines that stand in no fence.
fn prose_lines(text: &str) -> impl Iterator<Item = &str> {
    let mut fence: Option<&str> = None;
    text.lines().filter(move |line| {
        let mark = ["```", "~~~"].into_iter().find(|mark| line.trim_start().starts_with(mark));
        match (fence, mark) {
            (None, Some(mark)) => fence = Some(mark),
            (Some(open), Some(mark)) if open == mark => fence = None,
            (None, None) => return true,
            _ => {}
        }
        false
    })
}

/// A link of the file at `from`, as a path from the root.
fn resolve(from: &str, link: &str) -> String {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in link.split('/') {
        match part {
            "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}
