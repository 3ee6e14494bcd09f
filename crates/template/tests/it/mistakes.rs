//! Templates with mistakes: each is reported at its exact place, and the rest of the template still counts.

use docent_template::{Contract, TemplateSource, compile};
use std::sync::Arc;

fn compiled(text: &str) -> Contract {
    let source = TemplateSource { name: "own.md".into(), is_file: true, text: text.into() };
    compile(source, |id| (id == "base" || id == "child-of-own").then(|| base(id)))
}

fn base(id: &str) -> Arc<Contract> {
    let extends = if id == "base" { "" } else { "  extends: own\n" };
    let text = format!("---\ndocent:\n  template: {id}\n{extends}---\n");
    let source = TemplateSource { name: id.into(), is_file: true, text: text.into() };
    Arc::new(compile(source, |own| {
        let text = format!("---\ndocent:\n  template: {own}\n---\n");
        Some(Arc::new(compile(TemplateSource { name: own.into(), is_file: true, text: text.into() }, |_| None)))
    }))
}

/// The template's body after a front matter without mistakes.
fn with_body(body: &str) -> String {
    format!("---\ndocent:\n  template: own\n---\n{body}")
}

fn with_header(lines: &str) -> String {
    format!("---\ndocent:\n  template: own\n{lines}\n---\n## A\n")
}

/// `covered text: message`
fn problems(text: &str) -> Vec<String> {
    let shown = |problem: &docent_template::TemplateProblem| format!("{}: {}", &text[problem.range], problem.message);
    compiled(text).problems.iter().map(shown).collect()
}

#[test]
fn mistakes_in_the_body() {
    let cases: &[(&str, &str, &str)] = &[
        ("## A\n<!-- docent: optionl -->\n", "optionl", "did you mean `optional`"),
        (
            "## A\n<!-- docent: whatever=1 -->\n",
            "whatever=1",
            "there is no attribute `whatever`; a section has `optional`",
        ),
        ("## A\n<!-- docent: items=two -->\n", "two", "`2..3`"),
        ("## A\n<!-- docent: items -->\n", "items", "`2..3`"),
        ("## A\n<!-- docent: words=300..50 -->\n", "300..50", "`2..3`"),
        ("## A\n<!-- docent: repeat=0 -->\n", "0", "never stand in a page"),
        ("## A\n<!-- docent: optional=maybe -->\n", "maybe", "`optional` takes no value"),
        ("## A\n<!-- docent: aliases= -->\n", "aliases=", "`aliases` takes a value"),
        ("## A\n<!-- docent: aliases=\"B|C -->\n", "\"B|C", "closing quotation mark"),
        ("## A\n<!-- docent: any-of -->\n", "any-of", "is for a paragraph, a list or a step"),
        ("## A\n\nText\n\n<!-- docent: items=2 -->\n", "items=2", "directly after a heading"),
        ("## A\n\nText\n\n<!-- docent: any-of -->\n", "any-of", "is for a list"),
        ("## A\n\nText\n\n<!-- docent: open -->\n", "open", "inside the list item"),
        ("## A\n\nText\n\n<!-- docent: variants -->\n", "variants", "wants a list"),
        ("## A\n\n* a\n\n<!-- docent: variants -->\n\n* b\n", "variants", "only a paragraph or a step"),
        ("## A\n\n1. a\n   <!-- docent: any-of -->\n", "any-of", "this step has none"),
        ("## A\n\n1. a\n   <!-- docent: variants -->\n", "variants", "wants a list"),
        ("## A\n\n1. a\n<!-- docent: optional -->\n2. b\n", "<!-- docent: optional -->", "ends the list above it"),
        ("## A\n\n1. a\n   <!-- docent: words=2 -->\n", "words=2", "this comment follows a step"),
        ("## A\n\n1. a\n   <!-- docent: verbatm -->\n", "verbatm", "did you mean `verbatim`"),
        ("<!-- docent: optional -->\n\n## A\n", "optional", "set on nothing"),
        ("## A\n<!-- docent: items=2 -->\n<!-- docent: items=3 -->\n", "items=3", "set twice"),
        ("## A\n<!-- guidance -->\n", "<!-- guidance -->", "says nothing"),
        ("##\n\nText\n", "##", "a heading needs a title"),
        ("## Größe <!-- docent: öptional -->\n", "öptional", "did you mean `optional`"),
        ("## A\r\n<!-- docent:\r\n  items=x\r\n-->\r\n", "x", "`2..3`"),
    ];
    for (body, place, message) in cases {
        let found = problems(&with_body(body));
        let [problem] = found.as_slice() else { panic!("{body:?}: {found:?}") };
        let reported = problem.strip_prefix(place).and_then(|rest| rest.strip_prefix(": "));
        let reported = reported.unwrap_or_else(|| panic!("{body:?}: {problem}"));
        assert!(reported.contains(message), "{body:?}: {reported}");
    }
}

#[test]
fn mistakes_in_the_header() {
    let cases: &[(&str, &str, &str)] = &[
        ("  titel: A", "titel", "did you mean `title`"),
        ("  colour: A", "colour", "known are `template`"),
        ("  title: [a]", "[a]", "`title` takes a text"),
        ("  title:", "title", "`title` takes a text"),
        ("  title: A\n  title: B", "title", "stands here twice"),
        ("front-matter: { properties: { a: {}, a: {} } }", "a", "stands here twice"),
        ("  closed: maybe", "maybe", "`true` or `false`"),
        ("  extends: nothing", "nothing", "there is no template `nothing`"),
        ("  extends: own", "own", "cannot extend itself"),
        ("  extends: child-of-own", "child-of-own", "extends this template in turn"),
        ("  applies-to: [ { path: 'a[' } ]", "'a['", "not a path pattern"),
        ("  applies-to:", "applies-to", "takes a list"),
        ("  applies-to: [ [a] ]", "[a]", "a mapping with `path`"),
        ("  applies-to: [ { file: a } ]", "file", "knows `path`, `front-matter` and `sections`"),
        ("  applies-to: [ { front-matter: a } ]", "a", "a mapping of keys"),
        ("front_matter: {}", "front_matter", "should be `front-matter`"),
        ("front-matter: [a]", "[a]", "must be a mapping"),
        ("front-matter: { properties: { a: { type: text } } }", "text", "no valid JSON Schema"),
        (
            "front-matter: { properties: { a: { $ref: 'https://example.org/a' } } }",
            "'https://example.org/a'",
            "nothing is fetched",
        ),
    ];
    for (lines, place, message) in cases {
        let text = with_header(lines);
        let found = problems(&text);
        let [problem] = found.as_slice() else { panic!("{lines:?}: {found:?}") };
        let reported = problem.strip_prefix(place).and_then(|rest| rest.strip_prefix(": "));
        let reported = reported.unwrap_or_else(|| panic!("{lines:?}: {problem}"));
        assert!(reported.contains(message), "{lines:?}: {reported}");
        assert_eq!(compiled(&text).sections.len(), 1, "{lines:?}");
    }
    assert!(problems("---\ndocent: { template: 'a b' }\n---\n")[0].starts_with("'a b': a template's id has no blanks"));
    assert!(problems("---\ndocent: x\n---\n")[0].starts_with("x: `docent` must be a mapping"));
    assert_eq!(problems("---\ndocent:\n---\n"), Vec::<String>::new());
}

#[test]
fn a_section_that_can_never_be_found() {
    let text = with_body(
        "## A\n<!-- docent: aliases=\"B|C *\" -->\n\n### X\n\n## b.\n\n### X\n\n## C d\n\n## **A**\n\n### X\n\n### x\n",
    );
    let contract = compiled(&text);
    let found: Vec<_> = contract.problems.iter().map(|problem| (problem.rule, &text[problem.range])).collect();
    assert_eq!(
        found,
        [("unreachable-section", "## b."), ("unreachable-section", "## **A**"), ("unreachable-section", "### x")]
    );
    assert!(contract.problems[0].message.contains("'A'"));
    assert!(contract.sections[2].optional, "not required on every page");
    assert_eq!(
        problems(&with_body("## A\n<!-- docent: any-heading -->\n\n## A\n<!-- docent: any-heading -->\n")),
        Vec::<String>::new()
    );
}

#[test]
fn all_attributes() {
    let text = with_body(
        "Lead text.\n\n## A {{thing}}\n<!-- docent: repeat=1.. aliases=\"B | C *\" unordered closed items=2..3 words=..300 code=json optional-lead -->\n<!-- guidance\n  First.\n    Second.\n-->\n\nText {{b}}, {{ c d }} and {{b}}. <!-- docent: verbatim -->\n\n<!-- docent: variants -->\n\n* Other text.\n* More text.\n\n```json\n{}\n```\n<!-- docent: optional -->\n\n* x\n* y\n  <!-- docent: optional -->\n\n<!-- docent: any-of optional -->\n\n### D\n<!-- docent: optional any-heading -->\n",
    );
    let contract = compiled(&text);
    assert_eq!(contract.problems, []);
    expect_test::expect_file!["snapshots/all-attributes.txt"]
        .assert_eq(&format!("{:#?}\n{:#?}", contract.lead, contract.sections));
    assert_eq!(
        docent_template::canned_source(&contract.sections[0]),
        "## A {{thing}}\n\nText {{b}}, {{ c d }} and {{b}}.\n"
    );
}
