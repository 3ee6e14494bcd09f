//! Any text can be compiled as a template, written out again, and held against a page.
#![no_main]

use docent_syntax::{Dialect, Page, TextRange, YamlSchema};
use docent_template::{TemplateSource, align_outline, compile, embedded};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let source = TemplateSource { name: "fuzz".into(), is_file: false, text: text.into() };
    let set = embedded::set("liveperson").expect("it is embedded");
    let contract = compile(source, |id| set.get(id).cloned());
    for problem in &contract.problems {
        inside(text, problem.range);
    }
    for section in &contract.sections {
        inside(text, section.range);
        section.blocks.iter().for_each(|block| inside(text, block.range));
    }
    let page = Page::parse(text, Dialect::EXTENDED);
    // Its own schema, too, whatever that is.
    contract.front_matter.violations(&page.front_matter().yaml, YamlSchema::Core);
    align_outline(&contract, &page);
    for template in &set.templates {
        align_outline(template, &page);
    }
});

fn inside(text: &str, range: TextRange) {
    assert!(text.get(std::ops::Range::<usize>::from(range)).is_some(), "{range:?} in {} bytes", text.len());
}
