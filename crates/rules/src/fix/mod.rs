//! Applying fixes: all that may be applied, round after round, until nothing is left to fix.

use crate::engine::check::check_page;
use crate::input::CheckInput;
mod compose;

use crate::analysis::links::prescribes;
use crate::finding::{Finding, Fix, Severity};
use crate::rule::RuleGroup;
use crate::rule_filter::RuleFilter;
use crate::rules::rule;
use compose::compose;
use docent_syntax::text::apply_edits;
use docent_syntax::{Page, TextEdit};
use std::collections::{HashMap, HashSet};

/// A page after its fixes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FixedPage {
    pub text: String,
    /// What leads from the text before to `text`: sorted, without overlaps, in bytes of the text before.
    pub edits: Vec<TextEdit>,
    /// In the order of application.
    pub applied: Vec<AppliedFix>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AppliedFix {
    /// The id of the rule whose finding is repaired.
    pub rule: &'static str,
    /// The fix's title.
    pub title: String,
}

/// Which findings are repaired, and by which of their fixes. By default those that are shown as problems (information and
/// above), by safe fixes only.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FixSelection {
    pub rules: RuleFilter,
    /// Hints as well. Those of a rule that `rules` names are repaired in any case.
    pub include_hints: bool,
    /// The preferred fix as well where none is safe.
    pub include_unsafe: bool,
}

impl FixSelection {
    /// Every finding, by safe fixes only.
    pub fn with_hints() -> FixSelection {
        FixSelection { include_hints: true, ..FixSelection::default() }
    }

    /// The fix to apply to a finding; `None` for a finding that is not selected, or that has no fix of this safety.
    pub fn fix_of<'f>(&self, finding: &'f Finding) -> Option<&'f Fix> {
        if !self.includes(finding) {
            return None;
        }
        finding.safe_fix().or_else(|| finding.preferred_fix().filter(|_| self.include_unsafe))
    }

    fn includes(&self, finding: &Finding) -> bool {
        let is_problem = finding.severity < Severity::Hint;
        self.rules.selects(finding.rule) && (is_problem || self.include_hints || self.rules.names(finding.rule))
    }
}

const MISSING_SECTION: &str = "missing-section";
const FRONT_MATTER_SYNTAX: &str = "front-matter-syntax";
const ABOUT_ADDRESSES: [&str; 3] = ["duplicate-permalink", "redirect-conflict", "redirect-loop"];

/// More rounds than any page needs: each one fixes all findings whose edits do not touch.
const MAX_ROUNDS: usize = 200;

/// Applies the fixes of all selected findings and rechecks the page, until nothing changes or a bound is reached.
///
/// A round counts only if each rule whose fixes it applies finds less afterwards, and, of safe fixes, if no rule finds more.
pub fn fix_all(input: &CheckInput<'_>, selection: &FixSelection) -> FixedPage {
    fix_selected(input, !selection.include_unsafe, |finding| selection.fix_of(finding))
}

/// Inserts all sections that the template asks for and the page does not have, as their fixes do, and nothing else.
pub fn insert_missing_sections(input: &CheckInput<'_>) -> FixedPage {
    fix_selected(input, false, |finding| finding.preferred_fix().filter(|_| finding.rule == MISSING_SECTION))
}

/// `is_strict`: whether a fix that brings in a finding is left out.
fn fix_selected(input: &CheckInput<'_>, is_strict: bool, fix_of: impl Fn(&Finding) -> Option<&Fix>) -> FixedPage {
    let mut text = input.page.text();
    let mut applied = Vec::new();
    let mut edits = Vec::new();
    let mut findings = check_page(input);
    // Rules whose fixes had no effect: an insertion into a comment that is never closed, say, is part of the comment.
    let mut ineffective: HashSet<&'static str> = HashSet::new();
    // Fixes that would bring in findings, by rule and message.
    let mut refused: HashSet<(&'static str, String)> = HashSet::new();
    // Whether anything was applied since the last fix was refused for good.
    let mut has_changed = false;
    let mut max_fixes = usize::MAX;
    for _ in 0..MAX_ROUNDS {
        let is_open = |finding: &Finding| {
            !ineffective.contains(finding.rule)
                && (refused.is_empty() || !refused.contains(&(finding.rule, finding.message.clone())))
        };
        let round = Round::of(findings.iter().filter(|finding| is_open(finding)), max_fixes, &fix_of);
        let Some(next) = apply_edits(&text, &round.edits).filter(|next| *next != text) else {
            // What brought in a finding before other fixes may be without harm after them.
            if refused.is_empty() || !has_changed {
                break;
            }
            has_changed = false;
            refused.clear();
            continue;
        };
        let next_page = Page::parse(&next, input.page.dialect());
        let next_findings = check_page(&CheckInput { page: &next_page, ..*input });
        let without_effect = round.rules.iter().filter(|rule| count(&next_findings, rule) >= count(&findings, rule));
        let without_effect: Vec<&'static str> = without_effect.copied().collect();
        if !without_effect.is_empty() {
            ineffective.extend(without_effect);
            continue;
        }
        let counts_as_new = |finding: &Finding| !is_about_prescribed_link(finding, &next, input);
        if is_strict && brings_in_findings(&findings, &next_findings, counts_as_new, &round) {
            match round.first {
                Some(only) if round.applied.len() == 1 => {
                    refused.insert(only);
                    // A rule may only have found as much as before because of this fix.
                    ineffective.clear();
                }
                _ => max_fixes = 1,
            }
            continue;
        }
        max_fixes = usize::MAX;
        has_changed = true;
        applied.extend(round.applied);
        edits = compose(input.page.len(), &edits, &round.edits);
        (text, findings) = (next, next_findings);
        ineffective.clear();
    }
    FixedPage { text, edits, applied }
}

/// Whether a rule finds more after a round. Once front matter can be read, there is more to find in it; but two repairs of it, each
/// without harm, must not together give the page an address that another one has.
fn brings_in_findings(
    before: &[Finding],
    after: &[Finding],
    counts_as_new: impl Fn(&Finding) -> bool,
    round: &Round,
) -> bool {
    let uncovers_findings = round.rules.contains(FRONT_MATTER_SYNTAX);
    let counts = |rule: &str| !uncovers_findings || ABOUT_ADDRESSES.contains(&rule);
    let had = by_rule(before.iter());
    let has = by_rule(after.iter().filter(|finding| counts(finding.rule) && counts_as_new(finding)));
    has.iter().any(|(rule, number)| *number > had.get(rule).copied().unwrap_or(0))
}

/// How many findings there are of each rule.
fn by_rule<'f>(findings: impl Iterator<Item = &'f Finding>) -> HashMap<&'static str, usize> {
    let mut counts = HashMap::new();
    for finding in findings {
        *counts.entry(finding.rule).or_insert(0) += 1;
    }
    counts
}

/// Whether a finding of the page with this text is about a link that its template prescribes. Where such a link leads is a matter of
/// the site, not of the fix that inserts it.
fn is_about_prescribed_link(finding: &Finding, text: &str, input: &CheckInput<'_>) -> bool {
    let destination = text.get(std::ops::Range::<usize>::from(finding.range)).unwrap_or_default();
    let is_about_link = rule(finding.rule).is_some_and(|rule| rule.group == RuleGroup::Site);
    is_about_link && input.contract.is_some_and(|contract| prescribes(contract, destination))
}

fn count(findings: &[Finding], rule: &str) -> usize {
    findings.iter().filter(|finding| finding.rule == rule).count()
}

/// The fixes that are applied together: those of each finding, unless an edit touches one taken before. What is left out
/// is found in the next round.
#[derive(Default)]
struct Round {
    edits: Vec<TextEdit>,
    applied: Vec<AppliedFix>,
    rules: HashSet<&'static str>,
    /// Rule and message of the first finding that is repaired.
    first: Option<(&'static str, String)>,
}

impl Round {
    fn of<'f>(
        findings: impl Iterator<Item = &'f Finding>,
        max_fixes: usize,
        fix_of: impl Fn(&Finding) -> Option<&Fix>,
    ) -> Round {
        let mut round = Round::default();
        for finding in findings {
            if round.applied.len() >= max_fixes {
                break;
            }
            let Some(fix) = fix_of(finding) else { continue };
            let touches = |new: &TextEdit| round.edits.iter().any(|taken| taken.range.intersect(new.range).is_some());
            if !fix.edits.iter().any(touches) {
                round.first.get_or_insert_with(|| (finding.rule, finding.message.clone()));
                round.edits.extend(fix.edits.iter().cloned());
                round.applied.push(AppliedFix { rule: finding.rule, title: fix.title.clone() });
                round.rules.insert(finding.rule);
            }
        }
        round
    }
}
