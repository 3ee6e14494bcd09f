//! What Jekyll 4.3 and its redirect plugin make of a file: whether it is published, and at which address.
//!
//! Pure functions of paths and texts; knows no directory, no rule and no other page. The judge is Jekyll itself:
//! `tests/jekyll` holds sites of probes and what Jekyll answered.

mod address;
mod claims;
mod config;
mod date;
mod defaults;
mod entries;
mod page;
mod permalink;
mod place;
mod ruby;
mod setting;

pub use address::{Address, redirect_address};
pub use claims::{Claim, served};
pub use config::JekyllConfig;
pub use page::{page_address, redirect_to, redirects};
pub use place::{link_tag_file, link_tag_path};
#[cfg(test)]
pub(crate) use setting::STYLES as PERMALINK_STYLES;
pub(crate) use setting::mistake as permalink_mistake;
