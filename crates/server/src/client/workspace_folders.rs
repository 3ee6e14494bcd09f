//! The workspace's folders, as the client names them. A page's site is found from the page itself; a page that was never saved belongs to
//! the first folder.

use super::address;
use std::path::PathBuf;
use tower_lsp::ls_types::{InitializeParams, WorkspaceFolder, WorkspaceFoldersChangeEvent};

/// The folders named in `initialize`, in the newest of three forms that the client uses.
pub(crate) fn of(params: &InitializeParams) -> Vec<PathBuf> {
    if let Some(folders) = &params.workspace_folders {
        return folders.iter().filter_map(path).collect();
    }
    #[expect(deprecated, reason = "what old clients send")]
    let (uri, path) = (&params.root_uri, &params.root_path);
    let of_uri = uri.as_ref().and_then(address::file_path);
    let of_path = || path.as_ref().map(PathBuf::from).filter(|path| path.is_absolute());
    of_uri.or_else(of_path).into_iter().collect()
}

/// Applies an event of the client.
pub(crate) fn change(folders: &mut Vec<PathBuf>, event: &WorkspaceFoldersChangeEvent) {
    let removed: Vec<PathBuf> = event.removed.iter().filter_map(path).collect();
    folders.retain(|folder| !removed.contains(folder));
    for added in event.added.iter().filter_map(path) {
        if !folders.contains(&added) {
            folders.push(added);
        }
    }
}

fn path(folder: &WorkspaceFolder) -> Option<PathBuf> {
    address::file_path(&folder.uri)
}
