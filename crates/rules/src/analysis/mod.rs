//! What several rules read about one page, computed once: the front matter's violations, the aligned outline, the
//! aligned steps.

pub mod anchors;
pub mod claims;
pub mod links;
pub mod outline;
pub mod section;
pub mod steps;

use crate::input::{CheckInput, RuleSettings, SiteView};
use crate::suppression::Suppressions;
use docent_site::index::{PageFacts, front_matter_facts};
use docent_syntax::{LineEnding, Page, TextRange, YamlSchema};
use docent_template::{Contract, SchemaViolation};
use outline::AlignedOutline;
use std::cell::OnceCell;
use std::sync::Arc;
use steps::{Steps, steps_of};

pub struct Analysis<'a> {
    pub page: &'a Page,
    /// From the site's root, with `/`.
    pub path: &'a str,
    pub site: Option<SiteView<'a>>,
    pub settings: &'a RuleSettings,
    /// How the page's generator reads YAML.
    pub yaml: YamlSchema,
    pub template: Option<TemplateAnalysis<'a>>,
    pub suppressions: Suppressions,
    line_ending: LineEnding,
    front_matter_facts: OnceCell<PageFacts>,
}

/// The page held against its template.
pub struct TemplateAnalysis<'a> {
    pub contract: &'a Contract,
    /// How the page's generator reads YAML.
    pub yaml: YamlSchema,
    /// What the schema finds in the front matter; empty for a page that has none.
    pub violations: Arc<Vec<SchemaViolation>>,
    pub outline: Arc<AlignedOutline>,
}

impl<'a> Analysis<'a> {
    /// All of it from scratch, for one question about a page.
    pub fn new(input: &CheckInput<'a>) -> Analysis<'a> {
        let violations = Arc::new(violations(input));
        let template = input.contract.map(|contract| (contract, Arc::new(AlignedOutline::of(contract, input.page))));
        Analysis::of_parts(input, template, violations, Suppressions::of(input.page), line_ending(input.page))
    }

    pub fn of_parts(
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
            settings: input.settings,
            yaml: input.yaml,
            template,
            suppressions,
            line_ending,
            front_matter_facts: OnceCell::new(),
        }
    }

    /// What the front matter, as it is now, tells the site's index; read once for all rules. `None` where nothing is known of a site.
    pub fn front_matter_facts(&self) -> Option<&PageFacts> {
        let model = self.site?.index.model();
        let read = || front_matter_facts(self.page.front_matter(), self.path, model);
        Some(self.front_matter_facts.get_or_init(read))
    }

    /// How new lines in this page end.
    pub fn line_ending(&self) -> LineEnding {
        self.line_ending
    }
}

impl<'a> TemplateAnalysis<'a> {
    /// One for each canned list that the page's sections are expected to carry, in order.
    pub fn all_steps(&self, page: &'a Page) -> Vec<Steps<'a>> {
        page.sections().filter_map(|section| steps_of(self.contract, &self.outline, section)).collect()
    }
}

/// What the schema finds in the front matter; nothing in a page that has none.
pub fn violations(input: &CheckInput<'_>) -> Vec<SchemaViolation> {
    let front_matter = input.page.front_matter();
    match input.contract {
        Some(contract) if front_matter.is_present() => contract.front_matter.violations(&front_matter.yaml, input.yaml),
        _ => Vec::new(),
    }
}

/// The ending of the page's first line that has one.
pub fn line_ending(page: &Page) -> LineEnding {
    let front_matter = &*page.front_matter().text;
    if front_matter.contains(['\n', '\r']) {
        return LineEnding::of(front_matter);
    }
    page.sections()
        .map(|section| &*section.segment.text)
        .find(|text| text.contains(['\n', '\r']))
        .map_or(LineEnding::Lf, LineEnding::of)
}

/// The text of `range`; `None` where it spans several sections.
pub fn text_of(page: &Page, range: TextRange) -> Option<&str> {
    match page.section_at(range.start()) {
        Some(section) => section.segment.text.get(std::ops::Range::<usize>::from(range - section.start)),
        None => page.front_matter().text.get(std::ops::Range::<usize>::from(range)),
    }
}

/// `range` up to the end of its first line.
pub fn first_line(text: &str, range: TextRange) -> TextRange {
    let Some(source) = text.get(std::ops::Range::<usize>::from(range)) else { return range };
    let line = source.split(['\n', '\r']).next().unwrap_or(source).trim_end();
    TextRange::at(range.start(), docent_syntax::TextSize::of(line))
}
