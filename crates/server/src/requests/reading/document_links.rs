//! `textDocument/documentLink`

use crate::client::Features;
use crate::convert;
use crate::convert::SitePlaces;
use crate::documents::View;
use tower_lsp::ls_types::*;

pub(crate) fn document_links(document: &View, features: &Features) -> Vec<DocumentLink> {
    let found = document.ask(docent_ide::document_links).unwrap_or_default();
    let places = SitePlaces::new(document, features.encoding);
    let document_link = |link: docent_ide::DocumentLink| {
        Some(DocumentLink {
            range: convert::range(&document.text, link.range, features.encoding),
            target: Some(places.uri(&link.path)?),
            tooltip: link.tooltip.filter(|_| features.reading.link_tooltips),
            data: None,
        })
    };
    found.into_iter().filter_map(document_link).collect()
}
