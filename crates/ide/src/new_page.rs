//! A new page from a template: front matter and sections, ready to be filled in.

use docent_template::Contract;

/// The text of a page made from `contract`, LF line endings. `values` are front-matter values that are known; derived
/// values are computed from them where they can be.
pub fn new_page(_contract: &Contract, _values: &[(String, String)]) -> String {
    String::new()
}
