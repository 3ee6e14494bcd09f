//! Where the cursor is: decided once, before any provider is asked. Everything that no provider may touch (code, HTML,
//! prose in mid-sentence) is sorted out here.

use super::item::{CompletionOptions, DocumentRole};
use super::line::Line;
use super::yaml_cursor::{YamlCursor, yaml_cursor};
use crate::analysis::line_ending;
use crate::check::CheckInput;
use docent_syntax::{Block, BlockKind, Fence, HeadingKind, LineEnding, ListItem, Page, Segment, TextRange, TextSize};
use docent_template::Contract;

pub(super) struct Context<'a> {
    pub(super) page: &'a Page,
    /// From the site's root, with `/`.
    pub(super) path: &'a str,
    pub(super) contract: Option<&'a Contract>,
    pub(super) options: CompletionOptions<'a>,
    pub(super) ending: LineEnding,
    pub(super) place: Place<'a>,
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
    /// After `{{` in a template.
    Placeholder {
        line: Line<'a>,
        name_start: usize,
    },
    Nowhere,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Start<'a> {
    /// The hyphens, or the first letters of a word in an empty page.
    pub(super) typed: &'a str,
    pub(super) line: TextRange,
    /// Nothing else is in the page.
    pub(super) is_empty: bool,
    /// Blank lines before it, which front matter must not have.
    pub(super) blank_lines: Option<TextRange>,
    /// The next line is not blank.
    pub(super) text_follows: bool,
    pub(super) has_ending: bool,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct InComment<'a> {
    pub(super) line: Line<'a>,
    /// From the `<!--` to the cursor, without the marks.
    pub(super) content: &'a str,
    /// The segment up to the `<!--`.
    pub(super) before: &'a str,
    /// Whether the line goes on to `-->`.
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
                None => body_place(page, offset, options).unwrap_or(Place::Nowhere),
            },
        };
        Context {
            page,
            path: input.path,
            contract: input.contract,
            options: *options,
            ending: line_ending(page),
            place,
        }
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

fn matches_path(entry: &docent_template::AppliesTo, path: &str) -> bool {
    entry.path.as_ref().is_some_and(|pattern| pattern.is_match(path))
}

/// A page of so few bytes may be an empty one.
const EMPTY_PAGE: u32 = 4096;

fn start(page: &Page, offset: TextSize, is_template: bool) -> Option<Start<'_>> {
    let front_matter = page.front_matter();
    if front_matter.closing.is_some() && front_matter.content.is_empty() || !front_matter.yaml.entries().is_empty() {
        return None;
    }
    if page.section_at(offset).is_some_and(|section| section.index > 0) {
        return None;
    }
    // What there is of a block is part of the first line here, so that front matter and lead are looked at as one.
    let lead = page.section(0);
    let is_short = page.len() <= TextSize::new(EMPTY_PAGE) && page.section_count() == 1;
    let (text, base) = match front_matter.is_present() {
        false => (&*lead.segment.text, lead.start),
        true if offset <= front_matter.opening.end() => (&*front_matter.text, TextSize::new(0)),
        true => return None,
    };
    let at = super::line::floor(text, usize::from(offset.checked_sub(base)?));
    let before = &text[..at];
    let line_start = before.rfind(['\n', '\r']).map_or(0, |found| found + 1);
    let line_end = text[at..].find(['\n', '\r']).map_or(text.len(), |found| at + found);
    let line = &text[line_start..line_end];
    let rest_is_blank =
        text[line_end..].trim().is_empty() && (!front_matter.is_present() || lead.segment.text.trim().is_empty());
    let is_empty = is_short && text[..line_start].trim().is_empty() && rest_is_blank;
    let typed = line.trim();
    let hyphens = typed.len() <= 3 && typed.bytes().all(|byte| byte == b'-');
    let word = is_empty && !is_template && typed.len() <= 40 && typed.chars().all(char::is_alphanumeric);
    let cursor_at_end = line[..at.saturating_sub(line_start).min(line.len())].trim() == typed;
    if !(line_start == 0 || is_empty)
        || !(hyphens || word)
        || !cursor_at_end
        || line.starts_with([' ', '\t']) && !typed.is_empty()
    {
        return None;
    }
    let range = |start: usize, end: usize| TextRange::new(base + size(start), base + size(end));
    let next = text[line_end..].strip_prefix("\r\n").or_else(|| text[line_end..].strip_prefix(['\n', '\r']));
    let next_line = next.unwrap_or_default().split(['\n', '\r']).next().unwrap_or_default();
    Some(Start {
        typed,
        line: range(line_start, line_end),
        is_empty,
        blank_lines: (line_start > 0).then(|| range(0, line_start)),
        text_follows: !next_line.trim().is_empty(),
        has_ending: next.is_some(),
    })
}

/// `offset`, or the start of the character that it lies in.
fn on_boundary(page: &Page, offset: TextSize) -> TextSize {
    match page.section_at(offset) {
        Some(section) => {
            section.start + size(super::line::floor(&section.segment.text, usize::from(offset - section.start)))
        }
        None => size(super::line::floor(&page.front_matter().text, offset.into())),
    }
}

fn size(n: usize) -> TextSize {
    TextSize::new(n as u32)
}

/// A comment that begins further than this before the cursor is not looked for.
const LONGEST_COMMENT: usize = 4096;

fn body_place<'a>(page: &'a Page, offset: TextSize, options: &CompletionOptions<'_>) -> Option<Place<'a>> {
    let line = Line::at(page, offset)?;
    let segment = line.section.segment;
    let local = offset - line.section.start;
    let surroundings = innermost(segment, local);
    if let Innermost::Fence(fence, range) = surroundings {
        let on_first_line = range.start() >= line.local_start();
        return on_first_line.then(|| fence_place(line, fence)).flatten();
    }
    if matches!(surroundings, Innermost::Code) {
        return None;
    }
    if let Some(comment) = comment_at(line) {
        return Some(Place::Comment(comment));
    }
    if matches!(surroundings, Innermost::Comment) {
        return None;
    }
    if options.document == DocumentRole::Template
        && let Some(open) = line.before().rfind("{{")
        && !line.before()[open..].contains('}')
    {
        return Some(Place::Placeholder { line, name_start: open + 2 });
    }
    if line.text.trim().is_empty() {
        // A blank typed at the start of a line is no question.
        let asked = options.typed != Some(' ');
        return (asked && matches!(surroundings, Innermost::Between | Innermost::Heading))
            .then_some(Place::Blank(line));
    }
    // A bullet without words ends where it ends, before the blank after it.
    let marker = line.local_start() + size(line.text.len() - line.text.trim_start().len());
    if is_bullet(line)
        && let Innermost::Item(item) = innermost(segment, marker)
        && item.number.is_some()
        && item.range.start() < line.local_start()
    {
        return Some(Place::Bullet { line, item });
    }
    let indent = line.text.len() - line.text.trim_start_matches(' ').len();
    let content = &line.text[indent..];
    if indent > 3 || line.cursor < indent {
        return None;
    }
    let begins_here = |range: TextRange| range.start() >= line.local_start();
    match surroundings {
        Innermost::Heading => heading_place(line),
        Innermost::Paragraph(range) if begins_here(range) && content.starts_with('#') => heading_place(line),
        Innermost::Paragraph(range) if begins_here(range) => {
            let one_line = usize::from(range.end() - line.local_start()) <= line.text.len();
            let at_end = line.rest().trim().is_empty() && !line.before().ends_with(' ');
            match is_step_number(content) {
                true => Some(Place::Number(line)),
                false => (one_line && at_end).then_some(Place::Words(line)),
            }
        }
        Innermost::Item(item) if begins_here(item.range) && is_step_number(content) => Some(Place::Number(line)),
        _ => None,
    }
}

/// What the cursor is in, or after.
enum Innermost<'a> {
    /// Between top-level blocks.
    Between,
    Heading,
    /// A top-level paragraph.
    Paragraph(TextRange),
    /// An item of a top-level list, and in it not in code.
    Item(&'a ListItem),
    Fence(&'a Fence, TextRange),
    /// A comment, or a line that begins with one.
    Comment,
    /// Code, HTML, Liquid, tables, quotations: nothing is offered.
    Code,
}

fn innermost(segment: &Segment, at: TextSize) -> Innermost<'_> {
    if let Some(heading) = &segment.heading
        && at <= heading.range.end()
    {
        return if heading.kind == HeadingKind::Atx { Innermost::Heading } else { Innermost::Code };
    }
    let mut blocks = &segment.blocks;
    let mut outer: Option<&ListItem> = None;
    // One level deeper at each turn; the parser bounds how many there are.
    loop {
        let Some(block) = last_before(blocks, at, |block| block.range) else {
            return outer.map_or(Innermost::Between, Innermost::Item);
        };
        let inside = at <= block.range.end();
        match &block.kind {
            BlockKind::Fence(fence) if inside || !fence.closed => return Innermost::Fence(fence, block.range),
            BlockKind::List(list) => {
                let Some(item) = last_before(&list.items, at, |item| item.range) else { return Innermost::Code };
                if at <= item.range.end() {
                    outer.get_or_insert(item);
                } else if !ends_in_open_fence(item) {
                    return outer.map_or(Innermost::Between, Innermost::Item);
                }
                blocks = &item.blocks;
            }
            BlockKind::Html | BlockKind::Comment(_) if !inside => {
                return match is_open_html(segment, block) {
                    true if is_comment(segment, block) => Innermost::Comment,
                    true => Innermost::Code,
                    false => outer.map_or(Innermost::Between, Innermost::Item),
                };
            }
            _ if !inside => return outer.map_or(Innermost::Between, Innermost::Item),
            BlockKind::Paragraph(_) => return outer.map_or(Innermost::Paragraph(block.range), Innermost::Item),
            // What is asked inside a comment is seen by its text.
            BlockKind::Comment(_) | BlockKind::Html => {
                return if is_comment(segment, block) { Innermost::Comment } else { Innermost::Code };
            }
            _ => return Innermost::Code,
        }
    }
}

/// The last of what begins at or before `at`. Things stand in their order.
fn last_before<T>(things: &[T], at: TextSize, range: impl Fn(&T) -> TextRange) -> Option<&T> {
    let after = things.partition_point(|thing| range(thing).start() <= at);
    after.checked_sub(1).and_then(|index| things.get(index))
}

fn ends_in_open_fence(item: &ListItem) -> bool {
    item.blocks.last().is_some_and(|block| matches!(&block.kind, BlockKind::Fence(fence) if !fence.closed))
}

fn source<'s>(segment: &'s Segment, block: &Block) -> &'s str {
    segment.text.get(std::ops::Range::<usize>::from(block.range)).unwrap_or_default()
}

fn is_comment(segment: &Segment, block: &Block) -> bool {
    source(segment, block).starts_with("<!--")
}

/// Whether a block goes on to the end of the page because what closes it is missing.
fn is_open_html(segment: &Segment, block: &Block) -> bool {
    let source = source(segment, block);
    let lower = source.get(..source.len().min(16)).unwrap_or_default().to_ascii_lowercase();
    let raw = ["<script", "<pre", "<style", "<textarea"].iter().any(|tag| lower.starts_with(tag));
    raw && !source.contains("</") || source.starts_with("<!--") && !source.contains("-->")
}

fn heading_place(line: Line<'_>) -> Option<Place<'_>> {
    let content = line.text.trim_start_matches(' ');
    let marks = content.bytes().take_while(|&byte| byte == b'#').count();
    let marks_end = line.text.len() - content.len() + marks;
    ((1..=6).contains(&marks) && line.cursor >= marks_end).then_some(Place::Heading(line))
}

fn fence_place<'a>(line: Line<'a>, fence: &Fence) -> Option<Place<'a>> {
    // In a list item or quotation, its marks come first.
    let marks = line.text.find(['`', '~'])?;
    let mark = line.text[marks..].chars().next()?;
    let marks_end = line.text.len() - line.text[marks..].trim_start_matches(mark).len();
    let word = |text: &str| text.trim().chars().all(|c| c.is_alphanumeric() || "+-_#.".contains(c));
    let typed = line.before().get(marks_end..)?;
    (word(typed) && !typed.ends_with(' ')).then_some(Place::Fence { line, marks_end, closed: fence.closed })
}

fn comment_at(line: Line<'_>) -> Option<InComment<'_>> {
    let text = &*line.section.segment.text;
    let cursor = usize::from(line.local_start()) + line.cursor;
    let from = super::line::floor(text, cursor.saturating_sub(LONGEST_COMMENT));
    let open = from + text[from..cursor].rfind("<!--")?;
    let content = &text[open + 4..cursor];
    let closed = line.rest().contains("-->");
    (!content.contains("-->")).then(|| InComment { line, content, before: &text[..open], closed })
}

/// `* Fol`, indented, with the cursor at its end.
fn is_bullet(line: Line<'_>) -> bool {
    let content = line.text.trim_start();
    let after = content.strip_prefix(['*', '-', '+']);
    let begins = after.is_some_and(|after| after.is_empty() || after.starts_with(' '));
    begins && content.len() < line.text.len() && line.rest().trim().is_empty() && !line.before().trim().is_empty()
}

/// `3`, `3.`, `3. Not`: a number, and what follows it after a blank.
fn is_step_number(content: &str) -> bool {
    let digits = content.bytes().take_while(u8::is_ascii_digit).count();
    let rest = &content[digits..];
    let after = rest.strip_prefix(['.', ')']).unwrap_or(if rest.is_empty() { "" } else { "x" });
    (1..=9).contains(&digits) && (after.is_empty() || after.starts_with(' '))
}
