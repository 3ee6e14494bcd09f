//! Headings, canned text, steps, fences.

use super::*;
use docent_syntax::Dialect;

const HEAD: &str = "---\npagename: Overview\nsitesection: Documents\n---\n\n";

fn body(text: &str) -> String {
    format!("{HEAD}{text}")
}

#[test]
fn an_empty_line_after_getting_started() {
    check(
        &body("### Introduction\n\nText.\n\n### Getting started\n\n$0\n\n### Use cases\n\n* a\n* b\n"),
        expect![[r#"
            Getting started: the template's text · all that 'Getting started' always says · "A few things you'll need to get started with this API:\n\n1. **Retrieve your domain**. Use the [LivePerson Domain API](agent-domain-domain-api.html) to retrieve this information by providing the following service name:\n\n\t* ${1:service name}\n\n2. This API requires authorization using _either_ a login or an API key methodology.\n\n\t* **Log a user into Conversational Cloud** using the [Login Service API](login-getting-started.html). Provide a username and password, and receive an authorization token (bearer). Use this token as your authorization header in all API requests.\n\n\t* [Follow the instructions](guides-gettingstarted.html), to create and use an API key.\n\n3. Note the [API terms of use](https://www.liveperson.com/policies/apitou).\n\n4. When using this API, it is recommended that you implement our [Retry Policy and KeepAlive best practices](guides-retry-policy.html)"
            Getting started steps (4 steps) · the whole list · "1. **Retrieve your domain**. Use the [LivePerson Domain API](agent-domain-domain-api.html) to retrieve this information by providing the following service name:\n\n\t* ${1:service name}\n\n2. This API requires authorization using _either_ a login or an API key methodology.\n\n\t* **Log a user into Conversational Cloud** using the [Login Service API](login-getting-started.html). Provide a username and password, and receive an authorization token (bearer). Use this token as your authorization header in all API requests.\n\n\t* [Follow the instructions](guides-gettingstarted.html), to create and use an API key.\n\n3. Note the [API terms of use](https://www.liveperson.com/policies/apitou).\n\n4. When using this API, it is recommended that you implement our [Retry Policy and KeepAlive best practices](guides-retry-policy.html)"
            1. Retrieve your domain · step 1 of 'Getting started' · "1. **Retrieve your domain**. Use the [LivePerson Domain API](agent-domain-domain-api.html) to retrieve this information by providing the following service name:\n\n\t* ${1:service name}"
            1. This API requires authorization using either a login or an A… · step 2 of 'Getting started' · "1. This API requires authorization using _either_ a login or an API key methodology.\n\n\t* **Log a user into Conversational Cloud** using the [Login Service API](login-getting-started.html). Provide a username and password, and receive an authorization token (bearer). Use this token as your authorization header in all API requests.\n\n\t* [Follow the instructions](guides-gettingstarted.html), to create and use an API key."
            1. Note the API terms of use. · step 3 of 'Getting started' · "1. Note the [API terms of use](https://www.liveperson.com/policies/apitou)."
            1. When using this API, it is recommended that you implement ou… · step 4 of 'Getting started' · "1. When using this API, it is recommended that you implement our [Retry Policy and KeepAlive best practices](guides-retry-policy.html)"
            1. A step of your own · step 5 of 'Getting started' · "1. ${1:further steps}"
        "#]],
    );
}

#[test]
fn headings() {
    check(
        &body("### Introduction\n\nText.\n\n## Get$0"),
        expect![[r####"
            Getting started (belongs here) · ### Getting started · "### Getting started\n\nA few things you'll need to get started with this API:\n\n1. **Retrieve your domain**. Use the [LivePerson Domain API](agent-domain-domain-api.html) to retrieve this information by providing the following service name:\n\n\t* ${1:service name}\n\n2. This API requires authorization using _either_ a login or an API key methodology.\n\n\t* **Log a user into Conversational Cloud** using the [Login Service API](login-getting-started.html). Provide a username and password, and receive an authorization token (bearer). Use this token as your authorization header in all API requests.\n\n\t* [Follow the instructions](guides-gettingstarted.html), to create and use an API key.\n\n3. Note the [API terms of use](https://www.liveperson.com/policies/apitou).\n\n4. When using this API, it is recommended that you implement our [Retry Policy and KeepAlive best practices](guides-retry-policy.html)\n"
        "####]],
    );
    check(
        &body("### Introduction\n\nText.\n\n$0"),
        expect![[r####"
            Getting started (belongs here) · ### Getting started · "### Getting started\n\nA few things you'll need to get started with this API:\n\n1. **Retrieve your domain**. Use the [LivePerson Domain API](agent-domain-domain-api.html) to retrieve this information by providing the following service name:\n\n\t* ${1:service name}\n\n2. This API requires authorization using _either_ a login or an API key methodology.\n\n\t* **Log a user into Conversational Cloud** using the [Login Service API](login-getting-started.html). Provide a username and password, and receive an authorization token (bearer). Use this token as your authorization header in all API requests.\n\n\t* [Follow the instructions](guides-gettingstarted.html), to create and use an API key.\n\n3. Note the [API terms of use](https://www.liveperson.com/policies/apitou).\n\n4. When using this API, it is recommended that you implement our [Retry Policy and KeepAlive best practices](guides-retry-policy.html)\n"
            Use cases (belongs here) · ### Use cases · "### Use cases\n\n$0"
        "####]],
    );
}

#[test]
fn blank_lines_come_out_right() {
    let get = "A few things you'll need to get started with this API:";
    for (text, label, begins) in [
        ("### Introduction\n\nText.\n$0", "Use cases", "### Introduction\n\nText.\n\n### Use cases\n\n"),
        ("### Introduction\n\nText.\n\n$0", "Use cases", "### Introduction\n\nText.\n\n### Use cases\n\n"),
        ("### Introduction\n\nText.\n\nuse ca$0", "Use cases", "### Introduction\n\nText.\n\n### Use cases\n\n"),
        ("### Introduction\n\nText.\n\n#$0", "Use cases", "### Introduction\n\nText.\n\n### Use cases\n\n"),
        ("### Introduction\n\nText.\n\n#Use$0", "Use cases", "### Introduction\n\nText.\n\n### Use cases\n\n"),
        (
            "### Introduction\n$0\n### Use cases\n",
            "Getting started",
            &format!("### Introduction\n\n### Getting started\n\n{get}\n\n1."),
        ),
        ("### Gett$0\n\nMy own text.\n", "Getting started", "### Getting started\n\nMy own text.\n"),
        (
            "### Introduction\n\nText.\n\n### $0\n### Getting started\n",
            "Use cases",
            "### Introduction\n\nText.\n\n### Use cases\n\n\n\n### Getting started\n",
        ),
    ] {
        let after = accept(&body(text), label);
        assert!(after.starts_with(&body(begins)), "{text:?}: {after:?}");
        if !begins.ends_with("1.") {
            assert_eq!(after, body(begins), "{text:?}");
        }
    }
    let after = accept(&body("### Introduction\n$0\n### Use cases\n"), "Getting started");
    assert!(after.ends_with("(guides-retry-policy.html)\n\n### Use cases\n"), "{after:?}");
}

#[test]
fn missing_steps_and_their_numbers() {
    check(
        &page("2. Note", "$0\n\n2. Note"),
        expect![[r#"
            2. This API requires authorization using either a login or an A… · step 2 of 'Getting started' · "2. This API requires authorization using _either_ a login or an API key methodology.\n\n\t* **Log a user into Conversational Cloud** using the [Login Service API](login-getting-started.html). Provide a username and password, and receive an authorization token (bearer). Use this token as your authorization header in all API requests.\n\n\t* [Follow the instructions](guides-gettingstarted.html), to create and use an API key."
            2. When using this API, it is recommended that you implement ou… · step 4 of 'Getting started' · "2. When using this API, it is recommended that you implement our [Retry Policy and KeepAlive best practices](guides-retry-policy.html)"
        "#]],
    );
    let typed = page("### Use cases", "3. When$0\n\n### Use cases");
    check(
        &typed,
        expect![[r#"
            3. When using this API, it is recommended that you implement ou… · step 4 of 'Getting started' · "3. When using this API, it is recommended that you implement our [Retry Policy and KeepAlive best practices](guides-retry-policy.html)"
        "#]],
    );
    let inserted =
        accept(&page("2. Note", "$0\n\n2. Note"), "2. This API requires authorization using either a login or an A…");
    assert!(inserted.contains("\n\n2. This API requires"), "{inserted}");
    assert!(inserted.contains("\n\n3. Note the"), "{inserted}");
}

/// With the template's `2.` the list would end there.
#[test]
fn a_step_has_the_delimiter_of_its_list() {
    let label = "2. This API requires authorization using either a login or an A…";
    let list = |text: &str| body(&format!("### Getting started\n\n1) **Retrieve your domain**\n\n{text}\n"));
    for typed in ["$0", "2)$0", "2.$0", "2$0"] {
        let inserted = accept(&list(&format!("{typed}\n\n2) Note the [API terms of use](#)")), label);
        assert!(inserted.contains("\n\n2) This API requires"), "{typed}: {inserted}");
    }
    let alone = accept(
        &body("### Getting started\n\n1) This$0\n"),
        "1. This API requires authorization using either a login or an A…",
    );
    assert!(alone.contains("\n\n1) This API requires"), "{alone}");
}

#[test]
fn nothing_in_code_html_or_prose() {
    for text in [
        "### Introduction\n\n```\n$0\n```\n",
        "### Introduction\n\n```\n## Get$0\n```\n",
        "### Introduction\n\n```\ncode\n\n$0",
        "### Introduction\n\n<!--\n\n$0",
        "### Introduction\n\n<!-- a $0 -->\n",
        "### Introduction\n\n<pre>\n\n$0",
        "### Introduction\n\n<div>\ntext\nUse$0\n</div>\n",
        "### Introduction\n\nSome words, use$0",
        "### Introduction\n\nUse ca$0 more\n",
        "### Introduction\n\nmore\nUse ca$0\n",
        "### Introduction\n\n> Use$0\n",
        "### Introduction\n\n    Use$0\n",
        "### Introduction\n\n* Use$0\n",
        "### Introduction\n\n####### $0",
        "### Introduction\n\n{% comment %}\n$0\n{% endcomment %}\n",
    ] {
        assert_eq!(labels(&body(text)), [""; 0], "{text:?}");
    }
}

#[test]
fn a_blank_that_was_typed_is_no_question() {
    let options = CompletionOptions { typed: Some(' '), ..CompletionOptions::default() };
    let text = body("### Introduction\n\n $0");
    assert_eq!(completions(&text, Some(&overview()), &options).1.items, []);
}

#[test]
fn languages_of_fences() {
    let contract = compiled(
        "---\ndocent: { template: t }\n---\n\n## Response\n<!-- docent: code=json -->\n\n## Other\n<!-- docent: code=xml -->\n",
    );
    let check = |text: &str, expected: Expect| {
        check_with(text, Some(&contract), &CompletionOptions::default(), &expected);
    };
    check(
        "## Response\n\n```$0",
        expect![[r#"
        json (the template asks for it) ·  · "json\n$0\n```"
        xml ·  · "xml\n$0\n```"
    "#]],
    );
    check(
        "## Response\n\n```js$0\n{}\n```\n\n## Other\n\n~~~ruby\n~~~\n",
        expect![[r#"
        json (the template asks for it) ·  · "json"
        xml ·  · "xml"
        ruby ·  · "ruby"
    "#]],
    );
    check(
        "## Response\n\n* a\n\n  ```$0",
        expect![[r#"
        json (the template asks for it) ·  · "json\n  $0\n  ```"
        xml ·  · "xml\n  $0\n  ```"
    "#]],
    );
    check("## Response\n\n```\n```$0\n", expect![[""]]);
}

#[test]
fn suppressions() {
    let one = |text: &str| {
        let (text, found) = completions(&body(text), Some(&overview()), &CompletionOptions::default());
        let first = found.items.iter().find(|item| item.label != "front-matter-syntax");
        first.map(|item| accepted(&text, item).split_off(HEAD.len()))
    };
    let cases = [
        ("<!-- doc$0", Some("<!-- docent-ignore :  -->")),
        ("<!--$0 -->", Some("<!-- docent-ignore :  -->")),
        ("<!-- docent-ignore $0", Some("<!-- docent-ignore missing-front-matter:  -->")),
        ("<!-- docent-ignore mis$0sing: why -->", Some("<!-- docent-ignore missing-front-matter: why -->")),
        ("<!-- docent-ignore a, $0-->", Some("<!-- docent-ignore a, missing-front-matter: -->")),
        ("<!-- docent-ignore a b$0 -->", None),
        ("<!-- docent-ignore a: b$0 -->", None),
        ("<!-- a note, $0 -->", None),
    ];
    for (text, expected) in cases {
        assert_eq!(one(text).as_deref(), expected, "{text}");
    }
}

#[test]
fn a_paragraph_of_the_template() {
    let list = "### Introduction\n\nText.\n\n### Getting started\n\n$0\n\n1. My own.\n\n### Use cases\n\n* a\n* b\n";
    let get = "A few things you'll need to get started with this API:";
    assert_eq!(labels(&body(list))[0], get);
    let after = accept(&body(list), get);
    assert!(after.contains(&format!("### Getting started\n\n{get}\n\n1. My own.")), "{after}");
}

/// What is accepted is what the rules ask for: nothing new is found but what is left to fill in.
#[test]
fn what_is_accepted_is_not_found_fault_with() {
    let contract = overview();
    let settings = RuleSettings::default();
    let found = |text: &str| {
        let page = Page::parse(text, Dialect::EXTENDED);
        let input = CheckInput {
            page: &page,
            path: "a/overview.md",
            contract: Some(&contract),
            settings: &settings,
            yaml: Default::default(),
            site: None,
        };
        let mut found: Vec<&str> = docent_rules::check_page(&input).iter().map(|finding| finding.rule).collect();
        found.retain(|rule| !["template-placeholder", "empty-value"].contains(rule));
        found
    };
    let places = [
        body("### Introduction\n\nText.\n\n$0\n\n### Use cases\n\n* a\n* b\n"),
        body("### Introduction\n\nText.\n$0\n### Use cases\n\n* a\n* b"),
        body("### Introduction\n\nText.\n\n### Getting started\n\n$0\n\n### Use cases\n\n* a\n* b\n"),
        page("2. Note", "$0\n2. Note"),
        page("### Use cases", "$0\n### Use cases"),
        page("indicator: both\n", "$0\n"),
    ];
    for text in places {
        let (text, offered) = completions(&text, Some(&contract), &CompletionOptions::default());
        let before = found(&text);
        let first = offered.items.first().expect("something is offered");
        assert!(first.preselect || first.note.is_some(), "{first:?}");
        let after = found(&accepted(&text, first));
        assert!(after.len() < before.len(), "{}: {before:?} → {after:?}", first.label);
        for rule in &after {
            let count = |rules: &[&str]| rules.iter().filter(|other| *other == rule).count();
            assert!(count(&after) <= count(&before), "{}: {rule} is new", first.label);
        }
    }
}

#[test]
fn bullets_below_a_step() {
    let step = "### Getting started\n\n2. This API requires authorization using _either_ a login or an API key methodology.\n\n";
    let expected = [
        "**Log a user into Conversational Cloud** using the [Login Service API](login-getting-started.html)",
        "[Follow the instructions](guides-gettingstarted.html), to create and use an API key.",
    ];
    for marker in ["\t* ", "   - ", "\t*"] {
        let text = body(&format!("{step}{marker}$0\n\n### Use cases\n\n* a\n"));
        let found = labels(&text);
        assert_eq!(found.len(), 2, "{marker:?}: {found:?}");
        for (label, expected) in found.iter().zip(expected) {
            let after = accept(&text, label);
            assert!(after.contains(&format!("{step}{} {expected}", marker.trim_end())), "{after}");
        }
    }
    let there = "\t* [Follow these instructions](guides-gettingstarted.html), to create and use an API key.\n";
    assert_eq!(labels(&body(&format!("{step}{there}\t* Log$0\n"))), ["Log a user into Conversational Cloud"]);
    assert_eq!(labels(&body(&format!("{step}\t* Log$0 more\n"))), [""; 0]);
    assert_eq!(labels(&body("### Introduction\n\n1. a\n\t* $0\n")), [""; 0]);
}

#[test]
fn existing_text_is_not_offered() {
    for text in [
        "### Introduction\n\nText.\n\n### Getting started\n\n1. **Retrieve your$0 domain**. Use the [LivePerson Domain API](agent-domain-domain-api.html)\n",
        "### Introduction\n\nText.\n\n### Getting started\n\n1. My own step$0\n",
        "### Introduction$0\n\nText.\n",
        "### My own$0\n\nText.\n",
    ] {
        assert_eq!(labels(&body(text)), [""; 0], "{text:?}");
    }
    let typed = body("### Getting started\n\n1. **ret$0");
    assert_eq!(labels(&typed), ["1. Retrieve your domain"]);
    let (_, found) = completions(&typed, Some(&overview()), &CompletionOptions::default());
    assert_eq!(found.items[0].filter, "1. **retrieve your domain");
}

/// A list item takes in what stands directly below it, and what is indented below it.
#[test]
fn a_step_leaves_the_text_below_it_alone() {
    let label = "1. **Retrieve your domain**";
    let below = |text: &str| format!("### Getting started\n\nWords.\n\n$0\n{text}\n\n11. Note\n");
    let offered = |text: &str| labels(&body(&below(text))).into_iter().find(|found| found.starts_with("1. "));
    for text in ["  al\n    b", "10\". a", "Text."] {
        let label = offered(text).unwrap_or_else(|| panic!("{label} is offered above {text:?}"));
        let inserted = accept(&body(&below(text)), &label);
        assert!(inserted.contains(&format!("\n\n{text}\n\n")), "{inserted}");
    }
    for text in ["    code", "\tcode", "   al"] {
        assert_eq!(offered(text), None, "{text:?}");
    }
    assert!(
        !labels(&body("### Getting started\n\n1. a\n2. This API\n   * Log a user\n   *$0\n   \"- x\n"))
            .iter()
            .any(|label| label.contains("Follow"))
    );
}
