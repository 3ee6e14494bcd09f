//! The parser's events, put together to blocks. Knows no pages: the caller of [`build`] says where a segment ends.

use super::definitions::{Labels, definitions};
use super::html::{self, Token};
use super::id_text::IdText;
use super::inline::{Collected, Leaf, attribute_list, comment_content};
use super::kramdown::attributes::id_of_list;
use super::kramdown::heading::Standing;
use super::liquid::open::is_open;
use super::mask::is_atx;
use super::source::{PieceKind, Source};
use super::{Block, BlockKind, Fence, Heading, List, ListItem, Prose, Reader, ReferenceDefinition, heading, kramdown};
use crate::dialect::{BlockRules, HeadingIds, Templating};
use crate::{Anchor, AnchorKind, Dialect, text};
use pulldown_cmark::{BrokenLink, CowStr, Event, Options, Parser, Tag, TagEnd};
use std::cell::RefCell;
use std::ops::Range;
use text_size::TextRange;

/// Lists, quotations and footnotes nested deeper than this are not kept: trees are walked and dropped by recursion.
const DEPTH: usize = 48;

/// Attribute lists below each other that are looked at together.
const LISTS_OF_ONE_BLOCK: usize = 16;

/// What was found up to the next top-level heading.
pub(super) struct Built {
    pub(super) heading: Option<Heading>,
    pub(super) blocks: Vec<Block>,
    pub(super) collected: Collected,
    pub(super) definitions: Vec<ReferenceDefinition>,
    pub(super) open: bool,
    /// Where the line of the next top-level heading begins.
    pub(super) next_heading: Option<usize>,
    /// All labels that were looked up, normalized.
    pub(super) looked_up: Vec<String>,
}

pub(super) fn options() -> Options {
    Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS
}

/// Room for what is not complete yet; see [`super::step::Scratch`].
#[derive(Default)]
pub(super) struct Stacks {
    frames: Vec<Frame>,
    /// The blocks of all open frames, one frame's after another's.
    blocks: Vec<Block>,
    /// The items of all open lists, likewise.
    items: Vec<ListItem>,
    collected: Collected,
    leaf: Leaf,
}

impl Stacks {
    fn clear(&mut self) {
        self.frames.clear();
        self.blocks.clear();
        self.items.clear();
        self.collected.clear();
    }
}

/// Builds blocks up to the next top-level heading. With `own_heading`, one at the very start is the segment's own.
pub(super) fn build(source: Source<'_>, own_heading: bool, reader: Reader<'_>, stacks: &mut Stacks) -> Built {
    let Reader { dialect, labels } = reader;
    let has_kramdown_blocks = dialect.blocks == BlockRules::Kramdown;
    stacks.clear();
    let looked_up = RefCell::new(Vec::new());
    let callback = |link: BrokenLink<'_>| {
        if link.reference.starts_with('^') {
            return None;
        }
        let label = super::definitions::normalize(&link.reference);
        let known = labels.normalized(&label).is_some();
        looked_up.borrow_mut().push(label);
        known.then_some((CowStr::Borrowed(""), CowStr::Borrowed("")))
    };
    let mut events = Parser::new_with_broken_link_callback(source.masked, options(), Some(callback)).into_offset_iter();
    let mut builder = Builder {
        source,
        dialect,
        labels,
        stacks,
        heading: None,
        own_heading,
        id_text: None,
        in_leaf: false,
        code_end: None,
        in_html: false,
        local_labels: Vec::new(),
    };
    let mut next_heading = None;
    for (event, range) in events.by_ref() {
        if let (Event::Start(Tag::Heading { .. }), true) = (&event, builder.stacks.frames.is_empty()) {
            next_heading = builder.boundary(&range);
            if next_heading.is_some() {
                break;
            }
        }
        if let (Event::Start(Tag::HtmlBlock), true) = (&event, has_kramdown_blocks && builder.stacks.frames.is_empty())
        {
            next_heading = kramdown::html::heading_below(source.masked(range.clone())).map(|line| range.start + line);
            if let Some(line) = next_heading {
                builder.html_block(range.start..line);
                break;
            }
        }
        builder.event(&event, range);
    }
    let end = next_heading.unwrap_or(source.text.len());
    let definitions = definitions(&source, events.reference_definitions(), end);
    drop(events);
    let Builder { heading, local_labels, .. } = builder;
    // What has grown in the common room is copied into memory of its own length.
    let mut blocks: Vec<Block> = stacks.blocks.drain(..).collect();
    let mut collected = stacks.collected.take();
    collected.anchors.sort_by_key(|anchor| anchor.element.start());
    let open = dialect.templating == Templating::Liquid && is_open(&source, end, heading.as_ref(), &blocks);
    if !definitions.is_empty() {
        add_definitions(&mut blocks, &definitions);
    }
    let mut looked_up = looked_up.into_inner();
    looked_up.extend(local_labels);
    Built { heading, blocks, collected, definitions, open, next_heading, looked_up }
}

/// Definitions between the blocks become blocks; those inside a list or a quotation do not.
fn add_definitions(blocks: &mut Vec<Block>, definitions: &[ReferenceDefinition]) {
    let outside: Vec<_> = definitions
        .iter()
        .filter(|definition| {
            let after = blocks.partition_point(|block| block.range.start() <= definition.range.start());
            let inside = |before: usize| blocks[before].range.contains(definition.range.start());
            !after.checked_sub(1).is_some_and(inside)
        })
        .map(|definition| Block { range: definition.range, kind: BlockKind::Definition })
        .collect();
    blocks.extend(outside);
    blocks.sort_by_key(|block| block.range.start());
}

fn anchor_of(heading: &Heading, scheme: HeadingIds, id_text: &str) -> Anchor {
    let element = heading.range;
    match &heading.id {
        Some((id, range)) => Anchor { id: id.clone(), range: *range, element, kind: AnchorKind::Heading },
        None => Anchor { id: scheme.of_title(id_text), range: heading.content, element, kind: AnchorKind::Title },
    }
}

/// kramdown gives what stands before it the id of an attribute list, if no blank line is between them.
fn adjoins(before: TextRange, after: TextRange, source: &Source<'_>) -> bool {
    let between = source.original(before.end().into()..after.start().into());
    between.trim().is_empty() && text::lines(between).count() == 1
}

enum FrameKind {
    Quote,
    Footnote,
    List { ordered: bool, loose: bool, items_from: usize },
    Item { loose: bool },
}

/// A container that is open.
struct Frame {
    kind: FrameKind,
    range: Range<usize>,
    /// Where its blocks begin among those of all frames.
    blocks_from: usize,
}

struct Builder<'b> {
    source: Source<'b>,
    dialect: Dialect,
    labels: &'b Labels,
    stacks: &'b mut Stacks,
    heading: Option<Heading>,
    own_heading: bool,
    /// What the id of the heading that is open will be made of.
    id_text: Option<IdText>,
    /// Whether a leaf is open.
    in_leaf: bool,
    /// Where the last line of the code block ends that is open.
    code_end: Option<usize>,
    in_html: bool,
    local_labels: Vec<String>,
}

impl Builder<'_> {
    /// The start of the heading's line, if the heading begins another segment.
    fn boundary(&self, range: &Range<usize>) -> Option<usize> {
        let masked = self.source.masked;
        let start = self.source.trim_start_blanks(range.clone()).start;
        let line = masked[..start].rfind('\n').map_or(0, |n| n + 1);
        let indentation = &masked[line..start];
        if indentation.len() > 3 || !indentation.bytes().all(|b| b == b' ') || (self.own_heading && line == 0) {
            return None;
        }
        // Under a definition, a paragraph may begin with what is no paragraph at the start of a text; such a heading
        // could not be parsed by itself.
        let after_text = masked[..line].lines().next_back().is_some_and(|line| !line.trim().is_empty());
        if after_text && !is_atx(masked[start..].lines().next().unwrap_or("")) {
            let alone = masked.get(line..range.end)?;
            let first = Parser::new_ext(alone, options()).next();
            if !matches!(first, Some(Event::Start(Tag::Heading { .. }))) {
                return None;
            }
        }
        Some(line)
    }

    fn event(&mut self, event: &Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) if is_inline(tag) => {
                if let Tag::Link { id, .. } | Tag::Image { id, .. } = tag
                    && !id.is_empty()
                {
                    self.local_labels.push(super::definitions::normalize(id));
                }
                self.inline(event, range);
            }
            Event::End(tag) if is_inline_end(*tag) => self.inline(event, range),
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(*tag, range),
            Event::Rule => {
                self.close_tight_text();
                self.add(range, BlockKind::ThematicBreak);
            }
            Event::Html(_) => {}
            _ if self.in_html => {}
            Event::Text(_) if self.code_end.is_some() => self.code_end = Some(range.end),
            _ => self.inline(event, range),
        }
    }

    fn inline(&mut self, event: &Event<'_>, range: Range<usize>) {
        if !self.in_leaf {
            self.begin_leaf(range.start);
        }
        if let Some(id_text) = &mut self.id_text {
            id_text.event(event, range.clone(), &self.source);
        }
        let Stacks { leaf, collected, .. } = &mut *self.stacks;
        leaf.event(event, range, &self.source, Reader { dialect: self.dialect, labels: self.labels }, collected);
    }

    /// Where the lines of the innermost block begin; not known in quotations, and where tabs indent.
    fn column(&self) -> Option<usize> {
        let Some(Frame { kind: FrameKind::Item { .. }, range, .. }) = self.stacks.frames.last() else {
            return self.stacks.frames.is_empty().then_some(0);
        };
        let before = self.source.masked(0..range.start);
        let indentation = before.len() - before.rfind('\n').map_or(0, |at| at + 1);
        let item = self.source.masked(range.clone());
        let (start, length) = list_marker(item)?;
        let after = item.get(start + length..)?;
        let blanks = after.len() - after.trim_start_matches(' ').len();
        Some(indentation + start + length + blanks)
    }

    fn begin_leaf(&mut self, start: usize) {
        self.in_leaf = true;
        self.stacks.leaf.begin(start, &self.stacks.collected);
    }

    /// What the leaf has become that is open.
    fn finish_leaf(&mut self) -> Option<Prose> {
        let Stacks { leaf, collected, .. } = &mut *self.stacks;
        std::mem::take(&mut self.in_leaf).then(|| leaf.finish(collected))
    }

    /// The text of a tight list item has no events of its own.
    fn close_tight_text(&mut self) {
        if let Some(prose) = self.finish_leaf() {
            let leaf = &self.stacks.leaf;
            self.add_paragraph(leaf.start..leaf.end, prose);
        }
    }

    fn start(&mut self, tag: &Tag<'_>, range: Range<usize>) {
        if matches!(tag, Tag::TableHead | Tag::TableRow | Tag::TableCell) {
            return;
        }
        self.close_tight_text();
        match tag {
            Tag::Paragraph => {
                if let Some(Frame { kind: FrameKind::Item { loose }, .. }) = self.stacks.frames.last_mut() {
                    *loose = true;
                }
                self.begin_leaf(range.start);
            }
            Tag::Heading { .. } => {
                self.begin_leaf(range.start);
                self.id_text = Some(IdText::new(self.dialect.heading_ids));
            }
            Tag::Table(_) => self.begin_leaf(range.start),
            Tag::CodeBlock(_) => self.code_end = Some(range.start),
            Tag::HtmlBlock => {
                self.in_html = true;
                self.html_block(range);
            }
            Tag::BlockQuote(_) => self.open(FrameKind::Quote, range),
            Tag::FootnoteDefinition(name) => {
                self.footnote_ids(name, range.clone());
                self.open(FrameKind::Footnote, range);
            }
            Tag::List(first) => {
                let items_from = self.stacks.items.len();
                self.open(FrameKind::List { ordered: first.is_some(), loose: false, items_from }, range);
            }
            Tag::Item => self.open(FrameKind::Item { loose: false }, range),
            _ => {}
        }
    }

    fn open(&mut self, kind: FrameKind, range: Range<usize>) {
        let blocks_from = self.stacks.blocks.len();
        self.stacks.frames.push(Frame { kind, range, blocks_from });
    }

    fn end(&mut self, tag: TagEnd, range: Range<usize>) {
        match tag {
            TagEnd::Paragraph => {
                if let Some(prose) = self.finish_leaf() {
                    self.add_paragraph(range, prose);
                }
            }
            TagEnd::Table => {
                if let Some(prose) = self.finish_leaf() {
                    self.add(range, BlockKind::Table(prose));
                }
            }
            TagEnd::TableCell if self.in_leaf => self.stacks.leaf.blank(),
            TagEnd::Heading(level) => {
                let Some(prose) = self.finish_leaf() else { return };
                let heading = heading::heading(&self.source, range.clone(), level as u8, prose.text);
                let Some(id_text) = self.id_text.take() else { return };
                let top_level = self.stacks.frames.is_empty();
                let first = top_level && self.stacks.blocks.is_empty();
                let own = self.own_heading && first && self.heading.is_none();
                let standing = Standing { is_own: own, column: self.column() };
                let has_id = match self.dialect.blocks {
                    // GitHub gives none to a heading without a title.
                    BlockRules::CommonMark => !heading.content.is_empty(),
                    BlockRules::Kramdown => kramdown::heading::is_heading(&self.source, &heading, standing),
                };
                if has_id {
                    let id_text = id_text.finish(heading::tail(&self.source, &heading));
                    self.stacks.collected.anchors.push(anchor_of(&heading, self.dialect.heading_ids, &id_text));
                }
                if own {
                    self.heading = Some(heading);
                } else {
                    self.add(range, BlockKind::InnerHeading(heading));
                }
            }
            TagEnd::CodeBlock => {
                let content_end = self.code_end.take().unwrap_or(range.start);
                self.code_block(range, content_end);
            }
            TagEnd::HtmlBlock => self.in_html = false,
            TagEnd::BlockQuote(_) | TagEnd::FootnoteDefinition | TagEnd::List(_) | TagEnd::Item => {
                self.close_tight_text();
                self.close();
            }
            _ => {}
        }
    }

    fn close(&mut self) {
        let Some(Frame { kind, range, blocks_from }) = self.stacks.frames.pop() else { return };
        let blocks: Vec<Block> = self.stacks.blocks.drain(blocks_from..).collect();
        match kind {
            FrameKind::Quote => self.add(range, BlockKind::Quote(blocks)),
            FrameKind::Footnote => self.add(range, BlockKind::Footnote(blocks)),
            FrameKind::List { ordered, loose, items_from } => {
                let items: Vec<ListItem> = self.stacks.items.drain(items_from..).collect();
                let range = self.without_definitions_below(range, &items);
                self.add(range, BlockKind::List(List { ordered, tight: !loose, items }));
            }
            FrameKind::Item { loose: item_loose } => {
                let item = self.item(&range, blocks);
                if let Some(Frame { kind: FrameKind::List { loose, .. }, .. }) = self.stacks.frames.last_mut() {
                    *loose |= item_loose;
                    self.stacks.items.push(item);
                }
            }
        }
    }

    /// The range of a list at the top level. pulldown-cmark's can go on over definitions below the list.
    fn without_definitions_below(&self, range: Range<usize>, items: &[ListItem]) -> Range<usize> {
        let Some(last) = items.last().filter(|_| self.stacks.frames.is_empty()) else { return range };
        let (marker, end) = (usize::from(last.marker.start()), usize::from(last.range.end()));
        let line_start = self.source.text[..marker].rfind(['\n', '\r']).map_or(0, |at| at + 1);
        let below = self.source.original(end..range.end.max(end));
        let is_outside = |line: &str| {
            let text = line.trim_start_matches([' ', '\t']);
            let indent = &line[..line.len() - text.len()];
            !text.is_empty() && !indent.contains('\t') && indent.len() < marker - line_start + 2
        };
        let cut = below.split(['\n', '\r']).skip(1).any(is_outside);
        range.start..if cut { end } else { range.end }
    }

    fn item(&self, range: &Range<usize>, blocks: Vec<Block>) -> ListItem {
        let text = self.source.masked(range.clone());
        let (start, length) = list_marker(text).unwrap_or((0, 0));
        let marker = range.start + start..range.start + start + length;
        let end = blocks.last().map_or(marker.end, |block| marker.end.max(block.range.end().into()));
        let number = self.source.original(marker.clone()).trim_end_matches(['.', ')']).parse().ok();
        ListItem {
            range: self.source.text_range(marker.start..end),
            marker: self.source.text_range(marker),
            number,
            blocks,
        }
    }

    fn add_paragraph(&mut self, range: Range<usize>, prose: Prose) {
        let kind = if !self.source.pieces.is_empty() && self.source.is_templating_only(range.clone()) {
            BlockKind::Templating
        } else {
            BlockKind::Paragraph(prose)
        };
        self.add(range, kind);
    }

    fn add(&mut self, range: Range<usize>, kind: BlockKind) {
        if self.stacks.frames.len() > DEPTH {
            return;
        }
        let range = self.source.text_range(self.source.trim(range));
        self.stacks.blocks.push(Block { range, kind });
    }

    fn code_block(&mut self, range: Range<usize>, content_end: usize) {
        let text = self.source.masked(range.clone());
        let Some(&mark @ (b'`' | b'~')) = text.as_bytes().first() else {
            return self.add(range, BlockKind::IndentedCode);
        };
        let first_line = text.find('\n').map_or(text.len(), |n| n + 1);
        let content = range.start + first_line..content_end.max(range.start + first_line);
        let marks = text.bytes().take_while(|&b| b == mark).count();
        let info = self.source.original(range.start + marks..range.start + first_line);
        let word_start = info.len() - info.trim_start().len();
        let word = info.split_whitespace().next();
        let language = word.map(|word| {
            let start = range.start + marks + word_start;
            (word.into(), self.source.text_range(start..start + word.len()))
        });
        let closed = self.source.masked(content.end..range.end).bytes().any(|b| b == mark);
        let fence = Fence { language, content: self.source.text_range(content), closed };
        self.add(range, BlockKind::Fence(fence));
    }

    /// The id that an attribute list gives: to the heading directly before it, else to some other block.
    fn block_id(&mut self, range: Range<usize>) {
        let Some(id) = id_of_list(self.source.original(range.clone())) else { return };
        let id = range.start + id.start..range.start + id.end;
        let Builder { source, stacks: Stacks { frames, blocks, collected, .. }, heading, .. } = self;
        let from = frames.last().map_or(0, |frame| frame.blocks_from);
        let siblings = blocks.get_mut(from..).unwrap_or_default();
        // Several lists below each other belong to one block.
        let mut before = source.text_range(range.clone());
        let mut count = siblings.len();
        while siblings.len() - count < LISTS_OF_ONE_BLOCK
            && let Some(Block { range, kind: BlockKind::AttributeList(_) }) = siblings[..count].last()
            && adjoins(*range, before, source)
        {
            before = *range;
            count -= 1;
        }
        let named = match siblings[..count].last_mut() {
            Some(Block { kind: BlockKind::InnerHeading(heading), .. }) => Some(heading),
            Some(_) => None,
            None => heading.as_mut().filter(|_| frames.is_empty()),
        };
        let Some(named) = named.filter(|heading| adjoins(heading.range, before, source)) else {
            return collected.list_id(source, range);
        };
        let written: Box<str> = source.original(id.clone()).into();
        named.id = Some((written.clone(), source.text_range(id.clone())));
        if let Some(anchor) =
            collected.anchors.iter_mut().rev().take(LISTS_OF_ONE_BLOCK).find(|anchor| anchor.element == named.range)
        {
            let range = source.text_range(id);
            *anchor = Anchor { id: written, range, element: named.range, kind: AnchorKind::Heading };
        }
    }

    /// The two ids of a footnote. Where it is named more than once, the others (`fnref:name:1`) are not known.
    fn footnote_ids(&mut self, name: &str, range: Range<usize>) {
        let start = range.start + 2;
        let text_range = self.source.text_range(start..start + name.len());
        for id in self.dialect.heading_ids.of_footnote(name) {
            let element = self.source.text_range(range.clone());
            self.stacks.collected.anchors.push(Anchor {
                id: id.into(),
                range: text_range,
                element,
                kind: AnchorKind::Footnote,
            });
        }
    }

    fn html_block(&mut self, range: Range<usize>) {
        let range = self.source.trim(range);
        if let Some(piece) = self.source.piece_at(range.start) {
            let kind = match piece.kind {
                PieceKind::ExtensionComment => {
                    let content = comment_content(&self.source, &piece.range);
                    BlockKind::Comment(self.stacks.collected.comment(&self.source, piece.range.clone(), content))
                }
                PieceKind::BlockAttributes => {
                    self.block_id(piece.range.clone());
                    BlockKind::AttributeList(attribute_list(&self.source, piece.range.clone()))
                }
                PieceKind::NoMarkdown => BlockKind::Html,
                _ => BlockKind::Templating,
            };
            return self.add(range, kind);
        }
        let tokens = html::tokens(self.source.masked(range.clone()));
        let first_comment = self.stacks.collected.comments.len();
        self.stacks.collected.html_block(&self.source, range.start, &tokens);
        let only_comments = tokens.iter().all(|token| match token {
            Token::Comment { .. } => true,
            Token::Text(text) => self.source.masked(range.start + text.start..range.start + text.end).trim().is_empty(),
            _ => false,
        });
        if !only_comments {
            return self.add(range, BlockKind::Html);
        }
        for index in first_comment..self.stacks.collected.comments.len() {
            let comment = self.stacks.collected.comments[index].range;
            self.add(comment.start().into()..comment.end().into(), BlockKind::Comment(index));
        }
    }
}

fn is_inline(tag: &Tag<'_>) -> bool {
    matches!(tag, Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. })
}

fn is_inline_end(tag: TagEnd) -> bool {
    matches!(tag, TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image)
}

/// Where the marker of a list item stands in the item's source, and how long it is.
fn list_marker(text: &str) -> Option<(usize, usize)> {
    let first = text.find(|c: char| matches!(c, '-' | '+' | '*') || c.is_ascii_digit())?;
    let digits = text[first..].bytes().take_while(u8::is_ascii_digit).count();
    Some((first, digits + 1))
}
