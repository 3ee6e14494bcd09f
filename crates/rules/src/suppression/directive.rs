//! The words of a suppression: `docent-ignore RULE, RULE: reason`.

use docent_syntax::{TextRange, TextSize};

/// One rule that is named, known or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    pub rule: Box<str>,
    /// Bytes of the page.
    pub range: TextRange,
}

/// The names in a comment's content, which begins at `base`; `None` for a comment that suppresses nothing.
pub fn in_comment(content: &str, base: TextSize) -> Option<Vec<Name>> {
    let words = content.trim_start();
    let rest = words.strip_prefix(super::KEY)?;
    if rest.starts_with(|c: char| !c.is_whitespace() && c != ':') {
        return None;
    }
    // `docent-ignore: rule` is what an author may write who knows the key of the front matter.
    let rest = rest.trim_start().strip_prefix(':').unwrap_or(rest);
    let offset = content.len() - rest.len();
    Some(names(rest, base + TextSize::new(offset as u32)))
}

/// Names with commas between them, up to a colon or a further word: the rest is the reason.
pub(super) fn names(text: &str, base: TextSize) -> Vec<Name> {
    let mut names = Vec::new();
    let mut at = 0;
    loop {
        at += blanks(&text[at..]);
        let rest = &text[at..];
        let length = rest.find(|c: char| c.is_whitespace() || matches!(c, ',' | ':')).unwrap_or(rest.len());
        if length > 0 {
            let range = TextRange::at(base + TextSize::new(at as u32), TextSize::new(length as u32));
            names.push(Name { rule: rest[..length].into(), range });
        }
        at += length;
        at += blanks(&text[at..]);
        if !text[at..].starts_with(',') {
            return names;
        }
        at += 1;
    }
}

fn blanks(text: &str) -> usize {
    text.len() - text.trim_start().len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(content: &str) -> Option<Vec<&str>> {
        let names = in_comment(content, TextSize::new(0))?;
        Some(
            names
                .iter()
                .map(|name| {
                    assert_eq!(&content[name.range], &*name.rule);
                    &content[name.range]
                })
                .collect(),
        )
    }

    #[test]
    fn names_end_where_the_reason_begins() {
        assert_eq!(read(" docent-ignore missing-step: we have none "), Some(vec!["missing-step"]));
        assert_eq!(read("docent-ignore a,b , c: ü, d"), Some(vec!["a", "b", "c"]));
        assert_eq!(read("docent-ignore a because, it is"), Some(vec!["a"]));
        assert_eq!(read("docent-ignore: a"), Some(vec!["a"]));
        assert_eq!(read("docent-ignore a,\r\n  b\r\n"), Some(vec!["a", "b"]));
        assert_eq!(read("docent-ignore"), Some(vec![]));
        assert_eq!(read("docent-ignore ,: x"), Some(vec![]));
        assert_eq!(read("docent-ignored a"), None);
        assert_eq!(read("docent: a"), None);
        assert_eq!(read("ü docent-ignore a"), None);
    }
}
