//! Navigation by links from a place in a page: definitions, references, links of a document.
//!
//! Places outside of the page are given by path and range, as the index has them; the page itself is read as it stands.

mod count;
mod definition;
mod document_links;
pub(crate) mod here;
#[cfg(test)]
mod hostile_tests;
mod references;
#[cfg(test)]
mod tests;

pub(crate) use count::{Links, in_words, links_here, links_through};
pub use definition::{Definition, definition};
pub use document_links::{DocumentLink, document_links};
pub use references::references;

use docent_rules::input::{CheckInput, SiteView};
use docent_site::PageId;
use docent_site::index::{LinkPlace, Target};
use docent_syntax::anchors::anchors;
use docent_syntax::{LinkKind, Page, TextRange, TextSize};

/// A place in a file of the site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteLocation {
    /// From the root, with `/`.
    pub path: String,
    /// Bytes of the file as the index knows it; a newer text of it may be shorter.
    pub range: TextRange,
}

/// A link or definition of the page as it stands.
pub(crate) struct OwnLink<'p> {
    /// The destination; for a reference its label.
    pub(crate) range: TextRange,
    pub(crate) url: &'p str,
    pub(crate) place: LinkPlace,
}

/// The links of a page and its definitions: section by section, in each the links first.
pub(crate) fn own_links(page: &Page) -> impl Iterator<Item = OwnLink<'_>> {
    page.sections().flat_map(|section| {
        let links = section.segment.links.iter().map(move |link| OwnLink {
            range: section.absolute(link.destination),
            url: &link.url,
            place: match link.kind {
                LinkKind::Inline => LinkPlace::Inline,
                LinkKind::Reference => LinkPlace::Reference,
                LinkKind::Autolink => LinkPlace::Autolink,
                LinkKind::Html => LinkPlace::Html,
            },
        });
        let definitions = section.segment.definitions.iter().map(move |definition| OwnLink {
            range: section.absolute(definition.destination),
            url: &definition.url,
            place: LinkPlace::Definition,
        });
        links.chain(definitions)
    })
}

/// Where a destination of this page leads; `None` where nothing is known of the site, but for places on the page itself.
pub(crate) fn resolve_here(input: &CheckInput<'_>, url: &str) -> Option<Aim> {
    let Some(site) = input.site else {
        let id = |fragment| input.page.dialect().heading_ids.id_of_fragment(&decoded(fragment)).to_owned();
        return url.strip_prefix('#').map(|fragment| Aim::ThisPage(Some(id(fragment))));
    };
    let resolution = site.index.resolve(site.page, url);
    Some(match resolution.target {
        Target::Page { page, .. } if page == site.page => Aim::ThisPage(resolution.fragment),
        Target::Page { page, .. } => Aim::Page(page, resolution.fragment),
        Target::File { path, .. } => Aim::File(path),
        Target::Missing(missing) => Aim::Missing(missing.destination),
        Target::Elsewhere => Aim::Elsewhere,
    })
}

/// What a link is aimed at; fragments are decoded and without `#`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Aim {
    ThisPage(Option<String>),
    Page(PageId, Option<String>),
    /// By its path from the root.
    File(String),
    /// An address or path at which nothing lies.
    Missing(String),
    Elsewhere,
}

fn decoded(fragment: &str) -> String {
    docent_syntax::anchors::percent_decoded(fragment).unwrap_or_else(|| fragment.to_owned())
}

/// A place that a fragment leads to.
pub(crate) struct AnchorPlace {
    pub(crate) id: String,
    /// The heading, the tag.
    pub(crate) whole: TextRange,
    /// The heading's title, the id itself.
    pub(crate) selection: TextRange,
}

/// The place of a fragment on this page: with the exact spelling, else in another case.
pub(crate) fn anchor_here(page: &Page, fragment: &str) -> Option<AnchorPlace> {
    let mut anchors = anchors(page);
    let best = best_id(anchors.iter().map(|anchor| &*anchor.id), fragment)?;
    let anchor = anchors.swap_remove(best);
    Some(AnchorPlace { id: anchor.id.into(), whole: anchor.element, selection: anchor.range })
}

/// The same on another page.
pub(crate) fn anchor_there(site: SiteView<'_>, page: PageId, fragment: &str) -> Option<AnchorPlace> {
    let facts = site.index.facts(page)?;
    let ids = facts.headings.iter().map(|heading| &*heading.id);
    let best = best_id(ids.chain(facts.anchors.iter().map(|anchor| &*anchor.text)), fragment)?;
    if let Some(heading) = facts.headings.get(best) {
        return Some(AnchorPlace { id: heading.id.to_string(), whole: heading.range, selection: heading.content });
    }
    let anchor = facts.anchors.get(best - facts.headings.len())?;
    Some(AnchorPlace { id: anchor.text.to_string(), whole: anchor.range, selection: anchor.range })
}

/// Which of the ids a fragment names. There may be empty ones, which nothing names.
pub(crate) fn best_id<'i>(ids: impl Iterator<Item = &'i str>, fragment: &str) -> Option<usize> {
    let mut near = None;
    for (number, id) in ids.enumerate().filter(|(_, id)| !id.is_empty()) {
        if id == fragment {
            return Some(number);
        }
        if near.is_none() && same_but_for_case(id, fragment) {
            near = Some(number);
        }
    }
    near
}

fn same_but_for_case(one: &str, other: &str) -> bool {
    match one.is_ascii() && other.is_ascii() {
        true => one.eq_ignore_ascii_case(other),
        false => one.to_lowercase() == other.to_lowercase(),
    }
}

/// Where a page begins.
pub(crate) fn top() -> TextRange {
    TextRange::empty(TextSize::new(0))
}
