//! The links of a page, each with where it leads, and the places they can lead to. What the rules about links read. Knows no rule.

use crate::analysis::anchors::OwnAnchors;
use crate::input::{CheckInput, RuleSettings, SiteView};
use crate::link_destination::{LinkGoal, LinkSpot, accepted_destination_to};
use docent_site::PageId;
use docent_site::index::{Fit, LinkPlace, Resolution};
use docent_site::near_name::{NearName, is_misspelling};
use docent_syntax::{LinkKind, Page, SectionRef, TextRange};
use docent_template::Contract;
use std::cell::{Cell, OnceCell};

/// A destination as it is written, once: a reference link is known by its definition, where its destination stands.
#[derive(Debug)]
pub struct PageLink<'a> {
    /// The destination in the page, without `<>` and quotes.
    pub range: TextRange,
    /// What stands there.
    pub source: &'a str,
    pub is_image: bool,
    pub spot: LinkSpot,
    pub resolution: Resolution,
}

/// What the links of one page are judged by.
pub struct LinkContext<'a> {
    pub site: SiteView<'a>,
    pub contract: Option<&'a Contract>,
    pub settings: &'a RuleSettings,
    page: &'a Page,
    own_anchors: OnceCell<OwnAnchors>,
    /// How many names may still be compared for suggestions in this section.
    comparisons: Cell<u32>,
}

/// Whether a page has the place that a fragment names.
#[derive(Debug, PartialEq, Eq)]
pub enum AnchorState {
    There,
    /// It has, in other letters: the id as it is there.
    OtherCase(Box<str>),
    Missing,
    /// Templating may bring along places that are not known.
    Unknown,
}

/// More comparisons than any author's page needs.
const MAX_COMPARISONS: u32 = 20_000;

/// More than the broken links of one section need, however many sections there are.
const COMPARISONS_IN_SECTION: u32 = 200;

/// Below this length (in letters), an id is another word rather than a misspelling unless little differs.
const MAX_SHORT: usize = 8;

/// How many names may be compared for each section of a page, so that one section's suggestions do not depend on another's.
pub fn comparisons_in_section(page: &Page) -> u32 {
    // In steps, so that one section more or less seldom makes a difference to all others.
    let sections = u32::try_from(page.section_count().next_power_of_two()).unwrap_or(u32::MAX);
    (MAX_COMPARISONS / sections.max(1)).max(COMPARISONS_IN_SECTION)
}

/// The links of one section, in order of their place.
pub fn links_of<'a>(section: SectionRef<'a>, site: SiteView<'a>) -> Vec<PageLink<'a>> {
    let segment = section.segment;
    let written = |range: TextRange| segment.text.get(std::ops::Range::<usize>::from(range)).unwrap_or_default();
    let links = segment.links.iter().filter(|link| link.kind != LinkKind::Reference);
    let links = links.map(|link| (link.destination, &*link.url, link.image, place_of(link.kind)));
    let definitions = segment
        .definitions
        .iter()
        .map(|definition| (definition.destination, &*definition.url, is_image(&definition.url), LinkPlace::Definition));
    let mut all: Vec<PageLink<'a>> = links
        .chain(definitions)
        .map(|(range, url, is_image, place)| PageLink {
            range: section.absolute(range),
            source: written(range),
            is_image,
            spot: LinkSpot::of(&segment.text, range, place),
            resolution: site.index.resolve(site.page, url),
        })
        .collect();
    all.sort_by_key(|link| link.range.start());
    all
}

fn place_of(kind: LinkKind) -> LinkPlace {
    match kind {
        LinkKind::Inline => LinkPlace::Inline,
        LinkKind::Reference => LinkPlace::Reference,
        LinkKind::Autolink => LinkPlace::Autolink,
        LinkKind::Html => LinkPlace::Html,
    }
}

/// Whether a destination is that of a picture, by its ending.
fn is_image(url: &str) -> bool {
    let path = url.split(['?', '#']).next().unwrap_or_default();
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
    matches!(&*ending, "png" | "jpg" | "jpeg" | "gif" | "svg" | "webp" | "avif" | "bmp" | "ico")
}

/// Whether a template has a link with this destination.
pub fn prescribes(contract: &Contract, destination: &str) -> bool {
    contract.source.text.contains(&format!("({destination})"))
}

impl<'a> LinkContext<'a> {
    /// `own_anchors`: those of the page, if they are known already.
    pub fn new(input: &CheckInput<'a>, site: SiteView<'a>, own_anchors: Option<OwnAnchors>) -> LinkContext<'a> {
        let own_anchors = own_anchors.map_or_else(OnceCell::new, OnceCell::from);
        let CheckInput { page, contract, settings, .. } = *input;
        LinkContext { site, contract, settings, page, own_anchors, comparisons: Cell::new(0) }
    }

    /// Those of the page, if a link needed them.
    pub fn into_own_anchors(self) -> Option<OwnAnchors> {
        self.own_anchors.into_inner()
    }

    /// Resets the budget of comparisons. Call it before checking the links of a section.
    pub fn begin_section(&self) {
        self.comparisons.set(comparisons_in_section(self.page));
    }

    /// Whether links go by address here.
    pub fn has_addresses(&self) -> bool {
        self.site.index.model().has_addresses()
    }

    /// What to write in the place of a link's destination so that it leads to a page: in its style where the site accepts that.
    pub fn destination_to(&self, link: &PageLink<'_>, goal: LinkGoal<'_>) -> String {
        let (index, from) = (self.site.index, self.site.page);
        accepted_destination_to(index.model(), index.link_base(from), link.source, goal, link.spot)
    }

    /// Whether the template has a link with this destination.
    pub fn prescribes(&self, destination: &str) -> bool {
        self.contract.is_some_and(|contract| prescribes(contract, destination))
    }

    /// How a page is named in messages: this one by its role, others by their path.
    pub fn name(&self, page: PageId) -> String {
        match page == self.site.page {
            true => "This page".to_owned(),
            false => format!("'{}'", self.site.index.path(page)),
        }
    }

    pub fn anchor(&self, page: PageId, fragment: &str) -> AnchorState {
        if page != self.site.page {
            return self.anchor_of_other(page, fragment);
        }
        if fragment.is_empty() || fragment == "top" {
            return AnchorState::There;
        }
        let own = self.own_anchors();
        let folded = fragment.to_lowercase();
        let scheme = self.page.dialect().heading_ids;
        match own.like(&folded) {
            ids if ids.iter().any(|id| **id == *fragment || scheme.finds_folded(&folded, id)) => AnchorState::There,
            _ if own.is_open => AnchorState::Unknown,
            [id, ..] => AnchorState::OtherCase(id.clone()),
            [] => AnchorState::Missing,
        }
    }

    fn anchor_of_other(&self, page: PageId, fragment: &str) -> AnchorState {
        let index = self.site.index;
        let Some(facts) = index.facts(page) else { return AnchorState::Unknown };
        match index.anchor(page, fragment) {
            Some(Fit::Exact) => AnchorState::There,
            _ if facts.anchors_unknown => AnchorState::Unknown,
            Some(Fit::OtherCase) => {
                let folded = fragment.to_lowercase();
                let id = self.ids(page).find(|id| id.to_lowercase() == folded).map(Into::into);
                id.map_or(AnchorState::Missing, AnchorState::OtherCase)
            }
            None => AnchorState::Missing,
        }
    }

    /// The id on a page that differs least from `name`: in a quarter of its letters at most, and where it is short in what a slip of
    /// the hand makes.
    pub fn nearest_anchor(&self, page: PageId, name: &str) -> Option<String> {
        // A longer name is no misspelling, and comparing is quadratic in its length.
        let length = name.chars().count();
        if !(2..=80).contains(&length) {
            return None;
        }
        let plain =
            |id: &str| -> String { id.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect() };
        let name = plain(name);
        let mut near = NearName::new(&name);
        let mut max_distance = (length / 4).max(1);
        let mut best: Option<(usize, String)> = None;
        for id in self.ids(page) {
            if id.chars().count().abs_diff(length) * 2 > length {
                continue;
            }
            let Some(left) = self.comparisons.get().checked_sub(1) else { break };
            self.comparisons.set(left);
            let id_letters = plain(id);
            let Some(distance) = near.distance(&id_letters, max_distance) else { continue };
            if length < MAX_SHORT && !is_misspelling(&name, &id_letters) {
                continue;
            }
            if best.as_ref().is_none_or(|(least, _)| distance < *least) {
                (max_distance, best) = (distance, Some((distance, id.to_owned())));
            }
        }
        best.map(|(_, id)| id)
    }

    /// The ids of a page that links are led to.
    fn ids(&self, page: PageId) -> Box<dyn Iterator<Item = &str> + '_> {
        if page == self.site.page {
            return Box::new(self.own_anchors().iter());
        }
        let facts = self.site.index.facts(page).into_iter();
        Box::new(facts.flat_map(|facts| {
            let headings = facts.headings.iter().map(|heading| &*heading.id);
            headings.chain(facts.anchors.iter().map(|anchor| &*anchor.text))
        }))
    }

    fn own_anchors(&self) -> &OwnAnchors {
        self.own_anchors.get_or_init(|| OwnAnchors::of(self.page))
    }
}
