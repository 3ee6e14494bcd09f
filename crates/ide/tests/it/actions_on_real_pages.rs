//! What an author can do with real pages: each finding ignored and nothing else changed, each block organized, each
//! section moved there and back. The pages are not part of the project; where they are absent the test says so and passes.

use docent_ide::ignore::ignore_actions;
use docent_ide::organize::organize_front_matter;
use docent_ide::refactor::{RefactorKind, refactoring_edits, refactorings};
use docent_rules::{CheckInput, Finding, RuleSettings, check_page};
use docent_syntax::text::apply_edits;
use docent_syntax::{Dialect, Page, TextEdit, TextRange, TextSize};
use docent_template::embedded;
use std::io::Write;
use std::path::{Path, PathBuf};

/// `DOCENT_CORPUS` names the folder; without it, the one that the project's developers have beside their checkout.
fn pages() -> Vec<(PathBuf, String)> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus/liveperson/pages");
    let folder = std::env::var_os("DOCENT_CORPUS").map_or(beside, PathBuf::from);
    let mut pages = Vec::new();
    collect(&folder, &mut pages);
    if pages.is_empty() {
        writeln!(std::io::stderr(), "skipped: the real pages are not here").expect("stderr");
    }
    pages
}

fn collect(folder: &Path, pages: &mut Vec<(PathBuf, String)>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, pages);
        } else if let Ok(text) = std::fs::read_to_string(&path) {
            pages.push((path, text));
        }
    }
}

fn with_input<T>(text: &str, ask: impl FnOnce(&CheckInput<'_>) -> T) -> T {
    let set = embedded::set("liveperson").expect("it is embedded");
    let contract = set.get("overview").expect("the embedded set has an overview");
    let page = Page::parse(text, Dialect::EXTENDED);
    let settings = RuleSettings::default();
    ask(&CheckInput {
        page: &page,
        path: "a/overview.md",
        contract: Some(contract),
        settings: &settings,
        yaml: Default::default(),
        site: None,
    })
}

fn messages(findings: &[Finding]) -> Vec<String> {
    let mut all: Vec<String> = findings.iter().map(|finding| format!("{} {}", finding.rule, finding.message)).collect();
    all.sort();
    all
}

#[test]
fn ignoring_one_finding_leaves_the_others() {
    for (path, text) in pages() {
        let before = with_input(&text, check_page);
        for finding in &before {
            let actions = ignore_actions(&Page::parse(&text, Dialect::EXTENDED), finding);
            for action in actions {
                let after = apply_edits(&text, &action.edits).expect("the edits fit");
                let left = with_input(&after, check_page);
                let others = |findings: &[Finding]| {
                    messages(&findings.iter().filter(|it| it.rule != finding.rule).cloned().collect::<Vec<_>>())
                };
                assert_eq!(others(&before), others(&left), "{}: {}\n{after}", path.display(), action.title);
                assert!(left.len() < before.len(), "{}: {}\n{after}", path.display(), action.title);
            }
        }
    }
}

#[test]
fn front_matter_in_order_says_the_same() {
    for (path, text) in pages() {
        let edits = with_input(&text, |input| organize_front_matter(input.page, input.contract.expect("a contract")));
        let after = apply_edits(&text, &edits).expect("the edits fit");
        let json = |text: &str| Page::parse(text, Dialect::EXTENDED).front_matter().yaml.to_json();
        assert_eq!(json(&text), json(&after));
        let now = with_input(&after, check_page);
        let is_readable = Page::parse(&text, Dialect::EXTENDED).front_matter().yaml.error.is_none();
        assert!(!is_readable || now.iter().all(|finding| finding.rule != "key-order"), "{}", path.display());
    }
}

#[test]
fn a_section_moves_there_and_back() {
    for (path, text) in pages() {
        let page = Page::parse(&text, Dialect::EXTENDED);
        let mut moves = 0;
        for section in page.sections() {
            let Some(heading) = &section.segment.heading else { continue };
            let at = section.absolute(heading.range).start();
            let Some(edits) = edits(&text, at, RefactorKind::MoveDown) else { continue };
            let moved = apply_edits(&text, &edits).expect("the edits fit");
            // The section itself stays; the one after it comes before it.
            let inserted =
                edits.iter().filter(|edit| edit.range.start() <= at).map(|edit| TextSize::of(&*edit.new_text));
            let back = self::edits(&moved, at + inserted.sum::<TextSize>(), RefactorKind::MoveUp);
            let back = apply_edits(&moved, &back.expect("it can move up again")).expect("the edits fit");
            let written = |text: &str| -> Vec<String> {
                text.lines().map(|line| line.trim_end().to_owned()).filter(|line| !line.is_empty()).collect()
            };
            assert_ne!(written(&text), written(&moved), "{}", path.display());
            assert_eq!(written(&text), written(&back), "{}", path.display());
            moves += 1;
        }
        assert!(moves > 0 || page.section_count() < 4, "{}", path.display());
    }
}

fn edits(text: &str, at: TextSize, kind: RefactorKind) -> Option<Vec<TextEdit>> {
    with_input(text, |input| {
        let all = refactorings(input, TextRange::empty(at));
        let found = all.iter().find(|it| it.action.kind == kind && it.disabled.is_none())?;
        Some(refactoring_edits(input, found.action))
    })
}
