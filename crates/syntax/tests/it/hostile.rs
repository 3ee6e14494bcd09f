//! Anything is a page: ranges lie inside it, nothing panics, nothing takes longer than its length deserves.

use docent_syntax::{Block, BlockKind, Dialect, Heading, Page, Prose, Segment, TextRange, TextSize};
use proptest::prelude::*;

/// Every range of a segment, with what it is.
fn ranges(segment: &Segment) -> Vec<(&'static str, TextRange)> {
    let mut found = Vec::new();
    if let Some(heading) = &segment.heading {
        heading_ranges(heading, &mut found);
    }
    block_ranges(segment, &segment.blocks, TextRange::up_to(TextSize::of(&*segment.text)), &mut found);
    for link in &segment.links {
        found.extend([("link", link.range), ("destination", link.destination)]);
        assert!(link.range.contains_range(link.destination), "{link:?}");
        found.extend(link.attributes.iter().map(|attributes| ("attributes", attributes.range)));
    }
    for comment in &segment.comments {
        found.extend([("comment", comment.range), ("comment's content", comment.content)]);
        assert!(comment.range.contains_range(comment.content), "{comment:?}");
    }
    for definition in &segment.definitions {
        found.extend([("definition", definition.range), ("definition's destination", definition.destination)]);
    }
    found
}

fn heading_ranges(heading: &Heading, found: &mut Vec<(&'static str, TextRange)>) {
    found.extend([("heading", heading.range), ("title", heading.content)]);
    found.extend(heading.id.iter().map(|(_, range)| ("id", *range)));
    assert!(heading.range.contains_range(heading.content), "{heading:?}");
    assert!((1..=6).contains(&heading.level));
}

fn block_ranges(segment: &Segment, blocks: &[Block], outer: TextRange, found: &mut Vec<(&'static str, TextRange)>) {
    let mut before = outer.start();
    for block in blocks {
        found.push(("block", block.range));
        assert!(outer.contains_range(block.range), "{block:?} is not in {outer:?}");
        assert!(block.range.start() >= before, "{block:?} begins before {before:?}");
        before = block.range.start();
        match &block.kind {
            BlockKind::Paragraph(prose) | BlockKind::Table(prose) => check_prose(segment, prose),
            BlockKind::List(list) => {
                for item in &list.items {
                    found.extend([("item", item.range), ("marker", item.marker)]);
                    assert!(item.range.contains_range(item.marker));
                    assert!(!item.marker.is_empty());
                    assert_eq!(item.number.is_some(), list.ordered, "{:?}", &segment.text[item.range]);
                    block_ranges(segment, &item.blocks, item.range, found);
                }
            }
            BlockKind::Quote(blocks) | BlockKind::Footnote(blocks) => {
                block_ranges(segment, blocks, block.range, found);
            }
            BlockKind::Fence(fence) => {
                found.push(("code", fence.content));
                found.extend(fence.language.iter().map(|(_, range)| ("language", *range)));
            }
            BlockKind::AttributeList(list) => found.push(("attribute list", list.range)),
            BlockKind::Comment(index) => assert!(segment.comments.get(*index).is_some()),
            BlockKind::InnerHeading(heading) => heading_ranges(heading, found),
            _ => {}
        }
    }
}

fn check_prose(segment: &Segment, prose: &Prose) {
    assert!(segment.links.get(prose.links.start as usize..prose.links.end as usize).is_some());
    assert_eq!(
        &*prose.text,
        prose.text.split([' ', '\t', '\n', '\r']).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
    );
}

fn check(text: &str) -> Page {
    let page = Page::parse(text, Dialect::EXTENDED);
    assert_eq!(page.text(), text);
    let mut end = page.front_matter().range.end();
    for section in page.sections() {
        assert_eq!(section.start, end);
        end = section.range().end();
        assert_eq!(section.segment.heading.is_none(), section.index == 0);
        for (name, range) in ranges(section.segment) {
            assert!(section.segment.text.get(range.start().into()..range.end().into()).is_some(), "{name} {range:?}");
        }
        let starts: Vec<_> = section.segment.links.iter().map(|link| link.range.start()).collect();
        assert!(starts.is_sorted(), "{starts:?}");
    }
    assert_eq!(end, page.len());
    page
}

#[rustfmt::skip]
const PIECES: &[&str] = &[
    "# a", "## b {#id}", "{: #id .x}", "#", " ", "  ", "    ", "\n", "\r\n", "\r", "\n\n", "===", "---", "text",
    "ä😀", "```", "~~~ json", "`", "<!--", "-->", "- a", "* ", "1. b", "77) c", "\t", "> ", ">", "{% raw %}",
    "{% endraw %}", "{% comment %}", "{% endcomment %}", "{{ ä }}", "{{", "}}", "{% include ö %}",
    "{% highlight %}", "{% endhighlight %}", "{::comment}", "{:/comment}", "{:/}", "{::nomarkdown}", "{: .c}",
    "{:.d}", "{#ö}", "[x]: y", "[ä]: <z w> 't'", "[x]", "[ä]", "[x][]", "[l](m)", "[ö](<ü> \"t\")", "![i](j)", "[",
    "]", "](", "(", ")", "<", ">", "**", "_", "~~", "\\", "&amp;", "&ouml;", "\u{feff}", "\u{0}", "| a | b |",
    "|---|---|", "|", "<div>", "</div>", "<pre>", "<a href=\"h\">", "<a href='ä", "</a>", "<img src=x alt=ä>",
    "<br>", "<?", "?>", "<script>", "<http://ä>", "<me@x.y>", "[^1]: f", "[^1]", "'", "\"", "[ ] ", "[x] ",
    "- [x] ", ":", "\u{2028}", "\u{a0}", "\u{c}",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn ranges_lie_inside_and_text_comes_back(pieces in prop::collection::vec(0..PIECES.len(), 0..40)) {
        check(&pieces.iter().map(|&piece| PIECES[piece]).collect::<String>());
    }

    #[test]
    fn any_text(text in "\\PC{0,60}") {
        check(&text);
    }
}

/// As many texts of pieces as `DOCENT_TEXTS` says (2,000 without it).
#[test]
fn many_texts() {
    let count: u64 = std::env::var("DOCENT_TEXTS").ok().and_then(|count| count.parse().ok()).unwrap_or(2_000);
    let mut random = 0x9e37_79b9_7f4a_7c15_u64;
    for _ in 0..count {
        let mut text = String::new();
        for _ in 0..random % 30 {
            random ^= random << 13;
            random ^= random >> 7;
            random ^= random << 17;
            text.push_str(PIECES[(random >> 20) as usize % PIECES.len()]);
        }
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        if let Err(panic) = std::panic::catch_unwind(|| check(&text)) {
            panic!("{text:?}: {:?}", panic.downcast_ref::<String>());
        }
    }
}

#[rustfmt::skip]
const HOSTILE: &[&str] = &[
    "[", "]", "![", "[]", "[x", "](", "*", "_", "**a", "~~", ">", "> ", "`", "` `` ", "{{", "{{ x", "{%",
    "{% x", "{% raw %}", "{% comment %}", "{% endraw %}", "{::comment}", "a{::comment}", "{::nomarkdown} x",
    "{:", "{: ", "{:}", "a{:x", "{#", "{#a}", "`{:.x}", "<!--", "<!-- ", "-->", "<a ", "<a href=\"",
    "<a href='x'>", "<a href=x>y", "</a>", "<", "<?", "<!A", "<![CDATA[", "<script>", "&", "\\", "|", "\r",
    "\r\n", "\n", "\t", "- ", "1. ", "* a\n", "# a\n", "#\n", "=\n", "a\n=\n", "```\n", "```\n# a\n",
    "~~~ x\n", "[a]: b\n", "[^a]: b\n", "[^a]", "[a]: b\n[a]\n", "---\n", "...\n", "<div>\n", "<div>\n\n",
    "- a\n\n", "> a\n", "|a|\n|-|\n", "a|b\n", "- [ ] ", "<a@b.c>", "<http://a>", "{% raw %}\n",
    "{% highlight x %}\n", "{% x %}\n", "{% raw %}{% endraw %}", "# {#", "# a {#b}\n", "a {#b}\n=\n",
    "[a](b){:.c}", "<!-- a -->\n", "<!-- a --> ", "[a\n", "[a]: <b\n", "[a]: b 'c\n", "\\\n", "a  \n",
    "- a\n\n  ```\n  b\n\n# c\n",
];

/// Each of these takes some parser down, or time without end. As often as `DOCENT_HOSTILE` says (10,000 without it).
#[test]
fn hostile_pages() {
    let n = std::env::var("DOCENT_HOSTILE").ok().and_then(|count| count.parse().ok()).unwrap_or(10_000);
    for piece in HOSTILE {
        let page = Page::parse(&piece.repeat(n), Dialect::EXTENDED);
        assert_eq!(usize::from(page.len()), piece.len() * n, "{piece:?}");
    }
}

#[test]
fn deep_nesting() {
    let lists: String = (0..3_000).map(|depth| " ".repeat(2 * depth) + "- a\n").collect();
    check(&lists);
    check(&"- ".repeat(20_000));
    check(&("> ".repeat(20_000) + "# a"));
    check(&("[".repeat(5_000) + "a" + &"](b)".repeat(5_000)));
    check(&("![".repeat(20_000) + "a" + &"](b)".repeat(20_000)));
    check(&("*".repeat(20_000) + "a" + &"*".repeat(20_000)));
    check(&("1. ".repeat(5_000) + "a\n\n" + &"> ".repeat(5_000)));
}
