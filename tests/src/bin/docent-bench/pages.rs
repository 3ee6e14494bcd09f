//! The pages that are typed in: overviews with the usual small departures from their template, of any length, and the places
//! where somebody may type.

use std::path::{Path, PathBuf};

/// Lengths in bytes, and their names.
pub(crate) const SIZES: [(&str, usize); 3] = [("6 kB", 6_000), ("100 kB", 100_000), ("1 MB", 1_000_000)];

/// A place, and the text that stands directly before it. Each is in every page once.
pub(crate) const PLACES: [(&str, &str); 6] = [
    ("first line", FIRST_LINE),
    ("front matter", "categoryname: \"Client Side"),
    ("heading", "#### Detail in the mid"),
    ("body", "In the middle of the te"),
    ("steps", "1. **Retrieve your"),
    ("last line", "The end"),
];

/// Nothing stands before it but the opening line.
const FIRST_LINE: &str = "---\npagename";
pub(crate) const VALUE: &str = "indicator: ";

pub(crate) fn page(length: usize) -> String {
    let section = |number: usize| {
        format!(
            "#### Detail {number}\n\nSome *text* about it with [a link](#detail-{number}), `code`, and a list:\n\n\
             * one **item** of the list\n* another item, number {number}\n\n"
        )
    };
    let (start, end) = (
        "---\npagename: Overview\nsitesection: Documents\ncategoryname: \"Client Side Configuration\"\n\
         documentname: Bench API\npermalink: bench-api-overview.html\nindicator: both\nKeywords: bench\n---\n\n\
         ### Introduction\n\nText.\n\n",
        "### Getting Started\n\n1. **Retrieve your domain**.\n\n### Use Cases\n\nThe end.\n",
    );
    let middle = "#### Detail in the middle\n\nIn the middle of the text.\n\n";
    let mut details = String::new();
    let mut number = 0;
    let mut is_half = false;
    while start.len() + details.len() + end.len() < length {
        number += 1;
        details.push_str(&section(number));
        if !is_half && details.len() * 2 > length {
            is_half = true;
            details.push_str(middle);
        }
    }
    format!("{start}{details}{end}")
}

/// Where `before` ends in the page.
pub(crate) fn place(page: &str, before: &str) -> usize {
    page.find(before).map_or(0, |at| at + before.len())
}

/// Puts a page into a site, where the overview template applies to it.
pub(crate) fn put(site: &Path, name: &str, text: &str) -> PathBuf {
    let folder = site.join("Documents").join("bench").join(name);
    std::fs::create_dir_all(&folder).expect("the site can be written to");
    let path = folder.join("overview.md");
    std::fs::write(&path, text).expect("the site can be written to");
    path
}
