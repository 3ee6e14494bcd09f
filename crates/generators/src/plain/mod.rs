//! No generator: a repository, whose pages GitHub shows. Links go by file.

use crate::detect::{Settings, SiteFiles};
use crate::generator::{AnyGenerator, Generator, LinkRules};
use crate::kinds::GeneratorKind;
use docent_syntax::{Dialect, FrontMatter, YamlSchema};

pub(crate) const KIND: GeneratorKind = GeneratorKind {
    id: "plain",
    name: "plain",
    config_files: &[],
    output_folders: &[],
    tool_folders: &[],
    link_styles: &[],
    address_patterns: None,
    read,
    guess: |_, _| None,
};

/// A site of plain files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Plain {
    /// Whether `docent.yaml` says so; else some unknown generator may read the front matter.
    is_configured: bool,
}

fn read(_files: &dyn SiteFiles, _settings: &Settings<'_>) -> AnyGenerator {
    AnyGenerator::new(Plain { is_configured: true })
}

impl Generator for Plain {
    fn kind(&self) -> &'static GeneratorKind {
        &KIND
    }

    fn is_same(&self, other: &dyn Generator) -> bool {
        (other as &dyn std::any::Any).downcast_ref() == Some(self)
    }

    fn dialect(&self, _path: &str) -> Dialect {
        Dialect::GITHUB
    }

    fn yaml_schema(&self) -> YamlSchema {
        if self.is_configured { YamlSchema::Core } else { YamlSchema::Unknown }
    }

    fn links(&self) -> LinkRules {
        LinkRules::Files
    }

    fn published(&self, _path: &str, _front_matter: &FrontMatter) -> Option<String> {
        None
    }

    fn default_address(&self, _path: &str) -> Option<String> {
        None
    }

    fn address_of(&self, written: &str) -> String {
        format!("/{}", written.trim_start_matches('/'))
    }
}
