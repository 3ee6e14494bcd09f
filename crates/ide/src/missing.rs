//! What a page lacks, in numbers and words: for the outline's details and the lens. Read from the alignment that the rules
//! read, and only as far as the page's findings tell it, so that nothing here ever disagrees with them.

use crate::analysis::{Analysis, TemplateAnalysis};
use crate::check::CheckInput;
use crate::finding::{Finding, Subject};
use crate::rules::{missing_groups, missing_steps};
use docent_syntax::{Page, TextRange};

#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Missing {
    /// There is no block at all, though the template has required keys.
    pub(crate) front_matter: bool,
    pub(crate) keys: Vec<String>,
    pub(crate) sections: Vec<MissingTitle>,
    pub(crate) steps: Vec<MissingSteps>,
    /// Sections of the page, as indices, that say nothing.
    pub(crate) empty: Vec<usize>,
}

#[derive(Debug, PartialEq, Eq)]
pub(crate) struct MissingTitle {
    pub(crate) title: String,
    /// How many of this title are missing.
    pub(crate) count: u32,
    place: Place,
}

/// The page's section (an index) that tells of the missing one.
#[derive(Debug, PartialEq, Eq)]
enum Place {
    FrontMatter,
    Inside(usize),
    After(usize),
    Before(usize),
}

#[derive(Debug, PartialEq, Eq)]
pub(crate) struct MissingSteps {
    section: usize,
    /// Their numbers in the template.
    pub(crate) numbers: Vec<u32>,
}

/// What is missing in a page with these findings.
pub(crate) fn missing(input: &CheckInput<'_>, findings: &[Finding]) -> Missing {
    let told = |rule: &str| findings.iter().any(|finding| finding.rule == rule);
    let rules = ["missing-front-matter", "missing-key", "missing-section", "missing-step", "empty-section"];
    if input.contract.is_none() || !rules.into_iter().any(told) {
        return Missing::default();
    }
    let analysis = Analysis::new(input.page, input.path, input.contract);
    let Some(template) = &analysis.template else { return Missing::default() };
    Missing {
        front_matter: told("missing-front-matter"),
        keys: keys(findings),
        sections: sections(input.page, template, findings),
        steps: steps(template, findings),
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

fn sections(page: &Page, template: &TemplateAnalysis<'_>, findings: &[Finding]) -> Vec<MissingTitle> {
    let told: Vec<&Subject> = subjects(findings, "missing-section").collect();
    let groups = missing_groups(template).into_iter().filter_map(<[_]>::first);
    groups
        .filter(|missing| told.contains(&&Subject::MissingSection { spec: missing.spec, parent: missing.parent }))
        .filter_map(|missing| {
            let spec = template.contract.sections.get(missing.spec)?;
            let place = match (missing.parent, missing.before.checked_sub(1)) {
                (Some(parent), _) => Place::Inside(parent),
                (None, Some(before)) if before > 0 => Place::After(before),
                _ if page.front_matter().is_present() => Place::FrontMatter,
                _ => Place::Before(missing.before),
            };
            Some(MissingTitle { title: spec.title.to_string(), count: missing.count, place })
        })
        .collect()
}

fn steps(template: &TemplateAnalysis<'_>, findings: &[Finding]) -> Vec<MissingSteps> {
    let told: Vec<TextRange> = places(findings, "missing-step").collect();
    let lists = template.steps.iter().filter(|steps| {
        let section = steps.section.range();
        told.iter().any(|place| section.contains_range(*place))
    });
    lists
        .map(|steps| {
            let missing = missing_steps(steps);
            let numbers = missing.iter().filter_map(|(step, _)| Some(steps.list.steps.get(*step)?.number)).collect();
            MissingSteps { section: steps.section.index, numbers }
        })
        .collect()
}

impl Missing {
    pub(crate) fn section_count(&self) -> usize {
        self.sections.iter().map(|missing| missing.count as usize).sum()
    }

    pub(crate) fn step_count(&self) -> usize {
        self.steps.iter().map(|steps| steps.numbers.len()).sum()
    }

    /// What the front matter's line of the outline says.
    pub(crate) fn in_front_matter(&self) -> String {
        let mut details = Vec::new();
        if !self.keys.is_empty() {
            details.push(format!("{} missing: {}", counted(self.keys.len(), "key"), self.keys.join(", ")));
        }
        details.extend(self.titles("missing after it", |place| *place == Place::FrontMatter));
        details.join("; ")
    }

    /// What a section's line of the outline says.
    pub(crate) fn in_section(&self, index: usize) -> String {
        let mut details = Vec::new();
        if self.empty.contains(&index) {
            details.push("empty".to_owned());
        }
        for steps in self.steps.iter().filter(|steps| steps.section == index) {
            let word = if steps.numbers.len() == 1 { "step" } else { "steps" };
            details.push(format!("{word} {} missing", and(&steps.numbers)));
        }
        details.extend(self.titles("missing before it", |place| *place == Place::Before(index)));
        details.extend(self.titles("missing in it", |place| *place == Place::Inside(index)));
        details.extend(self.titles("missing after it", |place| *place == Place::After(index)));
        details.join("; ")
    }

    fn titles(&self, what: &str, is_there: impl Fn(&Place) -> bool) -> Option<String> {
        let titles = self.sections.iter().filter(|missing| is_there(&missing.place)).map(|missing| &*missing.title);
        let titles: Vec<&str> = titles.collect();
        (!titles.is_empty()).then(|| format!("{what}: {}", titles.join(", ")))
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
