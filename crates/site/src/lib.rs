//! What pages are together: the configuration, the site's root, and which template a page has.
//!
//! The only library crate that reads directories and files. Knows no LSP type.

pub mod config;
pub mod discover;
pub mod site;

pub use config::{Config, ConfigProblem, RuleSetting};
pub use site::{PageRole, Site};
