//! `textDocument/documentSymbol`

use crate::client::Features;
use crate::convert;
use crate::documents::View;
use tower_lsp::ls_types::*;

pub(crate) fn symbols(document: &View, uri: &Uri, features: &Features) -> DocumentSymbolResponse {
    let findings = document.findings();
    let items = document.ask(|input| docent_ide::outline_with_details(input, findings));
    convert::symbols(document, uri, &items.unwrap_or_default(), features)
}
