//! `link-case`: a link that works only where upper and lower case are the same.

use super::links::set_destination;
use crate::analysis::links::{AnchorState, LinkContext, PageLink};
use crate::finding::{Finding, Fix, Severity};
use crate::link_destination::{LinkGoal, destination_to, in_accepted_style, style_of, with_fragment};
use crate::rule::{Rule, RuleGroup};
use docent_site::PageId;
use docent_site::index::{Fit, Target, Via};

pub(crate) const RULE: Rule = Rule {
    id: "link-case",
    group: RuleGroup::Site,
    severity: Severity::Warning,
    summary: "A link is written in other letters, upper or lower case, than what it leads to.",
    // See `links`.
    checks: &[],
    options: &[],
    docs: r####"
# link-case

A link differs from the page, the file or the heading that it leads to in upper and lower case only. It may work on the author's
machine; most web servers, and browsers for what stands behind the `#`, tell the two apart.

The fix writes the link as its target is written.

~~~markdown site
//- _config.yml
//- bread.md
---
permalink: flat-bread.html
---
# Dough
~~~

~~~markdown bad
---
permalink: index.html
---
[Flat bread](Flat-Bread.html#Dough)
             ^^^^^^^^^^^^^^^^^^^^^ link-case
~~~

~~~markdown fixed
---
permalink: index.html
---
[Flat bread](flat-bread.html#dough)
~~~
"####,
};

pub(crate) fn check(context: &LinkContext<'_>, link: &PageLink<'_>) -> Option<Finding> {
    let index = context.site.index;
    let base = index.link_base(context.site.page);
    let to = |goal| destination_to(index.model(), base, link.source, goal);
    // What is written anew is written in a style that the site accepts.
    let accepted = |page: PageId, right: String| {
        let goal = LinkGoal::page(index, page);
        match index.model().link_styles.accept(style_of(index.model(), &right, goal)) {
            true => right,
            false => in_accepted_style(index.model(), base, link.source, goal, link.spot).unwrap_or(right),
        }
    };
    let (fit, page, right) = match &link.resolution.target {
        Target::Page { page, fit, via: Via::Path, spelled } => {
            (*fit, Some(*page), accepted(*page, to(LinkGoal { address: None, path: spelled })))
        }
        Target::Page { page, via: Via::SamePage, .. } => (Fit::Exact, Some(*page), String::new()),
        Target::Page { page, fit, spelled, .. } => {
            (*fit, Some(*page), accepted(*page, to(LinkGoal { address: Some(spelled), path: index.path(*page) })))
        }
        Target::File { path, fit } => (*fit, None, to(LinkGoal::file(path))),
        Target::Elsewhere | Target::Missing(_) => return None,
    };
    let place = if fit == Fit::OtherCase { right } else { link.source.to_owned() };
    let id = page.zip(link.resolution.fragment.as_deref()).and_then(|(page, fragment)| {
        match context.anchor(page, fragment) {
            AnchorState::OtherCase(id) => Some(id),
            _ => None,
        }
    });
    if fit == Fit::Exact && id.is_none() {
        return None;
    }
    let new = id.map(|id| with_fragment(context.site.index.model(), &place, &id)).unwrap_or(place);
    let message = format!("Upper and lower case differ from what this leads to: that is '{new}'");
    let fix = Fix::safe(format!("Write '{new}'"), set_destination(link, new));
    Some(RULE.finding(link.range, message).fixes([fix]))
}
