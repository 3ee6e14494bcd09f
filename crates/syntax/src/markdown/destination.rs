//! Where a link's destination stands in its source, and what it says. Knows no events.

use super::LinkKind;
use super::source::Source;
use std::ops::Range;

/// The destination of a link whose text ends at `inner_end`; for a reference its label.
pub(super) fn destination(
    kind: LinkKind,
    range: &Range<usize>,
    inner_end: usize,
    source: &Source<'_>,
) -> Option<Range<usize>> {
    let masked = source.masked(range.clone());
    let from = inner_end.checked_sub(range.start)?.min(masked.len());
    let tail = masked.get(from..)?;
    let in_page = |within: Range<usize>| range.start + within.start..range.start + within.end;
    match kind {
        LinkKind::Autolink => Some(in_page(1..masked.len().max(2) - 1)),
        LinkKind::Inline => {
            let after = from + tail.find("](")? + 2;
            let blanks = masked[after..].len() - masked[after..].trim_start_matches([' ', '\t', '\n', '\r']).len();
            Some(in_page(destination_at(&masked[..masked.len() - 1], after + blanks)))
        }
        LinkKind::Reference => {
            let text_start = if masked.starts_with('!') { 2 } else { 1 };
            match tail.find("][").map(|n| from + n + 2) {
                Some(label) if label + 1 < masked.len() => Some(in_page(label..masked.len() - 1)),
                Some(label) => Some(in_page(text_start..label - 2)),
                None => Some(in_page(text_start..masked.len().max(text_start + 1) - 1)),
            }
        }
        LinkKind::Html => None,
    }
}

/// The destination that begins at `from`: in `<…>`, or up to a blank or a parenthesis that closes none of its own.
pub(super) fn destination_at(text: &str, from: usize) -> Range<usize> {
    let bytes = text.as_bytes();
    let from = from.min(bytes.len());
    let pointy = bytes.get(from) == Some(&b'<');
    let start = from + usize::from(pointy);
    let mut depth = 0_usize;
    let mut at = start;
    while let Some(&b) = bytes.get(at) {
        match b {
            b'\\' if bytes.get(at + 1).is_some_and(u8::is_ascii_punctuation) => at += 1,
            b'>' if pointy => break,
            _ if pointy => {}
            b' ' | b'\t' | b'\n' | b'\r' => break,
            b'(' => depth += 1,
            b')' if depth == 0 => break,
            b')' => depth -= 1,
            _ => {}
        }
        at += 1;
    }
    start..at.min(bytes.len())
}

/// Backslashes before punctuation taken away, entities decoded.
pub(super) fn unescape(text: &str) -> String {
    let mut result = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        let escapes = c == '\\' && chars.clone().next().is_some_and(|next| next.is_ascii_punctuation());
        result.extend(if escapes { chars.next() } else { Some(c) });
    }
    decode_entities(&result)
}

/// The entities that occur in addresses and titles; others stay as they are.
pub(super) fn decode_entities(text: &str) -> String {
    let mut result = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        result.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.bytes().take(12).position(|b| b == b';');
        match end.and_then(|end| Some((end, entity(rest.get(1..end)?)?))) {
            Some((end, c)) => {
                result.push(c);
                rest = &rest[end + 1..];
            }
            None => {
                result.push('&');
                rest = &rest[1..];
            }
        }
    }
    result.push_str(rest);
    result
}

fn entity(name: &str) -> Option<char> {
    let named = [("amp", '&'), ("lt", '<'), ("gt", '>'), ("quot", '"'), ("apos", '\''), ("nbsp", '\u{a0}')];
    if let Some((_, c)) = named.iter().find(|(known, _)| *known == name) {
        return Some(*c);
    }
    let number = name.strip_prefix('#')?;
    let code = match number.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
        None => number.parse().ok()?,
    };
    char::from_u32(code)
}
