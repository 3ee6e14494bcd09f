//! Applying fixes: all that may be applied, round after round, until nothing is left to fix.

use crate::check::{CheckInput, check_page};
use crate::finding::{Finding, Fix};
use docent_syntax::text::apply_edits;
use docent_syntax::{Page, TextEdit};
use std::collections::HashSet;

/// A page after its fixes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FixedPage {
    pub text: String,
    /// Titles of the fixes applied, in the order of application.
    pub applied: Vec<String>,
}

/// More rounds than any page needs: each one fixes all findings whose edits do not touch.
const MOST_ROUNDS: usize = 100;

/// Applies all safe fixes (with `include_unsafe` also the preferred fix of every other finding) and checks again, until
/// nothing changes or a bound is reached.
///
/// A text that came up before is never gone back to, so two fixes that undo each other cannot run for ever.
pub fn fix_all(input: &CheckInput<'_>, include_unsafe: bool) -> FixedPage {
    let mut page = input.page.clone();
    let mut text = page.text();
    let mut applied = Vec::new();
    let mut seen = HashSet::from([text.clone()]);
    for _ in 0..MOST_ROUNDS {
        let findings = check_page(&CheckInput { page: &page, ..*input });
        let (edits, titles) = compatible_edits(&findings, include_unsafe);
        let Some(next) = apply_edits(&text, &edits).filter(|next| !edits.is_empty() && seen.insert(next.clone()))
        else {
            break;
        };
        applied.extend(titles);
        page = Page::parse(&next);
        text = next;
    }
    FixedPage { text, applied }
}

/// The edits of one round: those of each finding's fix, unless one of them touches an edit taken before. What is left
/// out is found again in the next round.
fn compatible_edits(findings: &[Finding], include_unsafe: bool) -> (Vec<TextEdit>, Vec<String>) {
    let mut edits: Vec<TextEdit> = Vec::new();
    let mut titles = Vec::new();
    for fix in findings.iter().filter_map(|finding| chosen_fix(finding, include_unsafe)) {
        let touches = |new: &TextEdit| edits.iter().any(|taken| taken.range.intersect(new.range).is_some());
        if !fix.edits.iter().any(touches) {
            edits.extend(fix.edits.iter().cloned());
            titles.push(fix.title.clone());
        }
    }
    (edits, titles)
}

fn chosen_fix(finding: &Finding, include_unsafe: bool) -> Option<&Fix> {
    finding.safe_fix().or_else(|| finding.fixes.first().filter(|_| include_unsafe))
}
