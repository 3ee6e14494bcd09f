//! The kinds of places that completion knows. Decides nothing.

use super::line::Line;
use super::link_place::InLink;
use super::start_place::Start;
use super::yaml_cursor::YamlCursor;
use docent_syntax::ListItem;

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
