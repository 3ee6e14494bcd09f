//! A generator before and after its configuration is read: its names and marks, and how one site of it comes about.

use crate::generator::Generator;
use crate::link_style::TemplatedStyle;
use docent_syntax::FrontMatter;
use std::any::Any;
use std::fmt::Debug;
use std::ops::Deref;
use std::sync::Arc;

/// The facts about a generator that hold for every site.
#[derive(Debug)]
pub struct GeneratorKind {
    /// The word in `docent.yaml` and in the JSON output.
    pub id: &'static str,
    /// The spelling for people.
    pub name: &'static str,
    /// The files that mark the folder they lie in as a site of this generator.
    pub config_files: &'static [&'static str],
    /// Folders with generated files.
    pub output_folders: &'static [&'static str],
    /// Folders in which the generator's tools write all the time.
    pub tool_folders: &'static [&'static str],
    /// The templated forms of destinations.
    pub link_styles: &'static [TemplatedStyle],
    /// How `docent.yaml` may say where pages without a permalink are published; `None` where it cannot.
    pub address_patterns: Option<AddressPatterns>,
    /// Reads the configuration of a site.
    pub read: fn(&dyn SiteFiles, &Settings<'_>) -> AnyGenerator,
    /// Recognizes a site without configuration by its pages alone.
    pub guess: fn(&dyn SiteFiles, &Settings<'_>) -> Option<AnyGenerator>,
}

impl GeneratorKind {
    /// A site without any configuration.
    pub fn bare_site(&'static self) -> AnyGenerator {
        struct NoFiles;
        impl SiteFiles for NoFiles {
            fn text(&self, _path: &str) -> Option<String> {
                None
            }

            fn sample_pages(&self) -> Vec<FrontMatter> {
                Vec::new()
            }
        }
        (self.read)(&NoFiles, &Settings { kind: Some(self), ..Settings::default() })
    }
}

impl PartialEq for GeneratorKind {
    fn eq(&self, other: &GeneratorKind) -> bool {
        self.id == other.id
    }
}

impl Eq for GeneratorKind {}

/// Styles and patterns of addresses.
#[derive(Debug)]
pub struct AddressPatterns {
    pub styles: &'static [&'static str],
    /// What is wrong with a setting, in words.
    pub mistake: fn(&str, Suggest<'_>) -> Option<String>,
}

/// Given an unknown word and the known ones, returns words such as "; did you mean 'x'?", or an empty string.
pub type Suggest<'s> = &'s dyn Fn(&str, &[&str]) -> String;

/// The files of a site, read on demand.
pub trait SiteFiles {
    /// The text of the file at this path from the root; `None` if it does not exist or cannot be read.
    fn text(&self, path: &str) -> Option<String>;

    /// The front matter of a few pages.
    fn sample_pages(&self) -> Vec<FrontMatter>;
}

/// What `docent.yaml` and template sets say about the generator.
#[derive(Debug, Clone, Copy, Default)]
pub struct Settings<'s> {
    pub kind: Option<&'static GeneratorKind>,
    /// The generator of the sites that a template set is for.
    pub hint: Option<&'static GeneratorKind>,
    /// Where pages without a permalink are published: a style or a pattern.
    pub default_permalink: Option<&'s str>,
    /// The front-matter key that says where a page is published; `None` for the generator's own.
    pub permalink_key: Option<&'s str>,
}

/// A site of any generator, cheap to clone. Equal to a site of the same generator with the same configuration.
#[derive(Debug, Clone)]
pub struct AnyGenerator {
    kind: &'static GeneratorKind,
    site: Arc<dyn Generator>,
    is_equal: fn(&dyn Generator, &dyn Generator) -> bool,
}

impl AnyGenerator {
    pub fn new<G: Generator + PartialEq>(kind: &'static GeneratorKind, site: G) -> AnyGenerator {
        let is_equal = |one: &dyn Generator, other: &dyn Generator| {
            (one as &dyn Any).downcast_ref::<G>() == (other as &dyn Any).downcast_ref::<G>()
        };
        AnyGenerator { kind, site: Arc::new(site), is_equal }
    }

    pub fn kind(&self) -> &'static GeneratorKind {
        self.kind
    }
}

impl Deref for AnyGenerator {
    type Target = dyn Generator;

    fn deref(&self) -> &Self::Target {
        &*self.site
    }
}

impl PartialEq for AnyGenerator {
    fn eq(&self, other: &AnyGenerator) -> bool {
        self.kind == other.kind && (self.is_equal)(&*self.site, &*other.site)
    }
}
