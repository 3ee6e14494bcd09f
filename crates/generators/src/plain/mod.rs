//! No generator: a repository whose pages GitHub shows. Links name files.

use crate::generator::{Generator, KeyRoles, LinkRules};
use crate::kind::{AnyGenerator, GeneratorKind};
use docent_syntax::{Dialect, FrontMatter, YamlSchema};

pub(crate) const KIND: GeneratorKind = GeneratorKind {
    id: "plain",
    name: "plain",
    config_files: &[],
    output_folders: &[],
    tool_folders: &[],
    link_styles: &[],
    address_patterns: None,
    read: |_, _| AnyGenerator::new(&KIND, Plain { is_configured: true }),
    guess: |_, _| None,
};

/// A site of plain files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Plain {
    /// Whether `docent.yaml` names this kind. If not, an unknown generator may read the front matter.
    is_configured: bool,
}

impl Generator for Plain {
    fn dialect(&self, _path: &str) -> Dialect {
        Dialect::GITHUB
    }

    fn yaml_schema(&self) -> YamlSchema {
        if self.is_configured { YamlSchema::Core } else { YamlSchema::Unknown }
    }

    fn links(&self) -> LinkRules {
        LinkRules::Files
    }

    /// GitHub has no such keys, but an unknown generator may have the common ones.
    fn key_roles(&self) -> KeyRoles {
        KeyRoles { permalink: "permalink", redirects: "redirect_from" }
    }

    fn published(&self, _path: &str, _front_matter: &FrontMatter) -> Option<String> {
        None
    }
}
