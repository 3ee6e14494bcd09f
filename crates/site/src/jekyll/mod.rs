//! What Jekyll 4.3 and its redirect plugin make of a file: whether it is published, and at which address.
//!
//! Pure functions of paths and texts; knows no directory, no rule and no other page. The judge is Jekyll itself:
//! `tests/jekyll` holds a site of probes and what Jekyll answered.

mod address;
mod config;
mod page;

pub use address::{Address, redirect_address};
pub use config::JekyllConfig;
pub use page::{page_address, redirects};
