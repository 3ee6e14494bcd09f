//! `textDocument/semanticTokens`: all of a page, or a part of it.

use crate::convert;
use crate::features::Features;
use crate::view::View;
use docent_ide::Coloring;
use docent_ide::Token;
use docent_ide::TokenKind;
use docent_site::PageRole;
use docent_syntax::{TextRange, TextSize};
use tower_lsp::ls_types::*;

const KINDS: [TokenKind; 4] = [TokenKind::Placeholder, TokenKind::Keyword, TokenKind::Attribute, TokenKind::Value];

/// What a kind is called in the protocol, the best name first: a client knows some of them.
fn names(kind: TokenKind) -> [SemanticTokenType; 2] {
    match kind {
        TokenKind::Placeholder => [SemanticTokenType::PARAMETER, SemanticTokenType::VARIABLE],
        TokenKind::Keyword => [SemanticTokenType::KEYWORD, SemanticTokenType::MACRO],
        TokenKind::Attribute => [SemanticTokenType::PROPERTY, SemanticTokenType::VARIABLE],
        TokenKind::Value => [SemanticTokenType::STRING, SemanticTokenType::VARIABLE],
    }
}

/// The names that the client knows, in the order in which tokens count them.
pub(super) fn legend(known: &[SemanticTokenType]) -> Vec<SemanticTokenType> {
    let mut legend = Vec::new();
    for kind in KINDS {
        let found = names(kind).into_iter().find(|name| known.contains(name));
        legend.extend(found.filter(|name| !legend.contains(name)));
    }
    legend
}

/// A kind's place in the legend.
fn token_type(kind: TokenKind, legend: &[SemanticTokenType]) -> Option<u32> {
    let place = |name: &SemanticTokenType| legend.iter().position(|other| other == name);
    names(kind).iter().find_map(place).map(|place| place as u32)
}

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
