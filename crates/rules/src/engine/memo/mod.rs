//! What a check keeps for the next one of the same page. The memo changes the cost of a check, never its result.
//!
//! | value | kept while this is the same object | and this is equal |
//! | --- | --- | --- |
//! | violations of the schema | front matter | `CheckKey` |
//! | findings in the front matter | front matter | `CheckKey` |
//! | aligned outline | | `CheckKey`, the headings as the template reads them |
//! | findings and suppressions in a section | segment, and the next one if a suppression is about it | `CheckKey`, the role of the section |
//! | findings about links of a section | segment | `CheckKey`, the links' key, the ids that the links name |
//! | ids of the page | followed from version to version | the dialect |
//!
//! The facts of the page in the site's index follow the same segments (`docent_site::index::PageEdit`).

mod by_section;
mod links;
mod shared;

use super::run::run_checks;
use crate::analysis::outline::AlignedOutline;
use crate::analysis::{Analysis, line_ending, violations};
use crate::engine::front_matter_safety::restrict_fixes;
use crate::engine::section_findings::SectionFindings;
use crate::finding::Safety;
use crate::input::{CheckInput, RuleSettings};
use crate::ordered_finding::OrderedFinding;
use crate::rule::Check;
use crate::suppression::{Suppressions, page_wide};
use by_section::BySection;
use docent_syntax::work::{Work, count};
use docent_syntax::{Dialect, LineEnding, Page, TextEdit, YamlSchema};
use docent_template::{PageHeading, SchemaViolation, TemplateSource, are_headings_alike};
use links::LinkFindings;
use shared::SharedSections;
use std::sync::{Arc, Mutex, PoisonError};

/// The cache of one page that is checked after each edit. Pass the same memo to each check of that page.
#[derive(Debug, Default)]
pub struct CheckMemo {
    last: Mutex<Option<CachedCheck>>,
}

impl CheckMemo {
    /// The cached state of the last check. A check that runs at the same time starts from scratch.
    pub(super) fn take(&self) -> Option<CachedCheck> {
        self.last.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    /// The aligned outline of the last check, if it was of this page and template.
    pub fn outline(&self, input: &CheckInput<'_>) -> Option<Arc<AlignedOutline>> {
        let last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        let is_it = |last: &&CachedCheck| {
            let template = last.key.template.as_ref().zip(input.contract);
            last.page.is_same_as(input.page)
                && template.is_some_and(|(known, contract)| Arc::ptr_eq(&known.0, &contract.source))
        };
        last.as_ref().filter(is_it)?.outline.clone()
    }

    pub(super) fn keep(&self, cached: CachedCheck) {
        *self.last.lock().unwrap_or_else(PoisonError::into_inner) = Some(cached);
    }
}

/// The findings of one version of a page that depend on a part of it only.
#[derive(Debug)]
pub(super) struct CachedCheck {
    page: Page,
    key: CheckKey,
    violations: Arc<Vec<SchemaViolation>>,
    outline: Option<Arc<AlignedOutline>>,
    front_matter: Vec<OrderedFinding>,
    sections: BySection<SectionFindings>,
    links: LinkFindings,
}

/// What every finding depends on, besides the text.
#[derive(Debug, PartialEq)]
struct CheckKey {
    path: Box<str>,
    template: Option<Template>,
    settings: RuleSettings,
    dialect: Dialect,
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

impl CheckKey {
    fn of(input: &CheckInput<'_>) -> CheckKey {
        CheckKey {
            path: input.path.into(),
            template: input.contract.map(|contract| Template(contract.source.clone())),
            settings: input.settings.clone(),
            dialect: input.page.dialect(),
            yaml: input.yaml,
            line_ending: line_ending(input.page),
        }
    }
}

impl CachedCheck {
    /// What is found in `input` by reading parts of it; kept from `before` where a part and what else was read are the same.
    pub(super) fn renew(before: Option<CachedCheck>, input: &CheckInput<'_>) -> CachedCheck {
        let key = CheckKey::of(input);
        match before.filter(|before| before.key == key) {
            Some(before) => CachedCheck::following(before, input),
            None => CachedCheck::from_scratch(key, input),
        }
    }

    fn from_scratch(key: CheckKey, input: &CheckInput<'_>) -> CachedCheck {
        let mut now = CachedCheck {
            page: input.page.clone(),
            key,
            violations: Arc::new(violations(input)),
            outline: aligned(input),
            front_matter: Vec::new(),
            sections: BySection::default(),
            links: LinkFindings::default().renew(None, input),
        };
        now.front_matter = now.check_front_matter(input);
        let shared = SharedSections::none(input.page);
        now.sections =
            BySection::default().renew(&shared, [], |_, _, _| false, |index| now.check_section(input, index));
        now
    }

    fn following(before: CachedCheck, input: &CheckInput<'_>) -> CachedCheck {
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
            sections: BySection::default(),
            links: before.links.renew(Some((&before.page, &shared)), input),
        };
        now.front_matter = if same_front_matter { before.front_matter } else { now.check_front_matter(input) };
        let other_roles: Vec<usize> = match (&before.outline, &now.outline) {
            (Some(old), Some(new)) if !Arc::ptr_eq(old, new) => {
                let pairs = shared.pairs().filter(|&(at, now_at)| old.role(at) != new.role(now_at));
                pairs.map(|(_, now_at)| now_at).collect()
            }
            _ => Vec::new(),
        };
        let counts = (before.page.section_count(), input.page.section_count());
        let has_other_next = |found: &SectionFindings, at: usize, now_at: usize| {
            let is_last = (at + 1, now_at + 1) == counts;
            found.reads_next && !is_last && shared.now(at + 1) != Some(now_at + 1)
        };
        let check = |index| now.check_section(input, index);
        now.sections = before.sections.renew(&shared, other_roles, has_other_next, check);
        now
    }

    pub(super) fn analysis<'a>(&self, input: &CheckInput<'a>, suppressions: Suppressions) -> Analysis<'a> {
        let template = input.contract.zip(self.outline.clone());
        Analysis::of_parts(input, template, self.violations.clone(), suppressions, self.key.line_ending)
    }

    /// All suppressions of the page, in the order of writing.
    pub(super) fn suppressions(&self) -> Suppressions {
        let in_text = self.sections.iter(&self.page);
        let in_text = in_text.flat_map(|(section, found)| found.suppressions.iter().map(move |it| it.at(&section)));
        Suppressions { all: page_wide::read(self.page.front_matter()).into_iter().chain(in_text).collect() }
    }

    /// The findings of all parts, at their places in the page.
    pub(super) fn findings(&self) -> impl Iterator<Item = OrderedFinding> {
        let in_text = self.sections.iter(&self.page);
        let in_text = in_text.flat_map(|(section, found)| found.findings.iter().map(move |it| it.at(&section)));
        self.front_matter.iter().cloned().chain(in_text).chain(self.links.at_places(&self.page))
    }

    fn check_front_matter(&self, input: &CheckInput<'_>) -> Vec<OrderedFinding> {
        count(Work::FrontMattersChecked, 1);
        let analysis = self.analysis(input, Suppressions::default());
        let text = &*input.page.front_matter().text;
        let text_of = |range| text.get(std::ops::Range::<usize>::from(range));
        let mut all = run_checks(input.settings, text_of, |check, found| {
            if let Check::FrontMatter(check) = check {
                check(&analysis, found);
            }
        });
        demote_edits_of_shared_values(input, &mut all);
        restrict_fixes(input.page.front_matter(), &mut all);
        all
    }

    fn check_section(&self, input: &CheckInput<'_>, index: usize) -> Option<SectionFindings> {
        SectionFindings::of(input, self.outline.as_deref(), self.key.line_ending, index)
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
