//! What a scalar is: null, boolean, number or string, by the YAML 1.2 core schema as serde_yaml reads it.
//!
//! Ruby's reader, which Jekyll uses, follows YAML 1.1 and differs for plain scalars: `yes`, `no`, `on` and `off` are
//! booleans there, `012` is octal, `1_000` a number, `2020-01-01` a date. Here all of these are strings but the last of
//! the numbers in an accepted form; what is written back is quoted so that both readers see a string.

use serde_json::{Number, Value};

/// A plain scalar without a tag.
pub(super) fn plain(text: &str) -> Value {
    if text.is_empty() || is_null(text) {
        return Value::Null;
    }
    match text {
        "true" | "True" | "TRUE" => return Value::Bool(true),
        "false" | "False" | "FALSE" => return Value::Bool(false),
        _ => {}
    }
    number(text).map_or_else(|| Value::String(text.to_owned()), Value::Number)
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

/// JSON has no infinity and no NaN: those are null there, as serde_json has it, so this gives `None` for them.
fn float(text: &str) -> Option<Number> {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let zero_led = unsigned.len() > 1 && unsigned.starts_with('0') && unsigned.bytes().all(|b| b.is_ascii_digit());
    if zero_led || unsigned.starts_with(['+', '-']) {
        return None;
    }
    Number::from_f64(text.strip_prefix('+').unwrap_or(text).parse().ok()?)
}

/// A scalar with its tag, if it has one. Quoted and block scalars are strings unless a tag says otherwise.
pub(super) fn tagged(tag: Option<&granit_parser::Tag>, text: &str, style: granit_parser::ScalarStyle) -> Value {
    match tag.and_then(|tag| tag.core_suffix()) {
        Some("str") => Value::String(text.to_owned()),
        Some("null" | "bool" | "int" | "float") => plain(text),
        _ if style == granit_parser::ScalarStyle::Plain => plain(text),
        _ => Value::String(text.to_owned()),
    }
}
