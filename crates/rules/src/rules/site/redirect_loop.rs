//! `redirect-loop`: a page redirects to itself.

use super::redirect_conflict::remove_redirect;
use crate::analysis::Analysis;
use crate::analysis::claims::PageClaims;
use crate::finding::{Finding, Fix, Related, Severity};
use crate::rule::{Check, Rule, RuleGroup};

pub(crate) const RULE: Rule = Rule {
    id: "redirect-loop",
    group: RuleGroup::Site,
    severity: Severity::Error,
    summary: "A redirect has the page's own address.",
    checks: &[Check::Page(check)],
    options: &[],
    docs: r####"
# redirect-loop

A redirect with the address of its own page: Jekyll writes the redirect over the page, and browsers follow it round and round.
`old` and `old.html` are the same address, and so are `/old/` and `old/index.html`.

The fix removes the redirect, and the key where it was the only one.

~~~markdown site
//- _config.yml
~~~

~~~markdown bad
---
permalink: bread.html
redirect_from:
  - /bread
    ^^^^^^ redirect-loop
  - old-bread.html
---
Text.
~~~

~~~markdown fixed
---
permalink: bread.html
redirect_from:
  - old-bread.html
---
Text.
~~~
"####,
};

pub(crate) fn check(analysis: &Analysis<'_>, findings: &mut Vec<Finding>) {
    let Some(claims) = PageClaims::of(analysis) else { return };
    for redirect in claims.redirects().iter().filter(|redirect| *redirect.address == *claims.address()) {
        let edits = remove_redirect(analysis.page, redirect, &claims);
        let fix = (!edits.is_empty()).then(|| Fix::safe("Remove this redirect", edits));
        let permalink = claims.facts.permalink.as_ref();
        let permalink = permalink.map(|permalink| Related::page(permalink.range, "the page's own address"));
        let message =
            format!("The page is published at '{}' itself: this redirect leads back to it for ever", redirect.address);
        findings.push(RULE.finding(redirect.range, message).related(permalink).fixes(fix));
    }
}
