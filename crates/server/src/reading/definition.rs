//! `textDocument/definition`

use crate::convert;
use crate::document::Document;
use crate::features::Features;
use crate::site_places::SitePlaces;
use crate::state::World;
use tower_lsp::ls_types::*;

pub(crate) fn definition(
    world: &World,
    document: &Document,
    position: Position,
    features: &Features,
) -> Option<GotoDefinitionResponse> {
    document.waits_for_index();
    let offset = convert::offset(&document.text, position, features.encoding);
    let found = document.ask(|input| docent_ide::definition(input, offset))??;
    let mut places = SitePlaces::new(world, document, features.encoding);
    let target_uri = places.uri(&found.target.path)?;
    let target_selection_range = places.range(&found.target.path, found.selection);
    if !features.reading.definition_links {
        return Some(GotoDefinitionResponse::Scalar(Location::new(target_uri, target_selection_range)));
    }
    Some(GotoDefinitionResponse::Link(vec![LocationLink {
        origin_selection_range: Some(convert::range(&document.text, found.origin, features.encoding)),
        target_range: places.range(&found.target.path, found.target.range),
        target_uri,
        target_selection_range,
    }]))
}
