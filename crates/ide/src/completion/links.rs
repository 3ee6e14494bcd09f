//! Where a link can lead: pages, found by title, file name or address, pictures, and after `#` the headings of a page.

use super::context::Context;
use super::insert_text::InsertText;
use super::item::{Completion, CompletionKind, Offers};
use super::link_place::{InLink, LinkForm};
use super::link_style::{name_in, typed_style, usual_style};
use super::place::Place;
use crate::fuzzy::{Fit, Query};
use crate::links::{Aim, resolve_here};
use docent_rules::input::SiteView;
use docent_rules::link_destination::{LinkGoal, LinkSpot, destination_to, in_accepted_style, style_of, with_fragment};
use docent_site::index::{PageFacts, Target, Via};
use docent_site::{PageId, SiteModel};
use docent_syntax::anchors::anchors;

/// Pages that are offered at once; clients request the list anew with every letter.
const MAX_PAGES: usize = 100;
/// Headings that are offered at once.
const MAX_HEADINGS: usize = 300;
const PICTURES: &[&str] = &["png", "jpg", "jpeg", "gif", "svg", "webp", "avif", "bmp", "ico"];

pub(super) fn provide(context: &Context<'_>, offers: &mut Offers) {
    let Place::Link(link) = &context.place else { return };
    let typed = link.typed();
    let hash = typed.find('#').filter(|at| !typed[..*at].ends_with('&') && !matches!(link.form, LinkForm::Tag { .. }));
    if let Some(hash) = hash {
        headings(context, link, hash, offers);
        return;
    }
    let Some(site) = context.input.site else { return };
    match link.image {
        true => pictures(context, site, link, offers),
        false => pages(context, site, link, offers),
    }
    offers.incomplete |= !offers.items.is_empty();
}

fn pages(context: &Context<'_>, site: SiteView<'_>, link: &InLink<'_>, offers: &mut Offers) {
    let typed = link.typed();
    let query = Query::new(&docent_generators::percent_decoded(name_in(typed)));
    let folder = folder_of(site.index.path(site.page));
    let fits = |page: PageId| {
        let facts = site.index.facts(page).filter(|_| page != site.page)?;
        let path = site.index.path(page);
        let fit = best_fit(&query, facts, path)?;
        Some((fit, folder_of(path) != folder, path, page))
    };
    let mut found: Vec<(Fit, bool, &str, PageId)> = site.index.pages().filter_map(fits).collect();
    let order = |one: &(Fit, bool, &str, PageId), other: &(Fit, bool, &str, PageId)| one.cmp(other);
    if found.len() > MAX_PAGES {
        found.select_nth_unstable_by(MAX_PAGES, order);
        found.truncate(MAX_PAGES);
    }
    found.sort_unstable_by(order);
    let style = match link.form {
        LinkForm::Tag { .. } => String::new(),
        _ => {
            let usual = usual_style(&context.input, site, false);
            typed_style(typed, &usual).unwrap_or(usual)
        }
    };
    for (_, _, path, page) in found {
        let Some(text) = written(site, link, &style, page) else { continue };
        let title = site.index.facts(page).map(|facts| facts.title.trim()).filter(|title| !title.is_empty());
        let mut item = new_item(link, CompletionKind::File, text.clone(), text, link.start);
        item.note = title.map(str::to_owned);
        item.detail = Some(path.to_owned());
        offers.add(item);
    }
}

/// The best of address, title and path. Of the path the last part counts like an address, the rest for less.
fn best_fit(query: &Query, facts: &PageFacts, path: &str) -> Option<Fit> {
    if query.is_empty() {
        return Some(Fit::Letters);
    }
    let name = path.rsplit('/').next().unwrap_or(path);
    let address = facts.address.as_deref().and_then(|address| query.fit(address));
    let named = [address, query.fit(&facts.title), query.fit(name)].into_iter().flatten().min();
    let by_path = query.fit(path).filter(|fit| *fit < Fit::Letters).map(|fit| fit.max(Fit::Words));
    named.into_iter().chain(by_path).min()
}

/// The destination as it is written here; `None` where it would not lead to the page, since another one has its address.
fn written(site: SiteView<'_>, link: &InLink<'_>, style: &str, page: PageId) -> Option<String> {
    let goal = LinkGoal::page(site.index, page);
    if let LinkForm::Tag { closed } = link.form {
        let generator = &site.index.model().generator;
        let path = generator.kind().link_styles.iter().find_map(|style| generator.name_of_file(style, goal.path))?;
        return Some(format!("{path}{}", if closed { "" } else { " %}" }));
    }
    let leads_there = |text: &String| match site.index.resolve(site.page, text).target {
        Target::Page { page: found, via, .. } => found == page && !matches!(via, Via::Redirect(_)),
        _ => false,
    };
    let (model, base) = (site.index.model(), site.index.link_base(site.page));
    let mut styles = vec![style.to_owned()];
    if goal.address.is_some_and(|address| address.ends_with("/index.html")) {
        styles.insert(0, without_file(style));
    }
    let is_accepted = |text: &String| model.link_styles.accept(style_of(model, text, goal));
    let accepted = || {
        let mut usual = styles.iter().map(|style| destination_to(model, base, style, goal));
        let usual = usual.find(|text| is_accepted(text) && leads_there(text));
        usual.or_else(|| in_accepted_style(model, base, &styles[0], goal, spot(link)).filter(leads_there))
    };
    let accepted = if model.link_styles.are_configured() { accepted() } else { None };
    if goal.address.is_some() {
        styles.extend(["x.html".to_owned(), "/x.html".to_owned()]);
    }
    styles.extend(["x.md".to_owned(), "/x.md".to_owned()]);
    let mut texts = accepted.into_iter().chain(styles.iter().map(|style| destination_to(model, base, style, goal)));
    let text = texts.find(leads_there)?;
    // A destination that holds a blank is none outside of `<…>`.
    let is_safe = link.form == LinkForm::Enclosed || text.contains("{{") || text.contains("{%") || !text.contains(' ');
    is_safe.then_some(text)
}

fn spot(link: &InLink<'_>) -> LinkSpot {
    let before = link.line.text.get(..link.start).and_then(|before| before.chars().next_back());
    match (link.form, before) {
        (LinkForm::Enclosed, Some(quote @ ('"' | '\''))) => LinkSpot::Quoted(quote),
        (LinkForm::Enclosed, _) => LinkSpot::Enclosed,
        _ => LinkSpot::Plain,
    }
}

/// The style with the address of a folder in place of a page's: `/a/x.html` becomes `/a/x`.
fn without_file(style: &str) -> String {
    match style.rsplit_once('/') {
        Some((folder, name)) if !name.contains(['}', '"', '\'']) => format!("{folder}/x"),
        None if !style.contains(['}', '%']) => "x".to_owned(),
        _ => style.to_owned(),
    }
}

fn pictures(context: &Context<'_>, site: SiteView<'_>, link: &InLink<'_>, offers: &mut Offers) {
    let typed = link.typed();
    let query = Query::new(&docent_generators::percent_decoded(name_in(typed)));
    let is_picture = |path: &&str| {
        let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
        PICTURES.iter().any(|known| ending.eq_ignore_ascii_case(known))
    };
    let fits = |path: &str| {
        let name = path.rsplit('/').next().unwrap_or(path);
        query.fit(name).or_else(|| query.fit(path).map(|fit| fit.max(Fit::Inside)))
    };
    let mut found: Vec<(Fit, &str)> =
        site.index.files().filter(is_picture).filter_map(|path| Some((fits(path)?, path))).collect();
    if found.len() > MAX_PAGES {
        found.select_nth_unstable(MAX_PAGES);
        found.truncate(MAX_PAGES);
    }
    found.sort_unstable();
    let usual = usual_style(&context.input, site, true);
    let style = typed_style(typed, &usual).unwrap_or(usual);
    let base = site.index.link_base(site.page);
    for (_, path) in found {
        let styles = [style.as_str(), "/x.png"].into_iter();
        let mut texts = styles.map(|style| destination_to(site.index.model(), base, style, LinkGoal::file(path)));
        let leads_there = |text: &String| match site.index.resolve(site.page, text).target {
            Target::File { path: found, .. } => found == path,
            _ => false,
        };
        let Some(text) = texts.find(leads_there) else { continue };
        let mut item = new_item(link, CompletionKind::File, text.clone(), text, link.start);
        item.detail = Some(path.to_owned());
        offers.add(item);
    }
}

/// The ids of the page that stands before the `#`.
fn headings(context: &Context<'_>, link: &InLink<'_>, hash: usize, offers: &mut Offers) {
    let typed = link.typed();
    let (target, fragment) = (&typed[..hash], &typed[hash + 1..]);
    let found: Vec<(String, Option<String>)> = match resolve_here(&context.input, if hash == 0 { "#" } else { target })
    {
        Some(Aim::ThisPage(_)) => own_ids(context),
        Some(Aim::Page(page, _)) => ids_of(context, page),
        _ => return,
    };
    let query = Query::new(&docent_generators::percent_decoded(fragment));
    let fits = |id: &str, title: Option<&str>| query.fit(id).is_some() || title.is_some_and(|t| query.fit(t).is_some());
    let mut fitting = found.into_iter().filter(|(id, title)| !id.is_empty() && fits(id, title.as_deref()));
    let start = link.start + hash + 1;
    let model = SiteModel::default();
    for (id, title) in fitting.by_ref().take(MAX_HEADINGS) {
        let text = with_fragment(&model, &format!("#{fragment}"), &id);
        let text = text.strip_prefix('#').unwrap_or(&text).to_owned();
        let mut item = new_item(link, CompletionKind::Anchor, id, text, start);
        item.detail = title;
        offers.add(item);
    }
    offers.incomplete |= !fragment.is_empty() || fitting.next().is_some();
}

/// The ids of the page as it stands, with the titles of headings.
fn own_ids(context: &Context<'_>) -> Vec<(String, Option<String>)> {
    let page = context.page;
    let titles = page.sections().filter_map(|section| {
        let heading = section.segment.heading.as_ref()?;
        Some((section.absolute(heading.range), &*heading.title))
    });
    let titles: std::collections::HashMap<_, _> = titles.collect();
    let ids = anchors(page).into_iter();
    ids.map(|anchor| (anchor.id.to_string(), titles.get(&anchor.element).map(|title| (*title).to_owned()))).collect()
}

fn ids_of(context: &Context<'_>, page: PageId) -> Vec<(String, Option<String>)> {
    let Some(facts) = context.input.site.and_then(|site| site.index.facts(page)) else { return Vec::new() };
    let headings = facts.headings.iter().map(|heading| (heading.id.to_string(), Some(heading.title.to_string())));
    headings.chain(facts.anchors.iter().map(|anchor| (anchor.text.to_string(), None))).collect()
}

/// An item for what stands from `start` (bytes of the line) on. Editors compare with what was typed; it has been compared here.
fn new_item(link: &InLink<'_>, kind: CompletionKind, label: String, text: String, start: usize) -> Completion {
    let line = &link.line;
    let range = line.range(start, link.end.max(line.cursor));
    let label = if label.ends_with(" %}") { label[..label.len() - 3].to_owned() } else { label };
    let mut item = Completion::new(kind, label, range, InsertText::plain(text));
    let typed = line.text.get(start..line.cursor).unwrap_or_default();
    if !typed.is_empty() {
        item.filter = typed.to_owned();
    }
    item
}

fn folder_of(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}
