//! What an edit changes in the facts of a page that the index knows: read off the sections that differ, put into what is there.
//! What stands behind an edit moves along with it. Knows nothing of other pages.

use super::facts::{
    HeadingFact, LinkFact, PageFacts, Written, anchor_facts, are_anchors_unknown, front_matter_facts, links_of,
};
use super::interner::Interner;
use crate::model::SiteModel;
use docent_syntax::anchors::{self, Anchor};
use docent_syntax::{Page, TextRange, TextSize};
use std::ops::Range;
use std::sync::Arc;

/// The difference between the facts of two versions of a page.
#[derive(Debug, PartialEq)]
pub struct PageEdit {
    /// The facts of the front matter alone; `None` where it is the same.
    head: Option<PageFacts>,
    /// The title that the front matter gives the page; may be empty.
    title: Arc<str>,
    /// What has become of the sections `replaced` (bytes of the older version).
    replaced: TextRange,
    part: BodyPart,
    /// How far what stands before and behind these sections has moved, in bytes.
    moved: [i64; 2],
    /// Headings and other anchors behind these sections that have another id now.
    renumbered: Vec<Anchor>,
    /// `None` where it is as it was.
    anchors_unknown: Option<bool>,
}

impl PageEdit {
    /// From `before`, of which the index has the facts to the byte, to `after`. `template` is that of the newer version.
    pub fn between(before: &Page, after: &Page, path: &str, template: Option<Arc<str>>, model: &SiteModel) -> PageEdit {
        let has_same_head = before.has_same_front_matter(after);
        let head =
            (!has_same_head).then(|| PageFacts { template, ..front_matter_facts(after.front_matter(), path, model) });
        let title = match &head {
            Some(head) => head.title.clone(),
            None => super::facts::title(after.front_matter(), model),
        };
        let difference = before.difference(after).with_next(before);
        let change = anchors::change(before, after, &difference);
        let bounds = |page: &Page, sections: &Range<usize>| {
            let start = |index: usize| match index < page.section_count() {
                true => page.section(index).start,
                false => page.len(),
            };
            (start(0), TextRange::new(start(sections.start), start(sections.end)))
        };
        let (old_body, replaced) = bounds(before, &difference.old);
        let (new_body, now) = bounds(after, &difference.new);
        let is_open =
            |page: &Page, sections: &Range<usize>| sections.clone().any(|index| page.section(index).segment.open);
        let may_be_open = is_open(before, &difference.old) || is_open(after, &difference.new);
        let leads_elsewhere = |page: &Page| model.generator.is_replaced_by_redirect(page.front_matter());
        let may_differ = may_be_open || (!has_same_head && leads_elsewhere(before) != leads_elsewhere(after));
        let (headings, anchors) = anchor_facts(after, difference.new.clone(), change.now);
        let links = difference.new.clone().flat_map(|index| links_of(after.section(index))).collect();
        PageEdit {
            head,
            title,
            replaced,
            part: BodyPart { headings, anchors, links },
            moved: [distance(old_body, new_body), distance(replaced.end(), now.end())],
            renumbered: change.renumbered.into_iter().map(|it| it.now).collect(),
            anchors_unknown: may_differ.then(|| are_anchors_unknown(after, model)),
        }
    }

    /// What the front matter tells now, for [`PageFacts::replace_head`]; `None` where it tells the same.
    pub(super) fn take_head(&mut self) -> Option<PageFacts> {
        self.head.take()
    }

    pub(super) fn intern(&mut self, strings: &mut Interner) {
        strings.intern_body(&mut self.part.headings, &mut self.part.links);
    }

    /// Whether anchors have other ids although their sections did not change.
    pub(super) fn renumbers(&self) -> bool {
        !self.renumbered.is_empty()
    }

    /// Puts what the text tells now into the facts, which have the head of now already. Returns what stood in its place, and where the
    /// new facts are.
    pub(super) fn apply(&mut self, facts: &mut PageFacts) -> (BodyPart, Places) {
        let part = std::mem::take(&mut self.part);
        let place = Place { replaced: self.replaced, moved: self.moved };
        let (headings, heading_places) = place.put(&mut facts.headings, part.headings);
        let (anchors, anchor_places) = place.put(&mut facts.anchors, part.anchors);
        let (links, link_places) = place.put(&mut facts.links, part.links);
        for anchor in &self.renumbered {
            renumber(facts, anchor);
        }
        facts.anchors_unknown = self.anchors_unknown.unwrap_or(facts.anchors_unknown);
        facts.title = match self.title.is_empty() {
            true => facts.headings.first().map(|heading| heading.title.clone()).unwrap_or_default(),
            false => self.title.clone(),
        };
        let places = Places { headings: heading_places, anchors: anchor_places, links: link_places };
        (BodyPart { headings, anchors, links }, places)
    }
}

/// Facts of a part of a page's text.
#[derive(Debug, Default, Clone, PartialEq)]
pub(super) struct BodyPart {
    pub(super) headings: Vec<HeadingFact>,
    pub(super) anchors: Vec<Written>,
    pub(super) links: Vec<LinkFact>,
}

/// The same, where it lies.
#[derive(Debug, Clone, Copy)]
pub(super) struct PartOf<'f> {
    pub(super) headings: &'f [HeadingFact],
    pub(super) anchors: &'f [Written],
    pub(super) links: &'f [LinkFact],
}

/// Where the facts of a part of the text are among those of the page.
#[derive(Debug, Clone)]
pub(super) struct Places {
    headings: Range<usize>,
    anchors: Range<usize>,
    pub(super) links: Range<usize>,
}

impl BodyPart {
    pub(super) fn slices(&self) -> PartOf<'_> {
        PartOf { headings: &self.headings, anchors: &self.anchors, links: &self.links }
    }
}

impl PageFacts {
    pub(super) fn body(&self) -> PartOf<'_> {
        PartOf { headings: &self.headings, anchors: &self.anchors, links: &self.links }
    }

    pub(super) fn part(&self, places: &Places) -> PartOf<'_> {
        PartOf {
            headings: &self.headings[places.headings.clone()],
            anchors: &self.anchors[places.anchors.clone()],
            links: &self.links[places.links.clone()],
        }
    }

    /// Puts other facts of the front matter in place of those here; returns the old ones, without a body.
    pub(super) fn replace_head(&mut self, mut head: PageFacts) -> PageFacts {
        std::mem::swap(self, &mut head);
        (self.headings, self.anchors) = (std::mem::take(&mut head.headings), std::mem::take(&mut head.anchors));
        (self.links, self.anchors_unknown) = (std::mem::take(&mut head.links), head.anchors_unknown);
        head
    }
}

fn renumber(facts: &mut PageFacts, anchor: &Anchor) {
    let (element, written) = (anchor.element, anchor.range);
    let at = facts.headings.partition_point(|heading| heading.range.start() < element.start());
    if let Some(heading) = facts.headings.get_mut(at).filter(|heading| heading.range == element) {
        heading.id = (&*anchor.id).into();
        return;
    }
    // Several anchors may begin at one place: `<a id="x" name="x">` has two.
    let at = facts.anchors.partition_point(|known| known.range.start() < written.start());
    if let Some(known) = facts.anchors[at..].iter_mut().find(|known| known.range == written) {
        known.text = (&*anchor.id).into();
    }
}

#[derive(Clone, Copy)]
struct Place {
    replaced: TextRange,
    moved: [i64; 2],
}

impl Place {
    /// Puts new facts in place of those of the replaced sections, which are returned, and says where they are; the others move along.
    /// `all` are in the order of the sections.
    fn put<F: Placed>(self, all: &mut Vec<F>, new: Vec<F>) -> (Vec<F>, Range<usize>) {
        let count_before = |end: TextSize| all.partition_point(|fact| fact.start() < end);
        let (start, end) = (count_before(self.replaced.start()), count_before(self.replaced.end()));
        let (before, behind) = (0..start, end..all.len());
        for (facts, distance) in [(before, self.moved[0]), (behind, self.moved[1])] {
            if distance != 0 {
                all[facts].iter_mut().for_each(|fact| fact.move_by(distance));
            }
        }
        let place = start..start + new.len();
        (all.splice(start..end, new).collect(), place)
    }
}

/// A fact with its place in the page.
trait Placed {
    fn start(&self) -> TextSize;
    /// In bytes; negative towards the start.
    fn move_by(&mut self, distance: i64);
}

impl Placed for HeadingFact {
    fn start(&self) -> TextSize {
        self.range.start()
    }

    fn move_by(&mut self, distance: i64) {
        self.range = moved(self.range, distance);
        self.content = moved(self.content, distance);
    }
}

impl Placed for Written {
    fn start(&self) -> TextSize {
        self.range.start()
    }

    fn move_by(&mut self, distance: i64) {
        self.range = moved(self.range, distance);
    }
}

impl Placed for LinkFact {
    fn start(&self) -> TextSize {
        self.range.start()
    }

    fn move_by(&mut self, distance: i64) {
        self.range = moved(self.range, distance);
    }
}

fn moved(range: TextRange, distance: i64) -> TextRange {
    let start = i64::from(u32::from(range.start())) + distance;
    TextRange::at(TextSize::new(u32::try_from(start).unwrap_or(0)), range.len())
}

/// In bytes; negative towards the start.
fn distance(from: TextSize, to: TextSize) -> i64 {
    i64::from(u32::from(to)) - i64::from(u32::from(from))
}
