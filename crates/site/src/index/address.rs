//! Where a page is published: by the key that the configuration names, else as the generator has it.

use crate::model::SiteModel;
use docent_syntax::FrontMatter;

/// The address of a page. `None` for what the generator does not publish, and where links go by file.
pub(crate) fn page_address(path: &str, front_matter: &FrontMatter, model: &SiteModel) -> Option<String> {
    let address = model.generator.published(path, front_matter)?;
    Some(permalink_of_other_key(front_matter, model).unwrap_or(address))
}

/// The address by a key that the configuration names and the generator does not know.
fn permalink_of_other_key(front_matter: &FrontMatter, model: &SiteModel) -> Option<String> {
    if *model.permalink_key == *model.generator.key_roles().permalink || front_matter.yaml.error.is_some() {
        return None;
    }
    let found = front_matter.yaml.find(&model.permalink_key, model.yaml_schema())?;
    let written = found.entry.value.as_str()?;
    (!written.trim().is_empty()).then(|| model.generator.address_of(written))
}
