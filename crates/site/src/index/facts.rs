//! What the index keeps of a page: a pure reading of the parsed page, in which nothing depends on any other page.

use crate::model::SiteModel;
use docent_syntax::work::{Work, count};
use docent_syntax::{
    Anchor, FrontMatter, FrontMatterState, Link, LinkKind, Page, ReferenceDefinition, SectionRef, TextRange, YamlKind,
    YamlNode, anchors,
};
use std::ops::Range;
use std::sync::Arc;

/// The facts of one page. Ranges are bytes from the start of the page.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PageFacts {
    /// By the title keys of the site, else the first heading's title; else empty.
    pub title: Arc<str>,
    /// The id of its template.
    pub template: Option<Arc<str>>,
    /// Where the site publishes it (`/a/b.html`); `None` where it does not, and where links go by file path.
    pub address: Option<Arc<str>>,
    /// What its author wrote as its permalink.
    pub permalink: Option<Written>,
    pub redirects: Vec<RedirectFact>,
    pub headings: Vec<HeadingFact>,
    /// Other ids that a link can lead to: `<a name="x">`, `id="x"`, `{: #x}`.
    pub anchors: Vec<Written>,
    /// Whether templating may bring along anchors that are not known here.
    pub anchors_unknown: bool,
    /// Its links, images, and reference definitions, in order.
    pub links: Vec<LinkFact>,
    /// Scalar values of the front matter's top level.
    pub values: Vec<ValueFact>,
    /// Why the generator does not read the front matter as its author meant it.
    pub broken: Option<Broken>,
    /// The address that the permalink of such a front matter means.
    pub lost_address: Option<Arc<str>>,
}

impl PageFacts {
    /// The address that the author meant the page to have, which its links count from: one mistake in the front matter does not
    /// break them all.
    pub fn meant_address(&self) -> Option<&str> {
        self.lost_address.as_deref().or(self.address.as_deref())
    }
}

/// A text of the page, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    pub text: Arc<str>,
    pub range: TextRange,
}

/// An older address that leads to the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RedirectFact {
    pub written: Arc<str>,
    /// As the generator writes it: `/old-b.html`.
    pub address: Arc<str>,
    /// The value, with its quotes.
    pub range: TextRange,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeadingFact {
    pub level: u8,
    /// As a reader sees it.
    pub title: Arc<str>,
    /// Without `#`.
    pub id: Arc<str>,
    /// All of the heading.
    pub range: TextRange,
    /// The title's source, without `#` and `{#id}`.
    pub content: TextRange,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkFact {
    pub place: LinkPlace,
    pub image: bool,
    /// As Markdown reads it (escapes and entities resolved, percent-encoding as written); for a reference what its
    /// definition says.
    pub url: Arc<str>,
    /// The destination in the source; for a reference its label.
    pub range: TextRange,
}

/// Where a destination is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkPlace {
    /// `[text](destination)`
    Inline,
    /// `[text][label]`: the destination itself is in the definition.
    Reference,
    /// `<https://…>`
    Autolink,
    /// `<a href="…">`, `<img src="…">`
    Html,
    /// `[label]: destination`
    Definition,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ValueFact {
    pub key: Arc<str>,
    pub value: Arc<str>,
    /// The value, with its quotes.
    pub range: TextRange,
}

/// What is wrong with a front matter, in words that complete "because …".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broken {
    pub reason: Arc<str>,
    pub range: TextRange,
}

/// Values longer than this are prose, and nothing that other pages repeat.
const MAX_VALUE_BYTES: usize = 120;

/// Whether a value of the front matter is short enough to be one of [`PageFacts::values`].
pub fn is_recorded_value(value: &str) -> bool {
    value.len() <= MAX_VALUE_BYTES && !value.contains('\n')
}

/// Reads the facts off a page. `path` is from the root, with `/`; `template` the id of the page's template.
pub fn facts_of(page: &Page, path: &str, template: Option<Arc<str>>, model: &SiteModel) -> PageFacts {
    let mut facts = PageFacts { template, ..front_matter_facts(page.front_matter(), path, model) };
    read_body(page, model, &mut facts);
    if facts.title.is_empty() {
        facts.title = facts.headings.first().map(|heading| heading.title.clone()).unwrap_or_default();
    }
    facts
}

/// The part of the facts that the front matter tells: addresses, redirects, values, what is wrong with it.
pub fn front_matter_facts(front_matter: &FrontMatter, path: &str, model: &SiteModel) -> PageFacts {
    let mut facts = PageFacts { title: title(front_matter, model), ..PageFacts::default() };
    read_front_matter(front_matter, model, &mut facts);
    facts.address = super::address::page_address(path, front_matter, model).map(Into::into);
    facts.broken = broken(front_matter);
    if model.has_addresses() && facts.address.is_none() && facts.broken.is_none() {
        // What is not published has no redirects either.
        facts.redirects.clear();
    }
    let permalink = facts.permalink.as_ref().filter(|_| facts.broken.is_some());
    facts.lost_address = permalink.map(|permalink| model.generator.address_of(&permalink.text).into());
    facts
}

/// The title that the front matter gives a page; empty where it gives none.
pub(super) fn title(front_matter: &FrontMatter, model: &SiteModel) -> Arc<str> {
    let schema = model.yaml_schema();
    let value = |key: &str| front_matter.yaml.find(key, schema).and_then(|found| written(&found.entry.value));
    model.title_keys.iter().find_map(|key| value(key)).map_or_else(Default::default, |title| title.trim().into())
}

fn broken(front_matter: &FrontMatter) -> Option<Broken> {
    let reason = match front_matter.state {
        FrontMatterState::Absent => return None,
        FrontMatterState::Closed => {
            let error = front_matter.yaml.error.as_ref()?;
            return Some(Broken {
                reason: format!("its front matter is not valid YAML ({})", error.message).into(),
                range: error.range,
            });
        }
        FrontMatterState::Unclosed => "its front matter is not closed",
        FrontMatterState::AfterByteOrderMark => "a byte order mark stands before its front matter",
        FrontMatterState::AfterBlankLines => "blank lines stand before its front matter",
        FrontMatterState::LongOpening => "its front matter begins with more than three hyphens",
    };
    Some(Broken { reason: reason.into(), range: front_matter.opening })
}

fn read_front_matter(front_matter: &FrontMatter, model: &SiteModel, facts: &mut PageFacts) {
    for found in front_matter.yaml.resolved(model.yaml_schema()) {
        let (key, entry) = (&*found.name, found.entry);
        if *key == *model.redirect_key {
            for node in scalars(&entry.value) {
                let Some(written) = written(node) else { continue };
                let address = model.generator.address_of(written);
                facts.redirects.push(RedirectFact {
                    written: written.into(),
                    address: address.into(),
                    range: node.range,
                });
            }
            continue;
        }
        let Some(value) = written(&entry.value) else { continue };
        if *key == *model.permalink_key {
            facts.permalink = Some(Written { text: value.into(), range: entry.value.range });
            continue;
        }
        if is_recorded_value(value) {
            facts.values.push(ValueFact { key: key.into(), value: value.into(), range: entry.value.range });
        }
    }
}

/// The text of a scalar that says something: not nothing, not `~`.
fn written(node: &YamlNode) -> Option<&str> {
    node.as_str().filter(|text| !text.trim().is_empty() && !node.to_json().is_null())
}

/// A scalar, or the scalars of a list.
fn scalars(node: &YamlNode) -> Vec<&YamlNode> {
    match &node.target().kind {
        YamlKind::Sequence(items) => items.iter().collect(),
        _ => vec![node],
    }
}

fn read_body(page: &Page, model: &SiteModel, facts: &mut PageFacts) {
    facts.links = page.sections().flat_map(links_of).collect();
    facts.anchors_unknown = are_anchors_unknown(page, model);
    (facts.headings, facts.anchors) = anchor_facts(page, 0..page.section_count(), anchors(page));
}

/// The links, images and definitions of a section, in order.
pub(super) fn links_of(section: SectionRef<'_>) -> Vec<LinkFact> {
    count(Work::SectionFactsRead, 1);
    let segment = section.segment;
    let link = |link: &Link| LinkFact {
        place: match link.kind {
            LinkKind::Inline => LinkPlace::Inline,
            LinkKind::Reference => LinkPlace::Reference,
            LinkKind::Autolink => LinkPlace::Autolink,
            LinkKind::Html => LinkPlace::Html,
        },
        image: link.image,
        url: (&*link.url).into(),
        range: section.absolute(link.destination),
    };
    let definition = |definition: &ReferenceDefinition| LinkFact {
        place: LinkPlace::Definition,
        image: false,
        url: (&*definition.url).into(),
        range: section.absolute(definition.destination),
    };
    let mut links: Vec<LinkFact> =
        segment.links.iter().map(link).chain(segment.definitions.iter().map(definition)).collect();
    if !segment.definitions.is_empty() {
        links.sort_by_key(|link| link.range.start());
    }
    links
}

/// Whether there may be more ids than [`anchors::anchors`] tells.
pub(super) fn are_anchors_unknown(page: &Page, model: &SiteModel) -> bool {
    anchors::is_open(page) || model.generator.is_replaced_by_redirect(page.front_matter())
}

/// The headings that can be linked to, and all other ids, of some sections; `anchors` are those of these sections.
pub(super) fn anchor_facts(
    page: &Page,
    sections: Range<usize>,
    anchors: Vec<Anchor>,
) -> (Vec<HeadingFact>, Vec<Written>) {
    let (mut heading_facts, mut others) = (Vec::new(), Vec::new());
    let sections = sections.map(|index| page.section(index));
    let headings = sections.filter_map(|section| Some((section, section.segment.heading.as_ref()?)));
    let mut headings =
        headings.map(|(section, heading)| (section.absolute(heading.range), section, heading)).peekable();
    for anchor in anchors {
        while headings.next_if(|(range, _, _)| is_before(*range, anchor.element)).is_some() {}
        match headings.next_if(|(range, _, _)| anchor.kind.is_heading() && *range == anchor.element) {
            Some((range, section, heading)) => heading_facts.push(HeadingFact {
                level: heading.level,
                title: (&*heading.title).into(),
                id: anchor.id.into(),
                range,
                content: section.absolute(heading.content),
            }),
            // Headings inside lists and quotations can be linked to, but are no sections.
            None => others.push(Written { text: anchor.id.into(), range: anchor.range }),
        }
    }
    (heading_facts, others)
}

fn is_before(range: TextRange, other: TextRange) -> bool {
    range.start() < other.start()
}
