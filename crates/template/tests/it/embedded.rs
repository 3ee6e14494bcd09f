//! The embedded set `liveperson`.

use docent_template::{CannedKind, Contract, Count, embedded::liveperson};
use std::sync::Arc;

fn template(id: &str) -> Arc<Contract> {
    liveperson().get(id).expect("embedded").clone()
}

#[test]
fn its_templates_have_no_problems() {
    for template in &liveperson().templates {
        assert_eq!(template.problems, [], "{}", template.id);
    }
}

#[test]
fn page_names_the_keys_of_every_page() {
    let page = template("page");
    let required: Vec<&str> = page.front_matter.keys.iter().filter(|key| key.required).map(|key| &*key.name).collect();
    assert_eq!(required, ["pagename", "sitesection", "categoryname", "permalink", "indicator"]);
    for key in &page.front_matter.keys {
        assert!(key.description.is_some(), "{}", key.name);
        assert_eq!(key.nullable, !key.required, "{}", key.name);
        assert_eq!(&*key.origin, "liveperson/page");
    }
}

#[test]
fn overview_has_three_sections_and_five_steps() {
    let overview = template("liveperson/overview");
    assert_eq!(overview.extends.as_deref(), Some("liveperson/page"));
    let titles: Vec<_> = overview.sections.iter().map(|spec| (&*spec.title, spec.level)).collect();
    assert_eq!(titles, [("Introduction", 3), ("Getting started", 3), ("Use cases", 3)]);
    assert_eq!(overview.sections[2].items, Some(Count { min: 2, max: Some(3) }));
    let [paragraph, steps] = overview.sections[1].blocks.as_slice() else { panic!("a paragraph and a list") };
    assert!(
        matches!(&paragraph.kind, CannedKind::Paragraph(text) if &*text.text == "A few things you'll need to get started with this API:")
    );
    let CannedKind::Steps(list) = &steps.kind else { panic!("steps") };
    assert_eq!(list.steps.iter().map(|step| step.number).collect::<Vec<_>>(), [1, 2, 3, 4, 5]);
    assert_eq!(list.steps.iter().map(|step| step.text.variants.len()).collect::<Vec<_>>(), [0, 3, 3, 0, 0]);
    assert_eq!(
        list.steps.iter().map(|step| step.optional && step.open).collect::<Vec<_>>(),
        [false, false, false, false, true]
    );
    let either = list.steps[1].children.as_ref().expect("two ways of authorization");
    assert!(either.any_of);
    assert_eq!(either.steps.iter().map(|step| step.text.variants.len()).collect::<Vec<_>>(), [1, 1]);
    assert_eq!(list.steps[0].children.as_ref().map(|list| &*list.steps[0].text.source), Some("{{service name}}"));
}

#[test]
fn canned_text_is_ready_to_insert() {
    let overview = template("overview");
    expect_test::expect_file!["snapshots/getting-started.md"]
        .assert_eq(&docent_template::canned_source(&overview.sections[1]));
}

#[test]
fn line_endings_of_a_template_change_nothing() {
    let overview = template("overview");
    for ending in ["\r\n", "\r"] {
        let text = overview.source.text.replace('\n', ending);
        let source = docent_template::TemplateSource { text: text.into(), ..(*overview.source).clone() };
        let other = docent_template::compile(source, |id| liveperson().get(id).cloned());
        assert_eq!(other.problems, []);
        assert_eq!(other.lead_guidance, overview.lead_guidance);
        for (spec, expected) in other.sections.iter().zip(&overview.sections) {
            assert_eq!(docent_template::canned_source(spec), docent_template::canned_source(expected));
            assert_eq!(spec.guidance, expected.guidance);
            assert_eq!(spec.items, expected.items);
        }
    }
}

#[test]
fn the_real_pages_wordings_are_accepted() {
    let overview = template("overview");
    let CannedKind::Steps(list) = &overview.sections[1].blocks[1].kind else { panic!("steps") };
    let accepted = |text: &docent_template::CannedText, wording: &str| {
        std::iter::once(text).chain(&text.variants).any(|text| &*text.source == wording)
    };
    for wording in [
        "Note the [API terms of use](https://www.liveperson.com/policies/terms-of-use).",
        "Note the [API terms of use](https://www.liveperson.com/policies/apitou).",
        "[Here are the API terms of use](https://www.liveperson.com/policies/terms-of-use).",
        "[Here are the API terms of use](https://www.liveperson.com/policies/apitou).",
    ] {
        assert!(accepted(&list.steps[2].text, wording), "{wording}");
    }
    assert!(accepted(&list.steps[1].text, "This API requires authorization using a login."));
}
