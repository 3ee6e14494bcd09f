//! What a check reuses of the one before it: findings of parts that have not changed. The memo changes the cost of a check, never
//! its result.

mod links;
mod shared;

use crate::analysis::outline::AlignedOutline;
use crate::analysis::{Analysis, line_ending, violations};
use crate::engine::front_matter_safety::restrict_fixes;
use crate::engine::section_findings::SectionFindings;
use crate::finding::Safety;
use crate::input::{CheckInput, RuleSettings};
use crate::ordered_finding::{OrderedFinding, finish};
use crate::rule::Check;
use crate::rules::checks;
use crate::suppression::{Suppressions, page_wide};
use docent_syntax::work::{Work, count};
use docent_syntax::{LineEnding, Page, TextEdit, YamlSchema};
use docent_template::{PageHeading, SchemaViolation, TemplateSource, are_headings_alike};
use links::LinkFindings;
use shared::SharedSections;
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

/// The cache of one page that is checked after each edit. Pass the same memo to each check of that page.
#[derive(Debug, Default)]
pub struct CheckMemo {
    last: Mutex<Option<CachedCheck>>,
}

impl CheckMemo {
    /// The cached state of the last check. A check that runs at the same time starts from scratch.
    pub fn take(&self) -> Option<CachedCheck> {
        self.last.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    /// The aligned outline that the last check has left, if it was of this very page and template.
    pub fn outline(&self, input: &CheckInput<'_>) -> Option<Arc<AlignedOutline>> {
        let last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        let is_it = |last: &&CachedCheck| {
            let template = last.key.template.as_ref().zip(input.contract);
            last.page.is_same_as(input.page)
                && template.is_some_and(|(known, contract)| Arc::ptr_eq(&known.0, &contract.source))
        };
        last.as_ref().filter(is_it)?.outline.clone()
    }

    pub fn keep(&self, cached: CachedCheck) {
        *self.last.lock().unwrap_or_else(PoisonError::into_inner) = Some(cached);
    }
}

/// The findings of one version of a page that depend on a part of it only.
#[derive(Debug)]
pub struct CachedCheck {
    page: Page,
    key: CheckKey,
    /// What the schema finds in the front matter.
    violations: Arc<Vec<SchemaViolation>>,
    outline: Option<Arc<AlignedOutline>>,
    /// What was found by reading the front matter only.
    front_matter: Vec<OrderedFinding>,
    /// Ascending; only sections in which there is something.
    sections: Vec<(usize, SectionFindings)>,
    links: LinkFindings,
}

/// What every finding depends on, besides the text.
#[derive(Debug, PartialEq)]
struct CheckKey {
    path: Box<str>,
    template: Option<Template>,
    settings: RuleSettings,
    yaml: YamlSchema,
    line_ending: LineEnding,
}

/// Held, so that no other template can come to lie at its address.
#[derive(Debug)]
struct Template(Arc<TemplateSource>);

impl PartialEq for Template {
    fn eq(&self, other: &Template) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl CachedCheck {
    /// What is found in `input` by reading parts of it; taken over from `before` where a part is the same.
    pub fn renew(before: Option<CachedCheck>, input: &CheckInput<'_>) -> CachedCheck {
        let key = CheckKey {
            path: input.path.into(),
            template: input.contract.map(|contract| Template(contract.source.clone())),
            settings: input.settings.clone(),
            yaml: input.yaml,
            line_ending: line_ending(input.page),
        };
        match before.filter(|before| before.key == key && before.page.dialect() == input.page.dialect()) {
            Some(before) => again(before, input),
            None => from_scratch(key, input),
        }
    }

    pub fn analysis<'a>(&self, input: &CheckInput<'a>, suppressions: Suppressions) -> Analysis<'a> {
        let template = input.contract.zip(self.outline.clone());
        Analysis::of_parts(input, template, self.violations.clone(), suppressions, self.key.line_ending)
    }

    /// All suppressions of the page, in the order of writing.
    pub fn suppressions(&self) -> Suppressions {
        let in_text = self.sections.iter().flat_map(|(index, found)| found.suppressions_at(self.page.section(*index)));
        Suppressions { all: page_wide::read(self.page.front_matter()).into_iter().chain(in_text).collect() }
    }

    /// The findings of all parts, at their places in the page.
    pub fn findings(&self) -> impl Iterator<Item = OrderedFinding> {
        let in_text = self.sections.iter().flat_map(|(index, found)| found.findings_at(self.page.section(*index)));
        self.front_matter.iter().cloned().chain(in_text).chain(self.links.at_places(&self.page))
    }

    fn check_front_matter(&self, input: &CheckInput<'_>) -> Vec<OrderedFinding> {
        count(Work::FrontMattersChecked, 1);
        let analysis = self.analysis(input, Suppressions::default());
        let text = &*input.page.front_matter().text;
        let mut all = Vec::new();
        for (order, check) in checks() {
            if let Check::FrontMatter(check) = check {
                let mut found = Vec::new();
                check(&analysis, &mut found);
                all.extend(finish(found, order, input.settings, |range| text.get(std::ops::Range::from(range))));
            }
        }
        demote_edits_of_shared_values(input, &mut all);
        restrict_fixes(input.page.front_matter(), &mut all);
        all
    }

    fn check_section(&self, input: &CheckInput<'_>, index: usize) -> Option<(usize, SectionFindings)> {
        let found = SectionFindings::of(input, self.outline.as_deref(), self.key.line_ending, index)?;
        Some((index, found))
    }
}

/// What is written at an anchor counts in every place that names it: an edit there for the sake of one of them is not beyond doubt.
fn demote_edits_of_shared_values(input: &CheckInput<'_>, found: &mut [OrderedFinding]) {
    let shared = input.page.front_matter().yaml.shared_ranges();
    if shared.is_empty() {
        return;
    }
    let is_inside =
        |edit: &TextEdit| shared.iter().any(|at| at.start() < edit.range.end() && edit.range.start() < at.end());
    for fix in found.iter_mut().flat_map(|ordered| &mut ordered.finding.fixes) {
        if fix.edits.iter().any(is_inside) {
            fix.safety = Safety::Unsafe;
        }
    }
}

fn from_scratch(key: CheckKey, input: &CheckInput<'_>) -> CachedCheck {
    let mut now = CachedCheck {
        page: input.page.clone(),
        key,
        violations: Arc::new(violations(input)),
        outline: aligned(input),
        front_matter: Vec::new(),
        sections: Vec::new(),
        links: LinkFindings::default().renew(None, input),
    };
    now.front_matter = now.check_front_matter(input);
    now.sections = (0..input.page.section_count()).filter_map(|index| now.check_section(input, index)).collect();
    now
}

fn again(before: CachedCheck, input: &CheckInput<'_>) -> CachedCheck {
    let shared = SharedSections::between(&before.page, input.page);
    let same_front_matter = before.page.shares_front_matter(input.page);
    let mut now = CachedCheck {
        page: input.page.clone(),
        key: before.key,
        violations: if same_front_matter { before.violations } else { Arc::new(violations(input)) },
        outline: match &before.outline {
            Some(outline) if means_the_same(&before.page, &shared, input) => Some(outline.clone()),
            _ => aligned(input),
        },
        front_matter: Vec::new(),
        sections: Vec::new(),
        links: before.links.renew(Some((&before.page, &shared)), input),
    };
    now.front_matter = if same_front_matter { before.front_matter } else { now.check_front_matter(input) };

    let mut stale: BTreeSet<usize> = shared.fresh.iter().copied().collect();
    if let (Some(old), Some(new)) = (&before.outline, &now.outline)
        && !Arc::ptr_eq(old, new)
    {
        let pairs = shared.runs.iter().flat_map(|run| run.old.clone().zip(run.new.clone()));
        stale.extend(pairs.filter(|&(at, now_at)| old.role(at) != new.role(now_at)).map(|(_, now_at)| now_at));
    }
    let (old_count, new_count) = (before.page.section_count(), input.page.section_count());
    let mut runs = shared.runs.iter().peekable();
    for (index, found) in before.sections {
        while runs.next_if(|run| run.old.end <= index).is_some() {}
        let Some(run) = runs.peek().filter(|run| run.old.contains(&index)) else { continue };
        let new_index = run.new.start + (index - run.old.start);
        let is_last = index + 1 == old_count && new_index + 1 == new_count;
        if found.reads_next && index + 1 == run.old.end && !is_last {
            stale.insert(new_index);
        }
        if !stale.contains(&new_index) {
            now.sections.push((new_index, found));
        }
    }
    let renewed: Vec<_> = stale.into_iter().filter_map(|index| now.check_section(input, index)).collect();
    now.sections.extend(renewed);
    now.sections.sort_by_key(|(index, _)| *index);
    now
}

/// Whether the headings are to the template what they were.
fn means_the_same(before: &Page, shared: &SharedSections, input: &CheckInput<'_>) -> bool {
    let Some(contract) = input.contract.filter(|_| before.section_count() == input.page.section_count()) else {
        return shared.same_headings;
    };
    let is_alike = |&index: &usize| match (heading(before, index), heading(input.page, index)) {
        (Some(old), Some(new)) => are_headings_alike(contract, old, new),
        (old, new) => old.is_none() && new.is_none(),
    };
    shared.same_headings || shared.fresh.iter().all(is_alike)
}

fn heading(page: &Page, section: usize) -> Option<PageHeading<'_>> {
    let heading = page.section(section).segment.heading.as_ref()?;
    Some(PageHeading { title: &heading.title, level: heading.level })
}

fn aligned(input: &CheckInput<'_>) -> Option<Arc<AlignedOutline>> {
    input.contract.map(|contract| Arc::new(AlignedOutline::of(contract, input.page)))
}
