//! Older addresses that a page may have had: the one it would have without a permalink, and those that links of other pages still
//! name although nothing is there, as far as they resemble the page's own.

use super::context::Context;
use super::insert_text::InsertText;
use super::item::{Completion, CompletionKind, Offers};
use super::place::Place;
use super::values::spot_of;
use super::yaml_cursor::Step;
use docent_rules::input::SiteView;
use docent_site::index::Target;
use serde_json::Value;
use std::collections::BTreeSet;

const MAX_OFFERS: usize = 30;
/// Pages that are looked at for how redirects are written.
const MAX_PAGES: usize = 500;

pub(super) fn provide(context: &Context<'_>, offers: &mut Offers) {
    let Place::FrontMatter(cursor) = &context.place else { return };
    let Some(site) = context.input.site else { return };
    let is_here = match cursor.path.as_slice() {
        [Step::Key(key)] | [Step::Key(key), Step::Item] => **key == *site.index.model().redirect_key,
        _ => false,
    };
    if !is_here || !site.index.model().has_addresses() {
        return;
    }
    let Some(spot) = spot_of(context, cursor) else { return };
    let known: BTreeSet<String> = known_addresses(context, site);
    let with_slash = writes_slashes(site);
    for (address, why) in
        candidates(context, site).into_iter().filter(|(address, _)| !known.contains(address)).take(MAX_OFFERS)
    {
        let shown = if with_slash { &*address } else { address.trim_start_matches('/') };
        let text = InsertText::plain(spot.written(&Value::from(shown)));
        let mut item = Completion::new(CompletionKind::Value, shown, spot.replace, text);
        item.filter = spot.filter(shown);
        item.detail = Some(why);
        offers.add(item);
    }
}

/// The page's own address and the redirects it has, the one being typed left out.
fn known_addresses(context: &Context<'_>, site: SiteView<'_>) -> BTreeSet<String> {
    let (permalink_key, redirect_key) = crate::links::here::address_keys(&context.input);
    let generator = &site.index.model().generator;
    let mut known = BTreeSet::new();
    known.extend(site.index.facts(site.page).and_then(|facts| facts.address.as_deref().map(str::to_owned)));
    let yaml = &context.page.front_matter().yaml;
    let entries = yaml.own_and_merged(context.input.yaml).into_iter();
    for found in entries.filter(|found| found.name == redirect_key || found.name == permalink_key) {
        let entry = found.entry;
        let items = match &entry.value.target().kind {
            docent_syntax::YamlKind::Sequence(items) => items.as_slice(),
            _ => std::slice::from_ref(&entry.value),
        };
        let written = items.iter().filter_map(|item| item.as_str()).filter(|written| !written.trim().is_empty());
        known.extend(written.map(|written| generator.address_of(written)));
    }
    known
}

/// Addresses, the likeliest first, each with why it is offered.
fn candidates(context: &Context<'_>, site: SiteView<'_>) -> Vec<(String, String)> {
    let mut own: Vec<Vec<String>> = Vec::new();
    let facts = site.index.facts(site.page);
    own.extend(facts.and_then(|facts| facts.address.as_deref()).map(words));
    own.extend(facts.map(|facts| words(&facts.title)));
    let default = site.index.model().generator.default_address(context.path);
    own.extend(default.as_deref().map(words));
    let mut dangling: Vec<(usize, String)> = site
        .index
        .dangling_keys()
        .filter(|(key, _)| own.iter().any(|own| is_near(&words(key), own)))
        .filter_map(|(key, pages)| Some((pages, site.index.missing_destination_of(key)?)))
        .collect();
    dangling.sort_by(|(a_pages, a), (b_pages, b)| b_pages.cmp(a_pages).then_with(|| a.cmp(b)));
    let linked = dangling.into_iter().map(|(pages, address)| {
        let who = if pages == 1 { "1 page links here".to_owned() } else { format!("{pages} pages link here") };
        (address, format!("{who}, and nothing is there"))
    });
    let is_free = |address: &String| matches!(site.index.find_address(address), Target::Missing(_));
    let by_file = default.filter(is_free).map(|address| (address, "the address by the page's file name".to_owned()));
    linked.chain(by_file).collect()
}

/// Of the words of both at least half are the same.
fn is_near(one: &[String], other: &[String]) -> bool {
    let same = one.iter().filter(|word| other.contains(word)).count();
    same > 0 && same * 2 >= one.len().max(other.len())
}

/// The words of an address or a title, but for what all of them end with.
fn words(text: &str) -> Vec<String> {
    let lower = text.to_lowercase();
    let words = lower
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty() && !matches!(*word, "html" | "index"));
    // Longer than any address; comparing is quadratic.
    words.take(40).map(str::to_owned).collect()
}

/// Whether the site writes its redirects with a slash at the beginning; on this page if it has any.
fn writes_slashes(site: SiteView<'_>) -> bool {
    let pages = std::iter::once(site.page).chain(site.index.pages().take(MAX_PAGES));
    let first = pages.filter_map(|page| site.index.facts(page)).find(|facts| !facts.redirects.is_empty());
    first.is_some_and(|facts| facts.redirects.iter().any(|redirect| redirect.written.starts_with('/')))
}
