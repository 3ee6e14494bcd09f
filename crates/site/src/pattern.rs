//! Path patterns of the configuration, with the meaning they have in a `.gitignore`. Knows no file system.

use globset::{GlobBuilder, GlobMatcher};

/// A path pattern. A pattern without a `/` in it matches in every folder; one that matches a folder matches all that lies
/// in it; `*` stops at a `/`, `**` does not.
#[derive(Debug, Clone)]
pub struct PathPattern {
    text: Box<str>,
    itself: GlobMatcher,
    inside: GlobMatcher,
}

impl PartialEq for PathPattern {
    fn eq(&self, other: &PathPattern) -> bool {
        self.text == other.text
    }
}

impl Eq for PathPattern {}

impl PathPattern {
    /// Reads a pattern; the error says in words why it is none.
    pub fn new(text: &str) -> Result<PathPattern, String> {
        let plain = text.trim_start_matches("./").trim_end_matches('/');
        if plain.is_empty() {
            return Err("the pattern is empty".to_owned());
        }
        if plain.split('/').any(|part| part == "..") {
            return Err("the pattern leads out of the site; patterns start at the site's root".to_owned());
        }
        let anchored = match plain.strip_prefix('/') {
            Some(rest) => rest.to_owned(),
            None if plain.contains('/') => plain.to_owned(),
            None => format!("**/{plain}"),
        };
        Ok(PathPattern { text: text.into(), itself: glob(&anchored)?, inside: glob(&format!("{anchored}/**"))? })
    }

    /// Whether it matches `path`, which starts at the site's root and is written with `/`.
    pub fn matches(&self, path: &str) -> bool {
        self.itself.is_match(path) || self.inside.is_match(path)
    }

    /// As it was written.
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

fn glob(pattern: &str) -> Result<GlobMatcher, String> {
    GlobBuilder::new(pattern)
        .literal_separator(true)
        .build()
        .map(|glob| glob.compile_matcher())
        .map_err(|error| error.kind().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(pattern: &str, path: &str) -> bool {
        PathPattern::new(pattern).expect("a pattern").matches(path)
    }

    #[test]
    fn patterns_mean_what_they_mean_in_a_gitignore() {
        assert!(matches("**/overview.md", "overview.md"));
        assert!(matches("**/overview.md", "pages/a/overview.md"));
        assert!(matches("drafts", "pages/drafts/a.md"));
        assert!(matches("drafts/", "drafts/deep/a.md"));
        assert!(matches("*.md", "pages/a.md"));
        assert!(matches("/README.md", "README.md"));
        assert!(!matches("/README.md", "pages/README.md"));
        assert!(matches("./pages/*.md", "pages/a.md"));
        assert!(!matches("pages/*.md", "pages/deep/a.md"));
        assert!(matches("pages/**", "pages/deep/a.md"));
        assert!(matches("pages/{a,b}.md", "pages/b.md"));
    }

    #[test]
    fn what_is_no_pattern_says_why() {
        for pattern in ["", "/", "../x", "a/../b", "[a", "{a"] {
            assert!(PathPattern::new(pattern).is_err(), "{pattern}");
        }
    }
}
