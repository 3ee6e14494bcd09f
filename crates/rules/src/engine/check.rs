//! All rules over one page: the one function that the command line and the server both call.

use crate::analysis::text_of;
use crate::engine::address_safety;
use crate::engine::memo::{CachedCheck, CheckMemo};
use crate::engine::run::run_checks;
use crate::engine::{anchor_safety, front_matter_safety};
use crate::finding::{Finding, Safety};
use crate::input::CheckInput;
use crate::ordered_finding::{OrderedFinding, finish};
use crate::rule::Check;
use crate::rules;
use crate::rules::RULES;
use docent_syntax::FrontMatterState;
use docent_template::Contract;

/// All findings of one page, sorted by place, then by the order of the rules.
pub fn check_page(input: &CheckInput<'_>) -> Vec<Finding> {
    recheck_page(input, &CheckMemo::default())
}

/// As [`check_page`], for a caller that keeps the memo and checks the page after each edit.
pub fn recheck_page(input: &CheckInput<'_>, memo: &CheckMemo) -> Vec<Finding> {
    let cached = CachedCheck::renew(memo.take(), input);
    let analysis = cached.analysis(input, cached.suppressions());
    let mut found: Vec<OrderedFinding> = cached.findings().collect();
    let text_of = |range| text_of(input.page, range);
    found.extend(run_checks(input.settings, text_of, |check, found| {
        if let Check::Page(check) = check {
            check(&analysis, found);
        }
    }));
    let used = analysis.suppressions.apply(&mut found);
    let mut unused = Vec::new();
    rules::docent::unused_suppression::check(&analysis, &used, &mut unused);
    let mut unused: Vec<OrderedFinding> = finish(unused, RULES.len(), input.settings, text_of).collect();
    front_matter_safety::restrict_fixes(input.page.front_matter(), &mut unused);
    found.extend(unused);
    memo.keep(cached);
    // Stable: what one rule says of one place keeps the order of the template.
    found.sort_by_key(|ordered| (ordered.finding.range.start(), ordered.finding.range.end(), ordered.order));
    let mut findings: Vec<Finding> = found.into_iter().map(|ordered| ordered.finding).collect();
    if input.page.front_matter().state == FrontMatterState::Unclosed {
        // Where it ends, and with it which keys and sections there are, is a guess: nothing that rests on it is beyond doubt.
        let fixes = findings.iter_mut().flat_map(|finding| &mut finding.fixes);
        fixes.for_each(|fix| fix.safety = Safety::Unsafe);
    }
    address_safety::restrict_fixes(input, &mut findings);
    anchor_safety::restrict_fixes(input, &mut findings);
    findings
}

/// The findings of a template page itself: what is wrong with it as a template.
pub fn check_template(contract: &Contract) -> Vec<Finding> {
    let mut findings: Vec<Finding> = contract
        .problems
        .iter()
        .filter_map(|problem| Some(rules::rule(problem.rule)?.finding(problem.range, problem.message.clone())))
        .collect();
    findings.sort_by_key(|finding| (finding.range.start(), finding.range.end()));
    findings
}
