//! Renames of headings, permalinks and labels, and files that the editor is about to move. What is edited is decided in
//! `docent-ide`; here the site's texts are brought along.

use crate::client::Features;
use crate::client::address;
use crate::convert;
use crate::convert::SiteTexts;
use crate::documents::{Snapshot, View};
use crate::step::{Found, Needs, Place, Step};
use docent_ide::rename::FileMove;
use docent_ide::rename::SiteEdits;
use docent_ide::rename::move_files;
use docent_ide::rename::renamable;
use docent_ide::rename::rename as rename_in;
use docent_site::placement::place_in_site;
use std::collections::VecDeque;
use std::path::PathBuf;
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::ls_types::*;

/// What can be renamed at a position. `None` with a reason for an author: nothing can.
pub(crate) fn prepare(document: &View, position: Position, features: &Features) -> Result<PrepareRenameResponse> {
    let offset = convert::offset(&document.text, position, features.encoding);
    let found = document.ask(|input| renamable(input, offset)).unwrap_or_else(|| Err("This is no page".to_owned()));
    let found = found.map_err(refused)?;
    let range = convert::range(&document.text, found.range, features.encoding);
    Ok(PrepareRenameResponse::RangeWithPlaceholder { range, placeholder: found.name })
}

pub(crate) fn rename(
    document: &View,
    position: Position,
    new_name: &str,
    features: &Features,
) -> Result<WorkspaceEdit> {
    let offset = convert::offset(&document.text, position, features.encoding);
    let root = document.site().root.clone().unwrap_or_default();
    let texts = SiteTexts::of(&document.open, root);
    let read = |path: &str| texts.text(path).map(|text| text.to_string());
    let edits = document.ask(|input| rename_in(input, offset, new_name, &read));
    let edits = edits.unwrap_or_else(|| Err("This is no page".to_owned())).map_err(refused)?;
    Ok(texts.workspace_edit(&edits, features))
}

/// The edits for files and folders that the editor is about to move, of all sites they lie in, one after the other. What cannot be followed
/// is left to the findings: an editor shows nothing of an error here.
pub(crate) fn will_rename(
    files: &[FileRename],
    answer: impl FnOnce(Option<WorkspaceEdit>) + Send + 'static,
) -> Option<Step> {
    let moves: Vec<(PathBuf, PathBuf)> = files.iter().filter_map(moved_paths).collect();
    let folders = moves.iter().filter_map(|(from, _)| from.parent().map(PathBuf::from)).collect();
    next_site(Moves { moves, folders, done: Vec::new(), edit: WorkspaceEdit::default() }, Box::new(answer))
}

/// Moves, and what is known of their edits so far.
struct Moves {
    moves: Vec<(PathBuf, PathBuf)>,
    /// Folders whose sites are still to be looked at.
    folders: VecDeque<PathBuf>,
    /// The roots of those that were.
    done: Vec<PathBuf>,
    edit: WorkspaceEdit,
}

type Answer = Box<dyn FnOnce(Option<WorkspaceEdit>) + Send>;

fn next_site(mut moves: Moves, answer: Answer) -> Option<Step> {
    let Some(folder) = moves.folders.pop_front() else {
        let is_empty = moves.edit.changes.is_none() && moves.edit.document_changes.is_none();
        answer((!is_empty).then_some(moves.edit));
        return None;
    };
    let run = move |Found { snapshot, .. }: Found| {
        if let Some(root) = snapshot.site.root.clone().filter(|root| !moves.done.contains(root)) {
            if let Some(edits) = site_moves(&snapshot, &moves.moves) {
                let texts = SiteTexts::of(&snapshot.open, root.clone());
                merge(&mut moves.edit, texts.workspace_edit(&edits, &snapshot.features));
            }
            moves.done.push(root);
        }
        next_site(moves, answer)
    };
    Some(Step { place: Place::Folder(folder), needs: Needs::ExactIndex, run: Box::new(run) })
}

fn site_moves(snapshot: &Snapshot, moves: &[(PathBuf, PathBuf)]) -> Option<SiteEdits> {
    let site = &*snapshot.site;
    let root = site.root.as_ref()?;
    // Links do not follow what leaves the site, if only through a symbolic link or into a site of its own.
    let inside = moves.iter().filter_map(|(from, to)| {
        let (from, to) = (place_in_site(site, from).ok()?, place_in_site(site, to).ok()?);
        Some(FileMove { from: site.relative(&from), to: site.relative(&to) })
    });
    let inside: Vec<FileMove> = inside.collect();
    let texts = SiteTexts::of(&snapshot.open, root.clone());
    let edits = move_files(snapshot.index.as_ref()?, &inside, &|path| texts.text(path).map(|text| text.to_string()));
    match edits {
        Ok(edits) if edits.files.is_empty() => None,
        Ok(edits) => Some(edits),
        Err(reason) => {
            tracing::warn!("links do not follow files that move: {reason}");
            None
        }
    }
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

/// The error where something cannot be renamed.
fn refused(reason: String) -> Error {
    Error { code: tower_lsp::jsonrpc::ErrorCode::ServerError(REQUEST_FAILED), message: reason.into(), data: None }
}

/// `RequestFailed` of the protocol: a valid request that could not be fulfilled, with a message for people.
const REQUEST_FAILED: i64 = -32803;
