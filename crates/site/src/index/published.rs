//! Where files that are no Markdown are served: most of them where they lie, but the generator makes pages of some.

use crate::read::{begins_with, read_text};
use crate::site::Site;
use docent_syntax::front_matter;
use std::path::Path;

/// The endings of files that may begin with front matter; others are not opened.
const ENDINGS: [&str; 9] = ["html", "htm", "xhtml", "xml", "json", "txt", "scss", "sass", "js"];

/// The paths from the root under which a file of the site is found by links. Where pages have addresses, an HTML file with
/// front matter is found at its address and its redirects.
pub fn published_paths(site: &Site, file: &Path) -> Vec<String> {
    let relative = site.relative(file);
    let generator = &site.model.generator;
    if site.model.has_addresses()
        && may_be_page(file)
        && let Ok(text) = read_text(file)
    {
        let front_matter = front_matter::split(&text);
        if let Some(address) = generator.published(&relative, &front_matter) {
            let all = [address].into_iter().chain(generator.redirects(&relative, &front_matter));
            return all.map(|address| address.trim_start_matches('/').to_owned()).collect();
        }
    }
    // A file that is copied is found by its file, too, as from a page that lies beside it.
    let copied = generator.copied_to(&relative).map(str::to_owned);
    copied.into_iter().chain([relative.clone()]).collect()
}

/// Whether the file begins as a page does.
fn may_be_page(file: &Path) -> bool {
    let ending = file.extension().and_then(|ending| ending.to_str()).unwrap_or("");
    ENDINGS.iter().any(|known| known.eq_ignore_ascii_case(ending)) && begins_with(file, b"---")
}
