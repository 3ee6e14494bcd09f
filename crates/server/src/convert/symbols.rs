//! The outline as document symbols.

use super::positions::range;
use crate::client::Features;
use crate::documents::{RopeText, View};
use docent_ide::{OutlineItem, OutlineKind};
use docent_syntax::Encoding;
use tower_lsp::ls_types as lsp;

/// The outline, as a tree where the client can show one.
pub(crate) fn symbols(
    document: &View,
    uri: &lsp::Uri,
    items: &[OutlineItem],
    features: &Features,
) -> lsp::DocumentSymbolResponse {
    if features.nested_symbols {
        return lsp::DocumentSymbolResponse::Nested(nested_symbols(&document.text, items, features.encoding));
    }
    let mut flat = Vec::new();
    flatten_symbols(document, uri, items, None, features.encoding, &mut flat);
    lsp::DocumentSymbolResponse::Flat(flat)
}

/// The depth is bounded: sections have six levels.
fn nested_symbols(text: &RopeText, items: &[OutlineItem], encoding: Encoding) -> Vec<lsp::DocumentSymbol> {
    let symbol = |item: &OutlineItem| {
        #[expect(deprecated, reason = "the type has a field that only the deprecated form of a tag fills")]
        lsp::DocumentSymbol {
            name: symbol_name(item),
            detail: Some(item.detail.clone()).filter(|detail| !detail.is_empty()),
            kind: symbol_kind(item.kind),
            tags: None,
            deprecated: None,
            range: range(text, item.range, encoding),
            selection_range: range(text, item.selection, encoding),
            children: Some(nested_symbols(text, &item.children, encoding)),
        }
    };
    items.iter().map(symbol).collect()
}

fn flatten_symbols(
    document: &View,
    uri: &lsp::Uri,
    items: &[OutlineItem],
    container: Option<&str>,
    encoding: Encoding,
    flat: &mut Vec<lsp::SymbolInformation>,
) {
    for item in items {
        #[expect(deprecated, reason = "the type has a field that only the deprecated form of a tag fills")]
        flat.push(lsp::SymbolInformation {
            name: symbol_name(item),
            kind: symbol_kind(item.kind),
            tags: None,
            deprecated: None,
            location: lsp::Location::new(uri.clone(), range(&document.text, item.range, encoding)),
            container_name: container.map(str::to_owned),
        });
        flatten_symbols(document, uri, &item.children, Some(&item.name), encoding, flat);
    }
}

/// An editor rejects the whole answer where one name is empty.
fn symbol_name(item: &OutlineItem) -> String {
    if item.name.trim().is_empty() { "(no title)".to_owned() } else { item.name.clone() }
}

fn symbol_kind(kind: OutlineKind) -> lsp::SymbolKind {
    match kind {
        OutlineKind::FrontMatter => lsp::SymbolKind::NAMESPACE,
        OutlineKind::Key => lsp::SymbolKind::PROPERTY,
        OutlineKind::Section => lsp::SymbolKind::STRING,
    }
}
