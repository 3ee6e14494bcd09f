//! What YAML 1.2 allows and libyaml refuses, the parser below Ruby's reader: it is one of YAML 1.1, and stricter about tabs.

use super::{YamlKind, YamlNode, YamlRefusal, YamlStyle, YamlTree};
use std::ops::Range;
use text_size::{TextRange, TextSize};

/// The first place at which libyaml gives up a text that is valid YAML 1.2. `tree` is the text's own.
pub(super) fn refusal(text: &str, base: TextSize, tree: &YamlTree) -> Option<YamlRefusal> {
    let mut check = Check { text, base, opaque: Vec::new(), plain_ends: Vec::new(), first: None };
    if let Some(root) = &tree.root {
        check.node(root, false);
    }
    check.tabs();
    check.first
}

/// An anchor's name is of ASCII letters, digits, `_` and `-`.
pub(super) fn reads_anchor(name: &str) -> bool {
    name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'))
}

struct Check<'t> {
    text: &'t str,
    base: TextSize,
    /// Where line starts are part of a value: quotes, block scalars, brackets.
    opaque: Vec<Range<usize>>,
    /// Where plain scalars end. The blank lines after one belong to it, with other rules about tabs.
    plain_ends: Vec<usize>,
    first: Option<YamlRefusal>,
}

impl Check<'_> {
    fn refuse(&mut self, range: Range<usize>, message: &str) {
        let range = TextRange::new(TextSize::new(range.start as u32), TextSize::new(range.end as u32)) + self.base;
        if self.first.as_ref().is_none_or(|first| range.start() < first.range.start()) {
            self.first = Some(YamlRefusal { range, message: message.to_owned(), can_be_quoted: false });
        }
    }

    fn node(&mut self, node: &YamlNode, in_flow: bool) {
        let range = usize::from(node.range.start() - self.base)..usize::from(node.range.end() - self.base);
        if matches!(node.kind, YamlKind::Scalar { .. }) {
            self.scalar(node, range.clone(), in_flow);
        }
        if !matches!(node.style, YamlStyle::Plain | YamlStyle::Block | YamlStyle::Empty) {
            self.opaque.push(range);
        }
        let in_flow = in_flow || node.style == YamlStyle::Flow;
        match &node.kind {
            YamlKind::Sequence(items) => items.iter().for_each(|item| self.node(item, in_flow)),
            YamlKind::Mapping(entries) => {
                for entry in entries {
                    self.key(&entry.key);
                    self.node(&entry.key, in_flow);
                    self.node(&entry.value, in_flow);
                }
            }
            YamlKind::Scalar { .. } | YamlKind::Alias(_) => {}
        }
    }

    /// `: value`, without a `?` before it.
    fn key(&mut self, key: &YamlNode) {
        let at = usize::from(key.range.start() - self.base);
        if key.style != YamlStyle::Empty || key.tag.is_some() || !self.text[at..].starts_with(':') {
            return;
        }
        let before = self.text[..at].trim_end_matches([' ', '\t']);
        let begins = before.is_empty() || before.ends_with(['\n', '\r', '-', '{', '[', ',']);
        if begins && !before.trim_end().ends_with('?') {
            self.refuse(at..at + 1, "finds no key before this `:`");
        }
    }

    fn scalar(&mut self, node: &YamlNode, range: Range<usize>, in_flow: bool) {
        let text = self.text;
        let source = &text[range.clone()];
        match node.style {
            YamlStyle::Plain => {
                self.plain_ends.push(range.end);
                let separator = |c: char| matches!(c, '\u{85}' | '\u{2028}' | '\u{2029}');
                let goes_on = |at: &usize| !source[*at..].trim_start_matches(separator).starts_with([' ', '\n', '\r']);
                if let Some(at) = source.trim_end_matches(separator).find(separator).filter(goes_on) {
                    let at = range.start + at;
                    let length = text[at..].chars().next().map_or(1, char::len_utf8);
                    self.refuse(at..at + length, "takes this invisible character for a line ending");
                }
                let end = text.len().min(range.end + 2);
                let window = text.as_bytes().get(range.start..end).unwrap_or_default();
                let colon = window.windows(2).position(|two| two[0] == b':' && b",?[]{}".contains(&two[1]));
                if let Some(colon) = colon.filter(|_| in_flow) {
                    let at = range.start + colon;
                    self.refuse(at..at + 1, "needs a blank after this `:`");
                }
            }
            YamlStyle::Empty if in_flow => {
                let rest = &text[range.start..];
                let tag = node.tag.as_deref().unwrap_or_default();
                let rest = rest.strip_prefix(tag).unwrap_or(rest);
                if !tag.is_empty() && rest.starts_with([']', '}']) && text[..text.len() - rest.len()].ends_with(tag) {
                    let end = text.len() - rest.len();
                    self.refuse(end - tag.len()..end, "needs a blank after this tag");
                }
            }
            YamlStyle::DoubleQuoted => {
                if let Some(at) = surrogate(source) {
                    let at = range.start + at;
                    self.refuse(at..at + 6, "reads no half of a surrogate pair; write the character itself");
                }
            }
            YamlStyle::Literal | YamlStyle::Folded => self.block_scalar(source, range.start),
            _ => {}
        }
    }

    /// A tab where the indentation is, or could be.
    fn block_scalar(&mut self, source: &str, start: usize) {
        let Some((header, body)) = source.split_once('\n') else { return };
        let explicit = header.split('#').next().unwrap_or_default().contains(|c: char| c.is_ascii_digit());
        // At least as deep as every line of the text.
        let leading = |line: &str| line.len() - line.trim_start_matches(' ').len();
        let shallowest = body.lines().filter(|line| !line.trim().is_empty()).map(leading).min();
        let mut indent = shallowest.filter(|_| explicit);
        let mut at = start + header.len() + 1;
        for line in body.split_inclusive('\n') {
            let blanks = leading(line);
            let is_blank = line.trim().is_empty();
            if indent.is_none_or(|indent| blanks < indent) && line[blanks..].starts_with('\t') {
                return self.refuse(at + blanks..at + blanks + 1, "takes this tab for indentation");
            }
            if !is_blank {
                indent.get_or_insert(blanks);
            }
            at += line.len();
        }
    }

    /// Tabs at the start of a line, or after the `-`, `?` or `:` there.
    fn tabs(&mut self) {
        if !self.text.contains('\t') {
            return;
        }
        self.opaque.sort_by_key(|range| range.start);
        let mut line_start = 0;
        for line in self.text.split_inclusive(['\n', '\r']) {
            let content = line.trim_end_matches(['\n', '\r']);
            if let Some(tab) = self.tab(content, line_start) {
                let tab = line_start + tab;
                return self.refuse(tab..tab + 1, "takes no tab here; use blanks");
            }
            line_start += line.len();
        }
    }

    fn tab(&self, line: &str, start: usize) -> Option<usize> {
        let first = line.len() - line.trim_start_matches([' ', '\t']).len();
        let is_part = |at: usize| self.opaque.iter().any(|range| range.start < at && at < range.end);
        if is_part(start) || is_part(start + first) && first < line.len() {
            return None;
        }
        if let Some(tab) = line[..first].find('\t') {
            let before = self.text[..start].trim_end();
            let after_plain = self.plain_ends.contains(&before.len());
            return (tab == 0 || !after_plain).then_some(tab);
        }
        let mut at = first;
        while line[at..].starts_with(['-', '?', ':']) {
            let rest = &line[at + 1..];
            let blanks = rest.len() - rest.trim_start_matches([' ', '\t']).len();
            if let Some(tab) = rest[..blanks].find('\t') {
                return Some(at + 1 + tab);
            }
            if blanks == 0 {
                return None;
            }
            at += 1 + blanks;
        }
        None
    }
}

/// Where `\uD83D` or the like stands.
fn surrogate(source: &str) -> Option<usize> {
    let bytes = source.as_bytes();
    let mut at = 0;
    while at + 5 < bytes.len() {
        if bytes[at] == b'\\' {
            if bytes[at + 1] == b'u'
                && matches!(bytes[at + 2], b'd' | b'D')
                && matches!(bytes[at + 3], b'8' | b'9' | b'a'..=b'f' | b'A'..=b'F')
            {
                return Some(at);
            }
            at += 1;
        }
        at += 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::super::YamlSchema;
    use super::*;

    /// The text at which Ruby gives up.
    fn refused(text: &str) -> Option<&str> {
        let tree = YamlTree::parse(text, TextSize::new(0));
        assert_eq!(tree.error, None, "{text:?}");
        assert_eq!(tree.refusal(YamlSchema::Core), None);
        tree.refusal(YamlSchema::Ruby).map(|refusal| &text[refusal.range])
    }

    #[test]
    fn valid_yaml_that_libyaml_refuses() {
        for (text, at) in [
            (": a\nb: 1\n", ":"),
            ("b:\n  - : a\n", ":"),
            ("a: {b:, c: }\n", ":"),
            ("a: [b:?c]\n", ":"),
            ("a:\n  -\tb\n", "\t"),
            ("a: 'x'\n  \t\nb: 2\n", "\t"),
            ("a: 1\n\t\nb: 2\n", "\t"),
            ("? a\n:\tb\n", "\t"),
            ("a: |\n  \tx\n  y\n", "\t"),
            ("a: \"\\uD83D\\uDE00\"\n", "\\uD83D"),
            ("a: &ü 1\n", "&ü"),
            ("a: [!!str]\n", "!!str"),
            ("a: b\u{2028}c\n", "\u{2028}"),
        ] {
            assert_eq!(refused(text), Some(at), "{text:?}");
        }
    }

    #[test]
    fn what_libyaml_reads() {
        for text in [
            "? \n: a\nb: 1\n",
            "a: [b:c, http://d.e]\n",
            "a:\tb\nc:\t'd'\t# e\n",
            "a: 'b\n \tc'\n",
            "a: |\n  x\ty\n  \tz\n",
            "a: |2\n  \tx\n  y\n",
            "a: \"\\\\uD83D\"\n",
            "a: &x-1_y 1\nb: *x-1_y\n",
            "a: [!!str , b]\n",
            "a: b\u{2029}\n",
        ] {
            assert_eq!(refused(text), None, "{text:?}");
        }
    }
}
