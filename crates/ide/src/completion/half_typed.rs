//! Whether words that are half typed are the beginning of others, and what an editor is to compare them with.
//!
//! Only letters and digits count: an author types `**Ret` for what the template has as "Retrieve".

/// Whether `typed` begins `words` and does not say all of them.
pub(super) fn begins(words: &str, typed: &str) -> bool {
    let mut words = folded(words);
    folded(typed).all(|letter| words.next() == Some(letter)) && words.next().is_some()
}

/// Whether the letters of `typed` come in `words` in the same order: what editors take for a match.
pub(super) fn matches(words: &str, typed: &str) -> bool {
    let mut words = folded(words);
    folded(typed).all(|letter| words.any(|other| other == letter))
}

/// `before` as it was typed, which ends with `typed`, and what of `words` is not typed yet.
pub(super) fn continued(before: &str, words: &str, typed: &str) -> String {
    let mut left = typed.chars().filter(|c| c.is_alphanumeric()).count();
    let rest = words.trim_start_matches(|c: char| {
        let skipped = left > 0;
        left -= usize::from(skipped && c.is_alphanumeric());
        skipped
    });
    format!("{before}{rest}")
}

fn folded(text: &str) -> impl Iterator<Item = char> + '_ {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn beginnings() {
        assert!(begins("Retrieve your domain", "**retrieve yo"));
        assert!(begins("Retrieve", ""));
        assert!(!begins("Retrieve", "Retrieve."));
        assert!(!begins("Retrieve", "trieve"));
        assert!(matches("Getting started", "get st"));
        assert!(!matches("Getting started", "start getting"));
        assert_eq!(continued("1. **Ret", "Retrieve your domain", "**Ret"), "1. **Retrieve your domain");
        assert_eq!(continued("1. ", "Ärger", ""), "1. Ärger");
    }
}
