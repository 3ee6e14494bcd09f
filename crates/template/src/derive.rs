//! `x-docent-derive`: a value made of other keys, such as a permalink of category and page name.

use docent_syntax::YamlTree;

/// A pattern such as `{documentname}-{subfoldername}-{pagename}.html`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Derivation {
    pub pattern: Box<str>,
}

impl Derivation {
    /// The value for a page; `None` where none of the keys it is made of has a value. Parts without a value are left
    /// out together with the separator after them.
    pub fn value(&self, _front_matter: &YamlTree) -> Option<String> {
        None
    }

    /// The keys it is made of, in order.
    pub fn keys(&self) -> Vec<&str> {
        Vec::new()
    }
}

/// A part of an address: ` - `, ` / `, ` & `, `, `, `'` and `.` become `-`; `" ! ? ( )` go; lower case; blanks become `-`.
pub fn slug(_part: &str) -> String {
    String::new()
}
