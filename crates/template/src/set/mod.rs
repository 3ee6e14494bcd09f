//! A template set: a folder with template pages and a `set.yaml` that says by what its pages are recognized and what their keys,
//! addresses and navigation are like. Knows no file system: a set is made from names and texts.

mod compile_together;
pub mod embedded;
mod manifest;
mod manifest_reader;
mod recognition;

pub use compile_together::{UncompiledTemplate, compile_together};
pub use manifest::{KeyRoles, NavigationForm, Recognize, SetManifest};
pub use manifest_reader::{MANIFEST_FILE, MANIFEST_SCHEMA};
pub use recognition::{have_same_traits, traits_of};

use crate::compile::{SetContext, compile_in_set};
use crate::contract::{Contract, TemplateSource};
use docent_syntax::{Page, YamlSchema};
use recognition::Recognition;
use std::sync::Arc;

/// Compiles a template page of no set. `resolve_base` gives the template that `extends` names (with or without its set's name).
///
/// A page without a `docent:` key is read as an ordinary template page: see [`crate::export()`].
pub fn compile(source: TemplateSource, resolve_base: impl FnMut(&str) -> Option<Arc<Contract>>) -> Contract {
    compile_in_set(source, &SetContext::default(), &embedded::bases(), resolve_base)
}

/// Templates that belong together. Immutable once made.
#[derive(Debug, Clone, Default)]
pub struct TemplateSet {
    /// The folder's name for an embedded set, which its templates' ids begin with; empty for a site's own templates.
    pub name: Box<str>,
    pub manifest: Arc<SetManifest>,
    pub templates: Vec<Arc<Contract>>,
    /// Whether the set is a folder: such a set recognizes pages by its manifest and its templates together.
    pub is_folder: bool,
    recognition: Recognition,
}

impl TemplateSet {
    /// A set that is a folder with a manifest. `name` is empty for one that is not embedded.
    pub fn of_folder(name: &str, manifest: Arc<SetManifest>, templates: Vec<Arc<Contract>>) -> TemplateSet {
        let recognition = Recognition::new(&manifest.recognize, &templates);
        TemplateSet { name: name.into(), manifest, templates, is_folder: true, recognition }
    }

    /// Template pages that a configuration names one by one.
    pub fn of_pages(templates: Vec<Arc<Contract>>) -> TemplateSet {
        let recognition = Recognition::new(&Recognize::default(), &templates);
        TemplateSet { templates, recognition, ..TemplateSet::default() }
    }

    /// The same set with only those of its templates that `keep` accepts; it recognizes pages as before.
    pub fn only(&self, keep: impl Fn(&Contract) -> bool) -> TemplateSet {
        let templates = self.templates.iter().filter(|template| keep(template)).cloned().collect();
        TemplateSet { templates, ..self.clone() }
    }

    pub fn is_embedded(&self) -> bool {
        !self.name.is_empty()
    }

    /// By id, with or without the set's name before it.
    pub fn get(&self, id: &str) -> Option<&Arc<Contract>> {
        self.templates.iter().find(|t| {
            &*t.id == id || t.id.strip_prefix(&*self.name).and_then(|rest| rest.strip_prefix('/')) == Some(id)
        })
    }

    /// How much of what the set recognizes pages by the page has; `None` where that is not enough. Of two sets the one with the
    /// greater score has the page.
    pub fn score(&self, path: &str, page: &Page) -> Option<u32> {
        self.recognition.score(path, page)
    }

    /// The most specific template whose `applies-to` matches; without any, the one that has no `applies-to`.
    /// `path` is from the site's root, with `/`.
    ///
    /// How specific an entry is: the number of characters of its path pattern that stand for themselves, plus one for each of its
    /// front-matter conditions and section titles that the page fulfils. Of equals, the first in the set wins.
    pub fn choose(&self, path: &str, page: &Page, schema: YamlSchema) -> Option<&Arc<Contract>> {
        let mut best: Option<(usize, &Arc<Contract>)> = None;
        for template in &self.templates {
            let matching = template
                .applies_to
                .iter()
                .filter_map(|entry| entry.matches(path, page, schema, &template.front_matter));
            if let Some(specificity) = matching.max()
                && best.is_none_or(|(so_far, _)| specificity > so_far)
            {
                best = Some((specificity, template));
            }
        }
        best.map(|(_, template)| template).or_else(|| self.templates.iter().find(|t| t.applies_to.is_empty()))
    }
}
