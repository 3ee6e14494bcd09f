//! Values as YAML text, quoted where a reader of YAML 1.1 (Ruby's) or 1.2 would otherwise see something else.

use super::{YamlStyle, resolve};
use serde_json::Value;

/// A string as a scalar on one line: plain where that is safe, else quoted.
pub fn scalar_to_yaml(value: &str) -> String {
    if is_safe_plain(value) { value.to_owned() } else { quoted(value) }
}

/// A string in the quotes that `style` has; as [`scalar_to_yaml`] for other styles.
pub fn scalar_in_style(value: &str, style: YamlStyle) -> String {
    match style {
        YamlStyle::SingleQuoted if is_printable(value) => single_quoted(value),
        YamlStyle::SingleQuoted | YamlStyle::DoubleQuoted => double_quoted(value),
        _ => scalar_to_yaml(value),
    }
}

/// Any value on one line; collections in flow style. Null is `null`.
pub fn value_to_flow(value: &Value) -> String {
    match value {
        Value::String(text) => flow_scalar(text),
        Value::Array(items) => format!("[{}]", items.iter().map(value_to_flow).collect::<Vec<_>>().join(", ")),
        Value::Object(map) => {
            let entries: Vec<_> =
                map.iter().map(|(key, value)| format!("{}: {}", flow_scalar(key), value_to_flow(value))).collect();
            format!("{{{}}}", entries.join(", "))
        }
        other => other.to_string(),
    }
}

/// A string as a scalar inside `[ ]` or `{ }`, where commas and brackets mean something.
pub(crate) fn flow_scalar(text: &str) -> String {
    let special = text.contains([',', '[', ']', '{', '}']);
    if special { quoted(text) } else { scalar_to_yaml(text) }
}

fn quoted(value: &str) -> String {
    let single = is_printable(value) && value.contains(['"', '\\']);
    if single { single_quoted(value) } else { double_quoted(value) }
}

fn single_quoted(value: &str) -> String {
    format!("'{}'", value.replace('\'', "''"))
}

fn double_quoted(value: &str) -> String {
    let mut text = String::with_capacity(value.len() + 2);
    text.push('"');
    for c in value.chars() {
        match c {
            '"' => text.push_str("\\\""),
            '\\' => text.push_str("\\\\"),
            '\n' => text.push_str("\\n"),
            '\r' => text.push_str("\\r"),
            '\t' => text.push_str("\\t"),
            _ if is_printable_char(c) => text.push(c),
            _ if u32::from(c) <= 0xffff => text.push_str(&format!("\\u{:04X}", u32::from(c))),
            _ => text.push_str(&format!("\\U{:08X}", u32::from(c))),
        }
    }
    text.push('"');
    text
}

/// Whether every reader takes `value`, written without quotes in a block, for this very string.
fn is_safe_plain(value: &str) -> bool {
    let Some(first) = value.chars().next() else { return false };
    let indicators = "-?:,[]{}#&*!|>'\"%@`~=";
    let begins_well = !indicators.contains(first) && !value.starts_with(char::is_whitespace);
    begins_well
        && !value.ends_with(|c: char| c.is_whitespace() || c == ':')
        && !value.contains(": ")
        && !value.contains(" #")
        && !value.starts_with("...")
        && is_printable(value)
        && !value.contains('\t')
        && !is_typed_somewhere(value)
}

/// Whether YAML 1.1 or 1.2 reads the plain scalar as something other than a string.
fn is_typed_somewhere(value: &str) -> bool {
    let word = value.to_ascii_lowercase();
    let known = ["yes", "no", "on", "off", "true", "false", "null", "<<"];
    known.contains(&word.as_str()) || looks_like_number_or_date(value) || !resolve::plain(value).is_string()
}

/// Wider than need be: digits with `_`, `,`, `:` are numbers in YAML 1.1, and dates are dates.
fn looks_like_number_or_date(value: &str) -> bool {
    let begins = value.trim_start_matches(['+', '-', '.']).starts_with(|c: char| c.is_ascii_digit());
    begins && value.chars().all(|c| c.is_ascii_hexdigit() || "_,.:+-xXoOtTzZ ".contains(c))
}

fn is_printable(value: &str) -> bool {
    value.chars().all(is_printable_char)
}

/// On one line, and not a character that YAML wants escaped or takes for a line ending.
fn is_printable_char(c: char) -> bool {
    let unprintable = c.is_control() && c != '\t';
    !unprintable && !matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
}
