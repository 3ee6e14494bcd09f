//! Holds fixes that change a page's address or its redirects to what a safe fix is: nothing that leads somewhere leads elsewhere
//! afterwards, and no other page has the address already. Knows no rule.

use crate::analysis::claims::PageClaims;
use crate::finding::{Finding, Fix, Safety};
use crate::input::CheckInput;
use docent_site::index::facts::front_matter_facts;
use docent_site::index::link_target::{LinkBase, TargetPlace, link_target};
use docent_site::index::{Fit, PageFacts, Target};
use docent_syntax::front_matter::split;
use docent_syntax::text::apply_edits;
use std::collections::BTreeSet;

/// Marks the fixes unsafe that would bring in a finding about addresses or links, on this page or on another one.
pub(super) fn restrict_fixes(input: &CheckInput<'_>, findings: &mut [Finding]) {
    let is_safe = |fix: &&mut Fix| fix.safety == Safety::Safe && edits_front_matter(input, fix);
    let mut fixes = findings.iter_mut().flat_map(|finding| &mut finding.fixes).filter(is_safe).peekable();
    let Some(site) = input.site.filter(|site| site.index.model().has_addresses() && fixes.peek().is_some()) else {
        return;
    };
    let before = front_matter_facts(input.page.front_matter(), input.path, site.index.model());
    for fix in fixes {
        if facts_after(input, fix).is_none_or(|after| disturbs(input, &before, &after)) {
            fix.safety = Safety::Unsafe;
        }
    }
}

fn edits_front_matter(input: &CheckInput<'_>, fix: &Fix) -> bool {
    let range = input.page.front_matter().range;
    fix.edits.iter().any(|edit| range.contains_range(edit.range))
}

/// What the front matter says after a fix.
fn facts_after(input: &CheckInput<'_>, fix: &Fix) -> Option<PageFacts> {
    let front_matter = input.page.front_matter();
    let inside = fix.edits.iter().filter(|edit| front_matter.range.contains_range(edit.range));
    let text = apply_edits(&front_matter.text, &inside.cloned().collect::<Vec<_>>())?;
    Some(front_matter_facts(&split(&text), input.path, input.site?.index.model()))
}

fn disturbs(input: &CheckInput<'_>, before: &PageFacts, after: &PageFacts) -> bool {
    let Some(site) = input.site else { return false };
    let (old, new) = (addresses(before), addresses(after));
    if old == new && before.address == after.address && before.meant_address() == after.meant_address() {
        return false;
    }
    let claims = PageClaims { site, facts: after };
    let is_taken = |address: &&str| {
        let file = site.index.find_file_at(address);
        !claims.others(address).is_empty() || matches!(file, Some(Target::File { fit: Fit::Exact, .. }))
    };
    let loops = claims.redirects().iter().any(|redirect| *redirect.address == *claims.address());
    new.difference(&old).any(is_taken)
        || (loops && before.address != after.address)
        || loses_visitors(input, &new)
        || (before.meant_address() != after.meant_address() && loses_links(input, after))
}

/// Where readers get to the page.
fn addresses(facts: &PageFacts) -> BTreeSet<&str> {
    let redirects = facts.redirects.iter().filter(|_| facts.broken.is_none());
    facts.address.as_deref().into_iter().chain(redirects.map(|redirect| &*redirect.address)).collect()
}

/// Whether another page links to an address that leads here no more.
fn loses_visitors(input: &CheckInput<'_>, after: &BTreeSet<&str>) -> bool {
    let Some(site) = input.site else { return false };
    let index = site.index;
    index.links_to(site.page).iter().filter(|referrer| referrer.page != site.page).any(|referrer| {
        match index.resolve(referrer.page, &referrer.link.url).target {
            Target::Page { spelled, .. } => spelled.starts_with('/') && !after.contains(&*spelled),
            _ => false,
        }
    })
}

/// Whether a relative link of the page leads nowhere from its new address.
fn loses_links(input: &CheckInput<'_>, after: &PageFacts) -> bool {
    let Some(site) = input.site else { return false };
    let index = site.index;
    let from = LinkBase { path: input.path, address: after.meant_address() };
    if from.counts_like(index.link_base(site.page)) {
        return false;
    }
    let is_missing = |spelled: &str| matches!(index.find_address(spelled), Target::Missing(_));
    let links = index.facts(site.page).map_or(&[][..], |facts| &facts.links);
    links.iter().any(|link| {
        let leads_somewhere = !matches!(index.resolve(site.page, &link.url).target, Target::Missing(_));
        let is_lost = match link_target(&link.url, from, index.model()).place {
            TargetPlace::Address { address, also_file } => {
                is_missing(&address) && also_file.as_deref().is_none_or(is_missing)
            }
            _ => false,
        };
        leads_somewhere && is_lost
    })
}
