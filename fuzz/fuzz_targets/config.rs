//! Any text can be read as `docent.yaml`: problems lie in it, and are sorted by place.
#![no_main]

use docent_site::Config;
use docent_syntax::TextRange;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let (config, problems) = Config::read(text);
    for problem in &problems {
        inside(text, problem.range);
        problem.first.iter().for_each(|first| inside(text, *first));
    }
    assert!(problems.is_sorted_by_key(|problem| (problem.range.start(), problem.range.end())));
    for path in ["index.md", "a/b.md", "ä/ö ü.md"] {
        config.rule_settings_for(path).for_each(drop);
        let _ = (config.excludes(path), config.is_asset(path), config.page_entry(path));
    }
    let _ = docent_site::model_of(&config, docent_template::embedded::sets(), |_| Some(text.to_owned()));
});

fn inside(text: &str, range: TextRange) {
    assert!(text.get(std::ops::Range::<usize>::from(range)).is_some(), "{range:?} in {} bytes", text.len());
}
