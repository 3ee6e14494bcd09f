//! A page in segments says what the block parser says of the whole body at once.

use docent_syntax::{LinkKind, Page};
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

fn whole(text: &str) -> Outline {
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS;
    let mut depth = 0;
    let mut found = Outline::default();
    for (event, range) in Parser::new_ext(text, options).into_offset_iter() {
        match &event {
            Event::Start(Tag::BlockQuote(_) | Tag::List(_) | Tag::FootnoteDefinition(_)) => depth += 1,
            Event::End(TagEnd::BlockQuote(_) | TagEnd::List(_) | TagEnd::FootnoteDefinition) => depth -= 1,
            _ => {}
        }
        match event {
            Event::Start(Tag::Heading { level, .. }) if depth == 0 => {
                let line = text[..range.start].rfind('\n').map_or(0, |at| at + 1);
                // Under a definition, a paragraph may begin with what by itself would begin a list.
                let alone = Parser::new_ext(&text[line..range.end], options).next();
                if matches!(alone, Some(Event::Start(Tag::Heading { .. }))) {
                    found.0.push((level as u8, line));
                }
            }
            Event::Start(Tag::Link { link_type, dest_url, .. } | Tag::Image { link_type, dest_url, .. }) => {
                let scheme = if link_type == LinkType::Email { "mailto:" } else { "" };
                found.1.push((range.start, format!("{scheme}{dest_url}")));
            }
            _ => {}
        }
    }
    found
}

fn in_segments(text: &str) -> Outline {
    let page = Page::parse(text);
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
