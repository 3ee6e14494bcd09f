//! "Ignore here" and "ignore in this page": the text they make, and that the finding is gone, and only that one.

use docent_ide::ignore::ignore_actions;
use docent_rules::{CheckInput, Finding, RuleSettings, check_page};
use docent_syntax::text::apply_edits;
use docent_syntax::{Dialect, Page};
use docent_template::Contract;
use docent_template::embedded;
use expect_test::{Expect, expect};

const PAGE: &str = "\
---
pagename: Overview
sitesection: Documents
categoryname: \"Team Tools\"
documentname: Grüße API
permalink: grusse-api-overview.html
indicator: both
---

### Introduction

Ä.

### Getting started

A few things you'll need to get started with this API:

1. **Retrieve your domain**. 😀 Use the [LivePerson Domain API](agent-domain-domain-api.html) now.

\t* accountConfigReadOnly

2. This API requires authorization using _either_ a login or an API key methodology.

\t* [Follow the instructions](guides-gettingstarted.html), to create and use an API key.

3. Note the [API terms of use](https://www.liveperson.com/policies/terms-of-use), please.

4. When using this API, it is recommended that you implement our [Retry Policy and KeepAlive best practices](guides-retry-policy.html)

#### Use cases

* one
* two
";

fn findings(contract: &Contract, text: &str) -> Vec<Finding> {
    let page = Page::parse(text, Dialect::EXTENDED);
    let settings = RuleSettings::default();
    check_page(&CheckInput {
        page: &page,
        path: "a/overview.md",
        contract: Some(contract),
        settings: &settings,
        yaml: Default::default(),
        site: None,
    })
}

/// Takes the action `number` for the first finding of `rule`; shows the lines around what is inserted.
#[track_caller]
fn check(text: &str, rule: &str, number: usize, expected: Expect) {
    let set = embedded::set("liveperson").expect("it is embedded");
    let contract = set.get("overview").expect("the embedded set has an overview");
    let mut shown = Vec::new();
    for ending in ["\n", "\r\n"] {
        let text = text.replace('\n', ending);
        let before = findings(contract, &text);
        let finding = before.iter().find(|finding| finding.rule == rule).expect("the rule finds something");
        let actions = ignore_actions(&Page::parse(&text, Dialect::EXTENDED), finding);
        let Some(action) = actions.get(number) else {
            shown.push("nothing".to_owned());
            continue;
        };
        let after = apply_edits(&text, &action.edits).expect("the edits fit");
        let left = findings(contract, &after);
        let rules = |findings: &[Finding]| findings.iter().map(|finding| finding.rule).collect::<Vec<_>>();
        let mut still = rules(&before);
        still.remove(before.iter().position(|other| other == finding).expect("it is one of them"));
        if number == 0 {
            assert_eq!(rules(&left), still, "\n{after}");
        } else {
            assert!(!rules(&left).contains(&rule) && left.len() < before.len(), "{:?}\n{after}", rules(&left));
        }
        assert_eq!(after.matches('\n').count(), after.matches(ending).count());
        let after = after.replace('\r', "");
        let lines: Vec<&str> = after.lines().collect();
        let at = lines.iter().position(|line| line.contains("docent-ignore")).expect("it is there");
        let around = lines[at.saturating_sub(2)..(at + 3).min(lines.len())].iter();
        let around: Vec<String> = around.map(|line| line.chars().take(60).collect()).collect();
        shown.push(format!("{}:\n{}\n", action.title, around.join("\n")));
    }
    assert_eq!(shown[0], shown[1], "CRLF");
    expected.assert_eq(&shown[0]);
}

#[test]
fn before_a_heading() {
    check(
        PAGE,
        "section-level",
        0,
        expect![[r#"
        Ignore 'section-level' here:
        4. When using this API, it is recommended that you implement

        <!-- docent-ignore section-level: reason -->

        #### Use cases
    "#]],
    );
    check(
        &PAGE.replace("#### Use", "<!-- docent-ignore section-title: x -->\n#### Use"),
        "section-level",
        0,
        expect![[r#"
            Ignore 'section-level' here:
            4. When using this API, it is recommended that you implement

            <!-- docent-ignore section-title, section-level: x -->
            #### Use cases

        "#]],
    );
    check(
        &PAGE.replace("\n#### Use", "#### Use"),
        "section-level",
        0,
        expect![[r#"
        Ignore 'section-level' here:
        4. When using this API, it is recommended that you implement

        <!-- docent-ignore section-level: reason -->

        #### Use cases
    "#]],
    );
}

#[test]
fn between_steps() {
    check(
        PAGE,
        "changed-step",
        0,
        expect![[r#"
        Ignore 'changed-step' here:
        A few things you'll need to get started with this API:

        <!-- docent-ignore changed-step: reason -->

        1. **Retrieve your domain**. 😀 Use the [LivePerson Domain AP
    "#]],
    );
    let right = "to retrieve this information by providing the following service name:";
    let second = PAGE
        .replace("😀 Use", "Use")
        .replace("(agent-domain-domain-api.html) now.", &format!("(agent-domain-domain-api.html) {right}"))
        .replace("login or an API key methodology", "login methodology");
    check(
        &second,
        "changed-step",
        0,
        expect![[r#"
        Ignore 'changed-step' here:
        	* accountConfigReadOnly

           <!-- docent-ignore changed-step: reason -->

        2. This API requires authorization using _either_ a login me
    "#]],
    );
    let tight = second
        .replace("\n\n2. ", "\n2. ")
        .replace("\n\n\t*", "\n\t*")
        .replace("\n\n3. ", "\n3. ")
        .replace("\n\n4. ", "\n4. ");
    check(
        &tight,
        "changed-step",
        0,
        expect![[r#"
        Ignore 'changed-step' here:
        1. **Retrieve your domain**. Use the [LivePerson Domain API]
        	* accountConfigReadOnly
           <!-- docent-ignore changed-step: reason -->
        2. This API requires authorization using _either_ a login me
        	* [Follow the instructions](guides-gettingstarted.html), to
    "#]],
    );
}

#[test]
fn in_the_front_matter() {
    check(
        &PAGE.replace("indicator: both\n", ""),
        "missing-key",
        0,
        expect![[r#"
        Ignore 'missing-key' in this page:
        documentname: Grüße API
        permalink: grusse-api-overview.html
        docent-ignore: {missing-key: reason}
        ---

    "#]],
    );
    check(
        &PAGE.replace("both", "neither"),
        "invalid-value",
        0,
        expect![[r#"
        Ignore 'invalid-value' in this page:
        permalink: grusse-api-overview.html
        indicator: neither
        docent-ignore: {invalid-value: reason}
        ---

    "#]],
    );
    check(
        PAGE,
        "section-level",
        1,
        expect![[r#"
        Ignore 'section-level' in this page:
        permalink: grusse-api-overview.html
        indicator: both
        docent-ignore: {section-level: reason}
        ---

    "#]],
    );
    let listed = PAGE.replace("indicator: both", "indicator: both\ndocent-ignore: [missing-step]");
    check(
        &listed,
        "section-level",
        1,
        expect![[r#"
        Ignore 'section-level' in this page:
        permalink: grusse-api-overview.html
        indicator: both
        docent-ignore: [missing-step, section-level]
        ---

    "#]],
    );
    let mapped = PAGE.replace("indicator: both", "docent-ignore:\n  missing-step: x\nindicator: both");
    check(
        &mapped,
        "section-level",
        1,
        expect![[r#"
        Ignore 'section-level' in this page:
        documentname: Grüße API
        permalink: grusse-api-overview.html
        docent-ignore:
          missing-step: x
          section-level: reason
    "#]],
    );
}

#[test]
fn without_a_block_to_write_into() {
    let body = PAGE.split("---\n").nth(2).expect("the page has a body");
    check(body, "section-level", 1, expect!["nothing"]);
    check(body, "missing-front-matter", 0, expect!["nothing"]);
    check(&PAGE.replace("indicator: both", "indicator: a: b"), "front-matter-syntax", 0, expect!["nothing"]);
}
