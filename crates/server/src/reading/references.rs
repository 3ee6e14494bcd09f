//! `textDocument/references`: on the first line of a template page, the pages that have it.

use crate::document::Document;
use crate::features::Features;
use crate::template_pages;
use tower_lsp::ls_types::*;

pub(crate) fn references(document: &Document, position: Position, _: &Features) -> Option<Vec<Location>> {
    if position.line > 0 {
        return None;
    }
    let location = |path: std::path::PathBuf| Some(Location::new(Uri::from_file_path(path)?, Range::default()));
    Some(template_pages::pages_of(document)?.into_iter().filter_map(location).collect())
}
