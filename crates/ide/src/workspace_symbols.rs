//! Everything on a site that has a name: pages by title and file, headings, permalinks; found by a few typed letters, the best first.
//! Looks at every name; a caller may share the pages out among threads and put the results together.

use crate::fuzzy::{Fit, Query};
use crate::links::SiteLocation;
use docent_site::index::PageFacts;
use docent_site::{PageId, SiteIndex};
use docent_syntax::{TextRange, TextSize};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteSymbol {
    pub name: String,
    pub kind: SiteSymbolKind,
    /// The file of a page; the page of a heading or permalink.
    pub container: String,
    pub location: SiteLocation,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SiteSymbolKind {
    Page,
    Permalink,
    Heading,
}

/// What was typed.
#[derive(Debug, Clone)]
pub struct SymbolQuery {
    query: Query,
    limit: usize,
}

/// The symbols of some pages, at most as many as the query allows; unordered.
#[derive(Debug, Default)]
pub struct FoundSymbols(Vec<Candidate>);

/// Sorts by how well it fits; equal ones by what they are, by length, then by place, so that the answer is always the same.
type Rank = (Fit, SiteSymbolKind, usize, PageId, u32);

#[derive(Debug, Clone, Copy)]
struct Candidate {
    rank: Rank,
    /// Which heading of its page.
    heading: usize,
}

impl SymbolQuery {
    /// `limit`: how many symbols the author sees.
    pub fn new(typed: &str, limit: usize) -> SymbolQuery {
        SymbolQuery { query: Query::new(typed), limit: limit.max(1) }
    }

    /// The best of these pages. Without letters to look for, pages alone are found.
    pub fn among(&self, index: &SiteIndex, pages: impl IntoIterator<Item = PageId>) -> FoundSymbols {
        let mut best = Best { limit: self.limit, found: Vec::new(), worst: None };
        for page in pages {
            if let Some(facts) = index.facts(page) {
                self.of_page(index.path(page), facts, page, &mut best);
            }
        }
        FoundSymbols(best.found)
    }

    fn of_page(&self, path: &str, facts: &PageFacts, page: PageId, best: &mut Best) {
        let file = path.rsplit('/').next().unwrap_or(path);
        let by_title = self.query.fit(&facts.title);
        let by_file = if self.query.is_empty() { None } else { self.query.fit(file) };
        let of_page = by_title.into_iter().chain(by_file).min();
        let mut add = |fit: Fit, kind: SiteSymbolKind, length: usize, at: TextRange, heading: usize| {
            best.add(Candidate { rank: (fit, kind, length, page, u32::from(at.start())), heading });
        };
        if let Some(fit) = of_page {
            add(fit, SiteSymbolKind::Page, facts.title.len(), TextRange::default(), 0);
        }
        if self.query.is_empty() {
            return;
        }
        let permalink =
            facts.permalink.as_ref().and_then(|permalink| Some((permalink, self.query.fit(&permalink.text)?)));
        // Where the title fits as well, the page has been found already.
        if let Some((permalink, fit)) = permalink.filter(|(_, fit)| of_page.is_none_or(|of_page| *fit < of_page)) {
            add(fit, SiteSymbolKind::Permalink, permalink.text.len(), permalink.range, 0);
        }
        for (number, heading) in facts.headings.iter().enumerate() {
            if let Some(fit) = self.query.fit(&heading.title) {
                add(fit, SiteSymbolKind::Heading, heading.title.len(), heading.range, number);
            }
        }
    }

    /// The best of all that was found, the best first.
    pub fn best(&self, index: &SiteIndex, found: impl IntoIterator<Item = FoundSymbols>) -> Vec<SiteSymbol> {
        let mut all: Vec<Candidate> = found.into_iter().flat_map(|found| found.0).collect();
        all.sort_unstable_by_key(|candidate| candidate.rank);
        all.truncate(self.limit);
        all.into_iter().filter_map(|candidate| symbol(index, candidate)).collect()
    }
}

fn symbol(index: &SiteIndex, candidate: Candidate) -> Option<SiteSymbol> {
    let (_, kind, _, page, _) = candidate.rank;
    let facts = index.facts(page)?;
    let path = index.path(page);
    let title = if facts.title.trim().is_empty() { path } else { &*facts.title };
    let (name, container, range) = match kind {
        SiteSymbolKind::Page => (title, path, TextRange::empty(TextSize::new(0))),
        SiteSymbolKind::Permalink => {
            let permalink = facts.permalink.as_ref()?;
            (&*permalink.text, title, permalink.range)
        }
        SiteSymbolKind::Heading => {
            let heading = facts.headings.get(candidate.heading)?;
            (&*heading.title, title, heading.range)
        }
    };
    let location = SiteLocation { path: path.to_owned(), range };
    Some(SiteSymbol { name: name.to_owned(), kind, container: container.to_owned(), location })
}

/// The best so far; now and then the others are thrown away.
struct Best {
    limit: usize,
    found: Vec<Candidate>,
    /// What is not better than this is not among the best.
    worst: Option<Rank>,
}

impl Best {
    fn add(&mut self, candidate: Candidate) {
        if self.worst.is_some_and(|worst| candidate.rank >= worst) {
            return;
        }
        self.found.push(candidate);
        if self.found.len() >= 4 * self.limit {
            self.found.select_nth_unstable_by_key(self.limit - 1, |candidate| candidate.rank);
            self.found.truncate(self.limit);
            self.worst = self.found.last().map(|candidate| candidate.rank);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use docent_rules::site_fixture::SiteFixture;
    use expect_test::{Expect, expect};

    const SITE: &str = "//- api/users.md\n---\ntitle: Users API\npermalink: people-list.html\n---\n# Get users\n## Über Nutzer\n//- api/overview.md\n---\ntitle: Overview\n---\n# Get users of a role\n//- notes.md\nText.$0\n";

    fn check(typed: &str, expected: Expect) {
        let site = SiteFixture::new(SITE);
        let query = SymbolQuery::new(typed, 10);
        // In two parts, as threads would.
        let pages: Vec<PageId> = site.index.pages().collect();
        let parts = pages.chunks(2).map(|pages| query.among(&site.index, pages.iter().copied()));
        let shown = query.best(&site.index, parts).into_iter().map(|found| {
            let at = site.shown(&found.location.path, found.location.range);
            format!("{:?} {} ({}) {at}\n", found.kind, found.name, found.container)
        });
        expected.assert_eq(&shown.collect::<String>());
    }

    #[test]
    fn pages_headings_and_permalinks() {
        check(
            "users",
            expect![[r#"
            Page Users API (api/users.md) api/users.md:1: «»---
            Heading Get users (Users API) api/users.md:5: «# Get users»
            Heading Get users of a role (Overview) api/overview.md:4: «# Get users of a role»
        "#]],
        );
        check(
            "get us",
            expect![[r#"
            Heading Get users (Users API) api/users.md:5: «# Get users»
            Heading Get users of a role (Overview) api/overview.md:4: «# Get users of a role»
        "#]],
        );
        check(
            "people",
            expect![[r#"
            Permalink people-list.html (Users API) api/users.md:3: permalink: «people-list.html»
        "#]],
        );
        check(
            "ÜBER",
            expect![[r#"
            Heading Über Nutzer (Users API) api/users.md:6: «## Über Nutzer»
        "#]],
        );
        check(
            "over",
            expect![[r#"
            Page Overview (api/overview.md) api/overview.md:1: «»---
        "#]],
        );
        check(
            "notes.md",
            expect![[r#"
            Page notes.md (notes.md) notes.md:1: «»Text.
        "#]],
        );
        check(
            "",
            expect![[r#"
            Page notes.md (notes.md) notes.md:1: «»Text.
            Page Overview (api/overview.md) api/overview.md:1: «»---
            Page Users API (api/users.md) api/users.md:1: «»---
        "#]],
        );
        check("zzz", expect![""]);
    }

    #[test]
    fn a_large_site_gives_the_best_only() {
        let pages: String =
            (0..3000).map(|n| format!("//- p{n}.md\n---\ntitle: Page {n}\n---\n# Part {n}\n")).collect();
        let site = SiteFixture::new(&format!("{pages}//- x.md\n$0\n"));
        let query = SymbolQuery::new("p 2999", 50);
        let found = query.best(&site.index, [query.among(&site.index, site.index.pages())]);
        assert_eq!((found[0].name.as_str(), found[1].name.as_str(), found.len()), ("Page 2999", "Part 2999", 2));
        let query = SymbolQuery::new("p", 50);
        let found = query.best(&site.index, [query.among(&site.index, site.index.pages())]);
        assert_eq!((found.len(), found[0].name.as_str()), (50, "Page 0"));
    }
}
