//! The site's model from what lies in its root: the `site` part of `docent.yaml`, `_config.yml`, and what template sets say.

use crate::config::{Config, SiteEntry};
use crate::jekyll::JekyllConfig;
use crate::model::{NavigationModel, SiteKind, SiteModel};
use crate::read::{ReadError, read_site_file};
use crate::site::SetupFile;
use crate::templates;
use docent_syntax::{YamlSchema, front_matter};
use docent_template::{PathPatterns, TemplateSet, embedded};
use std::cell::RefCell;
use std::path::Path;
use std::sync::Arc;

/// The key of a navigation entry that holds its address, where nothing else is said.
const DEFAULT_ADDRESS_KEY: &str = "permalink";

/// Pages that are read where nothing else says what a site is, and how many of them with a permalink make it one with addresses.
const MAX_SAMPLES: usize = 40;
const MIN_PERMALINKS: usize = 3;

/// Reads what there is; what cannot be read is as if it were not there, and is named beside the model.
pub(crate) fn read_model(root: &Path, config: &Config, sets: &[Arc<TemplateSet>]) -> (SiteModel, Vec<SetupFile>) {
    let unreadable = RefCell::new(Vec::new());
    let mut model = model_of(config, sets, |path| match read_site_file(root, &root.join(path)) {
        Ok(text) => Some(text),
        Err(ReadError::Missing) => None,
        Err(error) => {
            unreadable.borrow_mut().push(SetupFile::unreadable(path, &error));
            None
        }
    });
    if model.kind == SiteKind::Plain && config.site.kind.is_none() && has_permalinks(root, &model) {
        model.kind = SiteKind::Jekyll;
        model.is_generator_unknown = false;
    }
    (model, unreadable.into_inner())
}

/// The model of a site with these template sets, whose files have these texts: `docent.yaml`, read, and others by their path from the root.
pub fn model_of(config: &Config, sets: &[Arc<TemplateSet>], text: impl Fn(&str) -> Option<String>) -> SiteModel {
    let mut model = SiteModel::default();
    if let Some(text) = text("_config.yml") {
        model.kind = SiteKind::Jekyll;
        model.jekyll = JekyllConfig::read(Some(&text));
        model.base_path = (&*model.jekyll.base_url).into();
        model.own_urls =
            [&model.jekyll.url].into_iter().filter(|url| !url.is_empty()).map(|url| (&**url).into()).collect();
    }
    apply_sets(config, sets, text, &mut model);
    apply(&config.site, &mut model);
    model
}

/// What template sets say of the sites that have them: those that the site names or has itself, and those that its navigation file shows.
fn apply_sets(
    config: &Config,
    sets: &[Arc<TemplateSet>],
    text: impl Fn(&str) -> Option<String>,
    model: &mut SiteModel,
) {
    let names = |set: &TemplateSet| config.templates.iter().flatten().any(|entry| templates::names(&entry.name, set));
    let generator = |set: &TemplateSet| SiteKind::of_name(&set.manifest.generator.as_ref()?.0);
    for set in sets.iter().filter(|set| !set.is_embedded()).chain(embedded::sets()) {
        let manifest = &set.manifest;
        if !set.is_embedded() || names(set) {
            model.kind = generator(set).unwrap_or(model.kind);
            let roles = &manifest.roles;
            model.permalink_key = roles.permalink.as_ref().unwrap_or(&model.permalink_key).clone();
            model.redirect_key = roles.redirect.as_ref().unwrap_or(&model.redirect_key).clone();
        }
        if let Some(form) = manifest.navigation.as_ref().filter(|_| model.navigation.is_none())
            && text(&form.file).is_some()
        {
            model.kind = generator(set).unwrap_or(model.kind);
            model.navigation = Some(NavigationModel {
                address_key: form.address_key.clone().unwrap_or_else(|| DEFAULT_ADDRESS_KEY.into()),
                address_from_names: form.address_from_names.clone(),
                ..navigation(&form.file)
            });
        }
        model.title_keys.extend(manifest.roles.title.iter().cloned());
    }
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
        // A file that a set knows as well keeps the form that the set gives it.
        let known = model.navigation.take().filter(|known| *known.file == *said.file);
        let mut said_model = known.unwrap_or_else(|| navigation(&said.file));
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
    NavigationModel {
        file: file.into(),
        address_key: DEFAULT_ADDRESS_KEY.into(),
        address_from_names: None,
        optional: PathPatterns::default(),
    }
}

/// Whether pages of a site without `_config.yml` have permalinks all the same: a part of a larger site, or a generator of its own.
fn has_permalinks(root: &Path, model: &SiteModel) -> bool {
    let has_permalink = |path: &Path| {
        let text = crate::discover::read_text(path).unwrap_or_default();
        text.starts_with("---")
            && front_matter::split(&text).yaml.find(&model.permalink_key, YamlSchema::Ruby).is_some()
    };
    let looked_at: Vec<bool> =
        crate::discover::some_pages(root, MAX_SAMPLES).iter().map(|path| has_permalink(path)).collect();
    let with_permalink = looked_at.iter().filter(|has| **has).count();
    with_permalink >= MIN_PERMALINKS || (with_permalink > 0 && with_permalink * 2 >= looked_at.len())
}
