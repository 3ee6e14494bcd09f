//! What the client can do with completions.

use tower_lsp::ls_types as lsp;

/// What the client can do with completions.
#[derive(Debug, Clone)]
pub(crate) struct CompletionFeatures {
    /// It requests completions.
    pub(crate) asks: bool,
    pub(crate) snippets: bool,
    pub(crate) label_details: bool,
    pub(crate) preselect: bool,
    /// It resolves the documentation of an item when it is selected.
    pub(crate) resolves_documentation: bool,
    pub(crate) markdown: bool,
    /// It can insert text without indenting it.
    pub(crate) as_is: bool,
    pub(crate) enum_members: bool,
}

impl CompletionFeatures {
    pub(crate) fn of(client: &lsp::ClientCapabilities) -> CompletionFeatures {
        let completion = client.text_document.as_ref().and_then(|text| text.completion.clone());
        let asks = completion.is_some();
        let completion = completion.unwrap_or_default();
        let item = completion.completion_item.unwrap_or_default();
        let kinds = completion.completion_item_kind.and_then(|kinds| kinds.value_set).unwrap_or_default();
        let is_true = |value: Option<bool>| value == Some(true);
        CompletionFeatures {
            asks,
            snippets: is_true(item.snippet_support),
            label_details: is_true(item.label_details_support),
            preselect: is_true(item.preselect_support),
            resolves_documentation: item
                .resolve_support
                .is_some_and(|support| support.properties.iter().any(|property| property == "documentation")),
            // The client lists formats in the order of its preference.
            markdown: item
                .documentation_format
                .is_some_and(|formats| formats.first() == Some(&lsp::MarkupKind::Markdown)),
            as_is: item
                .insert_text_mode_support
                .is_some_and(|modes| modes.value_set.contains(&lsp::InsertTextMode::AS_IS)),
            enum_members: kinds.contains(&lsp::CompletionItemKind::ENUM_MEMBER),
        }
    }
}
