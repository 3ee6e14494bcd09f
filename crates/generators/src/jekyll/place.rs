//! What Jekyll takes a path for: a page, a post, a page of a collection, or nothing it reads. Knows no file's content.

use super::config::{Collection, JekyllConfig};
use super::date::is_post_name;
use super::entries::{is_read, is_read_in_collection};

/// All paths are from the site's source; those of documents from the folder of the collections.
pub(super) enum Place<'p> {
    Page {
        path: &'p str,
    },
    /// A file of a collection. `inside` is its path in the collection's folder.
    Document {
        collection: &'p Collection,
        path: &'p str,
        inside: &'p str,
    },
    /// A file in a folder `_posts`, or a draft where drafts are shown.
    Post {
        collection: &'p Collection,
        path: &'p str,
        inside: &'p str,
    },
}

pub(super) fn place_of<'p>(config: &'p JekyllConfig, relative_path: &'p str) -> Option<Place<'p>> {
    if config.is_output(relative_path) {
        return None;
    }
    let path = below(relative_path, &config.source)?;
    if let Some(post) = post(config, path) {
        return post;
    }
    if let Some(in_collections) = below(path, &config.collections_dir) {
        let (folder, inside) = in_collections.split_once('/').unwrap_or(("", in_collections));
        let label = folder.strip_prefix('_');
        let collection = config.collections.iter().skip(1).find(|collection| label == Some(&collection.label));
        if let Some(collection) = collection {
            let read = is_read_in_collection(config, folder, inside);
            return read.then_some(Place::Document { collection, path: in_collections, inside });
        }
    }
    is_read(config, path).then_some(Place::Page { path })
}

/// `Some(None)` for a file among the posts that is none.
fn post<'p>(config: &'p JekyllConfig, path: &'p str) -> Option<Option<Place<'p>>> {
    let folders: [&str; 2] = ["_posts", "_drafts"];
    let shown = if config.show_drafts { &folders[..] } else { &folders[..1] };
    let mut start = 0;
    let (folder, above, inside) = path.match_indices('/').find_map(|(slash, _)| {
        let part = &path[start..slash];
        let above = path[..start].trim_end_matches('/');
        start = slash + 1;
        shown.contains(&part).then(|| (part, above, &path[slash + 1..]))
    })?;
    let read = (above.is_empty() || is_read(config, above))
        && is_read_in_collection(config, folder, inside)
        && (folder == "_drafts" || is_post_name(inside.rsplit('/').next().unwrap_or(inside)));
    let collection = config.collections.first()?;
    let path = below(path, &config.collections_dir);
    Some(path.filter(|_| read).map(|path| Place::Post { collection, path, inside }))
}

/// How `{% link … %}` names the file: from the site's source, a document from the folder of the collections. `None` for a file that it
/// cannot name.
pub(super) fn link_tag_path<'p>(config: &'p JekyllConfig, relative_path: &'p str) -> Option<&'p str> {
    match place_of(config, relative_path) {
        Some(Place::Page { path } | Place::Document { path, .. } | Place::Post { path, .. }) => Some(path),
        None => below(relative_path, &config.source),
    }
}

/// The file that `{% link path %}` names, from the root.
pub(super) fn link_tag_file(config: &JekyllConfig, path: &str) -> String {
    let path = path.trim_start_matches('/');
    let label = path.split_once('/').and_then(|(folder, _)| folder.strip_prefix('_'));
    let is_document = label.is_some_and(|label| config.collections.iter().any(|collection| collection.label == label));
    let folders = [&*config.source, if is_document { &*config.collections_dir } else { "" }, path];
    folders.into_iter().filter(|folder| !folder.is_empty()).collect::<Vec<_>>().join("/")
}

/// A path from a folder; `None` where it does not lie in it.
pub(super) fn below<'p>(path: &'p str, folder: &str) -> Option<&'p str> {
    if folder.is_empty() {
        return Some(path);
    }
    path.strip_prefix(folder)?.strip_prefix('/')
}
