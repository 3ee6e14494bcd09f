//! Findings of pages that are not open, for a client that does not ask for them and an author who wants them (`docent.siteFindings`).
//! One task for all of them, which works in small parts, stops where somebody types, and says only what the client was not told yet.
//!
//! A page that is open belongs to [`crate::publish`], or to the client that asks for its findings; see [`told`] for how it changes hands.

mod sort_out;
pub(crate) mod told;
mod wanted;

use crate::server::Server;
use crate::site_index::AffectedPaths;
use crate::site_pages::SitePage;
use crate::sites::LazySite;
use crate::state::World;
use crate::{convert, site_pages};
use docent_rules::{RuleGroup, rule};
use docent_site::Site;
use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::Notify;
use told::{News, Told};
use wanted::{Question, Wanted};

/// Pages that are checked before the task looks around whether it is still wanted.
const PART: usize = 64;

/// How long it keeps still after somebody typed.
const PAUSE: Duration = Duration::from_millis(100);

#[derive(Debug, Default)]
pub(crate) struct SitePublishing {
    /// Held for moments, and never while anything is read, checked or sent.
    wanted: Mutex<Wanted>,
    /// Held while something is sent: for threads that may wait only. Locked before the state, never after it.
    told: Mutex<Told>,
    wake: Notify,
    /// The client has asked for the findings of the workspace, and is not sent them too.
    client_asks: AtomicBool,
}

impl SitePublishing {
    fn wanted(&self) -> MutexGuard<'_, Wanted> {
        self.wanted.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn told(&self) -> MutexGuard<'_, Told> {
        self.told.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Settings, folders or what pages are checked against may have changed: the task finds out.
    pub(crate) fn look_around(&self) {
        self.wake.notify_one();
    }

    /// All pages are to be checked again.
    pub(crate) fn renew_all(&self) {
        self.wanted().everything = true;
        self.wake.notify_one();
    }

    pub(crate) fn client_asks(&self) {
        if !self.client_asks.swap(true, Ordering::Relaxed) {
            self.wake.notify_one();
        }
    }
}

/// Whether the author wants it and the client does not get it in another way.
///
/// A client that asks for the findings of open documents (`textDocument/diagnostic`) may be one that never asks for those of the others:
/// no capability says so. It is taken for such a one until it asks (`workspace/diagnostic`): without this nobody would tell its author
/// what the setting asks for. Its open pages are never pushed, and what was pushed of a page is taken back when it is opened,
/// so that nothing shows twice.
fn is_on(world: &World) -> bool {
    world.lock().features.settings.site_findings && !world.site_publish.client_asks.load(Ordering::Relaxed)
}

/// An index changed: these pages are to be checked again where they are not open.
pub(crate) fn follow_index(world: &World, site: &Site, affected: AffectedPaths) {
    if !is_on(world) {
        return;
    }
    let AffectedPaths { pages, addresses, values, .. } = affected;
    let mut wanted = world.site_publish.wanted();
    wanted.soon.extend(pages);
    if let Some(root) = site.root.as_ref().filter(|_| addresses || !values.is_empty()) {
        wanted.ask(root, Question { addresses, values: values.into_iter().collect() });
    }
    drop(wanted);
    world.site_publish.wake.notify_one();
}

/// Files changed on disk, were opened or closed; folders stand for all that lies in them.
pub(crate) fn follow_files(world: &World, paths: impl IntoIterator<Item = PathBuf>) {
    if is_on(world) {
        world.site_publish.wanted().files.extend(paths);
        world.site_publish.wake.notify_one();
    }
}

/// Works whenever there is something to do, for as long as the server runs.
pub(crate) fn start(server: &Server) {
    let server = server.clone();
    tokio::spawn(async move {
        server.world.site_publish.renew_all();
        loop {
            server.world.site_publish.wake.notified().await;
            loop {
                let (at_work, runtime) = (server.clone(), tokio::runtime::Handle::current());
                let part = tokio::task::spawn_blocking(move || {
                    let _inside = runtime.enter();
                    work(&at_work)
                });
                match part.await {
                    Ok(Progress::Done) => break,
                    Ok(Progress::More) => {}
                    Ok(Progress::Interrupted) => tokio::time::sleep(PAUSE).await,
                    Err(error) => {
                        tracing::error!("the findings of pages that are not open: {error}");
                        break;
                    }
                }
            }
        }
    });
}

enum Progress {
    Done,
    More,
    /// Somebody types.
    Interrupted,
}

/// One part of the work.
fn work(server: &Server) -> Progress {
    let world = &server.world;
    let publishing = &world.site_publish;
    if !is_on(world) {
        *publishing.wanted() = Wanted::default();
        publishing.told().clear(&server.outgoing);
        return Progress::Done;
    }
    let (reloads, revision) = {
        let state = world.lock();
        (state.reloads(), state.newest_revision())
    };
    if publishing.wanted().is_new_world(reloads) {
        want_everything(server);
        return Progress::More;
    }
    let sites = sites(world);
    sort_out::sort_out(world, &sites);
    for _ in 0..PART {
        let Some(path) = publishing.wanted().next() else { return Progress::Done };
        // A mistake of ours costs one page.
        if catch_unwind(AssertUnwindSafe(|| check(server, &sites, &path))).is_err() {
            tracing::error!("checking {} panicked", path.display());
        }
        if world.lock().newest_revision() != revision {
            return Progress::Interrupted;
        }
    }
    Progress::More
}

/// The sites of the workspace's folders, each once.
fn sites(world: &World) -> Vec<Arc<LazySite>> {
    let of_folders = world.lock().sites_of_folders();
    let mut sites: Vec<Arc<LazySite>> = Vec::new();
    for site in of_folders {
        let is_known = sites.iter().any(|known| known.get().root == site.get().root);
        if !is_known && docent_site::root::may_be_indexed(site.get()) {
            sites.push(site);
        }
    }
    sites
}

/// All pages are to be checked, and those that the client was told of. Has the sites read where nobody did so yet.
fn want_everything(server: &Server) {
    let publishing = &server.world.site_publish;
    let sites = sites(&server.world);
    for site in &sites {
        server.indexed(site);
    }
    // A build has just asked for everything; whatever asks from now on comes after it.
    publishing.wanted().everything = false;
    let mut all: BTreeSet<PathBuf> = BTreeSet::new();
    // The end of a build that is under way asks again.
    for site in sites.iter().filter(|site| site.index().is_built() && !site.index().is_being_built()) {
        if let Some(root) = &site.get().root {
            all.extend(site_pages::files_of(site.get(), root));
        }
    }
    let mut told = publishing.told();
    told.is_speaking = true;
    all.extend(told.paths().cloned());
    drop(told);
    publishing.wanted().later = all;
}

/// Checks one page as it is on disk, and tells the client what it was not told yet.
fn check(server: &Server, sites: &[Arc<LazySite>], path: &Path) {
    let world = &server.world;
    let (features, of_path, is_open) = {
        let mut state = world.lock();
        (state.features.clone(), state.site_of_path(path), state.open_at(path).is_some())
    };
    let told = || world.site_publish.told();
    if is_open {
        if features.pulls_diagnostics {
            told().take_back(&server.outgoing, path);
        }
        return;
    }
    let root = &of_path.get().root;
    let site = sites.iter().find(|site| site.get().root == *root).filter(|_| root.is_some());
    if site.is_some_and(|site| !site.index().is_built()) {
        return;
    }
    let page = site.filter(|site| site_pages::is_file_of(site, path));
    let page = page.and_then(|site| site_pages::page_of(world, site, path));
    let news = match page.filter(|page| !page.is_open && page.takes_part()) {
        None => News::default(),
        Some(page) => {
            let findings = convert::diagnostics(&page.document, &page.uri, &features, world);
            News { hash: page.hash_of(&findings), depends_on_others: depends_on_others(&page), findings }
        }
    };
    told().say(world, &server.outgoing, path, news);
}

/// Whether another page's address or value may change the words of a finding.
fn depends_on_others(page: &SitePage) -> bool {
    let is_of_site = |id: &str| rule(id).is_some_and(|rule| matches!(rule.group, RuleGroup::Site | RuleGroup::Docent));
    page.document.findings().iter().any(|finding| is_of_site(finding.rule))
}
