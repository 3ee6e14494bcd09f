//! How many links lead to a page. Counted up to a bound: a whole site may link to one page, and an exact number does not help a reader.

use super::{Aim, own_links, resolve_here};
use docent_rules::input::CheckInput;
use docent_site::PageId;
use docent_site::index::{LinkPlace, Via};
use std::collections::HashMap;

/// Pages whose links are looked through; what is beyond is not counted.
const MAX_PAGES: usize = 200;

/// What leads to a page.
#[derive(Debug, Default)]
pub(crate) struct Links {
    pub(crate) count: usize,
    /// There are more than were counted.
    pub(crate) more: bool,
    /// By the fragment, in lower case.
    pub(crate) by_fragment: HashMap<String, usize>,
}

impl Links {
    /// "14 links here", "200+ links here"; `None` where there are none.
    pub(crate) fn in_words(&self) -> Option<String> {
        in_words(self.count, self.more)
    }
}

/// "1 link here"
pub(crate) fn in_words(count: usize, more: bool) -> Option<String> {
    match (count, more) {
        (0, _) => None,
        (1, false) => Some("1 link here".to_owned()),
        (count, false) => Some(format!("{count} links here")),
        (count, true) => Some(format!("{count}+ links here")),
    }
}

/// The links to this page; its own ones count for its headings alone. Definitions are no links, their uses are.
pub(crate) fn links_here(input: &CheckInput<'_>) -> Links {
    let mut links = Links::default();
    for link in own_links(input.page).filter(|link| link.place != LinkPlace::Definition) {
        if let Some(Aim::ThisPage(Some(fragment))) = resolve_here(input, link.url) {
            *links.by_fragment.entry(fragment.to_lowercase()).or_insert(0) += 1;
        }
    }
    links.more = from_others(input, |_, fragment| {
        links.count += 1;
        if let Some(fragment) = fragment {
            *links.by_fragment.entry(fragment.to_lowercase()).or_insert(0) += 1;
        }
    });
    links
}

/// The links of other pages that lead here through the redirect with this address; whether there may be more.
pub(crate) fn links_through(input: &CheckInput<'_>, address: &str) -> (usize, bool) {
    let redirects = input.site.and_then(|site| site.index.facts(site.page)).map_or(&[][..], |facts| &facts.redirects);
    let mut count = 0;
    let more = from_others(input, |via, _| {
        let is_it = |number: usize| redirects.get(number).is_some_and(|redirect| &*redirect.address == address);
        count += usize::from(matches!(via, Via::Redirect(number) if is_it(number)));
    });
    (count, more)
}

/// Calls `each` for the links of other pages, up to the bound; whether there are more pages.
fn from_others(input: &CheckInput<'_>, mut each: impl FnMut(Via, Option<&str>)) -> bool {
    let Some(site) = input.site else { return false };
    let pages: Vec<PageId> = site.index.referring_pages(site.page);
    for page in pages.iter().take(MAX_PAGES) {
        for link in site.index.links_between(*page, site.page) {
            if link.link.place != LinkPlace::Definition {
                each(link.via, link.fragment.as_deref());
            }
        }
    }
    pages.len() > MAX_PAGES
}
