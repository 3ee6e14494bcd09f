//! What a page lacks, in numbers and words: for the outline's details and the lens. Read from the alignment that the rules
//! read, and only as far as the page's findings tell it, so that nothing here ever disagrees with them.

use docent_rules::analysis::steps::Steps;
use docent_rules::analysis::{Analysis, TemplateAnalysis};
use docent_rules::finding::{Finding, Subject};
use docent_rules::input::CheckInput;
use docent_rules::rules::sections::missing_section::missing_groups;
use docent_rules::rules::steps::missing_step::missing_steps;
use docent_syntax::{Page, TextRange};
use std::collections::{BTreeMap, BTreeSet, HashSet};

#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Missing {
    /// There is no block at all, though the template has required keys.
    pub(crate) front_matter: bool,
    pub(crate) keys: Vec<String>,
    pub(crate) section_count: usize,
    /// The titles of missing sections, by the place that tells of them.
    titles: BTreeMap<Place, Vec<String>>,
    /// The numbers (the template's) of the steps that a section of the page lacks, by its index.
    steps: BTreeMap<usize, Vec<u32>>,
    /// Sections of the page, as indices, that say nothing.
    pub(crate) empty: BTreeSet<usize>,
}

/// The page's section (an index) that tells of a missing one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    FrontMatter,
    Inside(usize),
    After(usize),
    Before(usize),
}

/// What is missing in a page with these findings.
pub(crate) fn missing(input: &CheckInput<'_>, findings: &[Finding]) -> Missing {
    let is_reported = |rule: &str| findings.iter().any(|finding| finding.rule == rule);
    let rules = ["missing-front-matter", "missing-key", "missing-section", "missing-step", "empty-section"];
    if input.contract.is_none() || !rules.into_iter().any(is_reported) {
        return Missing::default();
    }
    let analysis = Analysis::new(input);
    let Some(template) = &analysis.template else { return Missing::default() };
    let sections = sections(input.page, template, findings);
    let mut titles: BTreeMap<Place, Vec<String>> = BTreeMap::new();
    for (place, title, _) in &sections {
        titles.entry(*place).or_default().push((*title).to_owned());
    }
    Missing {
        front_matter: is_reported("missing-front-matter"),
        keys: keys(findings),
        section_count: sections.iter().map(|(.., count)| *count as usize).sum(),
        titles,
        steps: steps(&template.all_steps(input.page), findings),
        empty: places(findings, "empty-section").filter_map(|place| section_index(input.page, place)).collect(),
    }
}

fn places<'f>(findings: &'f [Finding], rule: &'static str) -> impl Iterator<Item = TextRange> + 'f {
    findings.iter().filter(move |finding| finding.rule == rule).map(|finding| finding.range)
}

fn section_index(page: &Page, place: TextRange) -> Option<usize> {
    page.section_at(place.start()).map(|section| section.index)
}

fn subjects<'f>(findings: &'f [Finding], rule: &'static str) -> impl Iterator<Item = &'f Subject> + 'f {
    findings.iter().filter(move |finding| finding.rule == rule).filter_map(|finding| finding.subject.as_ref())
}

fn keys(findings: &[Finding]) -> Vec<String> {
    let name = |subject: &Subject| match subject {
        Subject::Key(name) => Some(name.to_string()),
        _ => None,
    };
    subjects(findings, "missing-key").filter_map(name).collect()
}

/// Each missing section: where it is reported, its title, and how many are missing.
fn sections<'t>(page: &Page, template: &TemplateAnalysis<'t>, findings: &[Finding]) -> Vec<(Place, &'t str, u32)> {
    let reported: HashSet<&Subject> = subjects(findings, "missing-section").collect();
    let groups = missing_groups(template).into_iter().filter_map(<[_]>::first);
    groups
        .filter(|missing| reported.contains(&Subject::MissingSection { spec: missing.spec, parent: missing.parent }))
        .filter_map(|missing| {
            let spec = template.contract.sections.get(missing.spec)?;
            let place = match (missing.parent, missing.before.checked_sub(1)) {
                (Some(parent), _) => Place::Inside(parent),
                (None, Some(before)) if before > 0 => Place::After(before),
                _ if page.front_matter().is_present() => Place::FrontMatter,
                _ => Place::Before(missing.before),
            };
            Some((place, &*spec.title, missing.count))
        })
        .collect()
}

/// The missing steps of each section, by its index; only those that a finding tells, alone or with the whole list.
fn steps(all: &[Steps<'_>], findings: &[Finding]) -> BTreeMap<usize, Vec<u32>> {
    let reported: HashSet<&Subject> = subjects(findings, "missing-step").collect();
    let lists = all.iter().map(|steps| {
        let section = steps.section.index;
        let whole = reported.contains(&Subject::Section { section });
        let missing = missing_steps(steps).into_iter().map(|(step, _)| step);
        let missing = missing.filter(|&step| whole || reported.contains(&Subject::Step { section, step }));
        let numbers: Vec<u32> = missing.filter_map(|step| Some(steps.list.steps.get(step)?.number)).collect();
        (section, numbers)
    });
    lists.filter(|(_, numbers)| !numbers.is_empty()).collect()
}

impl Missing {
    pub(crate) fn step_count(&self) -> usize {
        self.steps.values().map(Vec::len).sum()
    }

    /// What the front matter's line of the outline says.
    pub(crate) fn in_front_matter(&self) -> String {
        let mut details = Vec::new();
        if !self.keys.is_empty() {
            details.push(format!("{} missing: {}", counted(self.keys.len(), "key"), self.keys.join(", ")));
        }
        details.extend(self.titles("missing after it", Place::FrontMatter));
        details.join("; ")
    }

    /// What a section's line of the outline says.
    pub(crate) fn in_section(&self, index: usize) -> String {
        let mut details = Vec::new();
        if self.empty.contains(&index) {
            details.push("empty".to_owned());
        }
        if let Some(numbers) = self.steps.get(&index) {
            let word = if numbers.len() == 1 { "step" } else { "steps" };
            details.push(format!("{word} {} missing", and(numbers)));
        }
        details.extend(self.titles("missing before it", Place::Before(index)));
        details.extend(self.titles("missing in it", Place::Inside(index)));
        details.extend(self.titles("missing after it", Place::After(index)));
        details.join("; ")
    }

    fn titles(&self, what: &str, place: Place) -> Option<String> {
        self.titles.get(&place).map(|titles| format!("{what}: {}", titles.join(", ")))
    }
}

/// "1 key", "2 keys"
pub(crate) fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

/// "1, 2 and 4"
pub(crate) fn and<T: ToString>(parts: &[T]) -> String {
    let parts: Vec<String> = parts.iter().map(T::to_string).collect();
    match parts.as_slice() {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}
