//! The names of semantic tokens: the best that the client knows.

use docent_ide::TokenKind;
use tower_lsp::ls_types::SemanticTokenType;

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
pub(crate) fn token_type(kind: TokenKind, legend: &[SemanticTokenType]) -> Option<u32> {
    let place = |name: &SemanticTokenType| legend.iter().position(|other| other == name);
    names(kind).iter().find_map(place).map(|place| place as u32)
}
