//! The new text of a link's destination: leads elsewhere, looks as before. Knows no rule and no page's text.
//!
//! A destination keeps its style: relative, from the root, absolute, with `{{ site.baseurl }}`, `{{ "…" | relative_url }}` or
//! `{% link … %}`; by address or by file; with or without an ending; its query and its fragment; blanks as they are or encoded. Where
//! the site accepts certain styles only, `accepted` finds one of them.

mod accepted;
mod spot;

pub use accepted::{accepted_destination_to, in_accepted_style, style_of};
pub use spot::LinkSpot;

use docent_site::index::link_target::LinkBase;
use docent_site::jekyll::link_tag_path;
use docent_site::{PageId, SiteIndex, SiteKind, SiteModel};

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
    let parts = Parts::of(old, model);
    let is_published = model.kind == SiteKind::Jekyll;
    let by_path = !is_published || parts.style == Style::Tag || (page_ending(parts.path) == Some(Ending::Markdown));
    let by_path = by_path || (goal.address.is_none() && page_ending(goal.path).is_some());
    let (spelled, folder) = match goal.address {
        Some(address) if !by_path => (address.trim_start_matches('/'), folder_of(from.address.unwrap_or_default())),
        // A file is published where it lies.
        _ if !by_path => (goal.path, folder_of(from.address.unwrap_or_default())),
        _ => (goal.path, folder_of(from.path)),
    };
    if parts.style == Style::Tag {
        return parts.with_path(link_tag_path(&model.jekyll, spelled).unwrap_or(spelled));
    }
    let spelled = shortened_as(parts.path, spelled, is_published);
    let path = match parts.style {
        Style::Relative => relative(folder, &spelled, parts.path),
        _ => format!("/{spelled}"),
    };
    parts.with_path(&encoded(&path, parts.path))
}

/// The same destination with another fragment; an empty `id` takes the fragment away. `id` is not encoded.
pub fn with_fragment(old: &str, id: &str) -> String {
    let mut parts = Parts::of(old, &SiteModel::default());
    let before = std::mem::take(&mut parts.fragment);
    let Parts { before: start, path, query, middle, end, .. } = parts;
    let fragment = if id.is_empty() { String::new() } else { format!("#{}", encoded(id, before)) };
    [start, path, query, middle, &fragment, end].concat()
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Style {
    /// From the folder of the page.
    Relative,
    /// From the root of the site.
    Rooted,
    /// `{% link … %}`
    Tag,
}

/// A destination taken apart; put together in this order it is what it was.
#[derive(Debug)]
struct Parts<'o> {
    style: Style,
    /// What stands for the site itself, or opens a tag.
    before: &'o str,
    path: &'o str,
    /// With its `?`.
    query: &'o str,
    /// What closes a tag, where the fragment comes after it.
    middle: &'o str,
    /// With its `#`.
    fragment: &'o str,
    /// What closes a tag with the fragment in it.
    end: &'o str,
}

impl<'o> Parts<'o> {
    fn of(old: &'o str, model: &SiteModel) -> Parts<'o> {
        let variables = variables_length(old);
        let (before, rest) = old.split_at(variables);
        if let Some(parts) = link_tag(old, rest).or_else(|| filtered(old)) {
            return parts;
        }
        if !before.is_empty() {
            return Parts::split(Style::Rooted, before, rest);
        }
        for own in &model.own_urls {
            let Some(rest) = strip_prefix_any_case(old, own).filter(|rest| ends_a_name(rest)) else { continue };
            let rest = rest.strip_prefix(&*model.base_path).filter(|rest| ends_a_name(rest)).unwrap_or(rest);
            return Parts::split(Style::Rooted, &old[..old.len() - rest.len()], rest);
        }
        if !old.starts_with('/') {
            return Parts::split(Style::Relative, "", old);
        }
        let rest = old.strip_prefix(&*model.base_path).filter(|rest| ends_a_name(rest)).unwrap_or(old);
        Parts::split(Style::Rooted, &old[..old.len() - rest.len()], rest)
    }

    fn split(style: Style, before: &'o str, rest: &'o str) -> Parts<'o> {
        let (rest, fragment) = rest.split_at(fragment_start(rest));
        let (path, query) = rest.split_at(rest.find('?').unwrap_or(rest.len()));
        Parts { style, before, path, query, middle: "", fragment, end: "" }
    }

    fn with_path(&self, path: &str) -> String {
        [self.before, path, self.query, self.middle, self.fragment, self.end].concat()
    }
}

/// `{% link path %}`, after `{{ site.baseurl }}` perhaps. `rest` is the end of `old`.
fn link_tag<'o>(old: &'o str, rest: &'o str) -> Option<Parts<'o>> {
    let inside = rest.strip_prefix("{%")?;
    let (tag, _) = inside.split_once("%}")?;
    let name =
        tag.trim_start_matches(['-', ' ', '\t']).strip_prefix("link").filter(|name| name.starts_with([' ', '\t']))?;
    let path = name.trim_start().trim_end_matches(['-', ' ', '\t']);
    let start = offset_in(old, path);
    let after = &old[start + path.len()..];
    let (middle, fragment) = after.split_at(fragment_start(after));
    Some(Parts { style: Style::Tag, before: &old[..start], path, query: "", middle, fragment, end: "" })
}

/// `{{ "/a.html" | relative_url }}`
fn filtered(old: &str) -> Option<Parts<'_>> {
    let inside = old.strip_prefix("{{")?.trim_start_matches(['-', ' ', '\t']);
    let quote = inside.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let (text, _) = inside.get(1..)?.split_once(quote)?;
    let start = offset_in(old, text);
    let close = &old[start + text.len()..];
    let mut parts = Parts::split(Style::Rooted, &old[..start], text);
    if !parts.fragment.is_empty() {
        parts.end = close;
        return Some(parts);
    }
    (parts.middle, parts.fragment) = close.split_at(fragment_start(close));
    Some(parts)
}

/// How long `{{ site.url }}{{ site.baseurl }}`, or one of the two, is at the start.
fn variables_length(old: &str) -> usize {
    let mut rest = old;
    while let Some((inside, after)) = rest.strip_prefix("{{").and_then(|inside| inside.split_once("}}")) {
        if !matches!(inside.trim_matches(['-', ' ', '\t']), "site.url" | "site.baseurl") {
            break;
        }
        rest = after;
    }
    old.len() - rest.len()
}

/// Where the `#` stands that begins the fragment; that of an entity (`&#40;`) does not.
fn fragment_start(text: &str) -> usize {
    let mut hashes = text.match_indices('#').map(|(at, _)| at);
    hashes.find(|at| !text[..*at].ends_with('&')).unwrap_or(text.len())
}

/// Where `part`, which is a piece of `whole`, begins in it.
fn offset_in(whole: &str, part: &str) -> usize {
    (part.as_ptr() as usize).saturating_sub(whole.as_ptr() as usize).min(whole.len())
}

fn strip_prefix_any_case<'t>(text: &'t str, prefix: &str) -> Option<&'t str> {
    let begins = text.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix));
    text.get(prefix.len()..).filter(|_| begins)
}

fn ends_a_name(rest: &str) -> bool {
    rest.is_empty() || rest.starts_with(['/', '?', '#'])
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
