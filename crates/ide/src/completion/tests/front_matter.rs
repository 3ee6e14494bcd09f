//! Keys and values.

use super::*;

#[test]
fn an_enumeration() {
    check(
        &page("indicator: both", "indicator: $0"),
        expect![[r#"
            messaging · The page is about messaging only. · "messaging"
            chat · The page is about chat only. · "chat"
            both · The page is about messaging and about chat. · "both"
        "#]],
    );
    check(
        &page("indicator: both", "indicator:$0"),
        expect![[r#"
            messaging · The page is about messaging only. · " messaging"
            chat · The page is about chat only. · " chat"
            both · The page is about messaging and about chat. · " both"
        "#]],
    );
}

#[test]
fn values_replace_what_is_half_typed() {
    for (typed, expected) in [
        ("indicator: bo$0", "indicator: chat"),
        ("indicator: b$0oth", "indicator: chat"),
        ("indicator: $0both # c", "indicator: chat # c"),
        ("indicator:bo$0", "indicator: chat"),
        ("indicator: \"b$0\"", "indicator: \"chat\""),
        ("indicator: \"b$0", "indicator: \"chat\""),
        ("indicator: '$0'", "indicator: 'chat'"),
        ("indicator:   $0", "indicator:   chat"),
        ("indicator: $0 # c", "indicator: chat # c"),
        ("indicator:\n  $0", "indicator:\n  chat"),
        ("indicator: b$0\n# ä\n", "indicator: chat\n# ä\n"),
        ("indicator: \"$0\"", "indicator: \"chat\""),
        ("indicator: '$0both' # c", "indicator: 'chat' # c"),
        ("indicator: \"b$0 # c", "indicator: \"chat\" # c"),
        ("\"indicator\": $0", "\"indicator\": chat"),
    ] {
        assert_eq!(accept(&page("indicator: both", typed), "chat"), page("indicator: both", expected), "{typed}");
    }
}

#[test]
fn keys_that_are_missing() {
    check(
        &page("sitesection: Documents\n", "$0\n").replacen("indicator: both\n", "", 1),
        expect![[r#"
        sitesection (required) · text · "sitesection: ${1:Documents}"
        indicator (required) · messaging | chat | both · "indicator: ${1|messaging,chat,both|}"
        redirect_from · list or text · "redirect_from:\n  - ${1}"
        keywords · text or list · "keywords: ${1}"
        subfoldername · text · "subfoldername: ${1:If this page appears further down the sidebar, under another sub-title, this is where you put that sub-title}"
        level-order · number · "level-order: ${1}"
        order · number · "order: ${1}"
        root-link · true | false · "root-link: ${1|true,false|}"
        subtitle · text · "subtitle: ${1}"
        layout · text · "layout: ${1}"
        isTutorial · true | false · "isTutorial: ${1|true,false|}"
    "#]],
    );
}

#[test]
fn a_derived_value() {
    check(
        &page("permalink: users-api-overview.html", "permalink: us$0"),
        expect![[r#"
        users-api-overview.html (derived) · from documentname, subfoldername, pagename · "users-api-overview.html"
    "#]],
    );
    check(
        &page("permalink: users-api-overview.html\n", "$0\n"),
        expect![[r#"
        permalink (required) · users-api-overview.html · "permalink: users-api-overview.html"
        redirect_from · list or text · "redirect_from:\n  - ${1}"
        keywords · text or list · "keywords: ${1}"
        subfoldername · text · "subfoldername: ${1:If this page appears further down the sidebar, under another sub-title, this is where you put that sub-title}"
        level-order · number · "level-order: ${1}"
        order · number · "order: ${1}"
        root-link · true | false · "root-link: ${1|true,false|}"
        subtitle · text · "subtitle: ${1}"
        layout · text · "layout: ${1}"
        isTutorial · true | false · "isTutorial: ${1|true,false|}"
    "#]],
    );
}

#[test]
fn half_typed_keys() {
    for (typed, expected) in [
        ("ind$0", "indicator: "),
        ("ind$0icator: both", "indicator: both"),
        ("$0: both", "indicator: both"),
        ("\"ind$0", "indicator: "),
        ("indicator$0", "indicator: "),
        ("\"ind$0\"", "\"indicator\": "),
        ("'ind$0ic': both", "'indicator': both"),
    ] {
        assert_eq!(accept(&page("indicator: both", typed), "indicator"), page("indicator: both", expected), "{typed}");
    }
}

#[test]
fn nothing_where_nothing_belongs() {
    for typed in [
        "indicator: both $0",
        "indicator: both # $0",
        "# ind$0",
        "indicator: |\n  $0",
        "indicator: {$0",
        "some words and $0",
        "indicator: \"both\" $0",
    ] {
        assert_eq!(labels(&page("indicator: both", typed)), [""; 0], "{typed}");
    }
    assert_eq!(labels(&page("---\npagename", "--$0-\npagename")), [""; 0]);
    assert_eq!(labels(&page("both\n---", "both\n-$0--")), [""; 0]);
}

#[test]
fn blocks_that_are_not_closed() {
    for text in [
        "---\npagename: a\nind$0",
        "---\npagename: a\n$0",
        "---\npagename: a\n\n$0",
        "---\nind$0",
        "---\n$0",
        "---\nind$0\n\n# Body\n\ntext\n",
    ] {
        let found = labels(text);
        assert!(found.contains(&"indicator".to_owned()), "{text:?}: {found:?}");
    }
    assert_eq!(labels("---\npagename: a\nindicator: $0"), ["messaging", "chat", "both"]);
    assert!(labels("---\npagename: a\n--$0").contains(&"---".to_owned()));
    assert!(!labels("---\npagename: a\n\n\nind$0").contains(&"indicator".to_owned()));
}

fn lists() -> Contract {
    compiled(
        "---\ndocent: { template: t }\nfront-matter:\n  required: [kinds]\n  properties:\n    kinds:\n      type: array\n      items:\n        oneOf:\n          - { const: a b, description: The first. }\n          - { const: c, description: The second. }\n    flag: { type: boolean }\n    title: { examples: [One, 'Two: three'] }\n    old: { deprecated: true }\n    nested: { type: object, required: [x], properties: { x: { const: 1 }, y: { enum: [p, q] } } }\n---\n",
    )
}

#[test]
fn lists_and_nested_keys() {
    let contract = lists();
    let check = |text: &str, expected: Expect| {
        check_with(text, Some(&contract), &CompletionOptions::default(), &expected);
    };
    check(
        "---\n$0\n---\n",
        expect![[r#"
        kinds (required) · list · "kinds:\n  - ${1|a b,c|}"
        flag · true | false · "flag: ${1|true,false|}"
        title · text · "title: ${1}"
        nested · mapping · "nested:\n  ${1}"
    "#]],
    );
    check(
        "---\nkinds:\n  - $0\n---\n",
        expect![[r#"
        a b · The first. · "a b"
        c · The second. · "c"
    "#]],
    );
    check(
        "---\nkinds:\n- a b\n-$0\n---\n",
        expect![[r#"
        a b · The first. · " a b"
        c · The second. · " c"
    "#]],
    );
    check(
        "---\nkinds: [a b, $0]\n---\n",
        expect![[r#"
        c · The second. · "c"
    "#]],
    );
    check(
        "---\nkinds: [\"$0\n---\n",
        expect![[r#"
        a b · The first. · "\"a b\"]"
        c · The second. · "\"c\"]"
    "#]],
    );
    check(
        "---\nkinds: $0\n---\n",
        expect![[r#"
        a b · The first. · "[a b]"
        c · The second. · "[c]"
    "#]],
    );
    check(
        "---\nflag: $0\n---\n",
        expect![[r#"
        true ·  · "true"
        false ·  · "false"
    "#]],
    );
    check(
        "---\ntitle: T$0\n---\n",
        expect![[r#"
        One (example) ·  · "One"
        Two: three (example) ·  · "\"Two: three\""
    "#]],
    );
    check(
        "---\nnested:\n  $0\n---\n",
        expect![[r#"
        x (required) · 1 · "x: 1"
        y · p | q · "y: ${1|p,q|}"
    "#]],
    );
    check(
        "---\nnested:\n  x: 1\n  y: $0\n---\n",
        expect![[r#"
        p ·  · "p"
        q ·  · "q"
    "#]],
    );
}

#[test]
fn a_value_on_the_next_lines_stays() {
    let contract = lists();
    let labels = |text: &str| {
        let found = completions(text, Some(&contract), &CompletionOptions::default()).1;
        found.items.into_iter().map(|item| item.label).collect::<Vec<_>>()
    };
    for text in [
        "---\nkinds:$0\n  - a b\n---\n",
        "---\nkinds: $0\n# why\n\n- a b\n---\n",
        "---\nkinds:\n  - a b\n    $0\n---\n",
        "---\nkinds: $0\n  [a b]\n---\n",
        "---\nflag:$0\n  true\n---\n",
        "---\nflag: $0\n\n  true\n---\n",
        "---\ntitle: $0\n  several\n  words\n---\n",
        "---\nnested:$0\n  x: 1\n---\n",
        "---\nkinds:\n$0\n  - a b\n---\n",
    ] {
        assert_eq!(labels(text), [""; 0], "{text}");
    }
}

#[test]
fn a_key_above_its_value() {
    let contract = lists();
    let accept = |text: &str, label: &str| {
        let (text, found) = completions(text, Some(&contract), &CompletionOptions::default());
        let item = found.items.iter().find(|item| item.label == label);
        accepted(&text, item.unwrap_or_else(|| panic!("{label:?} is offered, not {}", listed(&found, false))))
    };
    assert_eq!(accept("---\nflag: true\nki$0\n  - a b\n---\n", "kinds"), "---\nflag: true\nkinds:\n  - a b\n---\n");
    assert_eq!(accept("---\nnes$0\n  x: 1\nflag: true\n---\n", "nested"), "---\nnested:\n  x: 1\nflag: true\n---\n");
}

#[test]
fn items_of_flow_lists() {
    let contract = lists();
    for (text, expected) in [
        ("kinds: ['$0']", "kinds: ['c']"),
        ("kinds: ['$0]", "kinds: ['c']"),
        ("kinds: [\"$0\", \"a b\"]", "kinds: [\"c\", \"a b\"]"),
        ("kinds: [a b, \"c$0d\"] # why", "kinds: [a b, \"c\"] # why"),
        ("kinds: [$0", "kinds: [c]"),
        ("kinds: [a b,$0", "kinds: [a b, c]"),
        ("kinds: [$0 # why", "kinds: [c] # why"),
        ("kinds: [$0\n  ]", "kinds: [c\n  ]"),
        ("\"kinds\": [$0]", "\"kinds\": [c]"),
    ] {
        let (page, found) = completions(&format!("---\n{text}\n---\n"), Some(&contract), &CompletionOptions::default());
        let item = found.items.iter().find(|item| item.label == "c");
        let item = item.unwrap_or_else(|| panic!("c is offered in {text}"));
        assert_eq!(accepted(&page, item), format!("---\n{expected}\n---\n"), "{text}");
    }
}

#[test]
fn nothing_is_a_key_inside_a_quoted_text_that_is_never_closed() {
    let has_permalink = |text: &str| labels(text).iter().any(|label| label == "permalink");
    for open in ["audience: \"bo", "audience: 'bo", "audience: \"bo\n  more"] {
        assert!(!has_permalink(&format!("---\n{open}\n$0\nindicator: both\n---\n")), "{open}");
        assert!(!has_permalink(&format!("---\r\n{open}\r\n\r\n$0\r\n---\r\n")), "{open}");
    }
    assert_eq!(labels("---\naudience: \"\ntags: ['\nindicator: \"$0\n"), [""; 0], "what is typed closes the text");
    for closed in ["audience: \"bo\"", "audience: it's", "audience: 'it''s'", "\"audience\": 'bo'"] {
        assert!(has_permalink(&format!("---\n{closed}\n$0\nindicator: both\n---\n")), "{closed}");
    }
}

/// `-` below a paragraph makes a heading of it, and what stands above it is no front matter.
#[test]
fn nothing_is_a_key_at_the_start_of_a_heading() {
    for heading in ["  name: Words,\n  roles: []\n-", "# Title"] {
        assert_eq!(labels(&format!("---\n$0{heading}\n\n## Next\n")), [""; 0], "{heading:?}");
    }
}

#[test]
fn the_closing_line_belongs_below_the_last_key() {
    let closes = |text: &str| labels(text).contains(&"---".to_owned());
    assert!(closes("---\npagename: a\n$0"));
    assert!(closes("---\npagename: a\n$0\n\n## Overview\n"));
    assert!(!closes("---\n$0\npagename: a\nindicator: both\n"));
    assert!(!closes("\u{feff}---\n$0\npagename: a\naud\n--\"-\n## Overview\n"));
}

/// Elsewhere the block is broken; the entry itself must be readable all the same.
#[test]
fn an_item_in_a_broken_block_leaves_its_own_entry_readable() {
    let page = |entry: &str| format!("---\npagename: a\n{entry}\nlayout: page\nlevel: \"a\" b\n---\n");
    assert_eq!(labels(&page("indicator:$0 \"bo\n  th\"")), [""; 0]);
    assert_eq!(labels(&page("indicator:$0 \"bo\n'\n  th\"")), [""; 0]);
    assert_eq!(labels(&page("indicator: $0")), ["messaging", "chat", "both"]);
}

#[test]
fn pages_of_no_template() {
    let templates = [overview()];
    let options = CompletionOptions { templates: &templates, ..CompletionOptions::default() };
    let count = |text: &str| completions(text, None, &options).1.items.len();
    assert!(count("---\n$0") > 10);
    assert!(count("---\npagename: a\n$0\n---\n") > 10);
    assert_eq!(count("---\ntitle: a\n$0\n---\n"), 0, "the page of another tool");
    assert_eq!(count("# Title\n\n$0"), 0);
}

#[test]
fn rules_to_ignore() {
    let first = |text: &str| labels(text).into_iter().take(3).collect::<Vec<_>>();
    let some = ["front-matter-syntax", "missing-front-matter", "missing-key"];
    assert_eq!(first(&page("both", "both\ndocent-ignore: [$0]")), some);
    assert_eq!(first(&page("both", "both\ndocent-ignore:\n  $0")), some);
    assert_eq!(first(&page("both", "both\ndocent-ignore:\n  - $0")), some);
}

#[test]
fn a_derived_value_waits_for_its_parts() {
    let text = page("permalink: users-api-overview.html", "permalink: $0");
    assert_eq!(labels(&text), ["users-api-overview.html"]);
    assert_eq!(labels(&text.replacen("Overview", "Your page title here", 1)), [""; 0]);
}

#[test]
fn a_blank_that_indents_is_no_question() {
    let options = CompletionOptions { typed: Some(' '), ..CompletionOptions::default() };
    let count = |text: &str| completions(&page("both", text), Some(&overview()), &options).1.items.len();
    assert_eq!(count("both\n $0"), 0);
    assert_eq!(count(" $0"), 3);
}
