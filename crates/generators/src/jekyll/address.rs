//! Addresses, in the one form in which two of them can be compared: the path of the file that Jekyll writes.

use super::permalink;
use super::ruby::extension;
use std::sync::Arc;

/// Where a page is published: `/a/b.html`, `/x/index.html`. Begins with `/`, is not percent-encoded, has no base URL.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Address(Arc<str>);

impl Address {
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for Address {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// The address at which the redirect plugin publishes an entry of `redirect_from`: `old-b` is `/old-b.html`, `old-c/` is
/// `/old-c/index.html`, `v1.2` and `feed.xml` are what they are, and what is empty is the home page.
///
/// The same holds for a `permalink` of a Markdown page.
pub fn redirect_address(written: &str) -> Address {
    let ending = output_ending(written, ".html");
    address_of_url(&sanitized(&permalink::of_page(written, "", "redirect", ending)), ending)
}

/// The ending of the file for a permalink: its own, else `default`.
pub(super) fn output_ending<'p>(permalink: &'p str, default: &'p str) -> &'p str {
    match extension(permalink) {
        "" => default,
        own => own,
    }
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
pub(super) fn address_of_url(url: &str, ending: &str) -> Address {
    let decoded = docent_syntax::anchors::percent_decoded(url);
    let mut path = expanded(decoded.as_deref().unwrap_or(url));
    if url.ends_with('/') {
        path.push_str("/index");
    }
    if !path.ends_with(ending) || path.is_empty() {
        path.push_str(ending);
    }
    Address(path.into())
}

/// A path with the steps `.` and `..` taken, without `/` at its end; nothing leads out of the site.
fn expanded(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.iter().flat_map(|part| ["/", part]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn redirects_become_files() {
        for (written, address) in [
            ("old-b", "/old-b.html"),
            ("old-c/", "/old-c/index.html"),
            ("/a/b.html", "/a/b.html"),
            ("a//b", "/a/b.html"),
            ("", "/index.html"),
            ("/", "/index.html"),
            ("feed.xml", "/feed.xml"),
            ("v1.2", "/v1.2"),
            ("v1.2/", "/v1.2/index.html"),
            ("https://example.com/x", "/https:/example.com/x.html"),
            ("a%20b", "/a b.html"),
            ("100%", "/100%.html"),
            ("../up", "/up.html"),
            ("a./b", "/ab.html"),
            ("a?b=1", "/a?b=1.html"),
            ("ä ö/", "/ä ö/index.html"),
            ("x%2F%2e%2e/y", "/y.html"),
        ] {
            assert_eq!(redirect_address(written).as_str(), address, "{written}");
        }
    }
}
