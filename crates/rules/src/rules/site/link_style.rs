//! `link-style`: a link to a page is written in a style that the site does not accept.

use super::links::set_destination;
use crate::analysis::links::{LinkContext, PageLink};
use crate::finding::{Finding, Fix, Severity};
use crate::link_destination::{LinkGoal, in_accepted_style, style_of};
use crate::rule::{Rule, RuleGroup};
use docent_generators::LinkStyle;
use docent_site::index::{Fit, Target, Via};

pub(crate) const RULE: Rule = Rule {
    id: "link-style",
    group: RuleGroup::Site,
    severity: Severity::Warning,
    summary: "A link to a page is written in a style that the site does not accept.",
    // See `links`.
    checks: &[],
    options: &[],
    docs: r####"
# link-style

A page can be named in several ways: by its address from here or from the root, by its file, with the site's own address, with
Liquid. A team that has agreed on some of them names these in [`link-styles`](../configuration.md#link-styles) of `docent.yaml`; a link
that leads to a page but is written otherwise is reported. Without that key every style is right, and this rule says nothing.

Links to images and other files are left alone, and so are links within a page (`#use-cases`), links to nowhere (which have findings of
their own), and links that the page's template prescribes.

The fix writes the same link in the first accepted style that can name the page from here. Its query, its anchor and its quotes stay; it
is offered only where the new destination leads to the same page. A link in HTML where `html` is not accepted is
for its author to rewrite, and so is an address between `<` and `>`.

~~~markdown site
//- _config.yml
url: https://docs.example.com
//- docent.yaml
site:
  link-styles: [relative, link-tag]
//- breads/flat.md
---
permalink: breads/flat-bread.html
---
# Dough
~~~

~~~markdown bad
---
permalink: breads/index.html
---
[Flat bread](https://docs.example.com/breads/flat-bread.html#dough)
             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ link-style
~~~

~~~markdown fixed
---
permalink: breads/index.html
---
[Flat bread](flat-bread.html#dough)
~~~

~~~markdown good
---
permalink: breads/index.html
---
[Flat bread](flat-bread.html#dough), by [its file]({% link breads/flat.md %}), or [elsewhere](https://example.com/)
~~~
"####,
};

pub(crate) fn check(context: &LinkContext<'_>, link: &PageLink<'_>) -> Option<Finding> {
    let index = context.site.index;
    let styles = &index.model().link_styles;
    if !styles.are_configured() || link.is_image {
        return None;
    }
    let Target::Page { page, via, fit: Fit::Exact, spelled } = &link.resolution.target else { return None };
    if *via == Via::SamePage {
        return None;
    }
    let mut goal = LinkGoal::page(index, *page);
    let style = style_of(index.model(), link.source, goal);
    let is_right_place = !link.spot.is_html() || styles.accept_html();
    if (is_right_place && styles.accept(style)) || context.prescribes(link.source) {
        return None;
    }
    if !is_right_place {
        let message = format!("This link stands in HTML, which {}", accepted(&styles.accepted));
        return Some(RULE.finding(link.range, message));
    }
    if let Via::Redirect(_) = via {
        // Whether a link should go through a redirect is another rule's matter.
        goal.address = Some(spelled);
    }
    let message = format!(
        "This link is written in the style {} ({}), which {}",
        style.word(),
        style.example(),
        accepted(&styles.accepted)
    );
    let new = in_accepted_style(index.model(), index.link_base(context.site.page), link.source, goal, link.spot);
    let fix = new
        .filter(|new| leads_to_the_same(context, link, new))
        .map(|new| Fix::safe(format!("Write '{new}'"), set_destination(link, new)));
    Some(RULE.finding(link.range, message).fixes(fix))
}

/// What the configuration has instead.
fn accepted(styles: &[LinkStyle]) -> String {
    let shown: Vec<String> = styles.iter().map(|style| format!("{} ({})", style.word(), style.example())).collect();
    format!("'link-styles' in docent.yaml does not accept; it accepts {}", shown.join(", "))
}

/// Whether the index finds the same page, by no other way than before.
fn leads_to_the_same(context: &LinkContext<'_>, link: &PageLink<'_>, new: &str) -> bool {
    let index = context.site.index;
    let Target::Page { page: old_page, via: old_via, .. } = &link.resolution.target else { return false };
    match index.resolve(context.site.page, new).target {
        Target::Page { page, via, fit: Fit::Exact, .. } => {
            page == *old_page && (via == *old_via || matches!(via, Via::Address | Via::Path))
        }
        _ => false,
    }
}
