//! What the site's generator does with pages, and how they link to each other: the part of the configuration (`site:`) and of
//! `_config.yml` that addresses, links and navigation are read with. Knows no page.

use crate::jekyll::JekyllConfig;
use crate::link_style::LinkStyles;
use docent_syntax::{Dialect, YamlSchema};
use docent_template::{Derivation, PathPatterns};

/// How addresses come about, and which links mean pages of this site.
#[derive(Debug, Clone, PartialEq)]
pub struct SiteModel {
    pub kind: SiteKind,
    /// Nothing says which generator reads the pages: no configuration, or one that fits any.
    pub is_generator_unknown: bool,
    /// What `_config.yml` says, for a site of that kind.
    pub jekyll: JekyllConfig,
    /// The front-matter keys with a page's title; the first that a page has counts.
    pub title_keys: Vec<Box<str>>,
    /// The front-matter key that says where a page is published.
    pub permalink_key: Box<str>,
    /// The front-matter key with older addresses that lead to the page.
    pub redirect_key: Box<str>,
    /// The site's own absolute addresses, without a slash at the end: `https://docs.example.com`.
    pub own_urls: Vec<Box<str>>,
    /// What every address on the server begins with, without a slash at the end: `/docs`, or nothing.
    pub base_path: Box<str>,
    /// Where the navigation data lies; `None` where the site has none.
    pub navigation: Option<NavigationModel>,
    /// Link destinations of which nothing is said, as patterns over the destination as written.
    pub ignored_links: PathPatterns,
    /// How links to pages may be written.
    pub link_styles: LinkStyles,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SiteKind {
    /// Pages are published at addresses; links go by address.
    Jekyll,
    /// Links go by file path.
    Plain,
}

impl SiteKind {
    /// The kind that a configuration or a template set calls so.
    pub fn of_name(name: &str) -> Option<SiteKind> {
        match name {
            "jekyll" => Some(SiteKind::Jekyll),
            "plain" => Some(SiteKind::Plain),
            _ => None,
        }
    }
}

/// A navigation file: its entries name pages by an address, or by names that an address is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NavigationModel {
    /// From the root, with `/`.
    pub file: Box<str>,
    /// The key of an entry that holds the page's address.
    pub address_key: Box<str>,
    /// The address of an entry that has none, made of the names that it and the entries around it have.
    pub address_from_names: Option<Derivation>,
    /// Pages that are in the navigation or not as they like, by path.
    pub optional: PathPatterns,
}

impl Default for SiteModel {
    fn default() -> SiteModel {
        SiteModel {
            kind: SiteKind::Plain,
            is_generator_unknown: false,
            jekyll: JekyllConfig::default(),
            title_keys: vec!["title".into()],
            permalink_key: "permalink".into(),
            redirect_key: "redirect_from".into(),
            own_urls: Vec::new(),
            base_path: "".into(),
            navigation: None,
            ignored_links: PathPatterns::default(),
            link_styles: LinkStyles::default(),
        }
    }
}

impl SiteModel {
    /// The Markdown that the generator reads in the page at `path` (from the root, with `/`).
    pub fn dialect(&self, _path: &str) -> Dialect {
        match self.kind {
            SiteKind::Jekyll => Dialect::KRAMDOWN_LIQUID,
            SiteKind::Plain => Dialect::GITHUB,
        }
    }

    /// How the generator reads the YAML of front matter.
    pub fn yaml_schema(&self) -> YamlSchema {
        match self.kind {
            _ if self.is_generator_unknown => YamlSchema::Unknown,
            SiteKind::Jekyll => YamlSchema::Ruby,
            SiteKind::Plain => YamlSchema::Core,
        }
    }
}
