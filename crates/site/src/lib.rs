//! What pages are together: the configuration, the site's root, and which template a page has.
//!
//! The only library crate that reads directories and files. Knows no LSP type.

pub mod bound;
pub mod config;
pub mod config_schema;
pub mod discover;
mod ignore_rules;
pub mod index;
pub mod left_out;
pub mod model;
mod model_reader;
pub mod near_name;
pub mod paths;
pub mod placement;
pub mod read;
pub mod root;
pub mod setup;
pub mod site;
pub mod survey;
mod templates;
pub mod walk;
pub mod watch;

pub use config::{Config, ConfigProblem, OptionSetting, RuleSetting};
pub use index::{PageId, SiteIndex};
pub use model::SiteModel;
pub use model_reader::model_of;
pub use site::{PageRole, Site};
