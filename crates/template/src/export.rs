//! Any template page as a page of the template format: what `docent template import` writes.

use crate::compile::{is_template_page, written_as_template};
use crate::contract::TemplateSource;
use docent_syntax::Page;

/// An ordinary template page as docent reads it, written out as a template page for review. A page that already has a
/// `docent:` key is given back as it is, so that a second export changes nothing.
pub fn export(source: &TemplateSource) -> String {
    let page = Page::parse(&source.text);
    if is_template_page(page.front_matter()) {
        return source.text.to_string();
    }
    written_as_template(&source.name, &page).text
}
