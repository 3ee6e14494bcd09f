//! One line above a page: its template, what is missing, how many links lead here; and one above each heading that links lead to.
//! Says nothing that the findings and references do not say, and nothing at all where there is nothing of this.

use crate::first_line::first_line;
use crate::links::{Links, in_words, links_here};
use crate::missing::{Missing, and, counted, missing};
use docent_rules::finding::{Finding, Severity};
use docent_rules::input::CheckInput;
use docent_syntax::{Anchor, Page, TextRange, heading_ids};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lens {
    /// The page's first line, without its line ending; or a heading.
    pub range: TextRange,
    pub title: String,
}

/// In the order of the page. `findings` are those of [`docent_rules::check_page`] for the same input.
pub fn lenses(input: &CheckInput<'_>, findings: &[Finding]) -> Vec<Lens> {
    let links = input.site.map(|_| links_here(input));
    let state = lens(input, findings).map(|lens| lens.title);
    let words: Vec<String> = state.into_iter().chain(links.as_ref().and_then(Links::in_words)).collect();
    let mut lenses = Vec::new();
    if !words.is_empty() {
        lenses.push(Lens { range: first_line(input.page), title: words.join(" · ") });
    }
    if let Some(links) = links {
        lenses.extend(of_headings(input.page, &links));
    }
    lenses
}

fn of_headings(page: &Page, links: &Links) -> Vec<Lens> {
    if links.by_fragment.is_empty() {
        return Vec::new();
    }
    let of_heading = |heading: Anchor| {
        let count = links.by_fragment.get(&heading.id.to_lowercase()).copied()?;
        Some(Lens { range: heading.element, title: in_words(count, links.more)? })
    };
    heading_ids(page).into_iter().filter_map(of_heading).collect()
}

/// What is missing by the template, on the first line; nothing about a page without one.
pub fn lens(input: &CheckInput<'_>, findings: &[Finding]) -> Option<Lens> {
    let contract = input.contract?;
    let name = if contract.title.trim().is_empty() { &contract.id } else { &contract.title };
    let missing = missing(input, findings);
    let title = match (what_is_missing(&missing), problems(findings)) {
        (Some(words), _) => format!("{name}: {words}"),
        (None, 0) => format!("{name} ✓"),
        (None, count) => format!("{name}: nothing missing, {}", counted(count, "problem")),
    };
    Some(Lens { range: first_line(input.page), title })
}

/// "2 keys and 1 section missing, 1 section empty"
fn what_is_missing(missing: &Missing) -> Option<String> {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outline::{OutlineItem, outline_with_details};
    use docent_rules::engine::check::check_page;
    use docent_rules::input::RuleSettings;
    use docent_rules::site_fixture::SiteFixture;
    use docent_syntax::Dialect;
    use docent_template::embedded;
    use expect_test::{Expect, expect};

    /// The lens, and the outline with its details.
    fn seen(text: &str, settings: &RuleSettings) -> String {
        let set = embedded::set("liveperson").expect("it is embedded");
        let page = Page::parse(text, Dialect::EXTENDED);
        let contract = set.get("overview").map(|contract| &**contract);
        let input =
            CheckInput { page: &page, path: "a/overview.md", contract, settings, yaml: Default::default(), site: None };
        let findings = check_page(&input);
        let lenses = lenses(&input, &findings);
        let lens = lenses.first().expect("the page has a template");
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
        let settings = RuleSettings::default();
        expected.assert_eq(&seen(text, &settings));
        assert_eq!(seen(&text.replace('\n', "\r\n"), &settings), seen(text, &settings), "with CRLF");
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
        let mut settings = RuleSettings::default();
        settings.set_severity("missing-key", None);
        expect![[r#"
            [---] API overview: 3 sections missing
            Front matter — missing after it: Introduction, Getting started, Use cases
        "#]]
        .assert_eq(&seen(text, &settings));
        settings.set_severity("missing-section", None);
        expect![[r#"
            [---] API overview ✓
        "#]]
        .assert_eq(&seen(text, &settings));
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
        let page = Page::parse("# A\n", Dialect::EXTENDED);
        let settings = RuleSettings::default();
        let input = CheckInput {
            page: &page,
            path: "a.md",
            contract: None,
            settings: &settings,
            yaml: Default::default(),
            site: None,
        };
        assert_eq!(lenses(&input, &[]), []);
    }

    #[test]
    fn links_are_counted() {
        let site = SiteFixture::new(
            "//- a.md\n---\npermalink: a.html\nredirect_from: b\n---\n# A b\n$0[up](#a-b)\n# C\n# D\n//- x.md\n[1](a.html) [2](b.html#A-b) [r] [3](a.html#d)\n\n[r]: a.html\n",
        );
        let shown = |input: &CheckInput<'_>| -> Vec<String> {
            let lenses = lenses(input, &[]);
            lenses.iter().map(|lens| format!("{}: {}", &site.text("a.md")[lens.range], lens.title)).collect()
        };
        let input = site.input(None);
        assert_eq!(shown(&input), ["---: 4 links here", "# A b: 2 links here", "# D: 1 link here"]);
        let set = embedded::set("liveperson").expect("it is embedded");
        let with_template = site.input(set.get("overview").map(|contract| &**contract));
        assert_eq!(shown(&with_template)[0], "---: API overview ✓ · 4 links here");
        let many: String = (0..300).map(|n| format!("//- p{n}.md\n[1](a.html#x)\n")).collect();
        let site = SiteFixture::new(&format!("//- a.md\n---\npermalink: a.html\n---\n$0\n# X\n{many}"));
        let titles: Vec<String> = lenses(&site.input(None), &[]).into_iter().map(|lens| lens.title).collect();
        assert_eq!(titles, ["200+ links here", "200+ links here"]);
    }
}
