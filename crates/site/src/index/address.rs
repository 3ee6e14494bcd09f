//! Where a page is published, and at which addresses its redirects lie: what the generator makes of them, by kind of site.

use crate::jekyll;
use crate::model::{SiteKind, SiteModel};
use docent_syntax::FrontMatter;

/// The address of a page: by its permalink, else by its path. `None` for what the generator does not publish, and where links
/// go by file path.
pub(crate) fn page_address(path: &str, front_matter: &FrontMatter, model: &SiteModel) -> Option<String> {
    match model.kind {
        SiteKind::Jekyll => {
            let address = jekyll::page_address(&model.jekyll, path, front_matter)?;
            Some(permalink_of_other_key(front_matter, model).unwrap_or_else(|| address.to_string()))
        }
        SiteKind::Plain => None,
    }
}

/// The address by a key that the configuration names and Jekyll does not know.
fn permalink_of_other_key(front_matter: &FrontMatter, model: &SiteModel) -> Option<String> {
    if &*model.permalink_key == "permalink" || front_matter.yaml.error.is_some() {
        return None;
    }
    let found = front_matter.yaml.find(&model.permalink_key, model.yaml_schema())?;
    let written = found.entry.value.as_str()?;
    (!written.trim().is_empty()).then(|| permalink_address(written))
}

/// The address of what an author wrote as a redirect.
pub(crate) fn redirect_address(written: &str) -> String {
    jekyll::redirect_address(written).to_string()
}

/// The address of what an author wrote as permalink: begins with `/`.
pub fn permalink_address(written: &str) -> String {
    jekyll::redirect_address(written).to_string()
}
