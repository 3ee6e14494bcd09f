//! Reference definitions: those of a segment, and what a page's labels stand for.

use super::source::Source;
use super::{ReferenceDefinition, Segment};
use pulldown_cmark::RefDefs;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

/// What the labels of a page stand for; the first definition of a label counts.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Labels {
    urls: HashMap<String, Box<str>>,
}

impl Labels {
    pub(crate) fn of<'s>(segments: impl Iterator<Item = &'s Arc<Segment>>) -> Labels {
        let mut urls = HashMap::new();
        for definition in segments.flat_map(|segment| &segment.definitions) {
            urls.entry(normalize(&definition.label)).or_insert_with(|| definition.url.clone());
        }
        Labels { urls }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.urls.is_empty()
    }

    /// Whether a label, normalized, is defined.
    pub(crate) fn contains(&self, label: &str) -> bool {
        self.urls.contains_key(label)
    }

    pub(crate) fn get(&self, label: &str) -> Option<&str> {
        if self.urls.is_empty() {
            return None;
        }
        self.urls.get(&normalize(label)).map(|url| &**url)
    }
}

/// A label without regard to case and blanks.
pub(crate) fn normalize(label: &str) -> String {
    let mut normal = String::with_capacity(label.len());
    for word in label.split_whitespace() {
        if !normal.is_empty() {
            normal.push(' ');
        }
        normal.push_str(&word.to_uppercase().to_lowercase());
    }
    normal
}

/// The definitions the parser found before `end`, in order.
pub(super) fn definitions(source: &Source<'_>, found: &RefDefs<'_>, end: usize) -> Vec<ReferenceDefinition> {
    let mut sorted: Vec<_> = found.iter().filter(|(_, found)| found.span.start < end).collect();
    sorted.sort_by_key(|(_, found)| found.span.start);
    let definition = |span: Range<usize>, url: &str| {
        let span = source.trim(span);
        let masked = source.masked(span.clone());
        let label = 1..closing_bracket(masked)?;
        let mut at = label.end + 2;
        at += masked.get(at..)?.len() - masked.get(at..)?.trim_start_matches([' ', '\t', '\n', '\r', '>']).len();
        let destination = super::destination::destination_at(masked, at);
        let destination = span.start + destination.start..span.start + destination.end;
        let covered = source.masked(destination.clone()) != source.original(destination.clone());
        let url = if covered { source.original(destination.clone()).into() } else { url.into() };
        Some(ReferenceDefinition {
            range: source.text_range(span.clone()),
            label: source.original(span.start + label.start..span.start + label.end).into(),
            destination: source.text_range(destination),
            url,
        })
    };
    sorted.into_iter().filter_map(|(_, found)| definition(found.span.clone(), &found.dest)).collect()
}

/// Where the label that begins with the text's first character ends.
fn closing_bracket(text: &str) -> Option<usize> {
    let mut escaped = false;
    text.bytes().position(|b| {
        let closes = b == b']' && !escaped;
        escaped = b == b'\\' && !escaped;
        closes
    })
}
