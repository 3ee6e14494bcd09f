//! The addresses of a page's headings, as GitHub and the site generator make them: `#use-cases`.

use docent_syntax::{Heading, Page, TextRange};
use std::collections::HashMap;

/// The id of each top-level heading of the page, with the section's index and the heading's range. In order.
pub(crate) fn heading_ids(page: &Page) -> Vec<HeadingId> {
    let mut taken: HashMap<String, u32> = HashMap::new();
    let headings = page.sections().filter_map(|section| Some((section, section.segment.heading.as_ref()?)));
    headings
        .map(|(section, heading)| HeadingId {
            id: id_of(heading, &mut taken),
            heading: section.absolute(heading.range),
            title: section.absolute(heading.content),
        })
        .collect()
}

pub(crate) struct HeadingId {
    /// Without `#`.
    pub(crate) id: String,
    pub(crate) heading: TextRange,
    pub(crate) title: TextRange,
}

/// `{#id}` as it is; else made of the title, with `-1` and so on where that is taken.
fn id_of(heading: &Heading, taken: &mut HashMap<String, u32>) -> String {
    if let Some((id, _)) = &heading.id {
        return id.to_string();
    }
    let id = github_id(&heading.title);
    let count = taken.entry(id.clone()).and_modify(|count| *count += 1).or_insert(0);
    if *count == 0 { id } else { format!("{id}-{count}") }
}

/// Lower case, without punctuation, each blank a hyphen.
fn github_id(title: &str) -> String {
    let kept = title.chars().filter(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | ' '));
    kept.flat_map(char::to_lowercase).map(|c| if c == ' ' { '-' } else { c }).collect()
}

/// Whether a link's destination leads to the id on the same page; ids are written percent-encoded too.
pub(crate) fn leads_to(destination: &str, id: &str) -> bool {
    destination.strip_prefix('#').is_some_and(|fragment| fragment == id || decoded(fragment).as_deref() == Some(id))
}

/// `None` where there is nothing to decode, or the result is no text.
fn decoded(text: &str) -> Option<String> {
    if !text.contains('%') {
        return None;
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        let hex = after.get(..2).and_then(|hex| std::str::from_utf8(hex).ok());
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

    #[test]
    fn ids_are_those_of_the_generator() {
        let page =
            Page::parse("# 1. First step\n# A - B\n# Ämter & 😀 *x*\n# A - B\n## Own {#my-id}\n# `code_x` (y)!\n");
        let ids: Vec<String> = heading_ids(&page).into_iter().map(|heading| heading.id).collect();
        assert_eq!(ids, ["1-first-step", "a---b", "ämter---x", "a---b-1", "my-id", "code_x-y"]);
        assert!(leads_to("#%C3%A4mter---x", "ämter---x") && leads_to("#a%", "a%") && !leads_to("a", "a"));
    }
}
