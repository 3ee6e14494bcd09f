//! `textDocument/documentHighlight`

use crate::client::Features;
use crate::convert;
use crate::documents::View;
use docent_ide::HighlightKind;
use tower_lsp::ls_types::*;

pub(crate) fn highlights(document: &View, position: Position, features: &Features) -> Vec<DocumentHighlight> {
    let offset = convert::offset(&document.text, position, features.encoding);
    let found = document.ask(|input| docent_ide::highlights(input, offset)).unwrap_or_default();
    let highlight = |it: docent_ide::Highlight| DocumentHighlight {
        range: convert::range(&document.text, it.range, features.encoding),
        kind: Some(match it.kind {
            HighlightKind::Definition => DocumentHighlightKind::WRITE,
            HighlightKind::Use => DocumentHighlightKind::READ,
        }),
    };
    found.into_iter().map(highlight).collect()
}
