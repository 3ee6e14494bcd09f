//! How a part of an address is made of a value ("Users & Groups" becomes `users-groups`): a rule that is data, so that each template
//! set has its own.

use std::collections::HashSet;

/// The steps by which text becomes a part of an address, in this order: white space at both ends goes, `case`, `replace` one after
/// the other, `remove`, `blanks`; then each run of `join` becomes a single one, and those at the ends go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SlugRule {
    pub case: SlugCase,
    /// Each text with what takes its place, applied to the whole part one after the other.
    pub replace: Vec<(Box<str>, Box<str>)>,
    /// Characters that are left out.
    pub remove: HashSet<char>,
    /// What takes the place of a white-space character.
    pub blanks: Box<str>,
    /// The character that never stands twice in a row, nor at an end; `None`: no character is treated so.
    pub join: Option<char>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SlugCase {
    Lower,
    Upper,
    Keep,
}

/// The rule of templates whose set has none: lower case, words joined by hyphens, punctuation left out.
impl Default for SlugRule {
    fn default() -> SlugRule {
        let hyphen = |text: &str| (text.into(), "-".into());
        SlugRule {
            case: SlugCase::Lower,
            replace: [" / ", " & ", ", ", "'", "."].map(hyphen).into(),
            remove: "\"!?():;".chars().collect(),
            blanks: "-".into(),
            join: Some('-'),
        }
    }
}

impl SlugRule {
    /// The slug of `part`; empty where nothing of it is left.
    pub fn apply(&self, part: &str) -> String {
        let part = part.trim();
        let mut text = match self.case {
            SlugCase::Lower => part.to_lowercase(),
            SlugCase::Upper => part.to_uppercase(),
            SlugCase::Keep => part.to_owned(),
        };
        for (from, to) in &self.replace {
            text = text.replace(&**from, to);
        }
        let mut slug = String::with_capacity(text.len());
        for character in text.chars().filter(|character| !self.remove.contains(character)) {
            match character.is_whitespace() {
                true => self.blanks.chars().for_each(|blank| self.push(&mut slug, blank)),
                false => self.push(&mut slug, character),
            }
        }
        if let Some(join) = self.join {
            slug.truncate(slug.trim_end_matches(join).len());
        }
        slug
    }

    fn push(&self, slug: &mut String, character: char) {
        let is_repeated = self.join == Some(character) && (slug.is_empty() || slug.ends_with(character));
        if !is_repeated {
            slug.push(character);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_joined_and_punctuation_goes() {
        let cases = [
            ("Users API", "users-api"),
            ("onStop", "onstop"),
            ("Retry Policy & KeepAlive", "retry-policy-keepalive"),
            ("Skills - Appendix / Notes", "skills-appendix-notes"),
            ("What's new, and what isn't?", "what-s-new-and-what-isn-t"),
            ("Version 2.0", "version-2-0"),
            ("Get (all) \"things\"!", "get-all-things"),
            ("  Élan  vital ", "élan-vital"),
            ("e.g. this", "e-g-this"),
            ("", ""),
            ("...", ""),
        ];
        for (part, expected) in cases {
            assert_eq!(SlugRule::default().apply(part), expected, "{part:?}");
        }
    }

    #[test]
    fn each_step_is_data() {
        let rule = SlugRule {
            case: SlugCase::Upper,
            replace: vec![("C++".into(), "CPP".into()), ("PP".into(), "P_P".into())],
            remove: HashSet::from(['!']),
            blanks: "__".into(),
            join: Some('_'),
        };
        assert_eq!(rule.apply(" _a!  c++ "), "A_CP_P");
        let plain = SlugRule { case: SlugCase::Keep, replace: Vec::new(), remove: HashSet::new(), ..rule };
        assert_eq!(SlugRule { join: None, ..plain }.apply("_A  b_"), "_A____b_");
    }
}
