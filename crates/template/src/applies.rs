//! Which template of a set a page has.

use crate::contract::Contract;
use docent_syntax::YamlTree;
use std::sync::Arc;

/// One entry of `applies-to`: all that it names must match.
#[derive(Debug, Clone)]
pub struct AppliesTo {
    /// A path pattern as in .gitignore, matched against the page's path from the site's root, with `/`.
    pub path: Option<globset::GlobMatcher>,
    /// Keys and the values they must have.
    pub front_matter: Vec<(Box<str>, serde_json::Value)>,
}

/// Templates that belong together: an embedded set, or those a configuration names.
#[derive(Debug, Clone, Default)]
pub struct TemplateSet {
    /// `liveperson`; empty for a configuration's own templates.
    pub name: Box<str>,
    pub templates: Vec<Arc<Contract>>,
}

impl TemplateSet {
    /// By id, with or without the set's name before it.
    pub fn get(&self, id: &str) -> Option<&Arc<Contract>> {
        self.templates.iter().find(|t| {
            &*t.id == id || t.id.strip_prefix(&*self.name).and_then(|rest| rest.strip_prefix('/')) == Some(id)
        })
    }

    /// Whether a page with this front matter belongs to the set: at least three of the set's keys, compared without case.
    pub fn claims(&self, _front_matter: &YamlTree) -> bool {
        false
    }

    /// The most specific template whose `applies-to` matches; without any, the one that has no `applies-to`.
    /// `path` is from the site's root, with `/`.
    pub fn choose(&self, _path: &str, _front_matter: &YamlTree) -> Option<&Arc<Contract>> {
        None
    }
}
