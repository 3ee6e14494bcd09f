//! Reading `docent.yaml`: what counts, and what is wrong at exactly which place.

use docent_site::Config;
use docent_site::config::ConfigProblem;

/// Each problem as `the text it is about: its message`, the text in `«»`.
fn problems(text: &str) -> Vec<String> {
    Config::read(text).1.iter().map(|problem| shown(text, problem)).collect()
}

fn shown(text: &str, problem: &ConfigProblem) -> String {
    let range = std::ops::Range::<usize>::from(problem.range);
    format!("«{}» {}", text.get(range).expect("a range inside the text"), problem.message)
}

fn severities(config: &Config, path: &str) -> Vec<String> {
    config.severities_for(path).map(|(rule, severity)| format!("{rule}={severity}")).collect()
}

#[test]
fn everything_it_can_say() {
    let text = "\
templates:
  - liveperson
  - _template/*.md
pages:
  - path: \"pages/**/overview.md\"
    template: overview
  - { path: drafts, template: none }
exclude: archive/
overrides:
  - path: pages/legacy/**
    rules: { missing-step: info, section-title: hint }
rules:
  section-title: off
  missing-step: error
";
    let (config, found) = Config::read(text);
    assert_eq!(found, []);
    let names: Vec<String> = config.templates.clone().expect("templates").into_iter().map(|entry| entry.name).collect();
    assert_eq!(names, ["liveperson", "_template/*.md"]);
    let template = |path: &str| config.page_entry(path).map(|entry| entry.template.clone());
    assert_eq!(template("pages/a/overview.md"), Some(Some("overview".to_owned())));
    assert_eq!(template("x/drafts/overview.md"), Some(None));
    assert_eq!(template("index.md"), None);
    assert!(config.excludes("archive/2020/a.md") && !config.excludes("pages/a.md"));
    assert_eq!(severities(&config, "index.md"), ["section-title=off", "missing-step=error"]);
    let legacy = severities(&config, "pages/legacy/a.md");
    assert_eq!(legacy, ["section-title=off", "missing-step=error", "missing-step=info", "section-title=hint"]);
}

#[test]
fn nothing_at_all_is_a_configuration() {
    for text in ["", "\n", "# only a comment\n", "exclude:\nrules:\ntemplates: []\n"] {
        assert_eq!(problems(text), Vec::<String>::new(), "{text:?}");
    }
    assert!(Config::read("rules:\n").0.templates.is_none());
    assert!(Config::read("templates:\n").0.templates.expect("a key").is_empty());
}

#[test]
fn unknown_keys_are_found_and_the_rest_counts() {
    let text = "exclud: [a]\nrules: { missing-step: warning }\npages:\n  - path: a\n    templat: x\n";
    assert_eq!(
        problems(text),
        [
            "«exclud» The configuration has no key 'exclud'; did you mean 'exclude'?",
            "«path: a» This entry of 'pages' has no 'template'",
            "«templat» An entry of 'pages' has no key 'templat'; did you mean 'template'?",
        ]
    );
    assert_eq!(severities(&Config::read(text).0, "a.md"), ["missing-step=warning"]);
}

#[test]
fn wrong_types_are_found_where_they_stand() {
    assert_eq!(problems("- a\n- b\n"), ["«- a\n- b» The configuration must be a mapping: 'key: value' lines"]);
    assert_eq!(problems("rules: [a]\n"), ["«[a]» 'rules' must be a mapping: 'key: value' lines"]);
    assert_eq!(problems("templates: [[a], {b: c}, d]\n").len(), 2);
    assert_eq!(problems("exclude:\n  - a\n  -\n"), ["«» A path pattern is expected here"]);
    assert_eq!(problems("pages: overview\n"), ["«overview» An entry of 'pages' must be a mapping: 'key: value' lines"]);
}

#[test]
fn severities_are_words() {
    assert_eq!(
        problems("rules:\n  missing-step: warn\n  empty-value: true\n"),
        [
            "«warn» 'warn' is not one of off, hint, info, warning and error",
            "«true» 'true' is not one of off, hint, info, warning and error",
        ]
    );
    assert_eq!(
        problems("rules: { missing-step: wraning }"),
        ["«wraning» 'wraning' is not one of off, hint, info, warning and error; did you mean 'warning'?"]
    );
}

#[test]
fn bad_patterns_and_doubled_keys() {
    let found = problems("exclude:\n  - \"a[\"\n  - ok\nrules:\nexclude: [../x]\n");
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found[0].starts_with("«exclude» 'exclude' stands here a second time"), "{found:?}");
    assert!(found[1].starts_with("«../x» '../x' is no path pattern: the pattern leads out"), "{found:?}");
    let found = problems("exclude: \"a[\"\n");
    assert!(found[0].starts_with("«\"a[\"» 'a[' is no path pattern"), "{found:?}");
}

#[test]
fn broken_yaml_keeps_what_came_before() {
    let text = "rules:\n  missing-step: off\nexclude: [a\npages: }\n";
    let (config, found) = Config::read(text);
    assert!(!found.is_empty());
    assert_eq!(severities(&config, "a.md"), ["missing-step=off"]);
}

#[test]
fn unknown_rules_are_named_with_the_nearest() {
    let text = "rules:\n  missing-setion: off\n  missing-step: off\n";
    let found = Config::read(text).0.unknown_rules(&["missing-section", "missing-step"]);
    let found: Vec<String> = found.iter().map(|problem| shown(text, problem)).collect();
    assert_eq!(found, ["«missing-setion» There is no rule 'missing-setion'; did you mean 'missing-section'?"]);
}

#[test]
fn a_byte_order_mark_and_crlf_change_no_range() {
    let text = "\u{feff}rules:\r\n  missing-step: nope\r\n";
    assert_eq!(problems(text), ["«nope» 'nope' is not one of off, hint, info, warning and error"]);
}

#[test]
fn hostile_texts_are_read() {
    let deep = "[".repeat(10_000);
    let wide = format!("rules: {{{}}}", "a: b, ".repeat(20_000));
    let long = format!("{}: 1", "k".repeat(200_000));
    for text in [&*deep, &*wide, &*long, "*a", "&a [*a]", "rules: &r { a: *r }", "? [a]\n: b", "\0", "\u{feff}"] {
        for problem in Config::read(text).1 {
            shown(text, &problem);
        }
    }
}
