//! Just enough of HTML to find comments, links and images in a raw piece of it. Never looks beyond the piece.

use std::ops::Range;

/// A piece of HTML. Ranges are bytes of the text that was given.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Token {
    Text(Range<usize>),
    /// `<!-- … -->`; an unclosed one reaches to the end.
    Comment {
        range: Range<usize>,
        content: Range<usize>,
    },
    Open(Element),
    /// `</name>`
    Close {
        range: Range<usize>,
        name: Name,
    },
    /// A declaration, a processing instruction, the content of a script.
    Other(Range<usize>),
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Element {
    pub(super) range: Range<usize>,
    pub(super) name: Name,
    /// The value of `href` for a link, of `src` for an image, without quotes.
    pub(super) target: Option<Range<usize>>,
    /// The value of `alt`, without quotes.
    pub(super) alternative: Option<Range<usize>>,
    /// The value of `id`, and for a link of `name`, without quotes.
    pub(super) ids: [Option<Range<usize>>; 2],
}

/// The elements that matter here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Name {
    Anchor,
    Image,
    Break,
    /// Its content is no HTML: `script`, `style`, `textarea`.
    Opaque(&'static str),
    Other,
}

impl Name {
    fn of(name: &str) -> Name {
        let names = [
            ("a", Name::Anchor),
            ("img", Name::Image),
            ("br", Name::Break),
            ("script", Name::Opaque("script")),
            ("style", Name::Opaque("style")),
            ("textarea", Name::Opaque("textarea")),
        ];
        names.into_iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map_or(Name::Other, |(_, name)| name)
    }
}

pub(super) fn range_of(token: &Token) -> &Range<usize> {
    match token {
        Token::Text(range) | Token::Other(range) => range,
        Token::Comment { range, .. } | Token::Close { range, .. } => range,
        Token::Open(element) => &element.range,
    }
}

pub(super) fn tag_name(tag: &str) -> &str {
    let name = tag.trim_start_matches(['<', '/']);
    &name[..name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len())]
}

/// Cuts HTML into tokens. `<` that begins nothing is text.
pub(super) fn tokens(html: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut text_start = 0;
    let mut at = 0;
    while let Some(found) = memchr::memchr(b'<', &html.as_bytes()[at..]) {
        let open = at + found;
        let Some((token, end)) = token_at(html, open) else {
            at = open + 1;
            continue;
        };
        push_text(&mut tokens, text_start..open);
        let opaque = match &token {
            Token::Open(Element { name: Name::Opaque(name), .. }) => Some(*name),
            _ => None,
        };
        let unclosed = matches!(&token, Token::Other(range) if range.end == html.len());
        tokens.push(token);
        at = end;
        if let Some(name) = opaque {
            let content_end = find_closing_tag(&html[at..], name).map_or(html.len(), |n| at + n);
            if content_end > at {
                tokens.push(Token::Other(at..content_end));
            }
            at = content_end;
        }
        text_start = at;
        if unclosed {
            break;
        }
    }
    push_text(&mut tokens, text_start..html.len());
    tokens
}

fn push_text(tokens: &mut Vec<Token>, range: Range<usize>) {
    if !range.is_empty() {
        tokens.push(Token::Text(range));
    }
}

fn token_at(html: &str, open: usize) -> Option<(Token, usize)> {
    let rest = &html[open..];
    if rest.starts_with("<!--") {
        let content_start = open + 4;
        // `<!-->` and `<!--->` are whole comments without content.
        for short in ["<!-->", "<!--->"] {
            if rest.starts_with(short) {
                let range = open..open + short.len();
                return Some((
                    Token::Comment { range: range.clone(), content: content_start..content_start },
                    range.end,
                ));
            }
        }
        let content_end = html[content_start..].find("-->").map(|n| content_start + n);
        let end = content_end.map_or(html.len(), |n| n + 3);
        let content = content_start..content_end.unwrap_or(html.len());
        return Some((Token::Comment { range: open..end, content }, end));
    }
    let until = |closing: &str| {
        let end = rest.find(closing).map_or(html.len(), |n| open + n + closing.len());
        Some((Token::Other(open..end), end))
    };
    if rest.starts_with("<?") {
        return until("?>");
    }
    if rest.starts_with("<![CDATA[") {
        return until("]]>");
    }
    if rest.starts_with("<!") {
        return until(">");
    }
    let closing = rest.starts_with("</");
    let name_start = open + if closing { 2 } else { 1 };
    if !html.as_bytes().get(name_start)?.is_ascii_alphabetic() {
        return None;
    }
    let is_name = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b':';
    let name_end = html[name_start..].bytes().position(|b| !is_name(b)).map_or(html.len(), |n| name_start + n);
    let name = Name::of(&html[name_start..name_end]);
    if closing {
        let end = html[name_end..].find('>').map_or(html.len(), |n| name_end + n + 1);
        let range = open..end;
        return Some((Token::Close { range: range.clone(), name }, range.end));
    }
    // A tag that does not end swallows the rest, so that a thousand of them are not read a thousand times.
    match element(html, open, name, name_end) {
        Some(element) => {
            let end = element.range.end;
            Some((Token::Open(element), end))
        }
        None => Some((Token::Other(open..html.len()), html.len())),
    }
}

fn element(html: &str, open: usize, name: Name, name_end: usize) -> Option<Element> {
    let target_attribute = match name {
        Name::Anchor => "href",
        Name::Image => "src",
        _ => "",
    };
    let bytes = html.as_bytes();
    let mut element = Element { range: open..open, name, target: None, alternative: None, ids: [None, None] };
    let mut at = name_end;
    loop {
        match *bytes.get(at)? {
            b'>' => {
                element.range.end = at + 1;
                return Some(element);
            }
            b'/' | b'=' | b'"' | b'\'' => at += 1,
            b if b.is_ascii_whitespace() => at += 1,
            _ => {
                let is_end = |b: u8| b.is_ascii_whitespace() || matches!(b, b'=' | b'>' | b'/');
                let key = at..at + bytes[at..].iter().position(|&b| is_end(b))?;
                at = skip_blanks(bytes, key.end);
                if bytes.get(at) != Some(&b'=') {
                    continue;
                }
                at = skip_blanks(bytes, at + 1);
                let value = match *bytes.get(at)? {
                    quote @ (b'"' | b'\'') => {
                        let end = at + 1 + memchr::memchr(quote, &bytes[at + 1..])?;
                        let value = at + 1..end;
                        at = end + 1;
                        value
                    }
                    _ => {
                        let end = at + bytes[at..].iter().position(|b| b.is_ascii_whitespace() || *b == b'>')?;
                        let value = at..end;
                        at = end;
                        value
                    }
                };
                let key = &html[key];
                if key.eq_ignore_ascii_case(target_attribute) && element.target.is_none() {
                    element.target = Some(value);
                } else if key.eq_ignore_ascii_case("alt") && element.alternative.is_none() {
                    element.alternative = Some(value);
                } else if key.eq_ignore_ascii_case("id") {
                    element.ids[0].get_or_insert(value);
                } else if key.eq_ignore_ascii_case("name") && name == Name::Anchor {
                    element.ids[1].get_or_insert(value);
                }
            }
        }
    }
}

fn skip_blanks(bytes: &[u8], from: usize) -> usize {
    from + bytes.get(from..).map_or(0, |rest| rest.iter().take_while(|b| b.is_ascii_whitespace()).count())
}

fn find_closing_tag(html: &str, name: &str) -> Option<usize> {
    let mut at = 0;
    while let Some(found) = html[at..].find("</") {
        let open = at + found;
        let after = html.as_bytes().get(open + 2..open + 2 + name.len());
        if after.is_some_and(|after| after.eq_ignore_ascii_case(name.as_bytes())) {
            return Some(open);
        }
        at = open + 2;
    }
    None
}
