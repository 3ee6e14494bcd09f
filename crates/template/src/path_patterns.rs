//! Path patterns with the meaning of a `.gitignore`: the one matcher for templates and for the configuration. Knows no file system.
//!
//! Beyond `.gitignore`, `{a,b}` stands for `a` or `b`; a brace that stands for itself is written `\{`.

mod character_class;

use character_class::read_class;
use ignore::Match;
use ignore::gitignore::{Gitignore, GitignoreBuilder};

/// A longer path, in bytes, is matched by no pattern: no file has it, and the folders above it are each matched on their own.
const LONGEST_PATH: usize = 4096;

/// Patterns of which the last one that matches decides, as the lines of a `.gitignore`: one that begins with `!` takes out again what an
/// earlier one matches, unless that matches a folder above. None match nothing.
#[derive(Debug, Clone)]
pub struct PathPatterns {
    texts: Vec<Box<str>>,
    matcher: Gitignore,
}

impl Default for PathPatterns {
    fn default() -> PathPatterns {
        PathPatterns { texts: Vec::new(), matcher: Gitignore::empty() }
    }
}

impl PartialEq for PathPatterns {
    fn eq(&self, other: &PathPatterns) -> bool {
        self.texts == other.texts
    }
}

impl Eq for PathPatterns {}

impl PathPatterns {
    /// Reads patterns, in order. Beside them: which of `texts` are none, by their place among them, and why, in words.
    pub fn read<'t>(texts: impl IntoIterator<Item = &'t str>) -> (PathPatterns, Vec<(usize, String)>) {
        let mut builder = GitignoreBuilder::new("");
        builder.allow_unclosed_class(false);
        let (mut read, mut problems) = (Vec::new(), Vec::new());
        for (at, text) in texts.into_iter().enumerate() {
            let line = line(text, read.is_empty());
            let added = line.and_then(|line| match builder.add_line(None, &line) {
                Ok(_) => Ok(()),
                Err(ignore::Error::Glob { err, .. }) => Err(err),
                Err(error) => Err(error.to_string()),
            });
            match added {
                Ok(()) => read.push(text.into()),
                Err(reason) => problems.push((at, reason)),
            }
        }
        match builder.build() {
            Ok(matcher) => (PathPatterns { texts: read, matcher }, problems),
            Err(error) => (PathPatterns::default(), vec![(0, error.to_string())]),
        }
    }

    /// One pattern.
    pub fn one(text: &str) -> Result<PathPatterns, String> {
        let (patterns, problems) = PathPatterns::read([text]);
        problems.into_iter().next().map_or(Ok(patterns), |(_, reason)| Err(reason))
    }

    /// Whether they match the file at `path`, which starts at the site's root and is written with `/`.
    pub fn matches(&self, path: &str) -> bool {
        self.deciding(path, false).is_some()
    }

    /// Whether they match the folder at `path`, and with it all that is in it.
    pub fn matches_folder(&self, path: &str) -> bool {
        self.deciding(path, true).is_some()
    }

    /// How specific the pattern is that matches the file at `path`: how many of its characters stand for themselves. `None` where none does.
    pub fn specificity(&self, path: &str) -> Option<usize> {
        let is_literal = |c: &char| !matches!(c, '*' | '?' | '[' | ']' | '{' | '}' | '!' | ',' | '\\');
        self.deciding(path, false).map(|pattern| pattern.chars().filter(is_literal).count())
    }

    /// The pattern by which a path is matched, or a folder above it.
    fn deciding(&self, path: &str, is_folder: bool) -> Option<&str> {
        if self.texts.is_empty() || path.len() > LONGEST_PATH {
            return None;
        }
        let matched = |path: &str, is_folder: bool| match self.matcher.matched(path, is_folder) {
            Match::Ignore(pattern) => Some(pattern.actual()),
            Match::None | Match::Whitelist(_) => None,
        };
        let mut above = path.match_indices('/').filter_map(|(at, _)| path.get(..at)).filter(|above| !above.is_empty());
        above.find_map(|above| matched(above, true)).or_else(|| matched(path, is_folder))
    }

    pub fn is_empty(&self) -> bool {
        self.texts.is_empty()
    }

    /// As they are written.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        self.texts.iter().map(|text| &**text)
    }
}

/// The pattern as a line of a `.gitignore` that the matcher reads as git does. The error says in words why it is none.
fn line(text: &str, is_first: bool) -> Result<String, String> {
    let text = without_trailing_blanks(text);
    if text.starts_with('#') {
        return Err(
            "a line of a .gitignore that begins with `#` is a comment; write `\\#` for the character".to_owned()
        );
    }
    let (negated, pattern) = text.strip_prefix('!').map_or(("", text), |rest| ("!", rest));
    let mut pattern = pattern;
    while let Some(rest) = pattern.strip_prefix("./") {
        pattern = rest;
    }
    if pattern.chars().all(|c| c == '/') {
        return Err("the pattern is empty".to_owned());
    }
    if pattern.split('/').any(|part| part == "..") {
        return Err("the pattern leads out of the site; patterns start at the site's root".to_owned());
    }
    if !negated.is_empty() && is_first {
        return Err("`!` takes out what an earlier pattern of the same list matches, and there is none".to_owned());
    }
    // Said here, since a slash inside of a character class is none between folders.
    let is_anchored = pattern.trim_end_matches('/').contains('/') || pattern == "**";
    Ok(format!("{negated}{}{}", if is_anchored { "" } else { "**/" }, translated(pattern)?))
}

/// Blanks at the end do not count, but for one behind a backslash.
fn without_trailing_blanks(text: &str) -> &str {
    let trimmed = text.trim_end_matches([' ', '\t', '\n', '\r']);
    let backslashes = trimmed.bytes().rev().take_while(|byte| *byte == b'\\').count();
    let blank = text[trimmed.len()..].chars().next().filter(|_| backslashes % 2 == 1);
    &text[..trimmed.len() + blank.map_or(0, char::len_utf8)]
}

/// Character classes in the words of the matcher, blanks so that they stay, and more than two stars as two.
fn translated(pattern: &str) -> Result<String, String> {
    let mut translated = String::with_capacity(pattern.len());
    let mut rest = pattern;
    while let Some(c) = rest.chars().next() {
        rest = &rest[c.len_utf8()..];
        match c {
            '[' => {
                let (class, after) = read_class(rest)?;
                translated.push_str(&class);
                rest = after;
            }
            '\\' => {
                let escaped = rest.chars().next().ok_or("there is nothing behind the backslash at its end")?;
                rest = &rest[escaped.len_utf8()..];
                match escaped {
                    ' ' | '\t' => translated.extend(['[', escaped, ']']),
                    '/' => translated.push('/'),
                    _ => translated.extend(['\\', escaped]),
                }
            }
            '*' => {
                let stars = 1 + rest.bytes().take_while(|byte| *byte == b'*').count();
                rest = &rest[stars - 1..];
                translated.push_str(if stars == 1 { "*" } else { "**" });
            }
            '!' | '#' if translated.is_empty() => translated.extend(['\\', c]),
            c => translated.push(c),
        }
    }
    Ok(translated)
}

#[cfg(test)]
mod tests;
