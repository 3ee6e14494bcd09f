//! What the site's generator does with pages, and how they link to each other: the generator, and the part of `docent.yaml` (`site:`)
//! with which addresses, links and navigation are read. Knows no page and no particular generator.

use docent_generators::{AnyGenerator, Destination, KeyRoles, LinkRules, LinkStyles, SiteRoot};
use docent_syntax::{Dialect, YamlSchema};
use docent_template::{Derivation, PathPatterns};

/// How addresses come about, and which links mean pages of this site.
#[derive(Debug, Clone, PartialEq)]
pub struct SiteModel {
    pub generator: AnyGenerator,
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
        SiteModel::of(AnyGenerator::default())
    }
}

impl SiteModel {
    /// The model of a site of which nothing is known but its generator.
    pub fn of(generator: AnyGenerator) -> SiteModel {
        let KeyRoles { permalink, redirects } = generator.key_roles();
        SiteModel {
            title_keys: vec!["title".into()],
            permalink_key: permalink.into(),
            redirect_key: redirects.into(),
            own_urls: generator.url().map(Into::into).into_iter().collect(),
            base_path: generator.base_path().into(),
            navigation: generator.navigation().map(|source| NavigationModel::of(&source.file, &source.address_key)),
            ignored_links: PathPatterns::default(),
            link_styles: LinkStyles::default(),
            generator,
        }
    }

    /// The model of a site of this kind (a word for `kind` in `docent.yaml`) without any configuration; of a plain one for other words.
    pub fn of_kind(id: &str) -> SiteModel {
        SiteModel::of(docent_generators::by_id(id).map(|kind| kind.bare_site()).unwrap_or_default())
    }

    /// The Markdown that the generator reads in the page at `path` (from the root, with `/`).
    pub fn dialect(&self, path: &str) -> Dialect {
        self.generator.dialect(path)
    }

    /// How the generator reads the YAML of front matter.
    pub fn yaml_schema(&self) -> YamlSchema {
        self.generator.yaml_schema()
    }

    /// Whether pages are published at addresses, and links go by address.
    pub fn has_addresses(&self) -> bool {
        self.generator.links() == LinkRules::Addresses
    }

    /// A link's destination, taken apart.
    pub fn read_destination<'d>(&self, text: &'d str) -> Destination<'d> {
        let root = SiteRoot { urls: &self.own_urls, base_path: &self.base_path };
        Destination::read(text, root, &*self.generator)
    }
}

impl NavigationModel {
    pub(crate) fn of(file: &str, address_key: &str) -> NavigationModel {
        NavigationModel {
            file: file.into(),
            address_key: address_key.into(),
            address_from_names: None,
            optional: PathPatterns::default(),
        }
    }
}
