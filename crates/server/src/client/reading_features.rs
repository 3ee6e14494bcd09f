//! What the client can do with requests that read a page, and the capabilities that the server announces for them: only those that the
//! client can use.

use super::token_types::legend;
use tower_lsp::ls_types::*;

#[derive(Debug, Clone)]
pub(crate) struct ReadingFeatures {
    hover: bool,
    pub(crate) hover_in_markdown: bool,
    folding: bool,
    pub(crate) fold_limit: Option<usize>,
    pub(crate) fold_kinds: Vec<FoldingRangeKind>,
    selection: bool,
    highlights: bool,
    formatting: bool,
    range_formatting: bool,
    code_lens: bool,
    references: bool,
    definition: bool,
    /// It supports links with the ranges of both ends.
    pub(crate) definition_links: bool,
    document_links: bool,
    workspace_symbols: bool,
    pub(crate) link_tooltips: bool,
    inlay_hints: bool,
    /// The legend; empty for a client that supports none of the types.
    pub(crate) token_types: Vec<SemanticTokenType>,
    tokens_of_ranges: bool,
    tokens_of_pages: bool,
}

impl ReadingFeatures {
    pub(crate) fn of(client: &ClientCapabilities) -> ReadingFeatures {
        let text = client.text_document.clone().unwrap_or_default();
        let formats = text.hover.as_ref().and_then(|hover| hover.content_format.clone()).unwrap_or_default();
        let folding = text.folding_range.clone().unwrap_or_default();
        let tokens = text.semantic_tokens.as_ref();
        let full = tokens.and_then(|tokens| tokens.requests.full.clone());
        ReadingFeatures {
            hover: text.hover.is_some(),
            // The client lists formats in the order of its preference.
            hover_in_markdown: formats.first() == Some(&MarkupKind::Markdown),
            folding: text.folding_range.is_some(),
            fold_limit: folding.range_limit.map(|limit| limit as usize),
            fold_kinds: folding.folding_range_kind.and_then(|kinds| kinds.value_set).unwrap_or_default(),
            selection: text.selection_range.is_some(),
            highlights: text.document_highlight.is_some(),
            formatting: text.formatting.is_some(),
            range_formatting: text.range_formatting.is_some(),
            code_lens: text.code_lens.is_some(),
            references: text.references.is_some(),
            definition: text.definition.is_some(),
            definition_links: text.definition.is_some_and(|definition| definition.link_support == Some(true)),
            document_links: text.document_link.is_some(),
            workspace_symbols: client.workspace.as_ref().is_some_and(|workspace| workspace.symbol.is_some()),
            link_tooltips: text.document_link.is_some_and(|links| links.tooltip_support == Some(true)),
            inlay_hints: text.inlay_hint.is_some(),
            token_types: tokens.map(|tokens| legend(&tokens.token_types)).unwrap_or_default(),
            tokens_of_ranges: tokens.is_some_and(|tokens| tokens.requests.range == Some(true)),
            tokens_of_pages: !matches!(full, None | Some(SemanticTokensFullOptions::Bool(false))),
        }
    }

    /// Adds the capabilities to `offered`.
    pub(crate) fn offer(&self, offered: &mut ServerCapabilities) {
        offered.hover_provider = self.hover.then_some(HoverProviderCapability::Simple(true));
        offered.folding_range_provider = self.folding.then_some(FoldingRangeProviderCapability::Simple(true));
        offered.selection_range_provider = self.selection.then_some(SelectionRangeProviderCapability::Simple(true));
        offered.document_highlight_provider = self.highlights.then_some(OneOf::Left(true));
        offered.document_formatting_provider = self.formatting.then_some(OneOf::Left(true));
        offered.document_range_formatting_provider = self.range_formatting.then_some(OneOf::Left(true));
        offered.code_lens_provider = self.code_lens.then_some(CodeLensOptions { resolve_provider: Some(false) });
        offered.references_provider = self.references.then_some(OneOf::Left(true));
        offered.workspace_symbol_provider = self.workspace_symbols.then_some(OneOf::Left(true));
        offered.definition_provider = self.definition.then_some(OneOf::Left(true));
        offered.document_link_provider = self.document_links.then(|| DocumentLinkOptions {
            resolve_provider: Some(false),
            work_done_progress_options: WorkDoneProgressOptions::default(),
        });
        offered.inlay_hint_provider = self.inlay_hints.then_some(OneOf::Left(true));
        offered.semantic_tokens_provider = self.tokens();
    }

    fn tokens(&self) -> Option<SemanticTokensServerCapabilities> {
        if self.token_types.is_empty() || !(self.tokens_of_ranges || self.tokens_of_pages) {
            return None;
        }
        Some(SemanticTokensServerCapabilities::SemanticTokensOptions(SemanticTokensOptions {
            legend: SemanticTokensLegend { token_types: self.token_types.clone(), token_modifiers: Vec::new() },
            range: Some(self.tokens_of_ranges),
            full: Some(SemanticTokensFullOptions::Bool(self.tokens_of_pages)),
            ..SemanticTokensOptions::default()
        }))
    }
}
