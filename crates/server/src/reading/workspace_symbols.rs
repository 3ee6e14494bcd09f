//! `workspace/symbol`: pages, headings and permalinks of all sites that are open.

use crate::features::Features;
use crate::site_index::SharedIndex;
use crate::site_places::SitePlaces;
use crate::state::World;
use docent_ide::FoundSymbols;
use docent_ide::SiteSymbol;
use docent_ide::SiteSymbolKind;
use docent_ide::SymbolQuery;
use docent_site::{PageId, Site};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use tower_lsp::ls_types::*;

/// An editor shows some dozens; an author types on.
const MOST: usize = 200;
/// Pages that one thread looks at before it asks whether anybody still waits for the answer.
const PART: usize = 2048;

/// The best, site by site; nothing where nobody waits any more.
pub(crate) fn workspace_symbols(
    world: &World,
    typed: &str,
    features: &Features,
    cancelled: &AtomicBool,
) -> Vec<SymbolInformation> {
    let mut sites: Vec<(Arc<Site>, Arc<SharedIndex>)> = world.lock().read_sites();
    sites.retain(|(site, _)| site.root.is_some());
    sites.sort_by(|(one, _), (other, _)| one.root.cmp(&other.root));
    let query = SymbolQuery::new(typed, MOST / sites.len().max(1));
    let mut symbols = Vec::new();
    for (site, index) in sites {
        let found = search(&index, &query, cancelled);
        let mut places = SitePlaces::of_site(world, &site, features.encoding);
        symbols.extend(found.iter().filter_map(|found| symbol(found, &mut places)));
    }
    symbols
}

fn search(index: &SharedIndex, query: &SymbolQuery, cancelled: &AtomicBool) -> Vec<SiteSymbol> {
    let held = index.read();
    let Some(index) = held.get() else { return Vec::new() };
    let pages: Vec<PageId> = index.pages().collect();
    let parts: Vec<&[PageId]> = pages.chunks(PART).collect();
    let next = AtomicUsize::new(0);
    let work = || -> Vec<FoundSymbols> {
        let mut found = Vec::new();
        while let Some(part) = parts.get(next.fetch_add(1, Ordering::Relaxed)) {
            if cancelled.load(Ordering::Relaxed) {
                return Vec::new();
            }
            found.push(query.among(index, part.iter().copied()));
        }
        found
    };
    let helpers = std::thread::available_parallelism().map_or(0, |cores| cores.get() - 1).min(parts.len() / 2);
    let found: Vec<FoundSymbols> = std::thread::scope(|scope| {
        let helpers: Vec<_> = (0..helpers).map(|_| scope.spawn(work)).collect();
        let own = work();
        // What a helper that panicked would have found is missing; the answer comes all the same.
        own.into_iter().chain(helpers.into_iter().filter_map(|helper| helper.join().ok()).flatten()).collect()
    });
    query.best(index, found)
}

fn symbol(found: &SiteSymbol, places: &mut SitePlaces) -> Option<SymbolInformation> {
    let kind = match found.kind {
        SiteSymbolKind::Page => SymbolKind::FILE,
        SiteSymbolKind::Permalink => SymbolKind::PROPERTY,
        SiteSymbolKind::Heading => SymbolKind::STRING,
    };
    #[expect(deprecated, reason = "the type has a field that only the deprecated form of a tag fills")]
    Some(SymbolInformation {
        // An editor rejects the whole answer where one name is empty.
        name: if found.name.trim().is_empty() { "(no title)".to_owned() } else { found.name.clone() },
        kind,
        tags: None,
        deprecated: None,
        location: places.location(&found.location)?,
        container_name: Some(found.container.clone()),
    })
}
