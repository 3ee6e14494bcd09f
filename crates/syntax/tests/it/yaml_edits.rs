//! Edits of random front matter: the YAML has exactly the requested data, and all other lines stay as they are.
#![allow(clippy::unwrap_used)]

use docent_syntax::front_matter::Place;
use docent_syntax::front_matter::edit::{insert_entry, remove_entry, rename_key, set_value};
use docent_syntax::front_matter::split;
use docent_syntax::text::apply_edits;
use docent_syntax::yaml::write::scalar_to_yaml;
use docent_syntax::{FrontMatter, TextEdit};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

/// An entry's lines and its JSON, under the key `kN`.
fn entry(number: usize) -> impl Strategy<Value = (String, Value)> {
    prop::sample::select(vec![
        ("K: v\n", json!("v")),
        ("K: 'it''s' # c\n", json!("it's")),
        ("# above\nK: \"q\"\n", json!("q")),
        ("\nK:\n", json!(null)),
        ("K: # c\n", json!(null)),
        ("K:\n  - a # c\n  - b\n", json!(["a", "b"])),
        ("K:\n- a\n\n- b\n", json!(["a", "b"])),
        ("K: [a, b] # c\n\n", json!(["a", "b"])),
        ("K: |\n  text # no comment\n\n  more\n", json!("text # no comment\n\nmore\n")),
        ("K: >-\n  folded\n  text\n\n", json!("folded text")),
        ("K:\n  a: 1\n  # c\n  b: 2\n", json!({"a": 1, "b": 2})),
        ("K: long\n  text\n", json!("long text")),
        ("K : ü # ä\n", json!("ü")),
        ("# apart\n\n# above\n# too\nK: 3\n", json!(3)),
    ])
    .prop_map(move |(text, value)| (text.replace('K', &format!("k{number}")), value))
}

fn content() -> impl Strategy<Value = (String, Map<String, Value>)> {
    (1usize..6).prop_flat_map(|count| (0..count).map(entry).collect::<Vec<_>>()).prop_map(|entries| {
        let text = entries.iter().map(|(text, _)| text.as_str()).collect();
        let json = entries.into_iter().enumerate().map(|(n, (_, value))| (format!("k{n}"), value)).collect();
        (text, json)
    })
}

fn new_value() -> impl Strategy<Value = Value> {
    prop_oneof![
        "[a-zA-Z0-9 :#,'\"\\[{}@%!&*|>_.ü😀\\\\\t\n-]{0,12}".prop_map(Value::from),
        prop::sample::select(vec![
            "yes",
            "012",
            "1_000",
            "2020-01-01",
            "null",
            "~",
            "1e3",
            "<<",
            "=",
            "---",
            "a: b",
            "- x",
            ""
        ])
        .prop_map(Value::from),
        prop::collection::vec("[a-z:# ]{0,6}", 0..3).prop_map(Value::from),
        Just(json!(null)),
        Just(json!(true)),
        Just(json!(-3)),
    ]
}

fn page(content: &str, crlf: bool) -> String {
    let text = format!("---\n{content}---\n# Body\n");
    if crlf { text.replace('\n', "\r\n") } else { text }
}

fn comments(front_matter: &FrontMatter) -> Vec<&str> {
    front_matter.yaml.comments.iter().map(|comment| &front_matter.text[comment.range]).collect()
}

/// The front matter after the edits; every line of it that an edit does not touch is as it was.
fn apply(page: &str, edits: &[TextEdit]) -> FrontMatter {
    let edited = apply_edits(page, edits).unwrap();
    assert!(!edits.is_empty(), "{page:?}");
    let only_crlf = edited.matches('\n').count() == edited.matches("\r\n").count();
    assert_eq!(only_crlf, page.contains('\r'), "{edited:?}");
    let found = split(&edited);
    assert_eq!(found.yaml.error, None, "{page:?}\n{edited:?}");
    found
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn insertion((content, mut json) in content(), value in new_value(), at in 0usize..5, before: bool, crlf: bool) {
        let page = page(&content, crlf);
        let front_matter = split(&page);
        let entries = front_matter.yaml.entries();
        let place = match entries.get(at) {
            Some(entry) if before => Place::Before(entry),
            Some(entry) => Place::After(entry),
            None if before => Place::Start,
            None => Place::End,
        };
        let edited = apply(&page, &insert_entry(&front_matter, "new", &value, place));
        prop_assert_eq!(comments(&edited), comments(&front_matter));
        json.insert("new".to_owned(), value);
        prop_assert_eq!(edited.yaml.to_json(), Value::Object(json), "{:?}", edited.text);
    }

    #[test]
    fn new_values((content, mut json) in content(), value in new_value(), at in 0usize..5, crlf: bool) {
        let page = page(&content, crlf);
        let front_matter = split(&page);
        let Some(entry) = front_matter.yaml.entries().get(at) else { return Ok(()) };
        let edited = apply(&page, &set_value(&front_matter, entry, &value));
        json.insert(format!("k{at}"), value);
        prop_assert_eq!(edited.yaml.to_json(), Value::Object(json), "{:?}", edited.text);
        let lost = |comment: &&str| !comments(&edited).contains(comment);
        let inside = |comment: &str| ["# c", "# c\r"].contains(&comment);
        prop_assert!(comments(&front_matter).into_iter().filter(lost).all(inside), "{:?}", edited.text);
    }

    #[test]
    fn removal((content, mut json) in content(), at in 0usize..5, crlf: bool) {
        let page = page(&content, crlf);
        let front_matter = split(&page);
        let Some(entry) = front_matter.yaml.entries().get(at) else { return Ok(()) };
        let edited = apply(&page, &remove_entry(&front_matter, entry));
        json.shift_remove(&format!("k{at}"));
        let expected = if json.is_empty() { Value::Null } else { Value::Object(json) };
        prop_assert_eq!(edited.yaml.to_json(), expected, "{:?}", edited.text);
        prop_assert!(comments(&edited).iter().filter(|comment| **comment == "# apart").count()
            == comments(&front_matter).iter().filter(|comment| **comment == "# apart").count());
    }

    #[test]
    fn new_keys((content, json) in content(), key in "[a-z: #'-]{1,6}", at in 0usize..5, crlf: bool) {
        let page = page(&content, crlf);
        let front_matter = split(&page);
        let Some(entry) = front_matter.yaml.entries().get(at) else { return Ok(()) };
        let edited = apply(&page, &[rename_key(entry, &key)]);
        let renamed: Map<_, _> = json
            .into_iter()
            .map(|(name, value)| if name == format!("k{at}") { (key.clone(), value) } else { (name, value) })
            .collect();
        prop_assert_eq!(edited.yaml.to_json(), Value::Object(renamed));
        prop_assert_eq!(comments(&edited), comments(&front_matter));
    }

    #[test]
    fn strings_stay_strings(text in "\\PC{0,12}|[0-9a-fx_.,:eE+TZ -]{1,10}|[\\x00-\\x20a-c\"'\\\\:#-]{0,8}") {
        let written = format!("k: {}\n", scalar_to_yaml(&text));
        let read: Value = serde_yaml::from_str(&written).map_err(|error| TestCaseError::fail(format!("{written:?}: {error}")))?;
        prop_assert_eq!(read, json!({"k": text.as_str()}));
        prop_assert_eq!(docent_syntax::YamlTree::parse(&written, 0.into()).to_json(), json!({"k": text.as_str()}));
    }
}
