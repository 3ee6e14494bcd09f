//! The template's contract as a checklist for one page: each key, section and step with its state, its place, and the
//! edit that puts it right.
//!
//! Finds nothing itself: what is missing or different is what the findings say, and the edits are their fixes.

mod about;
mod keys;
mod note;
mod sections;
mod steps;
#[cfg(test)]
mod tests;

use crate::lens::lens;
use about::About;
use docent_rules::analysis::steps::Steps;
use docent_rules::analysis::{Analysis, TemplateAnalysis};
use docent_rules::finding::{Finding, Fix};
use docent_rules::input::CheckInput;
use docent_syntax::{TextRange, TextSize};

/// What a page has and lacks of what its template asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageReport {
    /// The template's id.
    pub template: Box<str>,
    /// What authors call such a page.
    pub title: Box<str>,
    /// The page in a few words, as the lens above it has them: "API overview: 2 sections missing".
    pub summary: String,
    pub counts: ReportCounts,
    /// The front matter with its keys, if the template asks for any; then the sections, in the template's order.
    pub items: Vec<ReportItem>,
}

/// How many keys, sections and steps are in each state.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ReportCounts {
    pub done: usize,
    pub missing: usize,
    pub different: usize,
    pub optional: usize,
    /// Findings that are about no item: a section that the template does not name, say.
    pub other_findings: usize,
}

/// One thing that the template names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportItem {
    pub kind: ItemKind,
    /// A key; a section's title, as the page has it where it does; a step's number and its first words.
    pub name: String,
    pub state: ItemState,
    /// The key with its value, the heading, the step's first line. Empty, and where it would go, for what is not there.
    pub range: TextRange,
    /// What is wrong, in a few words: "value not allowed", "stands after 'Use cases'".
    pub note: Option<String>,
    /// Inserts what is not there, or puts right what is different: the finding's preferred fix.
    pub fix: Option<Fix>,
    /// Ids of the rules whose findings are about it, in the order of the findings.
    pub rules: Vec<&'static str>,
    pub children: Vec<ReportItem>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ItemKind {
    FrontMatter,
    Key,
    Section,
    Step,
}

impl ItemKind {
    /// As the protocol writes it; stable.
    pub fn as_str(self) -> &'static str {
        match self {
            ItemKind::FrontMatter => "frontMatter",
            ItemKind::Key => "key",
            ItemKind::Section => "section",
            ItemKind::Step => "step",
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ItemState {
    /// In the page, and nothing is found about it.
    Done,
    /// Not in the page, and a finding says so.
    Missing,
    /// In the page, and something is found about it.
    Different,
    /// Not in the page, and optional.
    Optional,
}

impl ItemState {
    /// As the protocol writes it; stable.
    pub fn as_str(self) -> &'static str {
        match self {
            ItemState::Done => "done",
            ItemState::Missing => "missing",
            ItemState::Different => "different",
            ItemState::Optional => "optional",
        }
    }
}

/// The report of a page; `findings` are the page's own, see [`docent_rules::check_page`]. `None` for a page without a template.
pub fn page_report(input: &CheckInput<'_>, findings: &[Finding]) -> Option<PageReport> {
    let analysis = Analysis::new(input);
    let template = analysis.template.as_ref()?;
    let steps = template.all_steps(input.page);
    let about = About::of(&analysis, template, &steps, findings);
    let context = Context { analysis: &analysis, template, steps: &steps, about: &about };
    let mut items: Vec<ReportItem> = keys::front_matter(&context).into_iter().collect();
    items.extend(sections::sections(&context));
    let mut counts = ReportCounts { other_findings: about.other, ..ReportCounts::default() };
    items.iter().for_each(|item| count(item, &mut counts));
    let summary = lens(input, findings)?.title;
    let (template, title) = (template.contract.id.clone(), template.contract.title.clone());
    Some(PageReport { template, title, summary, counts, items })
}

/// The depth is bounded: sections have six levels.
fn count(item: &ReportItem, counts: &mut ReportCounts) {
    if item.kind != ItemKind::FrontMatter {
        match item.state {
            ItemState::Done => counts.done += 1,
            ItemState::Missing => counts.missing += 1,
            ItemState::Different => counts.different += 1,
            ItemState::Optional => counts.optional += 1,
        }
    }
    item.children.iter().for_each(|child| count(child, counts));
}

/// What the parts of the report read.
#[derive(Clone, Copy)]
struct Context<'c> {
    analysis: &'c Analysis<'c>,
    template: &'c TemplateAnalysis<'c>,
    steps: &'c [Steps<'c>],
    about: &'c About<'c>,
}

/// Something that is in the page at `range`.
fn present(context: &Context<'_>, kind: ItemKind, name: String, range: TextRange, found: &[&Finding]) -> ReportItem {
    ReportItem {
        kind,
        name,
        state: if found.is_empty() { ItemState::Done } else { ItemState::Different },
        range,
        note: note::note(context, found),
        fix: found.iter().find_map(|finding| finding.fixes.first()).cloned(),
        rules: rules(found),
        children: Vec::new(),
    }
}

/// Something that is not in the page; `found` says that it should be. `fix` is the edit for what is optional.
fn absent(
    context: &Context<'_>,
    kind: ItemKind,
    name: String,
    found: &[&Finding],
    fix: impl FnOnce() -> Option<Fix>,
) -> ReportItem {
    let of_findings = found.iter().find_map(|finding| finding.fixes.first()).cloned();
    let fix = if found.is_empty() { fix() } else { of_findings };
    let starts = fix.iter().flat_map(|fix| &fix.edits).map(|edit| edit.range.start());
    let place = starts.min().or_else(|| found.first().map(|finding| finding.range.end()));
    ReportItem {
        kind,
        name,
        state: if found.is_empty() { ItemState::Optional } else { ItemState::Missing },
        range: place.map_or(TextRange::default(), TextRange::empty),
        note: note::note(context, found),
        fix,
        rules: rules(found),
        children: Vec::new(),
    }
}

fn rules(found: &[&Finding]) -> Vec<&'static str> {
    let mut rules: Vec<&'static str> = Vec::new();
    for finding in found {
        if !rules.contains(&finding.rule) {
            rules.push(finding.rule);
        }
    }
    rules
}

/// Gives the children of something that is not there its own place, where they have none.
fn place_children(item: &mut ReportItem) {
    let place = TextRange::empty(item.range.start());
    for child in item.children.iter_mut().filter(|child| child.range == TextRange::empty(TextSize::new(0))) {
        child.range = place;
    }
}
