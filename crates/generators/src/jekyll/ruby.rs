//! What Ruby makes of texts: values of YAML 1.1, file name endings, file name patterns. Knows nothing of pages.

use docent_syntax::{YamlKind, YamlNode, YamlStyle};

/// A value as Jekyll sees it.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value {
    Null,
    Bool(bool),
    /// Any other scalar, as written. Jekyll gives up a build where a number stands for an address; here it is its text.
    Text(String),
    List(Vec<Value>),
    /// A mapping; nothing here looks into one.
    Other,
}

impl Value {
    pub(super) fn of(node: &YamlNode) -> Value {
        match &node.kind {
            YamlKind::Scalar { value, json } if node.style == YamlStyle::Plain || json.is_null() => plain(value),
            YamlKind::Scalar { value, .. } => Value::Text(value.to_string()),
            YamlKind::Sequence(items) => Value::List(items.iter().map(Value::of).collect()),
            YamlKind::Mapping(_) => Value::Other,
            YamlKind::Alias(target) => target.as_deref().map_or(Value::Null, Value::of),
        }
    }

    pub(super) fn as_text(&self) -> Option<&str> {
        match self {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// What Ruby takes for true: all but null and false.
    pub(super) fn is_truthy(&self) -> bool {
        !matches!(self, Value::Null | Value::Bool(false))
    }

    /// The texts of a list, or the one text.
    pub(super) fn texts(&self) -> impl Iterator<Item = &str> {
        let items = match self {
            Value::List(items) => items.as_slice(),
            other => std::slice::from_ref(other),
        };
        items.iter().filter_map(Value::as_text)
    }
}

/// YAML 1.1: `no` and `off` are false.
fn plain(text: &str) -> Value {
    match text.to_ascii_lowercase().as_str() {
        "" | "~" | "null" => Value::Null,
        "true" | "yes" | "on" => Value::Bool(true),
        "false" | "no" | "off" => Value::Bool(false),
        _ => Value::Text(text.to_owned()),
    }
}

/// `.html` of `a/b.html`; empty for `a`, for `.htaccess` and for `a.b/c`.
pub(super) fn extension(path: &str) -> &str {
    let name_start = path.rfind('/').map_or(0, |slash| slash + 1);
    let name = &path[name_start..];
    let stem = name.trim_start_matches('.');
    let hidden = name.len() - stem.len();
    stem.rfind('.').map_or("", |dot| &name[hidden + dot..])
}

/// Whether a shell pattern matches all of a text; `*` takes slashes too. Time is bounded by the product of the lengths.
pub(super) fn matches_pattern(pattern: &str, text: &str, stars_stop_at_slash: bool) -> bool {
    // What is not a pattern at all, or begins otherwise, is rejected without a look at single characters.
    match pattern.bytes().position(|b| matches!(b, b'*' | b'?' | b'[' | b'\\')) {
        None => return pattern == text,
        Some(literal) if !text.starts_with(&pattern[..literal]) => return false,
        Some(_) => {}
    }
    let pattern: Vec<char> = pattern.chars().collect();
    let text: Vec<char> = text.chars().collect();
    let (mut p, mut t) = (0, 0);
    // Where to go on after a mismatch: behind the last star, one character further in the text.
    let mut retry: Option<(usize, usize)> = None;
    while t < text.len() || p < pattern.len() {
        if pattern.get(p) == Some(&'*') {
            retry = Some((p, t));
            p += 1;
            continue;
        }
        if let (Some(&c), Some(next)) = (text.get(t), one_matches(&pattern, p, text.get(t).copied()))
            && !(c == '/' && stars_stop_at_slash && pattern[p] != '/')
        {
            (p, t) = (next, t + 1);
            continue;
        }
        match retry {
            Some((star, from)) if from < text.len() && !(stars_stop_at_slash && text[from] == '/') => {
                retry = Some((star, from + 1));
                (p, t) = (star + 1, from + 1);
            }
            _ => return false,
        }
    }
    true
}

/// Where the pattern goes on after one character of it has matched `c`.
fn one_matches(pattern: &[char], at: usize, c: Option<char>) -> Option<usize> {
    let c = c?;
    match *pattern.get(at)? {
        '?' => Some(at + 1),
        '\\' => (*pattern.get(at + 1)? == c).then_some(at + 2),
        '[' => class_matches(pattern, at, c),
        literal => (literal == c).then_some(at + 1),
    }
}

/// `[a-z]`, `[!a]`, `[^a]`.
fn class_matches(pattern: &[char], open: usize, c: char) -> Option<usize> {
    let negated = matches!(pattern.get(open + 1), Some('!' | '^'));
    let mut at = open + 1 + usize::from(negated);
    let first = at;
    let mut found = false;
    loop {
        match *pattern.get(at)? {
            ']' if at > first => break,
            low => {
                let range = pattern.get(at + 1) == Some(&'-') && pattern.get(at + 2).is_some_and(|&high| high != ']');
                let high = if range { pattern[at + 2] } else { low };
                found |= (low..=high).contains(&c);
                at += if range { 3 } else { 1 };
            }
        }
    }
    (found != negated).then_some(at + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endings_are_those_of_file_names() {
        for (path, ending) in [
            ("a/b.html", ".html"),
            ("/v1.2", ".2"),
            ("/a.b/c", ""),
            (".htaccess", ""),
            ("/x/..a.b", ".b"),
            ("a.", "."),
            ("", ""),
            ("/a/", ""),
        ] {
            assert_eq!(extension(path), ending, "{path}");
        }
    }

    #[test]
    fn patterns() {
        for (pattern, text, whole) in [
            ("*.md", "a/b.md", true),
            ("a*c*e", "abcde", true),
            ("a?c", "abc", true),
            ("[a-c]x", "bx", true),
            ("[!a-c]x", "bx", false),
            ("[]x", "x", false),
            ("a\\*", "a*", true),
            ("a\\*", "ab", false),
            ("", "", true),
            ("*", "", true),
            ("a", "", false),
            ("ab", "a", false),
        ] {
            assert_eq!(matches_pattern(pattern, text, false), whole, "{pattern} {text}");
        }
        assert!(!matches_pattern("a/*", "a/b/c", true) && matches_pattern("a/*/c", "a/b/c", true));
        let hostile = "a*".repeat(2_000);
        assert!(!matches_pattern(&hostile, &"a".repeat(1_000), false));
    }

    #[test]
    fn values_are_those_of_yaml_1_1() {
        let tree = docent_syntax::YamlTree::parse("a: no\nb: 'no'\nc:\nd: [x, off]\n", 0.into());
        let values: Vec<Value> = tree.entries().iter().map(|entry| Value::of(&entry.value)).collect();
        let text = |text: &str| Value::Text(text.to_owned());
        let list = Value::List(vec![text("x"), Value::Bool(false)]);
        assert_eq!(values, [Value::Bool(false), text("no"), Value::Null, list]);
    }
}
