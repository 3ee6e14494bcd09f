//! Where a destination stands, and so what it may hold: a blank ends it in one place, a quote in another. Knows no site.

use docent_site::index::LinkPlace;
use docent_syntax::TextRange;

/// What is around a destination.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkSpot {
    /// `](…)`, `[label]: …`
    Plain,
    /// `<…>` in one of them
    Enclosed,
    /// `href="…"`, with its quote.
    Quoted(char),
    /// `href=…`
    Unquoted,
    /// `<https://…>`: what stands there is the reader's text, too, and nothing but an absolute address is a link.
    Autolink,
}

impl LinkSpot {
    /// The spot of the destination at `range` of a text.
    pub fn of(text: &str, range: TextRange, place: LinkPlace) -> LinkSpot {
        let before = text.get(..usize::from(range.start())).and_then(|before| before.chars().next_back());
        match place {
            LinkPlace::Autolink => LinkSpot::Autolink,
            LinkPlace::Html => before.filter(|c| matches!(c, '"' | '\'')).map_or(LinkSpot::Unquoted, LinkSpot::Quoted),
            _ if before == Some('<') => LinkSpot::Enclosed,
            _ => LinkSpot::Plain,
        }
    }

    pub fn is_html(self) -> bool {
        matches!(self, LinkSpot::Quoted(_) | LinkSpot::Unquoted)
    }

    /// Whether this text can stand here and is a destination as a whole.
    pub fn admits(self, text: &str) -> bool {
        match self {
            LinkSpot::Plain => is_plain(text),
            LinkSpot::Enclosed => !text.contains(['<', '>', '\n', '\r']),
            LinkSpot::Quoted(quote) => !text.contains(quote),
            LinkSpot::Unquoted => {
                !text.is_empty() && !text.contains(|c: char| c.is_whitespace() || "\"'<>`".contains(c))
            }
            LinkSpot::Autolink => false,
        }
    }
}

/// No blank outside of templating, and no parenthesis that closes what it did not open.
fn is_plain(text: &str) -> bool {
    let mut depth = 0_u32;
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let marks = [("{{", "}}"), ("{%", "%}")].iter().find(|(open, _)| rest.starts_with(open));
        if let Some(end) = marks.and_then(|(_, close)| Some(rest.find(close)? + close.len())) {
            rest = &rest[end..];
            continue;
        }
        match c {
            '(' => depth += 1,
            ')' if depth == 0 => return false,
            ')' => depth -= 1,
            c if c.is_whitespace() => return false,
            _ => {}
        }
        rest = &rest[c.len_utf8()..];
    }
    depth == 0 && !text.is_empty() && !text.starts_with('<')
}

#[cfg(test)]
mod tests {
    use super::*;
    use docent_syntax::TextSize;

    fn spot(text: &str, destination: &str, place: LinkPlace) -> LinkSpot {
        let at = text.find(destination).expect("it is there");
        LinkSpot::of(text, TextRange::at(TextSize::new(at as u32), TextSize::of(destination)), place)
    }

    #[test]
    fn what_is_around_a_destination() {
        assert_eq!(spot("[a](x.md)", "x.md", LinkPlace::Inline), LinkSpot::Plain);
        assert_eq!(spot("[a]: <x.md>", "x.md", LinkPlace::Definition), LinkSpot::Enclosed);
        assert_eq!(spot("<https://x.y>", "https", LinkPlace::Autolink), LinkSpot::Autolink);
        assert_eq!(spot("<a href='x.md'>", "x.md", LinkPlace::Html), LinkSpot::Quoted('\''));
        assert_eq!(spot("<a href=x.md>", "x.md", LinkPlace::Html), LinkSpot::Unquoted);
    }

    #[test]
    fn what_may_stand_there() {
        for text in ["a.html", "a(b).html", "{{ site.baseurl }}/a.html", "{% link a (b.md %}#x"] {
            assert!(LinkSpot::Plain.admits(text), "{text}");
        }
        for text in ["", "a b.html", "a).html", "(a", "{{ site.url }}/a b", "<a>"] {
            assert!(!LinkSpot::Plain.admits(text), "{text}");
        }
        assert!(LinkSpot::Enclosed.admits("a b.html") && !LinkSpot::Enclosed.admits("a>b"));
        assert!(LinkSpot::Quoted('"').admits("{{ '/a' | relative_url }}"));
        assert!(!LinkSpot::Quoted('\'').admits("{{ '/a' | relative_url }}"));
        assert!(LinkSpot::Unquoted.admits("/a.html") && !LinkSpot::Unquoted.admits("{{ site.baseurl }}/a.html"));
        assert!(!LinkSpot::Autolink.admits("https://x.y"));
    }
}
