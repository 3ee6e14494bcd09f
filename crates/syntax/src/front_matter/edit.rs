//! Small edits of a page's front matter that leave comments, quoting, blank lines, indentation, order and line endings
//! as they are. Knows no key and no schema.
//!
//! All edits are in bytes of the page's text. A function returns no edits where it cannot do its work without
//! writing the block anew (the root is a list, say, or the item shares its line with something else).

use super::edit_source::{Layout, Source};
use super::effect::Effect;
use super::{FrontMatter, Place};
use crate::text::TextEdit;
use crate::yaml::write::{flow_scalar, scalar_in_style, scalar_to_yaml, value_to_flow};
use crate::yaml::{YamlEntry, YamlKind, YamlNode, YamlStyle};
use serde_json::Value;
use text_size::{TextRange, TextSize};

/// A whole block with its `---` lines, for a page that has none. Written with LF.
pub fn new_block<'a>(entries: impl IntoIterator<Item = (&'a str, &'a Value)>) -> String {
    let mut text = String::from("---\n");
    for (key, value) in entries {
        text.push_str(&entry_text(key, value, &Layout::default()));
    }
    text.push_str("---\n");
    text
}

/// Adds a top-level entry. Null is written as an empty value, a list of scalars as one line each item.
pub fn insert_entry(front_matter: &FrontMatter, key: &str, value: &Value, place: Place<'_>) -> Vec<TextEdit> {
    insert_entries(front_matter, &[(key, value)], place)
}

/// Adds several top-level entries at one place, in one edit.
pub fn insert_entries(front_matter: &FrontMatter, entries: &[(&str, &Value)], place: Place<'_>) -> Vec<TextEdit> {
    if !front_matter.is_present() || entries.is_empty() {
        return Vec::new();
    }
    let source = Source::of(front_matter);
    match &front_matter.yaml.root {
        None => {}
        Some(YamlNode { kind: YamlKind::Mapping(_), style: YamlStyle::Flow, .. }) => {
            return source.insert_into_flow_root(entries, place);
        }
        Some(YamlNode { kind: YamlKind::Mapping(_), .. }) => {}
        Some(_) => return Vec::new(),
    }
    let at = source.offset_of(place);
    let layout = source.layout();
    let text: String = entries.iter().map(|(key, value)| entry_text(key, value, &layout)).collect();
    vec![source.insert_lines(at, &text)]
}

/// Replaces a top-level entry's value. A quoted string stays in its quotes, a flow list a flow list; the comment after
/// the value stays.
pub fn set_value(front_matter: &FrontMatter, entry: &YamlEntry, value: &Value) -> Vec<TextEdit> {
    let source = Source::of(front_matter);
    let old = &entry.value;
    let flow_root = front_matter.yaml.root.as_ref().is_some_and(|root| root.style == YamlStyle::Flow);
    let is_list = |node: &YamlNode| matches!(node.kind, YamlKind::Sequence(_));
    let block_items = match value {
        Value::Array(items) if !flow_root && !items.is_empty() && !items.iter().any(is_collection) => Some(items),
        _ => None,
    };
    match block_items {
        Some(items) if is_list(old) && old.style == YamlStyle::Block => {
            let indent = " ".repeat(source.column(old.range.start()));
            let text = items_text(items, &indent);
            let text = text.strip_prefix(indent.as_str()).unwrap_or(&text).trim_end_matches('\n');
            vec![TextEdit::replace(old.range, source.ending.apply(text))]
        }
        Some(items) if !(is_list(old) && old.style == YamlStyle::Flow) => {
            source.value_as_lines(entry, &items_text(items, &source.layout().list_indent()))
        }
        _ => {
            let text = match value {
                Value::String(text) if flow_root && !is_quoted(old) => flow_scalar(text),
                Value::String(text) => scalar_in_style(text, old.style),
                Value::Null => String::new(),
                other => value_to_flow(other),
            };
            source.value_on_line(entry, &text)
        }
    }
}

/// Gives an entry, a nested one too, another key. A quoted key stays quoted.
pub fn rename_key(entry: &YamlEntry, new_key: &str) -> TextEdit {
    TextEdit::replace(entry.key.range, scalar_in_style(new_key, entry.key.style))
}

/// Removes this very entry (of a key that occurs twice, this one) with its lines, the comment after it, and the comment
/// lines directly above it. Where blank lines stand on both sides, one side goes too. No edits where an alias elsewhere needs an anchor
/// in the entry.
pub fn remove_entry(front_matter: &FrontMatter, entry: &YamlEntry) -> Vec<TextEdit> {
    let source = Source::of(front_matter);
    let edits = match &front_matter.yaml.root {
        Some(YamlNode { kind: YamlKind::Mapping(entries), style: YamlStyle::Flow, .. }) => {
            let parts: Vec<TextRange> = entries.iter().map(|entry| entry.range).collect();
            remove_from_flow(&parts, entry.range)
        }
        Some(YamlNode { kind: YamlKind::Mapping(_), .. }) => {
            vec![source.delete_lines(source.start_with_comments(entry), source.end_of_lines(entry))]
        }
        _ => Vec::new(),
    };
    unless_aliases_break(front_matter, edits)
}

/// Moves a top-level entry of a block mapping, with its lines and the comment lines directly above it, as they stand. No edits where the
/// block would say something else afterwards: an alias before its anchor, a key on the other side of a merge.
pub fn move_entry(front_matter: &FrontMatter, entry: &YamlEntry, place: Place<'_>) -> Vec<TextEdit> {
    let source = Source::of(front_matter);
    match &front_matter.yaml.root {
        Some(YamlNode { kind: YamlKind::Mapping(_), style, .. }) if *style != YamlStyle::Flow => {}
        _ => return Vec::new(),
    }
    let (start, end) = (source.start_with_comments(entry), source.end_of_lines(entry));
    let at = source.offset_of(place);
    if (start..=end).contains(&at) {
        return Vec::new();
    }
    let lines = source.text[start..end].trim_end_matches(['\n', '\r']);
    let at_line_start = at == 0 || source.text[..at].ends_with(['\n', '\r']);
    let ending = source.ending.as_str();
    let moved = if at_line_start { format!("{lines}{ending}") } else { format!("{ending}{lines}") };
    let edits = vec![source.delete_lines(start, end), TextEdit::insert(TextSize::new(at as u32), moved)];
    let keeps_its_meaning = Effect::of(front_matter, &edits).is_some_and(|effect| effect.is_none());
    if keeps_its_meaning { edits } else { Vec::new() }
}

/// Puts a scalar into a list, before the item number `index` (0-based; beyond the last one: at the end).
pub fn insert_item(front_matter: &FrontMatter, list: &YamlNode, index: usize, value: &str) -> Vec<TextEdit> {
    let source = Source::of(front_matter);
    let YamlKind::Sequence(items) = &list.kind else { return Vec::new() };
    if list.style == YamlStyle::Flow {
        let text = flow_scalar(value);
        return match (items.get(index), items.last()) {
            (Some(next), _) => vec![TextEdit::insert(next.range.start(), format!("{text}, "))],
            (None, Some(last)) => vec![TextEdit::insert(last.range.end(), format!(", {text}"))],
            (None, None) => vec![TextEdit::insert(list.range.start() + TextSize::new(1), text)],
        };
    }
    let line = format!("{}- {}\n", " ".repeat(source.column(list.range.start())), scalar_to_yaml(value));
    match items.get(index) {
        Some(next) => match source.item_line(next) {
            Some(at) => vec![source.insert_lines(at, &line)],
            None => Vec::new(),
        },
        None => vec![source.insert_lines(source.next_line(usize::from(list.range.end())), &line)],
    }
}

/// Takes the item number `index` (0-based) out of a list, with its lines. A list's only item leaves the key empty.
pub fn remove_item(front_matter: &FrontMatter, list: &YamlNode, index: usize) -> Vec<TextEdit> {
    let source = Source::of(front_matter);
    let YamlKind::Sequence(items) = &list.kind else { return Vec::new() };
    let Some(item) = items.get(index) else { return Vec::new() };
    if list.style == YamlStyle::Flow {
        let parts: Vec<TextRange> = items.iter().map(|item| item.range).collect();
        return unless_aliases_break(front_matter, remove_from_flow(&parts, item.range));
    }
    match source.item_line(item) {
        Some(start) => {
            let edit = source.delete_lines(start, source.next_line(usize::from(item.range.end())));
            unless_aliases_break(front_matter, vec![edit])
        }
        None => Vec::new(),
    }
}

/// Adds an entry at the end of a nested mapping. No edits for what is no mapping.
pub fn insert_nested_entry(front_matter: &FrontMatter, mapping: &YamlNode, key: &str, value: &Value) -> Vec<TextEdit> {
    let source = Source::of(front_matter);
    let YamlKind::Mapping(entries) = &mapping.kind else { return Vec::new() };
    if mapping.style == YamlStyle::Flow {
        let text = format!("{}: {}", flow_scalar(key), value_to_flow(value));
        return vec![match entries.last() {
            Some(last) => TextEdit::insert(last.range.end(), format!(", {text}")),
            None => TextEdit::insert(mapping.range.start() + TextSize::new(1), text),
        }];
    }
    let layout = Layout { indent: source.column(mapping.range.start()), list_indent: None };
    let lines = entry_text(key, value, &layout);
    vec![source.insert_lines(source.next_line(usize::from(mapping.range.end())), &lines)]
}

/// Takes the entry number `index` (0-based) out of a nested mapping, with its lines.
pub fn remove_nested_entry(front_matter: &FrontMatter, mapping: &YamlNode, index: usize) -> Vec<TextEdit> {
    let source = Source::of(front_matter);
    let YamlKind::Mapping(entries) = &mapping.kind else { return Vec::new() };
    let Some(entry) = entries.get(index) else { return Vec::new() };
    if mapping.style == YamlStyle::Flow {
        let parts: Vec<TextRange> = entries.iter().map(|entry| entry.range).collect();
        return unless_aliases_break(front_matter, remove_from_flow(&parts, entry.range));
    }
    let at = usize::from(entry.range.start());
    let start = source.line_start(at);
    if !source.text[start..at].trim().is_empty() {
        return Vec::new();
    }
    let edit = source.delete_lines(start, source.next_line(usize::from(entry.range.end())));
    unless_aliases_break(front_matter, vec![edit])
}

/// Adds a scalar to what the entry holds, and makes a list of it if it is none: an empty value becomes a list of one, a
/// scalar the first of two.
pub fn add_to_list(front_matter: &FrontMatter, entry: &YamlEntry, value: &str) -> Vec<TextEdit> {
    match &entry.value.kind {
        YamlKind::Sequence(items) => insert_item(front_matter, &entry.value, items.len(), value),
        YamlKind::Scalar { json: Value::Null, .. } => set_value(front_matter, entry, &Value::from(vec![value])),
        YamlKind::Scalar { json, .. } => {
            set_value(front_matter, entry, &Value::Array(vec![json.clone(), Value::from(value)]))
        }
        _ => Vec::new(),
    }
}

/// The lines of an entry, each with its line ending (LF).
fn entry_text(key: &str, value: &Value, layout: &Layout) -> String {
    let key = format!("{}{}:", " ".repeat(layout.indent), scalar_to_yaml(key));
    match value {
        Value::Null => format!("{key}\n"),
        Value::String(text) => format!("{key} {}\n", scalar_to_yaml(text)),
        Value::Array(items) if !items.is_empty() && !items.iter().any(is_collection) => {
            format!("{key}\n{}", items_text(items, &layout.list_indent()))
        }
        other => format!("{key} {}\n", value_to_flow(other)),
    }
}

fn items_text(items: &[Value], indent: &str) -> String {
    let item = |value: &Value| match value {
        Value::String(text) => format!("{indent}- {}\n", scalar_to_yaml(text)),
        other => format!("{indent}- {}\n", value_to_flow(other)),
    };
    items.iter().map(item).collect()
}

/// No edits where they take away an anchor that an alias elsewhere needs.
fn unless_aliases_break(front_matter: &FrontMatter, edits: Vec<TextEdit>) -> Vec<TextEdit> {
    let may_break = front_matter.text.contains('&') && !edits.is_empty();
    if may_break && Effect::of(front_matter, &edits).is_none_or(|effect| effect.breaks) {
        return Vec::new();
    }
    edits
}

fn is_quoted(node: &YamlNode) -> bool {
    matches!(node.style, YamlStyle::SingleQuoted | YamlStyle::DoubleQuoted)
}

fn is_collection(value: &Value) -> bool {
    value.is_array() || value.is_object()
}

/// Takes `part` out of what is separated by commas, with one comma.
fn remove_from_flow(parts: &[TextRange], part: TextRange) -> Vec<TextEdit> {
    let Some(index) = parts.iter().position(|&other| other == part) else { return Vec::new() };
    let range = match (parts.get(index + 1), index.checked_sub(1).and_then(|before| parts.get(before))) {
        (Some(next), _) => TextRange::new(part.start(), next.start()),
        (None, Some(before)) => TextRange::new(before.end(), part.end()),
        (None, None) => part,
    };
    vec![TextEdit::delete(range)]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::front_matter::split;
    use crate::text::{LineEnding, apply_edits};
    use serde_json::json;

    type Edit = fn(&FrontMatter) -> Vec<TextEdit>;

    /// `before` and `after` stand between the `---` lines. Checked with LF and with CRLF.
    #[track_caller]
    fn check(before: &str, edit: Edit, after: &str, meaning: Value) {
        for ending in [LineEnding::Lf, LineEnding::CrLf] {
            let page = |content: &str| ending.apply(&format!("---\n{content}---\n\n# Body\n")).into_owned();
            let front_matter = split(&page(before));
            let edited = apply_edits(&page(before), &edit(&front_matter)).expect("edits apply");
            assert_eq!(edited, page(after), "{ending:?}");
            let tree = split(&edited).yaml;
            assert_eq!(tree.to_json(), meaning);
        }
    }

    fn entry<'a>(front_matter: &'a FrontMatter, key: &str) -> &'a YamlEntry {
        front_matter.yaml.get(key).expect("the key is there")
    }

    #[test]
    fn an_entry_goes_where_it_should() {
        check("", |f| insert_entry(f, "a", &json!("x"), Place::End), "a: x\n", json!({"a": "x"}));
        check("# c\n", |f| insert_entry(f, "a", &json!(null), Place::Start), "# c\na:\n", json!({"a": null}));
        let before = "# top\na: 1 # one\n\n# of b\nb:\n  - x\n\n";
        check(
            before,
            |f| insert_entry(f, "n", &json!("yes"), Place::After(entry(f, "a"))),
            "# top\na: 1 # one\nn: \"yes\"\n\n# of b\nb:\n  - x\n\n",
            json!({"a": 1, "n": "yes", "b": ["x"]}),
        );
        check(
            before,
            |f| insert_entry(f, "n", &json!(["p", "q"]), Place::Before(entry(f, "b"))),
            "# top\na: 1 # one\n\nn:\n  - p\n  - q\n# of b\nb:\n  - x\n\n",
            json!({"a": 1, "n": ["p", "q"], "b": ["x"]}),
        );
        check(
            before,
            |f| insert_entries(f, &[("n", &json!(3)), ("m", &json!([]))], Place::End),
            "# top\na: 1 # one\n\n# of b\nb:\n  - x\nn: 3\nm: []\n\n",
            json!({"a": 1, "b": ["x"], "n": 3, "m": []}),
        );
    }

    #[test]
    fn explicit_keys_keep_their_form() {
        let before = "? link # comment\n: /old\nt: 1\n";
        check(
            before,
            |f| insert_entry(f, "n", &json!(["y"]), Place::After(entry(f, "link"))),
            "? link # comment\n: /old\nn:\n  - y\nt: 1\n",
            json!({"link": "/old", "n": ["y"], "t": 1}),
        );
        check(
            before,
            |f| set_value(f, entry(f, "link"), &json!("/new")),
            "? link # comment\n: /new\nt: 1\n",
            json!({"link": "/new", "t": 1}),
        );
        check(
            "? link\nt: 1\n",
            |f| set_value(f, entry(f, "link"), &json!("/new")),
            "? link\n: /new\nt: 1\n",
            json!({"link": "/new", "t": 1}),
        );
    }

    #[test]
    fn an_entry_follows_the_layout_that_is_there() {
        check(
            "  a:\n  - x\n  b: |\n    text\n\n    more\n",
            |f| insert_entry(f, "n", &json!(["y"]), Place::End),
            "  a:\n  - x\n  b: |\n    text\n\n    more\n  n:\n  - y\n",
            json!({"a": ["x"], "b": "text\n\nmore\n", "n": ["y"]}),
        );
        check(
            "{a: 1}\n",
            |f| insert_entry(f, "n", &json!("x, y"), Place::End),
            "{a: 1, n: \"x, y\"}\n",
            json!({"a": 1, "n": "x, y"}),
        );
        check("{}\n", |f| insert_entry(f, "n", &json!(null), Place::Start), "{n: null}\n", json!({"n": null}));
        check(
            "{a: 1}\n",
            |f| insert_entry(f, "n", &json!("x"), Place::Before(entry(f, "a"))),
            "{n: x, a: 1}\n",
            json!({"a": 1, "n": "x"}),
        );
    }

    #[test]
    fn a_value_keeps_its_quotes_and_its_comment() {
        let cases: [(&str, Value, &str); 16] = [
            ("k: old # c\n", json!("new"), "k: new # c\n"),
            ("k: 'old' # c\n", json!("it's"), "k: 'it''s' # c\n"),
            ("k: \"old\"\n", json!("a\"b"), "k: \"a\\\"b\"\n"),
            ("k: old\n", json!("a: b"), "k: \"a: b\"\n"),
            ("k:\n", json!("new"), "k: new\n"),
            ("k:  \n", json!("new"), "k: new\n"),
            ("k: # c\n", json!("new"), "k: new # c\n"),
            ("k: old # c\n", json!(null), "k: # c\n"),
            ("k: old\n", json!(true), "k: true\n"),
            ("k: # c\n  - x\n  - y\nz: 1\n", json!("new"), "k: new # c\nz: 1\n"),
            ("k:\n  long\n  text\nz: 1\n", json!("new"), "k: new\nz: 1\n"),
            ("k: |\n  text\n\n# c\nz: 1\n", json!("new"), "k: new\n\n# c\nz: 1\n"),
            ("k: a # c\nz: 1\n", json!(["x", "y"]), "k: # c\n  - x\n  - y\nz: 1\n"),
            ("k: [a] # c\n", json!(["x,y", "z"]), "k: [\"x,y\", z] # c\n"),
            ("k:\n- a\n# c\nz: 1\n", json!(["x", "y"]), "k:\n- x\n- y\n# c\nz: 1\n"),
            ("k:\n  a: 1\nz: 1\n", json!(["x"]), "k:\n  - x\nz: 1\n"),
        ];
        for (before, value, after) in cases {
            for ending in [LineEnding::Lf, LineEnding::CrLf] {
                let page = |content: &str| ending.apply(&format!("---\n{content}---\n")).into_owned();
                let front_matter = split(&page(before));
                let edits = set_value(&front_matter, entry(&front_matter, "k"), &value);
                let edited = apply_edits(&page(before), &edits).expect("edits apply");
                assert_eq!(edited, page(after), "{before:?}");
                assert_eq!(entry(&split(&edited), "k").value.to_json(), value);
            }
        }
    }

    /// A control character ends what the parser reads, before it has seen that the key has a value.
    #[test]
    fn an_empty_value_before_its_colon() {
        let text = "---\npermalink:\0\0 x.html\n---\n";
        let front_matter = split(text);
        for entry in front_matter.yaml.entries() {
            for value in [Value::from("y"), Value::Null, json!(["a", "b"])] {
                let edits = set_value(&front_matter, entry, &value);
                assert!(apply_edits(text, &edits).is_some(), "{edits:?}");
            }
        }
    }

    #[test]
    fn a_key_keeps_its_quotes() {
        check(
            "Keywords: a\n",
            |f| vec![rename_key(entry(f, "Keywords"), "keywords")],
            "keywords: a\n",
            json!({"keywords": "a"}),
        );
        check("'K' : a\n", |f| vec![rename_key(entry(f, "K"), "k")], "'k' : a\n", json!({"k": "a"}));
        check("K: a\n", |f| vec![rename_key(entry(f, "K"), "on")], "\"on\": a\n", json!({"on": "a"}));
    }

    #[test]
    fn an_entry_goes_with_what_belongs_to_it() {
        let edit: Edit = |f| remove_entry(f, entry(f, "b"));
        let ac = json!({"a": 1, "c": 3});
        check("a: 1\nb: 2 # c\nc: 3\n", edit, "a: 1\nc: 3\n", ac.clone());
        check("a: 1\n# of b\n# too\nb:\n  - x\n  - y\nc: 3\n", edit, "a: 1\nc: 3\n", ac.clone());
        check("a: 1 # of a\nb: 2\nc: 3\n", edit, "a: 1 # of a\nc: 3\n", ac.clone());
        check("a: 1\n# apart\n\nb: 2\n\nc: 3\n", edit, "a: 1\n# apart\n\nc: 3\n", ac.clone());
        check("a: 1\nc: 3\n\nb: |\n  x\n\n  y\n", edit, "a: 1\nc: 3\n", ac.clone());
        check("b: 2\n\na: 1\nc: 3\n", edit, "a: 1\nc: 3\n", ac.clone());
        check("{a: 1, b: 2, c: 3}\n", edit, "{a: 1, c: 3}\n", ac.clone());
        check("{a: 1, c: 3, b: 2}\n", edit, "{a: 1, c: 3}\n", ac);
        check("b: 2\n", edit, "", json!(null));
        check("{b: 2}\n", edit, "{}\n", json!({}));
        let first: Edit = |f| remove_entry(f, &f.yaml.entries()[0]);
        check("b: 1\na: 1\nb: 2\n", first, "a: 1\nb: 2\n", json!({"a": 1, "b": 2}));
    }

    #[test]
    fn entries_of_mappings() {
        fn nested(f: &FrontMatter) -> &YamlNode {
            &entry(f, "m").value
        }
        let insert: Edit = |f| insert_nested_entry(f, nested(f), "n", &json!("x: y"));
        check(
            "m:\n  a: 1 # c\nz: 1\n",
            insert,
            "m:\n  a: 1 # c\n  n: \"x: y\"\nz: 1\n",
            json!({"m": {"a": 1, "n": "x: y"}, "z": 1}),
        );
        check("m: {a: 1} # c\n", insert, "m: {a: 1, n: \"x: y\"} # c\n", json!({"m": {"a": 1, "n": "x: y"}}));
        check("m: {}\n", insert, "m: {n: \"x: y\"}\n", json!({"m": {"n": "x: y"}}));
        let remove: Edit = |f| remove_nested_entry(f, nested(f), 1);
        check("m:\n  a: 1\n  b: 2 # c\nz: 1\n", remove, "m:\n  a: 1\nz: 1\n", json!({"m": {"a": 1}, "z": 1}));
        check("m: {a: 1, b: 2}\n", remove, "m: {a: 1}\n", json!({"m": {"a": 1}}));
    }

    #[test]
    fn items_of_lists() {
        fn list(f: &FrontMatter) -> &YamlNode {
            &entry(f, "l").value
        }
        check(
            "l:\n- a # c\n- b\n",
            |f| insert_item(f, list(f), 1, "x"),
            "l:\n- a # c\n- x\n- b\n",
            json!({"l": ["a", "x", "b"]}),
        );
        check(
            "l:\n  - a\nz: 1\n",
            |f| insert_item(f, list(f), 9, "012"),
            "l:\n  - a\n  - \"012\"\nz: 1\n",
            json!({"l": ["a", "012"], "z": 1}),
        );
        check("l: [a]\n", |f| insert_item(f, list(f), 0, "x"), "l: [x, a]\n", json!({"l": ["x", "a"]}));
        check("l: []\n", |f| insert_item(f, list(f), 0, "x"), "l: [x]\n", json!({"l": ["x"]}));
        check("l:\n  - a\n  - b # c\n", |f| remove_item(f, list(f), 1), "l:\n  - a\n", json!({"l": ["a"]}));
        check("l: [a, b]\n", |f| remove_item(f, list(f), 0), "l: [b]\n", json!({"l": ["b"]}));
        check("l: [a, b]\n", |f| remove_item(f, list(f), 1), "l: [a]\n", json!({"l": ["a"]}));
        check(
            "l: a.html # c\n",
            |f| add_to_list(f, entry(f, "l"), "b"),
            "l: # c\n  - a.html\n  - b\n",
            json!({"l": ["a.html", "b"]}),
        );
        check("l:\n", |f| add_to_list(f, entry(f, "l"), "b"), "l:\n  - b\n", json!({"l": ["b"]}));
        check("l:\n- a\n", |f| add_to_list(f, entry(f, "l"), "b"), "l:\n- a\n- b\n", json!({"l": ["a", "b"]}));
    }

    #[test]
    fn a_page_that_ends_in_the_block() {
        let page = "---\na: 1\nb: 2";
        let front_matter = split(page);
        let edited = apply_edits(page, &insert_entry(&front_matter, "c", &json!("x"), Place::End));
        assert_eq!(edited.as_deref(), Some("---\na: 1\nb: 2\nc: x"));
        let edited = apply_edits(page, &set_value(&front_matter, entry(&front_matter, "b"), &json!(["x"])));
        assert_eq!(edited.as_deref(), Some("---\na: 1\nb:\n  - x"));
        let front_matter = split("---");
        assert_eq!(
            apply_edits("---", &insert_entry(&front_matter, "c", &json!("x"), Place::End)).as_deref(),
            Some("---\nc: x")
        );
        assert_eq!(new_block([("a", &json!("b")), ("c", &json!(null))]), "---\na: b\nc:\n---\n");
    }
}
