//! `{{name}}` in a text, each on one line. Whether a name is the template's or that of templating is not known here.

use docent_syntax::{TextRange, TextSize};

/// All of a text, in order, with their names.
pub fn placeholders_in(text: &str) -> impl Iterator<Item = (TextRange, &str)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        // One character is found many times faster than two.
        while let Some(found) = text.get(at..)?.find('{') {
            let start = at + found;
            at = start + 1;
            if !text[at..].starts_with('{') {
                continue;
            }
            at += 1;
            let rest = &text[at..];
            let Some(end) = rest.find(['\n', '\r', '}', '{']) else {
                at = text.len();
                return None;
            };
            let (name, after) = rest.split_at(end);
            if after.starts_with("}}") {
                at += end + 2;
                return Some((range(start, at), name.trim()));
            }
        }
        None
    })
}

/// The one at an offset; only the line is looked at.
pub fn placeholder_at(text: &str, at: TextSize) -> Option<(TextRange, &str)> {
    let at = usize::from(at);
    let start = text.get(..at)?.rfind(['\n', '\r']).map_or(0, |n| n + 1);
    let line = text.get(start..)?.split(['\n', '\r']).next()?;
    let (found, name) = placeholders_in(line)
        .find(|(range, _)| usize::from(range.start()) + start <= at && at <= usize::from(range.end()) + start)?;
    Some((found + TextSize::new(start as u32), name))
}

fn range(start: usize, end: usize) -> TextRange {
    TextRange::new(TextSize::new(start as u32), TextSize::new(end as u32))
}
