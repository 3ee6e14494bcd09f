//! The spanned YAML tree against serde_yaml: what one reads as a mapping, the other reads as the same mapping.
#![no_main]

use docent_syntax::{TextRange, TextSize, YamlKind, YamlNode, YamlTree};
use libfuzzer_sys::fuzz_target;
use serde_json::Value;

fuzz_target!(|text: &str| {
    let tree = YamlTree::parse(text, TextSize::new(0));
    if let Some(root) = &tree.root {
        ranges(text, root, 0);
    }
    tree.error.iter().for_each(|error| inside(text, error.range));

    // A block scalar at the very end keeps no line ending in one reader and one in the other; front matter always ends
    // with its closing line.
    if !text.ends_with('\n') {
        return;
    }
    // Readers disagree on a second byte order mark. Front matter begins behind the first one at most.
    if text.starts_with("\u{feff}\u{feff}") {
        return;
    }
    let Ok(value) = serde_yaml::from_str::<serde_yaml::Value>(text) else { return };
    if !value.is_mapping() || !has_string_keys(&value) {
        return;
    }
    // What JSON cannot say (keys that are no strings, tags, not-a-number) has no common ground to compare on.
    let Ok(expected) = serde_json::to_value(&value) else { return };
    if text.contains(['!', '&', '*', '<']) || has_odd_number(&expected) {
        return;
    }
    // The libyaml family takes some texts that the specification does not, such as a quoted text that goes on in column 0.
    // `DOCENT_FUZZ_STRICT=1` stops at those as well.
    if tree.error.is_some() && std::env::var_os("DOCENT_FUZZ_STRICT").is_none() {
        return;
    }
    assert_eq!(tree.error, None, "{text:?}");
    assert_eq!(tree.to_json(), expected, "{text:?}");
});

fn ranges(text: &str, node: &YamlNode, depth: u32) {
    inside(text, node.range);
    if depth > 200 {
        return;
    }
    match &node.kind {
        YamlKind::Sequence(items) => items.iter().for_each(|item| ranges(text, item, depth + 1)),
        YamlKind::Mapping(entries) => {
            for entry in entries {
                inside(text, entry.range);
                ranges(text, &entry.key, depth + 1);
                ranges(text, &entry.value, depth + 1);
            }
        }
        YamlKind::Scalar { .. } | YamlKind::Alias(_) => {}
    }
}

fn has_string_keys(value: &serde_yaml::Value) -> bool {
    match value {
        serde_yaml::Value::Sequence(items) => items.iter().all(has_string_keys),
        serde_yaml::Value::Mapping(entries) => entries.iter().all(|(key, value)| key.is_string() && has_string_keys(value)),
        _ => true,
    }
}

fn has_odd_number(value: &Value) -> bool {
    match value {
        Value::Number(number) => !number.is_i64(),
        Value::Array(items) => items.iter().any(has_odd_number),
        Value::Object(entries) => entries.values().any(has_odd_number),
        _ => false,
    }
}

fn inside(text: &str, range: TextRange) {
    assert!(text.get(std::ops::Range::<usize>::from(range)).is_some(), "{range:?} in {text:?}");
}
