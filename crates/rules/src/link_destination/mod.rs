//! The new text of a link's destination: leads elsewhere, looks as before. Knows no rule and no page's text.
//!
//! A destination keeps its style: relative, from the root, absolute, in a form of the generator's own; by address or by file; with or without an ending; its query and its fragment; blanks as they are or encoded. Where
//! the site accepts certain styles only, `accepted` finds one of them.

mod accepted;
mod spot;

pub use accepted::{accepted_destination_to, in_accepted_style, style_of};
pub use spot::LinkSpot;

use docent_generators::DestinationStyle;
use docent_site::index::link_target::LinkBase;
use docent_site::{PageId, SiteIndex, SiteModel};

/// What a link shall lead to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LinkGoal<'a> {
    /// Where it is published, not encoded: `/a/b.html`. `None` for files, and on sites whose links go by path.
    pub address: Option<&'a str>,
    /// Its file from the site's root, with `/`: `docs/a.md`.
    pub path: &'a str,
}

impl<'a> LinkGoal<'a> {
    pub fn page(index: &'a SiteIndex, page: PageId) -> LinkGoal<'a> {
        let address = index.facts(page).and_then(|facts| facts.address.as_deref());
        LinkGoal { address, path: index.path(page) }
    }

    /// A file that is no page, from the site's root.
    pub fn file(path: &'a str) -> LinkGoal<'a> {
        LinkGoal { address: None, path }
    }
}

/// The destination that leads to `goal`, in the style of `old`; its query and fragment are kept.
///
/// `old` is a destination as it stands in the source, without `<>` and quotes (for a reference that of its definition), and the
/// result is what to put in its place. `from` is the page that the link will stand on: for a page that moves, its new place.
pub fn destination_to(model: &SiteModel, from: LinkBase<'_>, old: &str, goal: LinkGoal<'_>) -> String {
    let parts = model.read_destination(old);
    let is_published = model.has_addresses();
    if let (DestinationStyle::Named, Some(style)) = (parts.style, parts.templated) {
        let name = model.generator.name_of_file(style, goal.path);
        return parts.with_path(name.as_deref().unwrap_or(goal.path));
    }
    let by_path = !is_published || (page_ending(parts.path) == Some(Ending::Markdown));
    let by_path = by_path || (goal.address.is_none() && page_ending(goal.path).is_some());
    let (spelled, folder) = match goal.address {
        Some(address) if !by_path => (address.trim_start_matches('/'), folder_of(from.address.unwrap_or_default())),
        // A file is published where it lies.
        _ if !by_path => (goal.path, folder_of(from.address.unwrap_or_default())),
        _ => (goal.path, folder_of(from.path)),
    };
    let spelled = shortened_as(parts.path, spelled, is_published);
    let path = match parts.style {
        DestinationStyle::Relative => relative(folder, &spelled, parts.path),
        _ => format!("/{spelled}"),
    };
    parts.with_path(&encoded(&path, parts.path))
}

/// The same destination with another fragment; an empty `id` takes the fragment away. `id` is not encoded.
pub fn with_fragment(model: &SiteModel, old: &str, id: &str) -> String {
    let parts = model.read_destination(old);
    let fragment = if id.is_empty() { String::new() } else { format!("#{}", encoded(id, parts.fragment)) };
    parts.with_fragment(&fragment)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ending {
    Markdown,
    Html,
}

fn page_ending(path: &str) -> Option<Ending> {
    let ending = path.rsplit('/').next()?.rsplit_once('.')?.1.to_ascii_lowercase();
    match &*ending {
        page if docent_syntax::is_page_ending(page) => Some(Ending::Markdown),
        "html" | "htm" => Some(Ending::Html),
        _ => None,
    }
}

/// What is to be written of `spelled` (no slash at its start) so that its end looks like that of `old`.
fn shortened_as(old: &str, spelled: &str, is_published: bool) -> String {
    let Some(ending) = page_ending(spelled) else { return spelled.to_owned() };
    let stem = spelled.rsplit_once('.').map_or(spelled, |(stem, _)| stem);
    let old_ending = page_ending(old);
    if old_ending == Some(Ending::Html) && ending == Ending::Markdown {
        return format!("{stem}.html");
    }
    let is_folder = old.ends_with('/') || matches!(old.rsplit('/').next(), Some("." | ".."));
    if old_ending.is_some() || old.is_empty() {
        return spelled.to_owned();
    }
    let (folder, name) = stem.split_at(folder_of(stem).len());
    if name == "index" || (!is_published && name.eq_ignore_ascii_case("readme")) {
        return folder.to_owned();
    }
    match is_folder {
        true if is_published => spelled.to_owned(),
        true => format!("{stem}/"),
        false => stem.to_owned(),
    }
}

/// All up to the last slash, with it.
fn folder_of(path: &str) -> &str {
    path.rfind('/').map_or("", |slash| &path[..=slash])
}

/// The way from `folder` to `spelled`, both from the root.
fn relative(folder: &str, spelled: &str, old: &str) -> String {
    let from: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    let (to, name) = spelled.split_at(folder_of(spelled).len());
    let to: Vec<&str> = to.split('/').filter(|part| !part.is_empty()).collect();
    let common = from.iter().zip(&to).take_while(|(from, to)| from == to).count();
    let mut way = "../".repeat(from.len() - common);
    for part in &to[common..] {
        way.push_str(part);
        way.push('/');
    }
    way.push_str(name);
    let looks_like_scheme = way.split('/').next().is_some_and(|first| first.contains(':'));
    let goes_up = way.starts_with("../");
    if way.is_empty() || looks_like_scheme || (old.starts_with("./") && !goes_up) {
        way.insert_str(0, "./");
    }
    way
}

/// Percent-encoded as far as a destination needs it, and as far as `old` does it.
fn encoded(text: &str, old: &str) -> String {
    // Blanks at the ends would not belong to the destination.
    let keeps_blanks = old.contains(' ') && text.trim() == text;
    let encodes_letters = old.bytes().zip(old.bytes().skip(1)).any(|(first, second)| {
        // The bytes of what is not ASCII begin with 8 to F.
        first == b'%' && matches!(second, b'8' | b'9' | b'a'..=b'f' | b'A'..=b'F')
    });
    let mut result = String::with_capacity(text.len());
    for c in text.chars() {
        let encode = match c {
            ' ' => !keeps_blanks,
            '%' | '#' | '?' | '(' | ')' | '<' | '>' | '"' | '\'' | '\\' | '|' | '{' | '}' | '`' => true,
            c => c.is_control() || c.is_whitespace() || (encodes_letters && !c.is_ascii()),
        };
        if !encode {
            result.push(c);
            continue;
        }
        for byte in c.encode_utf8(&mut [0; 4]).bytes() {
            result.push_str(&format!("%{byte:02X}"));
        }
    }
    result
}

#[cfg(test)]
mod tests;
