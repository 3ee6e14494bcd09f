//! What stands in a paragraph, a heading or a table: the text a reader sees, links, comments. Knows no blocks.

use super::definitions::Labels;
use super::destination::{decode_entities, destination, unescape};
use super::html::{self, Element, Name, Token};
use super::kramdown::attributes::id_of_list;
use super::kramdown::html::is_block_tag;
use super::source::{PieceKind, Source};
use super::text_builder::TextBuilder;
use super::{AttributeList, Comment, Link, LinkKind, Prose, Reader};
use crate::dialect::BlockRules;
use crate::{Anchor, AnchorKind};
use pulldown_cmark::{CowStr, Event, LinkType, Tag, TagEnd};
use std::ops::Range;

/// The texts of links nested deeper than this are left empty: each holds all the texts inside it.
const NESTED_TEXTS: usize = 8;

/// What a segment collects from all its blocks.
#[derive(Default)]
pub(super) struct Collected {
    pub(super) links: Vec<Link>,
    pub(super) comments: Vec<Comment>,
    pub(super) anchors: Vec<Anchor>,
}

impl Collected {
    pub(super) fn clear(&mut self) {
        self.links.clear();
        self.comments.clear();
        self.anchors.clear();
    }

    /// What has been collected, in memory of its own length.
    pub(super) fn take(&mut self) -> Collected {
        Collected {
            links: self.links.drain(..).collect(),
            comments: self.comments.drain(..).collect(),
            anchors: self.anchors.drain(..).collect(),
        }
    }

    pub(super) fn comment(&mut self, source: &Source<'_>, range: Range<usize>, content: Range<usize>) -> usize {
        self.comments.push(Comment { range: source.text_range(range), content: source.text_range(content) });
        self.comments.len() - 1
    }

    /// Adds the ids of a tag that begins in what begins at `start`.
    fn html_ids(&mut self, source: &Source<'_>, start: usize, element: &Element) {
        let at = |range: &Range<usize>| start + range.start..start + range.end;
        for id in element.ids.iter().flatten().map(at) {
            let text = source.original(id.clone());
            if !text.is_empty() && source.pieces_in(id.clone()).is_empty() {
                self.anchors.push(Anchor {
                    id: decode_entities(text).into(),
                    range: source.text_range(id),
                    element: source.text_range(at(&element.range)),
                    kind: AnchorKind::Html,
                });
            }
        }
    }

    /// Adds the id of an attribute list, if it has one.
    pub(super) fn list_id(&mut self, source: &Source<'_>, range: Range<usize>) {
        let Some(id) = id_of_list(source.original(range.clone())) else { return };
        let id = range.start + id.start..range.start + id.end;
        self.anchors.push(Anchor {
            id: source.original(id.clone()).into(),
            range: source.text_range(id),
            element: source.text_range(range),
            kind: AnchorKind::Attribute,
        });
    }

    /// Adds the comments and links of a block of HTML that begins at `start`.
    pub(super) fn html_block(&mut self, source: &Source<'_>, start: usize, tokens: &[Token]) {
        let at = |range: &Range<usize>| start + range.start..start + range.end;
        let mut open: Option<(usize, TextBuilder)> = None;
        for token in tokens {
            match token {
                Token::Comment { range, content } => {
                    self.comment(source, at(range), at(content));
                }
                Token::Text(range) => {
                    if let Some((_, text)) = &mut open {
                        text.push(&decode_entities(source.original(at(range))));
                    }
                }
                Token::Open(element) => {
                    self.html_ids(source, start, element);
                    if let Some(link) = html_link(source, start, element) {
                        if let (Some((_, text)), true) = (&mut open, link.image) {
                            text.push(&link.text);
                        }
                        self.links.push(link);
                        if element.name == Name::Anchor {
                            self.close_html(source, open.take(), None);
                            open = Some((self.links.len() - 1, TextBuilder::default()));
                        }
                    } else if let (Some((_, text)), Name::Break) = (&mut open, element.name) {
                        text.push(" ");
                    }
                }
                Token::Close { range, name: Name::Anchor } => {
                    self.close_html(source, open.take(), Some(start + range.end));
                }
                Token::Close { .. } | Token::Other(_) => {}
            }
        }
        self.close_html(source, open, None);
    }

    fn close_html(&mut self, source: &Source<'_>, open: Option<(usize, TextBuilder)>, end: Option<usize>) {
        let Some((index, text)) = open else { return };
        let Some(link) = self.links.get_mut(index) else { return };
        link.text = text.finish();
        if let Some(end) = end {
            link.range = source.text_range(link.range.start().into()..end);
        }
    }
}

/// A link or an image for a tag that is one. Its text is still to be found.
fn html_link(source: &Source<'_>, start: usize, element: &Element) -> Option<Link> {
    let image = element.name == Name::Image;
    let target = element.target.clone()?;
    let absolute = |range: Range<usize>| start + range.start..start + range.end;
    let destination = absolute(target);
    let alternative = element.alternative.clone().map(|range| decode_entities(source.original(absolute(range))));
    Some(Link {
        kind: LinkKind::Html,
        image,
        range: source.text_range(absolute(element.range.clone())),
        url: decode_entities(source.original(destination.clone())).trim().into(),
        destination: source.text_range(destination),
        text: alternative.filter(|_| image).unwrap_or_default().into(),
        attributes: None,
    })
}

struct OpenLink {
    index: usize,
    text_from: usize,
    /// Where the link's text ends, as far as it has been seen.
    inner_end: usize,
}

#[derive(Default)]
enum Lead {
    /// Nothing has been seen yet.
    #[default]
    Possible,
    /// Inside bold text that began at the very beginning, so deep.
    Inside(u32),
    Found(Box<str>),
    Absent,
}

/// A block of text under construction; its buffers serve one block after the other.
#[derive(Default)]
pub(super) struct Leaf {
    pub(super) start: usize,
    pub(super) end: usize,
    text: TextBuilder,
    lead: Lead,
    first_link: usize,
    open: Vec<OpenLink>,
    /// The link of an `<a>` that is open, and where its text begins.
    anchor: Option<(usize, usize)>,
    link_texts: TextBuilder,
    images: usize,
}

impl Leaf {
    pub(super) fn begin(&mut self, start: usize, collected: &Collected) {
        self.start = start;
        self.end = start;
        self.text.clear();
        self.lead = Lead::Possible;
        self.first_link = collected.links.len();
        self.open.clear();
        self.anchor = None;
        self.link_texts.clear();
        self.images = 0;
    }

    pub(super) fn finish(&mut self, collected: &mut Collected) -> Prose {
        self.close_anchor(collected);
        let bold_lead = match std::mem::take(&mut self.lead) {
            Lead::Found(text) => Some(text),
            _ => None,
        };
        let links = self.first_link as u32..collected.links.len() as u32;
        Prose { text: self.text.finish(), bold_lead, links }
    }

    /// Takes in an inline event. Events of blocks are not for it.
    pub(super) fn event(
        &mut self,
        event: &Event<'_>,
        range: Range<usize>,
        source: &Source<'_>,
        reader: Reader<'_>,
        collected: &mut Collected,
    ) {
        let Reader { dialect, labels } = reader;
        self.end = self.end.max(range.end);
        match event {
            Event::Start(Tag::Strong) => {
                self.lead = match std::mem::replace(&mut self.lead, Lead::Absent) {
                    Lead::Possible if self.text.len() == 0 => Lead::Inside(1),
                    Lead::Inside(depth) => Lead::Inside(depth + 1),
                    other => other,
                }
            }
            Event::End(TagEnd::Strong) => {
                self.lead = match std::mem::replace(&mut self.lead, Lead::Absent) {
                    Lead::Inside(1) if self.text.len() > 0 => Lead::Found(self.text.since(0)),
                    Lead::Inside(1) => Lead::Absent,
                    Lead::Inside(depth) => Lead::Inside(depth - 1),
                    other => other,
                };
            }
            Event::Start(Tag::Link { link_type, dest_url, id, .. }) => {
                self.open_link(
                    link(false, *link_type, dest_url, id, &range, source, labels),
                    range.start + 1,
                    collected,
                );
            }
            Event::Start(Tag::Image { link_type, dest_url, id, .. }) => {
                self.open_link(
                    link(true, *link_type, dest_url, id, &range, source, labels),
                    range.start + 2,
                    collected,
                );
                self.images += 1;
            }
            Event::End(TagEnd::Link) => self.close_link(range.clone(), source, collected),
            Event::End(TagEnd::Image) => {
                self.close_link(range.clone(), source, collected);
                self.images = self.images.saturating_sub(1);
            }
            Event::Text(text) => self.source_text(text, range.clone(), source, collected),
            Event::Code(_) => self.push(source.original(range.clone())),
            Event::SoftBreak | Event::HardBreak => self.blank(),
            Event::FootnoteReference(_) => self.push(source.original(range.clone())),
            Event::InlineHtml(_) => self.inline_html(range.clone(), source, dialect.blocks, collected),
            _ => {}
        }
        if let Some(open) = self.open.last_mut() {
            open.inner_end = open.inner_end.max(range.end.min(match event {
                Event::Start(_) => open.inner_end,
                _ => usize::MAX,
            }));
        }
    }

    /// A blank, as between two lines or two cells of a table.
    pub(super) fn blank(&mut self) {
        if self.images == 0 {
            self.text.push_blank();
        }
        if self.in_link() {
            self.link_texts.push_blank();
        }
    }

    fn in_link(&self) -> bool {
        self.images > 0 || !self.open.is_empty() || self.anchor.is_some()
    }

    fn push(&mut self, text: &str) {
        if self.images == 0 {
            self.text.push(text);
        }
        if self.in_link() {
            self.link_texts.push(text);
        }
    }

    /// Text as it was written, without what the mask covers and no reader sees.
    fn source_text(&mut self, text: &CowStr<'_>, range: Range<usize>, source: &Source<'_>, collected: &mut Collected) {
        if !is_source(text, source.masked(range.clone())) {
            return self.push(text);
        }
        let mut at = range.start;
        for piece in source.pieces_in(range.clone()) {
            let hidden = match piece.kind {
                PieceKind::ExtensionComment => {
                    let content = comment_content(source, &piece.range);
                    collected.comment(source, piece.range.clone(), content);
                    true
                }
                PieceKind::SpanAttributes | PieceKind::BlockAttributes => {
                    collected.list_id(source, piece.range.clone());
                    true
                }
                PieceKind::TemplatingComment => true,
                _ => false,
            };
            if hidden {
                self.push(source.original(at..piece.range.start));
                at = piece.range.end.min(range.end);
            }
        }
        self.push(source.original(at..range.end));
    }

    fn open_link(&mut self, link: Link, inner_start: usize, collected: &mut Collected) {
        collected.links.push(link);
        self.open.push(OpenLink {
            index: collected.links.len() - 1,
            text_from: self.link_texts.len(),
            inner_end: inner_start,
        });
    }

    fn close_link(&mut self, range: Range<usize>, source: &Source<'_>, collected: &mut Collected) {
        let Some(open) = self.open.pop() else { return };
        let Some(link) = collected.links.get_mut(open.index) else { return };
        if self.open.len() < NESTED_TEXTS {
            link.text = self.link_texts.since(open.text_from);
        }
        let range = range.start..range.end.max(link.range.end().into());
        if let Some(destination) = destination(link.kind, &range, open.inner_end, source) {
            let covered = source.masked(destination.clone()) != source.original(destination.clone());
            if covered && link.kind != LinkKind::Reference {
                link.url = unescape(source.original(destination.clone())).into();
            }
            link.destination = source.text_range(destination);
        }
    }

    fn inline_html(&mut self, range: Range<usize>, source: &Source<'_>, blocks: BlockRules, collected: &mut Collected) {
        let start = range.start;
        match html::tokens(source.masked(range)).first() {
            Some(Token::Comment { range, content }) => {
                let at = |range: &Range<usize>| start + range.start..start + range.end;
                collected.comment(source, at(range), at(content));
            }
            Some(Token::Open(element)) => {
                let is_text = || is_block_tag(source.masked(start..start + element.range.end));
                if blocks == BlockRules::CommonMark || !is_text() {
                    collected.html_ids(source, start, element);
                }
                if element.name == Name::Break {
                    self.push(" ");
                }
                let Some(link) = html_link(source, start, element) else { return };
                if link.image {
                    if self.anchor.is_some() || !self.open.is_empty() {
                        self.link_texts.push(&link.text);
                    }
                } else {
                    self.close_anchor(collected);
                    self.anchor = Some((collected.links.len(), self.link_texts.len()));
                }
                collected.links.push(link);
            }
            Some(Token::Close { range, name: Name::Anchor }) => {
                if let Some(link) = self.anchor.and_then(|(index, _)| collected.links.get_mut(index)) {
                    link.range = source.text_range(link.range.start().into()..start + range.end);
                    link.attributes = attributes_at(source, start + range.end);
                }
                self.close_anchor(collected);
            }
            _ => {}
        }
    }

    fn close_anchor(&mut self, collected: &mut Collected) {
        let Some((index, text_from)) = self.anchor.take() else { return };
        if let Some(link) = collected.links.get_mut(index) {
            link.text = self.link_texts.since(text_from);
        }
    }
}

/// Whether the parser's text is what the source says. Mostly it is that very piece of it.
fn is_source(text: &str, masked: &str) -> bool {
    (text.as_ptr() == masked.as_ptr() && text.len() == masked.len()) || text == masked
}

fn link(
    image: bool,
    link_type: LinkType,
    dest_url: &str,
    label: &str,
    range: &Range<usize>,
    source: &Source<'_>,
    labels: &Labels,
) -> Link {
    let kind = match link_type {
        LinkType::Autolink | LinkType::Email => LinkKind::Autolink,
        LinkType::Inline | LinkType::WikiLink { .. } => LinkKind::Inline,
        _ => LinkKind::Reference,
    };
    // The parser leaves the empty brackets of `[label][]` out.
    let collapsed = matches!(link_type, LinkType::Collapsed | LinkType::CollapsedUnknown);
    let brackets = if collapsed && source.masked(range.end..range.end + 2) == "[]" { 2 } else { 0 };
    let range = range.start..range.end + brackets;
    let url = match kind {
        LinkKind::Reference => labels.get(label).unwrap_or(dest_url).into(),
        _ if link_type == LinkType::Email => format!("mailto:{dest_url}").into(),
        _ => dest_url.into(),
    };
    Link {
        kind,
        image,
        range: source.text_range(range.clone()),
        destination: source.text_range(range.end..range.end),
        url,
        text: "".into(),
        attributes: attributes_at(source, range.end),
    }
}

fn attributes_at(source: &Source<'_>, at: usize) -> Option<AttributeList> {
    let piece = source.piece_at(at).filter(|piece| piece.kind == PieceKind::SpanAttributes)?;
    Some(attribute_list(source, piece.range.clone()))
}

pub(super) fn attribute_list(source: &Source<'_>, range: Range<usize>) -> AttributeList {
    let text = source.original(range.clone());
    let content = text.trim_start_matches(['{', ':']).trim_end_matches('}').trim();
    AttributeList { range: source.text_range(range), content: content.into() }
}

/// What stands between `{::comment}` and its end.
pub(super) fn comment_content(source: &Source<'_>, range: &Range<usize>) -> Range<usize> {
    let text = source.original(range.clone());
    let start = text.find('}').map_or(text.len(), |n| n + 1);
    let end = text[start..].rfind("{:/").map_or(text.len(), |n| start + n);
    range.start + start..range.start + end
}
