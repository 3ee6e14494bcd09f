//! The sections' part of the report: the template's outline with the page's sections in it.

use super::{Context, ItemKind, ItemState, ReportItem, absent, place_children, present, steps};
use docent_rules::finding::{Fix, Subject};
use docent_rules::rules::sections::missing_section;
use docent_syntax::TextRange;
use docent_template::{Contract, MissingSection, SectionSpec, SpecState};

/// Around what a section of the template is looked for.
#[derive(Clone, Copy)]
enum Around {
    Top,
    /// A section of the page.
    Section(usize),
    /// A section that the page does not have.
    Absent {
        is_missing: bool,
    },
}

/// The top sections of the template in its order, each with its steps and the sections inside it.
pub(super) fn sections(context: &Context<'_>) -> Vec<ReportItem> {
    let places = Places::of(context);
    let mut items = Vec::new();
    places.collect(None, Around::Top, &mut items);
    items
}

/// Where the sections of the template stand in the page.
struct Places<'c> {
    context: &'c Context<'c>,
    /// For each section of the template: the sections of the page that stand for it, each after the one it lies in (none
    /// at the top, or where the section around it is missing). Sorted.
    found: Vec<Vec<(Option<usize>, usize)>>,
    /// For each section of the template: the indices of those directly inside it.
    children: Vec<Vec<usize>>,
    top: Vec<usize>,
}

impl<'c> Places<'c> {
    fn of(context: &'c Context<'c>) -> Places<'c> {
        let (contract, outline) = (context.template.contract, &context.template.outline);
        let mut sections: Vec<Vec<usize>> = vec![Vec::new(); contract.sections.len()];
        for found in outline.sections.iter().flatten() {
            if let Some(sections) = sections.get_mut(found.spec) {
                sections.push(found.section);
            }
        }
        let owner = |spec: &SectionSpec, section: usize| {
            let around = sections.get(spec.parent?)?;
            let before = around.partition_point(|&around| around < section);
            let nearest = before.checked_sub(1).and_then(|index| around.get(index));
            // One that stands outside belongs to the first.
            nearest.filter(|&&around| section < outline.extent(around).end).or(around.first()).copied()
        };
        let found = contract.sections.iter().zip(&sections).map(|(spec, sections)| {
            let mut found: Vec<_> = sections.iter().map(|&section| (owner(spec, section), section)).collect();
            found.sort_unstable();
            found
        });
        let found = found.collect();
        let mut children = vec![Vec::new(); contract.sections.len()];
        let mut top = Vec::new();
        for (index, spec) in contract.sections.iter().enumerate() {
            match spec.parent.and_then(|parent| children.get_mut(parent)) {
                Some(siblings) => siblings.push(index),
                None => top.push(index),
            }
        }
        Places { context, found, children, top }
    }

    /// The depth is bounded: there are six levels of headings.
    fn collect(&self, parent: Option<usize>, around: Around, items: &mut Vec<ReportItem>) {
        let specs = match parent {
            Some(parent) => self.children.get(parent),
            None => Some(&self.top),
        };
        for &spec in specs.into_iter().flatten() {
            self.collect_section(spec, around, items);
        }
    }

    fn collect_section(&self, spec: usize, around: Around, items: &mut Vec<ReportItem>) {
        let found = self.found_in(spec, around);
        for &(_, section) in found {
            items.push(self.present_section(spec, section));
        }
        let parent = match around {
            Around::Section(section) => Some(section),
            Around::Top | Around::Absent { .. } => None,
        };
        let missing = self.context.about.findings(&Subject::MissingSection { spec, parent });
        if found.is_empty() || !missing.is_empty() {
            items.extend(self.absent_section(spec, around, missing));
        }
    }

    fn found_in(&self, spec: usize, around: Around) -> &[(Option<usize>, usize)] {
        let Some(found) = self.found.get(spec) else { return &[] };
        let owner = match around {
            Around::Section(section) => Some(section),
            Around::Top | Around::Absent { .. } => None,
        };
        let from = found.partition_point(|(other, _)| *other < owner);
        let to = found.partition_point(|(other, _)| *other <= owner);
        found.get(from..to).unwrap_or_default()
    }

    fn present_section(&self, spec: usize, index: usize) -> ReportItem {
        let section = self.context.analysis.page.section(index);
        let found = self.context.about.findings(&Subject::Section { section: index });
        let heading = section.segment.heading.as_ref();
        let (name, range) = match heading {
            Some(heading) => (heading.title.to_string(), section.absolute(heading.range)),
            None => (String::new(), TextRange::empty(section.start)),
        };
        let speaks_for_steps = found.iter().any(|finding| matches!(finding.rule, "empty-section" | "missing-step"));
        let mut item = present(self.context, ItemKind::Section, name, range, found);
        item.children = steps::steps(self.context, index, speaks_for_steps);
        self.collect(Some(spec), Around::Section(index), &mut item.children);
        place_children(&mut item);
        item
    }

    fn absent_section(&self, spec: usize, around: Around, found: &[&docent_rules::Finding]) -> Option<ReportItem> {
        let contract = self.context.template.contract;
        let section = contract.sections.get(spec)?;
        let mut item = absent(self.context, ItemKind::Section, section.title.to_string(), found, || match around {
            Around::Absent { .. } => None,
            Around::Top | Around::Section(_) => self.insertion(contract, spec),
        });
        // What lies inside a missing section comes with it: the finding about that one speaks for all.
        if matches!(around, Around::Absent { is_missing: true }) && section.repeat.min > 0 {
            item.state = ItemState::Missing;
        }
        let is_missing = item.state == ItemState::Missing;
        item.children = steps::steps_of_absent(self.context, section, is_missing);
        self.collect(Some(spec), Around::Absent { is_missing }, &mut item.children);
        place_children(&mut item);
        Some(item)
    }

    /// Inserts a section that may be left out.
    fn insertion(&self, contract: &Contract, spec: usize) -> Option<Fix> {
        let SpecState::Missing { before } = *self.context.template.outline.specs.get(spec)? else { return None };
        let missing = MissingSection { spec, before, count: 1, parent: None, parent_missing: false };
        let (edits, safety) =
            missing_section::insertions(self.context.analysis.page, self.context.template, &[missing]);
        let title = format!("Insert section '{}'", contract.sections.get(spec)?.title);
        Some(Fix::with_safety(safety, title, edits))
    }
}
