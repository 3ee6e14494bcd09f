//! The ids that headings get from their titles, by scheme: of one title, and of titles that come twice. Knows no Markdown.

use super::{github, kramdown};
use foldhash::HashMap;
use unicode_general_category::{GeneralCategory, get_general_category};

/// How ids of headings come about, and which fragments find them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum HeadingIds {
    /// The second `a` is `a-1`, also where a title gives that id.
    Kramdown,
    /// The second `a` is the first of `a-1`, `a-2`, … that is free. Any upper and lower case finds an id in lower case.
    GitHub,
}

impl HeadingIds {
    /// The id of a title, as its text is collected for this scheme, before it is counted.
    pub(crate) fn of_title(self, text: &str) -> Box<str> {
        match self {
            HeadingIds::Kramdown => kramdown::id_of_title(text),
            HeadingIds::GitHub => github::id_of_title(text),
        }
    }

    /// The two ids of a footnote: of the note, and of the place that refers to it.
    pub(crate) fn of_footnote(self, name: &str) -> [String; 2] {
        match self {
            HeadingIds::Kramdown => [format!("fn:{name}"), format!("fnref:{name}")],
            HeadingIds::GitHub => [format!("fn-{name}"), format!("fnref-{name}")],
        }
    }

    /// The id that a fragment (decoded, without `#`) names.
    pub fn id_of_fragment(self, fragment: &str) -> &str {
        match self {
            HeadingIds::Kramdown => fragment,
            // What GitHub writes before every id.
            HeadingIds::GitHub => fragment.strip_prefix(github::ID_PREFIX).unwrap_or(fragment),
        }
    }

    /// Whether a fragment whose lower case is `folded` finds this id, though it is not spelled so.
    pub fn finds_folded(self, folded: &str, id: &str) -> bool {
        self == HeadingIds::GitHub && folded == id
    }
}

/// Counts ids made of titles through a page: the second `use-cases` is `use-cases-1`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct IdCounter {
    scheme: HeadingIds,
    /// By id, the last number that was given to it.
    taken: HashMap<Box<str>, u32>,
}

impl IdCounter {
    pub(crate) fn new(scheme: HeadingIds) -> IdCounter {
        IdCounter { scheme, taken: HashMap::default() }
    }

    /// The id of the next heading, whose title gives `id`. Headings must come in the page's order.
    pub(crate) fn count(&mut self, id: &str) -> Box<str> {
        let Some(&last) = self.taken.get(id) else {
            self.taken.insert(id.into(), 0);
            return id.into();
        };
        let mut number = last + 1;
        let mut counted: Box<str> = format!("{id}-{number}").into();
        if self.scheme == HeadingIds::GitHub {
            while self.taken.contains_key(&counted) {
                number += 1;
                counted = format!("{id}-{number}").into();
            }
            self.taken.insert(counted.clone(), 0);
        }
        if let Some(last) = self.taken.get_mut(id) {
            *last = number;
        }
        counted
    }
}

/// What an id and all ids that counting may make of it have in common: `a` of `a`, `a-1` and `a-1-2`. Ids with other families never
/// meet.
pub(crate) fn family(id: &str) -> &str {
    let mut family = id;
    loop {
        let stem = family.trim_end_matches(|c: char| c.is_ascii_digit());
        match stem.strip_suffix('-') {
            Some(stem_before) if stem.len() < family.len() => family = stem_before,
            _ => return family,
        }
    }
}

/// Whether a character of a title is part of its id: blanks, hyphens, and what Ruby counts as part of a word.
pub(crate) fn is_kept(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric() || matches!(c, ' ' | '\t' | '-' | '_');
    }
    use GeneralCategory::*;
    let kept = [NonspacingMark, SpacingMark, EnclosingMark, DecimalNumber, ConnectorPunctuation];
    c.is_alphabetic() || kept.contains(&get_general_category(c))
}
