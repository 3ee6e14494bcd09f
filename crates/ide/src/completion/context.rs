//! Where the cursor is: decided once, before any provider runs. Everything that no provider may touch (code, HTML,
//! prose in mid-sentence) is sorted out here.

use super::body_place::body_place;
use super::item::{CompletionOptions, DocumentRole};
use super::line::on_boundary;
use super::place::Place;
use super::start_place::start;
use super::yaml_cursor::yaml_cursor;
use docent_rules::analysis::line_ending;
use docent_rules::input::CheckInput;
use docent_syntax::{LineEnding, Page, TextSize};
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
