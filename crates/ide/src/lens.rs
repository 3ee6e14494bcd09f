//! One line above a page: its template, and what is missing. Says nothing that the findings do not say, and nothing at all
//! about a page without a template.

use crate::check::CheckInput;
use crate::finding::{Finding, Severity};
use crate::missing::{Missing, and, counted, missing};
use docent_syntax::{Page, TextRange, TextSize};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lens {
    /// The page's first line, without its line ending.
    pub range: TextRange,
    pub title: String,
}

/// `findings` are those of [`crate::check_page`] for the same input.
pub fn lens(input: &CheckInput<'_>, findings: &[Finding]) -> Option<Lens> {
    let contract = input.contract?;
    let name = if contract.title.trim().is_empty() { &contract.id } else { &contract.title };
    let missing = missing(input, findings);
    let title = match (in_words(&missing), problems(findings)) {
        (Some(words), _) => format!("{name}: {words}"),
        (None, 0) => format!("{name} ✓"),
        (None, count) => format!("{name}: nothing missing, {}", counted(count, "problem")),
    };
    Some(Lens { range: first_line(input.page), title })
}

/// "2 keys and 1 section missing, 1 section empty"
fn in_words(missing: &Missing) -> Option<String> {
    let counts = [(missing.keys.len(), "key"), (missing.section_count, "section"), (missing.step_count(), "step")];
    let mut parts: Vec<String> = missing.front_matter.then(|| "front matter".to_owned()).into_iter().collect();
    parts.extend(counts.iter().filter(|(count, _)| *count > 0).map(|(count, what)| counted(*count, what)));
    let mut words = Vec::new();
    if !parts.is_empty() {
        words.push(format!("{} missing", and(&parts)));
    }
    if !missing.empty.is_empty() {
        words.push(format!("{} empty", counted(missing.empty.len(), "section")));
    }
    (!words.is_empty()).then(|| words.join(", "))
}

/// What an author has to look at; information and hints are no problems.
fn problems(findings: &[Finding]) -> usize {
    findings.iter().filter(|finding| matches!(finding.severity, Severity::Error | Severity::Warning)).count()
}

/// Without its line ending.
pub(crate) fn first_line(page: &Page) -> TextRange {
    let front_matter = &*page.front_matter().text;
    let text = if front_matter.is_empty() { &*page.section(0).segment.text } else { front_matter };
    let line = text.split(['\n', '\r']).next().unwrap_or_default();
    TextRange::at(TextSize::new(0), TextSize::of(line))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::{RuleSeverities, check_page};
    use crate::outline::{OutlineItem, outline_with_details};
    use docent_template::embedded;
    use expect_test::{Expect, expect};

    /// The lens, and the outline with its details.
    fn seen(text: &str, severities: &RuleSeverities) -> String {
        let set = embedded::liveperson();
        let page = Page::parse(text);
        let contract = set.get("overview").map(|contract| &**contract);
        let input = CheckInput { page: &page, path: "a/overview.md", contract, severities, site: None };
        let findings = check_page(&input);
        let lens = lens(&input, &findings).expect("the page has a template");
        let mut seen = format!("[{}] {}\n", &text[lens.range], lens.title);
        let mut lines = |item: &OutlineItem| {
            if !item.detail.is_empty() {
                seen.push_str(&format!("{} — {}\n", item.name, item.detail));
            }
        };
        outline_with_details(&input, &findings).iter().for_each(&mut lines);
        seen
    }

    fn check(text: &str, expected: Expect) {
        let severities = RuleSeverities::default();
        expected.assert_eq(&seen(text, &severities));
        assert_eq!(seen(&text.replace('\n', "\r\n"), &severities), seen(text, &severities), "with CRLF");
    }

    const KEYS: &str = "---\npagename: Ümläut\nsitesection: Documents\ncategoryname: B\npermalink: ümläut.html\nindicator: both\n---\n\n";
    const STEPS: &str = "1. **Retrieve your domain**. Use the [LivePerson Domain API](agent-domain-domain-api.html) to retrieve this information by providing the following service name:\n\n\t* users\n\n2. Note the [API terms of use](https://www.liveperson.com/policies/terms-of-use).\n\n";

    #[test]
    fn what_is_missing() {
        check(
            "",
            expect![[r#"
            [] API overview: front matter and 3 sections missing
        "#]],
        );
        check(
            "Only text.\n",
            expect![[r#"
            [Only text.] API overview: front matter and 3 sections missing
        "#]],
        );
        check(
            "---\npagename: B\n---\n\n### Use cases\n\n* a\n* b\n",
            expect![[r#"
            [---] API overview: 4 keys and 2 sections missing
            Front matter — 4 keys missing: sitesection, categoryname, permalink, indicator; missing after it: Introduction, Getting started
        "#]],
        );
        check(
            &format!(
                "{KEYS}### Introduction\n\nText.\n\n### Getting started\n\nA few things you'll need to get started with this API:\n\n{STEPS}"
            ),
            expect![[r#"
                [---] API overview: 1 section and 2 steps missing
                Getting started — steps 2 and 4 missing; missing after it: Use cases
            "#]],
        );
        check(
            &format!("{KEYS}### Introduction\n\n### Getting started\n\nA few.\n\n### Use cases\n\n* a\n* b\n"),
            expect![[r#"
                [---] API overview: 4 steps missing, 1 section empty
                Introduction — empty
                Getting started — steps 1, 2, 3 and 4 missing
            "#]],
        );
        check(
            &format!("{KEYS}### Introduction\n\nText.\n\n### Getting started\n\n### Use cases\n\n* a\n* b\n"),
            expect![[r#"
                [---] API overview: 1 section empty
                Getting started — empty
            "#]],
        );
    }

    #[test]
    fn a_rule_that_is_off_is_not_counted() {
        let text = "---\npagename: B\n---\n";
        let mut severities = RuleSeverities::default();
        severities.set("missing-key", None);
        expect![[r#"
            [---] API overview: 3 sections missing
            Front matter — missing after it: Introduction, Getting started, Use cases
        "#]]
        .assert_eq(&seen(text, &severities));
        severities.set("missing-section", None);
        expect![[r#"
            [---] API overview ✓
        "#]]
        .assert_eq(&seen(text, &severities));
    }

    #[test]
    fn what_is_ignored_is_not_counted() {
        let text = "---\npagename: B\ndocent-ignore: [missing-key]\n---\n\n### Introduction\n\nText.\n\n### Getting started\n\n<!-- docent-ignore missing-step: there is no key -->\n1. **Retrieve your domain**.\n\n3. Note the [API terms of use](https://www.liveperson.com/policies/terms-of-use).\n";
        check(
            text,
            expect![[r#"
            [---] API overview: 1 section and 1 step missing
            Getting started — step 4 missing; missing after it: Use cases
        "#]],
        );
    }

    #[test]
    fn no_template_no_lens() {
        let page = Page::parse("# A\n");
        let severities = RuleSeverities::default();
        let input = CheckInput { page: &page, path: "a.md", contract: None, severities: &severities, site: None };
        assert_eq!(lens(&input, &[]), None);
    }
}
