//! Decides from the facts of an index that the rules between pages find nothing on a page, so that a run over a whole site reads most
//! pages once. Errs on the side of rereading: what facts do not hold counts as a possible finding.

use crate::analysis::claims::PageClaims;
use crate::engine::check::check_page;
use crate::input::{CheckInput, SiteView};
use crate::link_destination::style_of;
use crate::rules::site::{duplicate_permalink, missing_navigation, near_miss_value, redirect_conflict};
use crate::suppression::Suppressions;
use docent_site::index::facts::{LinkFact, LinkPlace};
use docent_site::index::{Fit, PageFacts, Target, Via};
use docent_site::{Config, PageId, SiteIndex};
use std::collections::HashSet;
use std::sync::Arc;

/// Whether nothing is found on a page by reading it alone, and its facts hold everything else that the rules between pages read. `input`
/// has no site.
pub fn is_clean_alone(input: &CheckInput<'_>) -> bool {
    // Whether a suppression is used depends on what the rules between pages find.
    check_page(input).is_empty()
        && Suppressions::of(input.page).all.is_empty()
        && near_miss_value::facts_hold_all_values(input.page, input.yaml)
}

/// The rules between pages, over the facts of one index.
#[derive(Debug)]
pub struct FactsCheck<'i> {
    index: &'i SiteIndex,
    near_misses: HashSet<PageId>,
}

impl<'i> FactsCheck<'i> {
    pub fn new(index: &'i SiteIndex, config: &Config) -> FactsCheck<'i> {
        let keys: Vec<Arc<str>> = index.value_keys().cloned().collect();
        let near_misses = near_miss_value::pages_with_near_misses(index, &keys, config);
        FactsCheck { index, near_misses: near_misses.into_iter().collect() }
    }

    /// Whether no rule between pages finds anything on a page that [`is_clean_alone`].
    pub fn finds_nothing(&self, page: PageId) -> bool {
        let Some(facts) = self.index.facts(page).filter(|facts| facts.broken.is_none()) else { return false };
        !self.near_misses.contains(&page)
            && self.has_clean_addresses(page, facts)
            && facts.links.iter().all(|link| self.is_clean_link(page, link))
    }

    fn has_clean_addresses(&self, page: PageId, facts: &PageFacts) -> bool {
        if facts.address.is_none() {
            return true;
        }
        let claims = PageClaims { site: SiteView { index: self.index, page }, facts };
        let is_free = |address: &str| redirect_conflict::Rivals::of(&claims, address).is_none();
        duplicate_permalink::Rivals::of(&claims).is_none()
            && claims
                .redirects()
                .iter()
                .all(|redirect| *redirect.address != *claims.address() && is_free(&redirect.address))
            && missing_navigation::missing(&claims, self.index.path(page)).is_none()
    }

    fn is_clean_link(&self, from: PageId, link: &LinkFact) -> bool {
        if link.place == LinkPlace::Reference {
            return true;
        }
        // The rules read backslashes in the source, which Markdown takes for escapes or leaves in the URL.
        if usize::from(link.range.len()) != link.url.len() || link.url.contains('\\') {
            return false;
        }
        let resolution = self.index.resolve(from, &link.url);
        match resolution.target {
            Target::Elsewhere | Target::File { fit: Fit::Exact, .. } => true,
            Target::Page { page, via: via @ (Via::SamePage | Via::Address | Via::Path), fit: Fit::Exact, .. } => {
                let has_anchor = match resolution.fragment.as_deref() {
                    Some(fragment) => self.index.anchor(page, fragment) == Some(Fit::Exact),
                    None => page != from || via == Via::SamePage,
                };
                has_anchor && (via == Via::SamePage || link.image || self.has_accepted_style(link, page))
            }
            Target::Page { .. } | Target::File { .. } | Target::Missing(_) => false,
        }
    }

    fn has_accepted_style(&self, link: &LinkFact, to: PageId) -> bool {
        let (index, styles) = (self.index, &self.index.model().link_styles);
        if !styles.are_configured() {
            return true;
        }
        let is_right_place = link.place != LinkPlace::Html || styles.accept_html();
        is_right_place
            && styles.accept(style_of(index.model(), &link.url, crate::link_destination::LinkGoal::page(index, to)))
    }
}
