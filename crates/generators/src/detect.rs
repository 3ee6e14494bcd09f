//! Which generator publishes a site: what `docent.yaml` says, else the generators' own files, else what the template set says, else
//! the pages.

use crate::generator::AnyGenerator;
use crate::kinds::{GENERATORS, GeneratorKind};
use docent_syntax::FrontMatter;

/// The files of a site, read on demand.
pub trait SiteFiles {
    /// The text of the file at this path from the root; `None` where there is none.
    fn text(&self, path: &str) -> Option<String>;

    /// The front matter of some pages: enough to see what most have in common.
    fn sample_pages(&self) -> Vec<FrontMatter>;
}

/// What `docent.yaml` and template sets say of the generator.
#[derive(Debug, Clone, Copy, Default)]
pub struct Settings<'s> {
    pub kind: Option<&'static GeneratorKind>,
    /// What publishes the sites that a template set is for.
    pub hint: Option<&'static GeneratorKind>,
    /// Where pages without a permalink are published: a style or a pattern.
    pub default_permalink: Option<&'s str>,
    /// The front-matter key that says where a page is published; `None` for the generator's own.
    pub permalink_key: Option<&'s str>,
}

/// The generator of a site, with its configuration.
pub fn detect(files: &dyn SiteFiles, settings: &Settings<'_>) -> AnyGenerator {
    let is_marked = |kind: &&GeneratorKind| kind.config_files.iter().any(|file| files.text(file).is_some());
    let kind = settings.kind.or_else(|| GENERATORS.into_iter().find(is_marked)).or(settings.hint);
    match kind {
        Some(kind) => (kind.read)(files, settings),
        None => GENERATORS.into_iter().find_map(|kind| (kind.guess)(files, settings)).unwrap_or_default(),
    }
}
