//! Any template page as a page of the template format: what `docent template import` writes.

use crate::compile::{base_with_keys_of, is_template_page, written_as_template};
use crate::contract::{Contract, TemplateSource};
use crate::set::embedded;
use docent_syntax::{Dialect, Page};
use std::sync::Arc;

/// An ordinary template page as docent reads it, written out as a template page for review. A page that already has a
/// `docent:` key is given back as it is, so that a second export changes nothing.
pub fn export(source: &TemplateSource) -> String {
    export_with_bases(source, |_| None)
}

/// The same; a page with the keys of a built-in template that `resolve_base` knows extends that template.
pub fn export_with_bases(source: &TemplateSource, resolve_base: impl FnMut(&str) -> Option<Arc<Contract>>) -> String {
    let page = Page::parse(&source.text, Dialect::EXTENDED);
    if is_template_page(page.front_matter()) {
        return source.text.to_string();
    }
    written_as_template(&source.name, &page, base_with_keys_of(&page, &embedded::bases(), resolve_base).as_deref()).text
}
