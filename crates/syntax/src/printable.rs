//! Text from a site as it can be shown on a terminal or in a log: a file name or a key must not move the cursor, set the
//! window's title, reverse what follows, or begin a line of its own.

use std::borrow::Cow;
use std::fmt::Write;

/// `text` on one line, every control character and every character that changes the direction of others escaped as in a
/// Rust string: `\n`, `\u{1b}`. Characters that are only joined (U+200C, U+200D) stay: words and emoji need them.
pub fn printable(text: &str) -> Cow<'_, str> {
    escape(text, is_unprintable)
}

/// As [`printable`], for text of more lines: line endings and tabs stay.
pub fn printable_lines(text: &str) -> Cow<'_, str> {
    let is_lone_return = text.replace("\r\n", "").contains('\r');
    escape(text, |c| is_unprintable(c) && !matches!(c, '\n' | '\t') && (c != '\r' || is_lone_return))
}

/// `text` with a visible character of the same length in UTF-8 in place of each that [`printable`] would escape, but for line
/// endings and tabs: for excerpts in which places are marked by their bytes. One-byte characters stay: who shows an excerpt
/// replaces them.
pub fn printable_in_place(text: &str) -> Cow<'_, str> {
    let is_replaced = |c: char| is_unprintable(c) && c.len_utf8() > 1;
    if !text.contains(is_replaced) {
        return Cow::Borrowed(text);
    }
    text.chars()
        .map(|c| {
            if !is_replaced(c) {
                c
            } else if c.len_utf8() == 2 {
                '·'
            } else {
                '\u{fffd}'
            }
        })
        .collect()
}

fn escape(text: &str, is_escaped: impl Fn(char) -> bool) -> Cow<'_, str> {
    if !text.contains(&is_escaped) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match is_escaped(c) {
            // Writing to a string never fails.
            true => _ = write!(shown, "{}", c.escape_debug()),
            false => shown.push(c),
        }
    }
    Cow::Owned(shown)
}

fn is_unprintable(c: char) -> bool {
    match c {
        // Marks and embeddings of direction.
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => true,
        // Separators of lines and paragraphs.
        '\u{2028}' | '\u{2029}' => true,
        // Characters without a width that no script needs.
        '\u{200b}' | '\u{2060}'..='\u{2064}' | '\u{206a}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' => true,
        _ => c.is_control(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn controls_are_escaped_and_text_is_not() {
        for text in ["", "plain", "ä 😀 👩\u{200d}👩 نمی\u{200c}خواهم", "back\\slash 'quoted'"] {
            assert!(matches!(printable(text), Cow::Borrowed(same) if same == text), "{text:?}");
        }
        assert_eq!(printable("a\x1b]0;T\x07\u{9b}31m\x7f\n\r\tb"), "a\\u{1b}]0;T\\u{7}\\u{9b}31m\\u{7f}\\n\\r\\tb");
        assert_eq!(printable("\u{202e}txt\u{2066}\u{2028}\u{feff}"), "\\u{202e}txt\\u{2066}\\u{2028}\\u{feff}");
    }

    #[test]
    fn no_character_gets_through_that_a_terminal_acts_on() {
        for c in ('\0'..=char::MAX).filter(|c| c.is_control() || "\u{202e}\u{2067}\u{200f}".contains(*c)) {
            let text = format!("x{c}y");
            assert!(!printable(&text).contains(c), "{c:?}");
            let replaced = printable_in_place(&text);
            assert_eq!(replaced.len(), text.len());
            assert!(c.is_ascii() || !replaced.contains(c), "{c:?}");
        }
    }

    #[test]
    fn lines_stay_lines() {
        assert_eq!(printable_lines("a\tb\r\nc\x1b\n"), "a\tb\r\nc\\u{1b}\n");
        assert_eq!(printable_lines("a\rb\n"), "a\\rb\n");
    }
}
