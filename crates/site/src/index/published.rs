//! Where files that are no Markdown are served: most of them where they lie, but the generator makes pages of some.

use crate::jekyll;
use crate::model::SiteKind;
use crate::read::{begins_with, read_text};
use crate::site::Site;
use docent_syntax::front_matter;
use std::path::Path;

/// The endings of files that may begin with front matter; others are not opened.
const ENDINGS: [&str; 9] = ["html", "htm", "xhtml", "xml", "json", "txt", "scss", "sass", "js"];

/// The paths from the root under which a file of the site is found by links. On a Jekyll site an HTML file with front matter
/// is found at its address and its redirects.
pub fn published_paths(site: &Site, file: &Path) -> Vec<String> {
    let relative = site.relative(file);
    if site.model.kind == SiteKind::Jekyll
        && may_be_page(file)
        && let Ok(text) = read_text(file)
    {
        let (config, front_matter) = (&site.model.jekyll, front_matter::split(&text));
        if let Some(address) = jekyll::page_address(config, &relative, &front_matter) {
            let redirects = jekyll::redirects(config, &relative, &front_matter);
            let all = [address].into_iter().chain(redirects.into_iter().map(|(redirect, _)| redirect));
            return all.map(|address| address.as_str().trim_start_matches('/').to_owned()).collect();
        }
    }
    // A file that is copied is found by its file, too, as from a page that lies beside it.
    let source = Some(&*site.model.jekyll.source).filter(|source| !source.is_empty());
    let copied = source.and_then(|source| relative.strip_prefix(source)?.strip_prefix('/'));
    copied.map(str::to_owned).into_iter().chain([relative.clone()]).collect()
}

/// Whether the file begins as a page does.
fn may_be_page(file: &Path) -> bool {
    let ending = file.extension().and_then(|ending| ending.to_str()).unwrap_or("");
    ENDINGS.iter().any(|known| known.eq_ignore_ascii_case(ending)) && begins_with(file, b"---")
}
