//! `missing-navigation`: a page that no menu leads to. (The other half, an entry that leads to no page, is found in the navigation file
//! itself: see `site_check`.)

use crate::analysis::Analysis;
use crate::analysis::claims::PageClaims;
use crate::finding::{Finding, Severity};
use crate::rule::{Check, Rule, RuleGroup};
use docent_site::SiteIndex;
use docent_site::index::{Fit, NavigationEntry, NavigationShare, Target};
use docent_syntax::{TextEdit, TextSize};

pub(crate) const RULE: Rule = Rule {
    id: "missing-navigation",
    group: RuleGroup::Site,
    severity: Severity::Warning,
    summary: "A page is not in the navigation, or an entry of the navigation has no page.",
    checks: &[Check::Page(check)],
    options: &[],
    docs: r####"
# missing-navigation

The site's navigation file has no entry for this page, though it names most pages of the same folder: readers find it by a search
or a link only. An entry counts if it has the page's address or one of its redirects. In a navigation file that
names pages by their titles, as that of a template set may, an entry has the address that the set makes of these names.

Nothing is said of pages in folders of which the navigation names few (drafts, hidden pages), nor of those that `site: navigation: optional`
names.

An entry whose address no page has is found in the navigation file itself, with the address that was probably meant.

~~~markdown site
//- _data/documentsupdated.yaml
entries:
- category: Pies
  documents:
  - {pagename: Apple, permalink: apple.html}
  - {pagename: Plum, permalink: plum.html}
  - {pagename: Pear, permalink: pear.html}
  - {pagename: Quince, permalink: quince.html}
//- apple.md
---
permalink: apple.html
---
//- plum.md
---
permalink: plum.html
---
//- pear.md
---
permalink: pear.html
---
~~~

~~~markdown bad
---
permalink: cherry.html
           ^^^^^^^^^^^ missing-navigation
---
Text.
~~~

~~~markdown good
---
permalink: quince.html
---
Text.
~~~
"####,
};

pub(crate) fn check(analysis: &Analysis<'_>, findings: &mut Vec<Finding>) {
    let Some(claims) = PageClaims::of(analysis) else { return };
    let Some(Missing { file, share }) = missing(&claims, analysis.path) else { return };
    let front_matter = analysis.page.front_matter();
    let range = claims.facts.permalink.as_ref().map_or(front_matter.opening, |permalink| permalink.range);
    let folder = if share.folder.is_empty() { "this folder".to_owned() } else { format!("'{}'", share.folder) };
    let message = format!(
        "'{file}' has no entry for this page; it has one for {} of the {} pages in {folder}",
        share.listed, share.all
    );
    findings.push(RULE.finding(range, message));
}

/// A navigation file that lacks an entry for a page, and how many of the pages beside it are listed.
pub(crate) struct Missing<'a> {
    file: &'a str,
    share: NavigationShare<'a>,
}

/// `None` where the page needs no entry or has one. `path` is from the root, with `/`.
pub(crate) fn missing<'a>(claims: &PageClaims<'a>, path: &'a str) -> Option<Missing<'a>> {
    let index = claims.site.index;
    let model = index.model().navigation.as_ref()?;
    // A page whose front matter is not read has another address than it should.
    if claims.facts.broken.is_some() || index.is_excluded(claims.site.page) {
        return None;
    }
    // A redirect that another page's address takes the place of leads nowhere.
    let leads_here = |address: &str| index.find_address(address).page() == Some(claims.site.page);
    let redirects = claims.redirects().iter().map(|redirect| &*redirect.address).filter(|address| leads_here(address));
    let is_listed = std::iter::once(claims.address()).chain(redirects).any(|address| index.navigation().names(address));
    if !index.navigation().is_there || model.optional.matches(path) || is_listed || index.navigation().names_file(path)
    {
        return None;
    }
    let share = index.navigation_share(path);
    let are_most_listed = share.listed >= 3 && share.listed * 3 >= share.all * 2;
    are_most_listed.then_some(Missing { file: &model.file, share })
}

/// What is wrong with an entry of the navigation; the range is in the navigation file.
pub(crate) fn check_entry(index: &SiteIndex, entry: &NavigationEntry) -> Option<Finding> {
    let (near, because) = match index.resolve_navigation(entry) {
        Target::Page { fit: Fit::OtherCase, spelled, .. } => (Some(spelled.to_string()), None),
        Target::Missing(missing) => match missing.because_of {
            Some(page) => (None, Some(page)),
            None => (index.nearest(&missing.destination).map(str::to_owned), None),
        },
        Target::Elsewhere | Target::Page { .. } | Target::File { .. } => return None,
    };
    let message = match (&near, because) {
        (_, Some(page)) => {
            let broken = index.facts(page).and_then(|facts| facts.broken.as_ref());
            let reason = broken.map_or("its front matter cannot be read", |broken| &*broken.reason);
            format!("'{}' does not have this address, because {reason}", index.path(page))
        }
        (near, None) => no_page(index, entry, near.as_deref()),
    };
    let place = because.and_then(|page| Some((page, index.facts(page)?.broken.as_ref()?)));
    let place = place.map(|(page, broken)| crate::Related::file(index.path(page), broken.range, "fix this first"));
    let fix = near.and_then(|near| instead(entry, &near));
    Some(RULE.finding(entry.range, message).related(place).fixes(fix))
}

fn no_page(index: &SiteIndex, entry: &NavigationEntry, near: Option<&str>) -> String {
    let of = match entry.is_by_name {
        true => format!("the address that this name stands for, '{}'", entry.address),
        false => "this address".to_owned(),
    };
    let Some(near) = near else { return format!("No page of the site has {of}") };
    let title = index.find_address(near).page().and_then(|page| index.facts(page)).map(|facts| &*facts.title);
    match title.filter(|title| entry.is_by_name && !title.is_empty()) {
        Some(title) => format!("No page of the site has {of}; did you mean '{title}' ('{near}')?"),
        None => format!("No page of the site has {of}; did you mean '{near}'?"),
    }
}

/// The other address in the place of the entry's, where it can be written without quotes.
fn instead(entry: &NavigationEntry, address: &str) -> Option<crate::Fix> {
    // Which name leads to an address is for the author to say: it is the page's title, too.
    if entry.is_by_name {
        return None;
    }
    let new = if entry.written.starts_with('/') { address } else { address.trim_start_matches('/') };
    let is_plain = new.chars().all(|c| c.is_alphanumeric() || matches!(c, '/' | '-' | '_' | '.'));
    let is_plain = is_plain && !new.starts_with(['-', '.']) && entry.range.len() >= TextSize::of(&*entry.written);
    let edit = TextEdit::replace(entry.range, new);
    is_plain.then(|| crate::Fix::unsafe_(format!("Write '{new}'"), vec![edit]))
}
