//! The rules' pages in `docs/rules` are what the rules say about themselves.
//!
//! `UPDATE_DOCS=1` writes them anew.

#![allow(clippy::unwrap_used)]

use docent_rules::{RULES, Rule, RuleGroup};
use docent_tests::workspace;
use std::collections::BTreeMap;
use std::fmt::Write;

const GROUPS: [(RuleGroup, &str, &str); 5] = [
    (RuleGroup::FrontMatter, "Front matter", "The block between `---` lines at the start of a page."),
    (RuleGroup::Sections, "Sections", "Headings, their order and what stands below them."),
    (RuleGroup::Steps, "Steps", "The items of a list that the template prescribes."),
    (RuleGroup::Site, "Site", "Addresses, and what holds between pages."),
    (RuleGroup::Docent, "Docent itself", "Templates and configuration."),
];

#[test]
fn rule_pages_are_fresh() {
    let mut expected: BTreeMap<String, String> =
        RULES.iter().map(|rule| (format!("docs/rules/{}.md", rule.id), rule_page(rule))).collect();
    expected.insert("docs/rules/README.md".to_owned(), index_page());
    let present = workspace::files("docs/rules", ".md");
    let update = std::env::var_os("UPDATE_DOCS").is_some();
    let mut stale = Vec::new();
    for path in present.iter().filter(|path| !expected.contains_key(*path)) {
        match update {
            true => std::fs::remove_file(workspace::root().join(path)).unwrap(),
            false => stale.push(format!("{path} belongs to no rule")),
        }
    }
    for (path, text) in &expected {
        if present.contains(path) && workspace::read(path) == *text {
            continue;
        }
        match update {
            true => write(path, text),
            false => stale.push(format!("{path} is not what the rule says")),
        }
    }
    assert!(stale.is_empty(), "{}\nUPDATE_DOCS=1 writes them anew", stale.join("\n"));
}

/// What an example is, by the word after its language.
const CAPTIONS: [(&str, &str); 7] = [
    ("site", "With these other files of the site"),
    ("template", "With this template"),
    ("template-bad", "A template like this is reported"),
    ("bad", "A page like this is reported"),
    ("fixed", "Repaired"),
    ("good", "Nothing is reported"),
    ("allowed", "A page like this is not reported then"),
];

/// The rule's own documentation, with what the table knows about it below the title and a caption above each example.
fn rule_page(rule: &Rule) -> String {
    let docs = rule.page();
    let (title, body) = docs.split_once('\n').unwrap_or((&docs, ""));
    let group = group_title(rule.group);
    let severity = rule.severity.as_str();
    format!(
        "{title}\n\n*{group} · {severity} · {}*\n\n{}\n",
        rule.summary.trim_end_matches('.'),
        with_captions(body.trim())
    )
}

fn with_captions(body: &str) -> String {
    let mut page = String::new();
    for line in body.lines() {
        let kind = line.strip_prefix("~~~markdown ");
        if line == "~~~yaml docent.yaml" {
            page.push_str("With this configuration:\n\n");
        }
        let caption = CAPTIONS.iter().find(|(known, _)| Some(*known) == kind).map(|(_, caption)| caption);
        match caption {
            Some(caption) => write!(page, "{caption}:\n\n~~~markdown\n").unwrap(),
            None => writeln!(page, "{line}").unwrap(),
        }
    }
    page.trim_end().to_owned()
}

fn index_page() -> String {
    let mut page = "# Rules\n\nWhat docent finds. `docent explain RULE` prints a rule's page in the terminal; \
         [the configuration](../configuration.md)\nchanges severities and options.\n"
        .to_owned();
    for (group, title, about) in GROUPS {
        let rules: Vec<&&Rule> = RULES.iter().filter(|rule| rule.group == group).collect();
        if rules.is_empty() {
            continue;
        }
        write!(page, "\n## {title}\n\n{about}\n\n| rule | severity | what it finds |\n| --- | --- | --- |\n").unwrap();
        for rule in rules {
            let (id, severity) = (rule.id, rule.severity.as_str());
            writeln!(page, "| [`{id}`]({id}.md) | {severity} | {} |", rule.summary.replace('|', "\\|")).unwrap();
        }
    }
    page
}

fn group_title(group: RuleGroup) -> &'static str {
    GROUPS.iter().find(|(known, ..)| *known == group).map(|(_, title, _)| *title).unwrap()
}

fn write(path: &str, text: &str) {
    let full = workspace::root().join(path);
    std::fs::create_dir_all(full.parent().unwrap()).unwrap();
    std::fs::write(full, text).unwrap();
}
