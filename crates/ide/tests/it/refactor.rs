//! Sections moved and shifted, lists made the template's: `$0` is the cursor, the rest is what comes out.

use docent_ide::refactor::{RefactorKind, refactoring_edits, refactorings};
use docent_rules::{CheckInput, RuleSettings};
use docent_syntax::text::apply_edits;
use docent_syntax::{Dialect, Page, TextRange, TextSize};
use docent_template::{Contract, TemplateSource, compile};
use expect_test::{Expect, expect};
use proptest::prelude::*;
use std::collections::BTreeMap;

const TEMPLATE: &str = "\
---
docent: { template: recipe }
---

## Ingredients

## Steps

1. **Weigh** the flour.

2. **Knead** the dough in [a bowl](bowl.html).

   * by hand
   * by machine

3. **Wait** for an hour.

4. {{anything else}}
   <!-- docent: open -->
";

fn contract() -> Contract {
    let contract = compile(TemplateSource { name: "recipe.md".into(), is_file: true, text: TEMPLATE.into() }, |_| None);
    assert_eq!(contract.problems, []);
    contract
}

/// The title and the text after it; or why not.
fn done(marked: &str, kind: RefactorKind, contract: Option<&Contract>) -> String {
    let at = marked.find("$0").expect("a cursor");
    let text = marked.replacen("$0", "", 1);
    let page = Page::parse(&text, Dialect::EXTENDED);
    let settings = RuleSettings::default();
    let input =
        CheckInput { page: &page, path: "a.md", contract, settings: &settings, yaml: Default::default(), site: None };
    let cursor = TextRange::empty(TextSize::new(at as u32));
    let all = refactorings(&input, cursor);
    let Some(found) = all.iter().find(|refactoring| refactoring.action.kind == kind) else {
        return "not offered\n".to_owned();
    };
    let edits = refactoring_edits(&input, found.action);
    match &found.disabled {
        Some(reason) => {
            assert_eq!(edits, []);
            format!("{}: {reason}\n", found.title)
        }
        None => format!("{}\n{}", found.title, apply_edits(&text, &edits).expect("the edits fit")),
    }
}

#[track_caller]
fn check(marked: &str, kind: RefactorKind, expected: Expect) {
    let contract = contract();
    let lf = done(marked, kind, Some(&contract));
    let crlf = done(&marked.replace('\n', "\r\n"), kind, Some(&contract));
    assert_eq!(crlf.matches("\r\n").count() + 1, crlf.matches('\n').count(), "{crlf:?}");
    assert_eq!(crlf.replace('\r', ""), lf);
    if kind != RefactorKind::CannedList {
        assert_eq!(done(marked, kind, None), lf, "without a template");
    }
    expected.assert_eq(&lf);
}

const PAGE: &str = "\
---
title: x
---

Lead.

# Ä

## First

one

### Inner

in

<!-- docent-ignore x: y -->

## Second

two

# Last

## Third";

fn at(heading: &str) -> String {
    PAGE.replacen(heading, &format!("{}$0{}", &heading[..3], &heading[3..]), 1)
}

#[test]
fn sections_move_past_their_neighbours() {
    check(
        &at("## Second"),
        RefactorKind::MoveUp,
        expect![[r#"
        Move section 'Second' up, before 'First'
        ---
        title: x
        ---

        Lead.

        # Ä

        <!-- docent-ignore x: y -->

        ## Second

        two

        ## First

        one

        ### Inner

        in

        # Last

        ## Third"#]],
    );
    check(
        &at("## First"),
        RefactorKind::MoveDown,
        expect![[r#"
        Move section 'First' down, after 'Second'
        ---
        title: x
        ---

        Lead.

        # Ä

        <!-- docent-ignore x: y -->

        ## Second

        two

        ## First

        one

        ### Inner

        in

        # Last

        ## Third"#]],
    );
    check(
        &at("# Last"),
        RefactorKind::MoveUp,
        expect![[r#"
        Move section 'Last' up, before 'Ä'
        ---
        title: x
        ---

        Lead.

        # Last

        ## Third

        # Ä

        ## First

        one

        ### Inner

        in

        <!-- docent-ignore x: y -->

        ## Second

        two
    "#]],
    );
    check(
        &at("## First"),
        RefactorKind::MoveUp,
        expect![[r#"
        Move section 'First' up: It is the first section of its level here
    "#]],
    );
    check(
        &at("## Second"),
        RefactorKind::MoveDown,
        expect![[r#"
        Move section 'Second' down: It is the last section of its level here
    "#]],
    );
    check(
        &at("## Third"),
        RefactorKind::MoveUp,
        expect![[r#"
        Move section 'Third' up: It is the first section of its level here
    "#]],
    );
    check(
        &at("one\n"),
        RefactorKind::MoveUp,
        expect![[r#"
        not offered
    "#]],
    );
}

#[test]
fn sections_change_their_level_with_what_is_below() {
    check(
        &at("## First"),
        RefactorKind::Demote,
        expect![[r#"
        Demote section 'First' to ###
        ---
        title: x
        ---

        Lead.

        # Ä

        ### First

        one

        #### Inner

        in

        <!-- docent-ignore x: y -->

        ## Second

        two

        # Last

        ## Third"#]],
    );
    check(
        "Title\n===$0==\n\ntext\n\n## A\n",
        RefactorKind::Demote,
        expect![[r#"
        Demote section 'Title' to ##
        ## Title

        text

        ### A
    "#]],
    );
    check(
        &at("### Inner"),
        RefactorKind::Promote,
        expect![[r#"
        Promote section 'Inner' to ##
        ---
        title: x
        ---

        Lead.

        # Ä

        ## First

        one

        ## Inner

        in

        <!-- docent-ignore x: y -->

        ## Second

        two

        # Last

        ## Third"#]],
    );
    check(
        &at("# Last"),
        RefactorKind::Promote,
        expect![[r#"
        Promote section 'Last': It is at the highest level
    "#]],
    );
    check(
        "##### A$0\n\n###### B\n",
        RefactorKind::Demote,
        expect![[r#"
        Demote section 'A': A section below it is at the lowest level
    "#]],
    );
    check(
        "###### A$0\n",
        RefactorKind::Demote,
        expect![[r#"
        Demote section 'A': It is at the lowest level
    "#]],
    );
    check(
        "$0",
        RefactorKind::Demote,
        expect![[r#"
        not offered
    "#]],
    );
}

#[test]
fn a_list_becomes_the_templates() {
    check(
        "## Steps\n\n* $0Knead in [bowl](bowl.html).\n  On the table.\n\n      code\n\n  * with a spoon\n* Bake.\n\nEnjoy.\n",
        RefactorKind::CannedList,
        expect![[r#"
            Make this list the template's, and keep your own items
            ## Steps

            1. **Weigh** the flour.

            2. Knead in [bowl](bowl.html).
               On the table.

                   code

               * with a spoon

            3. **Wait** for an hour.

            4. Bake.

            Enjoy.
        "#]],
    );
    check(
        "## Steps$0\n\n2) **Wait** for a day.\n3) **Weigh** it.\n",
        RefactorKind::CannedList,
        expect![[r#"
        Make this list the template's, and keep your own items
        ## Steps

        1. **Weigh** it.

        2. **Knead** the dough in [a bowl](bowl.html).

           * by hand
           * by machine

        3. **Wait** for a day.
    "#]],
    );
    check(
        "## Steps\n\n  *   **Weigh** ü.\n\n      more\n\n\t\tdeep\n\n1. $0**Knead** it.\n\t* tab\n10. **Wait**\n    here\n",
        RefactorKind::CannedList,
        expect![[r#"
            Make this list the template's, and keep your own items
            ## Steps

            1.    **Weigh** ü.

                  more

            		deep

            2. **Knead** it.
            	* tab

            3.  **Wait**
                here
        "#]],
    );
}

/// Bullets that are not indented far enough break the list apart; they stay below their step.
#[test]
fn bullets_between_numbers_are_no_steps() {
    check(
        "## Steps\n\n2. $0**Knead** it:\n\n  * by hand\n    or so\n  * by foot\n\n3. **Wait**.\n* really\n\nEnd.\n",
        RefactorKind::CannedList,
        expect![[r#"
            Make this list the template's, and keep your own items
            ## Steps

            1. **Weigh** the flour.

            2. **Knead** it:

               * by hand
                 or so
               * by foot

            3. **Wait**.

               * really

            End.
        "#]],
    );
}

#[test]
fn a_list_that_is_right_stays() {
    let right = "## Steps\n\n1. $0**Weigh** it.\n2. **Knead** it.\n3. **Wait**.\n4. Bake.\n";
    check(
        right,
        RefactorKind::CannedList,
        expect![[r#"
        not offered
    "#]],
    );
    check(
        "## Ingredients\n\n* $0flour\n",
        RefactorKind::CannedList,
        expect![[r#"
        not offered
    "#]],
    );
    check(
        "## Steps\n\n$0Text.\n",
        RefactorKind::CannedList,
        expect![[r#"
        not offered
    "#]],
    );
    // Two lists that both have steps of the template: which one is meant?
    check(
        "## Steps\n\n* $0**Weigh** it.\n\nThen:\n\n* **Wait**.\n",
        RefactorKind::CannedList,
        expect![[r#"
        not offered
    "#]],
    );
}

fn words(text: &str) -> BTreeMap<&str, usize> {
    let mut words = BTreeMap::new();
    let is_word = |word: &&str| !word.is_empty() && word.parse::<u64>().is_err();
    for word in text.split(|c: char| !c.is_alphanumeric()).filter(is_word) {
        *words.entry(word).or_insert(0) += 1;
    }
    words
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_word_is_lost(lines in prop::collection::vec(prop::sample::select(vec![
        "## Steps", "### Inner", "# Ä", "Setext", "---", "* bullet", "- other", "1. **Weigh** it", "2. **Wait**", "3) x",
        "  * in", "\t* tab", "   more", "\tcode", "      code", "", "", "lazy", "```", "<!-- c -->", "<!-- docent-ignore a -->",
        "> quote", "*", "10. ten [bowl](bowl.html)", "    four",
    ]), 0..14), cursor in 0usize..80, crlf: bool) {
        let ending = if crlf { "\r\n" } else { "\n" };
        let text = lines.join(ending);
        let page = Page::parse(&text, Dialect::EXTENDED);
        let contract = contract();
        let settings = RuleSettings::default();
        let input = CheckInput { page: &page, path: "a.md", contract: Some(&contract), settings: &settings, yaml: Default::default(), site: None };
        let cursor = TextRange::empty(TextSize::new(cursor as u32));
        for refactoring in refactorings(&input, cursor) {
            let edits = refactoring_edits(&input, refactoring.action);
            prop_assert_eq!(edits.is_empty(), refactoring.disabled.is_some(), "{:?}", refactoring);
            let after = apply_edits(&text, &edits);
            prop_assert!(after.is_some(), "{:?} {:?}", refactoring, edits);
            let after = after.unwrap_or_default();
            let (before, now) = (words(&text), words(&after));
            for (word, count) in before {
                prop_assert!(now.get(word).is_some_and(|now| *now >= count), "'{}' is lost\n{}", word, after);
            }
            if refactoring.action.kind == RefactorKind::CannedList {
                let page = Page::parse(&after, Dialect::EXTENDED);
                let input = CheckInput { page: &page, ..input };
                prop_assert_eq!(refactoring_edits(&input, refactoring.action), vec![], "a second time\n{}", after);
            }
        }
    }
}
