//! What it costs to make a contract of a template, to align a page's headings and steps with it, and to validate front matter.

use divan::{Bencher, black_box};
use docent_syntax::{Dialect, ListItem, Page};
use docent_template::embedded;
use docent_template::{
    CannedKind, CannedList, Contract, PageHeading, align_outline, align_steps, are_headings_alike, compile,
};
use std::sync::Arc;

fn main() {
    divan::main();
}

/// Free sections of a page, besides those of the template.
const SECTIONS: &[usize] = &[10, 1_000, 5_000];

fn overview() -> Arc<Contract> {
    embedded::set("liveperson")
        .expect("it is embedded")
        .get("overview")
        .expect("the embedded set has an overview")
        .clone()
}

fn page(sections: usize) -> Page {
    let details: String = (0..sections).map(|number| format!("#### Detail {number}\n\nText.\n\n")).collect();
    Page::parse(
        &format!(
            "---\npagename: Overview\nsitesection: Documents\ncategoryname: \"Client Side Configuration\"\ndocumentname: Bench API\n\
         permalink: bench-api-overview.html\nindicator: messages\nKeywords: bench\n---\n\n### Introduction\n\nText.\n\n{details}\
         ### Geting started\n\n1. **Retrieve your domain**.\n\n2. Note the [API terms of use](https://www.liveperson.com/policies/terms-of-use).\n\n\
         ### Use Cases\n\nThe end.\n"
        ),
        Dialect::EXTENDED,
    )
}

#[divan::bench]
fn compile_the_overview(bencher: Bencher<'_, '_>) {
    let source = (*overview().source).clone();
    bencher.bench_local(|| compile(black_box(source.clone()), |_| None));
}

#[divan::bench(args = SECTIONS)]
fn align_headings(bencher: Bencher<'_, '_>, sections: usize) {
    let (contract, page) = (overview(), page(sections));
    bencher.bench_local(|| align_outline(black_box(&contract), black_box(&page)));
}

/// What tells that an edited heading leaves the alignment as it is.
#[divan::bench]
fn compare_two_headings(bencher: Bencher<'_, '_>) {
    let contract = overview();
    let heading = |title| PageHeading { title, level: 4 };
    bencher.bench_local(|| {
        are_headings_alike(black_box(&contract), heading("Detail in the mid"), heading("Detail in the midd"))
    });
}

#[divan::bench]
fn align_the_steps_of_a_list(bencher: Bencher<'_, '_>) {
    let (contract, page) = (overview(), page(10));
    let steps = contract.sections.iter().flat_map(|spec| &spec.blocks).find_map(|block| match &block.kind {
        CannedKind::Steps(list) => Some(list),
        _ => None,
    });
    let steps: &CannedList = steps.expect("the overview has steps");
    let section = page.sections().find(|section| section.segment.ordered_items().next().is_some()).expect("a list");
    let items: Vec<&ListItem> = section.segment.ordered_items().collect();
    bencher.bench_local(|| align_steps(black_box(steps), section.segment, black_box(&items)));
}

#[divan::bench]
fn validate_front_matter(bencher: Bencher<'_, '_>) {
    let (contract, page) = (overview(), page(10));
    bencher.bench_local(|| {
        contract.front_matter.violations(black_box(&page.front_matter().yaml), Default::default()).len()
    });
}
