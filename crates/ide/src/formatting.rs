//! Formatting, which leaves prose alone: the indentation of lists in the front matter, tabs and trailing blanks there, and
//! the numbers of canned lists.
//!
//! Only blanks and numbers change; values, comments, quotes and order stay. Formatting twice is formatting once.

mod front_matter;

use docent_rules::finding::Finding;
use docent_rules::input::CheckInput;
use docent_syntax::{TextEdit, TextRange};

/// The edits that format the page, or the part of it that `range` touches. `findings` are those of [`docent_rules::check_page`]
/// for the same input: the numbers are put right where `step-number` says so.
pub fn format_page(input: &CheckInput<'_>, findings: &[Finding], range: Option<TextRange>) -> Vec<TextEdit> {
    let is_wanted = |place: TextRange| range.is_none_or(|range| range.intersect(place).is_some());
    let mut edits = front_matter::edits(input.page.front_matter(), is_wanted);
    let numbers = findings.iter().filter(|finding| finding.rule == "step-number").filter_map(Finding::safe_fix);
    for fix in numbers.filter(|fix| fix.edits.iter().any(|edit| is_wanted(edit.range))) {
        edits.extend(fix.edits.iter().cloned());
    }
    edits.sort_by_key(|edit| (edit.range.start(), edit.range.end()));
    edits
}

#[cfg(test)]
mod tests {
    use super::*;
    use docent_rules::engine::check::check_page;
    use docent_rules::input::RuleSettings;
    use docent_syntax::text::apply_edits;
    use docent_syntax::{Dialect, Page, TextSize, YamlEntry};
    use docent_template::embedded;
    use expect_test::{Expect, expect};
    use proptest::prelude::*;

    fn formatted_in(text: &str, range: Option<TextRange>) -> String {
        let set = embedded::set("liveperson").expect("it is embedded");
        let page = Page::parse(text, Dialect::EXTENDED);
        let settings = RuleSettings::default();
        let contract = set.get("overview").map(|contract| &**contract);
        let input = CheckInput {
            page: &page,
            path: "a/overview.md",
            contract,
            settings: &settings,
            yaml: Default::default(),
            site: None,
        };
        let edits = format_page(&input, &check_page(&input), range);
        apply_edits(text, &edits).expect("the edits fit")
    }

    fn formatted(text: &str) -> String {
        formatted_in(text, None)
    }

    fn check(text: &str, expected: Expect) {
        let result = formatted(text);
        expected.assert_eq(&result.replace(' ', "·").replace('\t', "→"));
        assert_eq!(formatted(&result), result, "twice");
        assert_eq!(formatted(&text.replace('\n', "\r\n")), result.replace('\n', "\r\n"), "with CRLF");
    }

    #[test]
    fn blanks_and_tabs() {
        check(
            "---  \nä:\t1  \nb: \t\"x  \" \t \n\t \nc: d\t# e  \n# f\t\n---\t\n\ntext  \n",
            expect![[r#"
            ---
            ä:·1
            b:·"x··"

            c:·d·#·e··
            #·f→
            ---

            text··
        "#]],
        );
        check(
            "---\na: |  \n  x  \n\n  \ty\nb: >-\n  z  \n   \nc: one  \n  two  \nd: \"e  \n  f\"\n---\n",
            expect![[r#"
                ---
                a:·|··
                ··x··

                ··→y
                b:·>-
                ··z··
                ···
                c:·one··
                ··two··
                d:·"e··
                ··f"
                ---
            "#]],
        );
    }

    #[test]
    fn lists() {
        check(
            "---\na:\n  - x\n  - y\nb:\n- z # c\n# d\n- - v\n  - w\n---\n",
            expect![[r#"
            ---
            a:
            ··-·x
            ··-·y
            b:
            ··-·z·#·c
            ··#·d
            ··-·-·v
            ····-·w
            ---
        "#]],
        );
        check(
            "---\na:\n- x\nb:\n    - |\n      text\n\n        more\n    # c\n  # d\n    - k: l\n      m: n\n---\n",
            expect![[r#"
                ---
                a:
                -·x
                b:
                -·|
                ··text

                ····more
                #·c
                ··#·d
                -·k:·l
                ··m:·n
                ---
            "#]],
        );
        check(
            "---\na:\n    - x\n    -\ty\n---\n",
            expect![[r#"
            ---
            a:
            ··-·x
            ··-·y
            ---
        "#]],
        );
        check(
            "---\na: [x,\n  y]  \nb:\n   - \"c\n     d\"\nc:\n - e\n---\n",
            expect![[r#"
                ---
                a:·[x,
                ··y]
                b:
                ··-·"c
                ····d"
                c:
                ··-·e
                ---
            "#]],
        );
    }

    #[test]
    fn numbers_of_canned_lists() {
        let text = "### Getting started\n\n1. **Retrieve your domain**. A\n\n3. Note the [API terms of use](https://www.liveperson.com/policies/terms-of-use).\n\n3. Other  \n\n### Own\n\n1. a\n3. b\n";
        check(
            text,
            expect![[r#"
            ###·Getting·started

            1.·**Retrieve·your·domain**.·A

            2.·Note·the·[API·terms·of·use](https://www.liveperson.com/policies/terms-of-use).

            3.·Other··

            ###·Own

            1.·a
            3.·b
        "#]],
        );
    }

    #[test]
    fn what_is_broken_stays() {
        for text in [
            "---\na: [  \nb:\t1\n---\n",
            "---\na:\n\t- x  \n---\n",
            "---\na: 1  \n",
            "\u{feff}---\na: 1  \n---\n",
            "----\na: 1  \n---\n",
            "text  \n",
            "---\njust text  \n---\n",
            "---\n- a  \n---\n",
        ] {
            assert_eq!(formatted(text), text);
        }
    }

    #[test]
    fn only_the_range_asked_for() {
        let text = "---\na:  1  \nb:\n  - x\nc:\n- y  \n---\n\n### Getting started\n\n2. **Retrieve your domain**. A\n";
        let range = |from: &str, to: &str| {
            let at = |place: &str| TextSize::new(text.find(place).expect("it is there") as u32);
            Some(TextRange::new(at(from), at(to)))
        };
        assert_eq!(formatted_in(text, range("b:", "x")), text);
        assert_eq!(formatted_in(text, range("a:", "b:")), text.replace("1  \n", "1\n"));
        assert_eq!(formatted_in(text, range("y", "y")), text.replace("- y  ", "  - y"));
        assert_eq!(formatted_in(text, range("### G", "A\n")), text.replace("2.", "1."));
    }

    fn front_matters() -> impl Strategy<Value = String> {
        let line = prop_oneof![
            "[a-d]: [a-z]{0,3}[ \t]{0,2}",
            "[a-d]:[ \t]{0,2}",
            "[a-d]:\t[a-z\"']{1,3}",
            " {0,4}- [a-zä]{0,3}[ \t]{0,2}",
            " {0,4}-\t?[a-z]{0,3} # [a-z]{0,3} ?",
            " {0,4}- [a-d]: [a-z]",
            " {0,6}[a-d]: [a-z]",
            " {0,4}# [a-z]{0,4}[ \t]?",
            " {0,4}- [|>]",
            "[a-d]: [|>][+-]? ?",
            " {0,6}[a-z]{1,3} ?",
            "[ \t]{0,5}",
            "[a-d]: \\[[a-c, ]{0,4}\\]\t# x",
            "[a-d]: \"[a-z ]{0,3}",
            " {0,3}[a-z]{0,3}\"",
        ];
        (prop::collection::vec(line, 0..12), prop::sample::select(vec!["\n", "\r\n", "\r"])).prop_map(
            |(lines, ending)| {
                format!(
                    "---{ending}{}---{ending}",
                    lines.iter().map(|line| format!("{line}{ending}")).collect::<String>()
                )
            },
        )
    }

    /// What must not change: keys and values in order, and comments.
    fn meaning(text: &str) -> (Vec<(serde_json::Value, serde_json::Value)>, Vec<String>, bool) {
        let page = Page::parse(text, Dialect::EXTENDED);
        let yaml = &page.front_matter().yaml;
        let entry = |entry: &YamlEntry| (entry.key.to_json(), entry.value.to_json());
        let comments = yaml.comments.iter().map(|comment| text[comment.range].to_owned()).collect();
        (yaml.entries().iter().map(entry).collect(), comments, yaml.error.is_some())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(600))]
        #[test]
        fn formatting_keeps_what_is_said(text in front_matters()) {
            let once = formatted(&text);
            prop_assert_eq!(meaning(&once), meaning(&text), "{:?}", once);
            prop_assert_eq!(formatted(&once), once.clone(), "twice");
            let solid = |text: &str| text.chars().filter(|c| !matches!(c, ' ' | '\t')).collect::<String>();
            prop_assert_eq!(solid(&once), solid(&text), "only blanks change");
            if meaning(&text).2 {
                prop_assert_eq!(once, text, "broken YAML");
            }
        }
    }
}
