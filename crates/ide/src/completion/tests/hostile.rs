//! Anything at any place: no panic, ranges on one line around the cursor, and edits that fit.

use super::*;
use docent_syntax::Dialect;
use proptest::prelude::*;

proptest! {
    #[test]
    fn any_text_at_any_place(
        text in "(---\n)?(a: b\n|indicator: |- x\n|  k: \"|\\[a, |# |### G|1\\. |```|<!-- |docent: |\\{\\{|---\r?\n|\n|\r\n|ä|😀| |'|:|-){0,14}",
        at in 0u32..60, template: bool, typed: bool,
    ) {
        let set = docent_template::embedded::set("liveperson").expect("it is embedded");
        let contract = overview();
        let page = Page::parse(&text, Dialect::EXTENDED);
        let settings = RuleSettings::default();
        let contract = (!template && typed).then_some(&*contract);
        let input = CheckInput { page: &page, path: "overview.md", contract, settings: &settings, yaml: Default::default(), site: None };
        let document = if template { DocumentRole::Template } else { DocumentRole::Page };
        let options = CompletionOptions { document, templates: &set.templates, typed: None };
        let found = complete(&input, TextSize::new(at), &options);
        for item in &found.items {
            let at = TextSize::new(at.min(text.len() as u32));
            prop_assert!(item.replace.end() <= TextSize::of(&*text));
            prop_assert!(item.replace.start() <= at);
            prop_assert!(!text[item.replace].contains('\n'), "{:?}", item);
            accepted(&text, item);
        }
    }
}

#[test]
fn huge_and_deep() {
    let many = |piece: &str| piece.repeat(30_000);
    for text in [
        format!("---\n{}$0", many("- ")),
        format!("---\n{}$0\n---\n", many("a:\n")),
        format!("---\nindicator: {}$0\n---\n", many("[")),
        format!("{}$0", many("<!--")),
        format!("{}$0", many("{{")),
        format!("{}$0", many("> ")),
        format!("{}$0", many("1. ")),
        format!("{}$0", many("# x\n")),
        format!("{}$0", many("1. x\n")),
        format!("---{}$0", many("-")),
    ] {
        for document in [DocumentRole::Page, DocumentRole::Template] {
            let options = CompletionOptions { document, ..CompletionOptions::default() };
            completions(&text, Some(&overview()), &options);
        }
    }
}
