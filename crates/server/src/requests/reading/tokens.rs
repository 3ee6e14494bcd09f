//! `textDocument/semanticTokens`: all of a page, or a part of it.

use crate::client::{Features, token_type};
use crate::convert;
use crate::documents::View;
use docent_ide::Coloring;
use docent_ide::Token;
use docent_site::PageRole;
use docent_syntax::{TextRange, TextSize};
use tower_lsp::ls_types::*;

pub(crate) fn tokens(document: &View, features: &Features) -> SemanticTokens {
    encoded(document, TextRange::up_to(TextSize::new(u32::MAX)), features)
}

pub(crate) fn tokens_in_range(document: &View, range: Range, features: &Features) -> SemanticTokens {
    encoded(document, convert::text_range(&document.text, range, features.encoding), features)
}

/// Each token by its distance from the one before it; lengths in the client's columns.
fn encoded(document: &View, range: TextRange, features: &Features) -> SemanticTokens {
    let found = document.ask(|input| {
        let coloring = match document.role() {
            PageRole::Template => Coloring::Template,
            _ => Coloring::Page(input.contract),
        };
        docent_ide::tokens(input.page, coloring, range)
    });
    let mut previous = Position::new(0, 0);
    let encoded = |token: Token| {
        let token_type = token_type(token.kind, &features.reading.token_types)?;
        let range = convert::range(&document.text, token.range, features.encoding);
        let delta_line = range.start.line - previous.line;
        let delta_start = range.start.character - if delta_line == 0 { previous.character } else { 0 };
        previous = range.start;
        Some(SemanticToken {
            delta_line,
            delta_start,
            length: range.end.character.saturating_sub(range.start.character),
            token_type,
            token_modifiers_bitset: 0,
        })
    };
    SemanticTokens { result_id: None, data: found.unwrap_or_default().into_iter().filter_map(encoded).collect() }
}
