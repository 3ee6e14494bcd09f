//! What a scalar is: null, boolean, number or string, by the YAML 1.2 core schema as serde_yaml reads it.
//!
//! Ruby's reader differs for plain scalars (`ruby.rs`). What is written back is quoted so that both readers see a string.

use granit_parser::{ScalarStyle, Tag};
use serde_json::{Number, Value};

/// A scalar with its tag, if it has one. Quoted and block scalars are strings unless a tag says otherwise; a tag that
/// the value does not fit leaves it a string.
pub(super) fn scalar(tag: Option<&Tag>, text: &str, style: ScalarStyle) -> Value {
    let by_text = || Value::String(text.to_owned());
    let Some(tag) = tag else {
        return if style == ScalarStyle::Plain { plain(text) } else { by_text() };
    };
    match tag.core_suffix() {
        Some("null") if is_null(text) => Value::Null,
        Some("bool") => Some(plain(text)).filter(Value::is_boolean).unwrap_or_else(by_text),
        Some("int") => integer(text).map_or_else(by_text, Value::Number),
        Some("float") => float(text).map_or_else(by_text, Value::Number),
        // A local tag says nothing of the value.
        None if style == ScalarStyle::Plain && is_local(tag) => plain(text),
        _ => by_text(),
    }
}

fn is_local(tag: &Tag) -> bool {
    tag.to_string().starts_with('!')
}

/// A plain scalar without a tag.
pub(super) fn plain(text: &str) -> Value {
    if text.is_empty() || is_null(text) {
        return Value::Null;
    }
    match text {
        // JSON has no infinity and no NaN; serde_json writes null for them.
        ".inf" | ".Inf" | ".INF" | "+.inf" | "+.Inf" | "+.INF" | "-.inf" | "-.Inf" | "-.INF" => return Value::Null,
        ".nan" | ".NaN" | ".NAN" => return Value::Null,
        "true" | "True" | "TRUE" => return Value::Bool(true),
        "false" | "False" | "FALSE" => return Value::Bool(false),
        _ => {}
    }
    number(text).map_or_else(|| Value::String(text.to_owned()), Value::Number)
}

/// `.inf` and `.nan` in any case, as Ruby reads them.
pub(super) fn is_infinite(text: &str) -> bool {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    unsigned.eq_ignore_ascii_case(".inf") || text.eq_ignore_ascii_case(".nan")
}

pub(super) fn is_null(text: &str) -> bool {
    matches!(text, "null" | "Null" | "NULL" | "~")
}

fn number(text: &str) -> Option<Number> {
    if !text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | '.')) {
        return None;
    }
    integer(text).or_else(|| float(text))
}

/// Decimal, `0x`, `0o` and `0b`, with a sign. Digits after a leading zero are a string.
pub(super) fn integer(text: &str) -> Option<Number> {
    let (negative, digits) = match text.as_bytes().first()? {
        b'-' => (true, &text[1..]),
        b'+' => (false, &text[1..]),
        _ => (false, text),
    };
    let (digits, radix) = match digits.get(..2) {
        Some("0x") => (&digits[2..], 16),
        Some("0o") => (&digits[2..], 8),
        Some("0b") => (&digits[2..], 2),
        _ => (digits, 10),
    };
    if digits.starts_with(['+', '-']) || (radix == 10 && digits.len() > 1 && digits.starts_with('0')) {
        return None;
    }
    let magnitude = u64::from_str_radix(digits, radix).ok()?;
    if !negative {
        return Some(magnitude.into());
    }
    0i64.checked_sub_unsigned(magnitude).map(Number::from)
}

fn float(text: &str) -> Option<Number> {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let zero_led = unsigned.len() > 1 && unsigned.starts_with('0') && unsigned.bytes().all(|b| b.is_ascii_digit());
    if zero_led || unsigned.starts_with(['+', '-']) {
        return None;
    }
    Number::from_f64(text.strip_prefix('+').unwrap_or(text).parse().ok()?)
}
