//! A page edited step by step is the page parsed from scratch, whatever the edits are.
#![no_main]

use arbitrary::Arbitrary;
use docent_syntax::{Dialect, Page, TextRange, TextSize};
use libfuzzer_sys::fuzz_target;

#[derive(Arbitrary, Debug)]
struct Script<'a> {
    text: &'a str,
    edits: Vec<Edit<'a>>,
}

#[derive(Arbitrary, Debug)]
struct Edit<'a> {
    start: u16,
    length: u8,
    text: &'a str,
}

fuzz_target!(|script: Script<'_>| {
    let mut text = script.text.to_owned();
    let mut page = Page::parse(&text, Dialect::EXTENDED);
    for edit in script.edits.iter().take(16) {
        let start = boundary(&text, edit.start as usize % (text.len() + 1));
        let end = boundary(&text, (start + edit.length as usize).min(text.len()));
        text.replace_range(start..end, edit.text);
        let replaced = TextRange::new(TextSize::new(start as u32), TextSize::new(end as u32));
        page = page.edited(replaced, TextSize::of(edit.text), text.as_str());
        assert_eq!(page, Page::parse(&text, Dialect::EXTENDED), "after {edit:?}: {text:?}");
    }
});

fn boundary(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
