//! The short way for what front matter mostly is: a mapping of one-line scalars and of lists of them.
//!
//! What is read here reads as the library would read it (a test compares the two); at the first sign of anything else the
//! whole text is left to the library. So there is nothing here of what YAML allows beyond that, and no error.

use super::{YamlComment, YamlEntry, YamlKind, YamlNode, YamlStyle, YamlTree, resolve};
use serde_json::Value;
use std::ops::Range;
use text_size::{TextRange, TextSize};

/// Longer keys have rules of their own.
const LONGEST_KEY: usize = 200;

/// `None` where the text is not as simple as that.
pub(super) fn parse(text: &str, base: TextSize) -> Option<YamlTree> {
    let reader = Reader { text, base };
    let mut entries: Vec<YamlEntry> = Vec::new();
    let mut comments = Vec::new();
    let mut list: Option<List> = None;
    let mut at = 0;
    while at < text.len() {
        let line = line_at(text, at)?;
        at = line.next;
        let content = &text[line.start..line.end];
        let (content, comment) = match comment_in(content) {
            Some(at) => (&content[..at], Some(line.start + at..line.end)),
            None => (content, None),
        };
        let own_line = content.bytes().all(|b| b == b' ');
        comments.extend(comment.map(|range| YamlComment { range: reader.range(range), own_line }));
        let line = line.start..line.start + content.len();
        match content.as_bytes().first() {
            None => {}
            Some(b' ' | b'-') => {
                let indentation = content.len() - content.trim_start_matches(' ').len();
                if indentation == content.len() {
                    continue;
                }
                let list = list.as_mut().filter(|list| list.items.is_empty() || list.indentation == indentation)?;
                list.indentation = indentation;
                list.items.push(reader.item(line.start + indentation..line.end)?);
            }
            Some(_) => {
                end_list(&mut entries, list.take());
                let entry = reader.entry(line)?;
                list = (entry.value.style == YamlStyle::Empty).then(List::default);
                entries.push(entry);
            }
        }
    }
    end_list(&mut entries, list);
    let root = match (entries.first(), entries.last()) {
        (Some(first), Some(last)) => {
            let range = first.range.cover(last.range);
            Some(YamlNode { range, style: YamlStyle::Block, tag: None, kind: YamlKind::Mapping(entries) })
        }
        _ => None,
    };
    Some(YamlTree { root, comments, error: None, libyaml: None })
}

/// The list that may stand below a key without a value.
#[derive(Default)]
struct List {
    indentation: usize,
    items: Vec<Item>,
}

struct Item {
    dash: TextSize,
    node: YamlNode,
}

fn end_list(entries: &mut [YamlEntry], list: Option<List>) {
    let (Some(entry), Some(List { items, .. })) = (entries.last_mut(), list) else { return };
    let (Some(first), Some(last)) = (items.first(), items.last()) else { return };
    let range = TextRange::new(first.dash, last.node.range.end());
    let kind = YamlKind::Sequence(items.into_iter().map(|item| item.node).collect());
    entry.value = YamlNode { range, style: YamlStyle::Block, tag: None, kind };
    entry.range = entry.key.range.cover(range);
}

struct Line {
    start: usize,
    /// Without the line ending.
    end: usize,
    next: usize,
}

/// `None` where there is a character that has a meaning of its own, or none, in YAML.
fn line_at(text: &str, start: usize) -> Option<Line> {
    let rest = &text[start..];
    let (end, next) = match memchr::memchr(b'\n', rest.as_bytes()) {
        Some(end) => (end - usize::from(rest[..end].ends_with('\r')), end + 1),
        None => (rest.len(), rest.len()),
    };
    let line = &rest[..end];
    let ordinary = match line.is_ascii() {
        true => line.bytes().fold(true, |all, b| all & (b >= b' ') & (b != 0x7f)),
        false => line.chars().all(is_ordinary),
    };
    ordinary.then_some(Line { start, end: start + end, next: start + next })
}

fn is_ordinary(c: char) -> bool {
    matches!(c, ' '..='~' | '\u{a1}'..='\u{2027}' | '\u{202a}'..='\u{d7ff}' | '\u{10000}'..='\u{1ffff}')
}

struct Reader<'t> {
    text: &'t str,
    base: TextSize,
}

impl Reader<'_> {
    /// `key: value` or `key:`.
    fn entry(&self, line: Range<usize>) -> Option<YamlEntry> {
        let content = &self.text[line.clone()];
        let length = content.bytes().take_while(|&b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-')).count();
        let begins = content.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
        if !begins || length > LONGEST_KEY || content.as_bytes().get(length) != Some(&b':') {
            return None;
        }
        let key = self.plain(line.start..line.start + length);
        let colon_end = line.start + length + 1;
        let value = match self.trimmed(colon_end..line.end) {
            value if value.is_empty() => YamlNode {
                range: self.range(colon_end..colon_end),
                style: YamlStyle::Empty,
                tag: None,
                kind: YamlKind::Scalar { value: "".into(), json: Value::Null },
            },
            value if value.start > colon_end => self.scalar(value)?,
            _ => return None,
        };
        let range = key.range.cover(value.range);
        Some(YamlEntry { key, value, range })
    }

    /// `- value`.
    fn item(&self, content: Range<usize>) -> Option<Item> {
        if !self.text[content.clone()].starts_with("- ") {
            return None;
        }
        let value = self.trimmed(content.start + 2..content.end);
        let dash = self.range(content.start..content.start).start();
        Some(Item { dash, node: self.scalar(value)? })
    }

    fn scalar(&self, range: Range<usize>) -> Option<YamlNode> {
        let text = &self.text[range.clone()];
        let first = text.chars().next()?;
        if let '\'' | '"' = first {
            let value = text[1..].strip_suffix(first)?;
            let plain = memchr::memchr2(first as u8, if first == '"' { b'\\' } else { first as u8 }, value.as_bytes());
            let style = if first == '"' { YamlStyle::DoubleQuoted } else { YamlStyle::SingleQuoted };
            let kind = YamlKind::Scalar { value: value.into(), json: Value::from(value) };
            return plain.is_none().then_some(YamlNode { range: self.range(range), style, tag: None, kind });
        }
        let begins = first.is_alphanumeric() || matches!(first, '_' | '/' | '.' | '(' | '$' | '<' | '+' | '~' | '=');
        (begins && is_plain(text)).then(|| self.plain(range))
    }

    fn plain(&self, range: Range<usize>) -> YamlNode {
        let value = &self.text[range.clone()];
        let kind = YamlKind::Scalar { value: value.into(), json: resolve::plain(value) };
        YamlNode { range: self.range(range), style: YamlStyle::Plain, tag: None, kind }
    }

    /// The range without the spaces at both ends.
    fn trimmed(&self, range: Range<usize>) -> Range<usize> {
        let text = self.text[range.clone()].trim_end_matches(' ');
        let end = range.start + text.len();
        end - text.trim_start_matches(' ').len()..end
    }

    fn range(&self, range: Range<usize>) -> TextRange {
        TextRange::new(TextSize::new(range.start as u32), TextSize::new(range.end as u32)) + self.base
    }
}

/// Where the comment of a line begins: a `#` at its start or after a blank. One in quotes looks the same; what is then left
/// of the value has no closing quote and is not simple.
fn comment_in(line: &str) -> Option<usize> {
    let bytes = line.as_bytes();
    memchr::memchr_iter(b'#', bytes).find(|&at| at == 0 || bytes[at - 1] == b' ')
}

/// Whether no colon in the text ends a plain scalar, as one before a blank or at the end does.
fn is_plain(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memchr_iter(b':', bytes).all(|at| bytes.get(at + 1).is_some_and(|&b| b != b' '))
}

#[cfg(test)]
mod tests {
    use super::super::recover;
    use super::*;
    use proptest::prelude::*;

    fn simple() -> impl Strategy<Value = String> {
        let pieces = vec![
            "a: 1\n",
            "key: some text\n",
            "b:\n",
            "- x\n",
            "  - y z\n",
            "  - 'q'\r\n",
            "\n",
            "# c \n",
            "d: 'it'\n",
            "e: \"x y\"  \n",
            "f: http://a.b/c#d\n",
            "g: ü “x” 日本\r\n",
            "h:   null\n",
            "true: ~\n",
            "i: /a/b.html",
            "\n",
            " ",
            "  ",
            "#",
            ":",
            ": ",
            "'",
            "\"",
            "-",
            "- ",
            "j",
            "\\",
            "k: .5\n",
            "l: a, b]\n",
            "m: x  # no\n",
            "0: a\n",
            "\t",
            "\r",
            "\u{a0}",
            "\u{2028}",
            "\u{feff}",
            "---\n",
            "...\n",
            "n: <<\n",
            "<<: x\n",
            "o: [a]\n",
            "p: |\n",
        ];
        prop::collection::vec(prop::sample::select(pieces), 0..10).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4_000))]

        #[test]
        fn the_short_way_reads_what_the_library_reads(text in simple()) {
            let base = TextSize::new(4);
            if let Some(tree) = parse(&text, base) {
                prop_assert_eq!(tree, recover::parse(&text, base));
            }
        }
    }

    #[test]
    fn ordinary_front_matter_is_simple() {
        let text = "# Of the page\npagename: Overview\nredirect_from:\n  - legacy/a.html\n  - 'b c'\npermalink: a.html\n\
                    documentname: \"It's\" # a name\nindicator:\nweight: 3\n";
        assert_eq!(parse(text, TextSize::new(4)), Some(recover::parse(text, TextSize::new(4))));
        for text in
            ["a: b: c\n", "a: b\n  c\n", "a: [b]\n", "a: 'b\n", "- a\n", "a: &b c\n", "a:\n  b: c\n", "a: 'b # c'\n"]
        {
            assert_eq!(parse(text, TextSize::new(0)), None, "{text:?}");
        }
    }
}
