//! Tokens of comments that speak to docent: `<!-- docent: … -->` and `<!-- guidance … -->` in templates, `docent-ignore` in
//! pages.

use super::{Coloring, Token, TokenKind};
use docent_rules::suppression;
use docent_syntax::{TextRange, TextSize};

/// `content` stands between the comment's delimiters and begins at `start` in the page.
pub(super) fn comment(content: &str, start: TextSize, coloring: Coloring<'_>, tokens: &mut Vec<Token>) {
    let trimmed = content.trim_start();
    let start = start + TextSize::of(&content[..content.len() - trimmed.len()]);
    let is_template = matches!(coloring, Coloring::Template);
    let mut keyword = |word: &str| {
        tokens.push(Token { range: TextRange::at(start, TextSize::of(word)), kind: TokenKind::Keyword });
    };
    if let Some(names) = suppression::directive::in_comment(trimmed, start) {
        keyword(suppression::KEY);
        tokens.extend(names.into_iter().map(|name| Token { range: name.range, kind: TokenKind::Attribute }));
    } else if let Some(rest) = trimmed.strip_prefix("docent:").filter(|_| is_template) {
        keyword("docent:");
        attributes(rest, start + TextSize::of("docent:"), tokens);
    } else if let Some(rest) = trimmed.strip_prefix("guidance").filter(|_| is_template)
        && (rest.is_empty() || rest.starts_with(|c: char| c == ':' || c.is_whitespace()))
    {
        keyword("guidance");
    }
}

/// `name`, `name=value`, `name="value"`, with blanks or commas between them. A quoted value is cut at the end of its line.
fn attributes(text: &str, start: TextSize, tokens: &mut Vec<Token>) {
    let mut rest = text;
    let mut push = |rest: &str, length: usize, kind| {
        let at = start + TextSize::of(text) - TextSize::of(rest);
        tokens.push(Token { range: TextRange::at(at, TextSize::new(length as u32)), kind });
    };
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == ',');
        if rest.is_empty() {
            return;
        }
        let name = rest.find(|c: char| c == '=' || c == ',' || c.is_whitespace()).unwrap_or(rest.len());
        if name > 0 {
            push(rest, name, TokenKind::Attribute);
        }
        rest = &rest[name..];
        let Some(value) = rest.strip_prefix('=') else { continue };
        let length = value_length(value);
        let line = value[..length].find(['\n', '\r']).unwrap_or(length);
        push(value, line, TokenKind::Value);
        rest = &value[length..];
    }
}

fn value_length(value: &str) -> usize {
    match value.chars().next() {
        Some(quote @ ('"' | '\'')) => value[1..].find(quote).map_or(value.trim_end().len(), |end| end + 2),
        _ => value.find(char::is_whitespace).unwrap_or(value.len()),
    }
}
