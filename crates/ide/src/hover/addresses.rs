//! Hover of a page's own addresses: how many links lead here, by the permalink and through each redirect.

use super::Hover;
use super::words::{code, headline};
use crate::links::here::{Here, here, own_address};
use crate::links::{links_here, links_through};
use docent_rules::input::CheckInput;
use docent_syntax::TextSize;

/// What the site knows of the address at `offset`, after what the template says of it.
pub(super) fn with_links(input: &CheckInput<'_>, offset: TextSize, of_template: Option<Hover>) -> Option<Hover> {
    let Some((range, first, links)) = of_site(input, offset) else { return of_template };
    Some(match of_template {
        Some(hover) => Hover { markdown: format!("{}\n\n{links}", hover.markdown), ..hover },
        None => Hover::new(range, [first, links]),
    })
}

fn of_site(input: &CheckInput<'_>, offset: TextSize) -> Option<(docent_syntax::TextRange, String, String)> {
    let site = input.site?;
    match here(input, offset)? {
        Here::Page(range) if range == own_address(input) => {
            let address = site.index.facts(site.page)?.address.as_deref()?;
            let words = links_here(input).in_words().unwrap_or_else(|| "No links here".to_owned());
            Some((range, headline(&code(address), "the page's address"), format!("{words}.")))
        }
        Here::Redirect { written, range } => {
            let address = site.index.model().generator.address_of(written);
            let words = match links_through(input, &address) {
                (0, false) => "No link of this site goes through this redirect.".to_owned(),
                (1, false) => "1 link of this site goes through this redirect.".to_owned(),
                (count, more) => {
                    format!("{count}{} links of this site go through this redirect.", if more { "+" } else { "" })
                }
            };
            Some((range, headline(&code(&address), "older address that leads to this page"), words))
        }
        _ => None,
    }
}
