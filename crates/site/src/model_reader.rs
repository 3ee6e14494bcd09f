//! The site's model from what lies in its root: the `site` part of `docent.yaml`, `_config.yml`, and the files that a template set
//! knows of.

use crate::config::{Config, SiteEntry};
use crate::jekyll::JekyllConfig;
use crate::model::{NavigationModel, SiteKind, SiteModel};
use crate::read::{ReadError, read_site_file};
use crate::site::UnreadableFile;
use docent_syntax::{YamlSchema, front_matter};
use docent_template::PathPatterns;
use std::cell::RefCell;
use std::path::Path;

/// The embedded set that brings a site model along, and the navigation file that its sites have.
const KNOWN_SET: &str = "liveperson";
const KNOWN_NAVIGATION: &str = "_data/documentsupdated.yaml";

/// Pages that are looked at where nothing else says what a site is, and how many of them with a permalink make it one with addresses.
const MOST_LOOKED_AT: usize = 40;
const ENOUGH: usize = 3;

/// Reads what there is; what cannot be read is as if it were not there, and is named beside the model.
pub(crate) fn read_model(root: &Path, config: &Config) -> (SiteModel, Vec<UnreadableFile>) {
    let unreadable = RefCell::new(Vec::new());
    let mut model = model_of(config, |path| match read_site_file(root, &root.join(path)) {
        Ok(text) => Some(text),
        Err(ReadError::Missing) => None,
        Err(error) => {
            let message = format!("{path} cannot be read: {error}");
            unreadable.borrow_mut().push(UnreadableFile { file: path.into(), message });
            None
        }
    });
    if model.kind == SiteKind::Plain && config.site.kind.is_none() && has_permalinks(root, &model) {
        model.kind = SiteKind::Jekyll;
        model.is_generator_unknown = false;
    }
    (model, unreadable.into_inner())
}

/// The model of a site whose files have these texts: `docent.yaml`, read, and others by their path from the root.
pub fn model_of(config: &Config, text: impl Fn(&str) -> Option<String>) -> SiteModel {
    let mut model = SiteModel::default();
    if let Some(text) = text("_config.yml") {
        model.kind = SiteKind::Jekyll;
        model.jekyll = JekyllConfig::read(Some(&text));
        model.base_path = (&*model.jekyll.base_url).into();
        model.own_urls =
            [&model.jekyll.url].into_iter().filter(|url| !url.is_empty()).map(|url| (&**url).into()).collect();
    }
    let names_set =
        |name: &str| name == KNOWN_SET || name.strip_prefix(KNOWN_SET).is_some_and(|id| id.starts_with('/'));
    if config.templates.iter().flatten().any(|entry| names_set(&entry.name)) {
        model.kind = SiteKind::Jekyll;
    }
    if text(KNOWN_NAVIGATION).is_some() {
        model.kind = SiteKind::Jekyll;
        model.navigation = Some(navigation(KNOWN_NAVIGATION));
    }
    apply(&config.site, &mut model);
    model
}

/// What the configuration says wins over what is found.
fn apply(said: &SiteEntry, model: &mut SiteModel) {
    model.kind = said.kind.unwrap_or(model.kind);
    // Templates and patterns say nothing of the generator.
    model.is_generator_unknown = said.kind.is_none() && model.kind == SiteKind::Plain;
    if let Some(setting) = &said.default_permalink {
        model.jekyll.set_permalink(setting);
        // Who says where pages are published has links that go by address. The generator may be any.
        if said.kind.is_none() && model.kind == SiteKind::Plain {
            model.jekyll.publish_bare_pages();
            model.kind = SiteKind::Jekyll;
        }
    }
    if !said.urls.is_empty() {
        model.own_urls = said.urls.iter().map(|url| (&**url).into()).collect();
    }
    if let Some(base_path) = &said.base_path {
        model.base_path = (&**base_path).into();
    }
    if let Some(key) = &said.permalink_key {
        model.permalink_key = (&**key).into();
    }
    if let Some(key) = &said.redirect_key {
        model.redirect_key = (&**key).into();
    }
    if let Some(said) = &said.navigation {
        let mut said_model = navigation(&said.file);
        said_model.optional.clone_from(&said.optional);
        if let Some(key) = &said.address_key {
            said_model.address_key = (&**key).into();
        }
        model.navigation = Some(said_model);
    }
    model.ignored_links.clone_from(&said.ignore_links);
    model.link_styles.clone_from(&said.link_styles);
}

fn navigation(file: &str) -> NavigationModel {
    NavigationModel { file: file.into(), address_key: "permalink".into(), optional: PathPatterns::default() }
}

/// Whether pages of a site without `_config.yml` have permalinks all the same: a part of a larger site, or a generator of its own.
fn has_permalinks(root: &Path, model: &SiteModel) -> bool {
    let has_permalink = |path: &Path| {
        let text = crate::discover::read_text(path).unwrap_or_default();
        text.starts_with("---")
            && front_matter::split(&text).yaml.find(&model.permalink_key, YamlSchema::Ruby).is_some()
    };
    let looked_at: Vec<bool> =
        crate::discover::some_pages(root, MOST_LOOKED_AT).iter().map(|path| has_permalink(path)).collect();
    let with_permalink = looked_at.iter().filter(|has| **has).count();
    with_permalink >= ENOUGH || (with_permalink > 0 && with_permalink * 2 >= looked_at.len())
}
