//! Which of several claims to one address is served: Jekyll writes them one after the other, and the last one stays.

/// What is written at an address. In the order in which Jekyll writes: a redirect replaces a page without a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Claim<'c> {
    /// A page, by its path. Pages are written in the order of their file names, whatever folder they lie in.
    Page(&'c str),
    /// A redirect of a post or a page of a collection, by its path.
    DocumentRedirect(&'c str),
    /// A redirect of a page, by the path of that page.
    Redirect(&'c str),
    /// A file that is copied as it is.
    StaticFile,
    /// A post or a page of a collection.
    Document(&'c str),
}

/// The claim that is served, as an index; `None` where there is none. Where Jekyll leaves it to chance (two files of one
/// name in different folders) it is the one whose path comes last.
pub fn served(claims: &[Claim<'_>]) -> Option<usize> {
    let name = |path: &str| path.rsplit('/').next().unwrap_or(path).to_owned();
    let order = |claim: &Claim<'_>| match *claim {
        Claim::Page(path) => (0, name(path), path.to_owned()),
        Claim::DocumentRedirect(path) => (1, path.to_owned(), String::new()),
        Claim::Redirect(path) => (2, name(path), path.to_owned()),
        Claim::StaticFile => (3, String::new(), String::new()),
        Claim::Document(path) => (4, path.to_owned(), String::new()),
    };
    (0..claims.len()).max_by_key(|&index| order(&claims[index]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_one_written_stays() {
        assert_eq!(served(&[]), None);
        assert_eq!(served(&[Claim::Page("z/a.md"), Claim::Page("a/b.md")]), Some(1));
        assert_eq!(served(&[Claim::Redirect("a.md"), Claim::Page("b.md")]), Some(0));
        assert_eq!(served(&[Claim::Redirect("b.md"), Claim::Redirect("a.md"), Claim::Page("c.md")]), Some(0));
        assert_eq!(served(&[Claim::StaticFile, Claim::Redirect("b.md"), Claim::Document("_a/b.md")]), Some(2));
    }
}
