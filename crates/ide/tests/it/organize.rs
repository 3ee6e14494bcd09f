//! The front matter put in order: the text, and for any block that it says the same and keeps its comments.

use docent_ide::organize::organize_front_matter;
use docent_syntax::text::apply_edits;
use docent_syntax::{Dialect, Page};
use docent_template::{Contract, TemplateSource, compile};
use expect_test::{Expect, expect};
use proptest::prelude::*;

fn contract() -> Contract {
    let text = "---\ndocent: { template: recipe }\nfront-matter:\n  properties:\n    title: {}\n    kind: {}\n    \
                anywhere: { x-docent-any-place: true }\n    persons: {}\n    tags: {}\n---\n";
    compile(TemplateSource { name: "recipe.md".into(), is_file: true, text: text.into() }, |_| None)
}

fn organized(text: &str) -> String {
    let edits = organize_front_matter(&Page::parse(text, Dialect::EXTENDED), &contract());
    apply_edits(text, &edits).expect("the edits fit")
}

#[track_caller]
fn check(block: &str, expected: Expect) {
    let text = format!("---\n{block}---\n\n## Text\n");
    let once = organized(&text);
    assert_eq!(organized(&once), once, "a second time");
    let crlf = organized(&text.replace('\n', "\r\n"));
    assert_eq!(crlf, once.replace('\n', "\r\n"), "CRLF");
    expected
        .assert_eq(once.strip_suffix("---\n\n## Text\n").and_then(|it| it.strip_prefix("---\n")).expect("the rest"));
}

#[test]
fn keys_go_with_their_comments() {
    check(
        "kind: bread\n# counted generously\n# by aunt\npersons: 4 # or 5\ntitle: Flat bread\n",
        expect![[r#"
        title: Flat bread
        kind: bread
        # counted generously
        # by aunt
        persons: 4 # or 5
    "#]],
    );
    check(
        "tags:\n  - a\n  # inside\n  - b\npersons: |\n  four\n\n  or five\nkind: {a: 1,\n  b: 2}\ntitle: x\n",
        expect![[r#"
            title: x
            kind: {a: 1,
              b: 2}
            persons: |
              four

              or five
            tags:
              - a
              # inside
              - b
        "#]],
    );
}

#[test]
fn blank_lines_stay_where_they_part_something() {
    check(
        "# All of it\n\npersons: 4\n\ntitle: x\n\n# apart\n\nkind: y\n",
        expect![[r#"
        # All of it

        title: x

        # apart

        kind: y
        persons: 4
    "#]],
    );
    check(
        "tags: a\n\n\ntitle: x\nkind: y\n",
        expect![[r#"
        title: x
        kind: y
        tags: a
    "#]],
    );
    check(
        "title: x\n\ntags: a\n\npersons: 4\nkind: y\n\n",
        expect![[r#"
        title: x
        kind: y
        persons: 4

        tags: a

    "#]],
    );
}

#[test]
fn free_keys_follow_the_key_before_them() {
    check(
        "layout: x\npersons: 4\nanywhere: y\n# of z\nz: 1\ntitle: t\n",
        expect![[r#"
        layout: x
        title: t
        persons: 4
        anywhere: y
        # of z
        z: 1
    "#]],
    );
}

#[test]
fn what_would_change_its_meaning_is_left_alone() {
    check(
        "kind: &a x\ntitle: *a\n",
        expect![[r#"
        kind: &a x
        title: *a
    "#]],
    );
    check(
        "kind: x\ntitle: |+\n  x\n\n",
        expect![[r#"
        title: |+
          x

        kind: x
    "#]],
    );
    check(
        "{kind: x, title: y}\n",
        expect![[r#"
        {kind: x, title: y}
    "#]],
    );
    check(
        "kind: x\ntitle: a: b\n",
        expect![[r#"
        kind: x
        title: a: b
    "#]],
    );
    check(
        "title: x\nkind: y\n",
        expect![[r#"
        title: x
        kind: y
    "#]],
    );
    // Of duplicates the last one counts, and remains the last.
    check(
        "kind: x\ntitle: y\nkind: z\n",
        expect![[r#"
        title: y
        kind: x
        kind: z
    "#]],
    );
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_block_says_the_same(lines in prop::collection::vec(prop::sample::select(vec![
        "title: x", "kind: 'y' # c", "persons: 4", "tags:", "tags: [a, b]", "  - a", "- b # d", "anywhere: 1", "layout: z",
        "# comment", "  # indented", "", "", "docent-ignore: [a]", "more: |", "  text", "more: |+", "kind: &a x", "other: *a", "ä: ö",
    ]), 0..16), crlf: bool) {
        let ending = if crlf { "\r\n" } else { "\n" };
        let text = format!("---\n{}\n---\n\nText\n", lines.join("\n")).replace('\n', ending);
        let once = organized(&text);
        let (before, after) = (Page::parse(&text, Dialect::EXTENDED), Page::parse(&once, Dialect::EXTENDED));
        prop_assert_eq!(before.front_matter().yaml.to_json(), after.front_matter().yaml.to_json());
        let comments = |page: &Page| {
            let front_matter = page.front_matter();
            let mut all: Vec<String> = front_matter.yaml.comments.iter()
                .map(|comment| front_matter.text[std::ops::Range::<usize>::from(comment.range)].to_owned()).collect();
            all.sort();
            all
        };
        prop_assert_eq!(comments(&before), comments(&after));
        prop_assert_eq!(organized(&once), once);
    }
}
