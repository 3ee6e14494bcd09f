//! What Jekyll 4.3 and its redirect plugin make of a site: whether a file is published, and at which address; which links it reads.
//!
//! Pure functions of paths and texts; knows no directory, no rule and no other page. The judge is Jekyll itself:
//! `tests/jekyll` holds probes and Jekyll's answers.

mod address;
mod claims;
mod config;
mod date;
mod defaults;
mod entries;
mod links;
mod page;
mod permalink;
mod place;
mod ruby;
mod setting;
mod site;

pub use address::{Address, redirect_address};
pub use claims::{Claim, served};
pub use config::JekyllConfig;
pub use page::{page_address, redirect_to, redirects};
pub(crate) use site::KIND;
