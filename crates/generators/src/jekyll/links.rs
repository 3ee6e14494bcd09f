//! The destinations that Liquid makes: `{{ site.baseurl }}/a.html`, `{{ "/a.html" | relative_url }}` and `{% link a.md %}`.

use crate::destination::{Destination, DestinationStyle, fragment_start};
use crate::link_style::TemplatedStyle;

pub(super) static STYLES: [TemplatedStyle; 3] = [
    TemplatedStyle { word: "liquid-variable", example: "{{ site.baseurl }}/name.html", names_file: false },
    TemplatedStyle { word: "liquid-filter", example: "{{ \"/name.html\" | relative_url }}", names_file: false },
    TemplatedStyle { word: "link-tag", example: "{% link folder/page.md %}", names_file: true },
];

const BLANKS: [char; 3] = ['-', ' ', '\t'];

pub(super) fn read(text: &str) -> Option<Destination<'_>> {
    let (before, rest) = text.split_at(variables_length(text));
    if let Some(destination) = tag(text, rest).or_else(|| filter(text)) {
        return Some(destination);
    }
    let read =
        Destination { templated: Some(&STYLES[0]), ..Destination::split(DestinationStyle::Rooted, before, rest) };
    (!before.is_empty()).then_some(read)
}

pub(super) fn write(style: &TemplatedStyle, name: &str, quote: char) -> Option<String> {
    let number = STYLES.iter().position(|known| known == style)?;
    Some(match number {
        0 => format!("{{{{ site.baseurl }}}}/{name}"),
        1 => format!("{{{{ {quote}/{name}{quote} | relative_url }}}}"),
        _ => format!("{{% link {name} %}}"),
    })
}

/// `{% link path %}`, after `{{ site.baseurl }}` perhaps. `rest` is the end of `text`.
fn tag<'d>(text: &'d str, rest: &'d str) -> Option<Destination<'d>> {
    let (tag, _) = rest.strip_prefix("{%")?.split_once("%}")?;
    let name = tag.trim_start_matches(BLANKS).strip_prefix("link").filter(|name| name.starts_with([' ', '\t']))?;
    let path = name.trim_start().trim_end_matches(BLANKS);
    let read = Destination { path, ..around(text, path, "%}", DestinationStyle::Named) };
    Some(Destination { templated: Some(&STYLES[2]), ..read })
}

/// `{{ "/a.html" | relative_url }}`
fn filter(text: &str) -> Option<Destination<'_>> {
    let (inside, _) = text.strip_prefix("{{")?.split_once("}}")?;
    let inside = inside.trim_matches(BLANKS);
    let quote = inside.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let (quoted, filter) = inside.get(1..)?.split_once(quote)?;
    let filter = filter.trim_start().strip_prefix('|')?;
    if !matches!(filter.trim(), "relative_url" | "absolute_url") {
        return None;
    }
    let outside = around(text, quoted, "}}", DestinationStyle::Rooted);
    let Destination { path, query, fragment, .. } = Destination::split(DestinationStyle::Rooted, "", quoted);
    let read = Destination { templated: Some(&STYLES[1]), path, query, ..outside };
    if fragment.is_empty() {
        return Some(read);
    }
    let end = &text[offset_in(text, quoted) + quoted.len()..];
    Some(Destination { fragment, end, close: "", tail: "", ..read })
}

/// What stands before `inner`, a piece of `text`, and what behind it: up to `mark`, then up to the fragment.
fn around<'d>(text: &'d str, inner: &str, mark: &str, style: DestinationStyle) -> Destination<'d> {
    let start = offset_in(text, inner);
    let behind = &text[start + inner.len()..];
    let (close, after) = behind.split_at(behind.find(mark).map_or(behind.len(), |at| at + mark.len()));
    let (tail, fragment) = after.split_at(fragment_start(after));
    Destination { before: &text[..start], close, tail, fragment, ..Destination::split(style, "", "") }
}

/// How long `{{ site.url }}{{ site.baseurl }}`, or one of the two, is at the start.
fn variables_length(text: &str) -> usize {
    let mut rest = text;
    while let Some((inside, after)) = rest.strip_prefix("{{").and_then(|inside| inside.split_once("}}")) {
        if !matches!(inside.trim_matches(BLANKS), "site.url" | "site.baseurl") {
            break;
        }
        rest = after;
    }
    text.len() - rest.len()
}

/// Where `part`, which is a piece of `whole`, begins in it.
fn offset_in(whole: &str, part: &str) -> usize {
    (part.as_ptr() as usize).saturating_sub(whole.as_ptr() as usize).min(whole.len())
}
