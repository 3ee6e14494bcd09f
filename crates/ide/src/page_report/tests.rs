//! The report of pages in every state: done, missing, different, optional.

use super::{PageReport, ReportItem, page_report};
use docent_rules::engine::check::check_page;
use docent_rules::input::{CheckInput, RuleSettings};
use docent_syntax::{Dialect, Page};
use docent_template::{Contract, TemplateSource, compile, embedded};
use expect_test::{Expect, expect};

fn report(text: &str, contract: Option<&Contract>) -> Option<PageReport> {
    let page = Page::parse(text, Dialect::EXTENDED);
    let settings = RuleSettings::default();
    let input = CheckInput {
        page: &page,
        path: "users/overview.md",
        contract,
        settings: &settings,
        yaml: Default::default(),
        site: None,
    };
    page_report(&input, &check_page(&input))
}

fn drawn(text: &str, items: &[ReportItem], depth: usize) -> String {
    let line = |item: &ReportItem| {
        let place = match item.range.is_empty() {
            true => format!("at {}", text[..usize::from(item.range.start())].lines().count()),
            false => format!("{:?}", text[item.range].lines().next().unwrap_or_default()),
        };
        let note = item.note.as_deref().map(|note| format!(" ({note})")).unwrap_or_default();
        let fix = item.fix.as_ref().map(|fix| format!(" [{}]", fix.title)).unwrap_or_default();
        let children = drawn(text, &item.children, depth + 1);
        format!("{}{} {}: {place}{note}{fix}\n{children}", "  ".repeat(depth), item.state.as_str(), item.name)
    };
    items.iter().map(line).collect()
}

fn check(contract: &Contract, text: &str, expected: Expect) {
    let report = report(text, Some(contract)).expect("a page with a template has a report");
    expected.assert_eq(&format!("{}\n{:?}\n{}", report.title, report.counts, drawn(text, &report.items, 0)));
    let crlf = text.replace('\n', "\r\n");
    let report_of_crlf = self::report(&crlf, Some(contract)).expect("a page with a template has a report");
    assert_eq!(drawn(&crlf, &report_of_crlf.items, 0), drawn(text, &report.items, 0), "with CRLF");
}

fn overview(text: &str, expected: Expect) {
    check(
        embedded::set("liveperson").expect("it is embedded").get("overview").expect("the set has it"),
        text,
        expected,
    );
}

fn with_template(template: &str, text: &str, expected: Expect) {
    let source = TemplateSource { name: "t.md".into(), is_file: true, text: template.into() };
    let contract = compile(source, |_| None);
    assert_eq!(contract.problems, []);
    check(&contract, text, expected);
}

#[test]
fn a_page_half_written() {
    overview(
        "---\npagename: Übersicht\nsitesection: Documents\ncategoryname:\nPermalink: users.html\nindicator: chatt\n---\n\n### Use cases\n\n* One 😀.\n\n### Getting Started\n\nA few things you'll need to get started with this API:\n\n1. **Retrieve your domain**. Ask somebody.\n\n3. Note the [API terms of use](https://www.liveperson.com/policies/terms-of-use).\n",
        expect![[r####"
            API overview
            ReportCounts { done: 3, missing: 3, different: 6, optional: 10, other_findings: 0 }
            done Front matter: "---"
              done pagename: "pagename: Übersicht"
              optional redirect_from: at 2 [Insert the key 'redirect_from']
              optional keywords: at 2 [Insert the key 'keywords']
              done sitesection: "sitesection: Documents"
              different categoryname: "categoryname:" (no value)
              optional documentname: at 4 [Insert the key 'documentname']
              optional subfoldername: at 4 [Insert the key 'subfoldername']
              optional level-order: at 4 [Insert the key 'level-order']
              optional order: at 4 [Insert the key 'order']
              different permalink: "Permalink" (written as 'Permalink') [Rename the key to 'permalink']
              optional root-link: at 4 [Insert the key 'root-link']
              different indicator: "indicator: chatt" (value not allowed) [Replace by 'chat']
              optional subtitle: at 6 [Insert the key 'subtitle']
              optional layout: at 6 [Insert the key 'layout']
              optional isTutorial: at 6 [Insert the key 'isTutorial']
            missing Introduction: at 8 [Insert missing section 'Introduction']
            different Getting Started: "### Getting Started" (stands after 'Use cases'; numbers do not run 1, 2, 3) [Move the section 'Getting Started' before 'Use cases']
              different 1. Retrieve your domain: "1. **Retrieve your domain**. Ask somebody." (other words) [Restore the template's wording of this step]
              missing 2. This API requires authorization using either a login or an A…: at 18 [Insert missing step 2]
              done 3. Note the API terms of use.: "3. Note the [API terms of use](https://www.liveperson.com/policies/terms-of-use)."
              missing 4. When using this API, it is recommended that you implement ou…: at 19 [Insert missing step 4]
            different Use cases: "### Use cases" (has 1 item; the template asks for 2 to 3)
        "####]],
    );
}

#[test]
fn an_empty_page() {
    overview(
        "",
        expect![[r#"
        API overview
        ReportCounts { done: 0, missing: 12, different: 0, optional: 10, other_findings: 0 }
        missing Front matter: at 0 [Insert front matter]
          missing pagename: at 0
          optional redirect_from: at 0
          optional keywords: at 0
          missing sitesection: at 0
          missing categoryname: at 0
          optional documentname: at 0
          optional subfoldername: at 0
          optional level-order: at 0
          optional order: at 0
          missing permalink: at 0
          optional root-link: at 0
          missing indicator: at 0
          optional subtitle: at 0
          optional layout: at 0
          optional isTutorial: at 0
        missing Introduction: at 0 [Insert missing section 'Introduction']
        missing Getting started: at 0 [Insert missing section 'Getting started']
          missing 1. Retrieve your domain: at 0
          missing 2. This API requires authorization using either a login or an A…: at 0
          missing 3. Note the API terms of use.: at 0
          missing 4. When using this API, it is recommended that you implement ou…: at 0
        missing Use cases: at 0 [Insert missing section 'Use cases']
    "#]],
    );
}

#[test]
fn front_matter_that_cannot_be_read() {
    overview(
        "---\npagename: A: b\nindicator: chat\n---\n",
        expect![[r#"
            API overview
            ReportCounts { done: 1, missing: 10, different: 1, optional: 10, other_findings: 0 }
            different Front matter: "---" (cannot be read as it is) [Put the value in quotes]
              different pagename: "pagename: A: b" (cannot be read)
              optional redirect_from: at 0
              optional keywords: at 0
              missing sitesection: at 2 [Insert the key 'sitesection']
              missing categoryname: at 2 [Insert the key 'categoryname']
              optional documentname: at 0
              optional subfoldername: at 0
              optional level-order: at 0
              optional order: at 0
              missing permalink: at 2 [Insert the key 'permalink']
              optional root-link: at 0
              done indicator: "indicator: chat"
              optional subtitle: at 0
              optional layout: at 0
              optional isTutorial: at 0
            missing Introduction: at 4 [Insert missing section 'Introduction']
            missing Getting started: at 4 [Insert missing section 'Getting started']
              missing 1. Retrieve your domain: at 4
              missing 2. This API requires authorization using either a login or an A…: at 4
              missing 3. Note the API terms of use.: at 4
              missing 4. When using this API, it is recommended that you implement ou…: at 4
            missing Use cases: at 4 [Insert missing section 'Use cases']
        "#]],
    );
}

#[test]
fn sections_inside_sections() {
    with_template(
        "---\ndocent: { template: t }\n---\n\n## Lesson\n<!-- docent: repeat=2.. any-heading -->\n\n### Result\n\nText.\n\n### Further\n<!-- docent: optional -->\n\n## Steps\n\n1. **One** thing.\n\n2. **Two** things.\n   <!-- docent: optional -->\n",
        "## First lesson\n\nText.\n\n## Steps\n",
        expect![[r###"
            T
            ReportCounts { done: 1, missing: 4, different: 1, optional: 3, other_findings: 0 }
            done First lesson: "## First lesson"
              missing Result: at 4 [Insert missing section 'Result']
              optional Further: at 4 [Insert section 'Further']
            missing Lesson: at 4 [Insert missing section 'Lesson']
              missing Result: at 4
              optional Further: at 4
            different Steps: "## Steps" (empty) [Insert the template's text]
              missing 1. One: at 4
              optional 2. Two: at 4
        "###]],
    );
}

#[test]
fn a_page_without_a_template_has_none() {
    assert_eq!(report("# A\n", None), None);
}

#[test]
fn ten_thousand_sections_inside_each_other() {
    let template = "---\ndocent: { template: t }\n---\n\n## A\n<!-- docent: repeat=1.. -->\n\n### B\n\n1. **One**.\n\n#### C\n<!-- docent: optional -->\n";
    let source = TemplateSource { name: "t.md".into(), is_file: true, text: template.into() };
    let contract = compile(source, |_| None);
    let text = "## A\n\n### B\n\n1. **One**.\n2. Two.\n\n".repeat(5_000) + &"### B\n".repeat(5_000);
    let report = report(&text, Some(&contract)).expect("the page has a template");
    assert_eq!(report.items.len(), 5_000);
    assert_eq!(report.counts.done + report.counts.different, 15_000, "{:?}", report.counts);
}

#[test]
fn text_without_its_heading() {
    with_template(
        "---\ndocent: { template: t }\n---\n\n## A\n\n## B\n\nWash your hands.\n",
        "Some text.\n\n## B\n\nText.\n",
        expect![[r###"
            T
            ReportCounts { done: 0, missing: 1, different: 1, optional: 0, other_findings: 0 }
            missing A: at 0 (its text is there without the heading) [Insert the heading 'A' above this text]
            different B: "## B" (The template's paragraph is missing here) [Insert the template's paragraph]
        "###]],
    );
}
