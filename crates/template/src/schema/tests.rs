//! Schemas with mistakes, and pages held against schemas.

use super::{FrontMatterSchema, KeyRole, PathStep, SchemaSource, SchemaViolation, ViolationKind, build_schema};
use crate::problem::TemplateProblem;
use docent_syntax::{TextRange, TextSize, YamlTree};

fn build(text: &str) -> (FrontMatterSchema, Vec<TemplateProblem>) {
    build_on(text, None)
}

fn build_on(text: &str, base: Option<&FrontMatterSchema>) -> (FrontMatterSchema, Vec<TemplateProblem>) {
    let yaml = YamlTree::parse(text, TextSize::new(0));
    let mut problems = Vec::new();
    let range = TextRange::default();
    let origin = if base.is_some() { "own" } else { "base" };
    let source = SchemaSource { node: yaml.root.as_ref(), range, origin, base, slug: &Default::default() };
    (build_schema(&source, &mut problems), problems)
}

/// `path: what`, as a line each.
fn violations(schema: &str, page: &str) -> String {
    let (schema, problems) = build(schema);
    assert_eq!(problems, []);
    let found = schema.violations(&YamlTree::parse(page, TextSize::new(0)), Default::default());
    found.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn line(violation: &SchemaViolation) -> String {
    let step = |step: &PathStep| match step {
        PathStep::Key(key) => key.clone(),
        PathStep::Index(index) => index.to_string(),
    };
    let path = violation.path.iter().map(step).collect::<Vec<_>>().join("/");
    let kind = match &violation.kind {
        ViolationKind::MissingKey(key) => format!("missing {key}"),
        ViolationKind::UnexpectedKey(key) => format!("unexpected {key}"),
        ViolationKind::NotAllowed { allowed } => format!("not of {}", serde_json::Value::from(allowed.clone())),
        ViolationKind::WrongType { expected } => format!("not a {}", expected.join(" or ")),
        ViolationKind::Other(words) => words.clone(),
    };
    format!("/{path}: {kind}")
}

#[test]
fn violations_by_kind() {
    let cases = [
        ("required: [a, b]", "b: 1", "/: missing a"),
        ("required: [a, b]\nproperties: { b: {}, a: {} }", "", "/: missing b\n/: missing a"),
        ("properties: { a: { enum: [x, y] } }", "a: z", "/a: not of [\"x\",\"y\"]"),
        ("properties: { a: { const: x } }", "a: z", "/a: not of [\"x\"]"),
        ("properties: { a: { type: string, enum: [x] } }", "a: [x]", "/a: not of [\"x\"]"),
        ("properties: { a: { type: string } }", "a: [x]", "/a: not a string"),
        ("properties: { a: { type: [string, null] } }", "a: ~", ""),
        ("properties: { a: { type: integer } }", "a: 1.5", "/a: not a integer"),
        ("properties: { a: { items: { type: string } } }", "a: [x, [y], z]", "/a/1: not a string"),
        ("additionalProperties: false\nproperties: { a: {} }", "b: 1\na: 1\nc: 1", "/: unexpected b\n/: unexpected c"),
        ("properties: { a: false }", "a: 1", "/: unexpected a"),
        ("properties: { a: { maxLength: 3 } }", "a: long", "/a: is longer than 3 characters"),
        ("properties: { a: { minLength: 1 } }", "a: ''", "/a: is shorter than 1 character"),
        ("properties: { a: { maximum: 3 } }", "a: 4", "/a: is more than 3"),
        ("properties: { a: { pattern: '^x' } }", "a: y", "/a: does not match the pattern `^x`"),
        ("properties: { a: { format: date } }", "a: tomorrow", "/a: does not have the form of a `date`"),
        ("properties: { a: { format: date } }", "a: 2024-02-29", ""),
        ("properties: { a: { required: [b] } }", "a: { c: 1 }", "/a: missing b"),
        ("properties: { a: { uniqueItems: true } }", "a: [1, 1]", "/a: names the same thing twice"),
        ("required: [a]", "- a", "/: not a object"),
        ("required: [a]", "just text", "/: not a object"),
    ];
    for (schema, page, expected) in cases {
        assert_eq!(violations(schema, page), expected, "{schema} | {page}");
    }
}

#[test]
fn alternatives_are_reported_once() {
    let either = "properties: { a: { anyOf: [{ type: string }, { type: array, items: { type: string } }] } }";
    assert_eq!(violations(either, "a: { b: 1 }"), "/a: not a string or array");
    assert_eq!(violations(either, "a: [1.50, [x]]"), "/a/0: not a string\n/a/1: not a string");
    let values = "properties: { a: { oneOf: [{ const: x }, { enum: [y, z] }] } }";
    assert_eq!(violations(values, "a: w"), "/a: not of [\"x\",\"y\",\"z\"]");
    let forms = "properties: { a: { anyOf: [{ minLength: 9 }, { pattern: '^x' }] } }";
    assert_eq!(violations(forms, "a: w"), "/a: has none of the forms that are accepted here");
}

#[test]
fn each_violation_is_reported_once_and_in_the_page_s_order() {
    let schema = "allOf: [{ properties: { a: { type: string } } }]\nproperties: { b: { type: array }, a: { type: string } }\nrequired: [c]";
    assert_eq!(violations(schema, "a: []\nb: x"), "/: missing c\n/a: not a string\n/b: not a array");
}

#[test]
fn numbers_that_print_as_they_are_written_are_text() {
    let schema = "properties: { a: { type: string, maxLength: 5 }, b: { enum: ['1', '2'] } }";
    assert_eq!(violations(schema, "a: 2020\nb: 1"), "");
    assert_eq!(violations(schema, "a: 202020"), "/a: is longer than 5 characters");
    assert_eq!(violations(schema, "a: 1.10"), "/a: not a string");
    assert_eq!(violations(schema, "a: 0x1F"), "/a: not a string");
    assert_eq!(violations(schema, "a: true"), "/a: not a string");
}

#[test]
fn an_empty_key_is_left_to_the_rules() {
    let schema = "properties: { a: { type: string, enum: [x] }, b: { anyOf: [{ type: string }, { type: array }] } }";
    assert_eq!(violations(schema, "a:\nb:"), "");
    let (schema, _) = build(
        "required: [e]\nproperties: { a: { type: string }, b: {}, c: { type: [string, 'null'] }, d: { $ref: '#/$defs/d' } }\n$defs: { d: { enum: [x] } }",
    );
    let nullable: Vec<_> = schema.keys.iter().map(|key| (&*key.name, key.nullable)).collect();
    assert_eq!(nullable, [("a", false), ("b", false), ("c", true), ("d", false), ("e", false)]);
}

#[test]
fn what_the_keywords_say_about_a_key() {
    let (schema, problems) = build(
        "properties:\n  permalink:\n    x-docent-role: permalink\n    x-docent-derive: '{old}-{more}.html'\n    x-docent-placeholder: [x, 1]\n  old:\n    x-docent-replaced-by: more\n  more:\n    items: { x-docent-role: redirect }\n    default: 1\n    examples: [2]\n    description: What it is.\nrequired: [permalink]\n",
    );
    assert_eq!(problems, []);
    let [permalink, old, more] = schema.keys.as_slice() else { panic!("three keys") };
    assert!(permalink.required && permalink.role == Some(KeyRole::Permalink));
    assert_eq!(permalink.derive.as_ref().map(|derive| derive.keys()), Some(vec!["old", "more"]));
    assert!(permalink.is_placeholder(" X ") && permalink.is_placeholder("1") && !permalink.is_placeholder("y"));
    assert!(old.deprecated && old.replaced_by.as_deref() == Some("more"));
    assert_eq!((more.role, more.default.clone()), (Some(KeyRole::Redirect), Some(1.into())));
    assert_eq!(more.description.as_deref(), Some("What it is."));
    assert_eq!(permalink.range, TextRange::new(14.into(), 23.into()));
}

#[test]
fn a_template_s_schema_is_laid_over_its_base() {
    let (base, _) = build("required: [a]\nproperties: { a: { type: string, description: A }, b: {} }");
    let (own, problems) = build_on("required: [c]\nproperties: { b: { enum: [x] }, a: { maxLength: 1 } }", Some(&base));
    assert_eq!(problems, []);
    let keys: Vec<_> = own.keys.iter().map(|key| (&*key.name, key.required, &*key.origin)).collect();
    assert_eq!(keys, [("a", true, "own"), ("b", false, "own"), ("c", true, "own")]);
    assert_eq!(own.keys[0].description.as_deref(), Some("A"));
    let (derived, _) = build("properties: { a: { x-docent-derive: '{b}.html' }, b: {} }");
    let (taken_back, problems) = build_on("properties: { a: { x-docent-derive: null } }", Some(&derived));
    assert_eq!((problems, taken_back.key("a").and_then(|key| key.derive.as_ref())), (vec![], None));
    let (plain, _) = build_on("", Some(&base));
    assert_eq!(plain.keys, base.keys);
}

#[test]
fn mistakes_in_a_schema_have_a_place_and_switch_off_only_themselves() {
    let cases = [
        ("properties: { a: { type: strin }, b: { type: string } }", "strin"),
        ("properties: { a: { $ref: 'http://example.org/x' }, b: { type: string } }", "'http://example.org/x'"),
        ("properties: { a: { $ref: 'other.json#/a' }, b: { type: string } }", "'other.json#/a'"),
        ("properties: { a: { $ref: '#/$defs/none' }, b: { type: string } }", "'#/$defs/none'"),
        ("properties: { a: { type: [string, nul] }, b: { type: string } }", "[string, nul]"),
        ("properties: { a: { pattern: '(' }, b: { type: string } }", "'('"),
        ("properties: { a: { maxLength: -1 }, b: { type: string } }", "-1"),
        ("required: a\nproperties: { b: { type: string } }", "a"),
        ("properties: { a: { x-docent-role: link }, b: { type: string } }", "link"),
        ("properties: { a: { x-docent-derive: none }, b: { type: string } }", "none"),
        ("properties: { a: { x-docent-rule: x }, b: { type: string } }", "x-docent-rule"),
        ("properties: { a: { x-docent-placeholder: [[x]] }, b: { type: string } }", "[[x]]"),
    ];
    for (text, expected) in cases {
        let (schema, problems) = build(text);
        let [problem] = problems.as_slice() else { panic!("{text}: {problems:?}") };
        assert_eq!(&text[problem.range], expected, "{text}: {}", problem.message);
        assert_eq!(
            schema.violations(&YamlTree::parse("b: [1]", TextSize::new(0)), Default::default()).len(),
            1,
            "{text}"
        );
    }
    let message = |text: &str| build(text).1.first().map(|problem| problem.message.clone()).unwrap_or_default();
    assert!(message("properties: { a: { type: strin } }").contains("`type` must be one of array, boolean, integer"));
    assert!(message("required: a").ends_with("`required` must be of the type array"));
    assert!(message("properties: { a: { maxLength: -1 } }").ends_with("`maxLength` is less than 0"));
    assert!(message("properties: { a: { pattern: '(' } }").ends_with("`pattern` does not have the form of a `regex`"));
    assert_eq!(build("- a").1.len(), 1);
}

#[test]
fn a_schema_nested_without_end_is_cut() {
    let text = format!("{}{{}}{}", "{ properties: { a: ".repeat(60), "} }".repeat(60));
    let (_, problems) = build(&text);
    assert!(problems.iter().all(|problem| usize::from(problem.range.end()) <= text.len()));
}

#[test]
fn names_of_keys_that_there_are_not() {
    let cases = [
        (
            "properties:\n  a: { x-docent-derive: \"{b}-{ c }.html\" }\n  b: {}",
            "{ c }: the schema has no key `c`, and so nothing ever stands in its place",
        ),
        (
            "properties:\n  a: { x-docent-derive: \"ä{pagname}\" }\n  pagename: {}",
            "{pagname}: the schema has no key `pagname`; did you mean `pagename`?",
        ),
        ("properties:\n  a:\n    x-docent-derive: x-{a}", "{a}: the value of `a` cannot be made of itself"),
        (
            "properties:\n  a: { x-docent-derive: \"\\u0078{b}\" }",
            "\"\\u0078{b}\": the schema has no key `b`, and so nothing ever stands in its place",
        ),
        (
            "properties:\n  a: { x-docent-replaced-by: b }",
            "b: the schema has no key `b`, and so there is nothing to use instead",
        ),
        (
            "properties:\n  a: { default: Your  Name, x-docent-placeholder: your name }",
            "Your  Name: the default is a placeholder, which no page may keep",
        ),
        (
            "required: [titel, other]\nproperties: { title: {} }",
            "titel: `titel` is described nowhere; did you mean `title`?",
        ),
        ("required: [b]\nproperties: { a: { x-docent-derive: \"{b}\", x-docent-replaced-by: b } }", ""),
    ];
    for (schema, expected) in cases {
        let (_, problems) = build(schema);
        let line = |problem: &TemplateProblem| format!("{}: {}", &schema[problem.range], problem.message);
        assert_eq!(problems.iter().map(line).collect::<Vec<_>>().join("\n"), expected, "{schema}");
    }
    let (base, _) = build("properties: { a: {} }");
    let (_, problems) = build_on("properties: { b: { x-docent-derive: \"{a}\" } }", Some(&base));
    assert_eq!(problems, []);
}

/// Definitions that each apply the next one twice, by the keyword that `two` writes.
fn doubling(levels: usize, two: impl Fn(&str) -> String) -> String {
    let definition = |level: usize| format!("  d{level}: {}\n", two(&format!("{{ $ref: '#/$defs/d{}' }}", level + 1)));
    let definitions: String = (0..levels).map(definition).collect();
    format!(
        "$defs:\n{definitions}  d{levels}: {{ type: integer }}\nproperties: {{ title: {{ $ref: '#/$defs/d0' }} }}\n"
    )
}

#[test]
fn schemas_that_unfold_without_measure_are_not_evaluated() {
    let by_keyword: [fn(&str) -> String; 9] = [
        |next| format!("{{ anyOf: [{next}, {next}] }}"),
        |next| format!("{{ oneOf: [{next}, {next}] }}"),
        |next| format!("{{ allOf: [{next}, {next}] }}"),
        |next| format!("{{ not: {next}, allOf: [{next}] }}"),
        |next| format!("{{ if: {next}, then: {next}, else: {next} }}"),
        |next| format!("{{ dependentSchemas: {{ a: {next}, b: {next} }} }}"),
        |next| format!("{{ $ref: '{}', anyOf: [{next}] }}", next.split('\'').nth(1).unwrap_or_default()),
        |next| format!("{{ allOf: [{next}, {next}], unevaluatedProperties: false }}"),
        |next| format!("{{ properties: {{ a: {next}, b: {next} }}, unevaluatedProperties: {next} }}"),
    ];
    for two in by_keyword {
        for levels in [24, 60] {
            let text = doubling(levels, two);
            let (schema, problems) = build(&text);
            let [problem] = problems.as_slice() else { panic!("{text}: {problems:?}") };
            assert!(problem.message.contains("too large to evaluate"), "{text}: {}", problem.message);
            assert_eq!(&text[problem.range], "$defs");
            // The keys are still known, only values are not held against it.
            assert!(schema.key("title").is_some());
            assert_eq!(schema.violations(&YamlTree::parse("title: a", TextSize::new(0)), Default::default()), []);
        }
        let (schema, problems) = build(&doubling(4, two));
        assert_eq!(problems, []);
        schema.violations(&YamlTree::parse("title: a", TextSize::new(0)), Default::default());
    }
    let names = "$defs:\n  a: { $anchor: one, anyOf: [{ $ref: '#two' }, { $ref: '#two' }] }\n  b: { $dynamicAnchor: two, type: integer }\n\
         properties: { title: { $ref: '#one' } }\n";
    assert_eq!(violations(names, "title: a"), "/title: not a integer");
}

#[test]
fn references_in_a_circle_or_a_long_chain_are_not_followed() {
    let chain = |length: usize| {
        let definitions: String = (0..length).map(|n| format!("  d{n}: {{ $ref: '#/$defs/d{}' }}\n", n + 1)).collect();
        format!(
            "$defs:\n{definitions}  d{length}: {{ type: integer }}\nproperties: {{ a: {{ $ref: '#/$defs/d0' }} }}\n"
        )
    };
    // The deepest definitions come first: a reader that enters each of them once never gets deep.
    let backwards = |length: usize| {
        let all: Vec<String> = (0..=length).rev().map(|n| format!("{{ $ref: '#/$defs/d{n}' }}")).collect();
        let chain = chain(length).replace("{ $ref: '#/$defs/d0' } }", &format!("{{ allOf: [{}] }} }}", all.join(", ")));
        assert!(chain.contains("allOf"));
        chain
    };
    let circle = "$defs:\n  a: { allOf: [{ $ref: '#/$defs/b' }] }\n  b: { anyOf: [{ $ref: '#/$defs/a' }] }\n\
         properties: { a: { $ref: '#/$defs/a' } }\n";
    let encoded = "$defs:\n  a: { $ref: '#/%24defs/b' }\n  b: { $ref: '#/$defs%2Fa' }\nproperties: { a: { $ref: '#/$defs/a' } }\n";
    for text in [chain(5_000), backwards(1_000), circle.to_owned(), encoded.to_owned()] {
        let (schema, problems) = build(&text);
        assert_eq!(problems.len(), 1);
        assert!(problems[0].message.contains("nest too deeply, or lead back"), "{}", problems[0].message);
        assert_eq!(schema.violations(&YamlTree::parse("a: x", TextSize::new(0)), Default::default()), []);
    }
    for text in [chain(100), backwards(100)] {
        assert_eq!(violations(&text, "a: x"), "/a: not a integer");
    }
    let inner_id = "$defs: { a: { $id: 'x:a', type: integer } }\nproperties: { a: { $ref: '#/$defs/a' } }";
    assert!(build(inner_id).1[0].message.contains("only the whole schema may have an `$id`"));
}

#[test]
fn what_a_recursive_schema_costs_depends_on_the_page() {
    let tree = "$defs: { node: { type: object, properties: { children: { items: { $ref: '#/$defs/node' } } } } }\n\
         properties: { root: { $ref: '#/$defs/node' } }\n";
    assert_eq!(
        violations(tree, "root: { children: [{ children: [x, {}] }, {}] }"),
        "/root/children/0/children/0: not a object"
    );
    // Two ways into each part: the work doubles with each level of the page.
    let doubled = "$defs: { node: { properties: { a: { anyOf: [{ $ref: '#/$defs/node' }, { $ref: '#/$defs/node' }] } }, type: object } }\n\
         properties: { a: { $ref: '#/$defs/node' } }\n";
    let page = |levels: usize| format!("{}x{}", "{ a: ".repeat(levels), " }".repeat(levels));
    assert_eq!(violations(doubled, &page(3)), "/a/a: has none of the forms that are accepted here");
    let too_large = "/: is too large to be held against the template's schema; its values are not checked";
    assert_eq!(violations(doubled, &page(40)), too_large);
    let items: String = (0..30_000).map(|n| format!("  - {n}\n")).collect();
    let branches: String = (0..300).map(|n| format!("    - const: x{n}\n")).collect();
    let wide = format!("properties:\n  a:\n   items:\n    anyOf:\n{branches}");
    assert_eq!(violations(&wide, &format!("a:\n{items}")), too_large);
    assert_eq!(violations("properties: { a: { items: { type: string, enum: [x] } } }", "a: [x]"), "");
}

#[test]
fn values_that_a_pattern_cannot_decide_on_are_named_beside_all_others() {
    let hard = "^(a|aa)+(?!b)$";
    let long = format!("{}!", "a".repeat(60));
    let schema = format!(
        "required: [zz]\nproperties: {{ b: {{ enum: [x] }}, a: {{ pattern: '{hard}' }}, c: {{ type: integer }} }}"
    );
    let undecided = format!("could not be decided: the pattern `{hard}` needs too many steps for it");
    assert_eq!(
        violations(&schema, &format!("b: y\na: {long}\nc: q")),
        format!("/: missing zz\n/b: not of [\"x\"]\n/a: {undecided}\n/c: not a integer")
    );
    assert_eq!(violations(&schema, "zz: 1\na: aaa!"), format!("/a: does not match the pattern `{hard}`"));
    assert_eq!(violations(&schema, "zz: 1\na: aaa"), "");
    // Wherever the pattern stands, also where a match is what makes a value wrong.
    for around in ["{ not: # }", "{ anyOf: [{ const: x }, #] }", "{ allOf: [#] }", "{ if: #, then: false }"] {
        let inner = around.replace('#', &format!("{{ pattern: '{hard}' }}"));
        let schema = format!("properties: {{ a: {{ items: {inner} }}, b: {{ const: 1 }} }}");
        let found = violations(&schema, &format!("a: [{long}]\nb: 2"));
        assert_eq!(found, format!("/a/0: {undecided}\n/b: not of [1]"), "{around}");
    }
    let keys: String = (0..300).map(|n| format!("k{n}: {long}\n")).collect();
    let many = violations(&format!("additionalProperties: {{ pattern: '{hard}' }}"), &keys);
    assert_eq!(many.lines().count(), 300);
    assert!(many.lines().all(|line| line.ends_with(&undecided)));
    // Without look-around there is no backtracking.
    assert_eq!(
        violations("properties: { a: { pattern: '^(a|aa)+$' } }", &format!("a: {long}")),
        "/a: does not match the pattern `^(a|aa)+$`"
    );
    let names = violations(&format!("propertyNames: {{ pattern: '{hard}' }}"), &format!("? {long}\n: 1"));
    assert_eq!(names, format!("/: {undecided}"));
    let message = build(&format!("patternProperties: {{ '{hard}': {{}} }}")).1.remove(0).message;
    assert!(message.contains("no look-around"), "{message}");
    let large = build("properties: { a: { pattern: '(\\w{1000}){1000}' } }").1.remove(0).message;
    assert!(large.contains("too large"), "{large}");
}
