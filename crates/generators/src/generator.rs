//! What a generator answers about one site, whose configuration it has read.

use crate::destination::Destination;
use crate::kinds::GeneratorKind;
use crate::link_style::TemplatedStyle;
use docent_syntax::{Dialect, FrontMatter, YamlSchema};
use std::any::Any;
use std::fmt::Debug;
use std::ops::Deref;
use std::sync::Arc;

/// A generator with the configuration of one site. Paths are from the site's root, with `/`; addresses begin with `/`, are not
/// percent-encoded and have no base path.
pub trait Generator: Debug + Send + Sync + Any {
    /// Which generator it is.
    fn kind(&self) -> &'static GeneratorKind;

    /// Whether it equals another one of the same kind: the same configuration.
    fn is_same(&self, other: &dyn Generator) -> bool;

    /// The Markdown of the page at `path`.
    fn dialect(&self, path: &str) -> Dialect;

    /// How the YAML of front matter is read.
    fn yaml_schema(&self) -> YamlSchema;

    /// How links name pages.
    fn links(&self) -> LinkRules;

    /// The front-matter keys that decide addresses.
    fn key_roles(&self) -> KeyRoles {
        KeyRoles { permalink: "permalink", redirects: "redirect_from" }
    }

    /// The site's own address, as `https://example.com`; `None` where the configuration does not say it. Without a slash at the end.
    fn url(&self) -> Option<&str> {
        None
    }

    /// What every address on the server begins with, without a slash at the end: `/docs`, or nothing.
    fn base_path(&self) -> &str {
        ""
    }

    /// The address of a file with this front matter; `None` for what is not published, and where links go by file.
    fn published(&self, path: &str, front_matter: &FrontMatter) -> Option<String>;

    /// The older addresses that lead to a published file.
    fn redirects(&self, _path: &str, _front_matter: &FrontMatter) -> Vec<String> {
        Vec::new()
    }

    /// Where a page at `path` is published that says nothing of it.
    fn default_address(&self, path: &str) -> Option<String>;

    /// The address of what an author writes as a permalink or a redirect.
    fn address_of(&self, written: &str) -> String;

    /// Whether a reader of the page is sent elsewhere at once, and sees nothing of it.
    fn is_replaced_by_redirect(&self, _front_matter: &FrontMatter) -> bool {
        false
    }

    /// The path at which a file is found that is copied as it is; `None` where it lies.
    fn copied_to<'p>(&self, _path: &'p str) -> Option<&'p str> {
        None
    }

    /// Whether the generator or a theme makes the file at this path of the published site, without any source.
    fn is_provided(&self, _path: &str) -> bool {
        false
    }

    /// The file that lists the site's pages, where the configuration names one.
    fn navigation(&self) -> Option<NavigationSource> {
        None
    }

    /// The file that a templated destination names by `name`.
    fn file_of_name(&self, name: &str) -> String {
        name.to_owned()
    }

    /// The name of a file in a destination of this style; `None` for a file that it cannot name.
    fn name_of_file(&self, _style: &TemplatedStyle, _path: &str) -> Option<String> {
        None
    }

    /// A destination in a form of the generator's own, taken apart; `None` for one in a form that every generator has.
    fn read_templated<'d>(&self, _text: &'d str) -> Option<Destination<'d>> {
        None
    }

    /// A destination in a form of the generator's own: `name` is a path without a slash at its start, `quote` one that may stand in it.
    fn write_templated(&self, _style: &TemplatedStyle, _name: &str, _quote: char) -> Option<String> {
        None
    }
}

/// How links name pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkRules {
    /// By the path of the file, with its ending or without.
    Files,
    /// By the address, and by the path of the file as authors are used to.
    Addresses,
}

/// The front-matter keys that decide addresses, as long as `docent.yaml` names no others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeyRoles {
    pub permalink: &'static str,
    /// Older addresses that lead to the page.
    pub redirects: &'static str,
}

/// A file that lists pages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NavigationSource {
    pub file: String,
    /// The key of an entry that holds a page's address.
    pub address_key: String,
}

/// Any generator, cheap to clone. Equal to one of the same kind with the same configuration.
#[derive(Debug, Clone)]
pub struct AnyGenerator(Arc<dyn Generator>);

impl AnyGenerator {
    pub fn new(generator: impl Generator) -> AnyGenerator {
        AnyGenerator(Arc::new(generator))
    }
}

impl Deref for AnyGenerator {
    type Target = dyn Generator;

    fn deref(&self) -> &Self::Target {
        &*self.0
    }
}

impl PartialEq for AnyGenerator {
    fn eq(&self, other: &AnyGenerator) -> bool {
        self.0.is_same(&*other.0)
    }
}

/// Where nothing says which generator publishes a site.
impl Default for AnyGenerator {
    fn default() -> AnyGenerator {
        AnyGenerator::new(crate::plain::Plain::default())
    }
}
