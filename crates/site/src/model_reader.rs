//! The site's model from what lies in its root: the `site` part of `docent.yaml`, `_config.yml`, and the files that a template set
//! knows of.

use crate::config::Config;
use crate::jekyll::JekyllConfig;
use crate::model::{NavigationModel, SiteKind, SiteModel};
use std::path::Path;

/// The navigation file of the embedded set `liveperson`.
const KNOWN_NAVIGATION: &str = "_data/documentsupdated.yaml";

/// Reads what there is; what cannot be read is as if it were not there.
pub(crate) fn read_model(root: &Path, config: &Config) -> SiteModel {
    model_of(config, |path| crate::discover::read_text(&root.join(path)).ok())
}

/// The model of a site whose files have these texts: `docent.yaml`, read, and others by their path from the root.
pub fn model_of(_config: &Config, text: impl Fn(&str) -> Option<String>) -> SiteModel {
    let mut model = SiteModel::default();
    if let Some(text) = text("_config.yml") {
        model.kind = SiteKind::Jekyll;
        model.jekyll = JekyllConfig::read(Some(&text));
        model.base_path = (&*model.jekyll.base_url).into();
        model.own_urls =
            [&model.jekyll.url].into_iter().filter(|url| !url.is_empty()).map(|url| (&**url).into()).collect();
    }
    if text(KNOWN_NAVIGATION).is_some() {
        model.kind = SiteKind::Jekyll;
        model.navigation = Some(NavigationModel {
            file: KNOWN_NAVIGATION.into(),
            address_key: "permalink".into(),
            optional: Vec::new(),
        });
    }
    model
}
