//! What is offered, over fixtures with `$0` as the cursor. Each is also run with CRLF, and must offer the same.

use super::*;
use docent_rules::input::RuleSettings;
use docent_syntax::text::apply_edits;
use docent_syntax::{Dialect, LineEnding, Page, TextEdit};
use docent_template::{Contract, TemplateSource};
use expect_test::{Expect, expect};
use std::sync::Arc;

fn overview() -> Arc<Contract> {
    docent_template::embedded::set("liveperson")
        .expect("it is embedded")
        .get("overview")
        .expect("it is compiled in")
        .clone()
}

fn compiled(text: &str) -> Contract {
    docent_template::compile(TemplateSource { name: "t.md".into(), is_file: true, text: text.into() }, |_| None)
}

fn completions(text: &str, contract: Option<&Contract>, options: &CompletionOptions<'_>) -> (String, Completions) {
    let at = text.find("$0").expect("a fixture has a cursor");
    let text = text.replacen("$0", "", 1);
    let page = Page::parse(&text, Dialect::EXTENDED);
    let settings = RuleSettings::default();
    let input = CheckInput {
        page: &page,
        path: "Documents/a/overview.md",
        contract,
        settings: &settings,
        yaml: Default::default(),
        site: None,
    };
    let found = complete(&input, TextSize::new(at as u32), options);
    for item in &found.items {
        assert!(item.replace.contains_inclusive(TextSize::new(at as u32)), "{item:?}");
        let replaced = &text[item.replace];
        assert!(!replaced.contains(['\n', '\r']), "{item:?}");
        if let Some(documented) = Some(&item.about).filter(|about| !about.is_empty()) {
            let _ = documentation(&input, options, documented);
        }
    }
    (text, found)
}

/// The page after an item was chosen in an editor without snippets.
fn accepted(text: &str, item: &Completion) -> String {
    let mut edits = item.more.clone();
    edits.push(TextEdit::replace(item.replace, item.text.to_plain()));
    apply_edits(text, &edits).expect("the edits of an item fit together")
}

fn listed(found: &Completions, snippets: bool) -> String {
    let line = |item: &Completion| {
        let note = item.note.as_ref().map(|note| format!(" ({note})")).unwrap_or_default();
        let text = if snippets { item.text.to_snippet() } else { item.text.to_plain() };
        format!("{}{note} · {} · {text:?}\n", item.label, item.detail.as_deref().unwrap_or(""))
    };
    found.items.iter().map(line).collect()
}

fn check_with(text: &str, contract: Option<&Contract>, options: &CompletionOptions<'_>, expected: &Expect) {
    let (_, found) = completions(text, contract, options);
    expected.assert_eq(&listed(&found, true));
    let (crlf_text, crlf) = completions(&LineEnding::CrLf.apply(text), contract, options);
    assert_eq!(listed(&crlf, true).replace("\\r\\n", "\\n"), listed(&found, true), "with CRLF");
    for item in crlf.items.iter().filter(|_| crlf_text.contains('\n')) {
        let after = accepted(&crlf_text, item);
        assert!(!after.replace("\r\n", "").contains(['\n', '\r']), "one line ending only: {after:?}");
    }
}

#[track_caller]
fn check(text: &str, expected: Expect) {
    check_with(text, Some(&overview()), &CompletionOptions::default(), &expected);
}

/// The labels alone.
fn labels(text: &str) -> Vec<String> {
    let (_, found) = completions(text, Some(&overview()), &CompletionOptions::default());
    found.items.into_iter().map(|item| item.label).collect()
}

/// The page after the item with this label was accepted.
#[track_caller]
fn accept(text: &str, label: &str) -> String {
    let (text, found) = completions(text, Some(&overview()), &CompletionOptions::default());
    let item = found.items.iter().find(|item| item.label == label);
    accepted(&text, item.unwrap_or_else(|| panic!("{label:?} is offered, not {}", listed(&found, false))))
}

const PAGE: &str = "---
pagename: Overview
sitesection: Documents
categoryname: \"Client Side Configuration\"
documentname: Users API
permalink: users-api-overview.html
indicator: both
---

### Introduction

Text.

### Getting started

A few things you'll need to get started with this API:

1. **Retrieve your domain**. Use the [LivePerson Domain API](agent-domain-domain-api.html) to retrieve this information by providing the following service name:

	* accountConfigReadOnly

2. Note the [API terms of use](https://www.liveperson.com/policies/terms-of-use).

### Use cases

* One
* Two
";

fn page(old: &str, new: &str) -> String {
    assert!(PAGE.contains(old), "{old:?}");
    PAGE.replacen(old, new, 1)
}

mod front_matter;
mod hostile;
mod links;
mod never_breaks;
mod sections;
mod start;
mod templates;
