//! What the client can do about reading, and what it is offered: only what it says it has a use for.

use tower_lsp::ls_types::*;

#[derive(Debug, Clone)]
pub(crate) struct ReadingFeatures {
    hover: bool,
    pub(crate) hover_in_markdown: bool,
}

impl ReadingFeatures {
    pub(crate) fn of(client: &ClientCapabilities) -> ReadingFeatures {
        let text = client.text_document.clone().unwrap_or_default();
        let formats = text.hover.as_ref().and_then(|hover| hover.content_format.clone()).unwrap_or_default();
        ReadingFeatures {
            hover: text.hover.is_some(),
            // The formats stand in the order of the client's liking.
            hover_in_markdown: formats.first() == Some(&MarkupKind::Markdown),
        }
    }

    /// Adds what is offered to `offered`.
    pub(crate) fn offer(&self, offered: &mut ServerCapabilities) {
        offered.hover_provider = self.hover.then_some(HoverProviderCapability::Simple(true));
    }
}
