//! The site's model from what lies in its root: the `site` part of `docent.yaml`, its generator's files, and what
//! template sets say.

use crate::config::{Config, SetupFile, SiteEntry};
use crate::model::{EntryForm, NavigationForm, NavigationModel, SiteModel};
use crate::read::{ReadError, read_site_file, read_text};
use crate::templates;
use docent_generators::{Settings, SiteFiles, by_id, detect};
use docent_syntax::{FrontMatter, front_matter};
use docent_template::set;
use docent_template::{PathPatterns, TemplateSet, embedded};
use std::cell::RefCell;
use std::path::Path;
use std::sync::Arc;

/// The key of a navigation's entries that holds an address, where nothing says another one.
const ADDRESS_KEY: &str = "permalink";

/// Pages that are sampled where nothing else says what a site is.
const MAX_SAMPLES: usize = 40;

/// Reads what there is; what cannot be read is as if it were not there, and is named beside the model.
pub(crate) fn read_model(root: &Path, config: &Config, sets: &[Arc<TemplateSet>]) -> (SiteModel, Vec<SetupFile>) {
    let files = FilesOnDisk { root, unreadable: RefCell::default() };
    let model = model_of_files(config, sets, &files);
    (model, files.unreadable.into_inner())
}

/// The model of a site with these template sets, whose files have these texts: `docent.yaml`, read, and others by their path from the root.
pub fn model_of(config: &Config, sets: &[Arc<TemplateSet>], text: impl Fn(&str) -> Option<String>) -> SiteModel {
    model_of_files(config, sets, &FilesInMemory(text))
}

struct FilesOnDisk<'r> {
    root: &'r Path,
    /// Each once, in the order in which they were needed.
    unreadable: RefCell<Vec<SetupFile>>,
}

impl SiteFiles for FilesOnDisk<'_> {
    fn text(&self, path: &str) -> Option<String> {
        match read_site_file(self.root, &self.root.join(path)) {
            Ok(text) => Some(text),
            Err(ReadError::Missing) => None,
            Err(error) => {
                let unreadable = SetupFile::unreadable(path, &error);
                let mut all = self.unreadable.borrow_mut();
                if !all.contains(&unreadable) {
                    all.push(unreadable);
                }
                None
            }
        }
    }

    fn sample_pages(&self) -> Vec<FrontMatter> {
        let pages = crate::walk::some_pages(self.root, MAX_SAMPLES);
        pages.iter().map(|path| front_matter::split(&read_text(path).unwrap_or_default())).collect()
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

fn model_of_files(config: &Config, sets: &[Arc<TemplateSet>], files: &dyn SiteFiles) -> SiteModel {
    let known: Vec<&TemplateSet> =
        sets.iter().filter(|set| !set.is_embedded()).chain(embedded::sets()).map(|set| &**set).collect();
    let is_used = |set: &TemplateSet| {
        !set.is_embedded() || config.templates.iter().flatten().any(|entry| templates::names(&entry.name, set))
    };
    let used: Vec<&TemplateSet> = known.iter().copied().filter(|set| is_used(set)).collect();
    let navigation = known.iter().find_map(|set| {
        let form = set.manifest.navigation.as_ref().filter(|form| files.text(&form.file).is_some())?;
        Some((*set, form))
    });
    // A set whose navigation file is there is used, too, as far as the generator goes.
    let mut hinting = used.iter().copied().chain(navigation.map(|(set, _)| set));
    let said = &config.site;
    let permalink_key = used.iter().find_map(|set| set.manifest.roles.permalink.as_deref());
    let generator = detect(
        files,
        &Settings {
            kind: said.kind,
            hint: hinting.find_map(|set| by_id(&set.manifest.generator.as_ref()?.0)),
            default_permalink: said.default_permalink.as_deref(),
            permalink_key: said.permalink_key.as_deref().or(permalink_key),
        },
    );
    let mut model = SiteModel::of(generator);
    if let Some(key) = permalink_key {
        model.permalink_key = key.into();
    }
    if let Some(key) = used.iter().find_map(|set| set.manifest.roles.redirect.as_deref()) {
        model.redirect_key = key.into();
    }
    model.title_keys.extend(known.iter().flat_map(|set| set.manifest.roles.title.iter().cloned()));
    if let Some((_, form)) = navigation {
        model.navigation = Some(navigation_of(form));
    }
    apply(said, &mut model);
    model
}

fn navigation_of(form: &set::NavigationForm) -> NavigationModel {
    let entries = EntryForm {
        address_key: form.address_key.as_deref().unwrap_or(ADDRESS_KEY).into(),
        address_from_names: form.address_from_names.clone(),
    };
    NavigationModel {
        file: form.file.clone(),
        form: NavigationForm::Entries(entries),
        optional: PathPatterns::default(),
    }
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
        // A file that a set knows as well keeps the form that the set gives it.
        let known = model.navigation.take().filter(|known| *known.file == *said.file);
        let mut navigation = known.unwrap_or_else(|| NavigationModel::with_addresses(&said.file, ADDRESS_KEY));
        navigation.optional.clone_from(&said.optional);
        if let Some(key) = &said.address_key
            && let NavigationForm::Entries(form) = &mut navigation.form
        {
            form.address_key = (&**key).into();
        }
        model.navigation = Some(navigation);
    }
    model.ignored_links.clone_from(&said.ignore_links);
    model.link_styles.clone_from(&said.link_styles);
}
