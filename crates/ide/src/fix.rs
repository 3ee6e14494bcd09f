//! Applying fixes: all that may be applied, round after round, until nothing is left to fix.

use crate::check::{CheckInput, check_page};
use crate::compose::compose;
use crate::finding::{Finding, Fix};
use docent_syntax::text::apply_edits;
use docent_syntax::{Page, TextEdit};
use std::collections::HashSet;

/// A page after its fixes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FixedPage {
    pub text: String,
    /// What leads from the text before to `text`: sorted, without overlaps, in bytes of the text before.
    pub edits: Vec<TextEdit>,
    /// Titles of the fixes applied, in the order of application.
    pub applied: Vec<String>,
}

const MISSING_SECTION: &str = "missing-section";

/// More rounds than any page needs: each one fixes all findings whose edits do not touch.
const MOST_ROUNDS: usize = 100;

/// Applies all safe fixes (with `include_unsafe` also the preferred fix of every other finding) and checks again, until
/// nothing changes or a bound is reached.
///
/// A round counts only if each rule whose fixes it applies finds less afterwards.
pub fn fix_all(input: &CheckInput<'_>, include_unsafe: bool) -> FixedPage {
    fix_wanted(input, |finding| chosen_fix(finding, include_unsafe))
}

/// Inserts all sections that the template asks for and the page does not have, as their fixes do, and nothing else.
pub fn insert_missing_sections(input: &CheckInput<'_>) -> FixedPage {
    fix_wanted(input, |finding| finding.preferred_fix().filter(|_| finding.rule == MISSING_SECTION))
}

fn fix_wanted(input: &CheckInput<'_>, wanted: impl Fn(&Finding) -> Option<&Fix>) -> FixedPage {
    let mut text = input.page.text();
    let mut applied = Vec::new();
    let mut edits = Vec::new();
    let mut findings = check_page(input);
    // Rules whose fixes were of no help: an insertion into a comment that is never closed, say, is part of the comment.
    let mut helpless: HashSet<&'static str> = HashSet::new();
    for _ in 0..MOST_ROUNDS {
        let round = Round::of(&findings, &helpless, &wanted);
        let Some(next) = apply_edits(&text, &round.edits).filter(|next| *next != text) else { break };
        let next_page = Page::parse(&next);
        let next_findings = check_page(&CheckInput { page: &next_page, ..*input });
        let of_no_help = round.rules.iter().filter(|rule| count(&next_findings, rule) >= count(&findings, rule));
        let of_no_help: Vec<&'static str> = of_no_help.copied().collect();
        if !of_no_help.is_empty() {
            helpless.extend(of_no_help);
            continue;
        }
        applied.extend(round.titles);
        edits = compose(input.page.len(), &edits, &round.edits);
        (text, findings) = (next, next_findings);
        helpless.clear();
    }
    FixedPage { text, edits, applied }
}

fn count(findings: &[Finding], rule: &str) -> usize {
    findings.iter().filter(|finding| finding.rule == rule).count()
}

/// The fixes that are applied together: those of each finding, unless an edit touches one taken before. What is left out
/// is found again in the next round.
#[derive(Default)]
struct Round {
    edits: Vec<TextEdit>,
    titles: Vec<String>,
    rules: HashSet<&'static str>,
}

impl Round {
    fn of(findings: &[Finding], helpless: &HashSet<&'static str>, wanted: impl Fn(&Finding) -> Option<&Fix>) -> Round {
        let mut round = Round::default();
        for finding in findings.iter().filter(|finding| !helpless.contains(finding.rule)) {
            let Some(fix) = wanted(finding) else { continue };
            let touches = |new: &TextEdit| round.edits.iter().any(|taken| taken.range.intersect(new.range).is_some());
            if !fix.edits.iter().any(touches) {
                round.edits.extend(fix.edits.iter().cloned());
                round.titles.push(fix.title.clone());
                round.rules.insert(finding.rule);
            }
        }
        round
    }
}

fn chosen_fix(finding: &Finding, include_unsafe: bool) -> Option<&Fix> {
    finding.safe_fix().or_else(|| finding.preferred_fix().filter(|_| include_unsafe))
}
