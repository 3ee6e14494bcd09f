//! Properties of findings and fixes, over an overview page with random edits.

use docent_ide::{ItemState, PageReport, ReportItem, page_report};
use docent_rules::fix::{FixSelection, fix_all};
use docent_rules::{CheckInput, Finding, RuleSettings, Safety, check_page};
use docent_syntax::text::apply_edits;
use docent_syntax::{Dialect, Page, TextSize};
use docent_template::embedded;
use proptest::prelude::*;
use std::collections::BTreeMap;

const OVERVIEW: &str = "\
---
pagename: Overview
redirect_from:
  - contacts-overview.html
sitesection: Documents
categoryname: \"Contact Center Management\"
documentname: Contacts API

# where it stands in the sidebar
order: 9
permalink: contacts-api-overview.html
indicator: both
---

### Introduction

The API manages contacts. See [the methods](contacts-api-methods.html).

### Getting started

A few things you'll need to get started with this API:

1. **Retrieve your domain**. Use the [LivePerson Domain API](agent-domain-domain-api.html) to retrieve this information by providing the following service name:

\t* accountConfigReadOnly

2. This API requires authorization using _either_ a login or an API key methodology.

\t* **Log a user into Conversational Cloud** using the [Login Service API](login-getting-started.html). Provide a username and password, and receive an authorization token (bearer). Use this token as your authorization header in all API requests.

\t* [Follow the instructions](guides-gettingstarted.html), to create and use an API key.

3. Note the [API terms of use](https://www.liveperson.com/policies/terms-of-use).

4. When using this API, it is recommended that you implement our [Retry Policy and KeepAlive best practices](guides-retry-policy.html)

### Use cases

* Keep contacts in step with another system.

* Find a contact by its number: \u{1F600} ä.
";

/// What random editing inserts, line by line.
const LINES: &[&str] = &[
    "",
    "### Introduction",
    "### Use case",
    "## Getting Started",
    "#### Details",
    "Use cases",
    "=========",
    "---",
    "```json",
    "<!-- a comment",
    "-->",
    "1. Another step.",
    "10. **Retrieve your domain**",
    "* bullet",
    "  * two blanks",
    "\t* tab",
    "pagename: again",
    "Indicator: chat",
    "indicator: Both",
    "permalink: other.html",
    "order: a: b",
    "\torder: 1",
    "order: \"open",
    "keywords:",
    "categoryname:",
    "documentname: {{documentname}}",
    "{{service name}}",
    "> quoted",
    "Prose with [a link](agent-domain-domain-api.html){:target=\"_blank\"}. \u{1F600}",
    "{: .important}",
    "{% raw %}",
    "{% endraw %}",
    "<!-- docent-ignore changed-step, missing-step: x -->",
    "   <!-- docent-ignore missing-section, section-order: x -->",
    "docent-ignore: [key-order, section-levels]",
];

#[derive(Debug, Clone)]
enum Change {
    Remove(prop::sample::Index),
    Repeat(prop::sample::Index),
    Swap(prop::sample::Index, prop::sample::Index),
    Insert(prop::sample::Index, &'static str),
    Cut(prop::sample::Index, prop::sample::Index),
    /// All numbered lists written `1)`.
    Parentheses,
}

fn change() -> impl Strategy<Value = Change> {
    let index = any::<prop::sample::Index>;
    prop_oneof![
        index().prop_map(Change::Remove),
        index().prop_map(Change::Repeat),
        (index(), index()).prop_map(|(a, b)| Change::Swap(a, b)),
        (index(), prop::sample::select(LINES)).prop_map(|(at, line)| Change::Insert(at, line)),
        (index(), index()).prop_map(|(a, b)| Change::Cut(a, b)),
        Just(Change::Parentheses),
    ]
}

fn edited(changes: &[Change], crlf: bool) -> String {
    let mut lines: Vec<String> = OVERVIEW.lines().map(str::to_owned).collect();
    for change in changes {
        if lines.is_empty() {
            break;
        }
        let len = lines.len();
        match change {
            Change::Remove(at) => {
                lines.remove(at.index(len));
            }
            Change::Repeat(at) => lines.insert(at.index(len), lines[at.index(len)].clone()),
            Change::Swap(a, b) => lines.swap(a.index(len), b.index(len)),
            Change::Insert(at, line) => lines.insert(at.index(len), (*line).to_owned()),
            Change::Cut(a, b) => {
                let from = a.index(len);
                let to = (from + 1 + b.index(8)).min(len);
                lines.drain(from..to);
            }
            Change::Parentheses => lines.iter_mut().for_each(|line| {
                let digits = line.bytes().take_while(u8::is_ascii_digit).count();
                if digits > 0 && line[digits..].starts_with('.') {
                    line.replace_range(digits..=digits, ")");
                }
            }),
        }
    }
    let ending = if crlf { "\r\n" } else { "\n" };
    lines.join(ending) + ending
}

fn check(text: &str) -> Vec<Finding> {
    let page = Page::parse(text, Dialect::EXTENDED);
    let set = embedded::set("liveperson").expect("it is embedded");
    let contract = set.get("overview").expect("the embedded set has an overview");
    check_page(&CheckInput {
        page: &page,
        path: "docs/contacts/overview.md",
        contract: Some(contract),
        settings: &RuleSettings::default(),
        yaml: Default::default(),
        site: None,
    })
}

fn fixed(text: &str, include_unsafe: bool) -> String {
    let page = Page::parse(text, Dialect::EXTENDED);
    let set = embedded::set("liveperson").expect("it is embedded");
    let contract = set.get("overview").expect("the embedded set has an overview");
    let settings = RuleSettings::default();
    fix_all(
        &CheckInput {
            page: &page,
            path: "docs/contacts/overview.md",
            contract: Some(contract),
            settings: &settings,
            yaml: Default::default(),
            site: None,
        },
        &FixSelection { include_unsafe, ..FixSelection::with_hints() },
    )
    .text
}

/// A finding without the template's text.
fn shown(finding: &Finding) -> String {
    let fixes: Vec<_> = finding.fixes.iter().map(|fix| (&fix.title, &fix.edits)).collect();
    format!("{} {:?} {} {fixes:?}", finding.rule, finding.range, finding.message)
}

/// How many findings of each rule there are.
fn counts(findings: &[Finding]) -> BTreeMap<&'static str, usize> {
    let mut counts = BTreeMap::new();
    for finding in findings {
        *counts.entry(finding.rule).or_insert(0) += 1;
    }
    counts
}

/// The words of a text, sorted: what an edit that loses nothing keeps.
fn words(text: &str) -> BTreeMap<&str, usize> {
    let mut words = BTreeMap::new();
    for word in
        text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty() && word.parse::<u64>().is_err())
    {
        *words.entry(word).or_insert(0) += 1;
    }
    words
}

#[test]
fn the_page_itself_is_clean() {
    assert_eq!(check(OVERVIEW), []);
    assert_eq!(check(&OVERVIEW.replace('\n', "\r\n")), []);
}

/// Whether repairing the one unblocks the other: front matter that becomes readable has keys to say something
/// about, a permalink that is made of a key waits for that key, and a key has an order once it has its name. A heading that held only
/// what belonged elsewhere is empty then.
fn lets_speak(repaired: &str, rule: &str) -> bool {
    let keys = ["missing-key", "unknown-key", "empty-value", "template-placeholder", "duplicate-key"];
    repaired == "front-matter-syntax"
        || (keys.contains(&repaired) && ["permalink-convention", "key-order"].contains(&rule))
        || (repaired, rule) == ("section-order", "empty-section")
}

/// What begins something that reaches to the end of the page where nothing closes it.
const SWALLOWS: &[&str] = &["```", "<!--", "{% raw"];

/// The rules whose safe fixes replace or remove words on purpose: a value's case, a repeated section.
const REPLACES_WORDS: &[&str] = &[
    "invalid-value",
    "unknown-key",
    "duplicate-section",
    "duplicate-key",
    "template-placeholder",
    "empty-value",
    "unused-suppression",
    "unknown-suppression",
];

#[test]
fn nothing_is_safe_while_the_end_of_the_front_matter_is_a_guess() {
    // The heading ends it, by guess; the permalink that seems to be missing stands below.
    let text = OVERVIEW.replace("### Use cases\n", "").replace("both\n---\n", "both\n");
    let text = text.replace("documentname: Contacts API\n", "### Use cases\n");
    let findings = check(&text);
    for rule in ["front-matter-syntax", "missing-key", "section-order"] {
        let fixes = findings.iter().filter(|finding| finding.rule == rule).flat_map(|finding| &finding.fixes);
        let safeties: Vec<Safety> = fixes.map(|fix| fix.safety).collect();
        assert!(
            !safeties.is_empty() && safeties.iter().all(|safety| *safety == Safety::Unsafe),
            "{rule}: {safeties:?}"
        );
    }
    assert_eq!(fixed(&text, false), text);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, max_shrink_iters: 4000, ..ProptestConfig::default() })]

    #[test]
    fn findings_lie_inside_the_text_and_fixes_apply(changes in prop::collection::vec(change(), 0..6), crlf: bool) {
        let text = edited(&changes, crlf);
        for finding in check(&text) {
            prop_assert!(finding.range.end() <= TextSize::of(&*text), "{}", shown(&finding));
            prop_assert!(text.get(std::ops::Range::<usize>::from(finding.range)).is_some(), "{}", shown(&finding));
            prop_assert!(!finding.message.is_empty());
            for fix in &finding.fixes {
                let after = apply_edits(&text, &fix.edits);
                prop_assert!(after.is_some(), "edits overlap or do not fit: {}\n{text}", shown(&finding));
                prop_assert!(after.as_deref() != Some(&*text), "a fix that changes nothing: {}\n{text}", shown(&finding));
                if crlf {
                    let after = after.unwrap_or_default();
                    prop_assert_eq!(after.matches('\n').count(), after.matches("\r\n").count(), "a line ending is lost: {}", shown(&finding));
                }
            }
        }
    }

    #[test]
    fn a_safe_fix_helps_and_leaves_no_new_finding_and_loses_no_words(changes in prop::collection::vec(change(), 0..5), crlf: bool) {
        let text = edited(&changes, crlf);
        let findings = check(&text);
        for finding in &findings {
            let Some(fix) = finding.fixes.iter().find(|fix| fix.safety == Safety::Safe) else { continue };
            let after = apply_edits(&text, &fix.edits).unwrap_or_default();
            if !REPLACES_WORDS.contains(&finding.rule) {
                let (before, now) = (words(&text), words(&after));
                for (word, count) in &before {
                    prop_assert!(now.get(word).is_some_and(|now| now >= count), "'{word}' is lost by {}\n{after}", shown(finding));
                }
            }
            // What is inserted into a fence, a comment or a raw block that nothing closes becomes part of it.
            if SWALLOWS.iter().any(|opening| text.contains(opening)) {
                continue;
            }
            let (before, now) = (counts(&findings), counts(&check(&after)));
            let less = |rule: &str| now.get(rule).unwrap_or(&0) < before.get(rule).unwrap_or(&0);
            prop_assert!(less(finding.rule), "the fix does not help: {}\nbefore:\n{text}\nafter:\n{after}", shown(finding));
            let new = now.iter().filter(|(rule, count)| **count > *before.get(*rule).unwrap_or(&0));
            let new: Vec<_> = new.filter(|(rule, _)| !lets_speak(finding.rule, rule)).collect();
            prop_assert!(new.is_empty(), "new findings: {new:?} by {}\nbefore:\n{text}\nafter:\n{after}", shown(finding));
        }
    }

    #[test]
    fn fixing_all_is_done_in_one_go(changes in prop::collection::vec(change(), 0..6), crlf: bool, include_unsafe: bool) {
        let text = edited(&changes, crlf);
        let once = fixed(&text, include_unsafe);
        prop_assert_eq!(&fixed(&once, include_unsafe), &once);
        if SWALLOWS.iter().any(|opening| once.contains(opening)) {
            return Ok(());
        }
        let now = check(&once);
        let helps = |finding: &Finding| finding.safe_fix().is_some_and(|fix| {
            let after = counts(&check(&apply_edits(&once, &fix.edits).unwrap_or_default()));
            let before = counts(&now);
            let count = |counts: &BTreeMap<&'static str, usize>, rule: &str| counts.get(rule).copied().unwrap_or(0);
            count(&after, finding.rule) < count(&before, finding.rule)
                && after.iter().all(|(rule, number)| *number <= count(&before, rule))
        });
        let left: Vec<&Finding> = now.iter().filter(|finding| helps(finding)).collect();
        prop_assert!(left.is_empty(), "safe fixes are left: {:?}\n{once}", left.iter().map(|finding| shown(finding)).collect::<Vec<_>>());
    }
}

fn all_items<'r>(items: &'r [ReportItem], all: &mut Vec<&'r ReportItem>) {
    for item in items {
        all.push(item);
        all_items(&item.children, all);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, max_shrink_iters: 4000, ..ProptestConfig::default() })]

    /// Each finding appears once, in an item that it makes different or missing, and everything missing or different has
    /// one, its own or that of what it lies in. An item's fix is its finding's.
    #[test]
    fn the_report_agrees_with_the_findings(changes in prop::collection::vec(change(), 0..6), crlf: bool) {
        let text = edited(&changes, crlf);
        let findings = check(&text);
        let report = report(&text, &findings);
        let mut items = Vec::new();
        all_items(&report.items, &mut items);
        for finding in findings.iter().filter(|finding| finding.subject.is_some()) {
            prop_assert!(items.iter().any(|item| item.rules.contains(&finding.rule)), "not shown: {}\n{text}", shown(finding));
        }
        for item in &items {
            prop_assert!(item.range.end() <= TextSize::of(&*text), "{item:?}");
            if !item.rules.is_empty() {
                let is_one = |fix: &docent_rules::Fix| findings.iter().any(|finding| finding.fixes.contains(fix));
                prop_assert!(item.fix.as_ref().is_none_or(is_one), "another fix: {item:?}\n{text}");
            }
            if let Some(fix) = &item.fix {
                prop_assert!(apply_edits(&text, &fix.edits).is_some(), "{item:?}\n{text}");
            }
        }
        for item in &report.items {
            prop_assert!(is_backed(item, false), "{item:?}\n{text}");
        }
        let clean = findings.is_empty();
        prop_assert_eq!(clean, report.counts.missing + report.counts.different + report.counts.other_findings == 0
            && report.items.iter().all(|item| item.rules.is_empty()));
    }

    /// What the report's fix of something missing inserts is not missing afterwards.
    #[test]
    fn what_the_report_inserts_is_there(changes in prop::collection::vec(change(), 1..4)) {
        let text = edited(&changes, false);
        // What is inserted into a fence, a comment or a raw block that nothing closes becomes part of it.
        prop_assume!(!["```", "<!--", "{% raw", "---\n---"].iter().any(|opening| text.contains(opening)));
        let before = report(&text, &check(&text));
        let mut items = Vec::new();
        all_items(&before.items, &mut items);
        for item in items.iter().filter(|item| matches!(item.state, ItemState::Missing | ItemState::Optional)) {
            let Some(fix) = &item.fix else { continue };
            let after = apply_edits(&text, &fix.edits).unwrap_or_default();
            let report = report(&after, &check(&after));
            let mut now = Vec::new();
            all_items(&report.items, &mut now);
            let same = |other: &&&ReportItem| other.kind == item.kind && other.name == item.name && other.state == item.state;
            prop_assert!(now.iter().filter(same).count() < items.iter().filter(same).count(), "{item:?}\n{text}\n----\n{after}");
        }
    }
}

/// Whether something is found about all that is missing or different, or about what it lies in, and about nothing else.
fn is_backed(item: &ReportItem, around: bool) -> bool {
    let own = !item.rules.is_empty();
    let is_wrong = matches!(item.state, ItemState::Missing | ItemState::Different);
    let is_backed_itself = if is_wrong { own || around } else { !own };
    is_backed_itself && item.children.iter().all(|child| is_backed(child, own || around))
}

fn report(text: &str, findings: &[Finding]) -> PageReport {
    let page = Page::parse(text, Dialect::EXTENDED);
    let set = embedded::set("liveperson").expect("it is embedded");
    let settings = RuleSettings::default();
    let input = CheckInput {
        page: &page,
        path: "docs/contacts/overview.md",
        contract: set.get("overview").map(|it| &**it),
        settings: &settings,
        yaml: Default::default(),
        site: None,
    };
    page_report(&input, findings).expect("a page with a template has a report")
}
