//! What a link can name behind its `#`: the ids of a page's headings, as its dialect makes them, and those the author wrote.
//!
//! Each segment keeps its own anchors, found when it is parsed; what is left to do for the whole page is to count the
//! headings whose titles give the same id. Knows no link and no other page.

mod change;

pub use change::{AnchorChange, Renumbered, change};

use crate::dialect::BlockRules;
use crate::dialect::heading_ids::IdCounter;
use crate::text::ends_with_blank_line;
use crate::{Block, BlockKind, HeadingKind, Page, SectionRef, Segment};
use text_size::TextRange;

/// A place on a page that a link can lead to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Anchor {
    /// Without `#`, not percent-encoded. May be empty: a heading of punctuation only has an empty id.
    pub id: Box<str>,
    /// What an author edits to change the id, in bytes: the title of a heading, else the id itself where it is written.
    pub range: TextRange,
    /// What the id belongs to: the heading, the HTML tag, the attribute list.
    pub element: TextRange,
    pub kind: AnchorKind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AnchorKind {
    /// Made of a heading's title.
    Title,
    /// Written with a heading: `{#id}`, or `{: #id}` on the next line.
    Heading,
    /// `{: #id}` on another block or on a span.
    Attribute,
    /// `id="…"` of any HTML element, or `<a name="…">`.
    Html,
    /// `fn:name` and `fnref:name`, which a footnote brings along.
    Footnote,
}

impl AnchorKind {
    /// Whether the id is that of a heading.
    pub fn is_heading(self) -> bool {
        matches!(self, AnchorKind::Title | AnchorKind::Heading)
    }
}

/// The anchors of a page, in order of their place, with ranges from the start of the page.
///
/// An id may occur twice; a browser goes to the first.
pub fn anchors(page: &Page) -> Vec<Anchor> {
    let mut counter = IdCounter::new(page.dialect().heading_ids);
    let with_id =
        |(section, anchor): (SectionRef<'_>, &Anchor)| placed(&section, anchor, counted(&mut counter, anchor));
    (0..page.section_count()).flat_map(|index| kept_anchors(page, index)).map(with_id).collect()
}

fn counted(counter: &mut IdCounter, anchor: &Anchor) -> Box<str> {
    if anchor.kind == AnchorKind::Title { counter.count(&anchor.id) } else { anchor.id.clone() }
}

/// An anchor of a segment at its place in the page.
fn placed(section: &SectionRef<'_>, anchor: &Anchor, id: Box<str>) -> Anchor {
    Anchor { id, range: section.absolute(anchor.range), element: section.absolute(anchor.element), kind: anchor.kind }
}

/// The anchors of a segment that hold in this page, with ids that are not counted yet.
fn kept_anchors(page: &Page, index: usize) -> impl Iterator<Item = (SectionRef<'_>, &Anchor)> {
    let section = page.section(index);
    let before = index.checked_sub(1).map(|index| page.section(index).segment);
    let depends_on_before = page.dialect().blocks != BlockRules::CommonMark;
    let is_lost = || depends_on_before && !keeps_own_anchor(before, section.segment);
    let lost = section.segment.heading.as_ref().filter(|_| is_lost());
    let is_kept = move |anchor: &&Anchor| lost.is_none_or(|heading| heading.range != anchor.element);
    section.segment.anchors.iter().filter(is_kept).map(move |anchor| (section, anchor))
}

/// What a segment cannot know of its own heading: where rules are not those of CommonMark, an underlined one needs a blank line before it,
/// and an attribute list that stands alone before a heading gives it its id.
fn keeps_own_anchor(before: Option<&Segment>, segment: &Segment) -> bool {
    let (Some(before), Some(heading)) = (before, &segment.heading) else { return true };
    if heading.kind == HeadingKind::Setext && !ends_with_blank_line(&before.text) {
        return false;
    }
    let Some(Block { range, kind: BlockKind::AttributeList(_) }) = before.blocks.last() else { return true };
    let names = |anchor: &Anchor| anchor.kind == AnchorKind::Attribute && anchor.element == *range;
    if !before.anchors.last().is_some_and(names) {
        return true;
    }
    let above = before.text.get(..range.start().into()).unwrap_or("");
    let is_first = before.heading.is_none() && above.trim().is_empty();
    // At the very start of a page a blank line below it takes the id.
    let alone = if is_first { !ends_with_blank_line(&before.text) } else { ends_with_blank_line(above) };
    !alone
}

/// The anchors that are headings; those inside lists and quotations too.
pub fn heading_ids(page: &Page) -> Vec<Anchor> {
    anchors(page).into_iter().filter(|anchor| anchor.kind.is_heading()).collect()
}

/// Whether templating puts text into the page that is not known here (`{% include x %}`, `{{ page.intro }}` on a line of its
/// own), or prints headings that are no sections here (in `{% raw %}`): there may be more anchors than [`anchors`] tells, and a
/// heading with templating in it has another id.
pub fn is_open(page: &Page) -> bool {
    page.sections().any(|section| section.segment.open)
}

/// Whether two versions of one segment give their page the same ids, their own and those of what follows. May say no where they
/// do, never yes where they do not.
pub fn gives_same_ids(before: &Segment, after: &Segment) -> bool {
    let own = |segment: &Segment| segment.heading.as_ref().map(|heading| (heading.kind, heading.level));
    let ids =
        |segment: &Segment| segment.anchors.iter().map(|anchor| (anchor.kind, anchor.id.clone())).collect::<Vec<_>>();
    // The next heading may take its id from there.
    let ends_in_list =
        |segment: &Segment| matches!(segment.blocks.last(), Some(Block { kind: BlockKind::AttributeList(_), .. }));
    own(before) == own(after)
        && ids(before) == ids(after)
        && before.open == after.open
        && ends_with_blank_line(&before.text) == ends_with_blank_line(&after.text)
        && !ends_in_list(before)
        && !ends_in_list(after)
}

/// Whether a link's destination leads to the id on the same page; ids are written percent-encoded too.
pub fn leads_to(destination: &str, id: &str) -> bool {
    destination.strip_prefix('#').is_some_and(|fragment| names(fragment, id))
}

/// Whether a fragment (without `#`) names the id.
pub fn names(fragment: &str, id: &str) -> bool {
    fragment == id || percent_decoded(fragment).as_deref() == Some(id)
}

/// `None` where there is nothing to decode, or the result is no text.
pub fn percent_decoded(text: &str) -> Option<String> {
    if !text.contains('%') {
        return None;
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        let hex = after.get(..2).filter(|hex| hex.iter().all(u8::is_ascii_hexdigit));
        let hex = hex.and_then(|hex| std::str::from_utf8(hex).ok());
        match hex.filter(|_| *first == b'%').and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            None => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Dialect;

    fn ids(text: &str) -> Vec<String> {
        heading_ids(&Page::parse(text, Dialect::EXTENDED)).into_iter().map(|anchor| anchor.id.into()).collect()
    }

    #[test]
    fn ids_are_those_of_the_generator() {
        let text = "# 1. First step\n# A - B\n# Ämter & 😀 *x*\n# A - B\n## Own {#my-id}\n# `code_x` (y)!\n";
        assert_eq!(ids(text), ["1-first-step", "a---b", "ämter---x", "a---b-1", "my-id", "code_x-y"]);
    }

    #[test]
    fn headings_of_a_repository_are_those_of_github() {
        let ids = |text: &str| -> Vec<String> {
            anchors(&Page::parse(text, Dialect::GITHUB)).into_iter().map(|anchor| anchor.id.into()).collect()
        };
        assert_eq!(ids("# T\n\n## set --section\n\n## A -- B\n"), ["t", "set---section", "a----b"]);
        assert_eq!(
            ids(" ## Alpha\n\nTwo line\ntitle\n===\n\nx\ny\n---\n> # Quoted\n"),
            ["alpha", "two-line-title", "x-y", "quoted"]
        );
        assert_eq!(ids("# dup\n# dup\n# dup-1\n# Own {#custom}\n"), ["dup", "dup-1", "dup-1-1", "own-custom"]);
        assert_eq!(ids("# `code` *a* [b](c) ![d](e) <b>f</b> &amp; {{ g }}\n"), ["code-a-b--f---g-"]);
        assert_eq!(ids("# a[^n]\n\n## `b[^n]`\n\n[^n]: x\n"), ["a", "bn", "fn-n", "fnref-n"]);
        assert_eq!(ids("<a name=\"N\"></a>\nText <div id=\"I\"></div>\n{: #no}\n"), ["N", "I"]);
        assert_eq!(ids("<div>x</div>\n## No heading\n"), [""; 0]);
    }

    #[test]
    fn only_a_dialect_with_templating_leaves_a_page_open() {
        let text = "{% include x %}\n\n{% raw %}\n# A\n{% endraw %}\n";
        assert!(is_open(&Page::parse(text, Dialect::KRAMDOWN_LIQUID)));
        let page = Page::parse(text, Dialect::GITHUB);
        assert!(!is_open(&page) && heading_ids(&page).len() == 1);
        assert_ne!(page, Page::parse(text, Dialect::KRAMDOWN_LIQUID));
    }

    #[test]
    fn fragments_are_written_percent_encoded_too() {
        assert!(leads_to("#%C3%A4mter---x", "ämter---x") && leads_to("#a%", "a%") && !leads_to("a", "a"));
        assert_eq!(percent_decoded("a%20b%2").as_deref(), Some("a b%2"));
        assert_eq!(percent_decoded("%+1%ff"), None);
    }
}
