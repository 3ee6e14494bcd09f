//! Find references: who links to a page, to a heading, through a redirect; what else leads where a link leads; a label's uses.

use super::here::{Here, here, label_range, own_address, same_label};
use super::{Aim, SiteLocation, anchor_here, anchor_there, own_links, resolve_here, top};
use docent_rules::input::{CheckInput, SiteView};
use docent_site::PageId;
use docent_site::index::{Referrer, Target, Via};
use docent_syntax::anchors::anchors;
use docent_syntax::{LinkKind, TextRange, TextSize};
use std::collections::HashSet;

/// All places that refer to the thing at `offset`, by path, then by place; with the thing's own definition if
/// `with_declaration`. Empty where there is nothing to refer to.
pub fn references(input: &CheckInput<'_>, offset: TextSize, with_declaration: bool) -> Vec<SiteLocation> {
    let mut found = match here(input, offset) {
        None => Vec::new(),
        Some(Here::Label { label, .. }) => of_label(input, label, with_declaration),
        Some(Here::Page(_)) => {
            let declaration = with_declaration.then(|| on_this_page(input, own_address(input)));
            to_this_page(input, |_| true).into_iter().chain(declaration).collect()
        }
        Some(Here::Redirect { written, range }) => {
            let address = input.site.map(|site| site.index.model().generator.address_of(written));
            let mut found = address.map_or_else(Vec::new, |address| through_redirect(input, &address));
            found.extend(with_declaration.then(|| on_this_page(input, range)));
            found
        }
        Some(Here::Heading(anchor)) => {
            let declaration = with_declaration.then(|| on_this_page(input, anchor.range));
            to_anchor(input, &anchor.id).into_iter().chain(declaration).collect()
        }
        Some(Here::Link(link)) => like_link(input, link.url, with_declaration),
    };
    found.sort_by(|a, b| (&a.path, a.range.start()).cmp(&(&b.path, b.range.start())));
    found.dedup();
    found
}

fn on_this_page(input: &CheckInput<'_>, range: TextRange) -> SiteLocation {
    SiteLocation { path: input.path.to_owned(), range }
}

/// The links to this page with a matching fragment, its own ones included.
fn to_this_page(input: &CheckInput<'_>, is_match: impl Fn(Option<&str>) -> bool) -> Vec<SiteLocation> {
    let own = own_links(input.page).filter(|link| match resolve_here(input, link.url) {
        Some(Aim::ThisPage(fragment)) => is_match(fragment.as_deref()),
        _ => false,
    });
    let own = own.map(|link| on_this_page(input, link.range));
    let others = input.site.map(|site| to_page(input, site, site.page, |link| is_match(link.fragment.as_deref())));
    own.chain(others.into_iter().flatten()).collect()
}

/// The links to a heading of this page.
fn to_anchor(input: &CheckInput<'_>, id: &str) -> Vec<SiteLocation> {
    let anchors = anchors(input.page);
    let ids: HashSet<&str> = anchors.iter().map(|anchor| &*anchor.id).collect();
    let folded = id.to_lowercase();
    let is_first =
        anchors.iter().find(|anchor| anchor.id.to_lowercase() == folded).is_some_and(|first| *first.id == *id);
    // A link in another case leads to a heading only where none has its exact spelling.
    let leads_there =
        |fragment: &str| fragment == id || (is_first && fragment.to_lowercase() == folded && !ids.contains(fragment));
    to_this_page(input, |fragment| fragment.is_some_and(leads_there))
}

/// The links of all pages but this one to `page`.
fn to_page(
    input: &CheckInput<'_>,
    site: SiteView<'_>,
    page: PageId,
    is_match: impl Fn(&Referrer<'_>) -> bool,
) -> Vec<SiteLocation> {
    let mut from: Vec<PageId> = site.index.referring_pages(page);
    if page != site.page {
        from.push(page);
    }
    let others = from.into_iter().filter(|other| *other != site.page && site.index.path(*other) != input.path);
    let links = others.flat_map(|other| site.index.links_between(other, page));
    let links = links.filter(is_match);
    links.map(|link| there(site, link.page, link.link.range)).collect()
}

fn there(site: SiteView<'_>, page: PageId, range: TextRange) -> SiteLocation {
    SiteLocation { path: site.index.path(page).to_owned(), range }
}

/// The links that lead to this page by one of its older addresses.
fn through_redirect(input: &CheckInput<'_>, address: &str) -> Vec<SiteLocation> {
    let Some(site) = input.site else { return Vec::new() };
    let by_it = |from: PageId, url: &str| match site.index.resolve(from, url).target {
        Target::Page { page, via: Via::Redirect(_), spelled, .. } => page == site.page && &*spelled == address,
        _ => false,
    };
    let own = own_links(input.page).filter(|link| by_it(site.page, link.url));
    let own = own.map(|link| on_this_page(input, link.range));
    let others = to_page(input, site, site.page, |link| {
        matches!(link.via, Via::Redirect(_)) && by_it(link.page, &link.link.url)
    });
    own.chain(others).collect()
}

/// All links that lead where this one leads: to the same heading, page or file, or to the same place where nothing is.
fn like_link(input: &CheckInput<'_>, url: &str, with_declaration: bool) -> Vec<SiteLocation> {
    let Some(aim) = resolve_here(input, url) else { return same_url(input, url) };
    match aim {
        Aim::ThisPage(fragment) => {
            let Some(anchor) = fragment.and_then(|fragment| anchor_here(input.page, &fragment)) else {
                let declaration = with_declaration.then(|| on_this_page(input, own_address(input)));
                return to_this_page(input, |_| true).into_iter().chain(declaration).collect();
            };
            let declaration = with_declaration.then(|| on_this_page(input, anchor.selection));
            to_anchor(input, &anchor.id).into_iter().chain(declaration).collect()
        }
        Aim::Page(page, fragment) => match input.site {
            Some(site) => to_other_page(input, site, page, fragment, with_declaration),
            None => Vec::new(),
        },
        Aim::File(path) => same_aim(input, &[&path, &format!("/{path}")], &Aim::File(path.clone())),
        Aim::Missing(target) => same_aim(input, &[&target], &Aim::Missing(target.clone())),
        Aim::Elsewhere => same_url(input, url),
    }
}

fn to_other_page(
    input: &CheckInput<'_>,
    site: SiteView<'_>,
    page: PageId,
    fragment: Option<String>,
    with_declaration: bool,
) -> Vec<SiteLocation> {
    let anchor = fragment.and_then(|fragment| anchor_there(site, page, &fragment));
    let is_match = |fragment: Option<&str>| match &anchor {
        None => true,
        Some(anchor) => fragment
            .and_then(|fragment| anchor_there(site, page, fragment))
            .is_some_and(|place| place.whole == anchor.whole),
    };
    let own = own_links(input.page).filter(|link| match resolve_here(input, link.url) {
        Some(Aim::Page(other, fragment)) => other == page && is_match(fragment.as_deref()),
        _ => false,
    });
    let own = own.map(|link| on_this_page(input, link.range));
    let mut found: Vec<SiteLocation> = own.collect();
    found.extend(to_page(input, site, page, |link| is_match(link.fragment.as_deref())));
    if with_declaration {
        let permalink = site.index.facts(page).and_then(|facts| facts.permalink.as_ref());
        let of_page = permalink.map_or_else(top, |permalink| permalink.range);
        found.push(there(site, page, anchor.as_ref().map_or(of_page, |anchor| anchor.selection)));
    }
    found
}

/// The links of all pages with this aim, which is spelled in one of these ways.
fn same_aim(input: &CheckInput<'_>, spelled: &[&str], aim: &Aim) -> Vec<SiteLocation> {
    let own = own_links(input.page).filter(|link| resolve_here(input, link.url).as_ref() == Some(aim));
    let mut found: Vec<SiteLocation> = own.map(|link| on_this_page(input, link.range)).collect();
    let Some(site) = input.site else { return found };
    let mut pages: Vec<PageId> =
        spelled.iter().flat_map(|spelled| site.index.pages_that_link_to(spelled)).copied().collect();
    pages.sort();
    pages.dedup();
    for page in pages.into_iter().filter(|page| *page != site.page) {
        let links = site.index.facts(page).map_or(&[][..], |facts| &facts.links);
        let is_match = |url: &str| match (site.index.resolve(page, url).target, aim) {
            (Target::File { path, .. }, Aim::File(target)) => path == *target,
            (Target::Missing(missing), Aim::Missing(target)) => missing.destination == *target,
            _ => false,
        };
        found.extend(links.iter().filter(|link| is_match(&link.url)).map(|link| there(site, page, link.range)));
    }
    found
}

/// Nothing is known of what lies elsewhere but the address: its other uses on this page.
fn same_url(input: &CheckInput<'_>, url: &str) -> Vec<SiteLocation> {
    own_links(input.page).filter(|link| link.url == url).map(|link| on_this_page(input, link.range)).collect()
}

fn of_label(input: &CheckInput<'_>, label: &str, with_declaration: bool) -> Vec<SiteLocation> {
    let key = same_label(label);
    let mut found = Vec::new();
    for section in input.page.sections() {
        let segment = section.segment;
        for link in segment.links.iter().filter(|link| link.kind == LinkKind::Reference) {
            let label = segment.text.get(std::ops::Range::<usize>::from(link.destination));
            if label.is_some_and(|label| same_label(label) == key) {
                found.push(on_this_page(input, section.absolute(link.destination)));
            }
        }
        for definition in segment.definitions.iter().filter(|_| with_declaration) {
            if same_label(&definition.label) == key {
                let range = label_range(definition.range, &definition.label);
                found.push(on_this_page(input, section.absolute(range)));
            }
        }
    }
    found
}
