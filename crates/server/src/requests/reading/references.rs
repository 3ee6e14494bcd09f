//! `textDocument/references`: the links to what is at the place; on the first line of a template page, the pages that have it.

use crate::client::Features;
use crate::convert;
use crate::convert::SitePlaces;
use crate::documents::View;
use crate::requests::template_pages;
use tower_lsp::ls_types::*;

pub(crate) fn references(
    document: &View,
    position: Position,
    with_declaration: bool,
    features: &Features,
) -> Option<Vec<Location>> {
    if document.is_template() {
        return of_template(document, position);
    }
    let offset = convert::offset(&document.text, position, features.encoding);
    let found = document.ask(|input| docent_ide::references(input, offset, with_declaration))?;
    let mut places = SitePlaces::new(document, features.encoding);
    Some(found.iter().filter_map(|place| places.location(place)).collect())
}

fn of_template(document: &View, position: Position) -> Option<Vec<Location>> {
    if position.line > 0 {
        return None;
    }
    let location = |path: std::path::PathBuf| Some(Location::new(Uri::from_file_path(path)?, Range::default()));
    Some(template_pages::pages_of(document)?.into_iter().filter_map(location).collect())
}
