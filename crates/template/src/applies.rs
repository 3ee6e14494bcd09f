//! `applies-to`: which pages a template of a set is for. Reads the path, the front matter and the first titles of a page.

use crate::normalize::title_key;
use crate::path_patterns::PathPatterns;
use crate::schema::FrontMatterSchema;
use docent_syntax::{Page, SectionRef, YamlNode, YamlSchema, YamlTree};
use serde_json::Value;

/// What a page is shows in its first sections. Later titles do not count, so that an edit of a page with thousands of sections stays cheap.
pub(crate) const MAX_TITLES: usize = 64;

/// One entry of `applies-to`: all that it names must match.
#[derive(Debug, Clone)]
pub struct AppliesTo {
    /// Path patterns as in .gitignore, matched against the page's path from the site's root, with `/`.
    pub path: Option<PathPatterns>,
    /// Keys and the values they must have.
    pub front_matter: Vec<(Box<str>, Value)>,
    /// Titles of sections, at least one of which the page must have; none for any page.
    pub sections: Vec<Box<str>>,
}

impl AppliesTo {
    /// How specifically the entry matches; `None` where it does not.
    ///
    /// A condition on a key that the page has no value for yet (missing, empty, or still the template's placeholder)
    /// decides nothing: a page at the right path has the template that will tell its author what is missing. Where an
    /// entry has no path and nothing decides, it does not match.
    pub(crate) fn matches(
        &self,
        path: &str,
        page: &Page,
        yaml: YamlSchema,
        schema: &FrontMatterSchema,
    ) -> Option<usize> {
        let front_matter = &page.front_matter().yaml;
        let mut specificity = 0;
        let mut decided = false;
        if let Some(patterns) = &self.path {
            specificity += patterns.specificity(path)?;
            decided = true;
        }
        for (key, expected) in &self.front_matter {
            match page_value(key, front_matter, yaml, schema) {
                None => {}
                // A condition is written in a template, where `no` is text: a page that writes the same means the same.
                Some(value) if value.to_json_as(yaml) == *expected || value.to_json() == *expected => {
                    specificity += 1;
                    decided = true;
                }
                Some(_) => return None,
            }
        }
        if !self.sections.is_empty() {
            let held: Vec<String> = titles(page).map(title_key).collect();
            let found = self.sections.iter().filter(|title| held.contains(&title_key(title))).count();
            if found == 0 {
                return None;
            }
            specificity += found;
            decided = true;
        }
        decided.then_some(specificity)
    }
}

/// The page's value; `None` for one that says nothing.
fn page_value<'y>(
    key: &str,
    front_matter: &'y YamlTree,
    yaml: YamlSchema,
    schema: &FrontMatterSchema,
) -> Option<&'y YamlNode> {
    let value = &front_matter.find(key, yaml)?.entry.value;
    if let Some(text) = value.as_str() {
        let is_placeholder = schema.key(key).is_some_and(|spec| spec.is_placeholder(text));
        if text.trim().is_empty() || is_placeholder {
            return None;
        }
    }
    Some(value).filter(|value| !value.to_json_as(yaml).is_null())
}

/// The titles that may decide which template a page has.
pub(crate) fn titles(page: &Page) -> impl Iterator<Item = &str> {
    page.sections()
        .take(MAX_TITLES + 1)
        .filter_map(|section: SectionRef<'_>| Some(&*section.segment.heading.as_ref()?.title))
}
