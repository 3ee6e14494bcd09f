//! The embedded set `liveperson`.

use docent_template::{CannedKind, Contract, Count, TemplateSource, embedded};
use proptest::prelude::*;
use std::sync::Arc;

fn template(id: &str) -> Arc<Contract> {
    embedded::set("liveperson").expect("it is embedded").get(id).expect("embedded").clone()
}

#[test]
fn its_templates_have_no_problems() {
    for template in &embedded::set("liveperson").expect("it is embedded").templates {
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
        let other = docent_template::compile(source, |id| {
            embedded::set("liveperson").expect("it is embedded").get(id).cloned()
        });
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

/// The rule as the site writes it, step by step: what the manifest's data has to come to.
fn site_rule(part: &str) -> String {
    let mut text = part.trim().to_lowercase();
    for separator in [" - ", " / ", " & ", ", "] {
        text = text.replace(separator, "-");
    }
    let mut slug = String::new();
    for character in text.chars() {
        let is_hyphen = character.is_whitespace() || matches!(character, '-' | '\'' | '.');
        match character {
            '"' | '!' | '?' | '(' | ')' | ':' | ';' => {}
            _ if is_hyphen && (slug.is_empty() || slug.ends_with('-')) => {}
            _ if is_hyphen => slug.push('-'),
            other => slug.push(other),
        }
    }
    slug.trim_end_matches('-').to_owned()
}

proptest! {
    #[test]
    fn the_slug_rule_is_the_site_s(part in r#"([a-zA-ZÄß0-9+_\-]{1,3}| |\t|\u{a0}| - | / | & |, |['".!?():;/&,-]){0,12}"#) {
        let rule = embedded::set("liveperson").and_then(|set| set.manifest.slug.clone()).expect("it has a rule");
        prop_assert_eq!(rule.apply(&part), site_rule(&part));
    }
}

#[test]
fn templates_on_top_of_the_set_make_addresses_by_its_rule() {
    let own = |front_matter: &str| {
        let text = format!("---\ndocent: {{ template: own, extends: liveperson/page }}\n{front_matter}---\n");
        let source = TemplateSource { name: "own.md".into(), is_file: true, text: text.into() };
        docent_template::compile(source, |id| Some(template(id)))
    };
    let rule = embedded::set("liveperson").and_then(|set| set.manifest.slug.clone());
    for front_matter in ["", "front-matter: { properties: { permalink: { x-docent-derive: '{pagename}/' } } }\n"] {
        let contract = own(front_matter);
        assert_eq!(contract.problems, []);
        let derivation = contract.front_matter.key("permalink").and_then(|key| key.derive.clone());
        assert_eq!(derivation.map(|derivation| derivation.slug), rule);
    }
}
