//! Where the cursor is: decided once, before any provider is asked. Everything that no provider may touch (code, HTML,
//! prose in mid-sentence) is sorted out here.

use super::body_place::body_place;
use super::item::{CompletionOptions, DocumentRole};
use super::line::{Line, on_boundary};
use super::link_place::InLink;
use super::start_place::{Start, start};
use super::yaml_cursor::{YamlCursor, yaml_cursor};
use docent_rules::analysis::line_ending;
use docent_rules::input::CheckInput;
use docent_syntax::{LineEnding, ListItem, Page, TextSize};
use docent_template::{Contract, OutlineAlignment, align_outline};
use std::cell::OnceCell;

pub(super) struct Context<'a> {
    pub(super) input: CheckInput<'a>,
    pub(super) page: &'a Page,
    /// From the site's root, with `/`.
    pub(super) path: &'a str,
    pub(super) contract: Option<&'a Contract>,
    pub(super) options: CompletionOptions<'a>,
    pub(super) ending: LineEnding,
    pub(super) place: Place<'a>,
    /// Where the cursor is, in bytes of the page.
    pub(super) offset: TextSize,
    /// The page as it stands, aligned; computed when the first provider asks.
    outline: OnceCell<OutlineAlignment>,
}

#[derive(Debug)]
pub(super) enum Place<'a> {
    /// The first line of a page without keys: nothing but up to three hyphens.
    Start(Start<'a>),
    FrontMatter(YamlCursor),
    /// A blank line of the body, between blocks.
    Blank(Line<'a>),
    /// A line of `#` and whatever follows.
    Heading(Line<'a>),
    /// A paragraph of one line, the cursor at its end: it may become a heading.
    Words(Line<'a>),
    /// A line that begins a step: `3.`, `3. Not`.
    Number(Line<'a>),
    /// A line in a step that begins with a bullet.
    Bullet {
        line: Line<'a>,
        item: &'a ListItem,
    },
    /// A line that opens a fence; where its marks end.
    Fence {
        line: Line<'a>,
        marks_end: usize,
        closed: bool,
    },
    /// Inside of `<!-- …`: what stands between that and the cursor, and what comes before it.
    Comment(InComment<'a>),
    /// In the destination of a link.
    Link(InLink<'a>),
    /// After `{{` in a template.
    Placeholder {
        line: Line<'a>,
        name_start: usize,
    },
    Nowhere,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct InComment<'a> {
    pub(super) line: Line<'a>,
    /// From the `<!--` to the cursor, without the marks.
    pub(super) content: &'a str,
    /// The segment up to the `<!--`.
    pub(super) before: &'a str,
    /// Whether it goes on to `-->`, here or on a later line.
    pub(super) closed: bool,
}

impl<'a> Context<'a> {
    pub(super) fn new(input: &CheckInput<'a>, offset: TextSize, options: &CompletionOptions<'a>) -> Context<'a> {
        let page = input.page;
        let offset = on_boundary(page, offset.min(page.len()));
        let is_template = options.document == DocumentRole::Template;
        let place = match start(page, offset, is_template) {
            Some(start) => Place::Start(start),
            None => match yaml_cursor(page, offset) {
                Some(cursor) => Place::FrontMatter(cursor),
                None if ends_open_front_matter(page, offset) => Place::Nowhere,
                None => body_place(page, offset, options).unwrap_or(Place::Nowhere),
            },
        };
        Context {
            input: *input,
            page,
            path: input.path,
            contract: input.contract,
            options: *options,
            ending: line_ending(page),
            place,
            offset,
            outline: OnceCell::new(),
        }
    }

    /// The page's sections held against those of `contract`, its template.
    pub(super) fn outline(&self, contract: &Contract) -> &OutlineAlignment {
        self.outline.get_or_init(|| align_outline(contract, self.page))
    }

    /// The templates that may say something about the page: its own, else those that it may come to have, the likeliest
    /// first.
    pub(super) fn contracts(&self) -> Vec<&'a Contract> {
        if let Some(contract) = self.contract {
            return vec![contract];
        }
        if self.options.document == DocumentRole::Template {
            return Vec::new();
        }
        let mut all: Vec<&Contract> = self.options.templates.iter().map(|template| &**template).collect();
        all.sort_by_key(|template| match template.applies_to.iter().any(|entry| matches_path(entry, self.path)) {
            true => 0,
            false if template.sections.is_empty() => 2,
            false => 1,
        });
        all
    }
}

/// Whether the page ends on the cursor's line, within front matter that is not closed.
fn ends_open_front_matter(page: &Page, offset: TextSize) -> bool {
    let front_matter = page.front_matter();
    let is_open = front_matter.is_present() && front_matter.closing.is_none();
    is_open && offset <= front_matter.range.end() && !front_matter.text.ends_with(['\n', '\r'])
}

fn matches_path(entry: &docent_template::AppliesTo, path: &str) -> bool {
    entry.path.as_ref().is_some_and(|patterns| patterns.matches(path))
}
