//! The addresses that a page claims (its own, its redirects), read off the page as it is now, and who else claims them. Knows no rule.

use crate::analysis::Analysis;
use crate::finding::Related;
use crate::input::SiteView;
use docent_site::index::{Claim, ClaimKind, Fit, PageFacts, RedirectFact, Target};
use docent_site::{PageId, SiteIndex};
use docent_syntax::TextRange;

/// More places than an author follows; the rest is counted.
const MAX_PLACES: usize = 20;

/// A page's claims.
#[derive(Clone, Copy)]
pub struct PageClaims<'a> {
    pub site: SiteView<'a>,
    pub facts: &'a PageFacts,
}

impl<'a> PageClaims<'a> {
    /// `None` where nothing is known of other pages, and where links go by file.
    pub fn of(analysis: &'a Analysis<'_>) -> Option<PageClaims<'a>> {
        let site = analysis.site?;
        let facts = analysis.front_matter_facts()?;
        facts.address.is_some().then_some(PageClaims { site, facts })
    }

    pub fn address(&self) -> &str {
        self.facts.address.as_deref().unwrap_or_default()
    }

    /// The redirects that the generator reads.
    pub fn redirects(&self) -> &[RedirectFact] {
        if self.facts.broken.is_some() { &[] } else { &self.facts.redirects }
    }

    /// The file that is published at exactly this address and is no page.
    pub fn file_at(&self, address: &str) -> Option<String> {
        match self.site.index.find_file_at(address) {
            Some(Target::File { path, fit: Fit::Exact }) => Some(path),
            _ => None,
        }
    }

    /// The other pages that claim an address, each once, in the order in which the generator decides.
    pub fn others(&self, address: &str) -> Vec<&'a Claim> {
        let mut seen: Vec<PageId> = vec![self.site.page];
        let mut others: Vec<&Claim> = self.site.index.claims(address);
        others.retain(|claim| {
            let counts = matches!(claim.kind, ClaimKind::Address | ClaimKind::Redirect(_));
            let is_new = counts && (seen.len() > MAX_PLACES || !seen.contains(&claim.page));
            if is_new && seen.len() <= MAX_PLACES {
                seen.push(claim.page);
            }
            is_new
        });
        others
    }
}

/// The places where others claim an address; of very many the first.
pub fn places(index: &SiteIndex, claims: &[&Claim]) -> Vec<Related> {
    claims
        .iter()
        .take(MAX_PLACES)
        .map(|claim| {
            let (range, what) = place(index, claim);
            Related::file(index.path(claim.page), range, what)
        })
        .collect()
}

fn place(index: &SiteIndex, claim: &Claim) -> (TextRange, &'static str) {
    let facts = index.facts(claim.page);
    match claim.kind {
        ClaimKind::Redirect(number) => {
            let redirect = facts.and_then(|facts| facts.redirects.get(number as usize));
            (redirect.map_or(TextRange::default(), |redirect| redirect.range), "redirected here")
        }
        _ => {
            let permalink = facts.and_then(|facts| facts.permalink.as_ref());
            (permalink.map_or(TextRange::default(), |permalink| permalink.range), "published here")
        }
    }
}

/// `'a.md'`, `'a.md' and 'b.md'`, `'a.md', 'b.md' and 3 more`.
pub fn names(index: &SiteIndex, claims: &[&Claim]) -> String {
    let name = |claim: &&Claim| format!("'{}'", index.path(claim.page));
    match claims {
        [] => String::new(),
        [one] => name(one),
        [one, two] => format!("{} and {}", name(one), name(two)),
        [one, two, rest @ ..] => format!("{}, {} and {} more", name(one), name(two), rest.len()),
    }
}
