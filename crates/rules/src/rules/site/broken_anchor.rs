//! `broken-anchor`: a link names a place that its page does not have.

use super::links::link_instead;
use crate::analysis::links::{AnchorState, LinkContext, PageLink};
use crate::finding::{Finding, Severity};
use crate::link_destination::with_fragment;
use crate::rule::{Rule, RuleGroup};
use crate::rule_option::{PatternSubject, PatternsOption, RuleOption};
use docent_site::index::Target;

pub(crate) const RULE: Rule = Rule {
    id: "broken-anchor",
    group: RuleGroup::Site,
    severity: Severity::Warning,
    summary: "A link names a heading or anchor that its page does not have.",
    // See `links`.
    checks: &[],
    options: &[RuleOption::Patterns(IGNORE)],
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

## Options

~~~yaml docent.yaml
rules:
  broken-anchor:
    ignore: ["step-*"]
~~~

~~~markdown allowed
---
permalink: index.html
---
[The third step](bread.html#step-3)
~~~
"####,
};

const IGNORE: PatternsOption = PatternsOption {
    name: "ignore",
    description: "Anchors, without the `#`, that scripts add to published pages",
    subject: PatternSubject::Names,
};

pub(crate) fn check(context: &LinkContext<'_>, link: &PageLink<'_>) -> Option<Finding> {
    let Target::Page { page, .. } = link.resolution.target else { return None };
    let fragment = link.resolution.fragment.as_deref()?;
    // Scripts and browsers read these; they are not ids.
    let is_exempt = fragment.starts_with(['/', '!', ':']) || context.settings.matches(RULE.id, &IGNORE, fragment);
    if is_exempt || context.anchor(page, fragment) != AnchorState::Missing {
        return None;
    }
    let new = context
        .nearest_anchor(page, fragment)
        .map(|id| (with_fragment(context.site.index.model(), link.source, &id), id));
    let hint = new.as_ref().map(|(_, id)| format!("; did you mean '#{id}'?")).unwrap_or_default();
    let message = format!("{} has no heading or anchor '#{fragment}'{hint}", context.name(page));
    Some(RULE.finding(link.range, message).fixes(new.map(|(new, _)| link_instead(link, new))))
}

#[cfg(test)]
mod tests {
    use crate::engine::check::check_page;
    use crate::site_fixture::SiteFixture;
    use docent_site::SiteModel;

    /// The messages about anchors and their case on a page of a plain repository, and on one of a site with templating.
    fn found(body: &str) -> [Vec<String>; 2] {
        ["plain", "jekyll"].map(|kind| {
            let site = format!("//- a.md\n---\n---\n{body}$0\n//- b.md\n---\n---\n# There\n");
            let fixture = SiteFixture::with_model(&site, SiteModel::of_kind(kind));
            let findings = check_page(&fixture.input(None)).into_iter();
            let about_anchors = findings.filter(|it| matches!(it.rule, "broken-anchor" | "link-case"));
            about_anchors.map(|it| it.message).collect()
        })
    }

    #[test]
    fn a_repository_is_read_as_github_reads_it() {
        for body in [
            "[a](#set---section) [b](#a----b)\n\n# set --section\n\n# A -- B\n",
            "[a](#alpha) [b](#two-line-title)\n\n ## Alpha\n\nTwo line\ntitle\n===\n",
            "[a](#Summary) [b](b.md#THERE)\n\n# Summary\n",
            "[a](#dup-1-1) [b](#user-content-dup) [c](#user-content-fn-1)\n\n# dup[^1]\n\n# dup\n\n# dup-1\n\n[^1]: x\n",
        ] {
            let [plain, other] = found(body);
            assert!(plain.is_empty() && !other.is_empty(), "{body}: {plain:?} {other:?}");
        }
        let [plain, other] = found("[a](#nope)\n\n```jinja\n{% extends \"base.html\" %}\n```\n");
        assert_eq!((plain.len(), other.len()), (1, 0));
        let [plain, other] = found("[a](#custom)\n\n# Own {#custom}\n");
        assert_eq!((plain.len(), other.len()), (1, 0));
        // An id that is written in other letters is found in these only.
        let [plain, _] = found("[a](#own) [b](#Own)\n\n<a name=\"Own\"></a>\n");
        assert_eq!(plain.len(), 1);
    }
}
