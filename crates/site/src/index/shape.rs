//! Whether two versions of a page look the same to other pages, computed from the segments in which they differ: what a keystroke may
//! cost.

use docent_syntax::anchors::gives_same_ids;
use docent_syntax::{Difference, Page, Segment};
use std::sync::Arc;

/// Whether the facts of two versions of a page are the same but for their ranges. May say no where they are, never yes where they
/// are not.
pub fn same_shape(before: &Page, after: &Page) -> bool {
    if !before.has_same_front_matter(after) {
        return false;
    }
    let Difference { old, new } = before.difference(after);
    old.len() == new.len()
        && old.zip(new).all(|(a, b)| {
            let (a, b) = (before.shared_segment(a), after.shared_segment(b));
            Arc::ptr_eq(a, b) || segment_looks_the_same(a, b)
        })
}

fn segment_looks_the_same(before: &Segment, after: &Segment) -> bool {
    let heading = |segment: &Segment| segment.heading.as_ref().map(|heading| (heading.level, heading.title.clone()));
    let links = |segment: &Segment| -> Vec<_> {
        segment.links.iter().map(|link| (link.kind, link.image, link.url.clone())).collect()
    };
    let definitions =
        |segment: &Segment| -> Vec<_> { segment.definitions.iter().map(|definition| definition.url.clone()).collect() };
    heading(before) == heading(after)
        && links(before) == links(after)
        && gives_same_ids(before, after)
        && definitions(before) == definitions(after)
}

#[cfg(test)]
mod tests {
    use super::*;
    use docent_syntax::{Dialect, TextRange, TextSize};

    #[test]
    fn what_others_can_see() {
        let text = "---\ntitle: T\n---\n\nLead [a](b.md).\n\n# One\n\nText.\n\n# Two\n";
        let page = Page::parse(text, Dialect::EXTENDED);
        let same = |from: &str, to: &str| {
            let at = text.find(from).expect("it is there");
            let after = text.replacen(from, to, 1);
            let range = TextRange::at(TextSize::new(at as u32), TextSize::of(from));
            same_shape(&page, &page.edited(range, TextSize::of(to), after.as_str()))
        };
        assert!(same("Text", "Other text") && same("Lead", "A longer lead"));
        assert!(!same("b.md", "c.md") && !same("# Two", "# Three") && !same("title: T", "title: U"));
        assert!(!same("Text.", "[x](y.md)") && !same("Text.", "# Half\n") && !same("Text.", "<a id=\"x\"></a>"));
        assert!(!same("# One\n", ""));
        // No front matter at all, and one that is not closed.
        let (absent, unclosed) =
            (Page::parse("# C\n", Dialect::EXTENDED), Page::parse("---\n# C\n", Dialect::EXTENDED));
        assert!(!same_shape(&absent, &unclosed));
    }
}
