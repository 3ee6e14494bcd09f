//! What stands in `<!-- docent: key=value key="a|b" flag -->`: attributes with their places in the template.
//!
//! Knows their form, and which value each takes; what they are set on is the outline's matter.

use crate::contract::Count;
use crate::problem::TemplateProblem;
use docent_syntax::{TextRange, TextSize};

/// One `key`, `key=value` or `key="value"`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Attribute<'t> {
    pub(super) name: &'t str,
    /// Without its quotes.
    pub(super) value: Option<&'t str>,
    /// All of it.
    pub(super) range: TextRange,
    /// The value with its quotes; the whole attribute where it has none.
    pub(super) value_range: TextRange,
}

/// What a comment of the template is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CommentKind<'t> {
    /// `docent: …`, with the attributes' text and where in the comment's content it begins.
    Attributes(&'t str, usize),
    /// `guidance …`
    Guidance(&'t str),
    /// A note among the template's maintainers.
    Other,
}

pub(super) fn comment_kind(content: &str) -> CommentKind<'_> {
    let trimmed = content.trim_start();
    let skipped = content.len() - trimmed.len();
    if let Some(rest) = trimmed.strip_prefix("docent:") {
        return CommentKind::Attributes(rest, skipped + "docent:".len());
    }
    match trimmed.strip_prefix("guidance") {
        Some(rest) if rest.is_empty() => CommentKind::Guidance(rest),
        Some(rest) => match rest.strip_prefix(':') {
            Some(rest) => CommentKind::Guidance(rest),
            None if rest.starts_with(char::is_whitespace) => CommentKind::Guidance(rest),
            None => CommentKind::Other,
        },
        None => CommentKind::Other,
    }
}

/// A comment with more attributes lacks its closing `-->` and contains the rest of the page.
const MAX_ATTRIBUTES: usize = 64;

/// Reads attributes from `text`, which begins at `base` in the template.
pub(super) fn parse<'t>(text: &'t str, base: TextSize, problems: &mut Vec<TemplateProblem>) -> Vec<Attribute<'t>> {
    let mut attributes = Vec::new();
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|_| attributes.len() < MAX_ATTRIBUTES) {
        let trimmed = rest.trim_start_matches(|c: char| c.is_whitespace() || c == ',');
        at += rest.len() - trimmed.len();
        if trimmed.is_empty() {
            break;
        }
        let name_len = trimmed.find(|c: char| c == '=' || c == ',' || c.is_whitespace()).unwrap_or(trimmed.len());
        let (name, after) = trimmed.split_at(name_len);
        let start = at;
        at += name_len;
        let mut attribute =
            Attribute { name, value: None, range: range(base, start, at), value_range: range(base, start, at) };
        if let Some(value_text) = after.strip_prefix('=') {
            let value_start = at + 1;
            let value = read_value(value_text);
            at = value_start + value.len;
            attribute.value = Some(value.text);
            attribute.range = range(base, start, at);
            attribute.value_range = if value.len == 0 { attribute.range } else { range(base, value_start, at) };
            if !value.closed {
                problems.push(TemplateProblem::syntax(
                    attribute.value_range,
                    "this value's closing quotation mark is missing",
                ));
            }
        }
        attributes.push(attribute);
    }
    attributes
}

struct ReadValue<'t> {
    text: &'t str,
    /// With its quotes.
    len: usize,
    closed: bool,
}

fn read_value(text: &str) -> ReadValue<'_> {
    let Some(quote) = text.chars().next().filter(|c| matches!(c, '"' | '\'')) else {
        let len = text.find(char::is_whitespace).unwrap_or(text.len());
        let value = text.get(..len).unwrap_or_default();
        return ReadValue { text: value, len, closed: true };
    };
    let inner = text.get(1..).unwrap_or_default();
    match inner.find(quote) {
        Some(end) => ReadValue { text: inner.get(..end).unwrap_or_default(), len: end + 2, closed: true },
        None => {
            let text = inner.trim_end();
            ReadValue { text, len: text.len() + 1, closed: false }
        }
    }
}

fn range(base: TextSize, start: usize, end: usize) -> TextRange {
    let size = |n: usize| TextSize::new(u32::try_from(n).unwrap_or(u32::MAX));
    TextRange::new(base + size(start), base + size(end))
}

/// `2`, `2..3`, `2..`, `..3`.
pub fn count(value: &str) -> Option<Count> {
    let number = |text: &str| text.trim().parse::<u32>().ok();
    let Some((min, max)) = value.split_once("..") else {
        let n = number(value)?;
        return Some(Count { min: n, max: Some(n) });
    };
    let (min, max) = (min.trim(), max.trim().trim_start_matches('='));
    if min.is_empty() && max.is_empty() {
        return None;
    }
    let min = if min.is_empty() { 0 } else { number(min)? };
    let max = if max.is_empty() { None } else { Some(number(max)?) };
    max.is_none_or(|max| min <= max).then_some(Count { min, max })
}

impl Attribute<'_> {
    /// Whether the flag is set. `flag=true` and `flag=false` are understood.
    pub(super) fn flag(&self, problems: &mut Vec<TemplateProblem>) -> bool {
        match self.value {
            None | Some("true") => true,
            Some("false") => false,
            Some(_) => {
                problems.push(TemplateProblem::syntax(self.value_range, format!("`{}` takes no value", self.name)));
                true
            }
        }
    }

    pub(super) fn count(&self, problems: &mut Vec<TemplateProblem>) -> Option<Count> {
        let count = self.value.and_then(count);
        if count.is_none() {
            let message = format!("`{}` takes a number of things: `2`, `2..3`, `2..` or `..3`", self.name);
            problems.push(TemplateProblem::syntax(self.value_range, message));
        }
        count
    }

    /// A value that is not empty.
    pub(super) fn text(&self, example: &str, problems: &mut Vec<TemplateProblem>) -> Option<&str> {
        let text = self.value.map(str::trim).filter(|value| !value.is_empty());
        if text.is_none() {
            problems
                .push(TemplateProblem::syntax(self.value_range, format!("`{}` takes a value: `{example}`", self.name)));
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> (Vec<Attribute<'_>>, Vec<TemplateProblem>) {
        let mut problems = Vec::new();
        (parse(text, TextSize::new(0), &mut problems), problems)
    }

    fn at(start: u32, end: u32) -> TextRange {
        TextRange::new(start.into(), end.into())
    }

    #[test]
    fn attributes_have_names_values_and_places() {
        let (attributes, problems) = parsed(" items=2..3 aliases=\"A|B *\" optional, code='json' ");
        let shape: Vec<_> = attributes.iter().map(|a| (a.name, a.value, a.value_range)).collect();
        assert_eq!(
            shape,
            [
                ("items", Some("2..3"), at(7, 11)),
                ("aliases", Some("A|B *"), at(20, 27)),
                ("optional", None, at(28, 36)),
                ("code", Some("json"), at(43, 49)),
            ]
        );
        assert_eq!(problems, []);
    }

    #[test]
    fn an_open_quotation_mark_is_reported() {
        let (attributes, problems) = parsed("aliases=\"A ");
        assert_eq!(attributes[0].value, Some("A"));
        assert_eq!(problems.iter().map(|p| p.range).collect::<Vec<_>>(), [at(8, 10)]);
    }

    #[test]
    fn odd_text_is_read_to_its_end() {
        for text in ["=", "==", "=\"", "a=", ",,,", "é=ü ", "\"", "a==b"] {
            let _ = parsed(text);
        }
    }

    #[test]
    fn counts() {
        let count_of = |min, max| Some(Count { min, max });
        for (text, expected) in [
            ("2", count_of(2, Some(2))),
            ("2..3", count_of(2, Some(3))),
            ("2..=3", count_of(2, Some(3))),
            ("2..", count_of(2, None)),
            ("..3", count_of(0, Some(3))),
            ("..", None),
            ("", None),
            ("3..2", None),
            ("two", None),
            ("-1", None),
            ("99999999999", None),
        ] {
            assert_eq!(count(text), expected, "{text:?}");
        }
    }

    #[test]
    fn kinds_of_comments_are_distinguished() {
        assert_eq!(comment_kind(" docent: optional "), CommentKind::Attributes(" optional ", 8));
        assert_eq!(comment_kind(" guidance\nText "), CommentKind::Guidance("\nText "));
        assert_eq!(comment_kind("guidance: Text"), CommentKind::Guidance(" Text"));
        assert_eq!(comment_kind(" guidances "), CommentKind::Other);
        assert_eq!(comment_kind(" docent-ignore rule "), CommentKind::Other);
    }
}
