//! The site's model from what lies in its root: the `site` part of `docent.yaml`, its generator's files, and those that a template
//! set knows of.

use crate::config::{Config, SiteEntry};
use crate::model::{NavigationModel, SiteModel};
use crate::read::{ReadError, read_site_file};
use crate::site::UnreadableFile;
use docent_generators::{Settings, SiteFiles, by_id, detect};
use docent_syntax::{FrontMatter, front_matter};
use std::cell::RefCell;
use std::path::Path;

/// The embedded set that brings a site model along, and the navigation file that its sites have.
const KNOWN_SET: &str = "liveperson";
const KNOWN_NAVIGATION: &str = "_data/documentsupdated.yaml";
const KNOWN_GENERATOR: &str = "jekyll";

/// The key of a navigation's entries that holds an address, where nothing says another one.
const ADDRESS_KEY: &str = "permalink";

/// Pages that are sampled where nothing else says what a site is.
const MAX_SAMPLES: usize = 40;

/// Reads what there is; what cannot be read is as if it were not there, and is named beside the model.
pub(crate) fn read_model(root: &Path, config: &Config) -> (SiteModel, Vec<UnreadableFile>) {
    let files = FilesOnDisk { root, unreadable: RefCell::default() };
    let model = model_of_files(config, &files);
    (model, files.unreadable.into_inner())
}

/// The model of a site whose files have these texts: `docent.yaml`, read, and others by their path from the root.
pub fn model_of(config: &Config, text: impl Fn(&str) -> Option<String>) -> SiteModel {
    model_of_files(config, &FilesInMemory(text))
}

struct FilesOnDisk<'r> {
    root: &'r Path,
    /// Each once, in the order in which they were needed.
    unreadable: RefCell<Vec<UnreadableFile>>,
}

impl SiteFiles for FilesOnDisk<'_> {
    fn text(&self, path: &str) -> Option<String> {
        match read_site_file(self.root, &self.root.join(path)) {
            Ok(text) => Some(text),
            Err(ReadError::Missing) => None,
            Err(error) => {
                let message = format!("{path} cannot be read: {error}");
                let unreadable = UnreadableFile { file: path.into(), message };
                let mut all = self.unreadable.borrow_mut();
                if !all.contains(&unreadable) {
                    all.push(unreadable);
                }
                None
            }
        }
    }

    fn sample_pages(&self) -> Vec<FrontMatter> {
        let pages = crate::discover::some_pages(self.root, MAX_SAMPLES);
        pages.iter().map(|path| front_matter::split(&crate::discover::read_text(path).unwrap_or_default())).collect()
    }
}

struct FilesInMemory<T>(T);

impl<T: Fn(&str) -> Option<String>> SiteFiles for FilesInMemory<T> {
    fn text(&self, path: &str) -> Option<String> {
        self.0(path)
    }

    fn sample_pages(&self) -> Vec<FrontMatter> {
        Vec::new()
    }
}

fn model_of_files(config: &Config, files: &dyn SiteFiles) -> SiteModel {
    let names_set =
        |name: &str| name == KNOWN_SET || name.strip_prefix(KNOWN_SET).is_some_and(|id| id.starts_with('/'));
    let has_navigation = files.text(KNOWN_NAVIGATION).is_some();
    let is_of_set = has_navigation || config.templates.iter().flatten().any(|entry| names_set(&entry.name));
    let said = &config.site;
    let generator = detect(
        files,
        &Settings {
            kind: said.kind,
            hint: is_of_set.then(|| by_id(KNOWN_GENERATOR)).flatten(),
            default_permalink: said.default_permalink.as_deref(),
            permalink_key: said.permalink_key.as_deref(),
        },
    );
    let mut model = SiteModel::of(generator);
    if has_navigation {
        model.navigation = Some(NavigationModel::of(KNOWN_NAVIGATION, ADDRESS_KEY));
    }
    apply(said, &mut model);
    model
}

/// What the configuration says wins over what is found.
fn apply(said: &SiteEntry, model: &mut SiteModel) {
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
        let address_key = said.address_key.as_deref().unwrap_or(ADDRESS_KEY);
        let optional = said.optional.clone();
        model.navigation = Some(NavigationModel { optional, ..NavigationModel::of(&said.file, address_key) });
    }
    model.ignored_links.clone_from(&said.ignore_links);
    model.link_styles.clone_from(&said.link_styles);
}
