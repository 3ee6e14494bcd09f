//! Reference definitions: those of a segment, and what a page's labels stand for.

use super::destination::{destination_at, unescape};
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

    /// What the labels of a body will most likely turn out to be: its lines that begin like a definition. A right guess
    /// saves reparsing what uses them; a wrong one changes nothing but time.
    pub(crate) fn guess(body: &str) -> Labels {
        let mut labels = Labels::default();
        if memchr::memmem::find(body.as_bytes(), b"]:").is_none() {
            return labels;
        }
        for (range, _) in crate::text::lines(body) {
            let line = body[range].trim_start_matches(' ');
            if let Some((label, url)) = guess_definition(line) {
                labels.urls.entry(label).or_insert(url);
            }
        }
        labels
    }

    /// What a label, normalized, stands for.
    pub(crate) fn normalized(&self, label: &str) -> Option<&str> {
        self.urls.get(label).map(|url| &**url)
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
        match word.is_ascii() {
            true => normal.extend(word.chars().map(|c| c.to_ascii_lowercase())),
            false => normal.push_str(&word.to_uppercase().to_lowercase()),
        }
    }
    normal
}

/// `[label]: destination`, as a line mostly has it.
fn guess_definition(line: &str) -> Option<(String, Box<str>)> {
    if !line.starts_with('[') || line.starts_with("[^") {
        return None;
    }
    let end = closing_bracket(line)?;
    let rest = line.get(end + 1..)?.strip_prefix(':')?.trim_start_matches([' ', '\t']);
    let destination = rest.get(destination_at(rest, 0)).filter(|destination| !destination.is_empty())?;
    Some((normalize(&line[1..end]), unescape(destination).into()))
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
        let destination = destination_at(masked, at);
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
