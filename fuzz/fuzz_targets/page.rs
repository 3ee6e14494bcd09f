//! Any text is a page: it comes back letter by letter, and every range lies in it.
#![no_main]

use docent_syntax::{Dialect, Page, TextRange};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let page = Page::parse(text, Dialect::EXTENDED);
    assert_eq!(page.text(), text);

    let front_matter = page.front_matter();
    for range in [front_matter.range, front_matter.opening, front_matter.content] {
        inside(text, range);
    }
    front_matter.closing.iter().for_each(|closing| inside(text, *closing));
    for entry in front_matter.yaml.entries() {
        inside(text, entry.range);
        inside(text, entry.key.range);
        inside(text, entry.value.range);
    }
    front_matter.yaml.comments.iter().for_each(|comment| inside(text, comment.range));
    front_matter.yaml.error.iter().for_each(|error| inside(text, error.range));

    for section in page.sections() {
        inside(text, section.range());
        let segment = section.segment;
        if let Some(heading) = &segment.heading {
            inside(&segment.text, heading.range);
            inside(&segment.text, heading.content);
        }
        segment.blocks.iter().for_each(|block| inside(&segment.text, block.range));
        for link in &segment.links {
            inside(&segment.text, link.range);
            inside(&segment.text, link.destination);
        }
        segment.comments.iter().for_each(|comment| inside(&segment.text, comment.range));
    }
});

fn inside(text: &str, range: TextRange) {
    assert!(text.get(std::ops::Range::<usize>::from(range)).is_some(), "{range:?} in {} bytes", text.len());
}
