//! Options of rules in `docent.yaml`: what counts for which page, and what is wrong at exactly which place.

use docent_rules::engine::facts_check::FactsCheck;
use docent_rules::engine::rule_settings::problems;
use docent_rules::{CheckInput, RULES, RuleOption, SiteView, check_page, config_schema, rule_settings};
use docent_site::index::facts_of;
use docent_site::{Config, SiteIndex, SiteModel};
use docent_syntax::{Dialect, Page};
use serde_json::{Value, json};

/// Each problem as `the text it is about: its message`, the text in `«»`.
fn found(text: &str) -> Vec<String> {
    let (config, syntax) = Config::read(text);
    let all = syntax.into_iter().chain(problems(&config));
    all.map(|problem| format!("«{}» {}", &text[problem.range], problem.message)).collect()
}

#[test]
fn mistakes_are_found_where_they_stand() {
    let cases = [
        (
            "near-miss-value: { min-page: 3 }",
            "«min-page» The rule 'near-miss-value' has no option 'min-page'; did you mean 'min-pages'?",
        ),
        (
            "near-miss-value: { sevrity: off }",
            "«sevrity» The rule 'near-miss-value' has no option 'sevrity'; did you mean 'severity'?",
        ),
        ("missing-step: { depth: 3 }", "«depth» The rule 'missing-step' has no option 'depth'; it has severity"),
        ("near-miss-value: { min-pages: 0 }", "«0» A whole number from 2 to 1000000 is expected here"),
        ("near-miss-value: { min-pages: many }", "«many» A whole number from 2 to 1000000 is expected here"),
        ("unknown-key: { allow: [a, { b: c }] }", "«{ b: c }» A name is expected here"),
        ("unexpected-section: { allow: [[a]] }", "«[a]» A title is expected here"),
        ("unknown-kye: { allow: a }", "«unknown-kye» There is no rule 'unknown-kye'; did you mean 'unknown-key'?"),
        ("unknown-key: { allow: a, allow: b }", "«allow» The key 'allow' is set a second time; this one counts"),
        ("unknown-key: [a]", "«[a]» One of off, hint, info, warning and error is expected here"),
    ];
    for (rule, expected) in cases {
        assert_eq!(found(&format!("rules: {{ {rule} }}\n")), [expected], "{rule}");
        assert_eq!(found(&format!("overrides: {{ path: a, rules: {{ {rule} }} }}\r\n")), [expected], "{rule}");
    }
    let many = format!("rules:\n  unknown-key:\n    allow: [{}]\n", "a, ".repeat(60_000));
    assert!(found(&many)[0].ends_with("A list of at most 1000 entries is expected here; this one has 60000"));
}

#[test]
fn overrides_change_what_they_name() {
    let text = "\
overrides:
  - path: b/**
    rules: { near-miss-value: { min-pages: 7 }, unknown-key: { allow: y } }
rules:
  near-miss-value: { severity: hint, min-pages: 3, ignore-keys: x }
  unknown-key: { allow: [\"x-*\", z] }
";
    assert_eq!(found(text), [""; 0]);
    let config = Config::read(text).0;
    let option = |rule: &str, name: &str| {
        let rule = docent_rules::rule(rule).expect("the rule exists");
        *rule.options.iter().find(|option| option.name() == name).expect("the option exists")
    };
    let (RuleOption::Number(min_pages), RuleOption::Patterns(ignore), RuleOption::Patterns(allow)) = (
        option("near-miss-value", "min-pages"),
        option("near-miss-value", "ignore-keys"),
        option("unknown-key", "allow"),
    ) else {
        panic!("the types of the options")
    };
    for (path, number, allowed) in [("a.md", 3, ["x-a", "z"].as_slice()), ("b/c.md", 7, &["y"])] {
        let settings = rule_settings(&config, path);
        assert_eq!(settings.number("near-miss-value", &min_pages), number, "{path}");
        assert_eq!(settings.severity("near-miss-value").flatten().map(|it| it.as_str()), Some("hint"), "{path}");
        assert!(
            settings.matches("near-miss-value", &ignore, "x") && !settings.matches("near-miss-value", &ignore, "xx")
        );
        let names = ["x-a", "X-a", "x-", "y", "z"];
        let matched: Vec<&str> =
            names.into_iter().filter(|name| settings.matches("unknown-key", &allow, name)).collect();
        assert_eq!(matched, allowed, "{path}");
    }
    assert_eq!(min_pages.lowest("near-miss-value", &config), 3);
    assert_eq!(min_pages.lowest("near-miss-value", &Config::default()), 5);
    let with_mistakes = Config::read("rules: { unknown-key: { allow: { a: b }, depth: 1 } }").0;
    assert_eq!(rule_settings(&with_mistakes, "a.md").severity("unknown-key"), None);
}

/// A page that only some pages' settings make a finding of is reread.
#[test]
fn facts_are_judged_by_the_lowest_number_of_any_page() {
    let mut index = SiteIndex::new(SiteModel::of_kind("plain"));
    let page = |category: &str| Page::parse(&format!("---\ncategory: {category}\n---\n"), Dialect::EXTENDED);
    let categories = ["Sweet Pies", "Sweet Pies", "Sweet Pies", "Bread", "Bread", "Bread", "Bread", "Bread", "Breads"];
    for (number, category) in categories.into_iter().enumerate() {
        let path = format!("{number}.md");
        index.set_page(&path, facts_of(&page(category), &path, None, index.model()), false);
    }
    let lists = [
        "",
        "rules: { near-miss-value: { min-pages: 3 } }",
        "overrides: { path: 8.md, rules: { near-miss-value: { min-pages: 6 } } }",
        "rules: { near-miss-value: { ignore-keys: category } }",
    ];
    let found = lists.map(|text| {
        let config = Config::read(text).0;
        let facts = FactsCheck::new(&index, &config);
        let pages = (0..categories.len()).filter(|number| {
            let path = format!("{number}.md");
            let (page, settings) = (page(categories[*number]), rule_settings(&config, &path));
            let site = SiteView::of(&index, &path).expect("the page is in the index");
            let input = CheckInput {
                page: &page,
                path: &path,
                contract: None,
                settings: &settings,
                yaml: Default::default(),
                site: Some(site),
            };
            let is_reported = !check_page(&input).is_empty();
            assert!(!(is_reported && facts.finds_nothing(site.page)), "{text}: {path}");
            is_reported
        });
        pages.count()
    });
    assert_eq!(found, [1, 1, 0, 0]);
}

#[test]
fn the_schema_has_every_rule_and_option() {
    let schema: Value = serde_json::from_str(&config_schema()).expect("the schema is JSON");
    let rules = &schema["$defs"]["rules"];
    assert_eq!(rules["additionalProperties"], json!(false));
    assert_eq!(rules["properties"].as_object().map_or(0, |rules| rules.len()), RULES.len());
    let of_option = &rules["properties"]["near-miss-value"]["anyOf"][1]["properties"]["min-pages"];
    assert_eq!(
        (&of_option["minimum"], &of_option["default"], &of_option["type"]),
        (&json!(2), &json!(5), &json!("integer"))
    );
    for rule in RULES {
        let described = &rules["properties"][rule.id];
        assert!(described["description"].as_str().is_some_and(|text| text.starts_with(rule.summary)), "{}", rule.id);
        for option in rule.options {
            let described = &described["anyOf"][1]["properties"][option.name()]["description"];
            assert_eq!(described.as_str(), Some(option.description()), "{}", rule.id);
        }
    }
}
