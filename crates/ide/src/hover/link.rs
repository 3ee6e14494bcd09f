//! Hover of a link: the page it leads to, by which way, and why it leads nowhere.

use super::Hover;
use super::words::{bullets, code, escaped, headline};
use crate::links::here::{Here, here};
use crate::links::{AnchorPlace, anchor_here, anchor_there};
use docent_rules::input::{CheckInput, SiteView};
use docent_site::PageId;
use docent_site::index::{Fit, Missing, Resolution, Target, Via};
use docent_syntax::{LinkKind, TextRange, TextSize};

pub(super) fn hover(input: &CheckInput<'_>, offset: TextSize) -> Option<Hover> {
    let site = input.site?;
    let (range, url) = match here(input, offset)? {
        Here::Link(link) => (link.range, link.url),
        Here::Label { range, .. } => (range, url_of_reference(input, offset)?),
        _ => return None,
    };
    let Resolution { target, fragment } = site.index.resolve(site.page, url);
    match target {
        Target::Elsewhere => None,
        Target::Page { page, via, fit, spelled } => {
            let page = LinkedPage { input, site, page, fragment };
            Some(page.hover(range, via, fit, &spelled))
        }
        Target::File { path, fit } => {
            let facts =
                (fit == Fit::OtherCase).then(|| "Its name differs from the link in upper and lower case".into());
            Some(Hover::new(range, [headline(&code(&path), "file"), bullets(&Vec::from_iter(facts))]))
        }
        Target::Missing(missing) => Some(nothing_there(site, range, &missing)),
    }
}

/// What the label of a link or definition stands for.
fn url_of_reference<'p>(input: &CheckInput<'p>, offset: TextSize) -> Option<&'p str> {
    let section = input.page.section_at(offset)?;
    let is_here = |range: TextRange| section.absolute(range).contains_inclusive(offset);
    let segment = section.segment;
    let link = segment.links.iter().find(|link| link.kind == LinkKind::Reference && is_here(link.destination));
    let definition = || segment.definitions.iter().find(|definition| is_here(definition.range));
    link.map(|link| &*link.url).or_else(|| definition().map(|definition| &*definition.url))
}

struct LinkedPage<'a> {
    input: &'a CheckInput<'a>,
    site: SiteView<'a>,
    page: PageId,
    fragment: Option<String>,
}

impl LinkedPage<'_> {
    fn hover(&self, range: TextRange, via: Via, fit: Fit, spelled: &str) -> Hover {
        let facts = self.site.index.facts(self.page);
        let path = self.site.index.path(self.page);
        let title = facts.map(|facts| facts.title.trim()).filter(|title| !title.is_empty());
        let template = facts.and_then(|facts| facts.template.as_deref());
        let what = match (via, template) {
            (Via::SamePage, _) => "this page".to_owned(),
            (_, Some(template)) => format!("page with the template {}", code(template)),
            (_, None) => "page".to_owned(),
        };
        let first = headline(&title.map_or_else(|| code(path), escaped), &what);
        let mut lines = Vec::new();
        if via != Via::SamePage {
            let address = facts.and_then(|facts| facts.address.as_deref());
            let address = address.map(|address| format!("At {}, in the file {}", code(address), code(path)));
            lines.push(address.unwrap_or_else(|| format!("In the file {}", code(path))));
        }
        if matches!(via, Via::Redirect(_)) {
            lines.push(format!("Through the redirect {}", code(spelled)));
        }
        if fit == Fit::OtherCase {
            lines.push(format!("It is spelled {} there: upper and lower case count", code(spelled)));
        }
        lines.extend(self.section());
        Hover::new(range, [first, bullets(&lines)])
    }

    /// The heading that the fragment names, or that there is none.
    fn section(&self) -> Option<String> {
        let fragment = self.fragment.as_deref().filter(|fragment| !fragment.is_empty())?;
        let is_own = self.page == self.site.page;
        let place = match is_own {
            true => anchor_here(self.input.page, fragment),
            false => anchor_there(self.site, self.page, fragment),
        };
        let Some(AnchorPlace { id, .. }) = place else {
            if fragment == "top" {
                return None;
            }
            let unknown = self.site.index.facts(self.page).is_some_and(|facts| facts.anchors_unknown);
            let but = if unknown { "; what templating puts there is not known" } else { "" };
            return Some(format!("Nothing on it has the id {}{but}", code(fragment)));
        };
        let facts = self.site.index.facts(self.page)?;
        let heading = facts.headings.iter().find(|heading| *heading.id == *id);
        let case = if id == fragment { String::new() } else { format!(", whose id is {}", code(&id)) };
        Some(match heading {
            Some(heading) => format!("Section *{}*{case}", escaped(&heading.title)),
            None => format!("The place with the id {}", code(&id)),
        })
    }
}

fn nothing_there(site: SiteView<'_>, range: TextRange, missing: &Missing) -> Hover {
    let first = headline(&code(&missing.destination), "nothing is there");
    let broken = missing.because_of.and_then(|page| Some((page, site.index.facts(page)?.broken.as_ref()?)));
    let why = match broken {
        Some((page, broken)) => {
            format!("{} would be, but {}.", code(site.index.path(page)), broken.reason)
        }
        None => match site.index.nearest(&missing.destination) {
            Some(near) => format!("Nearest to it is {}.", code(near)),
            None => String::new(),
        },
    };
    Hover::new(range, [first, why])
}
