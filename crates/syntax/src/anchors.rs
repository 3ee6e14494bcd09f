//! What a link can name behind its `#`: the ids of a page's headings, as Jekyll makes them, and those the author wrote.
//!
//! Each segment keeps its own anchors, found when it is parsed; what is left to do for the whole page is to count the
//! headings whose titles give the same id. Knows no link and no other page.

mod change;

pub use change::{AnchorChange, Renumbered, change};

use crate::markdown::ends_with_blank_line;
use crate::{Block, BlockKind, HeadingKind, Page, SectionRef, Segment};
use foldhash::HashMap;
use text_size::TextRange;
use unicode_general_category::{GeneralCategory, get_general_category};

/// A place on a page that a link can lead to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Anchor {
    /// Without `#`, not percent-encoded. May be empty: Jekyll gives a heading of punctuation only an empty id.
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
    let mut counter = IdCounter::default();
    let with_id = |(section, anchor): (SectionRef<'_>, &Anchor)| placed(&section, anchor, counter.id(anchor));
    (0..page.section_count()).flat_map(|index| kept_anchors(page, index)).map(with_id).collect()
}

/// An anchor of a segment at its place in the page.
fn placed(section: &SectionRef<'_>, anchor: &Anchor, id: Box<str>) -> Anchor {
    Anchor { id, range: section.absolute(anchor.range), element: section.absolute(anchor.element), kind: anchor.kind }
}

/// The anchors of a segment that hold in this page, with ids that are not counted yet.
fn kept_anchors(page: &Page, index: usize) -> impl Iterator<Item = (SectionRef<'_>, &Anchor)> {
    let section = page.section(index);
    let before = index.checked_sub(1).map(|index| page.section(index).segment);
    let lost = section.segment.heading.as_ref().filter(|_| !keeps_own_anchor(before, section.segment));
    let is_kept = move |anchor: &&Anchor| lost.is_none_or(|heading| heading.range != anchor.element);
    section.segment.anchors.iter().filter(is_kept).map(move |anchor| (section, anchor))
}

/// What a segment cannot know of its own heading: an underlined one is a heading for kramdown only after a blank line,
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

/// Whether Liquid puts text into the page that is not known here (`{% include x %}`, `{{ page.intro }}` on a line of its
/// own), or prints headings that are no sections here (in `{% raw %}`): there may be more anchors than [`anchors`] tells, and a
/// heading with Liquid in it has another id.
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

/// Counts ids made of titles through a page: the second `use-cases` is `use-cases-1`.
#[derive(Debug, Default)]
pub struct IdCounter {
    taken: HashMap<Box<str>, u32>,
}

impl IdCounter {
    /// The id of the next anchor of a segment; they must come in the page's order.
    pub fn id(&mut self, anchor: &Anchor) -> Box<str> {
        if anchor.kind != AnchorKind::Title {
            return anchor.id.clone();
        }
        let number = match self.taken.get_mut(&anchor.id) {
            Some(count) => {
                *count += 1;
                *count
            }
            None => {
                self.taken.insert(anchor.id.clone(), 0);
                0
            }
        };
        change::with_number(&anchor.id, number)
    }
}

/// The id of a title before it is counted: lower case, letters, digits, `_` and `-` only, each blank a hyphen.
pub(crate) fn id_of_title(title: &str) -> Box<str> {
    let lower = title.chars().flat_map(char::to_lowercase);
    let kept = lower.filter_map(|c| match c {
        ' ' | '\t' => Some('-'),
        c => is_kept(c).then_some(c),
    });
    kept.collect::<String>().into()
}

/// Whether a character is part of an id: blanks, hyphens, and what Ruby counts as part of a word.
pub(crate) fn is_kept(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric() || matches!(c, ' ' | '\t' | '-' | '_');
    }
    use GeneralCategory::*;
    let kept = [NonspacingMark, SpacingMark, EnclosingMark, DecimalNumber, ConnectorPunctuation];
    c.is_alphabetic() || kept.contains(&get_general_category(c))
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

    fn ids(text: &str) -> Vec<String> {
        heading_ids(&Page::parse(text)).into_iter().map(|anchor| anchor.id.into()).collect()
    }

    #[test]
    fn ids_are_those_of_the_generator() {
        let text = "# 1. First step\n# A - B\n# Ämter & 😀 *x*\n# A - B\n## Own {#my-id}\n# `code_x` (y)!\n";
        assert_eq!(ids(text), ["1-first-step", "a---b", "ämter---x", "a---b-1", "my-id", "code_x-y"]);
    }

    #[test]
    fn fragments_are_written_percent_encoded_too() {
        assert!(leads_to("#%C3%A4mter---x", "ämter---x") && leads_to("#a%", "a%") && !leads_to("a", "a"));
        assert_eq!(percent_decoded("a%20b%2").as_deref(), Some("a b%2"));
        assert_eq!(percent_decoded("%+1%ff"), None);
    }
}
