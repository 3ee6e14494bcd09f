//! Scalars as Psych reads them, Ruby's reader of YAML (version 4, `Psych.safe_load`): its tests of the text
//! in its order. The tests hold its recorded answers.

use super::{YamlNode, YamlStyle};
use serde_json::{Number, Value};

/// Why Ruby gives up the whole block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Refusal {
    /// `:name`, which only code may hold.
    Symbol,
    /// `!ruby/object:Name` and the like: an object of a class that is not let in.
    Class,
    /// Taken for a number and then none: `0x`, `.e+1`.
    NoNumber,
}

/// A tag without its handle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TagName<'t> {
    /// `!`: the scalar is read as if it were plain.
    NonSpecific,
    /// `!!name` or `!<tag:yaml.org,2002:name>`.
    Core(&'t str),
    /// `!name`.
    Local(&'t str),
    Other,
}

pub(super) fn tag_name(tag: &str) -> TagName<'_> {
    let verbatim = tag.strip_prefix("!<").and_then(|tag| tag.strip_suffix('>'));
    if let Some(uri) = verbatim {
        return match (uri.strip_prefix("tag:yaml.org,2002:"), uri.strip_prefix('!')) {
            (Some(name), _) => TagName::Core(name),
            (_, Some(name)) => TagName::Local(name),
            _ => TagName::Other,
        };
    }
    match (tag, tag.strip_prefix("!!"), tag.strip_prefix('!')) {
        ("!", ..) => TagName::NonSpecific,
        (_, Some(name), _) => TagName::Core(name),
        (.., Some(name)) if !name.contains('!') => TagName::Local(name),
        _ => TagName::Other,
    }
}

/// A scalar with its tag and its quotes.
pub(super) fn scalar(node: &YamlNode, text: &str) -> Result<Value, Refusal> {
    let is_plain = matches!(node.style, YamlStyle::Plain | YamlStyle::Empty);
    let Some(tag) = node.tag.as_deref() else {
        return if is_plain { plain(text) } else { Ok(text.into()) };
    };
    match tag_name(tag) {
        TagName::Core("str" | "binary") | TagName::Local("str" | "binary" | "ruby/string") => Ok(text.into()),
        TagName::Core("float") | TagName::Local("float") => match plain(text)? {
            Value::Number(number) => Ok(number.as_f64().and_then(Number::from_f64).map_or(Value::Null, Value::Number)),
            Value::String(text) => float(&text.replace('_', "")).ok_or(Refusal::NoNumber),
            Value::Null if super::resolve::is_infinite(text) => Ok(Value::Null),
            _ => Err(Refusal::NoNumber),
        },
        TagName::Local(name) if name.starts_with("ruby/") => Err(match name.strip_prefix("ruby/sym") {
            Some(_) => Refusal::Symbol,
            None => Refusal::Class,
        }),
        _ => plain(text),
    }
}

/// A scalar without quotes and tag.
pub(super) fn plain(text: &str) -> Result<Value, Refusal> {
    if text.is_empty() {
        return Ok(Value::Null);
    }
    if text.contains('\n') || text.split('\n').any(begins_like_a_word) {
        return Ok(word(text));
    }
    if is_time(text) || is_date(text) {
        return Ok(text.into());
    }
    if super::resolve::is_infinite(text) {
        return Ok(Value::Null);
    }
    if text.starts_with(':') && text.chars().count() > 1 {
        return Err(Refusal::Symbol);
    }
    if let Some(value) = sexagesimal(text) {
        return Ok(value);
    }
    if is_float(text) {
        return match text {
            "." | "+." | "-." => Ok(text.into()),
            _ => float(&without_separators(text)).ok_or(Refusal::NoNumber),
        };
    }
    match integer_digits(text) {
        Some((radix, digits)) => integer(text, radix, digits).ok_or(Refusal::NoNumber),
        None => Ok(text.into()),
    }
}

/// `^[^\d.:-]?[[:alpha:]_\s!@#$%\^&*(){}<>|/\\~;=]+`
fn begins_like_a_word(line: &str) -> bool {
    let is_word = |c: char| c.is_alphabetic() || c.is_whitespace() || "_!@#$%^&*(){}<>|/\\~;=".contains(c);
    let mut chars = line.chars();
    match chars.next() {
        Some(c) if is_word(c) => true,
        Some('.' | ':' | '-' | '0'..='9') | None => false,
        Some(_) => chars.next().is_some_and(is_word),
    }
}

/// Null and the booleans; the tests look at the lines of the text.
fn word(text: &str) -> Value {
    if text.chars().count() > 5 {
        return text.into();
    }
    let any_line =
        |words: &[&str]| text.split('\n').any(|line| words.iter().any(|word| line.eq_ignore_ascii_case(word)));
    let is_other = |line: &str| !line.starts_with(|c: char| "ytonf~".contains(c.to_ascii_lowercase()));
    if text.split('\n').any(is_other) {
        return text.into();
    }
    if text == "~" || any_line(&["null"]) {
        Value::Null
    } else if any_line(&["yes", "true", "on"]) {
        Value::Bool(true)
    } else if any_line(&["no", "false", "off"]) {
        Value::Bool(false)
    } else {
        text.into()
    }
}

/// `2020-01-02 3:04:05.6 +7:00`
fn is_time(text: &str) -> bool {
    let Some((date, rest)) = date_parts(text.strip_prefix('-').unwrap_or(text)) else { return false };
    let time = match rest.strip_prefix(['T', 't']) {
        Some(time) => time,
        None => rest.trim_start_matches(is_blank),
    };
    if time.len() == rest.len() || date.is_empty() {
        return false;
    }
    let mut parts = time.splitn(3, ':');
    let (Some(hour), Some(minute), Some(rest)) = (parts.next(), parts.next(), parts.next()) else { return false };
    let (Some(second), Some(rest)) = (rest.get(..2), rest.get(2..)) else { return false };
    let rest = rest.strip_prefix('.').map_or(rest, |rest| rest.trim_start_matches(|c: char| c.is_ascii_digit()));
    is_digits(hour, 1..=2) && is_digits(minute, 2..=2) && is_digits(second, 2..=2) && is_zone(rest)
}

/// `(?:\s*(?:Z|[-+]\d{1,2}:?(?:\d\d)?))?$`
fn is_zone(text: &str) -> bool {
    let zone = text.trim_start_matches(is_blank);
    if text.is_empty() || zone == "Z" {
        return true;
    }
    let Some(offset) = zone.strip_prefix(['+', '-']) else { return false };
    match offset.split_once(':') {
        Some((hours, minutes)) => is_digits(hours, 1..=2) && (minutes.is_empty() || is_digits(minutes, 2..=2)),
        None => is_digits(offset, 1..=4),
    }
}

fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t')
}

fn is_date(text: &str) -> bool {
    // What is no day of the calendar is text, and a date is its text as well.
    date_parts(text).is_some_and(|(_, rest)| rest.is_empty())
}

/// `2020-1-02` and what follows it.
fn date_parts(text: &str) -> Option<(&str, &str)> {
    let mut parts = text.splitn(3, '-');
    let (year, month, rest) = (parts.next()?, parts.next()?, parts.next()?);
    let day = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let is_one = is_digits(year, 4..=4) && is_digits(month, 1..=2) && (1..=2).contains(&day);
    let end = year.len() + month.len() + 2 + day;
    is_one.then(|| (&text[..end], &text[end..]))
}

fn is_digits(text: &str, lengths: std::ops::RangeInclusive<usize>) -> bool {
    lengths.contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit())
}

/// `12:30:45` is 45045, and `1:30` is 5400: Ruby counts the first of two parts as hours as well.
fn sexagesimal(text: &str) -> Option<Value> {
    let parts: Vec<&str> = text.split(':').collect();
    let ([first, ..], 2..=3) = (parts.as_slice(), parts.len()) else { return None };
    let digits = first.strip_prefix(['+', '-']).unwrap_or(first);
    if !digits.starts_with(|c: char| c.is_ascii_digit()) || !is_digits_and(digits, "_") {
        return None;
    }
    let last = parts.len() - 1;
    let fraction = parts[last].find('.').map(|at| &parts[last][at + 1..]);
    let is_part = |part: &str| match part.len() {
        1 => is_digits(part, 1..=1),
        _ => is_digits(part, 2..=2) && part.as_bytes()[0] < b'6',
    };
    let whole = |index: usize| parts[index].split('.').next().unwrap_or_default();
    if !(1..=last).all(|index| is_part(whole(index)) && (index == last || whole(index) == parts[index])) {
        return None;
    }
    if fraction.is_some_and(|fraction| !is_digits_and(fraction, "_")) {
        return None;
    }
    let weight = |index: usize| [3600.0, 60.0, 1.0][index];
    let value = |index: usize| leading_number(parts[index]) * weight(index);
    let sum: f64 = (0..=last).map(value).sum();
    Some(match fraction {
        Some(_) => Number::from_f64(sum).map_or(Value::Null, Value::Number),
        None if sum.abs() < 9e15 => Value::from(sum as i64),
        None => Number::from_f64(sum).map_or(Value::Null, Value::Number),
    })
}

/// Ruby's `to_i` and `to_f`: a single `_` between digits counts for nothing, two of them end the number.
fn leading_number(text: &str) -> f64 {
    let mut digits = String::new();
    let mut before = ' ';
    for c in text.chars() {
        if c == '_' && !before.is_ascii_digit() {
            break;
        }
        if c != '_' {
            digits.push(c);
        }
        before = c;
    }
    digits.trim_end_matches('.').parse().unwrap_or(0.0)
}

fn is_digits_and(text: &str, more: &str) -> bool {
    text.chars().all(|c| c.is_ascii_digit() || more.contains(c))
}

/// `^(?:[-+]?([0-9][0-9_,]*)?\.[0-9]*([eE][-+][0-9]+)?)$`: there is no float without a point, nor an exponent without a sign.
fn is_float(text: &str) -> bool {
    let text = text.strip_prefix(['+', '-']).unwrap_or(text);
    let Some((whole, rest)) = text.split_once('.') else { return false };
    let begins = whole.is_empty() || whole.starts_with(|c: char| c.is_ascii_digit());
    let exponent = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    let is_exponent = exponent.strip_prefix(['e', 'E']).and_then(|power| power.strip_prefix(['+', '-']));
    let ends = exponent.is_empty() || is_exponent.is_some_and(|power| !power.is_empty() && is_digits_and(power, ""));
    begins && is_digits_and(whole, "_,") && ends
}

fn without_separators(text: &str) -> String {
    let text = text.replace(['_', ','], "");
    match text.strip_suffix('.') {
        Some(whole) => whole.to_owned(),
        None => text.replace(".e", "e").replace(".E", "E"),
    }
}

/// Ruby's `Float("…")`, as JSON. `None` for what it refuses.
fn float(text: &str) -> Option<Value> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    if !digits.starts_with(|c: char| c.is_ascii_digit() || c == '.') || digits.starts_with(".e") {
        return None;
    }
    let value: f64 = text.strip_prefix('+').unwrap_or(text).parse().ok()?;
    Some(Number::from_f64(value).map_or(Value::Null, Value::Number))
}

/// The radix and the digits of what Ruby takes for an integer, separators included.
fn integer_digits(text: &str) -> Option<(u32, &str)> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let all = |digits: &str, one: fn(u8) -> bool| {
        !digits.is_empty() && digits.bytes().all(|b| one(b) || matches!(b, b'_' | b','))
    };
    if let Some(digits) = digits.strip_prefix("0b") {
        return all(digits, |b| matches!(b, b'0' | b'1')).then_some((2, digits));
    }
    if let Some(digits) = digits.strip_prefix("0x") {
        return all(digits, |b| b.is_ascii_hexdigit()).then_some((16, digits));
    }
    if let Some(octal) = digits.strip_prefix('0').filter(|octal| !octal.is_empty()) {
        return all(octal, |b| matches!(b, b'0'..=b'7')).then_some((8, octal));
    }
    let decimal = digits.starts_with(|c: char| c.is_ascii_digit())
        && digits.ends_with(|c: char| c.is_ascii_digit())
        && is_digits_and(digits, "_,")
        && !["__", ",,", "_,", ",_"].iter().any(|two| digits.contains(two));
    decimal.then_some((10, digits))
}

/// Too large a number becomes a float.
fn integer(text: &str, radix: u32, digits: &str) -> Option<Value> {
    let digits: String = digits.chars().filter(|c| !matches!(c, '_' | ',')).collect();
    let negative = text.starts_with('-');
    if digits.is_empty() {
        // `0_` is zero; `0x_` is no number.
        return (radix == 8).then(|| Value::from(0));
    }
    let value = match u64::from_str_radix(&digits, radix) {
        Ok(magnitude) if !negative => Number::from(magnitude),
        Ok(magnitude) if i64::try_from(magnitude).is_ok() => Number::from(-(magnitude as i64)),
        _ => {
            let digit = |c: char| f64::from(c.to_digit(radix).unwrap_or_default());
            let magnitude = digits.chars().fold(0.0, |sum, c| sum * f64::from(radix) + digit(c));
            return Some(
                Number::from_f64(if negative { -magnitude } else { magnitude }).map_or(Value::Null, Value::Number),
            );
        }
    };
    Some(Value::Number(value))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn plain_scalars_of_yaml_1_1() {
        let cases = [
            ("yes", json!(true)),
            ("Off", json!(false)),
            ("y", json!("y")),
            ("n", json!("n")),
            ("nULL", json!(null)),
            ("~", json!(null)),
            ("010", json!(8)),
            ("08", json!("08")),
            ("0o10", json!("0o10")),
            ("0b11", json!(3)),
            ("0x_1f", json!(31)),
            ("-0x10", json!(-16)),
            ("1_000", json!(1000)),
            ("1,000", json!(1000)),
            ("1__0", json!("1__0")),
            ("+1", json!(1)),
            ("1e3", json!("1e3")),
            ("1.5e3", json!("1.5e3")),
            ("1.5e+3", json!(1500.0)),
            ("1.", json!(1.0)),
            (".5", json!(0.5)),
            (".", json!(".")),
            ("-", json!("-")),
            ("1_000.5", json!(1000.5)),
            ("12:30:45", json!(45045)),
            ("1:30", json!(5400)),
            ("-1:30", json!(-1800)),
            ("12:60", json!("12:60")),
            ("1:2:3:4", json!("1:2:3:4")),
            ("1:30.5", json!(5430.0)),
            ("2020-01-02", json!("2020-01-02")),
            ("2020-1-2 3:04:05 +1", json!("2020-1-2 3:04:05 +1")),
            ("=", json!("=")),
            ("a: b", json!("a: b")),
        ];
        for (text, value) in cases {
            assert_eq!(plain(text), Ok(value), "{text}");
        }
        assert_eq!(plain(":name"), Err(Refusal::Symbol));
        assert_eq!(plain(":"), Ok(json!(":")));
        assert_eq!(plain("0x_"), Err(Refusal::NoNumber));
        assert_eq!(plain(".e+3"), Err(Refusal::NoNumber));
    }
}
