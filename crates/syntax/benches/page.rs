//! Parsing a page from scratch, and after one keystroke.

use divan::Bencher;
use docent_syntax::{Dialect, Page, TextRange, TextSize};

fn main() {
    divan::main();
}

const SIZES: &[usize] = &[6_000, 1_000_000];

/// A page of ordinary sections: prose with links, a list of steps, a table now and then, a fence.
fn page_of(length: usize) -> String {
    let mut text =
        "---\npagename: Overview\nsitesection: Documents\npermalink: overview.html\nindicator: both\n---\n\n"
            .to_owned();
    let mut number = 0;
    while text.len() < length {
        number += 1;
        text.push_str(&format!(
            "### Section {number}\n\nWhat the API does with *item {number}*, see [the reference](reference-{number}.html). \
             It relies on other services, and on `code` that must exist before it can be used by anyone at all.\n\n\
             1. **Retrieve your domain**. Use the [Domain API](agent-domain.html){{:target=\"_blank\"}} for this:\n\n\
             \t* {{{{service}}}}\n\n2. Log in. Use the token in all requests.\n\n"
        ));
        if number % 3 == 0 {
            text.push_str("| Name | Meaning |\n|------|---------|\n| a | what it is |\n| b | [another](b.html) |\n\n");
        }
        if number % 4 == 0 {
            text.push_str("```json\n{ \"key\": [1, 2, 3] }\n# no heading\n```\n\n{: .important}\nMind the gap.\n\n");
        }
    }
    text
}

#[divan::bench(args = SIZES)]
fn parse(bencher: Bencher<'_, '_>, length: usize) {
    let text = page_of(length);
    bencher.bench(|| Page::parse(&text, Dialect::EXTENDED));
}

/// What the block parser alone takes for the same text.
#[divan::bench(args = SIZES)]
fn floor(bencher: Bencher<'_, '_>, length: usize) {
    let text = page_of(length);
    let options = pulldown_cmark::Options::ENABLE_TABLES | pulldown_cmark::Options::ENABLE_FOOTNOTES;
    bencher.bench(|| pulldown_cmark::Parser::new_ext(&text, options).into_offset_iter().count());
}

#[divan::bench(args = SIZES)]
fn keystroke_at_the_start(bencher: Bencher<'_, '_>, length: usize) {
    let text = page_of(length);
    let at = text.find("What").expect("the first paragraph");
    keystroke(bencher, text, at);
}

#[divan::bench(args = SIZES)]
fn keystroke_in_front_matter(bencher: Bencher<'_, '_>, length: usize) {
    keystroke(bencher, page_of(length), 10);
}

#[divan::bench(args = SIZES)]
fn keystroke_in_the_middle(bencher: Bencher<'_, '_>, length: usize) {
    let text = page_of(length);
    let at = text[..text.len() / 2].rfind("What").expect("a paragraph");
    keystroke(bencher, text, at);
}

#[divan::bench(args = SIZES)]
fn keystroke_at_the_end(bencher: Bencher<'_, '_>, length: usize) {
    let text = page_of(length);
    let at = text.len() - 2;
    keystroke(bencher, text, at);
}

fn keystroke(bencher: Bencher<'_, '_>, before: String, at: usize) {
    let page = Page::parse(&before, Dialect::EXTENDED);
    let mut after = before;
    after.insert(at, 'x');
    let replaced = TextRange::empty(TextSize::new(at as u32));
    bencher.bench(|| page.edited(replaced, TextSize::new(1), after.as_str()));
}
