//! How links to pages are written: as most of those on this page are, else as most on the site, else as the kind of site has it.
//! A style is a destination to write others like; knows no page.

use crate::links::own_links;
use docent_rules::input::{CheckInput, SiteView};
use docent_site::index::{LinkPlace, Target, Via};
use std::collections::HashMap;

/// Pages of the site whose links are looked at where this page has none.
const MAX_PAGES: usize = 300;

/// A destination to write others like, without query and fragment.
pub(super) fn usual_style(input: &CheckInput<'_>, site: SiteView<'_>, image: bool) -> String {
    let mut seen = Seen::default();
    // A reference is written where it is defined.
    for link in own_links(input.page).filter(|link| link.place != LinkPlace::Reference) {
        seen.add(site, site.page, link.url, image);
    }
    if seen.styles.is_empty() {
        let others = site.index.pages().filter(|page| *page != site.page);
        let of_page = |page| site.index.facts(page).map_or(&[][..], |facts| &facts.links);
        for page in others.take(MAX_PAGES) {
            let links = of_page(page).iter().filter(|link| link.place != LinkPlace::Reference);
            links.for_each(|link| seen.add(site, page, &link.url, image));
        }
    }
    let default = match (image, site.index.model().has_addresses()) {
        (true, _) => "x.png",
        (false, true) => "x.html",
        (false, false) => "x.md",
    };
    seen.most_used().unwrap_or_else(|| default.to_owned())
}

/// The style that half-typed text has by its beginning: `/us`, `./us`, `{{ site.baseurl }}/us`.
pub(super) fn typed_style(typed: &str, usual: &str) -> Option<String> {
    let ending = if usual.ends_with(".md") { "x.md" } else { usual.rsplit('/').next().unwrap_or("x.html") };
    let variables = typed.rfind("}}").map_or(0, |end| end + 2);
    let scheme = typed.find("://").map_or(0, |end| end + 3);
    let prefix = match () {
        () if variables > 0 => format!("{}/", &typed[..variables]),
        () if scheme > 0 => {
            let host = typed[scheme..].find('/').map_or(typed.len(), |slash| scheme + slash);
            format!("{}/", &typed[..host])
        }
        () if typed.starts_with('/') => "/".to_owned(),
        () if typed.starts_with("./") => "./".to_owned(),
        () if typed.starts_with("../") => String::new(),
        () => return None,
    };
    Some(format!("{prefix}{ending}"))
}

/// What of half-typed text is a name, and no beginning that all links have.
pub(super) fn name_in(typed: &str) -> &str {
    let after = typed.rfind("}}").map_or(typed, |end| &typed[end + 2..]);
    let after = match after.find("://") {
        Some(scheme) => {
            let host = &after[scheme + 3..];
            host.find('/').map_or("", |slash| &host[slash..])
        }
        None => after,
    };
    let mut name = after;
    while let Some(rest) = ["../", "./", "/"].iter().find_map(|start| name.strip_prefix(start)) {
        name = rest;
    }
    // Between `{{` and `}}` nothing is a name yet.
    if name.starts_with('{') { "" } else { name }
}

#[derive(Default)]
struct Seen {
    styles: HashMap<(&'static str, bool), (usize, String)>,
}

impl Seen {
    fn add(&mut self, site: SiteView<'_>, from: docent_site::PageId, url: &str, image: bool) {
        let is_wanted = match site.index.resolve(from, url).target {
            Target::Page { via, .. } => !image && via != Via::SamePage,
            Target::File { .. } => image,
            _ => false,
        };
        if !is_wanted {
            return;
        }
        let destination = url.split(['#', '?']).next().unwrap_or_default();
        // The fragment of a tag stands after it.
        let destination =
            if url.starts_with("{%") { url.split_inclusive("%}").next().unwrap_or(url) } else { destination };
        let beginning = match destination {
            url if url.contains("{%") => "tag",
            url if url.starts_with("{{") && url.contains('|') => "filter",
            url if url.starts_with("{{") => "variable",
            url if url.contains("://") => "absolute",
            url if url.starts_with('/') => "root",
            url if url.starts_with("./") => "dot",
            _ => "relative",
        };
        let by_file = docent_syntax::is_page_path(std::path::Path::new(destination));
        let style = self.styles.entry((beginning, by_file)).or_insert_with(|| (0, destination.to_owned()));
        style.0 += 1;
        // The shortest one with an ending is the plainest example.
        if destination.ends_with(".html") && !style.1.ends_with(".html") {
            style.1 = destination.to_owned();
        }
    }

    fn most_used(self) -> Option<String> {
        let best = self.styles.into_iter().max_by(|(a, (a_count, _)), (b, (b_count, _))| {
            // Of two as frequent the same one always.
            a_count.cmp(b_count).then_with(|| b.cmp(a))
        });
        best.map(|(_, (_, example))| example)
    }
}
