//! `duplicate-permalink`: several pages are published at one address.

use crate::analysis::Analysis;
use crate::analysis::claims::{PageClaims, names, places};
use crate::finding::{Finding, Related, Severity};
use crate::rule::{Check, Rule, RuleGroup};
use docent_site::index::{Claim, ClaimKind};
use docent_syntax::TextRange;

pub(crate) const RULE: Rule = Rule {
    id: "duplicate-permalink",
    group: RuleGroup::Site,
    severity: Severity::Error,
    summary: "Another page is published at the same address.",
    checks: &[Check::Page(check)],
    options: &[],
    docs: r####"
# duplicate-permalink

Two pages have one address, by their permalinks or because one of them has none and lies where the other is published. The generator
writes both into the same file; readers see one of them, and the build does not say which.

Every page that has the address gets the finding, with the others beside it. Which of them keeps it is for the authors to say, so there is
no fix. A redirect that takes the address of a page is [redirect-conflict](redirect-conflict.md).

~~~markdown site
//- _config.yml
//- bread.md
---
permalink: /bread.html
---
~~~

~~~markdown bad
---
permalink: bread.html
           ^^^^^^^^^^ duplicate-permalink
---
Text.
~~~

~~~markdown good
---
permalink: flat-bread.html
---
Text.
~~~
"####,
};

/// What else is published at the address of a page.
pub(crate) struct Rivals<'a> {
    pages: Vec<&'a Claim>,
    file: Option<String>,
}

impl<'a> Rivals<'a> {
    /// `None` if there are none.
    pub(crate) fn of(claims: &PageClaims<'a>) -> Option<Rivals<'a>> {
        let mut pages: Vec<&Claim> = claims.others(claims.address());
        pages.retain(|claim| claim.kind == ClaimKind::Address);
        let file = claims.file_at(claims.address());
        (!pages.is_empty() || file.is_some()).then_some(Rivals { pages, file })
    }
}

pub(crate) fn check(analysis: &Analysis<'_>, findings: &mut Vec<Finding>) {
    let Some(claims) = PageClaims::of(analysis) else { return };
    let Some(Rivals { pages: others, file }) = Rivals::of(&claims) else { return };
    let (index, address) = (claims.site.index, claims.address());
    let who = match (&*others, &file) {
        ([], Some(file)) => format!("the file '{file}'"),
        _ => names(index, &others),
    };
    let message = format!("{who} is published at '{address}', too: readers see only one of them");
    let message = if others.len() > 1 { message.replacen(" is ", " are ", 1) } else { message };
    let front_matter = analysis.page.front_matter();
    let permalink = claims.facts.permalink.as_ref().filter(|_| claims.facts.broken.is_none());
    let range = permalink.map_or(front_matter.opening, |permalink| permalink.range);
    let file = file.map(|file| Related::file(&file, TextRange::default(), "this file lies here"));
    findings.push(RULE.finding(range, message).related(places(index, &others)).related(file));
}
