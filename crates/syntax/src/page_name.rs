//! Which files are pages, by their names: the one list that the walk, the index, the server and the editors share.

use std::path::Path;

/// The endings of pages, without the dot. Upper and lower case count the same.
pub const PAGE_ENDINGS: [&str; 7] = ["md", "markdown", "mkd", "mkdn", "mkdown", "mdown", "mdx"];

/// Whether a file with this ending (without the dot) is a page.
pub fn is_page_ending(ending: &str) -> bool {
    PAGE_ENDINGS.iter().any(|known| ending.eq_ignore_ascii_case(known))
}

/// Whether a file of this name is a page. A name that begins with its only dot (`.md`) has no ending.
pub fn is_page_path(path: &Path) -> bool {
    path.extension().and_then(|ending| ending.to_str()).is_some_and(is_page_ending)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_have_one_of_the_endings_in_any_case() {
        for ending in PAGE_ENDINGS {
            assert!(is_page_path(Path::new(&format!("docs/a.b.{ending}"))));
            assert!(is_page_path(Path::new(&format!("A.{}", ending.to_uppercase()))));
        }
        for name in ["a.txt", "a", ".md", "a.md/b", "a.mdd", "a.md.bak", "a.html"] {
            assert!(!is_page_path(Path::new(name)), "{name}");
        }
    }
}
