//! Where a page is published: by its `permalink`, else by its path.

use super::address::{Address, address_of_url, redirect_address, sanitized};
use super::config::JekyllConfig;
use docent_syntax::{FrontMatter, FrontMatterState, TextRange, YamlKind, YamlNode};

/// Where Jekyll publishes the page; `None` where it publishes no page there: no front matter (the file is copied as it
/// is), a folder with `_` that is no collection, an excluded path, `published: false`.
///
/// `relative_path` is the file's path from the site's root, with `/` and without one at its start.
pub fn page_address(config: &JekyllConfig, relative_path: &str, front_matter: &FrontMatter) -> Option<Address> {
    let _ = config;
    match front_matter.state {
        FrontMatterState::Closed | FrontMatterState::Unclosed => {}
        _ => return None,
    }
    if relative_path.split('/').any(|part| part.starts_with(['_', '.', '#', '~'])) {
        return None;
    }
    let readable = front_matter.state == FrontMatterState::Closed && front_matter.yaml.error.is_none();
    let permalink = front_matter.yaml.get("permalink").filter(|_| readable).and_then(|entry| entry.value.as_str());
    if let Some(permalink) = permalink.filter(|permalink| !permalink.is_empty()) {
        return Some(address_of_url(&sanitized(permalink)));
    }
    let stem = relative_path.rsplit_once('.').map_or(relative_path, |(stem, _)| stem);
    Some(Address::new(format!("/{stem}.html")))
}

/// The redirects of a page: where each leads from, and where it is written.
pub fn redirects(front_matter: &FrontMatter) -> Vec<(Address, TextRange)> {
    let readable = front_matter.state == FrontMatterState::Closed && front_matter.yaml.error.is_none();
    let Some(entry) = front_matter.yaml.get("redirect_from").filter(|_| readable) else { return Vec::new() };
    let of = |node: &YamlNode| Some((redirect_address(node.as_str()?), node.range));
    match &entry.value.kind {
        YamlKind::Sequence(items) => items.iter().filter_map(of).collect(),
        _ => of(&entry.value).into_iter().filter(|_| entry.value.to_json().is_string()).collect(),
    }
}
