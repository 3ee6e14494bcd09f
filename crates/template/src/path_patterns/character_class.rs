//! A character class of a `.gitignore` (`[a-z]`, `[!0-9]`, `[[:alpha:]_]`, `[\]]`) in the words of the glob matcher, which has no escapes and
//! no named classes inside of brackets. No class matches `/`.

use std::ops::RangeInclusive;

/// Reads what follows a `[`; gives the class, with its brackets, and what stands behind it.
pub(super) fn read_class(text: &str) -> Result<(String, &str), String> {
    let unclosed = || "a character class has no `]`".to_owned();
    let (is_negated, mut rest) = match text.strip_prefix(['!', '^']) {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let mut ranges: Vec<RangeInclusive<char>> = Vec::new();
    let mut is_first = true;
    loop {
        if let Some(after) = rest.strip_prefix(']').filter(|_| !is_first) {
            return Ok((class(is_negated, ranges)?, after));
        }
        is_first = false;
        if let Some(named) = rest.strip_prefix("[:") {
            let (name, after) = named.split_once(":]").ok_or_else(unclosed)?;
            let known = NAMED.iter().find(|(known, _)| *known == name);
            let (_, members) = known.ok_or_else(|| format!("there is no character class `[:{name}:]`"))?;
            ranges.extend(members.iter().map(|(first, last)| *first..=*last));
            rest = after;
            continue;
        }
        let (first, after) = member(rest).ok_or_else(unclosed)?;
        rest = after;
        let range = rest.strip_prefix('-').filter(|end| !end.starts_with(']'));
        match range {
            Some(end) => {
                let (last, after) = member(end).ok_or_else(unclosed)?;
                rest = after;
                ranges.push(first..=last);
            }
            None => ranges.push(first..=first),
        }
    }
}

/// One character, which may stand behind a backslash.
fn member(text: &str) -> Option<(char, &str)> {
    let text = text.strip_prefix('\\').unwrap_or(text);
    let c = text.chars().next()?;
    Some((c, &text[c.len_utf8()..]))
}

const NAMED: [(&str, &[(char, char)]); 12] = [
    ("alnum", &[('0', '9'), ('A', 'Z'), ('a', 'z')]),
    ("alpha", &[('A', 'Z'), ('a', 'z')]),
    ("blank", &[(' ', ' '), ('\t', '\t')]),
    ("cntrl", &[('\u{1}', '\u{1f}'), ('\u{7f}', '\u{7f}')]),
    ("digit", &[('0', '9')]),
    ("graph", &[('!', '~')]),
    ("lower", &[('a', 'z')]),
    ("print", &[(' ', '~')]),
    ("punct", &[('!', '/'), (':', '@'), ('[', '`'), ('{', '~')]),
    ("space", &[('\t', '\r'), (' ', ' ')]),
    ("upper", &[('A', 'Z')]),
    ("xdigit", &[('0', '9'), ('A', 'F'), ('a', 'f')]),
];

/// The class as the matcher reads it: `]` first, `-` last, and `^` and `!` never at the start, where each means itself.
fn class(is_negated: bool, ranges: Vec<RangeInclusive<char>>) -> Result<String, String> {
    let mut ranges: Vec<(char, char)> = ranges.into_iter().flat_map(without_slash).collect();
    if is_negated {
        ranges.push(('/', '/'));
    }
    if ranges.is_empty() {
        return Err("a character class matches no character".to_owned());
    }
    let holds = |c: char| ranges.iter().any(|(first, last)| (*first..=*last).contains(&c));
    let mut members = String::new();
    members.extend(holds(']').then_some(']'));
    for (first, last) in ranges.iter().flat_map(|range| without(*range, &[']', '-', '^', '!'])) {
        members.push(first);
        if last > first {
            members.extend(['-', last]);
        }
    }
    if members.is_empty() && !is_negated {
        let special: Vec<String> =
            ['-', '^', '!'].into_iter().filter(|c| holds(*c)).map(|c| format!("\\{c}")).collect();
        return Ok(format!("{{{}}}", special.join(",")));
    }
    members.extend(['^', '!', '-'].into_iter().filter(|c| holds(*c)));
    Ok(format!("[{}{members}]", if is_negated { "!" } else { "" }))
}

fn without_slash(range: RangeInclusive<char>) -> Vec<(char, char)> {
    without((*range.start(), *range.end()), &['/'])
}

/// The parts of a range that are left without some ASCII characters.
fn without(range: (char, char), taken: &[char]) -> Vec<(char, char)> {
    let mut parts = vec![range];
    for c in taken {
        let next = |c: char| char::from_u32(c as u32 + 1).unwrap_or(c);
        let before = |c: char| char::from_u32((c as u32).saturating_sub(1)).unwrap_or(c);
        parts = parts
            .into_iter()
            .flat_map(|(first, last)| match (first..=last).contains(c) {
                false => vec![(first, last)],
                true => vec![(first, before(*c)), (next(*c), last)],
            })
            .filter(|(first, last)| first <= last)
            .collect();
    }
    parts
}
