//! `textDocument/definition`, in pages and in the site's navigation data.

use crate::client::Features;
use crate::convert;
use crate::convert::SitePlaces;
use crate::documents::DocumentKind;
use crate::documents::View;
use docent_ide::Definition;
use docent_ide::SiteLocation;
use docent_syntax::{TextRange, TextSize};
use tower_lsp::ls_types::*;

pub(crate) fn definition(document: &View, position: Position, features: &Features) -> Option<GotoDefinitionResponse> {
    let offset = convert::offset(&document.text, position, features.encoding);
    let found = match document.kind() {
        DocumentKind::Page => document.ask(|input| docent_ide::definition(input, offset))??,
        DocumentKind::Data => of_navigation(document, offset)?,
        DocumentKind::Configuration | DocumentKind::Other => return None,
    };
    let mut places = SitePlaces::new(document, features.encoding);
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

/// The page that an entry of the navigation leads to. The data are read as they stand in the editor.
fn of_navigation(document: &View, offset: TextSize) -> Option<Definition> {
    let navigation = document.navigation()?;
    let entry = navigation.entries.iter().find(|entry| entry.range.contains_inclusive(offset))?;
    let index = document.index.as_ref()?;
    let page = index.resolve_navigation(entry).page()?;
    let top = TextRange::default();
    let target = SiteLocation { path: index.path(page).to_owned(), range: top };
    Some(Definition { origin: entry.range, target, selection: top })
}
