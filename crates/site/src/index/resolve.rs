//! Where a link leads: the one answer that rules, hover, navigation, renames and the command line share.

use super::key::{Fit, fit, look_up_key};
use super::link_target::{LinkTarget, TargetPlace, link_target};
use super::{Claim, ClaimKind, PageId, SiteIndex};

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resolution {
    pub target: Target,
    /// What stands behind `#`, decoded; empty for a bare `#`.
    pub fragment: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// Not of this site, or made up by templating: nothing is known of it.
    Elsewhere,
    Page {
        page: PageId,
        via: Via,
        fit: Fit,
        /// The address or path the link found, as it is spelled there.
        spelled: std::sync::Arc<str>,
    },
    /// A file that is no page.
    File {
        path: String,
        fit: Fit,
    },
    Missing(Missing),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Via {
    /// A link within the page.
    SamePage,
    Address,
    /// By an older address, by its place among the page's redirects.
    Redirect(usize),
    /// By the path of its file.
    Path,
}

/// A link that leads nowhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing {
    /// The address (begins with `/`) or the path that was looked for.
    pub destination: String,
    /// The page that would be there if its front matter could be read.
    pub because_of: Option<PageId>,
}

impl SiteIndex {
    /// Where a destination on a page leads. Whether its fragment is there is for [`SiteIndex::anchor`] to say.
    pub fn resolve(&self, from: PageId, url: &str) -> Resolution {
        let LinkTarget { place, fragment } = link_target(url, self.link_base(from), self.model());
        let target = match place {
            TargetPlace::Elsewhere => Target::Elsewhere,
            TargetPlace::SamePage => {
                Target::Page { page: from, via: Via::SamePage, fit: Fit::Exact, spelled: self.path(from).into() }
            }
            TargetPlace::File(path) => self.find(&path).unwrap_or_else(|| self.missing(path)),
            TargetPlace::Address { address, also_file } => self.find_either(address, also_file),
        };
        Resolution { target, fragment }
    }

    /// By address; else by path. What fits exactly wins over what differs in case.
    fn find_either(&self, address: String, also_file: Option<String>) -> Target {
        let by_address = self.find(&address);
        if let Some(found) = &by_address
            && found.fit() == Some(Fit::Exact)
        {
            return found.clone();
        }
        let by_path = also_file.as_deref().and_then(|file| self.find(file));
        match (by_address, by_path) {
            (_, Some(by_path)) if by_path.fit() == Some(Fit::Exact) => by_path,
            (Some(found), _) | (None, Some(found)) => found,
            (None, None) => self.missing(address),
        }
    }

    /// What is at an address (begins with `/`).
    pub fn find_address(&self, address: &str) -> Target {
        self.find(address).unwrap_or_else(|| self.missing(address.to_owned()))
    }

    fn find(&self, spelled: &str) -> Option<Target> {
        let is_address = spelled.starts_with('/');
        let lenient = !is_address && !self.model().has_addresses();
        let claims = self.claims_of_key(&look_up_key(spelled)).iter();
        let fitting = claims.filter(|claim| claim.kind != ClaimKind::Intended);
        let fitting = fitting.filter_map(|claim| Some((fit(spelled, &claim.spelled, lenient)?, claim.kind, claim)));
        // The page itself before a redirect: of two claims the generator serves one, and which one is another rule's matter.
        let best = fitting.min_by_key(|(fit, kind, claim)| (*fit, *kind, self.path(claim.page)));
        if let Some((fit, _, claim)) = best {
            return Some(Target::Page { page: claim.page, via: via(claim), fit, spelled: claim.spelled.clone() });
        }
        self.find_file(spelled.trim_start_matches('/'))
    }

    /// The file (no page) that lies exactly at an address (begins with `/`), or at another one by its letters.
    pub fn find_file_at(&self, address: &str) -> Option<Target> {
        let path = address.trim_start_matches('/');
        self.files.contains_key(&*path.to_lowercase()).then(|| self.find_file(path))?
    }

    fn find_file(&self, path: &str) -> Option<Target> {
        let folded = path.to_lowercase();
        if let Some(same) = self.files.get(&*folded) {
            let exact = same.iter().find(|known| &***known == path);
            let fit = if exact.is_some() { Fit::Exact } else { Fit::OtherCase };
            return exact.or(same.first()).map(|known| Target::File { path: known.to_string(), fit });
        }
        // A page in HTML, which is no page of the index.
        if self.model().has_addresses() {
            let stem = path.trim_end_matches('/');
            // As for pages: what ends with a slash is a folder.
            let file = (!path.ends_with('/')).then(|| format!("{stem}.html"));
            let forms = [Some(format!("{stem}/index.html")), file];
            let served = forms.iter().flatten().map(|form| form.trim_start_matches('/')).find(|form| {
                self.files.get(&*form.to_lowercase()).is_some_and(|same| same.iter().any(|known| **known == **form))
            });
            return served.map(|form| Target::File { path: form.to_owned(), fit: Fit::Exact });
        }
        // A folder is no place on a site with addresses, but a repository shows one.
        let is_folder = path.is_empty() || self.has_folder(path);
        is_folder.then(|| Target::File { path: path.to_owned(), fit: Fit::Exact })
    }

    fn missing(&self, destination: String) -> Target {
        let claims = self.claims_of_key(&look_up_key(&destination)).iter();
        let because_of = claims
            .filter(|claim| claim.kind == ClaimKind::Intended)
            .map(|claim| claim.page)
            .min_by_key(|page| self.path(*page));
        Target::Missing(Missing { destination, because_of })
    }

    /// Whether a page has a place of this name, with the exact spelling or another case. `None`: there is none.
    /// The empty fragment and `top` are the page itself.
    pub fn anchor(&self, page: PageId, fragment: &str) -> Option<Fit> {
        if fragment.is_empty() || fragment == "top" {
            return Some(Fit::Exact);
        }
        let facts = self.facts(page)?;
        let ids =
            || facts.headings.iter().map(|heading| &heading.id).chain(facts.anchors.iter().map(|anchor| &anchor.text));
        // Nearly every link is right, and needs no other letters.
        if ids().any(|id| **id == *fragment) {
            return Some(Fit::Exact);
        }
        let folded = fragment.to_lowercase();
        let scheme = self.model().dialect(self.path(page)).heading_ids;
        if ids().any(|id| scheme.finds_folded(&folded, id)) {
            return Some(Fit::Exact);
        }
        ids().any(|id| id.to_lowercase() == folded).then_some(Fit::OtherCase)
    }
}

impl Target {
    /// The page, where it is one.
    pub fn page(&self) -> Option<PageId> {
        match self {
            Target::Page { page, .. } => Some(*page),
            _ => None,
        }
    }

    fn fit(&self) -> Option<Fit> {
        match self {
            Target::Page { fit, .. } | Target::File { fit, .. } => Some(*fit),
            _ => None,
        }
    }
}

fn via(claim: &Claim) -> Via {
    match claim.kind {
        ClaimKind::Address | ClaimKind::Intended => Via::Address,
        ClaimKind::Path => Via::Path,
        ClaimKind::Redirect(number) => Via::Redirect(number as usize),
    }
}
