//! What is wrong, in an author's words, with the range that shows it.

use super::YamlError;
use crate::text::lines;
use granit_parser::ErrorKind;
use std::ops::Range;
use text_size::{TextRange, TextSize};

pub(super) const TAB_INDENTATION: &str = "a tab cannot indent YAML: use blanks";

/// Describes the library's error at `at`, which lies in `chunk` or at its end. All offsets are bytes of `text`.
pub(super) fn describe(text: &str, chunk: Range<usize>, at: usize, kind: &ErrorKind) -> YamlError {
    let found = control_character(text, &chunk, at, kind)
        .or_else(|| tab_indentation(text, &chunk, at, kind))
        .or_else(|| by_kind(text, &chunk, at, kind));
    let (range, message) = found.unwrap_or_else(|| (rest_of_line(text, at), sentence(kind)));
    let leaves_quote_open = matches!(kind, ErrorKind::UnclosedQuotedScalar);
    YamlError { range: text_range(never_empty(text, range)), message, leaves_quote_open }
}

/// A character that YAML does not allow anywhere. The library points to it, or to the start of what it is in.
fn control_character(text: &str, chunk: &Range<usize>, at: usize, kind: &ErrorKind) -> Option<Described> {
    let names_one = matches!(kind, ErrorKind::UnexpectedCharacter { character } if is_forbidden(*character));
    if !names_one && !is_forbidden(text[at..].chars().next()?) {
        return None;
    }
    let from = |start: usize| {
        let (found, c) = text.get(start..chunk.end)?.char_indices().find(|(_, c)| is_forbidden(*c))?;
        Some((start + found, c))
    };
    let (found, c) = from(at).or_else(|| from(chunk.start))?;
    let message = format!("the character U+{:04X} is not allowed in YAML: remove it", u32::from(c));
    Some((found..found + c.len_utf8(), message))
}

/// The characters outside of `c-printable`.
fn is_forbidden(c: char) -> bool {
    !matches!(c, '\t' | '\n' | '\r' | ' '..='~' | '\u{85}' | '\u{a0}'..='\u{fffd}' | '\u{10000}'..)
}

type Described = (Range<usize>, String);

fn by_kind(text: &str, chunk: &Range<usize>, at: usize, kind: &ErrorKind) -> Option<Described> {
    match kind {
        ErrorKind::MappingValueNotAllowed => {
            let line = line_at(text, at);
            match value_in(text, &line) {
                Some(value) if value.start < at => Some((value, "a value with `: ` in it needs quotes".to_owned())),
                _ => Some((
                    content(text, line),
                    "this key is indented deeper than the one above it, which has a value already".to_owned(),
                )),
            }
        }
        ErrorKind::UnclosedQuotedScalar
        | ErrorKind::InvalidQuotedScalarIndent
        | ErrorKind::DocumentIndicatorInQuotedScalar => {
            let value = open_quote(text, chunk)?;
            let quote = text[value.start..].chars().next()?;
            Some((value, format!("this {quote} is never closed")))
        }
        ErrorKind::UnclosedFlowCollection { .. }
        | ErrorKind::UnexpectedEofFlowSequence
        | ErrorKind::UnexpectedEofFlowMapping
        | ErrorKind::UnexpectedEofImplicitFlowMapping => {
            let bracket = text[at..chunk.end.max(at)].starts_with(['[', '{']).then_some(at);
            let bracket = bracket.or_else(|| text[chunk.clone()].find(['[', '{']).map(|found| chunk.start + found))?;
            Some((rest_of_line(text, bracket), format!("this `{}` is never closed", &text[bracket..bracket + 1])))
        }
        ErrorKind::MismatchedFlowCollectionEnd { open, close } => {
            Some((rest_of_line(text, at), format!("`{open}` is closed by `{close}`")))
        }
        ErrorKind::MisplacedFlowCollectionEnd => {
            let length = text[at..].chars().next().map_or(0, char::len_utf8);
            Some((at..at + length, "nothing is open here that this could close".to_owned()))
        }
        ErrorKind::ExpectedFlowMappingSeparator | ErrorKind::ExpectedFlowSequenceSeparator => {
            Some((rest_of_line(text, at), "a comma or the closing bracket is missing before this".to_owned()))
        }
        ErrorKind::InvalidTrailingSingleQuotedScalar | ErrorKind::InvalidTrailingDoubleQuotedScalar => {
            let single = matches!(kind, ErrorKind::InvalidTrailingSingleQuotedScalar);
            let advice =
                if single { "an apostrophe in '…' is written ''" } else { "a quote in \"…\" is written \\\"" };
            Some((rest_of_line(text, at), format!("nothing may follow the closing quote; {advice}")))
        }
        ErrorKind::UnexpectedCharacter { character } => {
            Some((rest_of_line(text, at), format!("text that begins with `{character}` needs quotes")))
        }
        ErrorKind::MissingAnchorOrAliasName => {
            let first = text[at..].chars().next().unwrap_or('*');
            Some((rest_of_line(text, at), format!("text that begins with `{first}` needs quotes")))
        }
        ErrorKind::UndeclaredTagHandle | ErrorKind::InvalidTagTerminator | ErrorKind::MissingTagUri => {
            Some((rest_of_line(text, at), "text that begins with `!` needs quotes".to_owned()))
        }
        ErrorKind::BlockSequenceEntryNotAllowed => {
            Some((rest_of_line(text, at), "a list begins on the line after its key".to_owned()))
        }
        ErrorKind::SimpleKeyExpected | ErrorKind::ExpectedDocumentStart => Some(no_key(text, at)),
        ErrorKind::ExpectedBlockMappingKey | ErrorKind::ExpectedBlockSequenceEntry | ErrorKind::InvalidIndentation => {
            Some(no_entry(text, at))
        }
        ErrorKind::UnknownQuotedScalarEscape
        | ErrorKind::InvalidQuotedScalarHexEscape
        | ErrorKind::InvalidUnicodeEscape => Some(escape(text, chunk, at)),
        ErrorKind::InvalidBlockScalarHeader => {
            Some((rest_of_line(text, at), "the text of a `|` or `>` value begins on the next line".to_owned()))
        }
        ErrorKind::RecursionLimitExceeded => Some((rest_of_line(text, at), "this is nested too deep".to_owned())),
        ErrorKind::CommentInterceptedScalar => {
            Some((rest_of_line(text, at), "a value cannot go on after a comment".to_owned()))
        }
        ErrorKind::CommentNotSeparated => {
            Some((rest_of_line(text, at), "a blank is missing before the `#`".to_owned()))
        }
        ErrorKind::MultipleDocumentsUnsupported => {
            Some((rest_of_line(text, at), "front matter holds one YAML document only".to_owned()))
        }
        _ => None,
    }
}

/// The tabs at the start of a line, if the error is about one, or could be: the library often sees the line before.
fn tab_indentation(text: &str, chunk: &Range<usize>, at: usize, kind: &ErrorKind) -> Option<Described> {
    let about_tabs = matches!(
        kind,
        ErrorKind::TabNotAllowed
            | ErrorKind::TabInBlockIndentation
            | ErrorKind::TabInIndentation
            | ErrorKind::TabInPlainScalar
            | ErrorKind::TabAtBlockScalarStart
            | ErrorKind::InvalidBlockEntryWhitespace
            | ErrorKind::InvalidMappingValueWhitespace
            | ErrorKind::MappingValueNotAllowed
            | ErrorKind::SimpleKeyExpected
    );
    if !about_tabs {
        return None;
    }
    let from = line_at(text, at.min(text.len())).start.max(chunk.start);
    let tabs = lines(text.get(from..chunk.end)?).take(3).find_map(|(line, _)| {
        let line = from + usize::from(line.start())..from + usize::from(line.end());
        let blanks = &text[line.start..line.end - text[line.clone()].trim_start().len()];
        let first = line.start + blanks.find('\t')?;
        Some(first..first + blanks[first - line.start..].bytes().take_while(|&b| b == b'\t').count())
    })?;
    Some((tabs, TAB_INDENTATION.to_owned()))
}

fn no_key(text: &str, at: usize) -> Described {
    let line = content(text, line_at(text, at));
    let message = match text[line.clone()].find(':') {
        Some(_) => "a blank is missing after the `:`",
        None => "a key is followed by `:`",
    };
    (line, message.to_owned())
}

/// Where a key or an item should begin and something else stands.
fn no_entry(text: &str, at: usize) -> Described {
    let line = line_at(text, at);
    let whole = content(text, line.clone());
    let value = value_in(text, &line).filter(|value| value.start < at);
    match value {
        Some(value) => {
            let first = text[value.start..].chars().next().unwrap_or('"');
            (value.clone(), format!("text that begins with `{first}` needs quotes"))
        }
        None if text[whole.clone()].starts_with('-') => {
            (whole, "this list item is not in line with a list, or the key above has a value already".to_owned())
        }
        None => (whole, "this line is not indented like the lines it belongs to".to_owned()),
    }
}

/// The first escape of double quotes that YAML does not know.
fn escape(text: &str, chunk: &Range<usize>, at: usize) -> Described {
    let quoted = &text[at..chunk.end.max(at)];
    let mut chars = quoted.char_indices();
    while let Some((backslash, c)) = chars.next() {
        if c != '\\' {
            continue;
        }
        let Some((_, escaped)) = chars.next() else { break };
        if !"0abtnvfre \"/\\N_LPxuU\t\n\r".contains(escaped) {
            let start = at + backslash;
            let message = format!("`\\{escaped}` means nothing in double quotes: write `\\\\` for a backslash");
            return (start..start + 1 + escaped.len_utf8(), message);
        }
    }
    (rest_of_line(text, at), "an escape in double quotes is not complete: write `\\\\` for a backslash".to_owned())
}

/// From the first value of the chunk that begins with a quote and is not closed on its line, to the end of that line.
fn open_quote(text: &str, chunk: &Range<usize>) -> Option<Range<usize>> {
    lines(&text[chunk.clone()]).find_map(|(line, _)| {
        let line = chunk.start + usize::from(line.start())..chunk.start + usize::from(line.end());
        let value = raw_value_in(text, &line)?;
        let quote = text[value.clone()].chars().next().filter(|c| matches!(c, '"' | '\''))?;
        let open = text[value.clone()].matches(quote).count() % 2 == 1;
        open.then_some(value)
    })
}

/// What follows `key: ` or `- ` on a line, without a comment and blanks at its end. `None` where nothing follows.
fn value_in(text: &str, line: &Range<usize>) -> Option<Range<usize>> {
    let value = raw_value_in(text, line)?;
    let end = text[value.clone()].find(" #").map_or(value.end, |found| value.start + found);
    let value = value.start..value.start + text[value.start..end].trim_end().len();
    (!value.is_empty()).then_some(value)
}

fn raw_value_in(text: &str, line: &Range<usize>) -> Option<Range<usize>> {
    let found = content(text, line.clone());
    let mut start = found.start;
    while text[start..found.end].starts_with("- ") {
        start += 2 + leading_blanks(&text[start + 2..found.end]);
    }
    if let Some(colon) = text[start..found.end].find(": ") {
        start += colon + 2;
        start += leading_blanks(&text[start..found.end]);
    } else if start == found.start {
        return None;
    }
    (start < found.end).then_some(start..found.end)
}

fn leading_blanks(text: &str) -> usize {
    text.len() - text.trim_start_matches([' ', '\t']).len()
}

/// The line that `at` lies in, without its line ending.
fn line_at(text: &str, at: usize) -> Range<usize> {
    let before = &text[..at];
    let start = before.rfind(['\n', '\r']).map_or(0, |found| found + 1);
    start..text[at..].find(['\n', '\r']).map_or(text.len(), |found| at + found)
}

/// Without blanks at both ends.
fn content(text: &str, range: Range<usize>) -> Range<usize> {
    let line = &text[range.clone()];
    let start = range.start + line.len() - line.trim_start().len();
    start..start + line.trim().len()
}

/// From `at` to the end of its line, without a comment and blanks at its end.
fn rest_of_line(text: &str, at: usize) -> Range<usize> {
    let rest = &text[at..line_at(text, at).end];
    let rest = rest.find(" #").map_or(rest, |found| &rest[..found]);
    at..at + rest.trim_end().len()
}

/// A range to show: of an empty one the line, and failing that the last line before it that is not empty.
fn never_empty(text: &str, range: Range<usize>) -> Range<usize> {
    if !range.is_empty() {
        return range;
    }
    let line = content(text, line_at(text, range.start));
    if !line.is_empty() {
        return line;
    }
    let before = text[..range.start].trim_end();
    if before.is_empty() { range.start..text.len() } else { content(text, line_at(text, before.len())) }
}

fn sentence(kind: &ErrorKind) -> String {
    let message = kind.to_string();
    match message.split_once(", ") {
        Some((context, rest)) if context.starts_with("while ") => rest.to_owned(),
        _ => message,
    }
}

fn text_range(range: Range<usize>) -> TextRange {
    TextRange::new(TextSize::new(range.start as u32), TextSize::new(range.end as u32))
}
