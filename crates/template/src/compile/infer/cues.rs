//! What a sentence of an ordinary template page tells its author, by the words that give it away.
//!
//! English only, as the pages are. A cue that is missed makes text guidance, which is never wrong, only less exact.

/// "This section always follows the same format, seen below:"
pub(super) fn announces_canned_text(text: &str) -> bool {
    let text = text.to_lowercase();
    let same = [
        "always follows the same format",
        "always has the same format",
        "always follows this format",
        "always reads the same",
        "always looks the same",
        "use the following text",
        "use the text below",
        "copy the following",
        "copy the text below",
        "word for word",
    ];
    same.iter().any(|cue| text.contains(cue))
}

/// "If there are any other steps …, include them here."
pub(super) fn is_open_step(text: &str) -> bool {
    let text = text.to_lowercase();
    let is_conditional = text.starts_with("if ") || text.starts_with("any other ") || text.starts_with("any further ");
    let here = ["include them here", "add them here", "list them here", "put them here", "describe them here"];
    is_conditional && here.iter().any(|cue| text.contains(cue))
}

const VERBS: &[&str] = &[
    "add", "insert", "enter", "list", "include", "put", "write", "place", "fill", "describe", "specify", "name",
    "provide", "replace",
];

/// "Add any relevant service names for the API here."
pub(super) fn is_placeholder_instruction(text: &str) -> bool {
    let words = words(text);
    let starts_with_verb = words.first().is_some_and(|word| VERBS.contains(&word.as_str()));
    starts_with_verb && words.len() <= 16 && words.last().is_some_and(|word| word == "here")
}

const PASSED_OVER: &[&str] = &[
    "in",
    "any",
    "all",
    "the",
    "a",
    "an",
    "your",
    "some",
    "relevant",
    "appropriate",
    "necessary",
    "required",
    "each",
    "every",
    "this",
    "its",
    "their",
];
const ENDS_THE_NAME: &[&str] = &[
    "for", "of", "here", "in", "to", "that", "which", "who", "from", "on", "with", "at", "into", "by", "and", "or",
    "you", "if", "when", "where", "is", "are", "should", "must", "will", "below", "used",
];

/// "service names" for "Add any relevant service names for the API here."
pub(super) fn placeholder_name(text: &str) -> String {
    let words = words(text);
    name_of(words.iter().skip(1).map(String::as_str)).unwrap_or_else(|| "text".to_owned())
}

/// "other steps" for "If there are any other steps that the user has to perform …".
pub(super) fn open_step_name(text: &str) -> String {
    let words = words(text.split(',').next().unwrap_or_default());
    let after_any = words.iter().skip_while(|word| *word != "any").skip(1).map(String::as_str);
    name_of(after_any).unwrap_or_else(|| "further steps".to_owned())
}

fn name_of<'w>(words: impl Iterator<Item = &'w str>) -> Option<String> {
    let name: Vec<&str> = words
        .skip_while(|word| PASSED_OVER.contains(word))
        .take_while(|word| !ENDS_THE_NAME.contains(word))
        .take(4)
        .collect();
    (!name.is_empty()).then(|| name.join(" "))
}

/// "If your API supports only one method of authentication, leave only the relevant one in this section"
pub(super) fn speaks_to_the_author(text: &str) -> bool {
    let text = text.to_lowercase();
    let cues = [
        "this section",
        "this page",
        "this template",
        "this step",
        "this list",
        "leave only",
        "keep only",
        "remove this",
        "delete this",
        "remove the ",
        "delete the ",
        "if your api ",
    ];
    words(&text).len() >= 3 && cues.iter().any(|cue| text.contains(cue))
}

pub(super) fn leaves_a_choice(text: &str) -> bool {
    let text = text.to_lowercase();
    ["leave only", "keep only", "only the relevant", "only one", "one of"].iter().any(|cue| text.contains(cue))
}

/// "This section is optional."
pub(super) fn is_optional_section(text: &str) -> bool {
    let text = text.to_lowercase();
    let cues = [
        "section is optional",
        "(optional)",
        "optional section",
        "omit this section",
        "remove this section",
        "delete this section",
        "leave this section out",
        "leave out this section",
    ];
    cues.iter().any(|cue| text.contains(cue))
}

/// A comment right above a heading: "This is an optional element. Feel free to remove."
pub(super) fn makes_next_section_optional(comment: &str) -> bool {
    let text = comment.to_lowercase();
    let is_short = text.split_whitespace().count() <= 15;
    is_short
        && ["is an optional", "is optional", "optional section", "optional element"]
            .iter()
            .any(|cue| text.contains(cue))
}

/// Whether a front-matter value speaks to the author instead of being one that a page could have.
///
/// It does where one of its words is said to an author ("your", "here", …), and where it is a phrase of four words or
/// more: values of a front matter are names, and names are short. `Documents` is a value, `Your page title here` none.
pub(super) fn is_instruction(value: &str) -> bool {
    const SAID_TO_AN_AUTHOR: &[&str] = &[
        "your",
        "you",
        "here",
        "where",
        "see",
        "accepts",
        "accept",
        "will",
        "should",
        "must",
        "insert",
        "enter",
        "fill",
        "replace",
        "todo",
        "tbd",
        "fixme",
        "placeholder",
        "example",
        "xxx",
        "either",
        "e.g",
    ];
    let words = words(value);
    let is_marked = value.contains("{{") || (value.starts_with('<') && value.ends_with('>')) || value.contains("...");
    is_marked || words.len() >= 4 || words.iter().any(|word| SAID_TO_AN_AUTHOR.contains(&word.as_str()))
}

/// "If this page appears under a sub-title, …": the key is not for every page.
pub(super) fn is_optional_key(value: &str) -> bool {
    let value = value.trim().to_lowercase();
    let cues =
        ["optional", "if any", "if needed", "if applicable", "leave empty", "leave blank", "leave out", "may be"];
    value.starts_with("if ") || value.starts_with("only if ") || cues.iter().any(|cue| value.contains(cue))
}

/// The values in `accepts "messaging" "chat" or "both"`, in `one of: a, b or c`, in `a | b`.
pub(super) fn listed_values(value: &str) -> Vec<String> {
    if value.contains('|') {
        let values: Vec<&str> = value.split('|').map(str::trim).collect();
        let are_words = values.iter().all(|value| !value.is_empty() && !value.contains(char::is_whitespace));
        return if are_words { distinct(values) } else { Vec::new() };
    }
    let words = words(value);
    let announced = |cue: &&str| words.iter().any(|word| word == cue);
    if !["accepts", "accept", "one", "either", "allowed", "choose", "values", "must", "can"].iter().any(announced) {
        return Vec::new();
    }
    let quoted = quoted_parts(value);
    if quoted.len() >= 2 {
        return distinct(quoted);
    }
    let Some((_, listed)) = value.split_once(':') else { return Vec::new() };
    let listed = listed.replace(" or ", ",");
    let values: Vec<&str> =
        listed.split(',').map(|value| value.trim().trim_end_matches('.')).filter(|v| !v.is_empty()).collect();
    let are_words = values.iter().all(|value| !value.contains(char::is_whitespace));
    if values.len() >= 2 && are_words { distinct(values) } else { Vec::new() }
}

fn distinct(values: Vec<&str>) -> Vec<String> {
    let mut result: Vec<String> = Vec::new();
    for value in values.into_iter().take(100) {
        if !result.iter().any(|known| known == value) {
            result.push(value.to_owned());
        }
    }
    if result.len() >= 2 { result } else { Vec::new() }
}

fn quoted_parts(text: &str) -> Vec<&str> {
    const PAIRS: &[(char, char)] = &[('"', '"'), ('“', '”'), ('`', '`'), ('‘', '’'), ('\'', '\'')];
    for (open, close) in PAIRS {
        let mut parts = Vec::new();
        let mut rest = text;
        while let Some((_, after)) = rest.split_once(*open) {
            let Some((part, after)) = after.split_once(*close) else { break };
            if !part.trim().is_empty() {
                parts.push(part.trim());
            }
            rest = after;
        }
        if parts.len() >= 2 {
            return parts;
        }
    }
    Vec::new()
}

/// `2..3` for "two-three use cases" below the heading "Use cases".
pub(super) fn number_of_items(text: &str, title: &str) -> Option<String> {
    let title: Vec<String> = words(title).iter().map(|word| singular(word).to_owned()).collect();
    let generic = ["item", "bullet", "point", "example", "entry", "entries"];
    count_before(text, |following| {
        let following: Vec<&str> = following.iter().map(|word| singular(word)).collect();
        let names_title = !title.is_empty() && following.windows(title.len()).any(|window| window == title.as_slice());
        names_title || following.first().is_some_and(|word| generic.contains(word))
    })
}

/// `50..300` for "50 to 300 words".
pub(super) fn number_of_words(text: &str) -> Option<String> {
    count_before(text, |following| following.first().is_some_and(|word| word == "words"))
}

fn singular(word: &str) -> &str {
    word.strip_suffix('s').unwrap_or(word)
}

/// Finds a number or a span of numbers whose following words (at most five) are the right ones.
fn count_before(text: &str, is_right: impl Fn(&[String]) -> bool) -> Option<String> {
    let words = words(text);
    for (at, word) in words.iter().enumerate() {
        let Some(first) = number(word) else { continue };
        let following = |from: usize| words.get(from..(from + 5).min(words.len())).unwrap_or_default();
        let next = words.get(at + 1).map(String::as_str).unwrap_or_default();
        let second = match next {
            "to" | "or" | "and" => words.get(at + 2).and_then(|word| number(word)).map(|second| (second, at + 3)),
            _ => number(next).map(|second| (second, at + 2)),
        };
        if let Some((second, after)) = second {
            if first < second && is_right(following(after)) {
                return Some(format!("{first}..{second}"));
            }
            continue;
        }
        let before = |n: usize| at.checked_sub(n).and_then(|at| words.get(at)).map(String::as_str).unwrap_or_default();
        let bound = match (before(2), before(1)) {
            ("at", "least") | ("fewer", "than") | ("less", "than") => format!("{first}.."),
            ("at", "most") | ("up", "to") | ("more", "than") => format!("..{first}"),
            (_, "exactly") => format!("{first}"),
            _ => continue,
        };
        let is_negated = !matches!(before(1), "than") || before(3) == "no" || before(3) == "not";
        if is_negated && is_right(following(at + 1)) {
            return Some(bound);
        }
    }
    None
}

fn number(word: &str) -> Option<u32> {
    const NAMES: &[&str] =
        &["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
    if let Some(n) = NAMES.iter().position(|name| *name == word) {
        return u32::try_from(n).ok();
    }
    word.parse().ok().filter(|n| *n <= 100_000)
}

/// Lower-case words; hyphens part them.
fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric() && c != '\'')
        .map(|word| word.trim_matches('\'').to_lowercase())
        .filter(|word| !word.is_empty())
        .collect()
}
