//! `redirect-conflict`: a redirect takes an address that is in use.

use crate::analysis::Analysis;
use crate::analysis::claims::{PageClaims, names, places};
use crate::edits::keys::is_placeholder;
use crate::finding::{Finding, Fix, Related, Severity};
use crate::rule::{Check, Rule, RuleGroup};
use docent_site::index::{Claim, ClaimKind, RedirectFact};
use docent_syntax::front_matter::edit::{remove_entry, remove_item};
use docent_syntax::{Page, TextEdit, TextRange, YamlKind};

pub(crate) const RULE: Rule = Rule {
    id: "redirect-conflict",
    group: RuleGroup::Site,
    severity: Severity::Error,
    summary: "A redirect takes the address of another page, of a file, or of another redirect.",
    checks: &[Check::Page(check)],
    options: &[],
    docs: r####"
# redirect-conflict

A redirect leads from an address at which something else is published. Jekyll writes the redirect over the page without a word:
that page is gone from the site. Where two pages redirect from one address, one of them wins silently. Where a file lies
there, the redirect does nothing.

The fix removes the redirect. It is not a safe one: the other page may be the one that has to give way.

~~~markdown site
//- _config.yml
//- bread.md
---
permalink: bread.html
---
//- cake.md
---
permalink: cake.html
redirect_from:
  - pie.html
---
~~~

~~~markdown bad
---
permalink: flat-bread.html
redirect_from:
  - old-bread.html
  - bread.html
    ^^^^^^^^^^ redirect-conflict
---
Text.
~~~

~~~markdown fixed
---
permalink: flat-bread.html
redirect_from:
  - old-bread.html
---
Text.
~~~
"####,
};

pub(crate) fn check(analysis: &Analysis<'_>, findings: &mut Vec<Finding>) {
    let Some(claims) = PageClaims::of(analysis) else { return };
    for redirect in claims.redirects() {
        // That of the page itself is another rule's matter.
        if *redirect.address == *claims.address() || is_not_filled_in(analysis, redirect) {
            continue;
        }
        findings.extend(conflict(analysis.page, &claims, redirect));
    }
}

/// What else claims the address of a redirect: pages, by their address or a redirect, and a file.
pub(crate) struct Rivals<'a> {
    claims: Vec<&'a Claim>,
    file: Option<String>,
}

impl<'a> Rivals<'a> {
    /// `None` if there are none.
    pub(crate) fn of(claims: &PageClaims<'a>, address: &str) -> Option<Rivals<'a>> {
        let rivals = Rivals { claims: claims.others(address), file: claims.file_at(address) };
        (!rivals.claims.is_empty() || rivals.file.is_some()).then_some(rivals)
    }
}

fn conflict(page: &Page, claims: &PageClaims<'_>, redirect: &RedirectFact) -> Option<Finding> {
    let index = claims.site.index;
    let address = &*redirect.address;
    let Rivals { claims: others, file } = Rivals::of(claims, address)?;
    let (pages, redirects): (Vec<&Claim>, Vec<&Claim>) =
        others.iter().partition(|claim| claim.kind == ClaimKind::Address);
    let message = match (&*pages, &*redirects, &file) {
        ([_, ..], ..) => {
            format!("'{address}' is the address of {}: this redirect would take its place", names(index, &pages))
        }
        (_, [_, ..], _) => {
            let verb = if redirects.len() == 1 { "redirects" } else { "redirect" };
            format!("{} {verb} from '{address}', too: only one of the redirects holds", names(index, &redirects))
        }
        (.., Some(file)) => format!("The file '{file}' lies at this address: the redirect does nothing"),
        _ => return None,
    };
    let file = file.map(|file| Related::file(&file, TextRange::default(), "this file lies here"));
    let edits = remove_redirect(page, redirect, claims);
    let fix = (!edits.is_empty()).then(|| Fix::unsafe_("Remove this redirect", edits));
    Some(RULE.finding(redirect.range, message).related(places(index, &others)).related(file).fixes(fix))
}

/// The template's own words in the place of a redirect are another rule's matter.
fn is_not_filled_in(analysis: &Analysis<'_>, redirect: &RedirectFact) -> bool {
    let Some(template) = &analysis.template else { return false };
    let front_matter = analysis.page.front_matter();
    let keys = &template.contract.front_matter.keys;
    keys.iter().filter_map(|key| Some((key, front_matter.yaml.find(&key.name, analysis.yaml)?))).any(|(key, found)| {
        let value = &found.entry.value;
        let node = match &value.target().kind {
            YamlKind::Sequence(items) => items.iter().find(|item| item.range == redirect.range),
            _ => Some(value).filter(|value| value.range == redirect.range),
        };
        node.is_some_and(|node| is_placeholder(key, node))
    })
}

/// The edits that take a redirect out of the list, or the key with its only value away.
pub(crate) fn remove_redirect(page: &Page, redirect: &RedirectFact, claims: &PageClaims<'_>) -> Vec<TextEdit> {
    let front_matter = page.front_matter();
    let Some(entry) = front_matter.yaml.get(&claims.site.index.model().redirect_key) else { return Vec::new() };
    match &entry.value.kind {
        // A list that an alias stands for has other users.
        YamlKind::Alias(Some(target)) if matches!(target.target().kind, YamlKind::Sequence(_)) => Vec::new(),
        YamlKind::Sequence(items) if items.len() > 1 => {
            let at = items.iter().position(|item| item.range == redirect.range);
            at.map_or(Vec::new(), |at| remove_item(front_matter, &entry.value, at))
        }
        _ => remove_entry(front_matter, entry),
    }
}
