//! What the site's generator does with pages, and how they link to each other: the generator, and the part of `docent.yaml` (`site:`)
//! with which addresses, links and navigation are read. Knows no page and no particular generator.

use docent_generators::{AnyGenerator, Destination, KeyRoles, LinkRules, LinkStyles, SiteRoot, unmarked_folder};
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

/// A navigation file and how it is read.
#[derive(Debug, Clone, PartialEq)]
pub struct NavigationModel {
    /// From the root, with `/`.
    pub file: Box<str>,
    pub form: NavigationForm,
    /// Pages that the navigation need not list, by path.
    pub optional: PathPatterns,
}

/// How the entries of a navigation file name pages.
#[derive(Debug, Clone, PartialEq)]
pub enum NavigationForm {
    Entries(EntryForm),
    /// The file is the generator's own, and the generator reads it.
    OfGenerator(AnyGenerator),
}

/// YAML data whose entries name pages by an address, or by names from which an address is derived.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryForm {
    /// The key of an entry that holds the page's address.
    pub address_key: Box<str>,
    /// The address of an entry without one, derived from the names in the entry and in the entries around it.
    pub address_from_names: Option<Derivation>,
}

impl Default for SiteModel {
    fn default() -> SiteModel {
        SiteModel::of(unmarked_folder())
    }
}

impl SiteModel {
    /// The model that follows from the generator alone.
    pub fn of(generator: AnyGenerator) -> SiteModel {
        let KeyRoles { permalink, redirects } = generator.key_roles();
        SiteModel {
            title_keys: vec!["title".into()],
            permalink_key: permalink.into(),
            redirect_key: redirects.into(),
            own_urls: generator.url().map(Into::into).into_iter().collect(),
            base_path: generator.base_path().into(),
            navigation: generator.navigation_file().map(|file| {
                let form = NavigationForm::OfGenerator(generator.clone());
                NavigationModel { file: file.into(), form, optional: PathPatterns::default() }
            }),
            ignored_links: PathPatterns::default(),
            link_styles: LinkStyles::default(),
            generator,
        }
    }

    /// The model of a site of this kind (a word for `kind` in `docent.yaml`) without any configuration; of a plain one for other words.
    pub fn of_kind(id: &str) -> SiteModel {
        SiteModel::of(docent_generators::by_id(id).map_or_else(unmarked_folder, |kind| kind.bare_site()))
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

    /// Parses the destination of a link.
    pub fn read_destination<'d>(&self, text: &'d str) -> Destination<'d> {
        let root = SiteRoot { urls: &self.own_urls, base_path: &self.base_path };
        self.generator.read_templated(text).unwrap_or_else(|| Destination::parse(text, root))
    }
}

impl NavigationModel {
    /// A YAML file whose entries hold the addresses of pages under this key.
    pub fn with_addresses(file: &str, address_key: &str) -> NavigationModel {
        let form = EntryForm { address_key: address_key.into(), address_from_names: None };
        NavigationModel { file: file.into(), form: NavigationForm::Entries(form), optional: PathPatterns::default() }
    }
}
