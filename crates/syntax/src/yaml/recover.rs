//! Reading on after an error: a broken entry of the top mapping does not take the others with it.
//!
//! The text is cut into chunks, one for each top-level entry. Those that cannot be read alone are masked as comments of
//! the same length, so that the rest parses with its offsets as they are; then what can be read of them is put back.

use super::build::{self, Failure};
use super::{YamlEntry, YamlError, YamlKind, YamlNode, YamlStyle, YamlTree, libyaml, message, resolve};
use crate::text::lines;
use granit_parser::ErrorKind;
use serde_json::Value;
use std::ops::Range;
use text_size::{TextRange, TextSize};

pub(super) fn parse(text: &str, base: TextSize) -> YamlTree {
    let (mut tree, failure) = build::parse(text, base);
    match failure {
        None => {
            if tree.libyaml.is_none() {
                tree.libyaml = libyaml::refusal(text, base, &tree);
            }
            tree
        }
        Some(failure) => recover(text, base, tree, &failure),
    }
}

struct Broken {
    chunk: Range<usize>,
    tree: YamlTree,
    failure: Option<Failure>,
}

fn recover(text: &str, base: TextSize, partial: YamlTree, failure: &Failure) -> YamlTree {
    let broken: Vec<Broken> = chunks(text).into_iter().filter_map(|chunk| broken_chunk(text, base, chunk)).collect();
    let mut error = match broken.first() {
        Some(Broken { chunk, failure: Some(inner), .. }) => {
            message::describe(text, chunk.clone(), chunk.start + inner.at, &inner.kind)
        }
        Some(Broken { chunk, .. }) => {
            message::describe(text, chunk.clone(), chunk.start, &ErrorKind::SimpleKeyExpected)
        }
        None => message::describe(text, 0..text.len(), failure.at, &failure.kind),
    };
    error.range += base;
    let (mut tree, still) = build::parse(&masked(text, &broken), base);
    let is_mapping = tree.root.as_ref().is_none_or(|root| matches!(root.kind, YamlKind::Mapping(_)));
    if broken.is_empty() || still.is_some() || !is_mapping {
        return YamlTree { error: first_error(partial.error.clone(), error), ..partial };
    }
    put_back(text, base, &mut tree, broken);
    tree.error = first_error(tree.error, error);
    tree
}

/// A chunk that is no mapping by itself, with what the parser made of it.
fn broken_chunk(text: &str, base: TextSize, chunk: Range<usize>) -> Option<Broken> {
    let (tree, failure) = build::parse(&text[chunk.clone()], base + size(chunk.start));
    let reads = failure.is_none() && !tree.entries().is_empty();
    (!reads).then_some(Broken { chunk, tree, failure })
}

fn first_error(known: Option<YamlError>, found: YamlError) -> Option<YamlError> {
    match known {
        Some(known) if known.range.start() < found.range.start() => Some(known),
        _ => Some(found),
    }
}

/// The lines of each top-level entry, from its key to its last line that is not blank or a comment.
fn chunks(text: &str) -> Vec<Range<usize>> {
    let mut chunks: Vec<Range<usize>> = Vec::new();
    let mut root_indent = None;
    for (range, _) in lines(text) {
        let line = &text[range];
        let content = line.trim_start();
        let indent = line.len() - content.len();
        if content.is_empty() || (root_indent.is_none() && content.starts_with('#')) {
            continue;
        }
        // A first line that is indented by mistake does not make the others a part of it.
        let is_comment = content.starts_with('#');
        let root_indent = match root_indent {
            Some(root_indent) if root_indent <= indent || is_comment => root_indent,
            _ => *root_indent.insert(indent),
        };
        if indent <= root_indent && is_comment {
            continue;
        }
        let goes_on = indent > root_indent || continues_entry(content);
        let (start, end) = (usize::from(range.start()), usize::from(range.end()));
        match chunks.last_mut() {
            Some(chunk) if goes_on => chunk.end = end,
            _ => chunks.push(start..end),
        }
    }
    chunks
}

/// Whether a line that stands where keys stand belongs to the entry before it.
fn continues_entry(content: &str) -> bool {
    content == "-" || content.starts_with("- ") || content.starts_with([']', '}']) || content.starts_with(": ")
}

/// `text` with the broken chunks as comments of the same length.
fn masked(text: &str, broken: &[Broken]) -> String {
    let mut result = String::with_capacity(text.len());
    let mut copied_to = 0;
    for Broken { chunk, .. } in broken {
        result.push_str(&text[copied_to..chunk.start]);
        let mut line_start = true;
        for byte in text[chunk.clone()].bytes() {
            let masked = match byte {
                b'\n' | b'\r' => char::from(byte),
                _ if line_start => '#',
                _ => ' ',
            };
            line_start = matches!(byte, b'\n' | b'\r');
            result.push(masked);
        }
        copied_to = chunk.end;
    }
    result.push_str(&text[copied_to..]);
    result
}

fn put_back(text: &str, base: TextSize, tree: &mut YamlTree, broken: Vec<Broken>) {
    let of_mask = |at: TextSize| {
        let at = usize::from(at - base);
        let after = broken.partition_point(|broken| broken.chunk.start <= at);
        after.checked_sub(1).is_some_and(|index| broken[index].chunk.contains(&at))
    };
    tree.comments.retain(|comment| !of_mask(comment.range.start()));
    let mut entries = Vec::new();
    for broken in broken {
        entries.extend(broken_entry(text, base, &broken));
        tree.comments.extend(broken.tree.comments);
    }
    tree.comments.sort_by_key(|comment| comment.range.start());
    if let Some(YamlNode { kind: YamlKind::Mapping(read), .. }) = &mut tree.root {
        entries.append(read);
    }
    entries.sort_by_key(|entry| entry.range.start());
    // Without the masked lines, an indented line can have become part of an entry further up.
    let mut end = TextSize::new(0);
    entries.retain(|entry| {
        let fits = entry.range.start() >= end;
        end = end.max(entry.range.end());
        fits
    });
    let (Some(first), Some(last)) = (entries.first(), entries.last()) else { return };
    let range = first.range.cover(last.range);
    tree.root = Some(YamlNode { range, style: YamlStyle::Block, tag: None, kind: YamlKind::Mapping(entries) });
}

/// What can be read of a broken entry: by closing what is open, else from what came before the error, else its first
/// line as a key and text.
fn broken_entry(text: &str, base: TextSize, broken: &Broken) -> Option<YamlEntry> {
    let chunk = &text[broken.chunk.clone()];
    let start = base + size(broken.chunk.start);
    if let Some(entry) = closed_entry(chunk, start) {
        return Some(entry);
    }
    let read = broken.tree.entries().first();
    let in_block = |entry: &&YamlEntry| {
        let is_collection = matches!(entry.value.kind, YamlKind::Sequence(_) | YamlKind::Mapping(_));
        is_collection && entry.value.style == YamlStyle::Block
    };
    if let Some(entry) = read.filter(in_block) {
        return Some(entry.clone());
    }
    first_line_entry(chunk, start).or_else(|| read.cloned())
}

/// The entry as it reads once an open quote, bracket or brace is closed at the chunk's end.
fn closed_entry(chunk: &str, start: TextSize) -> Option<YamlEntry> {
    let value = chunk.split_once(':')?.1.trim_start();
    let closing = match value.chars().next()? {
        quote @ ('"' | '\'') if !value[1..].contains(quote) => quote,
        '[' => ']',
        '{' => '}',
        _ => return None,
    };
    let (tree, failure) = build::parse(&format!("{chunk}{closing}"), start);
    let [entry] = tree.entries() else { return None };
    if failure.is_some() {
        return None;
    }
    let mut entry = entry.clone();
    let end = start + TextSize::of(chunk);
    entry.range = entry.range.intersect(TextRange::new(start, end))?;
    entry.value.range = entry.value.range.intersect(TextRange::new(start, end))?;
    Some(entry)
}

/// `key: text`, whatever the text is.
fn first_line_entry(chunk: &str, start: TextSize) -> Option<YamlEntry> {
    let line = &chunk[..chunk.find(['\n', '\r']).unwrap_or(chunk.len())];
    let colon = line.match_indices(':').map(|(at, _)| at).find(|at| {
        let rest = &line[at + 1..];
        rest.is_empty() || rest.starts_with([' ', '\t'])
    })?;
    let key = scalar(line, 0..colon, start)?;
    let value_range = colon + 1..line.find(" #").filter(|&at| at > colon).unwrap_or(line.len());
    let after_colon = start + size(colon + 1);
    let value = scalar(line, value_range, start).unwrap_or_else(|| YamlNode {
        range: TextRange::empty(after_colon),
        style: YamlStyle::Empty,
        tag: None,
        kind: YamlKind::Scalar { value: "".into(), json: Value::Null },
    });
    let range = key.range.cover(value.range);
    Some(YamlEntry { key, value, range })
}

/// The part of a line without surrounding blanks and quotes.
fn scalar(line: &str, part: Range<usize>, start: TextSize) -> Option<YamlNode> {
    let text = line.get(part.clone())?;
    let trimmed = text.trim();
    if trimmed.is_empty() {
        return None;
    }
    let offset = part.start + text.len() - text.trim_start().len();
    let value = trimmed.trim_matches(['"', '\'']);
    let json = if value == trimmed { resolve::plain(value) } else { Value::from(value) };
    Some(YamlNode {
        range: TextRange::at(start + size(offset), TextSize::of(trimmed)),
        style: YamlStyle::Plain,
        tag: None,
        kind: YamlKind::Scalar { value: value.into(), json },
    })
}

fn size(offset: usize) -> TextSize {
    TextSize::new(offset as u32)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    /// The JSON of what is read, the message, and the text of the error's range.
    fn read(text: &str) -> (Value, String, &str) {
        let tree = parse(text, TextSize::new(0));
        let error = tree.error.clone().expect("an error");
        (tree.to_json(), error.message, &text[error.range])
    }

    #[test]
    fn one_broken_entry_leaves_the_others() {
        let cases = [
            ("pagename: A: b\nz: 1\n", json!({"pagename": "A: b", "z": 1}), "A: b"),
            ("y: 1\n\tx: 2\nz: 1\n", json!({"y": 1, "z": 1}), "\t"),
            ("y:\n\tx: 2\nz: 1\n", json!({"y": null, "z": 1}), "\t"),
            ("k: \"x # y\nz: 1\n", json!({"k": "x # y", "z": 1}), "\"x # y"),
            ("k: 'x\nz: 1\n", json!({"k": "x", "z": 1}), "'x"),
            ("k: [a, b\nz: 1\n", json!({"k": ["a", "b"], "z": 1}), "[a, b"),
            ("k: {a: b\nz: 1\n", json!({"k": {"a": "b"}, "z": 1}), "{a: b"),
            ("y: 1\nke\nz: 1\n", json!({"y": 1, "z": 1}), "ke"),
            ("y: 1\nk:v\nz: 1\n", json!({"y": 1, "z": 1}), "k:v"),
            ("k: @x # c\nz: 1\n", json!({"k": "@x", "z": 1}), "@x"),
            ("k: \"a\" b\nz: 1\n", json!({"k": "a\" b", "z": 1}), "b"),
            ("k: 'it's'\nz: 1\n", json!({"k": "it's", "z": 1}), "s'"),
            ("k: {{name}} x\nz: 1\n", json!({"k": "{{name}} x", "z": 1}), "{{name}} x"),
            ("\ta: 1\n", json!({"a": 1}), "\t"),
            ("a:\n\tb\nz: 1\n", json!({"a": null, "z": 1}), "\t"),
            ("k:\n  - a\n  - b: c: d\nz: 1\n", json!({"k": ["a", {"b": "c"}], "z": 1}), "c: d"),
            ("a: &x 1\nb: @\nc: *x\n", json!({"a": 1, "b": "@", "c": 1}), "@"),
            ("# top\n\nk: |\n  x\nb: @\n# end\nc: ü # c\n", json!({"k": "x\n", "b": "@", "c": "ü"}), "@"),
            ("k: - a\nz: 1\n", json!({"k": "- a", "z": 1}), "- a"),
            ("k: \"\\q\"\nz: 1\n", json!({"k": "\\q", "z": 1}), "\\q"),
        ];
        for (text, json, error) in cases {
            for text in [text.to_owned(), text.replace('\n', "\r\n")] {
                let found = read(&text);
                let json: Value = serde_json::from_str(&json.to_string()).expect("JSON");
                assert_eq!((found.0, found.2), (json, error), "{text:?}: {}", found.1);
            }
        }
    }

    #[test]
    fn a_character_that_yaml_does_not_allow_is_named() {
        let forbidden = (0..0x20).chain(0x7f..0xa0).filter(|code| !matches!(code, 0x09 | 0x0a | 0x0d | 0x85));
        for c in forbidden.chain([0xfffe, 0xffff]).filter_map(char::from_u32) {
            let places = [
                format!("y: 1\nk: a{c}b\n"),
                format!("k: {c}b\n"),
                format!("k: 'a{c}b'\n"),
                format!("k: \"a{c}b\" # c\n"),
                format!("k: [a, b{c}]\n"),
                format!("k: x # a{c}b\ny: 1\n"),
                format!("k{c}: x\n"),
                format!("k: |\n  a\n  b{c}\n"),
            ];
            for text in places {
                let (_, message, place) = read(&text);
                let code = u32::from(c);
                assert_eq!(
                    message,
                    format!("the character U+{code:04X} is not allowed in YAML: remove it"),
                    "{text:?}"
                );
                assert_eq!(place, c.to_string(), "{text:?}");
            }
        }
    }

    #[test]
    fn comments_are_kept() {
        let text = "# top\na: @ # a\n# of b\nb: 1 # b\n";
        let tree = parse(text, TextSize::new(0));
        let found: Vec<&str> = tree.comments.iter().map(|comment| &text[comment.range]).collect();
        assert_eq!(found, ["# top", "# of b", "# b"]);
    }
}
