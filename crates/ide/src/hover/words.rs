//! Pieces of Markdown that all hovers are made of.

use docent_template::Contract;
use serde_json::Value;

/// "**name** · what it is", the first line of every hover; the name is Markdown already.
pub(super) fn headline(name: &str, what: &str) -> String {
    format!("**{name}** · {what}")
}

/// The template as authors call it.
pub(super) fn template_name(contract: &Contract) -> String {
    format!("*{}*", escaped(if contract.title.trim().is_empty() { &contract.id } else { &contract.title }))
}

/// Text that shall be read as it is, in Markdown.
pub(super) fn escaped(text: &str) -> String {
    let mut result = String::with_capacity(text.len());
    for character in text.chars() {
        if matches!(character, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '&') {
            result.push('\\');
        }
        result.push(if matches!(character, '\n' | '\r') { ' ' } else { character });
    }
    result
}

/// A code span, whatever the text holds.
pub(super) fn code(text: &str) -> String {
    let text = text.replace(['\n', '\r'], " ");
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let ticks = "`".repeat(longest + 1);
    let blank = if text.is_empty() || text.starts_with(['`', ' ']) || text.ends_with(['`', ' ']) { " " } else { "" };
    format!("{ticks}{blank}{text}{blank}{ticks}")
}

/// "`a`, `b` or `c`"
pub(super) fn codes(values: &[Value]) -> String {
    joined(&values.iter().map(|value| code(&docent_rules::edits::keys::shown(value))).collect::<Vec<_>>(), "or")
}

/// "a, b or c"
pub(super) fn joined(parts: &[String], word: &str) -> String {
    match parts {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} {word} {last}", first.join(", ")),
    }
}

/// Lines as a list with bullets.
pub(super) fn bullets(lines: &[String]) -> String {
    lines.iter().map(|line| format!("- {line}")).collect::<Vec<_>>().join("\n")
}

/// Source as a quotation.
pub(super) fn quotation(source: &str) -> String {
    source.trim().lines().map(|line| format!("> {line}").trim_end().to_owned()).collect::<Vec<_>>().join("\n")
}

/// A text of several lines that is cut off after so many characters, at the end of a word.
pub(super) fn shortened(text: &str, limit: usize) -> String {
    let Some((cut, _)) = text.char_indices().nth(limit) else { return text.to_owned() };
    let kept = &text[..cut];
    let kept = kept.rfind(' ').map_or(kept, |at| &kept[..at]);
    format!("{}…", kept.trim_end())
}
