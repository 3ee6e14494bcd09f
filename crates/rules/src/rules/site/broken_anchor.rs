//! `broken-anchor`: a link names a place that its page does not have.

use super::links::link_instead;
use crate::analysis::links::{AnchorState, LinkContext, PageLink};
use crate::finding::{Finding, Severity};
use crate::link_destination::with_fragment;
use crate::rule::{Rule, RuleGroup};
use docent_site::index::Target;

pub(crate) const RULE: Rule = Rule {
    id: "broken-anchor",
    group: RuleGroup::Site,
    severity: Severity::Warning,
    summary: "A link names a heading or anchor that its page does not have.",
    // See `links`.
    checks: &[],
    docs: r####"
# broken-anchor

What stands behind the `#` of a link is no heading and no other anchor of the page it leads to: readers land at the top of that page.
The page may be the link's own, or another one, also by one of its redirects.

The id of a heading is its title in lower case, without punctuation, with `-` for each blank; a second heading of the same title
has `-1` after it; `{#id}` behind a title sets another one. Other anchors are `id="…"` and `<a name="…">` in HTML and `{: #id}`.

Nothing is said of pages into which Liquid brings text that docent does not know (`{% include … %}`), and of pages with headings or
ids in a `{% raw %}` block; one with nothing but samples of code or of Liquid in it changes nothing.

The fix names the heading that is nearest.

~~~markdown site
//- _config.yml
//- bread.md
---
permalink: bread.html
---
# Flat bread & more
~~~

~~~markdown bad
---
permalink: index.html
---
[Flat bread](bread.html#flat-bread-and-more)
             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ broken-anchor
~~~

~~~markdown fixed
---
permalink: index.html
---
[Flat bread](bread.html#flat-bread--more)
~~~

~~~markdown good
---
permalink: index.html
---
## Baking

[Flat bread](bread.html#flat-bread--more), [baking](#baking)
~~~
"####,
};

pub(crate) fn check(context: &LinkContext<'_>, link: &PageLink<'_>) -> Option<Finding> {
    let Target::Page { page, .. } = link.resolution.target else { return None };
    let fragment = link.resolution.fragment.as_deref()?;
    // Places that scripts and browsers look for, not ids.
    if fragment.starts_with(['/', '!', ':']) || context.anchor(page, fragment) != AnchorState::Missing {
        return None;
    }
    let new = context
        .nearest_anchor(page, fragment)
        .map(|id| (with_fragment(context.site.index.model(), link.source, &id), id));
    let hint = new.as_ref().map(|(_, id)| format!("; did you mean '#{id}'?")).unwrap_or_default();
    let message = format!("{} has no heading or anchor '#{fragment}'{hint}", context.name(page));
    Some(RULE.finding(link.range, message).fixes(new.map(|(new, _)| link_instead(link, new))))
}
