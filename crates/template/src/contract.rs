//! The compiled form of a template page. Ranges are bytes of the template's own text ([`TemplateSource::text`]).

use crate::applies::AppliesTo;
use crate::normalize::wording_key;
use crate::problem::TemplateProblem;
use crate::schema::{FrontMatterSchema, KeySpec};
use crate::slug::SlugRule;
use docent_syntax::{Dialect, Page, TextRange};
use std::collections::HashSet;
use std::sync::{Arc, OnceLock};

/// A template page as it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateSource {
    /// What to call it in messages: a path with `/`, or `set/template` for an embedded one.
    pub name: Box<str>,
    /// Whether `name` is a file's path.
    pub is_file: bool,
    pub text: Box<str>,
}

/// A template, compiled. Sections stand in the order of the template (parents before their children).
#[derive(Debug)]
pub struct Contract {
    /// With its set where it is of an embedded one: `set/template`.
    pub id: Box<str>,
    /// What authors call a page of this kind: "API overview".
    pub title: Box<str>,
    pub source: Arc<TemplateSource>,
    /// The id of the base, as resolved.
    pub extends: Option<Box<str>>,
    /// The base itself: keys that it describes point into its text.
    pub base: Option<Arc<Contract>>,
    pub applies_to: Vec<AppliesTo>,
    pub front_matter: FrontMatterSchema,
    /// How values become parts of addresses and names of files.
    pub slug: Arc<SlugRule>,
    /// What the text before the first heading must carry.
    pub lead: Vec<CannedBlock>,
    pub lead_guidance: Option<Box<str>>,
    pub sections: Vec<SectionSpec>,
    /// No top-level sections besides those named.
    pub closed: bool,
    /// Top-level sections may come in any order.
    pub unordered: bool,
    /// What is wrong with the template itself.
    pub problems: Vec<TemplateProblem>,
    /// See [`Contract::instructions`].
    pub(crate) instructions: OnceLock<Instructions>,
}

/// A section that the template names.
#[derive(Debug, Clone, PartialEq)]
pub struct SectionSpec {
    pub title: Box<str>,
    /// 1 to 6.
    pub level: u8,
    /// Index of the section it lies in.
    pub parent: Option<usize>,
    /// Other accepted titles; `*` stands for any text.
    pub aliases: Vec<Box<str>>,
    pub optional: bool,
    /// How often it may stand in a page; `1..=1` where the template says nothing, `0..=1` for an optional one.
    pub repeat: Count,
    /// The author names it; the title here is an example.
    pub any_heading: bool,
    /// Its child sections may come in any order.
    pub unordered: bool,
    /// No child sections besides those named.
    pub closed: bool,
    /// How many items its top-level lists have together.
    pub items: Option<Count>,
    /// How many words its own text has, headings and code left out.
    pub words: Option<Count>,
    /// A fence in this language must stand in it.
    pub code: Option<Box<str>>,
    /// It may begin with its list or its subsections, without the canned paragraph before them.
    pub optional_lead: bool,
    pub guidance: Option<Box<str>>,
    pub blocks: Vec<CannedBlock>,
    /// The heading in the template.
    pub range: TextRange,
}

/// A number of things, both ends included; no upper end means any number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Count {
    pub min: u32,
    pub max: Option<u32>,
}

impl Count {
    pub const ONE: Count = Count { min: 1, max: Some(1) };
    pub const ZERO_OR_ONE: Count = Count { min: 0, max: Some(1) };

    pub fn contains(self, n: u32) -> bool {
        n >= self.min && self.max.is_none_or(|max| n <= max)
    }
}

/// "2 to 3", "at least 2", "at most 3", "exactly 2".
impl std::fmt::Display for Count {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match (self.min, self.max) {
            (min, None) => write!(f, "at least {min}"),
            (min, Some(max)) if min == max => write!(f, "exactly {min}"),
            (0, Some(max)) => write!(f, "at most {max}"),
            (min, Some(max)) => write!(f, "{min} to {max}"),
        }
    }
}

/// Text of the template that a page is expected to carry.
#[derive(Debug, Clone, PartialEq)]
pub struct CannedBlock {
    pub kind: CannedKind,
    pub optional: bool,
    /// The wording counts letter by letter (white space aside); otherwise a departure is only information.
    pub verbatim: bool,
    pub range: TextRange,
}

#[derive(Debug, Clone, PartialEq)]
pub enum CannedKind {
    Paragraph(CannedText),
    /// A numbered list: its items are steps.
    Steps(CannedList),
    /// A list with bullets; items are compared as steps are, numbers aside.
    Bullets(CannedList),
    /// A fence or anything else that is inserted as it stands and not compared.
    Source(Box<str>),
}

#[derive(Debug, Clone, PartialEq)]
pub struct CannedList {
    pub steps: Vec<CannedStep>,
    /// One of the items is enough.
    pub any_of: bool,
    /// No blank lines between its items.
    pub tight: bool,
}

/// One item of a canned list.
#[derive(Debug, Clone, PartialEq)]
pub struct CannedStep {
    /// 1 for the first.
    pub number: u32,
    pub text: CannedText,
    /// A list below the step.
    pub children: Option<CannedList>,
    pub optional: bool,
    /// Stands for any further steps the author adds (the seed's "any other steps … include them here").
    pub open: bool,
    pub verbatim: bool,
    /// The item's whole source, dedented as if its marker stood at column 0, LF line endings, comments and directives
    /// removed: marker and all, ready to insert.
    pub source: Box<str>,
    /// In the template, from the marker on.
    pub range: TextRange,
}

/// A canned wording and its accepted variants.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CannedText {
    /// The Markdown, as it is inserted; placeholders as `{{name}}`.
    pub source: Box<str>,
    /// What a reader sees (see `docent_syntax::Prose::text`), placeholders as `{{name}}`.
    pub text: Box<str>,
    pub bold_lead: Option<Box<str>>,
    /// The destination of its first link.
    pub first_link: Option<Box<str>>,
    /// Other accepted wordings.
    pub variants: Vec<CannedText>,
    /// Names of the placeholders in it, in order.
    pub placeholders: Vec<Box<str>>,
}

/// The paragraphs of a template's guidance, for telling whether a page still carries one of them.
#[derive(Debug, Default)]
pub struct Instructions {
    first_words: HashSet<String>,
    paragraphs: HashSet<String>,
}

impl Instructions {
    /// Whether a paragraph (see `docent_syntax::Prose::text`) is one of the guidance, word for word.
    pub fn contain(&self, text: &str) -> bool {
        // The first word rules out nearly every paragraph, which saves the other comparison.
        let first_word = text.split_whitespace().next().unwrap_or("");
        self.first_words.contains(&*wording_key(first_word)) && self.paragraphs.contains(&*wording_key(text))
    }

    pub fn is_empty(&self) -> bool {
        self.paragraphs.is_empty()
    }

    fn of(guidance: &[&str]) -> Instructions {
        let mut instructions = Instructions::default();
        for guidance in guidance {
            let page = Page::parse(guidance, Dialect::EXTENDED);
            let blocks = page.sections().flat_map(|section| section.segment.blocks.iter());
            for text in blocks.filter_map(|block| block.paragraph()).map(|prose| &prose.text) {
                let first_word = text.split_whitespace().next().unwrap_or("");
                instructions.first_words.insert(wording_key(first_word));
                instructions.paragraphs.insert(wording_key(text));
            }
        }
        instructions
    }
}

impl Contract {
    /// All guidance of the template, cut into paragraphs.
    pub fn instructions(&self) -> &Instructions {
        self.instructions.get_or_init(|| {
            let sections = self.sections.iter().filter_map(|spec| spec.guidance.as_deref());
            Instructions::of(&self.lead_guidance.as_deref().into_iter().chain(sections).collect::<Vec<_>>())
        })
    }

    /// The text that [`KeySpec::range`] is a range of: of this template, or of the base that describes the key.
    pub fn source_of_key(&self, key: &KeySpec) -> Option<&Arc<TemplateSource>> {
        let mut contract = self;
        while contract.id != key.origin {
            contract = contract.base.as_deref()?;
        }
        Some(&contract.source)
    }

    /// The section specs directly below `parent` (`None`: at the top), as indices.
    pub fn children(&self, parent: Option<usize>) -> impl Iterator<Item = usize> + '_ {
        self.sections.iter().enumerate().filter(move |(_, spec)| spec.parent == parent).map(|(index, _)| index)
    }
}
