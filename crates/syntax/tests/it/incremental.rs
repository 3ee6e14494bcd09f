//! Any sequence of edits gives the page that parsing from scratch gives, and shares what did not change.

use docent_syntax::dialect::Templating;
use docent_syntax::{Anchor, Dialect, Page, TextRange, TextSize, TextSource, anchors};
use proptest::prelude::*;
use std::borrow::Cow;
use std::cell::Cell;
use std::sync::Arc;

/// What reaches further than its line, ends what reaches further, or stands half in one line and half in another.
#[rustfmt::skip]
const PIECES: &[&str] = &[
    "# a\n", "## b {#id}\n", "### c\r\n", "#", " ", "\n", "\r\n", "\r", "\n\n", "===\n", "---\n", "---", "text\n",
    "x", "```\n", "```", "~~~\n", "`", "<!--", "-->", "- a\n", "* ", "1. b\n", "7) c\n", "    ", "  ", "\t", "> ",
    ">\n", "{% raw %}\n", "{% raw %}", "{% endraw %}", "{% endraw %}\n", "{% comment %}", "{% endcomment %}\n",
    "{{ x }}", "{{", "}}", "{%", "%}", "{% include y %}\n", "{% highlight z %}\n", "{% endhighlight %}",
    "{::comment}\n", "{::comment}", "{:/comment}\n", "{:/}", "{::nomarkdown}", "{: .c}\n", "{:.d}", "{#e}",
    "[x]: y\n", "[X]: <z w>\n", "[x]: ", "[x]", "[x][]", "[l](m)", "![i](j)", "[", "]", "(", ")", "<", ">", "**",
    "_", "\\", "&amp;", "😀", "ä", "\u{feff}", "\u{0}", "| a | b |\n", "|---|---|\n", "<div>\n", "</div>\n",
    "<pre>", "</pre>", "<a href=\"h\">", "</a>", "<?", "?>", "<script>", "key: value\n", "title: 'x'\n", "...\n",
    "[^1]: f\n", "[^1]", "'", "\"", "T\n=\n", "# a-1\n", "# A\n", " # a\n",
];

const PAGES: &[&str] = &[
    "",
    "---\npagename: a\n---\n\nLead.\n\n# One\n\ntext [x]\n\n## Two\n\n1. a\n2. b\n\n[x]: y\n",
    "# One\n\n```\n# no\n```\n\n# Two\n{% raw %}\n# no\n{% endraw %}\n# Three\n\nSet\n===\n<!--\n# no\n-->\n# Four\n",
    "One\r\n===\r\n\r\n- a\r\n  - b\r\n\r\n## Two\r\n[x]: y\r\n### Three\r\n> # q\r\n## Four\r\n",
    "a\rb\r# c\rd\r---\r# e\r",
];

const DIALECTS: [Dialect; 3] = [
    Dialect::KRAMDOWN_LIQUID,
    Dialect::GITHUB,
    // As a generator that runs Liquid before a parser of CommonMark.
    Dialect { templating: Templating::Liquid, ..Dialect::GITHUB },
];

#[derive(Debug, Clone)]
struct Change {
    /// Where, and how much goes, both as parts of the whole.
    at: u32,
    removed: u32,
    pieces: Vec<usize>,
}

/// Applies a change at the nearest character boundaries; returns what was replaced and how long the new piece is.
fn apply(text: &mut String, change: &Change) -> (TextRange, TextSize) {
    let floor = |mut at: usize| {
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    let start = floor(change.at as usize % (text.len() + 1));
    let end = floor((start + change.removed as usize).min(text.len())).max(start);
    let inserted: String = change.pieces.iter().map(|&piece| PIECES[piece % PIECES.len()]).collect();
    text.replace_range(start..end, &inserted);
    (TextRange::new(size(start), size(end)), TextSize::of(&inserted))
}

fn size(at: usize) -> TextSize {
    TextSize::new(at as u32)
}

fn assert_same(before: &str, text: &str, replaced: TextRange, page: &Page) {
    assert_eq!(page.text(), text);
    let scratch = Page::parse(text, page.dialect());
    if *page != scratch {
        panic!(
            "after replacing {replaced:?} in\n{before:?}\nwhich gives\n{text:?}\nfound\n{page:#?}\ninstead of\n{scratch:#?}"
        );
    }
}

/// What differs between the anchors of two versions, put into those of the older one, makes those of the newer one.
fn assert_anchors_follow(before: &Page, after: &Page) {
    let difference = before.difference(after).with_next(before);
    let change = anchors::change(before, after, &difference);
    let start = |page: &Page, section: usize| match section < page.section_count() {
        true => page.section(section).start,
        false => page.len(),
    };
    let is_in = |page: &Page, sections: &std::ops::Range<usize>, anchor: &Anchor| {
        (start(page, sections.start)..start(page, sections.end)).contains(&anchor.range.start())
    };
    let id = |anchor: &Anchor| (anchor.id.clone(), anchor.kind);
    let (old, new) = (anchors::anchors(before), anchors::anchors(after));
    let of_old: Vec<_> = old.iter().filter(|anchor| is_in(before, &difference.old, anchor)).cloned().collect();
    let of_new: Vec<_> = new.iter().filter(|anchor| is_in(after, &difference.new, anchor)).cloned().collect();
    assert_eq!((&change.before, &change.now), (&of_old, &of_new), "{before:?}\n{after:?}");
    let mut others: Vec<_> = old.iter().filter(|anchor| !is_in(before, &difference.old, anchor)).map(id).collect();
    let expected: Vec<_> = new.iter().filter(|anchor| !is_in(after, &difference.new, anchor)).collect();
    for renumbered in &change.renumbered {
        let at = expected.iter().position(|anchor| **anchor == renumbered.now).expect("it is in the page");
        assert_eq!(others[at].0, renumbered.before);
        others[at].0 = renumbered.now.id.clone();
    }
    assert_eq!(others, expected.into_iter().map(id).collect::<Vec<_>>(), "{before:?}\n{after:?}");
}

fn run(dialect: Dialect, first: &str, changes: &[Change]) {
    let mut text = first.to_owned();
    let mut page = Page::parse(&text, dialect);
    for change in changes {
        let before = text.clone();
        let (replaced, inserted) = apply(&mut text, change);
        let edited = page.edited(replaced, inserted, text.as_str());
        assert_same(&before, &text, replaced, &edited);
        assert_anchors_follow(&page, &edited);
        page = edited;
    }
}

fn change() -> impl Strategy<Value = Change> {
    let pieces = prop::collection::vec(0..PIECES.len(), 0..4);
    let removed = prop_oneof![Just(0), 1..4_u32, 0..40_u32];
    (any::<u32>(), removed, pieces).prop_map(|(at, removed, pieces)| Change { at, removed, pieces })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn edits_equal_parsing_from_scratch(page in 0..PAGES.len(), changes in prop::collection::vec(change(), 1..25)) {
        for dialect in DIALECTS {
            run(dialect, PAGES[page], &changes);
        }
    }
}

/// As many edits as `DOCENT_EDITS` says (2,000 without it), on pages that grow and shrink.
#[test]
fn many_edits() {
    let count: u64 = std::env::var("DOCENT_EDITS").ok().and_then(|count| count.parse().ok()).unwrap_or(2_000);
    let seed: u64 =
        std::env::var("DOCENT_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(0x2545_f491_4f6c_dd1d);
    let mut random = seed;
    let mut next = move || {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        (random >> 16) as u32
    };
    let mut text = String::new();
    let mut page = Page::parse(&text, DIALECTS[0]);
    for _ in 0..count {
        if text.len() > 8_000 || next() % 400 == 0 {
            text = PAGES.get(next() as usize % (PAGES.len() + 2)).map_or_else(fifty_sections, |&page| page.to_owned());
            page = Page::parse(&text, DIALECTS[next() as usize % DIALECTS.len()]);
        }
        let removed = [0, 0, 1, 3, 60][next() as usize % 5];
        let pieces = (0..next() % 4).map(|_| next() as usize).collect();
        let before = text.clone();
        let (replaced, inserted) = apply(&mut text, &Change { at: next(), removed, pieces });
        let edited = page.edited(replaced, inserted, text.as_str());
        assert_same(&before, &text, replaced, &edited);
        assert_anchors_follow(&page, &edited);
        page = edited;
    }
}

/// A text that counts what is read of it.
struct Counted<'t> {
    text: &'t str,
    read: Cell<u32>,
}

impl TextSource for Counted<'_> {
    fn len(&self) -> TextSize {
        TextSize::of(self.text)
    }

    fn slice(&self, range: TextRange) -> Cow<'_, str> {
        self.read.set(self.read.get() + u32::from(range.len()));
        Cow::Borrowed(&self.text[range])
    }
}

fn fifty_sections() -> String {
    let section =
        |number| format!("## Section {number}\n\nSome text about it, [a link](page-{number}.html).\n\n- a\n- b\n\n");
    "---\npagename: a\n---\n\nLead.\n\n".to_owned() + &(0..50).map(section).collect::<String>()
}

#[test]
fn an_edit_shares_the_other_sections_and_reads_little() {
    let before = fifty_sections();
    let page = Page::parse(&before, Dialect::EXTENDED);
    let at = before.find("about it").expect("the text of the first section") + 2_000;
    let at = before[..at].rfind("about").expect("an earlier section");
    let mut after = before.clone();
    after.insert_str(at, "more ");
    let source = Counted { text: &after, read: Cell::new(0) };
    let edited = page.edited(TextRange::empty(size(at)), size(5), &source);
    assert!(edited == Page::parse(&after, Dialect::EXTENDED));
    let changed = (0..page.section_count())
        .filter(|&index| !Arc::ptr_eq(&page.shared_segments()[index], &edited.shared_segments()[index]))
        .count();
    assert_eq!(changed, 1);
    assert!(source.read.get() < 300, "{} bytes were read", source.read.get());
}

#[test]
fn a_front_matter_edit_shares_all_sections() {
    let before = fifty_sections();
    let page = Page::parse(&before, Dialect::EXTENDED);
    let at = before.find(": a").expect("the key's value") + 3;
    let mut after = before.clone();
    after.insert(at, 'b');
    let source = Counted { text: &after, read: Cell::new(0) };
    let edited = page.edited(TextRange::empty(size(at)), size(1), &source);
    assert!(edited == Page::parse(&after, Dialect::EXTENDED));
    assert!(
        (0..page.section_count())
            .all(|index| Arc::ptr_eq(&page.shared_segments()[index], &edited.shared_segments()[index]))
    );
    assert!(source.read.get() < 100, "{} bytes were read", source.read.get());
}

#[test]
fn lengths_that_do_not_fit_are_no_trouble() {
    let page = Page::parse("# a\n\n# b\n", Dialect::EXTENDED);
    let text = "# c\n";
    for (start, end, inserted) in [(0, 99, 3), (5, 9, 99), (9, 9, 0), (0, 0, u32::MAX)] {
        let edited = page.edited(TextRange::new(start.into(), end.into()), inserted.into(), text);
        assert!(edited == Page::parse(text, Dialect::EXTENDED));
    }
}
