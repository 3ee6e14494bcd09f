//! What a suppression is about, and what it is not.

use docent_rules::{CheckInput, Finding, RuleSettings, Severity, check_page};
use docent_syntax::text::apply_edits;
use docent_syntax::{Dialect, Page};
use docent_template::{Contract, TemplateSource, compile};
use proptest::prelude::*;

const TEMPLATE: &str = "\
---
docent: { template: recipe }
front-matter:
  additionalProperties: false
  required: [title]
  properties:
    title: {}
---

## Ingredients

Flour and water, nothing else.

## Steps

1. **Weigh** the flour.

2. **Knead** the dough.

3. **Wait** for {{time}}.
";

fn contract() -> Contract {
    let contract = compile(TemplateSource { name: "recipe.md".into(), is_file: true, text: TEMPLATE.into() }, |_| None);
    assert_eq!(contract.problems, []);
    contract
}

fn findings_with(text: &str, settings: &RuleSettings) -> Vec<Finding> {
    let page = Page::parse(text, Dialect::EXTENDED);
    check_page(&CheckInput {
        page: &page,
        path: "page.md",
        contract: Some(&contract()),
        settings,
        yaml: Default::default(),
        site: None,
    })
}

/// Each finding as its rule and the words it is about.
fn found(text: &str) -> Vec<String> {
    let short = |finding: &Finding| {
        let words = &text[finding.range];
        format!("{} at {:?}", finding.rule, words.lines().next().unwrap_or_default())
    };
    findings_with(text, &RuleSettings::default()).iter().map(short).collect()
}

/// The same with LF and CRLF.
#[track_caller]
fn check(text: &str, expected: &[&str]) {
    assert_eq!(found(text), expected, "\n{text}");
    assert_eq!(found(&text.replace('\n', "\r\n")), expected, "with CRLF");
}

/// A page that is as it should be but for what stands between its parts.
fn page(front_matter: &str, before_ingredients: &str, text: &str, steps: &str) -> String {
    format!(
        "---\ntitle: Bread\n{front_matter}---\n\n{before_ingredients}## Ingredients\n\n{text}\n\n## Steps\n\n{steps}"
    )
}

const TEXT: &str = "Flour and water, nothing else.";
const STEPS: &str = "1. **Weigh** the flour.\n\n2. **Knead** the dough.\n\n3. **Wait** for an hour.\n";

#[test]
fn a_comment_is_about_the_heading_or_the_block_after_it() {
    check(&page("", "", TEXT, STEPS), &[]);
    check(&page("", "", "Flour.", STEPS), &["section-content at \"## Ingredients\""]);
    check(&page("", "<!-- docent-ignore section-content: ä -->\n", "Flour.", STEPS), &[]);
    check(&page("", "<!-- docent-ignore section-content -->\n\n<!-- more\n\nof it -->\n\n", "Flour.", STEPS), &[]);
    // Paragraphs are looked at as a whole.
    let near =
        "<!-- docent-ignore section-content, template-placeholder: so it is -->\n\nFlour and\nwater, nothing {{time}}.";
    check(&page("", "", near, STEPS), &[]);
    check(
        &page("", "", "<!-- docent-ignore section-content -->\n\nX.\n\nFlour and water, nothing at all.", STEPS),
        &[
            "unused-suppression at \"<!-- docent-ignore section-content -->\"",
            "section-content at \"Flour and water, nothing at all.\"",
        ],
    );
}

#[test]
fn a_comment_beside_text_is_about_its_line() {
    let comment = "<!-- docent-ignore template-placeholder, section-content: x -->";
    check(&page("", "", &format!("Flour and {{{{time}}}}, nothing else. {comment}"), STEPS), &[]);
    let heading = page("", "", "Flour.", STEPS)
        .replace("## Ingredients", "## Ingredients <!-- docent-ignore section-content: x -->");
    check(&heading, &[]);
}

#[test]
fn steps_have_comments_of_their_own() {
    let steps = "1. **Weigh** the flour.\n\n   <!-- docent-ignore changed-step: a machine does it -->\n\n2. **Knead** it by machine.\n\n3. **Wait**, or not.\n";
    check(&page("", "", TEXT, steps), &["changed-step at \"**Wait**, or not.\""]);
    let tight = "<!-- docent-ignore changed-step -->\n1. **Weigh** all.\n   <!-- docent-ignore changed-step: a -->\n2. **Knead** it by machine.\n3. **Wait** for an hour.\n";
    check(&page("", "", TEXT, tight), &[]);
    let stacked = "1. **Weigh** the flour.\n\n   <!-- docent-ignore missing-step: a -->\n   <!-- docent-ignore changed-step: b -->\n\n2. **Knead** it by machine.\n";
    check(&page("", "", TEXT, stacked), &[]);
}

#[test]
fn a_key_is_about_the_whole_page() {
    let steps = "1. **Weigh** all.\n\n2. **Knead** it by machine.\n";
    for key in [
        "docent-ignore: [changed-step, missing-step]\n",
        "docent-ignore: changed-step, missing-step\n",
        "docent-ignore:\n  - changed-step\n  - missing-step: we do not\n",
        "docent-ignore: { changed-step: ä, missing-step: }\n",
        "docent-ignore:\n  changed-step: a machine does it\n  missing-step: |\n    we\n    do not\n",
    ] {
        check(&page(key, "", TEXT, steps), &[]);
    }
    check(
        "---\ndocent-ignore: missing-key\n---\n\n## Ingredients\n\nFlour and water, nothing else.\n\n## Steps\n\n1. **Weigh** the flour.\n2. **Knead** the dough.\n3. **Wait** for an hour.\n",
        &[],
    );
}

#[test]
fn wrong_suppressions_are_findings_themselves() {
    check(
        &page("docent-ignore: [changed-stepp, \"missing-step\"]\n", "", TEXT, STEPS),
        &["unknown-suppression at \"changed-stepp\"", "unused-suppression at \"missing-step\""],
    );
    check(&page("", "<!-- docent-ignore -->\n", TEXT, STEPS), &["unknown-suppression at \"<!-- docent-ignore -->\""]);
    // They cannot be silenced, and nothing follows the last one.
    check(
        &page(
            "docent-ignore: [unknown-suppression, unused-suppression]\n",
            "",
            TEXT,
            &format!("{STEPS}\n<!-- docent-ignore empty-section: x -->\n"),
        ),
        &[
            "unknown-suppression at \"unknown-suppression\"",
            "unknown-suppression at \"unused-suppression\"",
            "unused-suppression at \"<!-- docent-ignore empty-section: x -->\"",
        ],
    );
}

/// Nothing is said about names that are perhaps none.
#[test]
fn a_broken_front_matter_is_not_read_for_mistakes() {
    let rules = |text: &str| {
        let findings = findings_with(text, &RuleSettings::default());
        findings.iter().map(|finding| finding.rule).collect::<Vec<_>>()
    };
    assert_eq!(rules(&page("docent-ignore: [missing-stepp\n", "", TEXT, STEPS)), ["front-matter-syntax"]);
}

#[test]
fn a_rule_that_is_off_leaves_its_suppressions_alone() {
    let text = page("", "<!-- docent-ignore section-content -->\n", TEXT, STEPS);
    let mut settings = RuleSettings::default();
    assert_eq!(findings_with(&text, &settings).len(), 1);
    settings.set_severity("section-content", None);
    assert_eq!(findings_with(&text, &settings), []);
    let mut settings = RuleSettings::default();
    settings.set_severity("unused-suppression", Some(Severity::Hint));
    assert_eq!(findings_with(&text, &settings)[0].severity, Severity::Hint);
    settings.set_severity("unused-suppression", None);
    assert_eq!(findings_with(&text, &settings), []);
    let page = Page::parse(&text, Dialect::EXTENDED);
    let free = CheckInput {
        page: &page,
        path: "page.md",
        contract: None,
        settings: &RuleSettings::default(),
        yaml: Default::default(),
        site: None,
    };
    assert_eq!(check_page(&free), []);
}

#[test]
fn what_is_not_used_can_be_removed() {
    let fixed = |text: &str| {
        let findings = findings_with(text, &RuleSettings::default());
        let finding = findings.iter().find(|finding| finding.rule == "unused-suppression").expect("one is unused");
        assert!(finding.unnecessary);
        apply_edits(text, &finding.safe_fix().expect("it has a fix").edits).expect("the edits fit")
    };
    let clean = page("", "", TEXT, STEPS);
    for unused in [
        page("docent-ignore: empty-section\n", "", TEXT, STEPS),
        page("docent-ignore:\n  - empty-section\n  - missing-step\n", "", TEXT, STEPS),
        page("", "<!-- docent-ignore empty-section: x -->\n\n", TEXT, STEPS),
        page("", "", "Flour and water, nothing else. <!-- docent-ignore empty-section, missing-step -->", STEPS),
        page("", "", "<!-- docent-ignore empty-section --> Flour and water, nothing else.", STEPS),
        page("", "", TEXT, &STEPS.replace("flour.\n", "flour.\n\n   <!-- docent-ignore changed-step -->\n")),
    ] {
        assert_eq!(fixed(&unused), clean);
        assert_eq!(fixed(&unused.replace('\n', "\r\n")), clean.replace('\n', "\r\n"));
    }
    for commented in ["docent-ignore: [empty-section] # ask Kim\n", "docent-ignore:\n  # why\n  - empty-section\n"] {
        let findings = findings_with(&page(commented, "", TEXT, STEPS), &RuleSettings::default());
        let finding = findings.iter().find(|finding| finding.rule == "unused-suppression").expect("it is unused");
        assert!(finding.safe_fix().is_none() && finding.preferred_fix().is_some(), "no comment is lost: {commented:?}");
    }
    let used = |comment: &str| page("", comment, "Flour.", STEPS);
    let kept = used("<!-- docent-ignore section-content: x -->\n");
    assert_eq!(fixed(&used("<!-- docent-ignore section-content, empty-section: x -->\n")), kept);
    assert_eq!(fixed(&used("<!-- docent-ignore empty-section, section-content: x -->\n")), kept);
    let steps = "1. **Weigh** the flour.\n\n2. **Knead** the dough.\n";
    let listed = |list: &str| page(list, "", TEXT, steps);
    for (list, kept) in [
        ("docent-ignore: [empty-section, missing-step]\n", "docent-ignore: [missing-step]\n"),
        ("docent-ignore:\n- missing-step\n- empty-section: x\n", "docent-ignore:\n- missing-step\n"),
        ("docent-ignore:\n  missing-step: x\n  empty-section: y\n", "docent-ignore:\n  missing-step: x\n"),
    ] {
        assert_eq!(fixed(&listed(list)), listed(kept));
    }
}

/// What is inserted before a place comes before the suppressions that are about it.
#[test]
fn fixes_leave_suppressions_where_they_are() {
    let comment = "   <!-- docent-ignore changed-step: x -->\n";
    let steps = format!("1. **Weigh** the flour.\n\n{comment}\n2. **Wait**, or not.\n");
    let text = page("", "", TEXT, &steps);
    let findings = findings_with(&text, &RuleSettings::default());
    assert_eq!(findings.iter().map(|finding| finding.rule).collect::<Vec<_>>(), ["missing-step"]);
    let fixed = apply_edits(&text, &findings[0].fixes[0].edits).expect("the edits fit");
    let expected = format!("1. **Weigh** the flour.\n\n2. **Knead** the dough.\n\n{comment}\n3. **Wait**, or not.\n");
    assert_eq!(fixed, page("", "", TEXT, &expected));
    check(&fixed, &[]);
    let text = page("", "<!-- docent-ignore section-content: x -->\n\n", "Flour.", STEPS);
    let (start, steps) = text.split_once("## Steps").expect("it has both sections");
    let (start, ingredients) = start.split_once("<!--").expect("it has a comment");
    let swapped = format!("{start}## Steps{steps}\n<!--{}", ingredients.trim_end());
    let findings = findings_with(&swapped, &RuleSettings::default());
    let order = findings.iter().find(|finding| finding.rule == "section-order").expect("they changed places");
    assert_eq!(found(&apply_edits(&swapped, &order.fixes[0].edits).expect("the edits fit")), [""; 0]);
}

#[test]
fn very_many_suppressions_are_read_in_one_pass() {
    const MANY: usize = 5_000;
    let count = |text: &str| findings_with(text, &RuleSettings::default()).len();
    let comment = "<!-- docent-ignore empty-section -->";
    assert_eq!(count(&page("", &format!("{comment}\n").repeat(MANY), TEXT, STEPS)), MANY);
    assert!(count(&page("", "", &format!("x {}", comment.repeat(MANY)), STEPS)) > MANY);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_text_is_too_odd(parts in prop::collection::vec(prop::sample::select(vec![
        "<!-- docent-ignore ", "-->", "missing-step", ",", ":", "\n", "\n\n", "> ", "1. ", "* ", "  ", "\t", "## H", "ä",
        "```", "{::comment}docent-ignore a{:/comment}", "\r\n", "---\n", "docent-ignore: ", "[", "]", "<!--",
    ]), 0..24)) {
        let text: String = parts.concat();
        for finding in findings_with(&text, &RuleSettings::default()) {
            prop_assert!(text.get(std::ops::Range::<usize>::from(finding.range)).is_some());
            for fix in &finding.fixes {
                prop_assert!(apply_edits(&text, &fix.edits).is_some());
            }
        }
    }
}
