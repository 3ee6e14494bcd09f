//! Whether a heading may take another one's place without any difference to the alignment: most headings that an author types are
//! of no concern to the template, however they are called.

use super::PageHeading;
use crate::contract::Contract;
use crate::normalize::{Pattern, near_title, title_key};

/// Comparing with more sections than this takes longer than a new alignment.
const MAX_SECTIONS: usize = 200;

/// Whether [`super::align_outline`] finds the same where `other` stands in the place of `one`. May say no where it does, never yes
/// where it does not.
pub fn are_headings_alike(contract: &Contract, one: PageHeading<'_>, other: PageHeading<'_>) -> bool {
    if one.level != other.level {
        return false;
    }
    let (one, other) = (title_key(one.title), title_key(other.title));
    // What is compared at all counts against the bounds of an alignment.
    let counts_alike = one.is_empty() == other.is_empty();
    one == other || counts_alike && is_foreign(contract, &one) && is_foreign(contract, &other)
}

/// Whether the template has no section of this title, nor of one that is near to it.
fn is_foreign(contract: &Contract, key: &str) -> bool {
    let is_named_by_alias = |alias: &str| {
        let pattern = Pattern::title(alias);
        if pattern.has_gap() { pattern.matches(key) } else { title_key(alias) == key }
    };
    contract.sections.len() <= MAX_SECTIONS
        && contract.sections.iter().all(|spec| {
            let expected = title_key(&spec.title);
            expected != key
                && near_title(&expected, key).is_none()
                && !spec.aliases.iter().any(|alias| is_named_by_alias(alias))
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::align::align_outline;
    use crate::{TemplateSource, compile};
    use docent_syntax::{Dialect, Page};
    use proptest::prelude::*;

    const TEMPLATE: &str = "---\ndocent: { template: t, closed: true }\n---\n\n## Overview\n<!-- docent: aliases=\"About *|Summary\" -->\n\n\
        ## Release\n<!-- docent: any-heading repeat=1..2 -->\n\n### Changes\n<!-- docent: optional -->\n\n## License\n";

    const TITLES: [&str; 14] = [
        "Overview",
        "overviev",
        "About it",
        "Summary",
        "Release",
        "Changes",
        "License",
        "Licence terms",
        "Detail",
        "Detail 2",
        "x",
        "*",
        "The changes",
        "overview!",
    ];

    proptest! {
        /// Of every two headings that are said to be alike, in any page.
        #[test]
        fn alike_headings_are_aligned_alike(
            headings in prop::collection::vec((2u8..4, 0..TITLES.len()), 1..8), at in any::<usize>(), other in 0..TITLES.len(),
        ) {
            let source = TemplateSource { name: "t.md".into(), is_file: true, text: TEMPLATE.into() };
            let contract = compile(source, |_| None);
            let page = |headings: &[(u8, usize)]| {
                let line = |(level, title): &(u8, usize)| format!("{} {}\n\n", "#".repeat(*level as usize), TITLES[*title]);
                Page::parse(&headings.iter().map(line).collect::<String>(), Dialect::EXTENDED)
            };
            let mut changed = headings.clone();
            let at = at % headings.len();
            changed[at].1 = other;
            let heading = |(level, title): (u8, usize)| PageHeading { level, title: TITLES[title] };
            if are_headings_alike(&contract, heading(headings[at]), heading(changed[at])) {
                prop_assert_eq!(align_outline(&contract, &page(&headings)), align_outline(&contract, &page(&changed)));
            }
        }
    }

    #[test]
    fn what_the_template_does_not_name_is_alike() {
        let source = TemplateSource { name: "t.md".into(), is_file: true, text: TEMPLATE.into() };
        let contract = compile(source, |_| None);
        let alike = |one: &str, other: &str| {
            let heading = |title| PageHeading { level: 2, title };
            are_headings_alike(&contract, heading(one), heading(other))
        };
        assert!(alike("Detail", "Detail 2") && alike("Overview", "**overview**.") && alike("Überblick", "x"));
        assert!(!alike("Detail", "Overview") && !alike("Detail", "Overviev") && !alike("About it", "Detail"));
        assert!(!alike("x", "") && !alike("Summary", "Overview"));
    }
}
