//! Every rule's page is a test: the bad example fires with exactly the marked range, the good one is silent, the fix
//! turns bad into fixed, and applied again it changes nothing.

use docent_rules::engine::rule_settings::{problems, rule_settings};
use docent_rules::{CheckInput, Finding, RULES, Rule, RuleSettings, SiteView, check_page, check_template};
use docent_site::index::{NavigationFile, facts_of};
use docent_site::{Config, SiteIndex, model_of};
use docent_syntax::text::{apply_edits, lines};
use docent_syntax::{BlockKind, Dialect, Page, TextRange};
use docent_template::{Contract, TemplateSource, compile};

/// The examples of a rule's page, by the word after `markdown` in the fence's info string.
struct Examples {
    template: Option<Contract>,
    /// The other files of the page's site: their path, their text.
    site: Option<Vec<(String, String)>>,
    bad: Option<String>,
    bad_template: Option<String>,
    fixed: Option<String>,
    good: Option<String>,
    /// A configuration of the rule's options, and a page with findings of the rule that it allows.
    allowed: Vec<(String, String)>,
}

#[test]
fn every_rule_has_a_page_with_examples_that_hold() {
    let failed: Vec<&str> = RULES
        .iter()
        .filter(|rule| std::panic::catch_unwind(|| check_page_of(rule)).is_err())
        .map(|rule| rule.id)
        .collect();
    assert!(failed.is_empty(), "examples of {failed:?} do not hold; see above");
}

fn check_page_of(rule: &Rule) {
    assert!(
        rule.docs.trim_start().starts_with(&format!("# {}\n", rule.id)),
        "{}: its page begins with its id",
        rule.id
    );
    let examples = examples(rule);
    if let Some(bad) = &examples.bad_template {
        check_marked(rule, bad, |text| check_template(&contract(text)));
        return;
    }
    let Some(bad) = &examples.bad else {
        assert_eq!(rule.id, "invalid-configuration", "{}: no bad example", rule.id);
        return;
    };
    let findings = check_marked(rule, bad, |text| check(&examples, text));
    check_fix(rule, &examples, &without_marks(bad), &findings);
    for quiet in [&examples.good, &examples.fixed].into_iter().flatten() {
        assert_eq!(check(&examples, quiet), [], "{}: not silent on\n{quiet}", rule.id);
    }
    check_options(rule, &examples);
}

/// Each option is in an example, and each example is reported without its configuration and not reported with it.
fn check_options(rule: &Rule, examples: &Examples) {
    let mut shown: Vec<String> = Vec::new();
    for (configuration, page) in &examples.allowed {
        let (config, syntax_problems) = Config::read(configuration);
        assert_eq!((syntax_problems, problems(&config)), (vec![], vec![]), "{}:\n{configuration}", rule.id);
        shown.extend(config.rules.iter().flat_map(|it| &it.options).map(|option| option.name.clone()));
        let found = check(examples, page);
        assert!(found.iter().any(|finding| finding.rule == rule.id), "{}: nothing to allow in\n{page}", rule.id);
        let found = check_with(examples, page, &rule_settings(&config, PATH));
        assert_eq!(found, [], "{}: with\n{configuration}", rule.id);
    }
    let missing: Vec<&str> =
        rule.options.iter().map(|it| it.name()).filter(|it| !shown.iter().any(|shown| shown == it)).collect();
    assert!(missing.is_empty(), "{}: no example for {missing:?}", rule.id);
    assert_eq!(rule.docs.contains("\n## Options\n"), !rule.options.is_empty(), "{}: the heading 'Options'", rule.id);
}

/// The same in CRLF: ranges cover the same text, and fixes keep the line endings.
#[test]
fn the_examples_hold_with_crlf() {
    for rule in RULES {
        let examples = examples(rule);
        let (Some(bad), Some(fixed)) = (&examples.bad, &examples.fixed) else { continue };
        let text = without_marks(bad).replace('\n', "\r\n");
        let findings = check(&examples, &text);
        let lf = check(&examples, &without_marks(bad));
        let covered = |text: &str, findings: &[Finding]| -> Vec<String> {
            findings
                .iter()
                .map(|finding| format!("{} {}", finding.rule, text[finding.range].replace('\r', "")))
                .collect()
        };
        assert_eq!(covered(&text, &findings), covered(&without_marks(bad), &lf), "{}", rule.id);
        assert_eq!(fixed_by_first(&text, &findings), fixed.replace('\n', "\r\n"), "{}", rule.id);
    }
}

fn check(examples: &Examples, text: &str) -> Vec<Finding> {
    check_with(examples, text, &RuleSettings::default())
}

fn check_with(examples: &Examples, text: &str, settings: &RuleSettings) -> Vec<Finding> {
    let page = Page::parse(text, Dialect::EXTENDED);
    let contract = examples.template.as_ref();
    let index = examples.site.as_ref().map(|files| index_of(files, &page));
    let site = index.as_ref().and_then(|index| SiteView::of(index, PATH));
    check_page(&CheckInput { page: &page, path: PATH, contract, settings, yaml: Default::default(), site })
}

/// Where the page of an example lies.
const PATH: &str = "page.md";

/// The index of the example's page and the other files.
fn index_of(files: &[(String, String)], page: &Page) -> SiteIndex {
    let text = |path: &str| files.iter().find(|(known, _)| known == path).map(|(_, text)| &**text);
    let config = Config::read(text("docent.yaml").unwrap_or_default()).0;
    let mut index =
        SiteIndex::new(model_of(&config, docent_template::embedded::sets(), |path| text(path).map(str::to_owned)));
    for (path, text) in files {
        match path.ends_with(".md") {
            true => drop(index.set_page(
                path,
                facts_of(&Page::parse(text, Dialect::EXTENDED), path, None, index.model()),
                false,
            )),
            false => drop(index.set_file(path, true)),
        }
    }
    index.set_page(PATH, facts_of(page, PATH, None, index.model()), false);
    if let Some(navigation) = index.model().navigation.clone() {
        index.set_navigation(NavigationFile::read(text(&navigation.file).unwrap_or_default(), &navigation));
    }
    index
}

/// Checks the text without its marks, and that exactly the marked findings come out.
fn check_marked(rule: &Rule, marked: &str, check: impl Fn(&str) -> Vec<Finding>) -> Vec<Finding> {
    let text = without_marks(marked);
    let findings = check(&text);
    assert_eq!(with_marks(&text, &findings), marked, "{}: the example's marks and the findings differ", rule.id);
    findings
}

fn check_fix(rule: &Rule, examples: &Examples, bad: &str, findings: &[Finding]) {
    let Some(fixed) = &examples.fixed else { return };
    let once = fixed_by_first(bad, findings);
    assert_eq!(&once, fixed, "{}: the fix", rule.id);
    assert_eq!(
        fixed_by_first(&once, &check(examples, &once)),
        once,
        "{}: a second application changes something",
        rule.id
    );
}

fn fixed_by_first(text: &str, findings: &[Finding]) -> String {
    let Some(fix) = findings.iter().find_map(|finding| finding.fixes.first()) else { return text.to_owned() };
    apply_edits(text, &fix.edits).expect("a fix's edits fit the page")
}

fn without_marks(marked: &str) -> String {
    let kept = |line: &&str| !line.trim_start().starts_with('^');
    marked.split_inclusive('\n').filter(kept).collect()
}

/// The text with a line of `^` and the rule's id below each finding; a finding of several lines is marked on its first.
fn with_marks(text: &str, findings: &[Finding]) -> String {
    let mut marked = String::new();
    for (line, ending) in lines(text) {
        marked.push_str(&text[TextRange::new(line.start(), line.end() + docent_syntax::TextSize::new(ending))]);
        for finding in findings.iter().filter(|finding| starts_on(line, finding)) {
            let blanks = text[TextRange::new(line.start(), finding.range.start())].chars().count();
            let end = finding.range.end().min(line.end());
            let carets = text[TextRange::new(finding.range.start(), end)].chars().count().max(1);
            marked.push_str(&format!("{}{} {}\n", " ".repeat(blanks), "^".repeat(carets), finding.rule));
        }
    }
    marked
}

fn starts_on(line: TextRange, finding: &Finding) -> bool {
    line.start() <= finding.range.start() && finding.range.start() <= line.end()
}

fn contract(text: &str) -> Contract {
    let source = TemplateSource { name: "recipe.md".into(), is_file: true, text: text.into() };
    compile(source, |_| None)
}

fn examples(rule: &Rule) -> Examples {
    let docs = Page::parse(rule.docs, Dialect::EXTENDED);
    let fences = docs.sections().flat_map(|section| {
        section.segment.blocks.iter().filter_map(move |block| match &block.kind {
            BlockKind::Fence(fence) => {
                let source = &section.segment.text[block.range];
                let info = source.lines().next().unwrap_or("").trim_start_matches('~').trim();
                Some((info.to_owned(), section.segment.text[fence.content].to_owned()))
            }
            _ => None,
        })
    });
    let fences: Vec<(String, String)> = fences.collect();
    let named =
        |name: &str| fences.iter().find(|(info, _)| info == &format!("markdown {name}")).map(|(_, text)| text.clone());
    let template = named("template").map(|text| contract(&text));
    if let Some(template) = &template {
        assert_eq!(template.problems, [], "{}: the example's template has problems", rule.id);
    }
    Examples {
        template,
        site: named("site").map(|text| files(&text)),
        bad: named("bad"),
        bad_template: named("template-bad"),
        fixed: named("fixed"),
        good: named("good"),
        allowed: fences
            .iter()
            .zip(fences.iter().skip(1))
            .filter(|((info, _), (next, _))| info == "yaml docent.yaml" && next == "markdown allowed")
            .map(|((_, configuration), (_, page))| (configuration.clone(), page.clone()))
            .collect(),
    }
}

/// Each file below a line `//- path`.
fn files(fixture: &str) -> Vec<(String, String)> {
    let mut files: Vec<(String, String)> = Vec::new();
    for line in fixture.split_inclusive('\n') {
        match (line.strip_prefix("//- "), files.last_mut()) {
            (Some(path), _) => files.push((path.trim().to_owned(), String::new())),
            (None, Some((_, text))) => text.push_str(line),
            (None, None) => panic!("a file begins with a line '//- path'"),
        }
    }
    files
}
