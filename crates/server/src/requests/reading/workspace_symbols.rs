//! `workspace/symbol`: pages, headings and permalinks of all sites that are open.

use crate::convert::SitePlaces;
use crate::step::{Found, Needs, Place, Step};
use docent_ide::FoundSymbols;
use docent_ide::SiteSymbol;
use docent_ide::SiteSymbolKind;
use docent_ide::SymbolQuery;
use docent_site::{PageId, SiteIndex};
use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use tower_lsp::ls_types::*;

/// An editor shows some dozens; an author types on.
const MAX_SYMBOLS: usize = 200;
/// Pages that one thread searches before it looks whether the request was cancelled.
const PART: usize = 2048;

/// Searches the sites one after the other. The answer is empty where no client waits any more.
pub(crate) fn workspace_symbols(typed: String, answer: impl FnOnce(Vec<SymbolInformation>) + Send + 'static) -> Step {
    let run = move |found: Found| {
        let query = SymbolQuery::new(&typed, MAX_SYMBOLS / found.roots.len().max(1));
        next_site(found.roots.into(), query, Vec::new(), Box::new(answer))
    };
    Step { place: Place::Workspace, needs: Needs::ExactIndex, run: Box::new(run) }
}

type Answer = Box<dyn FnOnce(Vec<SymbolInformation>) + Send>;

fn next_site(
    mut roots: VecDeque<PathBuf>,
    query: SymbolQuery,
    mut symbols: Vec<SymbolInformation>,
    answer: Answer,
) -> Option<Step> {
    let Some(root) = roots.pop_front() else {
        answer(symbols);
        return None;
    };
    let run = move |Found { snapshot, cancel, .. }: Found| {
        let found = snapshot.index.as_ref().map(|index| search(index, &query, cancel.flag())).unwrap_or_default();
        let mut places = SitePlaces::of_site(&snapshot.site, &snapshot.open, snapshot.features.encoding);
        symbols.extend(found.iter().filter_map(|found| symbol(found, &mut places)));
        next_site(roots, query, symbols, answer)
    };
    Some(Step { place: Place::Folder(root), needs: Needs::Site, run: Box::new(run) })
}

fn search(index: &SiteIndex, query: &SymbolQuery, cancelled: &AtomicBool) -> Vec<SiteSymbol> {
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
