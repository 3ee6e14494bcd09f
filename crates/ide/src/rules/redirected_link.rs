//! `redirected-link`: a link goes through an older address of the page it leads to.

use super::links::set_destination;
use super::{Rule, RuleGroup};
use crate::finding::{Finding, Fix, Severity};
use crate::link_edits::LinkGoal;
use crate::page_links::{LinkContext, PageLink};
use docent_site::index::{Target, Via};

pub(super) const RULE: Rule = Rule {
    id: "redirected-link",
    group: RuleGroup::Site,
    severity: Severity::Hint,
    summary: "A link goes through a redirect.",
    docs: r####"
# redirected-link

A link names an older address of a page, one of its redirects. It works; it takes readers a moment longer, shows them another address
than they followed, and breaks when the redirect is taken away.

Links that the page's template prescribes are left as they are.

The fix links to the page's permalink.

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

pub(super) fn check(context: &LinkContext<'_>, link: &PageLink<'_>) -> Option<Finding> {
    let Target::Page { page, via: Via::Redirect(_), spelled, .. } = &link.resolution.target else { return None };
    if context.prescribes(spelled.trim_start_matches('/')) {
        return None;
    }
    let index = context.site.index;
    let goal = LinkGoal::page(index, *page);
    let address = goal.address?;
    let new = context.destination_to(link, goal);
    let message = format!("'{spelled}' is an older address of '{address}'");
    let fix = Fix::safe("Link to the permalink", set_destination(link, new));
    Some(Finding::new(&RULE, link.range, message).fixes([fix]))
}
