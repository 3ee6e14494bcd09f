//! How a site is published: the facts that each generator derives from paths and texts. One folder for each generator implements the
//! interface [`Generator`]; no other crate names a generator.
//!
//! Pure: paths and texts in, facts out. Reads no file, and knows no page but the one in the question.
//!
//! # The interface and the generators that come next
//!
//! | question | MkDocs | Docusaurus | Hugo |
//! | --- | --- | --- | --- |
//! | [`GeneratorKind::config_files`] | `mkdocs.yml` | `docusaurus.config.js`, `.ts` | `hugo.toml`, `hugo.yaml` |
//! | [`GeneratorKind::output_folders`] | `site` | `build`, `.docusaurus` | `public`, `resources` |
//! | [`Generator::dialect`] | Python-Markdown below `docs_dir`, else GitHub's | MDX by the ending, below `docs/` | goldmark with shortcodes below `content/` |
//! | [`Generator::is_page`] | `.md` and its variants | `.md`, `.mdx`, but no `_partial.mdx` | `.md` and `.markdown` |
//! | [`Generator::published`] | strips `docs_dir`; `use_directory_urls`; `None` for `exclude_docs` | strips `docs/` and number prefixes; `slug`, `id` | lower case; `url`, `slug`, `permalinks`; `_index.md` |
//! | [`Generator::key_roles`] | none | `slug` | `url`, `aliases` |
//! | [`Generator::links`] | addresses | addresses | addresses |
//! | [`GeneratorKind::link_styles`] | none | `@site/…`, `/….md` | `{{< ref >}}`, `{{< relref >}}`, from the page at `from` |
//! | [`Generator::copied_to`] | `docs_dir` | `static/` | `static/`, `content/` |
//! | [`Generator::navigation`] | `nav:` of `mkdocs.yml`, by file | `sidebars.js` as far as it is data, by file | `menus` of `hugo.toml`, by address |
//! | [`Generator::is_provided`] | search, sources of the redirects plugin | tags, search, routes of plugins | taxonomies, feeds |
//!
//! Two facts have no place in it yet, because no generator at hand has them. Hugo's leaf bundles and sections depend on the names of other
//! files, which [`SiteFiles`] does not list. A configuration that is code (`docusaurus.config.js`) may hide facts; docent has to report
//! that once, as [`GeneratorKind::read`] cannot.
//!
//! `crates/site/tests/it/another_generator.rs` implements the interface for an invented generator with the needs of MkDocs.

mod destination;
mod generator;
pub mod jekyll;
mod kind;
mod link_style;
mod plain;
mod table;

pub use destination::{Destination, DestinationStyle, SiteRoot, percent_decoded};
pub use generator::{Generator, KeyRoles, LinkRules, NavigationItem, NavigationTarget};
pub use kind::{AddressPatterns, AnyGenerator, GeneratorKind, Settings, SiteFiles, Suggest};
pub use link_style::{IN_HTML, LinkStyle, LinkStyles, TemplatedStyle};
pub use table::{
    GENERATORS, address_pattern_mistake, address_styles, by_id, config_files, config_files_in_words, detect,
    is_output_folder, is_tool_folder, link_style, link_styles, unmarked_folder,
};
