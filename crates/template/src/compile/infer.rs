//! An ordinary template page written in the template format.

use crate::contract::Contract;
use docent_syntax::Page;

/// The page in the template format, and where its parts come from.
pub(crate) struct Written {
    pub(crate) text: String,
}

pub(crate) fn written_as_template(name: &str, page: &Page) -> Written {
    let _ = name;
    Written { text: page.text() }
}

impl Written {
    pub(crate) fn ranges_of_the_original(&self, _contract: &mut Contract) {}
}
