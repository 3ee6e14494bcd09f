//! What a check costs: an overview page of 6 kB and one of 1 MB, whole, and again after a keystroke.

use divan::{Bencher, black_box};
use docent_ide::{CheckInput, RuleSeverities, check_page};
use docent_syntax::Page;
use docent_template::embedded::liveperson;

fn main() {
    divan::main();
}

const SIZES: &[usize] = &[6_000, 1_000_000];

/// An overview page with as many further sections as it takes.
fn overview(size: usize) -> String {
    let set = liveperson();
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
    let page = Page::parse(&overview(size));
    let set = liveperson();
    let contract = set.get("overview").map(|contract| &**contract);
    let severities = RuleSeverities::default();
    let input = CheckInput { page: &page, path: "docs/overview.md", contract, severities: &severities, site: None };
    bencher.bench_local(|| check_page(black_box(&input)).len());
}
