//! The generators that docent knows, and the choice among them: `docent.yaml`, else the generators' own files, else the template set,
//! else the pages decide.

use crate::kind::{AnyGenerator, GeneratorKind, Settings, SiteFiles, Suggest};
use crate::link_style::LinkStyle;
use crate::{jekyll, plain};

/// In the order in which their files are searched for. The last one has none: it publishes every folder.
pub const GENERATORS: [&GeneratorKind; 2] = [&jekyll::KIND, &plain::KIND];

/// The generator of a site, with its configuration.
pub fn detect(files: &dyn SiteFiles, settings: &Settings<'_>) -> AnyGenerator {
    let is_marked = |kind: &&GeneratorKind| kind.config_files.iter().any(|file| files.text(file).is_some());
    let kind = settings.kind.or_else(|| GENERATORS.into_iter().find(is_marked)).or(settings.hint);
    match kind {
        Some(kind) => (kind.read)(files, settings),
        None => GENERATORS.into_iter().find_map(|kind| (kind.guess)(files, settings)).unwrap_or_else(unmarked_folder),
    }
}

/// The generator of a folder that nothing marks as a site.
pub fn unmarked_folder() -> AnyGenerator {
    AnyGenerator::new(&plain::KIND, plain::Plain::default())
}

/// The generator with this id.
pub fn by_id(id: &str) -> Option<&'static GeneratorKind> {
    GENERATORS.into_iter().find(|kind| kind.id == id)
}

/// The files that mark the root of a site.
pub fn config_files() -> impl Iterator<Item = &'static str> {
    GENERATORS.into_iter().flat_map(|kind| kind.config_files).copied()
}

/// "`_config.yml` or …": [`config_files`] for messages, without backticks.
pub fn config_files_in_words() -> String {
    config_files().collect::<Vec<_>>().join(" or ")
}

/// Every style of links, those of a single generator included.
pub fn link_styles() -> impl Iterator<Item = LinkStyle> {
    let templated = GENERATORS.into_iter().flat_map(|kind| kind.link_styles);
    LinkStyle::UNTEMPLATED.into_iter().chain(templated.map(LinkStyle::Templated))
}

/// The style with this word in `docent.yaml`.
pub fn link_style(word: &str) -> Option<LinkStyle> {
    link_styles().find(|style| style.word() == word)
}

/// What is wrong with a setting of where pages are published, in words.
pub fn address_pattern_mistake(setting: &str, suggest: Suggest<'_>) -> Option<String> {
    let mut patterns = GENERATORS.into_iter().filter_map(|kind| kind.address_patterns.as_ref());
    patterns.next().and_then(|patterns| (patterns.mistake)(setting, suggest))
}

/// The words for styles of addresses.
pub fn address_styles() -> impl Iterator<Item = &'static str> {
    let patterns = GENERATORS.into_iter().filter_map(|kind| kind.address_patterns.as_ref());
    patterns.flat_map(|patterns| patterns.styles).copied()
}

/// Whether generators or package managers write the folder of this name. `is_beside`: a file of the given name lies beside the folder.
pub fn is_output_folder(name: &str, is_beside: impl Fn(&str) -> bool) -> bool {
    let is_of_generator = |kind: &GeneratorKind| {
        kind.output_folders.contains(&name)
            || kind.tool_folders.contains(&name)
            // Packages that are installed beside the configuration.
            || (name == "vendor" && kind.config_files.iter().any(|file| is_beside(file)))
    };
    GENERATORS.into_iter().any(is_of_generator)
}

/// Whether a generator's tools write in a folder of this name all the time.
pub fn is_tool_folder(name: &str) -> bool {
    GENERATORS.into_iter().any(|kind| kind.tool_folders.contains(&name))
}
