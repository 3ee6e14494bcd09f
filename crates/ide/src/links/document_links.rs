//! The links of a page that lead to files of the site, for editors that let authors follow them. Links to other sites every
//! editor finds itself.

use super::{Aim, own_links, resolve_here};
use docent_rules::input::CheckInput;
use docent_site::index::LinkPlace;
use docent_syntax::TextRange;

/// A link that can be followed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentLink {
    /// The destination as it stands in the page; for a reference its label.
    pub range: TextRange,
    /// The file it leads to, from the root, with `/`.
    pub path: String,
    /// The title of the page it leads to, if it has one.
    pub tooltip: Option<String>,
}

/// The most links of one page: editors request them after each change.
const MAX_LINKS: usize = 5_000;

/// In the order of the page.
pub fn document_links(input: &CheckInput<'_>) -> Vec<DocumentLink> {
    let Some(site) = input.site else { return Vec::new() };
    let mut found: Vec<DocumentLink> = own_links(input.page)
        .take(MAX_LINKS)
        .filter(|link| link.place != LinkPlace::Autolink && !link.range.is_empty())
        .filter_map(|link| {
            let (path, tooltip) = match resolve_here(input, link.url)? {
                Aim::Page(page, _) => {
                    let title = site.index.facts(page).map(|facts| facts.title.to_string());
                    (site.index.path(page).to_owned(), title)
                }
                Aim::File(path) if !path.is_empty() && !path.ends_with('/') => (path, None),
                _ => return None,
            };
            Some(DocumentLink { range: link.range, path, tooltip: tooltip.filter(|title| !title.is_empty()) })
        })
        .collect();
    found.sort_by_key(|link| link.range.start());
    found
}
