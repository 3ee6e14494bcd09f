//! What a `set.yaml` says. Every part may be left out.

use crate::derive::Derivation;
use crate::path_patterns::PathPatterns;
use crate::slug::SlugRule;
use docent_syntax::TextRange;
use std::sync::Arc;

/// The contents of a `set.yaml`. The default is a folder of template pages without one.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SetManifest {
    /// What people call the set: "architecture decision records".
    pub title: Option<Box<str>>,
    pub recognize: Recognize,
    pub roles: KeyRoles,
    /// How derived values are made of the keys of a page; `None`: as the default [`SlugRule`] says.
    pub slug: Option<Arc<SlugRule>>,
    pub navigation: Option<NavigationForm>,
    /// The generator of sites with this set, where the site's own files do not show one; and where the manifest names it.
    pub generator: Option<(Box<str>, TextRange)>,
}

/// By what a page is recognized as one of the set. Each key and each section that a page has counts one point, the path two.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Recognize {
    /// Front-matter keys, compared without case. `None`: those that the set's templates require or show with a placeholder.
    pub keys: Option<Vec<Box<str>>>,
    /// Titles of sections, compared as titles are.
    pub sections: Vec<Box<str>>,
    pub paths: PathPatterns,
    /// With fewer points a page is not one of the set; `None` for the default.
    pub at_least: Option<u32>,
}

/// Which keys mean what, on all pages of the set's sites.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct KeyRoles {
    /// Keys that hold a page's title, besides `title`.
    pub title: Vec<Box<str>>,
    pub permalink: Option<Box<str>>,
    pub redirect: Option<Box<str>>,
}

/// The navigation file that sites with this set have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NavigationForm {
    /// From the site's root, with `/`. A site without the file has no navigation by this form.
    pub file: Box<str>,
    /// The key of an entry that holds the page's address.
    pub address_key: Option<Box<str>>,
    /// The address of an entry that has none, made of the names that it and the entries around it have.
    pub address_from_names: Option<Derivation>,
}
