//! The template sets that are compiled in: the folders below `crates/template/sets`.

use super::{MANIFEST_FILE, SetManifest, TemplateSet, UncompiledTemplate, compile_together};
use crate::contract::{Contract, TemplateSource};
use std::sync::{Arc, LazyLock};

/// The names of the sets, each with its files: names and texts. Written by the build script.
const FOLDERS: &[(&str, &[(&str, &str)])] = include!(concat!(env!("OUT_DIR"), "/embedded_sets.rs"));

/// All embedded sets, in the order of their names.
pub fn sets() -> &'static [Arc<TemplateSet>] {
    static SETS: LazyLock<Vec<Arc<TemplateSet>>> =
        LazyLock::new(|| FOLDERS.iter().map(|(name, files)| Arc::new(set_of(name, files))).collect());
    &SETS
}

/// The embedded templates that consist of a schema alone, which ordinary template pages may extend.
pub fn bases() -> Vec<Arc<Contract>> {
    let templates = sets().iter().flat_map(|set| &set.templates);
    templates.filter(|template| template.sections.is_empty()).cloned().collect()
}

/// The embedded set with this name.
pub fn set(name: &str) -> Option<Arc<TemplateSet>> {
    sets().iter().find(|set| &*set.name == name).cloned()
}

fn set_of(name: &str, files: &[(&str, &str)]) -> TemplateSet {
    let manifest = files.iter().find(|(file, _)| *file == MANIFEST_FILE);
    let manifest = Arc::new(manifest.map_or_else(SetManifest::default, |(_, text)| SetManifest::read(text).0));
    let pages = files.iter().filter_map(|(file, text)| Some((file.strip_suffix(".md")?, *text)));
    let sources = pages.map(|(stem, text)| UncompiledTemplate {
        source: TemplateSource { name: format!("{name}/{stem}").into(), is_file: false, text: text.into() },
        set: name.into(),
        manifest: manifest.clone(),
    });
    let mut templates = compile_together(sources.collect(), &[], |_| None);
    // Bases come first: they are what other templates are explained by.
    templates.sort_by_key(|template| number_of_bases(template));
    TemplateSet::of_folder(name, manifest, templates)
}

fn number_of_bases(template: &Contract) -> usize {
    std::iter::successors(template.base.as_deref(), |base| base.base.as_deref()).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_embedded_set_is_free_of_problems() {
        assert!(!sets().is_empty());
        for (name, files) in FOLDERS {
            let (_, text) = files.iter().find(|(file, _)| *file == MANIFEST_FILE).expect("a set has a manifest");
            assert_eq!(SetManifest::read(text).1, [], "{name}");
            let set = set(name).expect("it is embedded");
            assert!(set.manifest.title.is_some(), "{name}");
            assert_eq!(set.templates.len(), files.len() - 1, "{name}");
            for template in &set.templates {
                assert_eq!(template.problems, [], "{}", template.id);
                assert!(template.id.starts_with(&format!("{name}/")), "{}", template.id);
            }
        }
    }
}
