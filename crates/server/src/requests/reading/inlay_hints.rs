//! `textDocument/inlayHint`, for those who switched the hints on.

use crate::client::Features;
use crate::convert;
use crate::documents::View;
use tower_lsp::ls_types::*;

pub(crate) fn inlay_hints(document: &View, range: Range, features: &Features) -> Vec<InlayHint> {
    if !features.settings.inlay_hints {
        return Vec::new();
    }
    let range = convert::text_range(&document.text, range, features.encoding);
    let hints = document.ask(|input| docent_ide::inlay_hints(input, range)).unwrap_or_default();
    let inlay_hint = |hint: docent_ide::InlayHint| InlayHint {
        position: convert::range(&document.text, docent_syntax::TextRange::empty(hint.offset), features.encoding).start,
        label: InlayHintLabel::String(hint.label),
        kind: None,
        text_edits: None,
        tooltip: Some(InlayHintTooltip::String(hint.tooltip)),
        padding_left: Some(true),
        padding_right: None,
        data: None,
    };
    hints.into_iter().map(inlay_hint).collect()
}
