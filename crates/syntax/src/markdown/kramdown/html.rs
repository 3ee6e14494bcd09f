//! Where kramdown ends HTML, and which tags are text to it. Knows no page.

use crate::markdown::html::{Token, range_of, tag_name, tokens};
use crate::markdown::mask::is_atx;

/// The elements that kramdown takes for blocks only: inside a paragraph or a heading their tags are text.
const BLOCK_ELEMENTS: [&str; 43] = [
    "address",
    "article",
    "aside",
    "applet",
    "body",
    "blockquote",
    "caption",
    "col",
    "colgroup",
    "dd",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "hr",
    "html",
    "head",
    "iframe",
    "legend",
    "menu",
    "li",
    "map",
    "nav",
    "ol",
    "optgroup",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "tbody",
    "td",
];

/// Whether a tag is that of a block.
pub(in crate::markdown) fn is_block_tag(tag: &str) -> bool {
    let name = tag_name(tag);
    BLOCK_ELEMENTS.iter().chain(&["th", "thead", "tfoot", "tr", "ul"]).any(|known| known.eq_ignore_ascii_case(name))
}

/// The elements that kramdown takes for text: a line that begins with one begins a paragraph.
const TEXT_ELEMENTS: [&str; 44] = [
    "a", "abbr", "acronym", "b", "big", "bdo", "br", "button", "cite", "code", "del", "dfn", "em", "i", "img", "input",
    "ins", "kbd", "label", "mark", "option", "q", "rb", "rbc", "rp", "rt", "rtc", "ruby", "samp", "select", "small",
    "span", "strong", "sub", "sup", "tt", "u", "var", "s", "strike", "font", "time", "data", "wbr",
];

/// What CommonMark lets go on over blank lines, to the closing tag.
const RAW_ELEMENTS: [&str; 4] = ["pre", "script", "style", "textarea"];

const EMPTY_ELEMENTS: [&str; 12] =
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track"];

/// Where the line of the first heading begins in what CommonMark takes for one block of HTML, up to a blank line. For
/// kramdown HTML ends where its elements are closed, and text that begins with a tag ends where a heading begins.
pub(in crate::markdown) fn heading_below(html: &str) -> Option<usize> {
    let is_tag = |c: char| c.is_ascii_alphabetic() || c == '/';
    if !html.starts_with('<') || !html[1..].starts_with(is_tag) || !html.contains("\n#") {
        return None;
    }
    // Goes on to the line of its closing tag, for both, whatever other tags are in it.
    if !html.starts_with("</") && RAW_ELEMENTS.iter().any(|raw| raw.eq_ignore_ascii_case(tag_name(html))) {
        return None;
    }
    let is_text = TEXT_ELEMENTS.contains(&&*tag_name(html).to_ascii_lowercase());
    let mut tokens = tokens(html).into_iter().peekable();
    let mut open = 0_usize;
    for (newline, _) in html.match_indices('\n') {
        let line = newline + 1;
        let rest = &html[line..];
        let rest = &rest[..rest.find(['\n', '\r']).unwrap_or(rest.len())];
        if !rest.starts_with('#') || !is_atx(rest) || rest.trim_start_matches('#').trim().is_empty() {
            continue;
        }
        while let Some(token) = tokens.next_if(|token| range_of(token).end <= line) {
            match token {
                Token::Open(element) => open += usize::from(!is_empty(&html[element.range])),
                Token::Close { .. } => open = open.saturating_sub(1),
                _ => {}
            }
        }
        let inside =
            tokens.peek().is_some_and(|token| range_of(token).start < line && !matches!(token, Token::Text(_)));
        if !inside && (is_text || open == 0) {
            return Some(line);
        }
    }
    None
}

fn is_empty(tag: &str) -> bool {
    tag.ends_with("/>") || EMPTY_ELEMENTS.iter().any(|known| known.eq_ignore_ascii_case(tag_name(tag)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_below_html() {
        let below = |html: &str| heading_below(html).map(|line| html[line..].lines().next().unwrap_or("").to_owned());
        for (html, heading) in [
            ("<a name=\"x\"></a>\n## A\n", Some("## A")),
            ("<div>x</div>\n## A\n## B\n", Some("## A")),
            ("<div>\n## A\n</div>\n## B\n", Some("## B")),
            ("<a>\n## A", Some("## A")),
            ("</div>\n## A", Some("## A")),
            ("<hr/>\n## A", Some("## A")),
            ("<div>\n## A", None),
            ("<pre>\n</div>\n## A", None),
            ("</pre>\n## A", Some("## A")),
            ("<div>x</div>\n##A\n## \n", None),
            ("<div\n# class=\"x\">", None),
            ("<!-- x\n# A", None),
            ("<div>x</div>\n # A", None),
            ("", None),
        ] {
            assert_eq!(below(html).as_deref(), heading, "{html:?}");
        }
    }
}
