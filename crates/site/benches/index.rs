//! What it costs to read the facts off a page, to put it into an index of 10,000 pages, to follow an edit of it, and to resolve a link.

use divan::{Bencher, black_box};
use docent_site::SiteModel;
use docent_site::index::{PageEdit, SiteIndex, facts_of};
use docent_syntax::{Dialect, Page, TextRange, TextSize};

fn main() {
    divan::main();
}

const PAGES: usize = 10_000;
/// Bytes.
const SIZES: &[usize] = &[6_000, 1_000_000];
const PATH: &str = "Documents/area-0/edited.md";

fn model() -> SiteModel {
    SiteModel::of_kind("jekyll")
}

fn index() -> SiteIndex {
    let mut index = SiteIndex::new(model());
    for number in 0..PAGES {
        let path = format!("Documents/area-{}/page-{number}.md", number / 100);
        let other = (number * 31) % PAGES;
        let text = format!(
            "---\ntitle: Page {number}\npermalink: area-page-{number}.html\n---\n\n# Page {number}\n\n[a](area-page-{other}.html#page-{other})\n"
        );
        index.set_page(&path, facts_of(&Page::parse(&text, Dialect::EXTENDED), &path, None, index.model()), false);
    }
    index
}

fn text(size: usize) -> String {
    let mut text = "---\ntitle: Edited\npermalink: edited.html\ncategory: Benches\n---\n".to_owned();
    for number in 0.. {
        if text.len() >= size {
            break;
        }
        text.push_str(&format!(
            "\n## Detail {number}\n\nSee [a](area-page-{number}.html) and [b](#detail-{number}).\n\n* one\n* two\n"
        ));
    }
    text
}

#[divan::bench(args = SIZES)]
fn facts_of_a_page(bencher: Bencher<'_, '_>, size: usize) {
    let (page, model) = (Page::parse(&text(size), Dialect::EXTENDED), model());
    bencher.bench_local(|| facts_of(black_box(&page), PATH, None, &model));
}

#[divan::bench(args = SIZES)]
fn put_a_page_in(bencher: Bencher<'_, '_>, size: usize) {
    let (mut index, page) = (index(), Page::parse(&text(size), Dialect::EXTENDED));
    let facts = facts_of(&page, PATH, None, index.model());
    bencher.with_inputs(|| facts.clone()).bench_local_values(|facts| index.set_page(PATH, facts, false));
}

#[divan::bench(args = SIZES)]
fn follow_an_edit_of_a_heading(bencher: Bencher<'_, '_>, size: usize) {
    follow(bencher, size, |text| text[..text.len() / 2].rfind("## Detail").map(|at| at + 9));
}

#[divan::bench(args = SIZES)]
fn follow_an_edit_of_a_value(bencher: Bencher<'_, '_>, size: usize) {
    follow(bencher, size, |text| text.find("Benches"));
}

#[divan::bench(args = SIZES)]
fn follow_an_edit_of_a_link(bencher: Bencher<'_, '_>, size: usize) {
    follow(bencher, size, |text| text[..text.len() / 2].rfind("area-page"));
}

/// A character typed and taken back in turns.
fn follow(bencher: Bencher<'_, '_>, size: usize, place: impl Fn(&str) -> Option<usize>) {
    let mut index = index();
    let before = text(size);
    let at = place(&before).expect("the place is in the page");
    let mut after = before.clone();
    after.insert(at, 'x');
    let old = Page::parse(&before, Dialect::EXTENDED);
    let new = old.edited(TextRange::empty(TextSize::new(at as u32)), TextSize::new(1), after.as_str());
    index.set_page(PATH, facts_of(&old, PATH, None, index.model()), false);
    let model = model();
    let mut is_typed = false;
    bencher.bench_local(|| {
        let (from, to) = if is_typed { (&new, &old) } else { (&old, &new) };
        is_typed = !is_typed;
        let edit = PageEdit::between(black_box(from), to, PATH, None, &model);
        index.edit_page(PATH, edit).map(|affected| affected.pages.len())
    });
}

#[divan::bench]
fn resolve_a_link(bencher: Bencher<'_, '_>) {
    let index = index();
    let page = index.page("Documents/area-0/page-1.md").expect("it is there");
    bencher.bench_local(|| index.resolve(page, black_box("area-page-4711.html#page-4711")));
}
