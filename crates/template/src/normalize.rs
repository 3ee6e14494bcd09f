//! Comparing by meaning, not by letter: titles, wordings, link targets.
//!
//! Works on what a reader sees; knows no Markdown and no template file. Everything is linear in its input, but for the
//! edit distance of [`near_title`], which looks at short titles only. Composed and decomposed accents are not unified.

/// A title longer than this (in characters) is near to nothing.
const LONGEST_NEAR_TITLE: usize = 120;
/// Words that go on after a one-word title without changing what it is about: "Introduction to the API".
const CONNECTIVES: &[&str] =
    &["about", "and", "by", "for", "from", "how", "in", "into", "of", "on", "the", "to", "using", "what", "with"];

/// A section title as it is compared: without case, emphasis, runs of blanks and trailing punctuation; typographic
/// quotes and dashes as ASCII writes them. Empty only for a title without any visible character.
pub fn title_key(title: &str) -> String {
    let mut key = String::with_capacity(title.len());
    for word in title.split(char::is_whitespace).filter(|word| !word.is_empty()) {
        let before = key.len();
        if before > 0 {
            key.push(' ');
        }
        let start = key.len();
        push_plain_word(&mut key, word);
        if key.len() == start {
            key.truncate(before);
        }
    }
    // An underscore before such a mark is emphasis as well.
    let trimmed = key.trim_end_matches(|c: char| ".,:;!?-_'\"。：；！？、 ".contains(c)).len();
    if trimmed > 0 {
        key.truncate(trimmed);
    }
    key
}

/// In lower case, with ASCII quotes and dashes, no emphasis marks; an underscore inside a word belongs to the word.
fn push_plain_word(text: &mut String, word: &str) {
    let marks = |c: char| matches!(c, '*' | '_' | '`');
    let inner = word.trim_matches(marks);
    let kept = if inner.is_empty() && !word.contains('*') { word } else { inner };
    let shown = kept.chars().filter(|c| *c != '*' && *c != '`');
    match kept.is_ascii() {
        true => text.extend(shown.map(|c| c.to_ascii_lowercase())),
        false => text.extend(shown.flat_map(char::to_lowercase).filter_map(plain_character)),
    }
}

fn plain_word(word: &str) -> String {
    let mut plain = String::with_capacity(word.len());
    push_plain_word(&mut plain, word);
    plain
}

/// A character as ASCII writes it; `None` for one that shows nothing.
fn plain_character(c: char) -> Option<char> {
    match c {
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' => None,
        '\u{2018}'..='\u{201b}' | '\u{2032}' | '\u{2039}' | '\u{203a}' => Some('\''),
        '\u{201c}'..='\u{201f}' | '\u{2033}' | '\u{ab}' | '\u{bb}' => Some('"'),
        '\u{2010}'..='\u{2015}' | '\u{2212}' => Some('-'),
        other => Some(other),
    }
}

/// Literal text with gaps that match any text of at least one character.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    /// What stands before, between and after the gaps; one part means no gap.
    parts: Vec<String>,
}

impl Pattern {
    /// An alias: `*` is a gap, the rest is compared as titles are.
    pub fn title(alias: &str) -> Pattern {
        let mut parts: Vec<String> = Vec::new();
        let count = alias.split('*').count();
        for (index, part) in alias.split('*').enumerate() {
            let mut key: String = part.split_whitespace().map(plain_word).collect::<Vec<_>>().join(" ");
            if index + 1 == count {
                key = if part.trim().is_empty() { String::new() } else { title_key(part) };
            }
            if index > 0 && part.starts_with(char::is_whitespace) {
                key.insert(0, ' ');
            }
            if index + 1 < count && part.ends_with(char::is_whitespace) && !key.ends_with(' ') && !key.is_empty() {
                key.push(' ');
            }
            // Neighbouring stars are one gap.
            if !key.is_empty() || index == 0 || index + 1 == count {
                parts.push(key);
            }
        }
        Pattern { parts }
    }

    /// A name: `*` is a gap, the rest is compared letter by letter.
    pub fn name(text: &str) -> Pattern {
        Pattern { parts: text.split('*').map(str::to_owned).collect() }
    }

    /// A canned wording: `{{name}}` is a gap, the rest is compared as it stands.
    pub(crate) fn wording(text: &str) -> Pattern {
        let mut parts = Vec::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once("{{") {
            let Some((_, behind)) = after.split_once("}}") else { break };
            parts.push(before.to_owned());
            rest = behind;
        }
        parts.push(rest.to_owned());
        Pattern { parts }
    }

    pub fn has_gap(&self) -> bool {
        self.parts.len() > 1
    }

    /// Whether all of `text` is this pattern. Every part is taken where it first fits, which finds a match if there is
    /// one and looks at no character twice but for the search itself.
    pub fn matches(&self, text: &str) -> bool {
        let Some((first, rest)) = self.parts.split_first() else { return false };
        let Some((last, middle)) = rest.split_last() else { return first == text };
        let Some(mut remaining) = text.strip_prefix(first.as_str()) else { return false };
        for part in middle {
            let Some(after) = after_first_character(remaining) else { return false };
            let Some(at) = after.find(part.as_str()) else { return false };
            let Some(behind) = after.get(at + part.len()..) else { return false };
            remaining = behind;
        }
        after_first_character(remaining).is_some_and(|after| after.ends_with(last.as_str()))
    }
}

fn after_first_character(text: &str) -> Option<&str> {
    let mut characters = text.chars();
    characters.next()?;
    Some(characters.as_str())
}

/// How two different titles are near to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Nearness {
    /// The page's title says what the expected one says, and more: "Common use cases".
    Contains,
    /// Misspelt, abbreviated, numbered, in another form: "Getting stared", "Intro", "2. Use case".
    Spelling,
}

/// Whether an author who wrote `actual` can have meant `expected`; both are [`title_key`]s. `None` for equal ones too.
pub fn near_title(expected: &str, actual: &str) -> Option<Nearness> {
    if expected == actual || expected.len().max(actual.len()) > 4 * LONGEST_NEAR_TITLE {
        return None;
    }
    let (named, written) = (unnumbered(expected), unnumbered(actual));
    if named.is_empty() || written.is_empty() {
        return None;
    }
    // "Version 1" and "Version 2" are two titles, however small the difference.
    let digits = |title: &str| title.chars().filter(char::is_ascii_digit).collect::<String>();
    if digits(named) == digits(written) && is_respelling(named, written) {
        return Some(Nearness::Spelling);
    }
    contains_title(named, written).then_some(Nearness::Contains)
}

/// Without `2. `, `2) ` or `2.1 ` in front.
fn unnumbered(title: &str) -> &str {
    match title.split_once(' ') {
        Some((number, rest))
            if number.starts_with(|c: char| c.is_ascii_digit())
                && number.contains(['.', ')'])
                && number.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ')')) =>
        {
            rest
        }
        _ => title,
    }
}

fn is_respelling(expected: &str, actual: &str) -> bool {
    if expected == actual || expected.replace(" & ", " and ") == actual.replace(" & ", " and ") {
        return true;
    }
    let (named, written): (Vec<&str>, Vec<&str>) = (expected.split(' ').collect(), actual.split(' ').collect());
    if named.len() == written.len() {
        let anchored = named.len() > 1;
        return named.iter().zip(&written).all(|(a, b)| is_near_word(a, b, anchored));
    }
    // A blank too many or too few.
    within_distance(expected, actual, 2)
}

/// Short words carry too much meaning in each letter to be near ("get", "put"); long ones may differ in two letters.
fn is_near_word(a: &str, b: &str, has_neighbours: bool) -> bool {
    if a == b {
        return true;
    }
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let (short_length, long_length) = (short.chars().count(), long.chars().count());
    // "get started", "intro".
    if long.starts_with(short) {
        let shortest = if has_neighbours { 3 } else { 5 };
        if short_length >= shortest && (long_length - short_length <= 4 || short_length >= 5) {
            return true;
        }
    }
    match short_length {
        0..=3 => false,
        4..=7 => within_distance(a, b, 1),
        _ => within_distance(a, b, 2),
    }
}

fn within_distance(a: &str, b: &str, bound: usize) -> bool {
    let (a_length, b_length) = (a.chars().count(), b.chars().count());
    a_length.max(b_length) <= LONGEST_NEAR_TITLE
        && a_length.abs_diff(b_length) <= bound
        && a_length.min(b_length) > 2 * bound
        && strsim::osa_distance(a, b) <= bound
}

/// "Getting started with the Chat Agent API" for "getting started"; a single word must go on with a connective or
/// punctuation, since "request headers" is not "request".
fn contains_title(expected: &str, actual: &str) -> bool {
    let single = !expected.contains(' ');
    if let Some(rest) = actual.strip_prefix(expected) {
        let Some(next) = rest.chars().next() else { return false };
        if next.is_alphanumeric() {
            return false;
        }
        let punctuated = next != ' ' || rest.trim_start().starts_with(|c: char| !c.is_alphanumeric());
        let connected = rest.split_whitespace().next().is_some_and(|word| CONNECTIVES.contains(&word));
        return !single || punctuated && next != '-' && next != '_' || connected;
    }
    !single && actual.strip_suffix(expected).is_some_and(|before| before.ends_with(' '))
}

/// A sentence as it is compared: single blanks, ASCII quotes and dashes, no final full stops. Case counts.
pub fn wording_key(text: &str) -> String {
    let blanks = single_blanks(text);
    let mut key = match blanks.is_ascii() {
        true => blanks,
        false => blanks.chars().filter_map(plain_character).collect(),
    };
    key.truncate(key.trim_end_matches(['.', ' ']).len());
    key
}

pub(crate) fn single_blanks(text: &str) -> String {
    let mut result = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !result.is_empty() {
            result.push(' ');
        }
        result.push_str(word);
    }
    result
}

/// A link target as it is compared: trimmed, without `./` or `/` in front and without an attribute list behind it.
pub fn link_key(target: &str) -> &str {
    let target = target.split_once("{:").map_or(target, |(before, _)| before).trim();
    target.strip_prefix("./").or_else(|| target.strip_prefix('/')).unwrap_or(target)
}

#[cfg(test)]
mod tests;
