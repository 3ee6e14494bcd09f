//! A site: its root, its configuration, its template sets.

use crate::config::{Config, ConfigProblem};
use docent_syntax::FrontMatter;
use docent_template::{Contract, TemplateSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A site as the checks see it. Cheap to clone; never changes.
#[derive(Debug, Clone, Default)]
pub struct Site {
    /// Where `docent.yaml`, `_config.yml` or `.git` lies; `None` for a page outside of every site.
    pub root: Option<PathBuf>,
    pub config: Config,
    pub config_problems: Vec<ConfigProblem>,
    /// The configuration's own templates first, then the embedded sets.
    pub sets: Vec<Arc<TemplateSet>>,
}

/// What a Markdown file is to the site.
#[derive(Debug, Clone)]
pub enum PageRole {
    /// A page with this template.
    Page(Arc<Contract>),
    /// A page without one: only what holds for any page is checked.
    Free,
    /// A template page: never checked as a page.
    Template,
    /// Excluded by the configuration.
    Excluded,
}

impl Site {
    /// `path` from the site's root, with `/`; outside of the root, and without one, as it is.
    pub fn relative(&self, path: &Path) -> String {
        let inside = self.root.as_deref().and_then(|root| path.strip_prefix(root).ok()).unwrap_or(path);
        let parts: Vec<_> = inside.components().map(|part| part.as_os_str().to_string_lossy()).collect();
        parts.join("/")
    }

    /// The site that holds `start`, a file or a folder (which need not exist); without a root where there is none.
    pub fn load(_start: &Path) -> Site {
        Site::default()
    }

    /// What the file at `path` (absolute, or relative to the root) is.
    pub fn role(&self, _path: &Path, _front_matter: &FrontMatter) -> PageRole {
        PageRole::Free
    }
}
