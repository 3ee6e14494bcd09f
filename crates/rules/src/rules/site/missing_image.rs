//! `missing-image`: a picture that is not there.

use super::broken_link::{backslashes, is_left_alone};
use super::links::link_instead;
use crate::analysis::links::{LinkContext, PageLink};
use crate::finding::{Finding, Severity};
use crate::link_destination::{LinkGoal, destination_to};
use crate::rule::{Rule, RuleGroup};
use docent_site::index::Target;

pub(crate) const RULE: Rule = Rule {
    id: "missing-image",
    group: RuleGroup::Site,
    severity: Severity::Warning,
    summary: "An image is not there.",
    // See `links`.
    checks: &[],
    options: &[],
    docs: r####"
# missing-image

An image (`![…](…)`, `<img src="…">`) is at no place of the site: readers see a broken picture. A picture whose name is written in
other letters is [link-case](link-case.md).

The fix takes the picture whose name is nearest, or the one of the same name in another folder.

~~~markdown site
//- _config.yml
//- img/dough.png
~~~

~~~markdown bad
---
permalink: index.html
---
![The dough](img/duogh.png)
             ^^^^^^^^^^^^^ missing-image
~~~

~~~markdown fixed
---
permalink: index.html
---
![The dough](img/dough.png)
~~~
"####,
};

pub(crate) fn check(context: &LinkContext<'_>, link: &PageLink<'_>) -> Option<Finding> {
    if link.is_image
        && let Some(finding) = backslashes(&RULE, context, link)
    {
        return Some(finding);
    }
    let Target::Missing(missing) = &link.resolution.target else { return None };
    if !link.is_image || is_left_alone(context, &missing.destination) {
        return None;
    }
    let index = context.site.index;
    let path = missing.destination.trim_start_matches('/');
    let new = index.nearest_file(path).map(|file| {
        destination_to(index.model(), index.link_base(context.site.page), link.source, LinkGoal::file(file))
    });
    let new = new.filter(|new| new != link.source);
    let hint = new.as_ref().map(|new| format!("; did you mean '{new}'?")).unwrap_or_default();
    let message = format!("There is no image '{path}'{hint}");
    Some(RULE.finding(link.range, message).fixes(new.map(|new| link_instead(link, new))))
}
