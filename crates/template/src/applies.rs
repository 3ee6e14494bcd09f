//! Which template of a set a page has.
//!
//! Looks at the page's path and front matter only, so that a page can be placed before its body is read.

use crate::contract::Contract;
use crate::path_patterns::PathPatterns;
use crate::schema::KeySpec;
use docent_syntax::{FrontMatter, YamlNode, YamlSchema, YamlTree};
use serde_json::Value;
use std::collections::HashSet;
use std::sync::Arc;

/// One entry of `applies-to`: all that it names must match.
#[derive(Debug, Clone)]
pub struct AppliesTo {
    /// Path patterns as in .gitignore, matched against the page's path from the site's root, with `/`.
    pub path: Option<PathPatterns>,
    /// Keys and the values they must have.
    pub front_matter: Vec<(Box<str>, Value)>,
}

/// Templates that belong together: an embedded set, or those a configuration names.
#[derive(Debug, Clone, Default)]
pub struct TemplateSet {
    /// `liveperson`; empty for a configuration's own templates.
    pub name: Box<str>,
    pub templates: Vec<Arc<Contract>>,
}

/// A page with this many of a set's keys belongs to the set.
const KEYS_THAT_CLAIM: usize = 3;

impl TemplateSet {
    /// By id, with or without the set's name before it.
    pub fn get(&self, id: &str) -> Option<&Arc<Contract>> {
        self.templates.iter().find(|t| {
            &*t.id == id || t.id.strip_prefix(&*self.name).and_then(|rest| rest.strip_prefix('/')) == Some(id)
        })
    }

    /// Whether a page with this front matter belongs to the set: at least three of the set's keys, compared without case.
    ///
    /// Keys that a page merely may have (`layout`, `order`) are other sites' too and tell nothing: those count that are
    /// required or that a template page shows with a placeholder (all of them where a set has fewer than three such).
    pub fn claims(&self, front_matter: &YamlTree) -> bool {
        let keys = front_matter.resolved(YamlSchema::Core);
        self.claims_keys(keys.iter().map(|found| &*found.name))
    }

    /// The same for a page whose front matter may be broken: there, what reads like a key at the start of a line counts.
    pub fn claims_page(&self, front_matter: &FrontMatter) -> bool {
        self.claims(&front_matter.yaml) || self.claims_keys(readable_keys(&front_matter.text))
    }

    fn claims_keys<'k>(&self, keys: impl Iterator<Item = &'k str>) -> bool {
        let known = self.telling_keys();
        let held: HashSet<String> = keys.map(str::to_lowercase).filter(|key| known.contains(key)).collect();
        held.len() >= KEYS_THAT_CLAIM
    }

    fn telling_keys(&self) -> HashSet<String> {
        let all = || self.templates.iter().flat_map(|template| &template.front_matter.keys);
        let is_telling = |key: &&KeySpec| key.required || !key.placeholders.is_empty();
        let telling: HashSet<String> = all().filter(is_telling).map(|key| key.name.to_lowercase()).collect();
        match telling.len() >= KEYS_THAT_CLAIM {
            true => telling,
            false => all().map(|key| key.name.to_lowercase()).collect(),
        }
    }

    /// The most specific template whose `applies-to` matches; without any, the one that has no `applies-to`.
    /// `path` is from the site's root, with `/`.
    ///
    /// How specific an entry is: the number of characters of its path pattern that stand for themselves, plus the number
    /// of its front-matter conditions that the page fulfils. Of equals, the first in the set wins.
    pub fn choose(&self, path: &str, front_matter: &YamlTree, schema: YamlSchema) -> Option<&Arc<Contract>> {
        let mut best: Option<(usize, &Arc<Contract>)> = None;
        for template in &self.templates {
            let matching =
                template.applies_to.iter().filter_map(|entry| entry.matches(path, front_matter, schema, template));
            if let Some(specificity) = matching.max()
                && best.is_none_or(|(so_far, _)| specificity > so_far)
            {
                best = Some((specificity, template));
            }
        }
        best.map(|(_, template)| template).or_else(|| self.templates.iter().find(|t| t.applies_to.is_empty()))
    }
}

impl AppliesTo {
    /// How specifically the entry matches; `None` where it does not.
    ///
    /// A condition on a key that the page has no value for yet (missing, empty, or still the template's placeholder)
    /// decides nothing: a page at the right path has the template that will tell its author what is missing. Where an
    /// entry has no path and nothing decides, it does not match.
    fn matches(&self, path: &str, front_matter: &YamlTree, schema: YamlSchema, template: &Contract) -> Option<usize> {
        let mut specificity = 0;
        let mut decided = false;
        if let Some(patterns) = &self.path {
            specificity += patterns.specificity(path)?;
            decided = true;
        }
        for (key, wanted) in &self.front_matter {
            match page_value(key, front_matter, schema, template) {
                None => {}
                // A condition is written in a template, where `no` is text: a page that writes the same means the same.
                Some(value) if value.to_json_as(schema) == *wanted || value.to_json() == *wanted => {
                    specificity += 1;
                    decided = true;
                }
                Some(_) => return None,
            }
        }
        decided.then_some(specificity)
    }
}

/// The page's value; `None` for one that says nothing.
fn page_value<'y>(
    key: &str,
    front_matter: &'y YamlTree,
    schema: YamlSchema,
    template: &Contract,
) -> Option<&'y YamlNode> {
    let value = &front_matter.find(key, schema)?.entry.value;
    if let Some(text) = value.as_str() {
        let is_placeholder = template.front_matter.key(key).is_some_and(|spec| spec.is_placeholder(text));
        if text.trim().is_empty() || is_placeholder {
            return None;
        }
    }
    Some(value).filter(|value| !value.to_json_as(schema).is_null())
}

/// The keys that lines of a block seem to begin with.
fn readable_keys(block: &str) -> impl Iterator<Item = &str> {
    block.split(['\n', '\r']).filter_map(|line| {
        let (key, _) = line.split_once(':')?;
        let key = key.trim_end().trim_matches(['"', '\'']);
        let is_word = |c: char| c.is_alphanumeric() || c == '-' || c == '_';
        (!key.is_empty() && key.len() <= 64 && key.chars().all(is_word)).then_some(key)
    })
}
