//! The generators that docent knows, and what can be said of one before its configuration is read.

use crate::detect::{Settings, SiteFiles};
use crate::generator::AnyGenerator;
use crate::link_style::TemplatedStyle;
use crate::{jekyll, plain};
use docent_syntax::FrontMatter;

/// A generator, whatever site it publishes.
#[derive(Debug)]
pub struct GeneratorKind {
    /// The word for it in `docent.yaml`, and in the JSON output.
    pub id: &'static str,
    /// As people write it.
    pub name: &'static str,
    /// The files that show that it publishes the folder they lie in.
    pub config_files: &'static [&'static str],
    /// Folders that it writes and no author edits.
    pub output_folders: &'static [&'static str],
    /// Folders that its tools write all the time.
    pub tool_folders: &'static [&'static str],
    /// The forms of destinations that it alone reads.
    pub link_styles: &'static [TemplatedStyle],
    /// How `docent.yaml` may say where pages without a permalink are published; `None` where it cannot.
    pub address_patterns: Option<AddressPatterns>,
    /// The site with what its files and `docent.yaml` say.
    pub(crate) read: fn(&dyn SiteFiles, &Settings<'_>) -> AnyGenerator,
    /// The site, if its pages alone show that it is this generator's, or one that works like it.
    pub(crate) guess: fn(&dyn SiteFiles, &Settings<'_>) -> Option<AnyGenerator>,
}

impl GeneratorKind {
    /// A site that has no configuration.
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
    /// What is wrong with a setting, in words; the function suggests one of several words for an unknown one.
    pub(crate) mistake: fn(&str, Suggest<'_>) -> Option<String>,
}

/// Words such as "; did you mean 'x'?" for an unknown word and the known ones; empty where none is near.
pub(crate) type Suggest<'s> = &'s dyn Fn(&str, &[&str]) -> String;

/// In the order in which their files are looked for. The last one has none: it publishes every folder.
pub const GENERATORS: [&GeneratorKind; 2] = [&jekyll::KIND, &plain::KIND];

/// The files that mark the root of a site.
pub const CONFIG_FILES: &[&str] = jekyll::KIND.config_files;

/// The generator with this id.
pub fn by_id(id: &str) -> Option<&'static GeneratorKind> {
    GENERATORS.into_iter().find(|kind| kind.id == id)
}

/// What is wrong with a setting of where pages are published, in words.
pub fn address_pattern_mistake(setting: &str, suggest: &dyn Fn(&str, &[&str]) -> String) -> Option<String> {
    let mut patterns = GENERATORS.into_iter().filter_map(|kind| kind.address_patterns.as_ref());
    patterns.next().and_then(|patterns| (patterns.mistake)(setting, suggest))
}

/// The words for ways to make addresses.
pub fn address_styles() -> impl Iterator<Item = &'static str> {
    GENERATORS
        .into_iter()
        .filter_map(|kind| kind.address_patterns.as_ref())
        .flat_map(|patterns| patterns.styles)
        .copied()
}

/// Whether a folder of this name is written by a generator. `is_beside` tells whether a file of this name lies beside it.
pub fn is_output_folder(name: &str, is_beside: impl Fn(&str) -> bool) -> bool {
    let is_of_generator = |kind: &GeneratorKind| {
        kind.output_folders.contains(&name)
            || kind.tool_folders.contains(&name)
            // Packages that are installed beside the configuration.
            || (name == "vendor" && kind.config_files.iter().any(|file| is_beside(file)))
    };
    GENERATORS.into_iter().any(is_of_generator)
}

/// Whether tools of a generator write a folder of this name all the time.
pub fn is_tool_folder(name: &str) -> bool {
    GENERATORS.into_iter().any(|kind| kind.tool_folders.contains(&name))
}
