//! Addresses, in the one form in which two of them can be compared: the path of the file that Jekyll writes.

use std::sync::Arc;

/// Where a page is published: `/a/b.html`, `/x/index.html`. Begins with `/`, is not percent-encoded, has no base URL.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Address(Arc<str>);

impl Address {
    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub(super) fn new(path: String) -> Address {
        Address(path.into())
    }
}

impl std::fmt::Display for Address {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// The address at which the redirect plugin publishes an entry of `redirect_from`: `old-b` is `/old-b.html`, `old-c/` is
/// `/old-c/index.html`.
pub fn redirect_address(written: &str) -> Address {
    address_of_url(&sanitized(written))
}

/// What Jekyll makes of a written address: one `/` at the start, none doubled, no `./` and `..`.
pub(super) fn sanitized(url: &str) -> String {
    let without_parents = format!("/{url}").replace("..", "/").replace("./", "");
    let mut clean = String::with_capacity(without_parents.len());
    for c in without_parents.chars() {
        if c != '/' || !clean.ends_with('/') {
            clean.push(c);
        }
    }
    clean
}

/// The file of an address as Jekyll shows it: `/a/` is `/a/index.html`, `/b` is `/b.html`, `/c%20d.html` is `/c d.html`.
pub(super) fn address_of_url(url: &str) -> Address {
    let mut path = docent_syntax::anchors::percent_decoded(url).unwrap_or_else(|| url.to_owned());
    if url.ends_with('/') {
        path.push_str("index");
    }
    if !path.ends_with(".html") {
        path.push_str(".html");
    }
    Address::new(path)
}
