//! Ids as GitHub gives them to headings, which `github-slugger` repeats: the judge in the tests.

use super::heading_ids::is_kept;

/// Stands before every id on the published page; the page's script finds ids without it, too.
pub(super) const ID_PREFIX: &str = "user-content-";

/// Lower case; word characters, hyphens and underscores stay, each blank is a hyphen.
pub(super) fn id_of_title(text: &str) -> Box<str> {
    let kept = text.to_lowercase();
    let kept = kept.chars().filter_map(|c| match c {
        ' ' => Some('-'),
        '\t' => None,
        c => is_kept(c).then_some(c),
    });
    kept.collect::<String>().into()
}

#[cfg(test)]
mod tests {
    use crate::{Dialect, Page, heading_ids};

    /// Recorded by `tests/github_ids/record.mjs`: the titles of a page, each with its id.
    const ANSWERS: &str = include_str!("../../tests/github_ids/ids.json");

    #[test]
    fn ids_are_those_of_github_slugger() {
        let pages: Vec<Vec<(String, String)>> = serde_json::from_str(ANSWERS).expect("pages");
        for page in pages {
            let heading = |(title, _): &(String, String)| format!("## {}\n\n", escaped(title));
            let text: String = page.iter().map(heading).collect();
            let found = heading_ids(&Page::parse(&text, Dialect::GITHUB)).into_iter();
            let found: Vec<(String, String)> =
                page.iter().zip(found).map(|((title, _), found)| (title.clone(), found.id.into())).collect();
            assert_eq!(found, page);
        }
    }

    fn escaped(title: &str) -> String {
        title.chars().flat_map(|c| [c.is_ascii_punctuation().then_some('\\'), Some(c)]).flatten().collect()
    }
}
