//! `broken-link`: a link leads to nothing on the site.

use super::links::link_instead;
use crate::analysis::links::{LinkContext, PageLink};
use crate::finding::{Finding, Fix, Related, Severity};
use crate::link_destination::{LinkGoal, LinkSpot};
use crate::rule::{Check, Rule, RuleGroup};
use docent_site::PageId;
use docent_site::index::{Missing, Target};

pub(crate) const RULE: Rule = Rule {
    id: "broken-link",
    group: RuleGroup::Site,
    severity: Severity::Warning,
    summary: "A link leads to no page and no file of the site.",
    // With the other rules about links: each link is resolved once.
    checks: &[Check::Links(super::links::check)],
    options: &[],
    docs: r####"
# broken-link

A link leads to an address of the site at which nothing is published, or to a file that is not there. Links count in every form:
relative, from the root, with the site's own address before them, with `{{ site.baseurl }}`, in HTML, as the definition of a
reference. A link to a page's redirect is a good one.

Where the page would be there but for its front matter (not closed, not valid YAML), the finding says so: the page is to be
mended, not the link.

A path with backslashes (`sub\bread.html`) is reported whether the page is there or not: a browser may follow it, other readers of
Markdown do not. The fix writes `/` if that leads somewhere.

Nothing is said of other sites, of addresses that Liquid makes up, of hidden files outside of `.github`, and of what `site: ignore-links` names.

The fix leads the link to the page whose name is nearest. It keeps the link's style, its query and its anchor. It is not a safe one,
since only the author knows what was meant.

~~~markdown site
//- _config.yml
//- bread.md
---
permalink: flat-bread.html
---
# Flat bread
~~~

~~~markdown bad
---
permalink: index.html
---
Bake a [flat bread](flat-braed.html#flat-bread).
                    ^^^^^^^^^^^^^^^^^^^^^^^^^^ broken-link
~~~

~~~markdown fixed
---
permalink: index.html
---
Bake a [flat bread](flat-bread.html#flat-bread).
~~~

~~~markdown good
---
permalink: index.html
---
Bake a [flat bread](/flat-bread.html), or [one](https://example.com/) from elsewhere.
~~~
"####,
};

pub(crate) fn check(context: &LinkContext<'_>, link: &PageLink<'_>) -> Option<Finding> {
    if !link.is_image
        && let Some(finding) = backslashes(&RULE, context, link)
    {
        return Some(finding);
    }
    let Target::Missing(missing) = &link.resolution.target else { return None };
    if link.is_image || is_left_alone(context, &missing.destination) {
        return None;
    }
    if let Some(page) = missing.because_of {
        return Some(because_of(context, link, page));
    }
    if let Some(finding) = without_scheme(link) {
        return Some(finding);
    }
    let nearest = nearest(context, link, missing);
    let hint = nearest.as_ref().map(|new| format!("; did you mean '{new}'?")).unwrap_or_default();
    let what = if context.has_addresses() { "no page and no file at" } else { "no file" };
    let message = format!("The site has {what} '{}'{hint}", missing.destination);
    Some(RULE.finding(link.range, message).fixes(nearest.map(|new| link_instead(link, new))))
}

/// A path typed the Windows way, which browsers follow and other readers of Markdown do not: `sub\page.html`.
pub(crate) fn backslashes(rule: &'static Rule, context: &LinkContext<'_>, link: &PageLink<'_>) -> Option<Finding> {
    // A drive, a share or another protocol. A path may lead beyond the root, where nothing is looked up.
    let is_elsewhere = || link.source.contains(':') || link.source.starts_with(['\\', '/']);
    if matches!(link.resolution.target, Target::Elsewhere) && is_elsewhere() {
        return None;
    }
    let (new, url) = with_slashes(link)?;
    let target = context.site.index.resolve(context.site.page, &url).target;
    let message = format!("A backslash does not separate folders in a link; write '{new}'");
    Some(match target {
        Target::Missing(missing) if !is_left_alone(context, &missing.destination) => {
            let message = format!("{message} (although nothing is at '{}' either)", missing.destination);
            rule.finding(link.range, message)
        }
        Target::Elsewhere => rule.finding(link.range, message),
        _ => rule.finding(link.range, message).fixes([link_instead(link, new)]),
    })
}

/// The destination with `/` in the place of the backslashes that separate folders, as it is written and as it is read; `None`
/// where none does. In Markdown, one
/// before punctuation is an escape (`a\_b.html`), unless it stands before a dot and others are none.
fn with_slashes(link: &PageLink<'_>) -> Option<(String, String)> {
    let end = link.source.find(['?', '#']).unwrap_or(link.source.len());
    let (path, rest) = link.source.split_at(end);
    if !path.contains('\\') || path.contains("{{") || path.contains("{%") {
        return None;
    }
    let is_html = matches!(link.spot, LinkSpot::Quoted(_));
    let mut new = String::with_capacity(path.len());
    let mut any = false;
    // Where the backslashes of escapes are.
    let mut kept = Vec::new();
    let mut characters = path.chars().peekable();
    while let Some(character) = characters.next() {
        match (character, characters.peek()) {
            ('\\', Some('\\')) => {
                characters.next();
                new.push('/');
                any = true;
            }
            ('\\', Some('.')) if !is_html => new.push('/'),
            ('\\', Some(next)) if !is_html && next.is_ascii_punctuation() => {
                new.push('\\');
                kept.push(new.len() - 1);
                new.extend(characters.next());
            }
            ('\\', _) => {
                new.push('/');
                any = true;
            }
            _ => new.push(character),
        }
    }
    let url: String = new.char_indices().filter(|(at, _)| !kept.contains(at)).map(|(_, c)| c).collect();
    any.then(|| (format!("{new}{rest}"), format!("{url}{rest}")))
}

/// What no index of a site knows: hidden files, what tools make, and what a generator adds without any file.
pub(crate) fn is_left_alone(context: &LinkContext<'_>, path: &str) -> bool {
    let path = path.trim_start_matches('/');
    let is_unseen = path
        .split('/')
        .any(|part| part.starts_with('.') && part != ".github" || matches!(part, "node_modules" | "_site"));
    let is_made = context.site.index.model().generator.is_provided(path);
    // A page that is not published is read where it lies, with its folders.
    let is_unpublished = || context.site.index.link_base(context.site.page).address.is_none();
    is_unseen || is_made || (context.has_addresses() && is_unpublished() && context.site.index.has_folder(path))
}

/// The page is there, but its front matter is not read.
fn because_of(context: &LinkContext<'_>, link: &PageLink<'_>, page: PageId) -> Finding {
    let index = context.site.index;
    let broken = index.facts(page).and_then(|facts| facts.broken.as_ref());
    let reason = broken.map_or("its front matter cannot be read", |broken| &*broken.reason);
    let message = format!("{} does not have this address, because {reason}", context.name(page));
    let place = broken.map(|broken| Related::file(index.path(page), broken.range, "fix this first"));
    let place = place.filter(|_| page != context.site.page);
    RULE.finding(link.range, message).related(place)
}

/// `www.example.com`, which is the name of a file.
fn without_scheme(link: &PageLink<'_>) -> Option<Finding> {
    if !link.source.to_ascii_lowercase().starts_with("www.") {
        return None;
    }
    let new = format!("https://{}", link.source);
    let message = format!("Without 'https://' this is an address of the site itself; did you mean '{new}'?");
    let fix = Fix::unsafe_("Put 'https://' before it", super::links::set_destination(link, new));
    Some(RULE.finding(link.range, message).fixes([fix]))
}

/// The destination that was probably meant, as it would be written here.
fn nearest(context: &LinkContext<'_>, link: &PageLink<'_>, missing: &Missing) -> Option<String> {
    let index = context.site.index;
    let page = index.nearest_page(context.site.page, &missing.destination)?;
    let goal = LinkGoal::page(index, page);
    let new = context.destination_to(link, goal);
    (new != link.source).then_some(new)
}

#[cfg(test)]
mod tests {
    use crate::engine::check::check_page;
    use crate::site_fixture::SiteFixture;
    use docent_site::SiteModel;
    use docent_syntax::text::apply_edits;

    /// Each finding about a link as its message and the page with the first fix.
    fn found(kind: &str, body: &str) -> Vec<(String, Option<String>)> {
        let site = format!(
            "//- a.md\n---\ntitle: A\n---\n{body}$0\n//- sub/p.md\n---\ntitle: P\n---\n//- img/x.png\n//- sub/c_d.md\n---\n---\n"
        );
        let fixture = SiteFixture::with_model(&site, SiteModel::of_kind(kind));
        let findings = check_page(&fixture.input(None));
        let links = findings.iter().filter(|finding| matches!(finding.rule, "broken-link" | "missing-image"));
        let fixed = |edits| apply_edits(fixture.text("a.md"), edits).expect("the edits fit");
        let body = |text: String| text["---\ntitle: A\n---\n".len()..].trim_end().to_owned();
        links
            .map(|finding| (finding.message.clone(), finding.fixes.first().map(|fix| body(fixed(&fix.edits)))))
            .collect()
    }

    #[test]
    fn backslashes_that_lead_somewhere() {
        for (kind, body, new) in [
            ("jekyll", r"[x](sub\p.html)", "[x](sub/p.html)"),
            ("jekyll", r"[x](.\sub\p.html#p)", "[x](./sub/p.html#p)"),
            ("jekyll", r"[x](\sub\p.html)", "[x](/sub/p.html)"),
            ("jekyll", r"[x](sub\\p.html)", "[x](sub/p.html)"),
            ("jekyll", r#"<a href="sub\p.html">x</a>"#, r#"<a href="sub/p.html">x</a>"#),
            ("jekyll", "[x]\n\n[x]: sub\\p.html", "[x]\n\n[x]: sub/p.html"),
            ("jekyll", r"![x](img\x.png)", "![x](img/x.png)"),
            ("jekyll", r#"<img src=".\img\x.png">"#, r#"<img src="./img/x.png">"#),
            ("plain", r"[x](sub\p.md)", "[x](sub/p.md)"),
            ("plain", r"[x](sub\c\_d.md)", r"[x](sub/c\_d.md)"),
        ] {
            let found = found(kind, body);
            assert_eq!(found.len(), 1, "{body}: {found:?}");
            assert!(found[0].0.starts_with("A backslash does not separate folders in a link; write '"), "{found:?}");
            assert_eq!(found[0].1.as_deref(), Some(new), "{body}");
        }
    }

    #[test]
    fn backslashes_that_lead_nowhere() {
        // The last ones lead beyond the root, where nothing is looked up.
        for (body, either) in [
            (r"[x](.\gone.html)", true),
            (r"[x](sub\gone.html)", true),
            (r"![x](img\gone.png)", true),
            (r"[x](..\gone.html)", false),
            (r"[x](..\..\sub\gone.html)", false),
        ] {
            let found = found("jekyll", body);
            assert_eq!(found.len(), 1, "{body}: {found:?}");
            assert_eq!(found[0].0.contains("either"), either, "{found:?}");
            assert_eq!(found[0].1, None, "{body}");
        }
    }

    #[test]
    fn links_into_the_folder_of_github() {
        let site = "//- README.md\n[a](.github/GUIDE.md) [b](.github/GUIDES.md) [c](.config/x.md)$0\n//- .github/GUIDE.md\n[d](../README.md)\n";
        let fixture = SiteFixture::with_model(site, SiteModel::of_kind("plain"));
        let findings = check_page(&fixture.input(None));
        let messages: Vec<&str> = findings.iter().map(|finding| &*finding.message).collect();
        assert_eq!(messages, ["The site has no file '.github/GUIDES.md'; did you mean '.github/GUIDE.md'?"]);
        // From there, too.
        let site = "//- .github/GUIDE.md\n[a](../README.md) [b](gone.md)$0\n//- README.md\n# R\n";
        let fixture = SiteFixture::with_model(site, SiteModel::of_kind("plain"));
        let findings = check_page(&fixture.input(None));
        assert_eq!(findings.len(), 1, "{findings:?}");
        assert!(findings[0].message.contains("gone.md"), "{findings:?}");
    }

    #[test]
    fn escapes_are_no_backslashes() {
        for body in
            [r"[x](sub/c\_d.html)", r"[x](https://example.com/a\b)", r"[x](sub/p.html?a=\b#\c)", r"[x](C:\a.html)"]
        {
            assert_eq!(found("jekyll", body), [], "{body}");
        }
    }
}
