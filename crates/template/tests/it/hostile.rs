//! Any text at all is a template: nothing panics, and every range lies inside the text.

use docent_syntax::{Dialect, TextRange};
use docent_template::{
    CannedBlock, CannedKind, CannedList, Contract, TemplateSource, canned_source, compile, export_with_bases,
};
use proptest::prelude::*;

const SEED: &str = include_str!("../../testdata/overview-template.md");
const OVERVIEW: &str = include_str!("../../sets/liveperson/overview.md");
const PAGE: &str = include_str!("../../sets/liveperson/page.md");

fn source(text: &str) -> TemplateSource {
    TemplateSource { name: "any.md".into(), is_file: true, text: text.into() }
}

fn compiled(text: &str) -> Contract {
    let embedded = docent_template::embedded::set("liveperson").expect("it is embedded");
    compile(source(text), |id| embedded.get(id).cloned())
}

fn exported(text: &str) -> String {
    let embedded = docent_template::embedded::set("liveperson").expect("it is embedded");
    export_with_bases(&source(text), |id| embedded.get(id).cloned())
}

/// Compiles `text`, and its export, and looks at everything in them.
fn holds(text: &str) {
    let contract = compiled(text);
    check_ranges(text, &contract);
    let written = exported(text);
    assert_eq!(exported(&written), written);
    let recompiled = compiled(&written);
    check_ranges(&written, &recompiled);
    assert_eq!(titles(&contract), titles(&recompiled));
    assert_eq!(keys(&contract), keys(&recompiled));
    for (spec, other) in contract.sections.iter().zip(&recompiled.sections) {
        assert_eq!(canned_source(spec), canned_source(other));
    }
}

fn titles(contract: &Contract) -> Vec<&str> {
    contract.sections.iter().map(|spec| &*spec.title).collect()
}

fn keys(contract: &Contract) -> Vec<(&str, bool, &serde_json::Value)> {
    contract.front_matter.keys.iter().map(|key| (&*key.name, key.required, &key.schema)).collect()
}

fn check_ranges(text: &str, contract: &Contract) {
    let check = |range: TextRange| {
        assert!(text.get(usize::from(range.start())..usize::from(range.end())).is_some(), "{range:?} of {text:?}");
    };
    contract.problems.iter().for_each(|problem| check(problem.range));
    let own = contract.front_matter.keys.iter().filter(|key| key.origin == contract.id);
    own.for_each(|key| check(key.range));
    check_blocks(&contract.lead, &check);
    for spec in &contract.sections {
        check(spec.range);
        check_blocks(&spec.blocks, &check);
    }
}

fn check_blocks(blocks: &[CannedBlock], check: &dyn Fn(TextRange)) {
    for block in blocks {
        check(block.range);
        if let CannedKind::Steps(list) | CannedKind::Bullets(list) = &block.kind {
            check_list(list, check);
        }
    }
}

fn check_list(list: &CannedList, check: &dyn Fn(TextRange)) {
    for step in &list.steps {
        check(step.range);
        if let Some(children) = &step.children {
            check_list(children, check);
        }
    }
}

/// Pieces that mean something to the compiler, in any order.
fn piece() -> impl Strategy<Value = String> {
    let pieces = vec![
        "---\n",
        "docent:\n",
        "  template: x\n",
        "  extends: page\n",
        "front-matter:\n",
        "  properties:\n",
        "    a:\n",
        "      type: string\n",
        "      enum: [a, b]\n",
        "  required: [a]\n",
        "title: Your title here\n",
        "## A\n",
        "### B {{c}}\n",
        "<!-- docent: optional items=2.. -->\n",
        "<!-- docent: variants -->\n",
        "<!-- docent: any-of open -->",
        "<!-- guidance\nG\n-->\n",
        "<!--",
        "-->",
        "1. Step\n",
        "   * Add your thing here.\n",
        "\t* **If your API can, leave only this section**.\n",
        "\n",
        "\r\n",
        "\r",
        "This always follows the same format.\n\n",
        "{{",
        "}}",
        "{{name}}",
        "\"",
        "`",
        "```json\n",
        "{: .a}\n",
        "> ",
        "    ",
        "\t",
        "é",
        "😀",
        "5. If there are any other steps, include them here.\n",
        "{% raw %}",
        "{::comment}",
        "[a]: b\n",
        "| a | b |\n",
        "**",
        "- - - ",
        "\u{feff}",
        "x-docent-role: permalink\n",
        "&a ",
        "*a",
        "<<: ",
        "? ",
        ": ",
        "$ref: '#'\n",
        "two-three A\n",
        "===\n",
    ];
    prop_oneof![
        8 => proptest::sample::select(pieces).prop_map(str::to_owned),
        1 => "[ -~]{0,6}",
        1 => any::<char>().prop_map(String::from),
    ]
}

/// One of the real templates with a part of it taken out or something put in.
fn mutated() -> impl Strategy<Value = String> {
    let original = proptest::sample::select(vec![SEED, OVERVIEW, PAGE]);
    (original, proptest::collection::vec((any::<prop::sample::Index>(), 0usize..60, piece()), 1..6)).prop_map(
        |(original, changes)| {
            let mut text = original.to_owned();
            for (at, removed, inserted) in changes {
                let boundary = |text: &str, mut at: usize| {
                    while !text.is_char_boundary(at) {
                        at -= 1;
                    }
                    at
                };
                let start = boundary(&text, at.index(text.len() + 1));
                let end = boundary(&text, (start + removed).min(text.len())).max(start);
                text.replace_range(start..end, &inserted);
            }
            text
        },
    )
}

proptest! {
    #[test]
    fn any_pieces(pieces in proptest::collection::vec(piece(), 0..40)) {
        holds(&pieces.concat());
    }

    #[test]
    fn any_front_matter(pieces in proptest::collection::vec(piece(), 0..20)) {
        holds(&format!("---\ndocent:\nfront-matter:\n  {}\n---\n", pieces.concat()));
    }

    #[test]
    fn changed_templates(text in mutated()) {
        holds(&text);
    }

    #[test]
    fn any_text(text in any::<String>()) {
        holds(&text);
    }
}

#[test]
fn long_runs_are_read_in_good_time() {
    let header = "---\ndocent:\n---\n## A\n";
    for run in [
        "{{",
        "}}",
        "<!--",
        "<!-- docent: optional -->",
        "<!-- docent: a",
        "[",
        "**",
        "1. a\n",
        "* ",
        "- a\n  <!-- docent: variants -->\n",
        "> ",
        "## A\n",
        "\t",
        "a=\"",
        "--> ",
        "\n\n{: .a}\n",
        "a\n",
        "<!-- guidance\ng\n-->\n\n",
    ] {
        let text = run.repeat(20_000 / run.len());
        holds(&format!("{header}{text}"));
        holds(&format!("## A\n\nThis always follows the same format.\n\n{text}"));
        holds(&format!("## A\n\nThis always follows the same format.\n\n1. {text}"));
    }
}

#[test]
fn deep_and_wide_schemas_are_read_in_good_time() {
    let deep = |open: &str, close: &str| format!("{}{}", open.repeat(2_000), close.repeat(2_000));
    let wide = |line: &str| (0..2_000).map(|n| line.replace('#', &n.to_string())).collect::<String>();
    let schemas = [
        deep("[", "]"),
        deep("{ properties: { a: ", "} }"),
        deep("{ items: ", "}"),
        deep("{ default: ", "}"),
        format!("\n  properties:\n{}", wide("    key#: { type: strin, x-docent-rule: 1 }\n")),
        format!("\n  required: [{}]", wide("key#, ")),
        format!("\n  anyOf:\n{}", wide("    - { required: [key#] }\n")),
        "\n  $ref: '#'".to_owned(),
        "\n  properties: { a: { $ref: '#/properties/b' }, b: { $ref: '#/properties/a' } }".to_owned(),
        "\n  properties: { a: { pattern: '(a+)+$' } }".to_owned(),
        "\n  properties: &p { a: *p }".to_owned(),
    ];
    for schema in schemas {
        let text = format!("---\ndocent:\nfront-matter: {schema}\n---\n");
        holds(&text);
        let page =
            docent_syntax::Page::parse(&format!("---\na: {}!\nkey1: 1\n---\n", "a".repeat(60)), Dialect::EXTENDED);
        let _ = compiled(&text).front_matter.violations(&page.front_matter().yaml, Default::default());
    }
}
