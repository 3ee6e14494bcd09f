//! Go to definition: from a link to the page or heading it leads to, from a label to its definition, from a redirect to the
//! address that the page has now.

use super::here::{Here, here, label_range, own_address, same_label};
use super::{Aim, AnchorPlace, SiteLocation, anchor_here, anchor_there, resolve_here, top};
use docent_rules::input::CheckInput;
use docent_syntax::{TextRange, TextSize};

/// Where something is defined.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Definition {
    /// The link at the requested offset, in bytes of the page.
    pub origin: TextRange,
    /// All of the target: the heading, or where the page begins.
    pub target: SiteLocation,
    /// What to select there; inside of the target's range.
    pub selection: TextRange,
}

/// Where the thing at `offset` is defined; a heading and a permalink are their own definitions.
pub fn definition(input: &CheckInput<'_>, offset: TextSize) -> Option<Definition> {
    let on_this_page = |origin: TextRange, range: TextRange, selection: TextRange| Definition {
        origin,
        target: SiteLocation { path: input.path.to_owned(), range },
        selection,
    };
    match here(input, offset)? {
        Here::Page(range) if range == own_address(input) => Some(on_this_page(range, range, range)),
        Here::Page(_) => None,
        Here::Redirect { range, .. } => {
            let address = own_address(input);
            Some(on_this_page(range, address, address))
        }
        Here::Heading(anchor) => Some(on_this_page(anchor.element, anchor.element, anchor.range)),
        Here::Label { label, range } => {
            let (definition, label) = definition_of_label(input, label)?;
            Some(on_this_page(range, definition, label))
        }
        Here::Link(link) => {
            let (target, selection) = target_of(input, link.url)?;
            Some(Definition { origin: link.range, target, selection })
        }
    }
}

/// The page's first definition of a label, which is the one that counts, and its label.
fn definition_of_label(input: &CheckInput<'_>, label: &str) -> Option<(TextRange, TextRange)> {
    let key = same_label(label);
    input.page.sections().find_map(|section| {
        let found = section.segment.definitions.iter().find(|found| same_label(&found.label) == key)?;
        Some((section.absolute(found.range), section.absolute(label_range(found.range, &found.label))))
    })
}

/// Where a destination leads, and what to select there. A place that is not there leads to the page's beginning.
fn target_of(input: &CheckInput<'_>, url: &str) -> Option<(SiteLocation, TextRange)> {
    let (path, anchor) = match resolve_here(input, url)? {
        Aim::ThisPage(fragment) => {
            (input.path.to_owned(), fragment.and_then(|fragment| anchor_here(input.page, &fragment)))
        }
        Aim::Page(page, fragment) => {
            let site = input.site?;
            let anchor = fragment.and_then(|fragment| anchor_there(site, page, &fragment));
            (site.index.path(page).to_owned(), anchor)
        }
        Aim::File(path) if path.is_empty() || path.ends_with('/') => return None,
        Aim::File(path) => (path, None),
        Aim::Missing(_) | Aim::Elsewhere => return None,
    };
    let AnchorPlace { whole, selection, .. } =
        anchor.unwrap_or_else(|| AnchorPlace { id: String::new(), whole: top(), selection: top() });
    // Editors refuse a selection that lies outside of its target.
    let selection = if whole.contains_range(selection) { selection } else { whole };
    Some((SiteLocation { path, range: whole }, selection))
}
