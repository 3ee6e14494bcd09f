//! What one page's change means for the others: the index follows, and open documents that it concerns are checked again.
//! Everything here runs on threads that may take their time, never while a message is taken in.

use crate::ask_client;
use crate::document::Document;
use crate::lens_renewal;
use crate::server::Server;
use crate::site_index::{AffectedPaths, SharedIndex};
use crate::site_publish;
use crate::sites::LazySite;
use crate::state::World;
use docent_site::Site;
use docent_site::root::reason_not_to_index;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use tower_lsp::ls_types::{MessageType, Uri};

/// Takes an open document into its site's index, and has the site read where nobody did so yet. Returns the open documents,
/// other than this one, that are to be checked again; they count as changed already.
pub(crate) fn enter(world: &World, document: &Document, exactly: bool) -> Vec<Uri> {
    if !document.is_of_site() {
        return Vec::new();
    }
    let mut affected = document.index().enter(document.site(), document.path(), document.page(), exactly);
    follow_open(world, document, &mut affected);
    follow(world, document.site(), affected, Some(document.path()))
}

fn follow_open(world: &World, document: &Document, affected: &mut AffectedPaths) {
    let open = || world.lock().open_at(document.path()).map(|(_, document)| document);
    document.index().follow_open(document.site(), document.path(), affected, open);
}

/// Has everybody follow a change of an index. Returns the open documents that are to be checked again, `except` one.
fn follow(world: &World, site: &Site, affected: AffectedPaths, except: Option<&Path>) -> Vec<Uri> {
    lens_renewal::follow_links(world, &affected);
    let uris = world.lock().renew_affected(&affected.pages, except);
    lens_renewal::follow_findings(world, &uris);
    if let Some(root) = site.root.as_ref().filter(|_| affected.addresses || !affected.values.is_empty()) {
        world.lock().sites_to_look_around_in.insert(root.clone());
    }
    site_publish::follow_index(world, site, affected);
    uris
}

/// Finds the open documents of which something else is to be said although no change named them: what is suggested in place of a broken
/// link may be another page now, a value may be nearly that of others. Looks only where addresses or values have changed since it was
/// last called. The documents count as changed already.
pub(crate) fn look_around(world: &World) -> Vec<Uri> {
    let open: Vec<(Uri, Arc<Document>)> = {
        let mut state = world.lock();
        let roots = std::mem::take(&mut state.sites_to_look_around_in);
        let is_meant = |document: &Document| roots.iter().any(|root| document.path().starts_with(root));
        let documents = state.documents.iter().filter(|(_, document)| is_meant(document));
        documents.map(|(uri, document)| (uri.clone(), document.clone())).collect()
    };
    let differing = open.into_iter().filter(|(_, document)| document.would_find_something_else());
    let renewed = differing.filter(|(uri, document)| world.lock().renew_unchanged(uri, document.revision));
    let uris: Vec<Uri> = renewed.map(|(uri, _)| uri).collect();
    lens_renewal::follow_findings(world, &uris);
    uris
}

/// Brings the index up to date with all open documents; `exactly`, for requests that go from page to page: to the byte. Returns those
/// that are to be checked again.
pub(crate) fn enter_all(world: &World, exactly: bool) -> Vec<Uri> {
    let documents: Vec<Arc<Document>> = world.lock().documents.values().cloned().collect();
    let mut concerned: Vec<Uri> = documents.iter().flat_map(|document| enter(world, document, exactly)).collect();
    concerned.extend(look_around(world));
    concerned
}

impl Server {
    /// Reads the document's site in the background, if that has not begun yet; then everything open in it is checked again.
    pub(crate) fn index_site(&self, document: &Arc<Document>) {
        let (server, document) = (self.clone(), document.clone());
        let runtime = tokio::runtime::Handle::current();
        tokio::task::spawn_blocking(move || {
            let (site, index) = (document.site().clone(), document.index().clone());
            let Some(root) = site.root.as_ref().filter(|_| document.is_of_site()) else { return };
            if let Some(reason) = reason_not_to_index(root) {
                if server.world.lock().is_first_unindexed(root) {
                    let message = format!(
                        "Rules between pages do not run in {}: the root of the site {reason}. Open the folder of the pages, or put a docent.yaml into it.",
                        root.display()
                    );
                    runtime.spawn(async move { server.client.log_message(MessageType::INFO, message).await });
                }
                return;
            }
            if let Some(cancelled) = document.lazy_site().begin_index() {
                let _inside = runtime.enter();
                server.build(&site, &index, &cancelled);
            }
        });
    }

    /// Returns when the site's index is there; builds it where nobody has begun. Takes as long as that takes.
    pub(crate) fn indexed(&self, site: &LazySite) {
        let Some(root) = &site.get().root else { return };
        // The caller's may be of an older reading by now, for which nobody builds.
        let newest = self.world.lock().site_of_folder(Some(root));
        if !docent_site::root::may_be_indexed(newest.get()) {
            return;
        }
        match newest.begin_index() {
            Some(cancelled) => self.build(newest.get(), newest.index(), &cancelled),
            None => newest.index().wait(),
        }
    }

    /// The sites of the workspace's folders and of the open documents, each once, with their indexes built.
    pub(crate) fn indexed_sites(&self) -> Vec<Arc<LazySite>> {
        let mut sites: Vec<Arc<LazySite>> = Vec::new();
        // Not in the loop's head, where the lock would be held for as long as the loop runs.
        let all = self.world.lock().lazy_sites();
        for site in all {
            let is_known = sites.iter().any(|known| known.get().root == site.get().root);
            if !is_known && site.get().root.is_some() && docent_site::root::may_be_indexed(site.get()) {
                self.indexed(&site);
                sites.push(site);
            }
        }
        sites
    }

    /// Brings the indexes of all sites of the workspace up to date with the open documents, built where nobody did so yet. Returns the
    /// documents that are to be checked again. Takes its time.
    pub(crate) fn index_folders(&self, runtime: &tokio::runtime::Handle) -> Vec<Uri> {
        let _inside = runtime.enter();
        self.indexed_sites();
        enter_all(&self.world, true)
    }

    fn build(&self, site: &Arc<Site>, index: &SharedIndex, cancelled: &AtomicBool) {
        // Not in the condition, where the lock would be held for as long as watching the site takes to begin.
        let is_told_by_client = self.world.lock().features.registers_watchers;
        if let (Some(root), false) = (&site.root, is_told_by_client) {
            // Before anything is read, so that no change falls between.
            let server = self.clone();
            let runtime = tokio::runtime::Handle::current();
            index.watch(root, move |paths| {
                let _inside = runtime.enter();
                server.files_changed(paths);
            });
        }
        let progress = ask_client::site_progress(self, site);
        index.build(site, &|now| progress.tell(now), cancelled);
        progress.finish();
        let open: BTreeSet<PathBuf> = {
            let state = self.world.lock();
            state.documents.values().map(|document| document.path().to_owned()).collect()
        };
        let of_site: BTreeSet<PathBuf> =
            open.into_iter().filter(|path| site.root.as_ref().is_some_and(|root| path.starts_with(root))).collect();
        let uris = self.world.lock().renew_affected(&of_site, None);
        self.renew_all(&uris);
        self.world.site_publish.renew_all();
    }

    /// A document was closed: the file counts again.
    pub(crate) fn leave(&self, document: Arc<Document>) {
        let server = self.clone();
        let runtime = tokio::runtime::Handle::current();
        tokio::task::spawn_blocking(move || {
            if !document.is_of_site() {
                site_publish::follow_files(&server.world, [document.path().to_owned()]);
                return;
            }
            let mut affected = document.index().leave(document.site(), document.path());
            follow_open(&server.world, &document, &mut affected);
            let mut uris = follow(&server.world, document.site(), affected, None);
            uris.extend(look_around(&server.world));
            site_publish::follow_files(&server.world, [document.path().to_owned()]);
            let _inside = runtime.enter();
            server.renew_all(&uris);
        });
    }

    /// Files came, changed, or went; folders stand for all that lies in them.
    pub(crate) fn files_changed(&self, paths: Vec<PathBuf>) {
        let affected = self.world.lock().files_changed(paths.iter().map(|path| path.as_path()));
        self.renew_all(&affected);
        self.follow_files(paths);
    }

    /// The indexes of the sites they lie in follow.
    fn follow_files(&self, paths: Vec<PathBuf>) {
        if paths.is_empty() {
            return;
        }
        let sites = self.world.lock().sites_reader();
        let server = self.clone();
        let runtime = tokio::runtime::Handle::current();
        tokio::task::spawn_blocking(move || {
            // A site that is being read may have been read before the change.
            for (site, index) in sites.sites() {
                let Some(root) = &site.root else { continue };
                let inside: Vec<PathBuf> = paths.iter().filter(|path| path.starts_with(root)).cloned().collect();
                if inside.is_empty() {
                    continue;
                }
                let _inside = runtime.enter();
                if site.is_outdated() {
                    let affected = server.world.lock().reload();
                    server.renew_all(&affected);
                    continue;
                }
                let affected = index.files_changed(&site, &inside);
                let mut uris = follow(&server.world, &site, affected, None);
                uris.extend(look_around(&server.world));
                site_publish::follow_files(&server.world, inside);
                server.renew_all(&uris);
            }
        });
    }
}
