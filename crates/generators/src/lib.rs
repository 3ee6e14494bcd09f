//! How a site is published: what each generator makes of paths and texts. One folder for each generator behind one interface, the
//! trait [`Generator`]; no other crate names one.
//!
//! Pure: paths and texts in, facts out. Reads no file itself, and knows no other page than the one in question.
//!
//! # The interface, judged by generators that come next
//!
//! - MkDocs: `detect` reads `mkdocs.yml` through [`SiteFiles`], also in a subfolder, where [`Generator::published`] strips `docs_dir`.
//!   `use_directory_urls` decides between `a.html` and `a/index.html` there. The dialect has heading ids of Python-Markdown, which are a
//!   scheme more in `docent_syntax::dialect`. Links go by `.md` path, counted from the file, and addresses exist besides: what
//!   [`Generator::links`] says is a value, so `LinkRules::FilesAndAddresses` becomes a third one. `nav:` is a [`NavigationSource`] whose
//!   file is the configuration itself and whose entries are paths: a form more beside the key of an address.
//! - Docusaurus: the configuration is JavaScript; what is no literal in it cannot be known, which is one more fact that `detect` returns.
//!   `docs/`, `blog/` and versions are content roots, each with a base path: `published` has the path and needs nothing else. `slug` and
//!   `id` are front-matter keys ([`KeyRoles`]). `@site/…` is a templated form to [`Generator::read_templated`]. `static/` is
//!   [`Generator::copied_to`]. MDX is a dialect by the page's ending, which is why [`Generator::dialect`] takes a path.

mod destination;
mod detect;
mod generator;
pub mod jekyll;
mod kinds;
mod link_style;
mod plain;

pub use destination::{Destination, DestinationStyle, SiteRoot, percent_decoded};
pub use detect::{Settings, SiteFiles, detect};
pub use generator::{AnyGenerator, Generator, KeyRoles, LinkRules, NavigationSource};
pub use kinds::{
    CONFIG_FILES, GENERATORS, GeneratorKind, address_pattern_mistake, address_styles, by_id, is_output_folder,
    is_tool_folder,
};
pub use link_style::{IN_HTML, LinkStyle, LinkStyles, TemplatedStyle};
