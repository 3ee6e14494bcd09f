//! `redirected-link`: a link goes through an older address of the page it leads to, or to the page it stands on.

use super::links::set_destination;
use crate::analysis::links::{LinkContext, PageLink};
use crate::finding::{Finding, Fix, Severity};
use crate::link_destination::{LinkGoal, LinkSpot};
use crate::rule::{Rule, RuleGroup};
use docent_site::index::{Target, Via};

pub(crate) const RULE: Rule = Rule {
    id: "redirected-link",
    group: RuleGroup::Site,
    severity: Severity::Hint,
    summary: "A link goes through a redirect, or leads to the page it stands on.",
    // See `links`.
    checks: &[],
    options: &[],
    docs: r####"
# redirected-link

A link names an older address of a page, one of its redirects. It works; it takes readers a moment longer, shows them another address
than they followed, and breaks when the redirect is taken away.

A link that leads to the page it stands on, by the older address or by the page's own, takes readers nowhere and is found as well. A
link with a fragment (`#dough`) or a query is not, nor is one in a plain repository, where pages often name their own file.

Links that the page's template prescribes are left as they are.

The fix links to the page's permalink. There is none for a link to the page itself: what its author meant is for the author to say.

~~~markdown site
//- _config.yml
//- bread.md
---
permalink: flat-bread.html
redirect_from:
  - bread.html
---
# Dough
~~~

~~~markdown bad
---
permalink: index.html
---
[Flat bread](/bread.html#dough)
             ^^^^^^^^^^^^^^^^^ redirected-link
~~~

~~~markdown fixed
---
permalink: index.html
---
[Flat bread](/flat-bread.html#dough)
~~~
"####,
};

pub(crate) fn check(context: &LinkContext<'_>, link: &PageLink<'_>) -> Option<Finding> {
    let Target::Page { page, via, spelled, .. } = &link.resolution.target else { return None };
    if context.prescribes(spelled.trim_start_matches('/')) {
        return None;
    }
    // With a fragment it leads to another place of the page, with a query to another view of it; an address in `<>` is there to be read.
    let leads_elsewhere = *page != context.site.page || link.resolution.fragment.is_some() || link.source.contains('?');
    // In a plain repository, pages name their own file for readers of a copy.
    let is_navigation =
        context.has_addresses() && *via != Via::SamePage && !link.is_image && link.spot != LinkSpot::Autolink;
    if !leads_elsewhere && is_navigation {
        return Some(RULE.finding(link.range, "This link leads to the page itself"));
    }
    if !matches!(via, Via::Redirect(_)) || !leads_elsewhere {
        return None;
    }
    let index = context.site.index;
    let goal = LinkGoal::page(index, *page);
    let address = goal.address?;
    let new = context.destination_to(link, goal);
    let message = format!("'{spelled}' is an older address of '{address}'");
    let fix = Fix::safe("Link to the permalink", set_destination(link, new));
    Some(RULE.finding(link.range, message).fixes([fix]))
}
