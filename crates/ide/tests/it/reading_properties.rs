//! Properties of what is read of a page, over an overview page that lost lines at random.

use docent_ide::{
    Coloring, folds, format_page, highlights, hover, inlay_hints, lens, outline_with_details, selection_ranges, tokens,
};
use docent_rules::{CheckInput, Finding, RuleSettings, check_page};
use docent_syntax::text::apply_edits;
use docent_syntax::{Dialect, Page, TextRange, TextSize};
use docent_template::Contract;
use docent_template::embedded;
use proptest::prelude::*;
use std::sync::Arc;

const OVERVIEW: &str = "\
---
pagename: Übersicht 😀
redirect_from:
    - old.html  # once
sitesection:\tDocuments
categoryname: \"Contact Center Management\"
documentname: Contacts API
permalink: contacts-api-overview.html
indicator: both  
---

### Introduction

The API manages contacts. See [the methods](contacts-api-methods.html) and [more](#use-cases).

### Getting started

A few things you'll need to get started with this API:

1. **Retrieve your domain**. Use the [LivePerson Domain API](agent-domain-domain-api.html) to retrieve this information by providing the following service name:

\t* {{service name}}

2. This API requires authorization using _either_ a login or an API key methodology.

\t* [Follow the instructions](guides-gettingstarted.html), to create and use an API key.

4. Note the [API terms of use](https://www.liveperson.com/policies/terms-of-use).

4. When using this API, it is recommended that you implement our [Retry Policy and KeepAlive best practices](guides-retry-policy.html)

### Use cases

* Keep contacts in step with another system.
* Find a contact by its number: 😀 ä.
";

fn overview() -> Arc<Contract> {
    embedded::set("liveperson").expect("it is embedded").get("overview").expect("the set has it").clone()
}

fn input<'a>(page: &'a Page, contract: &'a Contract, settings: &'a RuleSettings) -> CheckInput<'a> {
    CheckInput {
        page,
        path: "contacts/overview.md",
        contract: Some(contract),
        settings,
        yaml: Default::default(),
        site: None,
    }
}

/// A page without some of its lines, in one of the line endings.
fn pages() -> impl Strategy<Value = String> {
    let lines: Vec<&'static str> = OVERVIEW.lines().collect();
    let kept = prop::collection::vec(prop::bool::weighted(0.85), lines.len());
    (kept, prop::sample::select(vec!["\n", "\r\n", "\r"])).prop_map(move |(kept, ending)| {
        let lines = lines.iter().zip(&kept).filter(|(_, kept)| **kept);
        lines.map(|(line, _)| format!("{line}{ending}")).collect()
    })
}

fn count(findings: &[Finding], rule: &str) -> usize {
    findings.iter().filter(|finding| finding.rule == rule).count()
}

/// The steps that findings tell of: one each, or a whole list of so many.
fn missing_steps(findings: &[Finding]) -> usize {
    let steps = |finding: &Finding| match finding.message.split_once("numbered list of ") {
        Some((_, rest)) => rest.split(' ').next().and_then(|number| number.parse().ok()).unwrap_or(0),
        None => 1,
    };
    findings.iter().filter(|finding| finding.rule == "missing-step").map(steps).sum()
}

/// The number before a word in the lens: "2 sections" and "1 section".
fn number_of(title: &str, word: &str) -> usize {
    let words: Vec<&str> = title.split([' ', ',']).collect();
    let is_word = |found: &str| found == word || found.strip_suffix('s') == Some(word);
    let pairs = words.windows(2).filter(|pair| is_word(pair[1]));
    pairs.filter_map(|pair| pair[0].parse::<usize>().ok()).next().unwrap_or(0)
}

proptest! {
    #[test]
    fn the_lens_says_what_the_findings_say(text in pages()) {
        let (contract, settings) = (overview(), RuleSettings::default());
        let page = Page::parse(&text, Dialect::EXTENDED);
        let input = input(&page, &contract, &settings);
        let findings = check_page(&input);
        let title = lens(&input, &findings).expect("the page has a template").title;
        let missing = title.split(" empty").next().and_then(|title| title.rsplit_once(" missing").map(|it| it.0));
        let counted = |word: &str| missing.map_or(0, |title| number_of(title, word));
        prop_assert_eq!(counted("key"), count(&findings, "missing-key"), "{}", &title);
        prop_assert_eq!(counted("section"), count(&findings, "missing-section"), "{}", &title);
        prop_assert_eq!(counted("step"), missing_steps(&findings), "{}", &title);
        prop_assert_eq!(title.ends_with('✓'), !findings.iter().any(|finding| {
            matches!(finding.severity, docent_rules::Severity::Error | docent_rules::Severity::Warning)
        }), "{}", &title);
        let has_detail = |item: &docent_ide::OutlineItem| !item.detail.is_empty();
        let details = outline_with_details(&input, &findings).iter().any(has_detail);
        prop_assert!(!details || !title.ends_with('✓'));
    }

    #[test]
    fn formatting_makes_no_findings(text in pages()) {
        let (contract, settings) = (overview(), RuleSettings::default());
        let page = Page::parse(&text, Dialect::EXTENDED);
        let findings = check_page(&input(&page, &contract, &settings));
        let edits = format_page(&input(&page, &contract, &settings), &findings, None);
        let formatted = apply_edits(&text, &edits).expect("the edits fit");
        let after = Page::parse(&formatted, Dialect::EXTENDED);
        let found_after = check_page(&input(&after, &contract, &settings));
        for finding in &found_after {
            prop_assert!(count(&found_after, finding.rule) <= count(&findings, finding.rule), "{:?}", finding);
        }
        // Numbers stay where no safe fix sets them: steps are missing before them, or the front matter is not closed.
        for finding in found_after.iter().filter(|finding| finding.rule == "step-number") {
            prop_assert_eq!(finding.safe_fix(), None);
        }
        prop_assert_eq!(format_page(&input(&after, &contract, &settings), &found_after, None), Vec::new(), "twice");
    }

    #[test]
    fn every_range_lies_in_the_text(text in pages(), at in 0u32..2500) {
        let (contract, settings) = (overview(), RuleSettings::default());
        let page = Page::parse(&text, Dialect::EXTENDED);
        let input = input(&page, &contract, &settings);
        let mut at = at as usize;
        while at < text.len() && !text.is_char_boundary(at) {
            at += 1;
        }
        let (offset, whole) = (TextSize::new(at as u32), TextRange::up_to(page.len()));
        let mut ranges: Vec<TextRange> = selection_ranges(&page, offset);
        ranges.extend(hover(&input, offset).map(|hover| hover.range));
        ranges.extend(highlights(&input, offset).iter().map(|highlight| highlight.range));
        ranges.extend(folds(&page).iter().map(|fold| fold.range));
        ranges.extend(tokens(&page, Coloring::Page(Some(&contract)), whole).iter().map(|token| token.range));
        ranges.extend(inlay_hints(&input, whole).iter().map(|hint| TextRange::empty(hint.offset)));
        for range in ranges {
            prop_assert!(text.get(std::ops::Range::<usize>::from(range)).is_some(), "{:?}", range);
        }
    }
}
