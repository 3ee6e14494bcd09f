//! Any text can be checked and repaired: ranges lie in it, each fix can be applied, and repairing ends.
#![no_main]

use docent_rules::fix::{fix_all, FixSelection};
use docent_rules::{check_page, CheckInput, RuleSettings};
use docent_syntax::text::apply_edits;
use docent_syntax::{Dialect, Page, YamlSchema};
use docent_template::embedded;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let page = Page::parse(text, Dialect::EXTENDED);
    let settings = RuleSettings::default();
    for template in &embedded::set("liveperson").expect("it is embedded").templates {
        let input = CheckInput {
            page: &page,
            path: "Documents/Fuzz/overview.md",
            contract: Some(template),
            settings: &settings,
            yaml: YamlSchema::Core,
            site: None,
        };
        for finding in check_page(&input) {
            let range = std::ops::Range::<usize>::from(finding.range);
            assert!(text.get(range).is_some(), "{}: {:?}", finding.rule, finding.range);
            for fix in &finding.fixes {
                assert!(apply_edits(text, &fix.edits).is_some(), "{}: {:?}", finding.rule, fix);
            }
        }
        let selection = FixSelection::with_hints();
        let fixed = fix_all(&input, &selection);
        let page = Page::parse(&fixed.text, Dialect::EXTENDED);
        let again = fix_all(&CheckInput { page: &page, ..input }, &selection);
        assert_eq!(fixed.text, again.text, "a second repair changes something");
    }
});
