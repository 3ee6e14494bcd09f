//! Renames of headings, permalinks and labels, and files that the editor is about to move. What is edited is decided in
//! `docent-ide`; here the site's texts are brought along.

use crate::address;
use crate::convert;
use crate::document::Document;
use crate::features::Features;
use crate::server::Server;
use crate::site_index::SharedIndex;
use crate::site_renewal::enter_all;
use crate::site_texts::SiteTexts;
use crate::state::World;
use docent_ide::rename::FileMove;
use docent_ide::rename::SiteEdits;
use docent_ide::rename::move_files;
use docent_ide::rename::renamable;
use docent_ide::rename::rename as rename_in;
use docent_site::Site;
use docent_site::placement::place_in_site;
use std::path::PathBuf;
use std::sync::Arc;
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::ls_types::*;

/// What can be renamed at a position. `None` with a reason for an author: nothing can.
pub(crate) fn prepare(document: &Document, position: Position, features: &Features) -> Result<PrepareRenameResponse> {
    let offset = convert::offset(&document.text, position, features.encoding);
    let found = document.ask(|input| renamable(input, offset)).unwrap_or_else(|| Err("This is no page".to_owned()));
    let found = found.map_err(refused)?;
    let range = convert::range(&document.text, found.range, features.encoding);
    Ok(PrepareRenameResponse::RangeWithPlaceholder { range, placeholder: found.name })
}

pub(crate) fn rename(
    world: &World,
    document: &Document,
    position: Position,
    new_name: &str,
    features: &Features,
) -> Result<WorkspaceEdit> {
    if document.waits_for_index() {
        enter_all(world, true);
    }
    let offset = convert::offset(&document.text, position, features.encoding);
    let root = document.site().root.clone().unwrap_or_default();
    let texts = SiteTexts::of(world, root);
    let read = |path: &str| texts.text(path).map(|text| text.to_string());
    let edits = document.ask(|input| rename_in(input, offset, new_name, &read));
    let edits = edits.unwrap_or_else(|| Err("This is no page".to_owned())).map_err(refused)?;
    Ok(texts.workspace_edit(&edits, features))
}

/// The edits for files and folders that the editor is about to move, of all sites they lie in. What cannot be followed is left to
/// the findings: an editor shows nothing of an error here.
pub(crate) fn will_rename(server: &Server, files: &[FileRename], features: &Features) -> Option<WorkspaceEdit> {
    let moves: Vec<(PathBuf, PathBuf)> = files.iter().filter_map(moved_paths).collect();
    let mut all = WorkspaceEdit::default();
    let world = &*server.world;
    for (site, index) in sites_of(server, &moves) {
        enter_all(world, true);
        let (Some(edits), Some(root)) = (site_moves(world, &site, &index, &moves), site.root.clone()) else { continue };
        merge(&mut all, SiteTexts::of(world, root).workspace_edit(&edits, features));
    }
    let is_empty = all.changes.is_none() && all.document_changes.is_none();
    (!is_empty).then_some(all)
}

fn site_moves(world: &World, site: &Site, index: &SharedIndex, moves: &[(PathBuf, PathBuf)]) -> Option<SiteEdits> {
    let root = site.root.as_ref()?;
    // Links do not follow what leaves the site, if only through a symbolic link or into a site of its own.
    let inside = moves.iter().filter_map(|(from, to)| {
        let (from, to) = (place_in_site(site, from).ok()?, place_in_site(site, to).ok()?);
        Some(FileMove { from: site.relative(&from), to: site.relative(&to) })
    });
    let inside: Vec<FileMove> = inside.collect();
    let texts = SiteTexts::of(world, root.clone());
    let index = index.read();
    let edits = move_files(index.get()?, &inside, &|path| texts.text(path).map(|text| text.to_string()));
    match edits {
        Ok(edits) if edits.files.is_empty() => None,
        Ok(edits) => Some(edits),
        Err(reason) => {
            tracing::warn!("links do not follow files that move: {reason}");
            None
        }
    }
}

/// The sites that something is moved in, read and indexed where nobody has done so yet.
fn sites_of(server: &Server, moves: &[(PathBuf, PathBuf)]) -> Vec<(Arc<Site>, Arc<SharedIndex>)> {
    let mut sites: Vec<(Arc<Site>, Arc<SharedIndex>)> = Vec::new();
    for (from, _) in moves {
        let lazy = server.world.lock().site_of_path(from);
        let (site, index) = (lazy.get().clone(), lazy.index().clone());
        let is_known = sites.iter().any(|(known, _)| known.root == site.root);
        if site.root.is_none() || is_known || !docent_site::root::may_be_indexed(&site) {
            continue;
        }
        server.indexed(&lazy);
        sites.push((site, index));
    }
    sites
}

fn moved_paths(file: &FileRename) -> Option<(PathBuf, PathBuf)> {
    let path = |uri: &str| address::file_path(&uri.parse().ok()?);
    Some((path(&file.old_uri)?, path(&file.new_uri)?))
}

fn merge(all: &mut WorkspaceEdit, more: WorkspaceEdit) {
    match (&mut all.changes, more.changes) {
        (Some(all), Some(more)) => all.extend(more),
        (all, more) => *all = all.take().or(more),
    }
    match (&mut all.document_changes, more.document_changes) {
        (Some(DocumentChanges::Edits(all)), Some(DocumentChanges::Edits(more))) => all.extend(more),
        (all, more) => *all = all.take().or(more),
    }
}

/// What an author is told where something cannot be renamed.
fn refused(reason: String) -> Error {
    Error { code: tower_lsp::jsonrpc::ErrorCode::ServerError(REQUEST_FAILED), message: reason.into(), data: None }
}

/// `RequestFailed` of the protocol: a valid request that could not be fulfilled, with a message for people.
const REQUEST_FAILED: i64 = -32803;
