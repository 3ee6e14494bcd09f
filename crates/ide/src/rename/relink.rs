//! The edits that keep links alive when pages and files are at other places afterwards. The affected pages are read
//! and reparsed, so that no edit depends on a stored range.

use super::{ReadPage, SiteEdits};
use docent_rules::link_destination::{LinkGoal, LinkSpot, accepted_destination_to, destination_to};
use docent_site::index::link_target::LinkBase;
use docent_site::index::{LinkFact, LinkPlace, NavigationEntry, Target, Via, facts_of};
use docent_site::{PageId, SiteIndex};
use docent_syntax::{Page, TextEdit};
use std::collections::{BTreeSet, HashMap};

/// Where a page is after the change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct NewPlace {
    pub(super) path: String,
    pub(super) address: Option<String>,
}

/// What is elsewhere after the change; paths from the root.
#[derive(Debug, Default)]
pub(super) struct Moved {
    pub(super) pages: HashMap<PageId, NewPlace>,
    pub(super) files: HashMap<String, String>,
}

/// Edits of all links that lead to, or stand on, something that moves, and of the navigation.
pub(super) fn relink(index: &SiteIndex, moved: &Moved, read: ReadPage<'_>) -> SiteEdits {
    let mut affected: BTreeSet<PageId> = moved.pages.keys().copied().collect();
    for page in moved.pages.keys() {
        affected.extend(index.referring_pages(*page));
    }
    for file in moved.files.keys() {
        affected.extend(index.pages_that_link_to(file));
        affected.extend(index.pages_that_link_to(&format!("/{file}")));
    }
    let mut edits = SiteEdits::default();
    for page in affected.into_iter().filter(|page| !index.is_excluded(*page)) {
        let path = index.path(page);
        if let Some(text) = read(path) {
            edits.add(path, page_edits(index, moved, page, &text));
        }
    }
    navigation_edits(index, moved, read, &mut edits);
    edits
}

fn page_edits(index: &SiteIndex, moved: &Moved, page: PageId, text: &str) -> Vec<TextEdit> {
    let old_base = index.link_base(page);
    let new_base = match moved.pages.get(&page) {
        Some(place) => LinkBase { path: &place.path, address: place.address.as_deref() },
        None => old_base,
    };
    let is_elsewhere = !old_base.counts_like(new_base);
    let facts = facts_of(&Page::parse(text, index.model().dialect(old_base.path)), old_base.path, None, index.model());
    let written_here = facts.links.iter().filter(|link| link.place != LinkPlace::Reference);
    let edit = |link: &LinkFact| {
        let (place, goal_moves) = goal(index, moved, page, &link.url)?;
        if !goal_moves && !is_elsewhere {
            return None;
        }
        let old = text.get(std::ops::Range::<usize>::from(link.range))?;
        let goal = LinkGoal { address: place.address.as_deref(), path: &place.path };
        let is_page = index.resolve(page, &link.url).target.page().is_some();
        let new = match is_page {
            true => {
                let spot = LinkSpot::of(text, link.range, link.place);
                accepted_destination_to(index.model(), new_base, old, goal, spot)
            }
            // The configuration accepts any style for links to files.
            false => destination_to(index.model(), new_base, old, goal),
        };
        (new != old).then(|| TextEdit::replace(link.range, new))
    };
    written_here.filter_map(edit).collect()
}

/// Where a link leads afterwards, and whether that is another place than before. `None` where it need not be touched.
fn goal(index: &SiteIndex, moved: &Moved, from: PageId, url: &str) -> Option<(NewPlace, bool)> {
    match index.resolve(from, url).target {
        Target::Elsewhere | Target::Missing(_) | Target::Page { via: Via::SamePage, .. } => None,
        Target::File { path, .. } => {
            let new = moved.files.get(&path);
            let place = NewPlace { path: new.unwrap_or(&path).clone(), address: None };
            Some((place, new.is_some()))
        }
        Target::Page { page, via, spelled, .. } => {
            let now = || NewPlace { path: index.path(page).to_owned(), address: address(index, page) };
            let new = moved.pages.get(&page).cloned();
            let place = new.clone().unwrap_or_else(now);
            Some(match via {
                // A redirect stays where it is.
                Via::Redirect(_) => (NewPlace { address: Some(spelled.to_string()), ..place }, false),
                Via::Path => (place, new.is_some_and(|new| new.path != index.path(page))),
                Via::Address | Via::SamePage => (place, new.is_some_and(|new| new.address != address(index, page))),
            })
        }
    }
}

fn address(index: &SiteIndex, page: PageId) -> Option<String> {
    index.facts(page).and_then(|facts| facts.address.as_deref()).map(str::to_owned)
}

fn navigation_edits(index: &SiteIndex, moved: &Moved, read: ReadPage<'_>, edits: &mut SiteEdits) {
    let Some(model) = &index.model().navigation else { return };
    let mut changed: Vec<(&NavigationEntry, &str)> = Vec::new();
    for (page, place) in &moved.pages {
        let (Some(old), Some(new)) = (address(index, *page), place.address.as_deref()) else { continue };
        if new == old {
            continue;
        }
        let leads_here = |entry: &&NavigationEntry| {
            !entry.is_by_name
                && matches!(index.resolve_navigation(entry), Target::Page { page: found, via: Via::Address, .. } if found == *page)
        };
        changed.extend(index.navigation().entries_near(&old).filter(leads_here).map(|entry| (entry, new)));
    }
    changed.sort_by_key(|(entry, _)| entry.range.start());
    if changed.is_empty() {
        return;
    }
    let Some(text) = read(&model.file) else { return };
    for (entry, new) in changed {
        let Some(old) = text.get(std::ops::Range::<usize>::from(entry.range)) else { continue };
        let quote = old.chars().next().filter(|c| matches!(c, '"' | '\'')).map(String::from).unwrap_or_default();
        let inner = old.trim_matches(['"', '\'']);
        // The file may have changed since it was read.
        if inner.trim() != &*entry.written {
            continue;
        }
        let slash = if entry.written.starts_with('/') { "/" } else { "" };
        let new = format!("{quote}{slash}{}{quote}", new.trim_start_matches('/'));
        edits.add(&model.file, [TextEdit::replace(entry.range, new)]);
    }
}
