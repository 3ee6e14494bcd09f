//! A canned list and a page's items, one a line: `**lead** text (link)`. Expectations are listed item by item.

use super::*;
use crate::contract::CannedText;
use proptest::prelude::*;

fn text_of(line: &str) -> StepText<'_> {
    let (text, link) = match line.trim_end_matches(')').rsplit_once('(') {
        Some((text, link)) => (text.trim(), Some(link)),
        None => (line.trim(), None),
    };
    let bold_lead = text.strip_prefix("**").and_then(|rest| rest.split_once("**")).map(|(lead, _)| lead);
    StepText { link, bold_lead, text }
}

fn canned_text(line: &str) -> CannedText {
    let mut wordings = line.split(" | ").map(|wording| {
        let step = text_of(wording);
        CannedText {
            text: step.text.into(),
            first_link: step.link.map(Into::into),
            bold_lead: step.bold_lead.map(Into::into),
            ..CannedText::default()
        }
    });
    let mut text = wordings.next().unwrap_or_default();
    text.variants = wordings.collect();
    text
}

/// A line `…` is an open step.
fn canned(lines: &str) -> CannedList {
    let steps =
        lines.lines().map(str::trim).filter(|line| !line.is_empty()).enumerate().map(|(index, line)| CannedStep {
            number: index as u32 + 1,
            text: canned_text(line),
            children: None,
            optional: line == "…",
            open: line == "…",
            verbatim: false,
            source: line.into(),
            range: Default::default(),
        });
    CannedList { steps: steps.collect(), any_of: false, tight: true }
}

const STEPS: &str = "
    **Retrieve your domain**. Use the Domain API to retrieve it (domain.html)
    This API requires authorization using either a login or an API key methodology.
    Note the API terms of use. (terms.html) | Here are the API terms of use. (apitou.html)
    When using this API, it is recommended that you implement our best practices (retry.html)
    …";

/// Each item as the number of its step, `~` for another wording, `!` for misplaced; `-` for a further step. Then what is
/// missing, and where misplaced ones belong.
fn alignment_of(canned_lines: &str, items: &str) -> String {
    let list = canned(canned_lines);
    let lines: Vec<&str> = items.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let items: Vec<StepText<'_>> = lines.iter().map(|line| text_of(line)).collect();
    let result = align_step_texts(&list, &items);
    let alignment_of: Vec<String> = result
        .items
        .iter()
        .map(|item| match item {
            None => "-".to_owned(),
            Some(found) => format!(
                "{}{}{}",
                found.canned + 1,
                if found.same_text { "" } else { "~" },
                if found.misplaced { "!" } else { "" }
            ),
        })
        .collect();
    let mut text = alignment_of.join(" ");
    for (step, before) in result.missing.iter().filter(|(step, _)| !list.steps[*step].open) {
        text += &format!("; missing {} at {before}", step + 1);
    }
    for (item, before) in &result.moves {
        text += &format!("; move {item} to {before}");
    }
    text
}

const DOMAIN: &str = "**Retrieve your domain**. Use the Domain API to retrieve it (domain.html)\n";
const LOGIN: &str = "This API requires authorization using either a login or an API key methodology\n";
const TERMS: &str = "Here are the API terms of use (apitou.html)\n";
const RETRY: &str = "When using this API, it is recommended that you implement our best practices. (retry.html)\n";

#[test]
fn the_list_as_it_should_be() {
    assert_eq!(alignment_of(STEPS, &format!("{DOMAIN}{LOGIN}{TERMS}{RETRY}")), "1 2 3 4");
    assert_eq!(alignment_of(STEPS, &format!("{DOMAIN}{LOGIN}{TERMS}{RETRY}And now something else")), "1 2 3 4 -");
    assert_eq!(alignment_of(STEPS, ""), "; missing 1 at 0; missing 2 at 0; missing 3 at 0; missing 4 at 0");
    assert_eq!(alignment_of("Only this (a.html)", "Mine"), "-; missing 1 at 1");
}

#[test]
fn missing_steps() {
    assert_eq!(alignment_of(STEPS, &format!("{DOMAIN}{LOGIN}{TERMS}")), "1 2 3; missing 4 at 3");
    assert_eq!(alignment_of(STEPS, &format!("{LOGIN}{RETRY}Mine")), "2 4 -; missing 1 at 0; missing 3 at 1");
    assert_eq!(
        alignment_of(STEPS, &format!("Mine\nMine too\n{TERMS}")),
        "- - 3; missing 1 at 0; missing 2 at 0; missing 4 at 3"
    );
}

#[test]
fn other_wordings() {
    assert_eq!(
        alignment_of(STEPS, "This API requires authorization using a token."),
        "2~; missing 1 at 0; missing 3 at 1; missing 4 at 1"
    );
    // By lead, by link, by text; a changed link is another wording only where the text differs too.
    assert_eq!(
        alignment_of(
            STEPS,
            &format!(
                "**Retrieve your domain** here\n{LOGIN}See these terms (terms.html)\nWhen using this API, it is recommended that you implement our practices (other.html)"
            )
        ),
        "1~ 2 3~ 4~"
    );
}

#[test]
fn steps_out_of_order() {
    // As on a real page whose numbers run 3 4 1 2 3 4.
    assert_eq!(
        alignment_of(
            STEPS,
            &format!(
                "{TERMS}{RETRY}**Retrieve your domain**. Use it (domain.html)\n**Log in** (login.html)\n**Create a session** (s.html)\n**Log out** (login.html)"
            )
        ),
        "3 4 1~! - - -; missing 2 at 0; move 2 to 0"
    );
    assert_eq!(alignment_of(STEPS, &format!("{LOGIN}{DOMAIN}{TERMS}{RETRY}")), "2 1! 3 4; move 1 to 0");
    assert_eq!(alignment_of(STEPS, &format!("{DOMAIN}{TERMS}{RETRY}{LOGIN}")), "1 3 4 2!; move 3 to 1");
}

#[test]
fn of_two_steps_alike_the_better_one_counts() {
    assert_eq!(alignment_of(STEPS, &format!("**Look** (domain.html)\n{DOMAIN}{LOGIN}{TERMS}{RETRY}")), "- 1 2 3 4");
    assert_eq!(alignment_of(STEPS, &format!("{DOMAIN}{DOMAIN}{LOGIN}{TERMS}{RETRY}")), "1 - 2 3 4");
    let login =
        "**Log a user in** using the Login API. Provide a name (login.html)\nFollow the instructions (key.html)";
    assert_eq!(
        alignment_of(
            login,
            "**Log out** using the Login API (login.html)\n**Log a user in** using the Login API (login.html)"
        ),
        "- 1~; missing 2 at 2"
    );
}

#[test]
fn placeholders_take_what_is_left() {
    assert_eq!(alignment_of("{{service name}}", "Read only: accountConfig\nRead/Write: other"), "1 -");
    assert_eq!(alignment_of("{{service name}}\nFollow (key.html)", "Follow (key.html)\nMine"), "2 1!; move 1 to 0");
    assert_eq!(alignment_of("Call {{service}} first", "Call it first"), "1");
}

proptest! {
    #[test]
    fn repairs_make_the_list_right(picks in proptest::collection::vec(0usize..7, 0..9)) {
        let list = canned(STEPS);
        let lines = [DOMAIN, LOGIN, TERMS, RETRY, "Mine", "Another one of mine", "See these terms (terms.html)"];
        let mut page: Vec<String> = picks.iter().map(|&pick| lines[pick].trim().to_owned()).collect();
        for _ in 0..20 {
            let items: Vec<StepText<'_>> = page.iter().map(|line| text_of(line)).collect();
            let result = align_step_texts(&list, &items);
            prop_assert_eq!(&result, &align_step_texts(&list, &items));
            let open = result.missing.iter().find(|(step, _)| !list.steps[*step].open).copied();
            if let Some(&(item, before)) = result.moves.first() {
                let line = page.remove(item);
                page.insert(if before > item { before - 1 } else { before }, line);
            } else if let Some((step, before)) = open {
                page.insert(before, lines[step].trim().to_owned());
            } else {
                return Ok(());
            }
        }
        prop_assert!(false, "repairs do not come to an end: {page:?}");
    }
}

#[test]
fn thousands_of_steps_alike() {
    let many = |text: &str| format!("{text}\n").repeat(5_000);
    let list = canned(&many("Do the same thing again (same.html)"));
    let lines = many("Do the same thing once more (same.html)");
    let items: Vec<StepText<'_>> = lines.lines().map(text_of).collect();
    let result = align_step_texts(&list, &items);
    assert!(result.items.iter().flatten().count() >= SAME_IDENTITY);
    let unlike: Vec<StepText<'_>> = (0..5_000).map(|_| text_of("Nothing of this kind")).collect();
    assert!(align_step_texts(&list, &unlike).items.iter().all(Option::is_none));
}
