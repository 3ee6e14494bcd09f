//! What a link's destination means, before the index says whether it is there: an address of this site, a file of it, a place on
//! the same page, or something of which nothing can be said.

use super::PageFacts;
use super::key::{Fit, fit};
use crate::model::SiteModel;
use docent_generators::{DestinationStyle, LinkRules, percent_decoded};

/// A destination, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkTarget {
    pub place: TargetPlace,
    /// What stands behind `#`, decoded; `None` where there is no `#`.
    pub fragment: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TargetPlace {
    /// Another site, mail, an address that templating makes up, something the configuration ignores.
    Elsewhere,
    /// The page itself: `#id`.
    SamePage,
    /// An address of the site, without its base path: `/a/b.html`. `also_file` is the file that the same destination would
    /// mean by its path; sites with pages at addresses have links by path, too (`other-page.md`).
    Address { address: String, also_file: Option<String> },
    /// A file by its path from the root: `docs/a.md`. Ends with `/` where a folder is meant; empty for the root.
    File(String),
}

impl LinkTarget {
    /// Whether it names the page with this file and this address, if nothing else has the same.
    pub fn names_page(&self, path: &str, address: Option<&str>, model: &SiteModel) -> bool {
        let lenient = !model.has_addresses();
        let names_file = |file: &str| fit(file, path, lenient) == Some(Fit::Exact);
        match &self.place {
            TargetPlace::Elsewhere | TargetPlace::SamePage => false,
            TargetPlace::File(file) => names_file(file),
            TargetPlace::Address { address: spelled, also_file } => {
                address.is_some_and(|address| fit(spelled, address, false) == Some(Fit::Exact))
                    || also_file.as_deref().is_some_and(names_file)
            }
        }
    }
}

/// The page a link stands on.
#[derive(Debug, Clone, Copy)]
pub struct LinkBase<'a> {
    /// From the root, with `/`.
    pub path: &'a str,
    /// Where the page is published.
    pub address: Option<&'a str>,
}

impl<'a> LinkBase<'a> {
    /// That of the page at `path`.
    pub(crate) fn of(path: &'a str, facts: &'a PageFacts) -> LinkBase<'a> {
        LinkBase { path, address: facts.meant_address() }
    }

    /// Whether every link leads from here where it leads from there.
    pub fn counts_like(self, other: LinkBase<'_>) -> bool {
        let folders =
            |base: LinkBase<'_>| (folder_of(base.path).to_owned(), folder_of(base.address.unwrap_or("/")).to_owned());
        folders(self) == folders(other)
    }
}

/// Reads a destination as Markdown gives it (escapes and entities resolved).
pub fn link_target(url: &str, from: LinkBase<'_>, model: &SiteModel) -> LinkTarget {
    let elsewhere = LinkTarget { place: TargetPlace::Elsewhere, fragment: None };
    let url = url.trim();
    let scheme = model.dialect(from.path).heading_ids;
    let id_of = |fragment: &str| scheme.id_of_fragment(&percent_decoded(fragment)).to_owned();
    if model.ignored_links.matches(url.trim_start_matches('/')) {
        return elsewhere;
    }
    let destination = model.read_destination(url);
    let whole_path = destination.whole_path();
    let fragment = destination.fragment().map(id_of);
    let rooted = match destination.style {
        DestinationStyle::Named => {
            return LinkTarget {
                place: TargetPlace::File(model.generator.file_of_name(&whole_path, from.path)),
                fragment,
            };
        }
        DestinationStyle::Beside => return elsewhere,
        DestinationStyle::Rooted => true,
        DestinationStyle::Relative => false,
    };
    if is_made_up(&whole_path) || is_made_up(destination.query()) || is_made_up(destination.fragment) {
        return elsewhere;
    }
    let path = with_slashes(&whole_path);
    if !rooted && (path.starts_with("//") || has_scheme(url)) {
        return elsewhere;
    }
    if path.is_empty() && !rooted {
        // `?a=b` alone is the page itself as well.
        return LinkTarget { place: TargetPlace::SamePage, fragment };
    }
    let path = &*path;
    let path = percent_decoded(path);
    let from_root = rooted || path.starts_with('/');
    let file = || {
        let folder = if from_root { "" } else { folder_of(from.path) };
        joined(folder, path.trim_start_matches('/'))
    };
    let place = match model.generator.links() {
        LinkRules::Files => file().map(TargetPlace::File),
        LinkRules::Addresses => {
            let folder = if from_root { "/" } else { folder_of(from.address.unwrap_or("/")) };
            match joined(folder, path.trim_start_matches('/')) {
                Some(address) => Some(TargetPlace::Address {
                    address: format!("/{}", address.trim_start_matches('/')),
                    also_file: file(),
                }),
                // Pages at the top often lie deep in folders: what leads out of the one may be right in the other.
                None => file().map(TargetPlace::File),
            }
        }
    };
    // `..` beyond the root leads out of the site.
    place.map_or(elsewhere, |place| LinkTarget { place, fragment })
}

/// Whether a part of a destination holds text that some templating language fills in.
fn is_made_up(part: &str) -> bool {
    part.contains("{{") || part.contains("{%")
}

/// `https:`, `mailto:`, `tel:`; one letter alone is a Windows drive, and no link either.
fn has_scheme(url: &str) -> bool {
    let Some((scheme, _)) = url.split_once(':') else { return false };
    scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
}

/// `a\b.html` leads a browser to `a/b.html`.
fn with_slashes(path: &str) -> std::borrow::Cow<'_, str> {
    match path.contains('\\') && !has_scheme(path) {
        true => path.replace('\\', "/").into(),
        false => path.into(),
    }
}

/// All up to the last slash, with it.
fn folder_of(path: &str) -> &str {
    path.rfind('/').and_then(|slash| path.get(..=slash)).unwrap_or("")
}

/// `relative` from `folder`, with `.` and `..` taken; `None` where that leads out of the root. A slash at the end stays.
fn joined(folder: &str, relative: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in relative.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    let is_folder =
        relative.is_empty() || relative.ends_with('/') || matches!(relative.rsplit('/').next(), Some("." | ".."));
    let mut path = parts.join("/");
    if is_folder && !path.is_empty() {
        path.push('/');
    }
    Some(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn jekyll() -> SiteModel {
        SiteModel {
            own_urls: vec!["https://docs.example.com".into()],
            base_path: "/base".into(),
            ..SiteModel::of_kind("jekyll")
        }
    }

    fn address(url: &str) -> Option<String> {
        let from = LinkBase { path: "Documents/a/overview.md", address: Some("/x/page.html") };
        match link_target(url, from, &jekyll()).place {
            TargetPlace::Address { address, .. } => Some(address),
            _ => None,
        }
    }

    #[test]
    fn every_style_of_a_link_to_an_address() {
        for url in [
            "a.html",
            "./a.html#x",
            "../x/a.html?y=1",
            "/x/a.html",
            "/base/x/a.html",
            "https://docs.example.com/base/x/a.html",
            "{{ site.baseurl }}/x/a.html",
            "{{site.url}}{{site.baseurl}}/x/a.html",
            "{{ \"/x/a.html\" | relative_url }}",
            "%61.html",
        ] {
            assert_eq!(address(url).as_deref(), Some("/x/a.html"), "{url}");
        }
        for url in [
            "https://other.example.com/a.html",
            "mailto:a@b.c",
            "//x/y",
            "{{ page.next }}",
            "../../../a.html",
            "https://docs.example.com/other",
            "https://docs.example.community/",
        ] {
            assert_eq!(address(url), None, "{url}");
        }
        assert_eq!(address("https://docs.example.com/base"), Some("/".to_owned()));
    }

    #[test]
    fn files_and_places() {
        let from = LinkBase { path: "Documents/a/overview.md", address: Some("/x/page.html") };
        let target = |url: &str, model: &SiteModel| link_target(url, from, model);
        let file = |path: &str| TargetPlace::File(path.to_owned());
        assert_eq!(target("{% link Documents/b c.md %}#x", &jekyll()).place, file("Documents/b c.md"));
        assert_eq!(target("{% link b.md %}?q=1#%C3%A4", &jekyll()).fragment.as_deref(), Some("ä"));
        assert_eq!(
            target("#%C3%A4", &jekyll()),
            LinkTarget { place: TargetPlace::SamePage, fragment: Some("ä".into()) }
        );
        let plain = SiteModel::default();
        assert_eq!(target("b.md", &plain).place, file("Documents/a/b.md"));
        assert_eq!(target("../", &plain).place, file("Documents/"));
        assert_eq!(target("/c%20d.md#", &plain), LinkTarget { place: file("c d.md"), fragment: Some(String::new()) });
        assert_eq!(target("../../../c.md", &plain).place, TargetPlace::Elsewhere);
    }
}
