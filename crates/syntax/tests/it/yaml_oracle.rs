//! The spanned tree against serde_yaml, and its ranges against its own text.
#![allow(clippy::unwrap_used)]

use docent_syntax::{TextSize, YamlKind, YamlNode, YamlStyle, YamlTree};
use proptest::prelude::*;
use serde_json::Value;

use crate::yaml_cases::CASES;

fn parse(text: &str) -> YamlTree {
    YamlTree::parse(text, TextSize::new(0))
}

/// What serde_yaml reads, merge keys merged, or its error.
fn oracle(text: &str) -> Result<Value, String> {
    let mut value: serde_yaml::Value = serde_yaml::from_str(text).map_err(|error| error.to_string())?;
    value.apply_merge().map_err(|error| error.to_string())?;
    Ok(to_json(&value))
}

fn to_json(value: &serde_yaml::Value) -> Value {
    match value {
        serde_yaml::Value::Sequence(items) => Value::Array(items.iter().map(to_json).collect()),
        serde_yaml::Value::Mapping(entries) => {
            Value::Object(entries.iter().map(|(key, value)| (key_name(key), to_json(value))).collect())
        }
        serde_yaml::Value::Tagged(tagged) => to_json(&tagged.value),
        scalar => serde_json::to_value(scalar).unwrap(),
    }
}

fn key_name(key: &serde_yaml::Value) -> String {
    match key {
        serde_yaml::Value::String(text) => text.clone(),
        serde_yaml::Value::Null => String::new(),
        serde_yaml::Value::Sequence(items) => {
            format!("[{}]", items.iter().map(key_name).collect::<Vec<_>>().join(", "))
        }
        serde_yaml::Value::Mapping(entries) => {
            let entry = |(key, value)| format!("{}: {}", key_name(key), key_name(value));
            format!("{{{}}}", entries.iter().map(entry).collect::<Vec<_>>().join(", "))
        }
        serde_yaml::Value::Tagged(tagged) => key_name(&tagged.value),
        scalar => to_json(scalar).to_string(),
    }
}

/// Null keys are `~` or nothing at all: how a null key is named is not compared.
fn without_null_keys(value: Value) -> Value {
    match value {
        Value::Array(items) => items.into_iter().map(without_null_keys).collect(),
        Value::Object(map) => {
            let named = map.into_iter().map(|(key, value)| (key, without_null_keys(value)));
            Value::Object(
                named.filter(|(key, _)| !key.contains('~') && !key.is_empty() && !key.contains(['[', '{'])).collect(),
            )
        }
        scalar => scalar,
    }
}

#[track_caller]
fn agrees(text: &str) {
    let tree = parse(text);
    assert_eq!(tree.error, None, "{text:?}");
    assert_eq!(tree.to_json(), oracle(text).unwrap(), "{text:?}");
    check_ranges(text, &tree, !text.contains(['*', '%']));
}

/// Every range lies inside its parent's and after its sibling's; with `reparse`, every slice says what the node says.
#[track_caller]
fn check_ranges(text: &str, tree: &YamlTree, reparse: bool) {
    if let Some(root) = &tree.root {
        check_node(text, root, reparse);
    }
    let mut last = 0;
    for comment in &tree.comments {
        assert!(text[comment.range].starts_with('#') && !text[comment.range].contains(['\n', '\r']), "{text:?}");
        assert!(usize::from(comment.range.start()) >= last, "{text:?}");
        last = comment.range.end().into();
        let line_start = text[..usize::from(comment.range.start())].rfind(['\n', '\r']).map_or(0, |n| n + 1);
        let before = &text[line_start..usize::from(comment.range.start())];
        // A byte order mark inside the text is neither a blank nor content.
        if !before.contains('\u{feff}') {
            assert_eq!(comment.own_line, before.trim().is_empty(), "{text:?}");
        }
    }
    if let Some(error) = &tree.error {
        assert!(text.get(std::ops::Range::<usize>::from(error.range)).is_some(), "{text:?}");
        assert!(!error.range.is_empty() || error.range.end() == TextSize::of(text), "{text:?} {error:?}");
    }
}

#[track_caller]
fn check_node(text: &str, node: &YamlNode, reparse: bool) {
    let slice = text.get(std::ops::Range::<usize>::from(node.range)).unwrap_or_else(|| panic!("{text:?} {node:?}"));
    // A block collection of which an error has left nothing is empty too.
    let may_be_empty = matches!(node.style, YamlStyle::Empty | YamlStyle::Block);
    assert!(if slice.is_empty() { may_be_empty } else { node.style != YamlStyle::Empty }, "{text:?} {node:?}");
    // An indentation indicator counts from the parent, and a pair without braces is one only inside a flow sequence.
    let header = slice.lines().next().unwrap_or_default();
    let in_context = (slice.starts_with(['|', '>']) && header.contains(char::is_numeric))
        || (node.style == YamlStyle::Flow && !slice.starts_with(['[', '{']));
    if reparse && node.style != YamlStyle::Empty && !in_context {
        let line_start = text[..usize::from(node.range.start())].rfind(['\n', '\r']).map_or(0, |n| n + 1);
        let column = text[line_start..usize::from(node.range.start())].chars().count();
        let indent = if node.style == YamlStyle::Block { " ".repeat(column) } else { String::new() };
        let reparsed = parse(&format!("{indent}{slice}\n"));
        assert_eq!(reparsed.error, None, "{text:?} {slice:?}");
        if node.tag.is_none() {
            assert_eq!(reparsed.to_json(), node.to_json(), "{text:?} {slice:?}");
        }
        assert_eq!(reparsed.root.map(|root| root.style), Some(node.style), "{text:?} {slice:?}");
    }
    let mut last = node.range.start();
    let mut child = |child: &YamlNode| {
        assert!(node.range.contains_range(child.range), "{text:?} {child:?} in {node:?}");
        assert!(child.range.start() >= last, "{text:?} {child:?}");
        last = child.range.end();
        check_node(text, child, reparse);
    };
    match &node.kind {
        YamlKind::Sequence(items) => items.iter().for_each(&mut child),
        YamlKind::Mapping(entries) => entries.iter().for_each(|entry| {
            assert_eq!(entry.range, entry.key.range.cover(entry.value.range));
            child(&entry.key);
            child(&entry.value);
        }),
        _ => {}
    }
}

#[test]
fn the_collection_agrees() {
    for text in CASES {
        agrees(text);
        agrees(&text.replace('\n', "\r\n"));
        // A block scalar's last line ending depends on the text's, and front matter always has one.
        if !text.contains(['|', '>']) {
            agrees(text.trim_end_matches('\n'));
        }
    }
}

#[test]
fn truncated_text_is_read_without_a_panic() {
    for text in CASES {
        for at in (0..=text.len()).filter(|&at| text.is_char_boundary(at)) {
            let text = &text[..at];
            let tree = parse(text);
            check_ranges(text, &tree, false);
            let _ = tree.to_json();
        }
    }
}

#[test]
fn hostile_text_is_bounded() {
    let bomb: String = (1..30).fold("a0: &a0 [x, x]\n".to_owned(), |text, n| {
        format!("{text}a{n}: &a{n} [{}]\n", format!("*a{}, ", n - 1).repeat(9))
    });
    let deep = (0..5_000).map(|n| format!("{}a:\n", " ".repeat(n % 3_000))).collect::<String>();
    let chain = (1..2_000).fold("a0: &a0 [x]\n".to_owned(), |text, n| format!("{text}a{n}: &a{n} [*a{}]\n", n - 1));
    let texts = [
        "[".repeat(100_000),
        "{".repeat(100_000),
        "- ".repeat(100_000),
        "? ".repeat(100_000),
        "a: ".repeat(100_000),
        "a:\n".repeat(50_000),
        "a: @\n".repeat(20_000),
        "a: \"\n".repeat(20_000),
        "# c\n".repeat(100_000),
        format!("a:\n{}  b: 1\n", "  # c\n".repeat(100_000)),
        format!("a: {}\n", "x".repeat(1_000_000)),
        format!("{}: x\n", "k".repeat(100_000)),
        "&a *a ".repeat(50_000),
        "!a ".repeat(50_000),
        bomb,
        deep,
        chain,
    ];
    for text in &texts {
        let tree = parse(text);
        let _ = tree.to_json();
        let _ = tree.clone();
    }
}

/// Text over the characters that mean something, mostly broken.
fn yaml_like() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "a", "b: ", "key: ", "- ", "-", "\n", "\n", "\n  ", "\n- ", "\n    ", "\t", "\r\n", "\r", "[", "]", "{", "}",
        ", ", ",", ": ", ":", "? ", "\"", "'", "# c", " # c", "&x ", "*x", "!!str ", "!t ", "|", ">", "|-\n  ",
        ">+\n ", "---", "...", "%", "@", "`", "ü", "😀", "\u{feff}", "<<: ", "~", "1", "true", "\\", "=", " ", "  ",
        "\nz: ",
    ]);
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

/// A mapping in block style, written in many ways; `depth` bounds the nesting.
fn block_mapping(depth: u32) -> BoxedStrategy<Vec<String>> {
    prop::collection::vec(value(depth), 1..5)
        .prop_map(|values| {
            let mut lines = Vec::new();
            for (index, value) in values.into_iter().enumerate() {
                let key = ["a", "b-c", "'d e'", "\"f\\\"\"", "gü"][index % 5];
                let colon = if index % 3 == 2 { " :" } else { ":" };
                lines.extend(value.after(&format!("{key}{colon}")));
            }
            lines
        })
        .boxed()
}

/// How a value follows its key or hyphen.
#[derive(Debug, Clone)]
enum Written {
    /// On the same line; further lines are indented.
    Inline(Vec<String>),
    /// On the lines below, indented by this much.
    Below(usize, Vec<String>),
    Comment(Box<Written>),
    Blank(Box<Written>),
}

impl Written {
    fn after(self, head: &str) -> Vec<String> {
        match self {
            Written::Inline(lines) => {
                let mut lines = lines.into_iter();
                let first = lines.next().unwrap_or_default();
                let separator = if first.is_empty() { "" } else { " " };
                let rest = lines.map(|line| if line.is_empty() { line } else { format!("  {line}") });
                std::iter::once(format!("{head}{separator}{first}")).chain(rest).collect()
            }
            Written::Below(indent, lines) => {
                let indent = " ".repeat(indent);
                let indented =
                    lines.into_iter().map(|line| if line.is_empty() { line } else { format!("{indent}{line}") });
                std::iter::once(format!("{head} # below")).chain(indented).collect()
            }
            Written::Comment(inner) => std::iter::once("# ü comment".to_owned()).chain(inner.after(head)).collect(),
            Written::Blank(inner) => std::iter::once(String::new()).chain(inner.after(head)).collect(),
        }
    }
}

fn scalar_text() -> impl Strategy<Value = String> {
    prop_oneof![
        prop::sample::select(vec![
            "yes",
            "no",
            "true",
            "False",
            "null",
            "~",
            "0x1F",
            "0o17",
            "0b11",
            "1_000",
            "012",
            "-0",
            "+12",
            "1e3",
            ".5",
            "1.",
            "-1.5E-3",
            ".inf",
            "-.INF",
            ".nan",
            "2020-01-01",
            "12:30:45",
            "<<",
            "=",
            "0",
            "18446744073709551615",
            "-9223372036854775808",
            "x",
            "messaging",
            "a b c",
            "http://a.b/c#d",
            "a#b",
            "a:b",
            "-x",
            "?x",
            ":x",
            "a, b",
            "it's",
            "say \"x\"",
            "ü ß 😀",
            "{{x}",
            "x]",
        ])
        .prop_map(str::to_owned),
        "[a-zA-Zü0-9_./-]{1,12}",
        "[a-z0-9.+eE_xo-]{1,6}",
    ]
}

fn words() -> impl Strategy<Value = Vec<String>> {
    prop::collection::vec("[a-zü]{1,5}( [a-z#:'\"]{0,3}[a-z])?", 1..4)
}

fn value(depth: u32) -> BoxedStrategy<Written> {
    let inline = |text: String| Written::Inline(vec![text]);
    let plain = scalar_text().prop_filter("plain", |text| is_plain(text)).prop_map(inline);
    let single = scalar_text().prop_map(move |text| inline(format!("'{}'", text.replace('\'', "''"))));
    let double = scalar_text().prop_map(move |text| inline(format!("{text:?} # c")));
    let multi_line = (words(), prop::sample::select(vec!["", "'", "\""])).prop_map(|(words, quote)| {
        let strip = |word: String| word.replace(['#', ':', '\'', '"'], "");
        let mut lines: Vec<String> = words.into_iter().map(strip).collect();
        lines.insert(1, String::new());
        lines[0].insert_str(0, quote);
        lines.push(format!("end{quote}"));
        Written::Inline(lines)
    });
    let header = prop::sample::select(vec!["|", ">", "|-", ">-", "|+", ">+", "|2", ">2-", "| # c"]);
    let block_scalar = (header, words(), any::<bool>()).prop_map(|(header, words, blank)| {
        let mut lines = vec![header.to_owned()];
        let indented = if header.contains('2') { "  deeper" } else { "first" };
        lines.push(indented.to_owned());
        lines.extend(words);
        lines.push(String::new());
        lines.push("  more".to_owned());
        if blank {
            lines.extend([String::new(), String::new()]);
        }
        Written::Inline(lines)
    });
    let empty = Just(Written::Inline(vec![String::new()]));
    let flow = flow(2).prop_map(inline);
    let tagged = prop::sample::select(vec![
        "!!str 1",
        "!!str",
        "!!int 3",
        "!!float 1",
        "!!bool true",
        "!!null ~",
        "!x 1",
        "!x [1]",
        "!!str true",
    ])
    .prop_map(|text| Written::Inline(vec![text.to_owned()]));
    let leaf = prop_oneof![4 => plain, 2 => single, 2 => double, 1 => multi_line, 2 => block_scalar, 1 => empty, 2 => flow, 1 => tagged];
    let any_value = if depth == 0 {
        leaf.boxed()
    } else {
        let mapping = (block_mapping(depth - 1), 1usize..5).prop_map(|(lines, indent)| Written::Below(indent, lines));
        let items = prop::collection::vec(value(depth - 1), 1..4)
            .prop_map(|values| values.into_iter().flat_map(|value| value.after("-")).collect::<Vec<_>>());
        let sequence = (items, 0usize..4).prop_map(|(lines, indent)| Written::Below(indent, lines));
        prop_oneof![6 => leaf, 1 => mapping, 2 => sequence].boxed()
    };
    prop_oneof![
        6 => any_value.clone(),
        1 => any_value.clone().prop_map(|value| Written::Comment(Box::new(value))),
        1 => any_value.prop_map(|value| Written::Blank(Box::new(value))),
    ]
    .boxed()
}

fn flow(depth: u32) -> BoxedStrategy<String> {
    let scalar =
        prop::sample::select(vec!["a", "'b, c'", "\"d\\n\"", "1", "true", "~", "e f", "ü"]).prop_map(str::to_owned);
    if depth == 0 {
        return scalar.boxed();
    }
    let items = prop::collection::vec(flow(depth - 1), 0..4);
    prop_oneof![
        2 => scalar,
        2 => items.clone().prop_map(|items| format!("[{}]", items.join(", "))),
        1 => items.clone().prop_map(|items| format!("[ {} , ]", if items.is_empty() { "x".to_owned() } else { items.join(" ,") })),
        2 => items.prop_map(|items| {
            let entries: Vec<_> = items.iter().enumerate().map(|(n, item)| format!("k{n}: {item}")).collect();
            format!("{{{}}}", entries.join(", "))
        }),
    ]
    .boxed()
}

fn is_plain(text: &str) -> bool {
    !text.is_empty()
        && !text.starts_with(['-', '?', ':', '{', '[', '\'', '"', '.', '<'])
        && !text.ends_with(':')
        && !text.contains(": ")
        && !text.contains(" #")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn generated_mappings_agree(lines in block_mapping(3)) {
        let text = lines.join("\n") + "\n";
        prop_assume!(oracle(&text).is_ok());
        agrees(&text);
        agrees(&text.replace('\n', "\r\n"));
    }

    #[test]
    fn any_text_is_read(text in yaml_like()) {
        let tree = parse(&text);
        check_ranges(&text, &tree, false);
        let _ = tree.to_json();
        let moved = YamlTree::parse(&text, TextSize::new(1000));
        prop_assert_eq!(moved.to_json(), tree.to_json());
    }

    #[test]
    fn mappings_that_both_read_are_the_same(text in yaml_like().prop_map(|text| text + "\n")) {
        // A byte order mark inside the text is content to the one and a mistake to the other.
        if text.contains('\u{feff}') {
            return Ok(());
        }
        if let Ok(value @ Value::Object(_)) = oracle(&text) {
            let tree = parse(&text);
            if tree.error.is_none() {
                prop_assert_eq!(without_null_keys(tree.to_json()), without_null_keys(value));
            }
        }
    }
}
