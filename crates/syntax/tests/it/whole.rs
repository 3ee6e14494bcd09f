//! A page in segments says what the block parser says of the whole body at once.

use docent_syntax::{Dialect, LinkKind, Page};
use pulldown_cmark::{Event, LinkType, Options, Parser, Tag, TagEnd};

/// Nothing of Liquid or kramdown, which the block parser does not know.
#[rustfmt::skip]
const PIECES: &[&str] = &[
    "# a\n", "## b\n", "### c #\n", "#", " ", "  ", "    ", "\n", "\n", "\n\n", "===\n", "---\n", "text\n", "x",
    "y\n", "```\n", "```", "~~~\n", "`", "<!--", "-->", "- a\n", "* ", "1. b\n", "7) c\n", "\t", "> ", ">\n",
    "[x]: y\n", "[X]: <z w>\n", "[z]: ", "[x]", "[x][]", "[z]", "[t][x]", "[l](m)", "![i](j)", "[", "]", "(", ")",
    "**", "_", "\\", "&amp;", "😀", "| a | b |\n", "|---|---|\n", "<div>\n", "</div>\n", "<pre>\n", "</pre>\n",
    "<b>", "</b>", "<?", "?>", "'", "\"", "<http://a.b>", "\r\n",
];

fn random_text(random: &mut u64) -> String {
    let mut next = || {
        *random ^= *random << 13;
        *random ^= *random >> 7;
        *random ^= *random << 17;
        (*random >> 20) as usize
    };
    (0..next() % 40).map(|_| PIECES[next() % PIECES.len()]).collect()
}

/// Top-level headings, as their level and the start of their line; and the links, as start and address.
type Outline = (Vec<(u8, usize)>, Vec<(usize, String)>);

fn options() -> Options {
    Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS
}

fn whole(text: &str) -> Outline {
    let (text, headings) = &with_html_ended(text);
    let mut depth = 0;
    let mut found = Outline::default();
    for (event, range) in Parser::new_ext(text, options()).into_offset_iter() {
        match &event {
            Event::Start(Tag::BlockQuote(_) | Tag::List(_) | Tag::FootnoteDefinition(_)) => depth += 1,
            Event::End(TagEnd::BlockQuote(_) | TagEnd::List(_) | TagEnd::FootnoteDefinition) => depth -= 1,
            _ => {}
        }
        match event {
            Event::Start(Tag::Heading { level, .. }) if depth == 0 => {
                let line = text[..range.start].rfind('\n').map_or(0, |at| at + 1);
                // Under a definition, a paragraph may begin with what by itself would begin a list.
                let alone = Parser::new_ext(&text[line..range.end], options()).next();
                if matches!(alone, Some(Event::Start(Tag::Heading { .. }))) {
                    found.0.push((level as u8, in_original(headings, line)));
                }
            }
            Event::Start(Tag::Link { link_type, dest_url, .. } | Tag::Image { link_type, dest_url, .. }) => {
                let scheme = if link_type == LinkType::Email { "mailto:" } else { "" };
                found.1.push((in_original(headings, range.start), format!("{scheme}{dest_url}")));
            }
            _ => {}
        }
    }
    found
}

/// The text with a blank line above each heading that stands directly below a line of HTML, and where those headings
/// begin. For kramdown HTML ends there, for the block parser only at a blank line. Which headings these are follows from
/// docent itself, and held to elsewhere by what kramdown says.
fn with_html_ended(text: &str) -> (String, Vec<usize>) {
    let sections: Vec<usize> =
        Page::parse(text, Dialect::EXTENDED).sections().map(|section| section.start.into()).collect();
    let mut ended = text.to_owned();
    let mut headings = Vec::new();
    // What follows an ending is read anew: it may hold more HTML.
    while let Some(heading) = heading_in_html(&ended, |at| sections.contains(&in_original(&headings, at))) {
        let original = in_original(&headings, heading);
        if headings.last().is_some_and(|last| *last >= original) {
            break;
        }
        ended.insert(heading, '\n');
        headings.push(original);
    }
    (ended, headings)
}

/// The first line inside a top-level block of HTML that is one of the given ones.
fn heading_in_html(text: &str, is_section: impl Fn(usize) -> bool) -> Option<usize> {
    let mut depth = 0;
    for (event, range) in Parser::new_ext(text, options()).into_offset_iter() {
        match event {
            Event::Start(Tag::HtmlBlock) if depth == 0 => {
                let mut lines = text[range.clone()].match_indices('\n').map(|(at, _)| range.start + at + 1);
                if let Some(line) = lines.find(|line| *line < range.end && is_section(*line)) {
                    return Some(line);
                }
            }
            Event::Start(Tag::BlockQuote(_) | Tag::List(_) | Tag::FootnoteDefinition(_)) => depth += 1,
            Event::End(TagEnd::BlockQuote(_) | TagEnd::List(_) | TagEnd::FootnoteDefinition) => depth -= 1,
            _ => {}
        }
    }
    None
}

/// Where a place was before the blank lines, each of one byte, came in.
fn in_original(headings: &[usize], at: usize) -> usize {
    at - headings.iter().enumerate().filter(|(before, heading)| **heading + before < at).count()
}

fn in_segments(text: &str) -> Outline {
    let page = Page::parse(text, Dialect::EXTENDED);
    let mut found = Outline::default();
    for section in page.sections() {
        if let Some(heading) = &section.segment.heading {
            found.0.push((heading.level, section.start.into()));
        }
        let links = section.segment.links.iter().filter(|link| link.kind != LinkKind::Html);
        found.1.extend(links.map(|link| (section.absolute(link.range).start().into(), link.url.to_string())));
    }
    found
}

/// As many texts as `DOCENT_TEXTS` says (2,000 without it).
#[test]
fn segments_say_what_the_whole_says() {
    let count: u64 = std::env::var("DOCENT_TEXTS").ok().and_then(|count| count.parse().ok()).unwrap_or(2_000);
    let mut random = 0x9e37_79b9_7f4a_7c15;
    for _ in 0..count {
        // Without front matter.
        let text = "start\n\n".to_owned() + &random_text(&mut random);
        assert_eq!(in_segments(&text), whole(&text), "{text:?}");
    }
}
