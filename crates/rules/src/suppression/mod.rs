//! What the author suppresses: comments in the text, and a key of the front matter.
//!
//! Knows which findings a suppression covers; says nothing about suppressions that are wrong (two rules do).

mod comments;
pub mod directive;
pub mod page_wide;
pub mod place;

pub use comments::{start_of_suppressions, start_with_suppressions};

use crate::finding::Finding;
use crate::in_section::{InSection, Movable};
use crate::ordered_finding::OrderedFinding;
use directive::Name;
use docent_syntax::{Page, SectionRef, TextRange, TextSize};
use std::collections::{BTreeMap, HashMap, HashSet};

/// The key of the front matter that is for the whole page.
pub const KEY: &str = "docent-ignore";

/// Rules that cannot be suppressed: they are about suppressions themselves.
pub const NEVER_SUPPRESSED: [&str; 2] = ["unknown-suppression", "unused-suppression"];

/// All suppressions of a page, in the order of writing: first that of the front matter.
#[derive(Debug, Default)]
pub struct Suppressions {
    pub all: Vec<Suppression>,
}

/// One comment, or the front matter's key.
#[derive(Debug)]
pub struct Suppression {
    /// The comment, or the key. Bytes of the page.
    pub range: TextRange,
    pub names: Vec<Name>,
    pub scope: Scope,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    Page,
    /// Findings that begin here, both ends included; `None` where nothing follows.
    Place(Option<TextRange>),
}

/// Which name of which suppression (index into [`Suppressions::all`], index of the name) has silenced something.
#[derive(Debug, Default)]
pub struct Used {
    names: HashSet<NameId>,
}

impl Used {
    pub fn contains(&self, suppression: usize, name: usize) -> bool {
        self.names.contains(&(suppression, name))
    }
}

impl Suppression {
    /// Whether it is about something behind the first `length` bytes, or would be if something stood there.
    pub fn is_about_what_follows(&self, length: TextSize) -> bool {
        match self.scope {
            Scope::Page => false,
            Scope::Place(place) => place.is_none_or(|place| place.start() >= length),
        }
    }
}

impl Movable for Suppression {
    fn moved_to(&self, section: &SectionRef<'_>) -> Suppression {
        let distance = section.start;
        let name = |name: &Name| Name { rule: name.rule.clone(), range: name.range + distance };
        let scope = match self.scope {
            Scope::Page => Scope::Page,
            Scope::Place(place) => Scope::Place(place.map(|place| place + distance)),
        };
        Suppression { range: self.range + distance, names: self.names.iter().map(name).collect(), scope }
    }
}

/// The suppressions in one section of the page. What one of them is about can lie behind the section's end.
pub fn in_section(page: &Page, section: usize) -> Vec<InSection<Suppression>> {
    comments::read(page, section).into_iter().map(InSection::new).collect()
}

impl Suppressions {
    pub fn of(page: &Page) -> Suppressions {
        let mut all: Vec<Suppression> = page_wide::read(page.front_matter()).into_iter().collect();
        all.extend((0..page.section_count()).flat_map(|section| in_page(page, section)));
        Suppressions { all }
    }

    /// Those in comments of these sections of the page.
    pub fn in_sections(page: &Page, sections: impl Iterator<Item = usize>) -> Suppressions {
        Suppressions { all: sections.flat_map(|section| in_page(page, section)).collect() }
    }

    /// Those that something can be said about, with their numbers: not that of a front matter that cannot be read.
    pub fn readable<'s>(&'s self, page: &Page) -> impl Iterator<Item = (usize, &'s Suppression)> {
        let is_broken = page.front_matter().yaml.error.is_some();
        self.all.iter().enumerate().filter(move |(_, suppression)| !is_broken || suppression.scope != Scope::Page)
    }

    /// Takes out what is suppressed.
    pub fn apply(&self, findings: &mut Vec<OrderedFinding>) -> Used {
        let mut used = Used::default();
        if self.all.is_empty() {
            return used;
        }
        let index = Index::of(self);
        findings.retain(|ordered| match index.find(&ordered.finding) {
            Some(name) => {
                used.names.insert(name);
                false
            }
            None => true,
        });
        used
    }
}

fn in_page(page: &Page, section: usize) -> impl Iterator<Item = Suppression> {
    let place = page.section(section);
    in_section(page, section).into_iter().map(move |suppression| suppression.at(&place))
}

/// A suppression's number, and that of the name in it.
type NameId = (usize, usize);

/// The suppressions of each rule, by where they begin. Of several for one place the last one counts, since it stands
/// next to it.
#[derive(Default)]
struct Index<'s> {
    for_page: HashMap<&'s str, NameId>,
    by_place: HashMap<&'s str, Places>,
}

/// By the start of the place: its end, and who is about it.
type Places = BTreeMap<u32, (u32, NameId)>;

impl<'s> Index<'s> {
    fn of(suppressions: &'s Suppressions) -> Index<'s> {
        let mut index = Index::default();
        for (at, suppression) in suppressions.all.iter().enumerate() {
            for (number, name) in suppression.names.iter().enumerate() {
                if NEVER_SUPPRESSED.contains(&&*name.rule) {
                    continue;
                }
                match suppression.scope {
                    Scope::Page => {
                        index.for_page.entry(&name.rule).or_insert((at, number));
                    }
                    Scope::Place(Some(range)) => {
                        let places = index.by_place.entry(&name.rule).or_default();
                        places.insert(range.start().into(), (range.end().into(), (at, number)));
                    }
                    Scope::Place(None) => {}
                }
            }
        }
        index
    }

    fn find(&self, finding: &Finding) -> Option<NameId> {
        self.at_place(finding).or_else(|| self.for_page.get(finding.rule).copied())
    }

    fn at_place(&self, finding: &Finding) -> Option<NameId> {
        // A place can lie inside another one, but no deeper: a line inside its paragraph.
        const DEEPEST: usize = 3;
        let start = u32::from(finding.range.start());
        let places = self.by_place.get(finding.rule)?;
        let before = places.range(..=start).rev().take(DEEPEST);
        before.map(|(_, place)| *place).find(|(end, _)| *end >= start).map(|(_, name)| name)
    }
}
