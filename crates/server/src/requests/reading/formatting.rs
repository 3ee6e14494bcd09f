//! `textDocument/formatting` and `textDocument/rangeFormatting`. The client's wishes about tabs are for code, not for us.

use crate::client::Features;
use crate::convert;
use crate::documents::View;
use docent_syntax::TextRange;
use tower_lsp::ls_types::*;

pub(crate) fn format_page(document: &View, features: &Features) -> Vec<TextEdit> {
    formatted(document, None, features)
}

pub(crate) fn format_range(document: &View, range: Range, features: &Features) -> Vec<TextEdit> {
    formatted(document, Some(convert::text_range(&document.text, range, features.encoding)), features)
}

fn formatted(document: &View, range: Option<TextRange>, features: &Features) -> Vec<TextEdit> {
    let findings = document.findings();
    let edits = document.ask(|input| docent_ide::format_page(input, findings, range)).unwrap_or_default();
    let edit = |edit: docent_syntax::TextEdit| {
        TextEdit::new(convert::range(&document.text, edit.range, features.encoding), edit.new_text)
    };
    edits.into_iter().map(edit).collect()
}
