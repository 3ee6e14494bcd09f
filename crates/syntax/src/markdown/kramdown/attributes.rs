//! What kramdown's attribute lists say: `{: #id .class key="value"}` and `{#id}`. Knows only the text of one list.

use std::ops::Range;

/// The id that an attribute list gives, as a range of `list`, which may have its braces; the last of several.
pub(in crate::markdown) fn id_of_list(list: &str) -> Option<Range<usize>> {
    let start = if list.starts_with("{:") { 2 } else { 0 };
    let end = if list.ends_with('}') { list.len() - 1 } else { list.len() };
    let mut found = None;
    for word in words(list, start..end.max(start)) {
        let text = &list[word.clone()];
        if let Some((_, value)) = text.split_once("id=").filter(|(before, _)| before.is_empty()) {
            let quoted = value.len() > 2 && value.starts_with(['"', '\'']) && value.ends_with(&value[..1]);
            found = quoted.then(|| word.start + 4..word.end - 1).or(found);
        } else if let Some(id) = id_of_word(text) {
            found = Some(word.start + id.start..word.start + id.end);
        }
    }
    found
}

/// Parts between blanks; what is quoted is one part.
fn words(text: &str, within: Range<usize>) -> Vec<Range<usize>> {
    let mut words = Vec::new();
    let mut start = None;
    let mut quote = None;
    for (offset, c) in text[within.clone()].char_indices() {
        let at = within.start + offset;
        match (c, quote) {
            ('"' | '\'', None) => quote = Some(c),
            (c, Some(open)) if c == open => quote = None,
            (c, None) if c.is_whitespace() => {
                words.extend(start.take().map(|start| start..at));
                continue;
            }
            _ => {}
        }
        start.get_or_insert(at);
    }
    words.extend(start.map(|start| start..within.end));
    words
}

/// The id of `#id`, `.class#id` or `#id.class`; a word with anything else in it gives none.
fn id_of_word(word: &str) -> Option<Range<usize>> {
    let mut found = None;
    let mut at = 0;
    while at < word.len() {
        let mark = word.as_bytes()[at];
        if !matches!(mark, b'#' | b'.') {
            return None;
        }
        let part = &word[at + 1..];
        match mark {
            b'#' => {
                let length = part.bytes().take_while(|&b| is_id_byte(b)).count();
                if !part.starts_with(|c: char| c.is_ascii_alphabetic()) {
                    return None;
                }
                found = Some(at + 1..at + 1 + length);
                at += 1 + length;
            }
            _ => {
                let length = part.find(['.', '#']).unwrap_or(part.len());
                if length == 0 {
                    return None;
                }
                at += 1 + length;
            }
        }
    }
    found
}

fn is_id_byte(b: u8) -> bool {
    b.is_ascii_alphanumeric() || matches!(b, b'_' | b':' | b'-')
}

/// The id of `{#id}` behind a heading's title: an XML name.
pub(in crate::markdown) fn id_of_heading(written: &str) -> Option<&str> {
    let id = written.strip_prefix("{#")?.strip_suffix('}')?;
    let starts = |c: char| c.is_ascii_alphabetic() || matches!(c, ':' | '_') || (c as u32 >= 0xc0 && !"×÷".contains(c));
    let goes_on = |c: char| starts(c) || c.is_ascii_digit() || matches!(c, '-' | '.' | '\u{b7}');
    (id.starts_with(starts) && id.chars().all(goes_on)).then_some(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_of_lists() {
        for (list, id) in [
            ("{: #a}", Some("a")),
            ("{:#a .b}", Some("a")),
            ("{: .b#a-1:x_y.c}", Some("a-1:x_y")),
            ("{: #a #b}", Some("b")),
            ("{: id=\"own id\" .x}", Some("own id")),
            ("{: title=\"#no\" .x}", None),
            ("{: #1}", None),
            ("{: #ä}", None),
            ("{: ä#b}", None),
            ("{:}}", None),
            ("{: #a,b}", None),
            ("{: id=\"\"}", None),
            ("{: id='x}", None),
            ("{:}", None),
            ("{", None),
            ("", None),
        ] {
            assert_eq!(id_of_list(list).map(|range| &list[range]), id, "{list}");
        }
        assert_eq!(id_of_heading("{#a.b:c_d-e}"), Some("a.b:c_d-e"));
        assert_eq!(id_of_heading("{#ä}"), Some("ä"));
        assert_eq!(["{#1}", "{#a b}", "{#}", "{: #a}"].map(id_of_heading), [None; 4]);
    }
}
