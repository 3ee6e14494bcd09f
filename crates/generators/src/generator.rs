//! The interface: what docent needs to know about one site from the program that publishes it.

use crate::destination::Destination;
use crate::link_style::TemplatedStyle;
use docent_syntax::{Dialect, FrontMatter, TextRange, YamlSchema, front_matter, is_page_path};
use std::any::Any;
use std::fmt::Debug;
use std::path::Path;

/// A generator with the configuration of one site. Implementors are pure: every answer depends on the arguments and on the configuration.
///
/// Paths are relative to the site's root, with `/`. Addresses begin with `/`, are not percent-encoded and do not contain the base path.
pub trait Generator: Debug + Send + Sync + Any {
    /// The Markdown of the page at `path`.
    fn dialect(&self, path: &str) -> Dialect;

    /// How the YAML of front matter is read.
    fn yaml_schema(&self) -> YamlSchema;

    /// How links name pages.
    fn links(&self) -> LinkRules;

    /// The front-matter keys that decide addresses.
    fn key_roles(&self) -> KeyRoles;

    /// Whether the file at `path` is a page, by its name alone. Other files are only targets of links.
    fn is_page(&self, path: &str) -> bool {
        is_page_path(Path::new(path))
    }

    /// The address of the file at `path`; `None` for a file that is not published, and on sites without addresses.
    fn published(&self, path: &str, front_matter: &FrontMatter) -> Option<String>;

    /// The address of a page at `path` whose front matter is empty.
    fn default_address(&self, path: &str) -> Option<String> {
        self.published(path, &front_matter::split("---\n---\n"))
    }

    /// The older addresses that lead to a published file.
    fn redirects(&self, _path: &str, _front_matter: &FrontMatter) -> Vec<String> {
        Vec::new()
    }

    /// The address that a permalink or a redirect in front matter stands for.
    fn address_of(&self, written: &str) -> String {
        format!("/{}", written.trim_start_matches('/'))
    }

    /// Whether the published page only redirects its readers, so that its text is never shown.
    fn is_replaced_by_redirect(&self, _front_matter: &FrontMatter) -> bool {
        false
    }

    /// The site's own address, such as `https://example.com`, without a slash at the end; `None` if the configuration has none.
    fn url(&self) -> Option<&str> {
        None
    }

    /// The prefix of every address on the server, without a slash at the end: `/docs`, or nothing.
    fn base_path(&self) -> &str {
        ""
    }

    /// Where a file that is copied as it is ends up, from the root of the published site; `None` if its path stays the same. A static
    /// root (`static/`, `public/`) and a source folder are stripped here.
    fn copied_to<'p>(&self, _path: &'p str) -> Option<&'p str> {
        None
    }

    /// Whether the generator, a plugin or a theme provides the file at `path` of the published site, so that it has no source.
    fn is_provided(&self, _path: &str) -> bool {
        false
    }

    /// The file that lists the site's pages, if the configuration names one.
    fn navigation_file(&self) -> Option<&str> {
        None
    }

    /// The pages that the text of [`Generator::navigation_file`] lists, in its order.
    fn navigation(&self, _text: &str) -> Vec<NavigationItem> {
        Vec::new()
    }

    /// Parses a destination in a templated form; `None` for a form that every generator has.
    fn read_templated<'d>(&self, _text: &'d str) -> Option<Destination<'d>> {
        None
    }

    /// Writes a destination in a templated form. `name` is a path without a slash at its start, `quote` a quote that may occur in the
    /// result. `None` for a form that this generator does not have.
    fn write_templated(&self, _style: &TemplatedStyle, _name: &str, _quote: char) -> Option<String> {
        None
    }

    /// The file that a templated destination on the page at `from` names by `name`.
    fn file_of_name(&self, name: &str, _from: &str) -> String {
        name.to_owned()
    }

    /// The name of the file at `path` in a destination of this style; `None` for a file that the style cannot name.
    fn name_of_file(&self, _style: &TemplatedStyle, _path: &str) -> Option<String> {
        None
    }
}

/// How links name pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkRules {
    /// By the path of the file, with its ending or without. Pages have no addresses.
    Files,
    /// By the address or, where nothing has that address, by the path of the file.
    Addresses,
}

/// The front-matter keys that decide addresses, unless `docent.yaml` names others. Empty: the generator has no such key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeyRoles {
    pub permalink: &'static str,
    /// Older addresses that lead to the page.
    pub redirects: &'static str,
}

/// An entry of a navigation file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NavigationItem {
    pub page: NavigationTarget,
    /// The page's name as written, in bytes of the navigation file.
    pub range: TextRange,
}

/// The page that an entry of a navigation file leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NavigationTarget {
    Address(String),
    /// A path from the root.
    File(String),
}
