//! What a check costs: an overview page of 6 kB and one of 1 MB, whole, and after a keystroke in each kind of place.

use divan::{Bencher, black_box};
use docent_rules::{CheckInput, CheckMemo, RuleSettings, check_page, recheck_page};
use docent_syntax::{Dialect, Page, TextRange, TextSize};
use docent_template::embedded;
use std::cell::Cell;

fn main() {
    divan::main();
}

const SIZES: &[usize] = &[6_000, 1_000_000];

/// An overview page with as many further sections as it takes.
fn overview(size: usize) -> String {
    let set = embedded::set("liveperson").expect("it is embedded");
    let contract = set.get("overview").expect("the embedded set has an overview");
    let mut text = docent_ide::new_page::new_page(contract, &[]);
    let mut number = 0;
    while text.len() < size {
        number += 1;
        text.push_str(&format!(
            "\n### Release {number}\n\nThis release mends what [the one before](release-{}.html) left over, in {number} places.\n\n\
             * The first thing is **faster**, and `so_are` the others.\n* The second is gone.\n",
            number - 1
        ));
    }
    text
}

#[divan::bench(args = SIZES)]
fn whole(bencher: Bencher<'_, '_>, size: usize) {
    let page = Page::parse(&overview(size), Dialect::EXTENDED);
    let set = embedded::set("liveperson").expect("it is embedded");
    let contract = set.get("overview").map(|contract| &**contract);
    let settings = RuleSettings::default();
    let input = CheckInput {
        page: &page,
        path: "docs/overview.md",
        contract,
        settings: &settings,
        yaml: Default::default(),
        site: None,
    };
    bencher.bench_local(|| check_page(black_box(&input)).len());
}

#[divan::bench(args = SIZES)]
fn keystroke_in_the_first_line(bencher: Bencher<'_, '_>, size: usize) {
    keystroke(bencher, size, |text| text.find("pagename:").map(|at| at + 9));
}

#[divan::bench(args = SIZES)]
fn keystroke_in_a_step(bencher: Bencher<'_, '_>, size: usize) {
    keystroke(bencher, size, |text| text.find("Retrieve your domain"));
}

#[divan::bench(args = SIZES)]
fn keystroke_in_a_paragraph(bencher: Bencher<'_, '_>, size: usize) {
    keystroke(bencher, size, |text| text[..text.len() / 2].rfind("This release"));
}

#[divan::bench(args = SIZES)]
fn keystroke_in_a_heading(bencher: Bencher<'_, '_>, size: usize) {
    keystroke(bencher, size, |text| text[..text.len() / 2].rfind("### Release").map(|at| at + 5));
}

#[divan::bench(args = SIZES)]
fn keystroke_in_the_last_line(bencher: Bencher<'_, '_>, size: usize) {
    keystroke(bencher, size, |text| text.rfind("is gone"));
}

/// A character is typed and deleted in turns: the page is edited and rechecked.
fn keystroke(bencher: Bencher<'_, '_>, size: usize, place: impl Fn(&str) -> Option<usize>) {
    let before = overview(size);
    let at = place(&before).expect("the place is in the page");
    let mut after = before.clone();
    after.insert(at, 'x');
    let set = embedded::set("liveperson").expect("it is embedded");
    let contract = set.get("overview").map(|contract| &**contract);
    let settings = RuleSettings::default();
    let memo = CheckMemo::default();
    let page = Cell::new(Some(Page::parse(&before, Dialect::EXTENDED)));
    let at = TextSize::new(at as u32);
    bencher.bench_local(|| {
        let old = page.take().expect("a page");
        let is_typed = usize::from(old.len()) > before.len();
        let (replaced, inserted, text) = match is_typed {
            false => (TextRange::empty(at), TextSize::new(1), &after),
            true => (TextRange::at(at, TextSize::new(1)), TextSize::new(0), &before),
        };
        let new = old.edited(replaced, inserted, text.as_str());
        let input = CheckInput {
            page: &new,
            path: "docs/overview.md",
            contract,
            settings: &settings,
            yaml: Default::default(),
            site: None,
        };
        let count = recheck_page(black_box(&input), &memo).len();
        page.set(Some(new));
        count
    });
}
