//! A template page compiled into a contract. Never fails: what is wrong with the template is in [`Contract::problems`].
//!
//! `header` reads the front matter, `outline` the headings, `body` what stands below them, `attributes` the comments,
//! `wording` cuts the text that pages shall carry. `infer` writes an ordinary page in the template format first.

mod attributes;
mod body;
mod header;
mod infer;
mod outline;
mod targets;
mod vocabulary;
mod wording;

pub(crate) use infer::written_as_template;
pub use vocabulary::{BLOCK_ATTRIBUTES, HEADER_KEYS, SCHEMA_KEYWORDS, SECTION_ATTRIBUTES, STEP_ATTRIBUTES, Word};

use crate::contract::{Contract, TemplateSource};
use crate::problem::TemplateProblem;
use crate::schema::{SchemaSource, build_schema};
use crate::slug::SlugRule;
pub use attributes::count;
use docent_syntax::{Dialect, FrontMatter, FrontMatterState, Page, YamlEntry};
use std::sync::{Arc, OnceLock};

/// Compiles a template page of a set. An ordinary page may extend one of `bases`, whose keys it has (see [`crate::compile()`]).
pub(crate) fn compile_in_set(
    source: TemplateSource,
    set: &SetContext<'_>,
    bases: &[Arc<Contract>],
    mut resolve_base: impl FnMut(&str) -> Option<Arc<Contract>>,
) -> Contract {
    let page = Page::parse(&source.text, Dialect::EXTENDED);
    if is_template_page(page.front_matter()) {
        return compile_page(source, &page, set, resolve_base);
    }
    let base = base_with_keys_of(&page, bases, &mut resolve_base);
    let written = written_as_template(&source.name, &page, base.as_deref());
    let written_page = Page::parse(&written.text, Dialect::EXTENDED);
    let inferred =
        TemplateSource { name: source.name.clone(), is_file: source.is_file, text: written.text.as_str().into() };
    let mut contract = compile_page(inferred, &written_page, set, resolve_base);
    written.ranges_of_the_original(&mut contract);
    front_matter_problems(page.front_matter(), &mut contract.problems);
    contract.source = Arc::new(source);
    contract
}

/// The fewest keys of a base that an ordinary page must have to extend it.
const MIN_SHARED_KEYS: usize = 3;

/// The base whose keys an ordinary page has: several of those it requires, and few others.
pub(crate) fn base_with_keys_of(
    page: &Page,
    bases: &[Arc<Contract>],
    mut resolve_base: impl FnMut(&str) -> Option<Arc<Contract>>,
) -> Option<Arc<Contract>> {
    let yaml = &page.front_matter().yaml;
    let keys: Vec<&str> = yaml.entries().iter().filter_map(|entry| entry.key.as_str()).collect();
    let mut fitting: Vec<(usize, &Arc<Contract>)> = bases
        .iter()
        .filter_map(|base| {
            let known = |key: &&&str| base.front_matter.key(key);
            let required = keys.iter().filter_map(|key| known(&key)).filter(|key| key.required).count();
            let all = keys.iter().filter(|key| known(key).is_some()).count();
            (required >= MIN_SHARED_KEYS && all * 2 > keys.len()).then_some((all, base))
        })
        .collect();
    // Stable: of equals, the first base counts.
    fitting.sort_by_key(|(shared, _)| std::cmp::Reverse(*shared));
    fitting.into_iter().find_map(|(_, base)| resolve_base(&base.id))
}

/// Whether the page says that it is a template: it has a `docent:` key, as far as its front matter can be read.
pub fn is_template_page(front_matter: &FrontMatter) -> bool {
    if front_matter.yaml.get("docent").is_some() {
        return true;
    }
    front_matter.yaml.error.is_some()
        && front_matter.text.split(['\n', '\r']).any(|line| line.strip_prefix("docent").is_some_and(begins_with_colon))
}

fn begins_with_colon(text: &str) -> bool {
    text.trim_start().starts_with(':')
}

/// What a set adds to its templates. The default is no set.
#[derive(Debug, Default)]
pub(crate) struct SetContext<'s> {
    /// Empty for none.
    pub(crate) name: &'s str,
    pub(crate) slug: Option<&'s Arc<SlugRule>>,
}

fn compile_page(
    source: TemplateSource,
    page: &Page,
    set: &SetContext<'_>,
    resolve_base: impl FnMut(&str) -> Option<Arc<Contract>>,
) -> Contract {
    let mut problems = Vec::new();
    front_matter_problems(page.front_matter(), &mut problems);
    let header = header::read(&source, set.name, page.front_matter(), &mut problems);
    let base = header::resolve(&header, resolve_base, &mut problems);
    // The addresses of a site follow one rule, so a template without one of its own has that of its base.
    let slug = set.slug.or(base.as_deref().map(|base| &base.slug)).cloned().unwrap_or_default();
    let entry = page.front_matter().yaml.get("front-matter");
    let front_matter = build_schema(
        &SchemaSource {
            node: entry.map(|entry: &YamlEntry| &entry.value),
            range: entry.map_or(header.range, |entry| entry.key.range),
            origin: &header.id,
            base: base.as_deref().map(|base| &base.front_matter),
            slug: &slug,
        },
        &mut problems,
    );
    let outline = outline::read(page, &mut problems);
    problems.sort_by_key(|problem| (problem.range.start(), problem.range.end()));
    problems.dedup();
    Contract {
        id: header.id,
        title: header.title,
        extends: base.as_ref().map(|base| base.id.clone()),
        base,
        applies_to: header.applies_to,
        front_matter,
        slug,
        lead: outline.lead,
        lead_guidance: outline.lead_guidance,
        sections: outline.sections,
        closed: header.closed,
        unordered: header.unordered,
        problems,
        instructions: OnceLock::new(),
        source: Arc::new(source),
    }
}

fn front_matter_problems(front_matter: &FrontMatter, problems: &mut Vec<TemplateProblem>) {
    if let Some(error) = &front_matter.yaml.error {
        problems.push(TemplateProblem::syntax(
            error.range,
            format!("the front matter cannot be read further: {}", error.message),
        ));
    }
    let unread = match front_matter.state {
        FrontMatterState::Absent | FrontMatterState::Closed => return,
        FrontMatterState::Unclosed => "the closing `---` of the front matter is missing",
        FrontMatterState::AfterByteOrderMark => "a byte order mark stands before the front matter",
        FrontMatterState::AfterBlankLines => "blank lines stand before the front matter",
        FrontMatterState::LongOpening => "front matter opens with exactly three hyphens",
    };
    problems.push(TemplateProblem::syntax(front_matter.opening, unread));
}
