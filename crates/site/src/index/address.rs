//! Where a page is published, and at which addresses its redirects lie: what the generator makes of them, by kind of site.

use crate::jekyll;
use crate::model::{SiteKind, SiteModel};
use docent_syntax::FrontMatter;

/// The address of a page: by its permalink, else by its path. `None` for what the generator does not publish, and where links
/// go by file path.
pub(crate) fn page_address(path: &str, front_matter: &FrontMatter, model: &SiteModel) -> Option<String> {
    match model.kind {
        SiteKind::Jekyll => jekyll::page_address(&model.jekyll, path, front_matter).map(|address| address.to_string()),
        SiteKind::Plain => None,
    }
}

/// The address of what an author wrote as a redirect.
pub(crate) fn redirect_address(written: &str) -> String {
    jekyll::redirect_address(written).to_string()
}

/// The address of what an author wrote as permalink: begins with `/`.
pub fn permalink_address(written: &str) -> String {
    jekyll::redirect_address(written).to_string()
}
