//! What it costs to ask about other pages, in sites of 10,000 and 100,000 pages with seven headings and ten links each: symbols,
//! targets of a link, references, the number of links to a page that a whole site links to.

use divan::{Bencher, black_box};
use docent_ide::completion::{CompletionOptions, complete};
use docent_ide::{SymbolQuery, lenses, references};
use docent_rules::{CheckInput, RuleSettings, SiteView};
use docent_site::SiteModel;
use docent_site::index::{SiteIndex, facts_of};
use docent_syntax::{Dialect, Page, TextSize};
use std::sync::{Mutex, OnceLock};

fn main() {
    divan::main();
}

const SIZES: &[usize] = &[10_000, 100_000];

/// Built once for each size, since that takes longer than what is measured.
fn site(pages: usize) -> &'static SiteIndex {
    static SITES: OnceLock<Mutex<Vec<(usize, &'static SiteIndex)>>> = OnceLock::new();
    let mut sites = SITES.get_or_init(Mutex::default).lock().expect("no other thread panicked");
    if let Some((_, index)) = sites.iter().find(|(size, _)| *size == pages) {
        return index;
    }
    let mut index = SiteIndex::new(SiteModel::of_kind("jekyll"));
    for number in 0..pages {
        let path = path(number);
        index.set_page(
            &path,
            facts_of(&Page::parse(&text(number, pages), Dialect::EXTENDED), &path, None, index.model()),
            false,
        );
    }
    let index: &'static SiteIndex = Box::leak(Box::new(index));
    sites.push((pages, index));
    index
}

fn path(number: usize) -> String {
    format!("Documents/area-{}/page-{number}.md", number / 100)
}

fn text(number: usize, pages: usize) -> String {
    let mut text = format!("---\ntitle: The methods of area {number}\npermalink: area-methods-{number}.html\n---\n");
    for section in 0..7 {
        let other = (number * 31 + section * 977) % pages;
        let title =
            if section < 4 { format!("Getting started {section}") } else { format!("Method {number} {section}") };
        text.push_str(&format!("\n# {title}\n\nSee [a](area-methods-{other}.html) and [home](area-methods-0.html).\n"));
    }
    text
}

fn with_input<T>(pages: usize, text: &str, ask: impl FnOnce(&CheckInput<'_>) -> T) -> T {
    let index = site(pages);
    let (page, settings, path) = (Page::parse(text, Dialect::EXTENDED), RuleSettings::default(), path(1));
    let site = SiteView::of(index, &path);
    ask(&CheckInput { page: &page, path: &path, contract: None, settings: &settings, yaml: Default::default(), site })
}

#[divan::bench(args = SIZES)]
fn symbols_of_a_few_letters(bencher: Bencher<'_, '_>, pages: usize) {
    symbols(bencher, pages, "meth 4711");
}

#[divan::bench(args = SIZES)]
fn symbols_of_one_letter(bencher: Bencher<'_, '_>, pages: usize) {
    symbols(bencher, pages, "m");
}

#[divan::bench(args = SIZES)]
fn symbols_of_nothing_there(bencher: Bencher<'_, '_>, pages: usize) {
    symbols(bencher, pages, "zebra");
}

fn symbols(bencher: Bencher<'_, '_>, pages: usize, typed: &str) {
    let index = site(pages);
    bencher.bench_local(|| {
        let query = SymbolQuery::new(black_box(typed), 200);
        query.best(index, [query.among(index, index.pages())]).len()
    });
}

#[divan::bench(args = SIZES)]
fn targets_of_a_link(bencher: Bencher<'_, '_>, pages: usize) {
    targets(bencher, pages, "meth 47");
}

#[divan::bench(args = SIZES)]
fn targets_of_a_link_just_begun(bencher: Bencher<'_, '_>, pages: usize) {
    targets(bencher, pages, "");
}

fn targets(bencher: Bencher<'_, '_>, pages: usize, typed: &str) {
    let text = format!("{}\n[x]({typed}", text(1, pages));
    let options = CompletionOptions::default();
    with_input(pages, &text, |input| {
        bencher.bench_local(|| complete(black_box(input), input.page.len(), &options).items.len());
    });
}

#[divan::bench(args = SIZES)]
fn references_to_a_page(bencher: Bencher<'_, '_>, pages: usize) {
    with_input(pages, &text(1, pages), |input| {
        bencher.bench_local(|| references(black_box(input), TextSize::new(1), true).len());
    });
}

#[divan::bench(args = SIZES)]
fn lens_of_a_page_that_all_link_to(bencher: Bencher<'_, '_>, pages: usize) {
    let index = site(pages);
    let (page, settings, path) = (Page::parse(&text(0, pages), Dialect::EXTENDED), RuleSettings::default(), path(0));
    let site = SiteView::of(index, &path);
    let input =
        CheckInput { page: &page, path: &path, contract: None, settings: &settings, yaml: Default::default(), site };
    bencher.bench_local(|| lenses(black_box(&input), &[]).len());
}
