//! Ids as kramdown gives them to headings.

use super::heading_ids::is_kept;

/// Lower case; letters, digits, `_` and `-` stay, each blank is a hyphen.
pub(super) fn id_of_title(text: &str) -> Box<str> {
    let lower = text.chars().flat_map(char::to_lowercase);
    let kept = lower.filter_map(|c| match c {
        ' ' | '\t' => Some('-'),
        c => is_kept(c).then_some(c),
    });
    kept.collect::<String>().into()
}
