//! What several rules read about one page, computed once: the front matter's violations, the aligned outline, the
//! aligned steps.

use crate::aligned_outline::AlignedOutline;
use crate::check::{CheckInput, SiteView};
use crate::suppression::Suppressions;
use docent_site::index::{PageFacts, front_matter_facts};
use docent_syntax::{LineEnding, ListItem, Page, SectionRef, TextRange, YamlSchema};
use docent_template::{
    CannedKind, CannedList, Contract, OutlineAlignment, SchemaViolation, SectionSpec, StepAlignment, align_steps,
};
use std::cell::OnceCell;
use std::sync::Arc;

pub(crate) struct Analysis<'a> {
    pub(crate) page: &'a Page,
    /// From the site's root, with `/`.
    pub(crate) path: &'a str,
    pub(crate) site: Option<SiteView<'a>>,
    /// How the page's generator reads YAML.
    pub(crate) yaml: YamlSchema,
    pub(crate) template: Option<TemplateAnalysis<'a>>,
    pub(crate) suppressions: Suppressions,
    line_ending: LineEnding,
    front_matter_facts: OnceCell<PageFacts>,
}

/// The page held against its template.
pub(crate) struct TemplateAnalysis<'a> {
    pub(crate) contract: &'a Contract,
    /// How the page's generator reads YAML.
    pub(crate) yaml: YamlSchema,
    /// What the schema finds in the front matter; empty for a page that has none.
    pub(crate) violations: Arc<Vec<SchemaViolation>>,
    pub(crate) outline: Arc<AlignedOutline>,
}

/// A section's list items held against the canned list of its template section.
pub(crate) struct Steps<'a> {
    pub(crate) section: SectionRef<'a>,
    pub(crate) spec: &'a SectionSpec,
    pub(crate) list: &'a CannedList,
    /// The items of all top-level numbered lists of the section, in order.
    pub(crate) items: Vec<&'a ListItem>,
    pub(crate) alignment: StepAlignment,
}

impl<'a> Analysis<'a> {
    /// All of it from scratch, for one question about a page.
    pub(crate) fn new(input: &CheckInput<'a>) -> Analysis<'a> {
        let violations = Arc::new(violations(input));
        let template = input.contract.map(|contract| (contract, Arc::new(AlignedOutline::of(contract, input.page))));
        Analysis::of_parts(input, template, violations, Suppressions::of(input.page), line_ending(input.page))
    }

    pub(crate) fn of_parts(
        input: &CheckInput<'a>,
        template: Option<(&'a Contract, Arc<AlignedOutline>)>,
        violations: Arc<Vec<SchemaViolation>>,
        suppressions: Suppressions,
        line_ending: LineEnding,
    ) -> Analysis<'a> {
        let page = input.page;
        let template =
            template.map(|(contract, outline)| TemplateAnalysis { contract, yaml: input.yaml, violations, outline });
        Analysis {
            page,
            path: input.path,
            site: input.site,
            yaml: input.yaml,
            template,
            suppressions,
            line_ending,
            front_matter_facts: OnceCell::new(),
        }
    }

    /// What the front matter, as it is now, tells the site's index; read once for all rules. `None` where nothing is known of a site.
    pub(crate) fn front_matter_facts(&self) -> Option<&PageFacts> {
        let model = self.site?.index.model();
        let read = || front_matter_facts(self.page.front_matter(), self.path, model);
        Some(self.front_matter_facts.get_or_init(read))
    }

    /// How new lines in this page end.
    pub(crate) fn line_ending(&self) -> LineEnding {
        self.line_ending
    }
}

impl<'a> TemplateAnalysis<'a> {
    /// One for each canned list that the page's sections are expected to carry, in order.
    pub(crate) fn all_steps(&self, page: &'a Page) -> Vec<Steps<'a>> {
        page.sections().filter_map(|section| steps_of(self.contract, &self.outline, section)).collect()
    }
}

/// What the schema finds in the front matter; nothing in a page that has none.
pub(crate) fn violations(input: &CheckInput<'_>) -> Vec<SchemaViolation> {
    let front_matter = input.page.front_matter();
    match input.contract {
        Some(contract) if front_matter.is_present() => contract.front_matter.violations(&front_matter.yaml, input.yaml),
        _ => Vec::new(),
    }
}

/// The ending of the page's first line that has one.
pub(crate) fn line_ending(page: &Page) -> LineEnding {
    let front_matter = &*page.front_matter().text;
    if front_matter.contains(['\n', '\r']) {
        return LineEnding::of(front_matter);
    }
    page.sections()
        .map(|section| &*section.segment.text)
        .find(|text| text.contains(['\n', '\r']))
        .map_or(LineEnding::Lf, LineEnding::of)
}

/// The steps of one section, where its template section carries any.
pub(crate) fn steps_of<'a>(
    contract: &'a Contract,
    outline: &OutlineAlignment,
    section: SectionRef<'a>,
) -> Option<Steps<'a>> {
    let found = outline.sections.get(section.index).copied().flatten()?;
    steps_of_section(contract.sections.get(found.spec)?, section)
}

/// The steps of a section that stands for `spec`, where that one carries any.
pub(crate) fn steps_of_section<'a>(spec: &'a SectionSpec, section: SectionRef<'a>) -> Option<Steps<'a>> {
    let list = canned_steps(spec)?;
    let items: Vec<&ListItem> = section.segment.ordered_items().collect();
    let alignment = align_steps(list, section.segment, &items);
    Some(Steps { section, spec, list, items, alignment })
}

/// The numbered list a section of the template carries; the first one, if it has several.
pub(crate) fn canned_steps(spec: &SectionSpec) -> Option<&CannedList> {
    spec.blocks.iter().find_map(|block| match &block.kind {
        CannedKind::Steps(list) => Some(list),
        _ => None,
    })
}

impl Steps<'_> {
    /// The line of a step that a finding about the step as a whole points to: marker and first paragraph, on one line.
    pub(crate) fn head(&self, item: usize) -> TextRange {
        let Some(item) = self.items.get(item) else { return self.section.range() };
        self.section.absolute(first_line(&self.section.segment.text, item.range))
    }
}

/// `range` up to the end of its first line.
pub(crate) fn first_line(text: &str, range: TextRange) -> TextRange {
    let Some(source) = text.get(std::ops::Range::<usize>::from(range)) else { return range };
    let line = source.split(['\n', '\r']).next().unwrap_or(source).trim_end();
    TextRange::at(range.start(), docent_syntax::TextSize::of(line))
}
