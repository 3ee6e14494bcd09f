//! Which part of a page that has to do with links is at a place: a link, a label, a heading, an address of the page.

use super::top;
use crate::first_line::first_line;
use docent_rules::input::CheckInput;
use docent_syntax::{
    Anchor, FrontMatter, LinkKind, Page, SectionRef, TextRange, TextSize, YamlKind, YamlNode, heading_ids,
};

#[derive(Debug)]
pub(crate) enum Here<'p> {
    /// The page's first line, or its permalink.
    Page(TextRange),
    /// An older address, as it is written.
    Redirect {
        written: &'p str,
        range: TextRange,
    },
    Heading(Anchor),
    /// A link or image, or the destination of a definition.
    Link(LinkHere<'p>),
    /// `[text][label]`, or the label of its definition.
    Label {
        label: &'p str,
        range: TextRange,
    },
}

#[derive(Debug)]
pub(crate) struct LinkHere<'p> {
    /// All of the link; of a definition its destination.
    pub(crate) range: TextRange,
    pub(crate) url: &'p str,
}

/// What is at `offset` (bytes of the page; beyond its end counts as its end).
pub(crate) fn here<'p>(input: &CheckInput<'p>, offset: TextSize) -> Option<Here<'p>> {
    let page = input.page;
    let offset = offset.min(page.len());
    if offset < page.front_matter().range.end() {
        return in_front_matter(input, page.front_matter(), offset);
    }
    let section = page.section_at(offset)?;
    in_body(page, section, offset).or_else(|| {
        let first = first_line(page);
        (!page.front_matter().is_present() && first.contains_inclusive(offset)).then_some(Here::Page(first))
    })
}

fn in_front_matter<'p>(input: &CheckInput<'p>, front_matter: &'p FrontMatter, offset: TextSize) -> Option<Here<'p>> {
    if front_matter.opening.contains_inclusive(offset) {
        return Some(Here::Page(front_matter.opening));
    }
    let (permalink_key, redirect_key) = address_keys(input);
    let entry = front_matter.yaml.entries().iter().find(|entry| entry.range.contains_inclusive(offset))?;
    match entry.key.as_str()? {
        key if key == permalink_key => {
            let written = !entry.value.range.is_empty();
            written.then_some(Here::Page(entry.value.range))
        }
        key if key == redirect_key => {
            let node = scalars(&entry.value).find(|node| node.range.contains_inclusive(offset))?;
            Some(Here::Redirect { written: node.as_str()?, range: node.range })
        }
        _ => None,
    }
}

/// The keys of permalink and redirects.
pub(crate) fn address_keys<'p>(input: &CheckInput<'p>) -> (&'p str, &'p str) {
    match input.site {
        Some(site) => (&site.index.model().permalink_key, &site.index.model().redirect_key),
        None => ("permalink", "redirect_from"),
    }
}

fn scalars(node: &YamlNode) -> impl Iterator<Item = &YamlNode> {
    let items = match &node.kind {
        YamlKind::Sequence(items) => items.as_slice(),
        _ => std::slice::from_ref(node),
    };
    items.iter()
}

fn in_body<'p>(page: &'p Page, section: SectionRef<'p>, offset: TextSize) -> Option<Here<'p>> {
    let segment = section.segment;
    let at = offset - section.start;
    let is_here = |range: TextRange| range.contains_inclusive(at);
    // An image in a link: the inner one, unless the cursor is on the outer one's destination.
    let links = segment.links.iter().filter(|link| is_here(link.range));
    if let Some(link) = links.min_by_key(|link| (!is_here(link.destination), link.range.len())) {
        if link.kind == LinkKind::Reference && is_here(link.destination) {
            let label = segment.text.get(std::ops::Range::<usize>::from(link.destination))?;
            return Some(Here::Label { label, range: section.absolute(link.destination) });
        }
        return Some(Here::Link(LinkHere { range: section.absolute(link.range), url: &link.url }));
    }
    if let Some(definition) = segment.definitions.iter().find(|definition| is_here(definition.range)) {
        if is_here(definition.destination) {
            let range = section.absolute(definition.destination);
            return Some(Here::Link(LinkHere { range, url: &definition.url }));
        }
        let label = label_range(definition.range, &definition.label);
        return Some(Here::Label { label: &definition.label, range: section.absolute(label) });
    }
    let heading = segment.heading.as_ref().filter(|heading| is_here(heading.range))?;
    let range = section.absolute(heading.range);
    heading_ids(page).into_iter().find(|anchor| anchor.element == range).map(Here::Heading)
}

/// Where the label stands in its definition.
pub(crate) fn label_range(definition: TextRange, label: &str) -> TextRange {
    TextRange::at(definition.start() + TextSize::new(1), TextSize::of(label))
}

/// Labels are equal without regard to case and blanks.
pub(crate) fn same_label(label: &str) -> String {
    label.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}

/// Where a page names its own address: the permalink's value, else its beginning.
pub(crate) fn own_address(input: &CheckInput<'_>) -> TextRange {
    let (permalink_key, _) = address_keys(input);
    let found = input.page.front_matter().yaml.find(permalink_key, input.yaml);
    found.map(|found| found.entry.value.range).filter(|range| !range.is_empty()).unwrap_or_else(top)
}
