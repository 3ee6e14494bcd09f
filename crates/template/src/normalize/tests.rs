//! Titles and wordings, compared by meaning.

use super::*;
use crate::canned::{same_letters, same_wording};
use crate::contract::CannedText;

#[test]
fn titles_are_equal_by_meaning() {
    for (a, b) in [
        ("Getting Started", "getting started"),
        ("  Getting   started ", "Getting started"),
        ("Getting started:", "Getting started"),
        ("**Getting** started.", "Getting started"),
        ("_Getting started_", "Getting started"),
        ("What’s new", "What's new"),
        ("Before – after", "Before - after"),
        ("ÜBERSICHT", "übersicht"),
        ("Getting\u{a0}started", "Getting started"),
        ("Use\u{200b}Case", "usecase"),
    ] {
        assert_eq!(title_key(a), title_key(b), "{a:?} and {b:?}");
    }
    assert_ne!(title_key("snake_case"), title_key("snakecase"));
    assert_ne!(title_key("???"), "");
    assert_eq!(title_key("  "), "");
}

#[test]
fn aliases_match_any_text() {
    let matches = |alias: &str, title: &str| Pattern::title(alias).matches(&title_key(title));
    assert!(matches("Getting Started with *", "Getting started with the Chat Agent API"));
    assert!(!matches("Getting Started with *", "Getting started with"));
    assert!(!matches("Getting Started with *", "Getting started without it"));
    assert!(matches("Use cases for *", "**Use Cases** for LoBs API."));
    assert!(matches("* API", "Users API"));
    assert!(!matches("* API", "API"));
    assert!(matches("The * and the *", "The fox and the hound"));
    assert!(matches("The **", "The fox"));
    assert!(matches("*", "Anything"));
    assert!(!matches("*", ""));
    assert!(matches("Overview.", "overview"));
    assert!(matches("a*b*c", "a1b b2c c"));
    assert!(!matches("a*a", "aa"));
}

#[test]
fn a_pattern_of_many_gaps_is_matched_without_backtracking() {
    let pattern = Pattern::title(&"a*".repeat(5_000));
    assert!(!pattern.matches(&format!("{}b", "a".repeat(5_000))));
    assert!(pattern.matches(&format!("{}b", "a".repeat(10_000))));
}

#[test]
fn near_titles() {
    use Nearness::{Contains, Spelling};
    for (expected, actual, nearness) in [
        ("Getting started", "Getting stared", Some(Spelling)),
        ("Getting started", "Get started", Some(Spelling)),
        ("Getting started", "Getting Strated", Some(Spelling)),
        ("Getting started", "GettingStarted", Some(Spelling)),
        ("Getting started", "2. Getting started", Some(Spelling)),
        ("Getting started", "Getting started with the Chat Agent API", Some(Contains)),
        ("Use cases", "Use case", Some(Spelling)),
        ("Use cases", "Common use cases", Some(Contains)),
        ("Use cases", "Use cases: banking", Some(Contains)),
        ("Use cases", "Cases", None),
        ("Introduction", "Intro", Some(Spelling)),
        ("Introduction", "Introduction to webhooks", Some(Contains)),
        ("Introduction", "Introdution", Some(Spelling)),
        ("Terms and conditions", "Terms & conditions", Some(Spelling)),
        ("Request", "Response", None),
        ("Request", "Request headers", None),
        ("Request", "Requests", Some(Spelling)),
        ("Import", "Export", None),
        ("Get users", "Put users", None),
        ("Version 1", "Version 2", None),
        ("Step 1", "Step 10", None),
        ("A", "B", None),
        ("Use", "Used", None),
        ("Same", "Same", None),
        ("", "a", None),
    ] {
        assert_eq!(near_title(&title_key(expected), &title_key(actual)), nearness, "{expected:?}, {actual:?}");
    }
    assert_eq!(near_title(&"a".repeat(100_000), &"a".repeat(100_001)), None);
}

fn canned(text: &str, variants: &[&str]) -> CannedText {
    CannedText {
        source: text.into(),
        text: text.into(),
        bold_lead: None,
        first_link: None,
        variants: variants.iter().map(|variant| canned(variant, &[])).collect(),
        placeholders: Vec::new(),
    }
}

#[test]
fn wordings() {
    let step = canned("Note the API terms of use.", &["Here are the API terms of use", "See {{what}} for “terms”"]);
    assert!(same_wording(&step, "Note the API  terms of use"));
    assert!(same_wording(&step, "Here are the API terms of use."));
    assert!(same_wording(&step, "See this page for \"terms\"."));
    assert!(!same_wording(&step, "See for \"terms\"."));
    assert!(!same_wording(&step, "See  for \"terms\"."));
    assert!(!same_wording(&step, "note the API terms of use"));
    assert!(same_letters(&step, "Note the API\nterms of use."));
    assert!(!same_letters(&step, "Note the API terms of use"));

    let open = canned("Call {{service}}", &[]);
    assert!(same_wording(&open, "Call accountConfig."));
    assert!(!same_wording(&open, "Call ."));
    assert!(!same_wording(&open, "Call"));
    assert!(same_wording(&canned("An open {{ brace", &[]), "An open {{ brace"));
}

#[test]
fn the_key_of_a_key_is_the_key() {
    for (title, key) in [("0_!", "0"), ("a _", "a"), ("_ !", "_ !"), ("*x*_.", "x"), ("snake_case:", "snake_case")] {
        assert_eq!(title_key(title), key, "{title:?}");
        assert_eq!(title_key(key), key, "{key:?}");
    }
}

#[test]
fn link_targets() {
    assert_eq!(link_key(" ./login.html{:target=\"_blank\"} "), "login.html");
    assert_eq!(link_key("/login.html"), "login.html");
    assert_eq!(link_key("https://example.org/a"), "https://example.org/a");
}

proptest::proptest! {
    #[test]
    fn any_text_has_a_key_that_stays(text in "\\PC*", alias in "[a-c*]{0,6}", title in "[a-c]{0,8}") {
        let key = title_key(&text);
        proptest::prop_assert_eq!(title_key(&key), key.clone());
        let _ = near_title(&key, &title_key(&title));
        let _ = near_title(&title_key(&title), &key);
        proptest::prop_assert!(Pattern::title("*").matches(&key) || key.is_empty());

        // Against the plainest matcher there is.
        let pattern: Vec<char> = alias.chars().collect();
        let letters: Vec<char> = title.chars().collect();
        proptest::prop_assert_eq!(Pattern::title(&alias).matches(&title), plainly_matches(&pattern, &letters));
    }
}

fn plainly_matches(pattern: &[char], text: &[char]) -> bool {
    match pattern {
        [] => text.is_empty(),
        ['*', '*', rest @ ..] => plainly_matches(&[&['*'], rest].concat(), text),
        ['*', rest @ ..] => (1..=text.len()).any(|taken| plainly_matches(rest, &text[taken..])),
        [first, rest @ ..] => text.first() == Some(first) && plainly_matches(rest, &text[1..]),
    }
}
