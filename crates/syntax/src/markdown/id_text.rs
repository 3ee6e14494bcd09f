//! The text that a heading's id is made of, as the scheme of ids sees it. Knows no id.

use super::html::{self, Token};
use super::kramdown::{html as kramdown_html, typography};
use super::source::{PieceKind, Source};
use crate::dialect::HeadingIds;
use crate::dialect::heading_ids::is_kept;
use pulldown_cmark::{Event, Tag, TagEnd};
use std::ops::Range;

/// Between two texts that are not one for kramdown: what would be a dash if they were.
const SEAM: char = '\u{1}';

/// Collects a heading's text from its events: without images and footnotes, for kramdown without typography.
pub(super) struct IdText {
    scheme: HeadingIds,
    text: String,
    images: usize,
}

impl IdText {
    pub(super) fn new(scheme: HeadingIds) -> IdText {
        IdText { scheme, text: String::new(), images: 0 }
    }

    pub(super) fn event(&mut self, event: &Event<'_>, range: Range<usize>, source: &Source<'_>) {
        match event {
            Event::Start(Tag::Image { .. }) => self.images += 1,
            Event::End(TagEnd::Image) => self.images = self.images.saturating_sub(1),
            Event::Start(_) | Event::End(_) => self.text.push(SEAM),
            // An image has an alternative text, but no text.
            _ if self.images > 0 => {}
            _ if self.scheme == HeadingIds::GitHub => self.as_shown(event, range, source),
            Event::Text(text) if source.masked(range.clone()) == &**text => self.written(range, source),
            Event::Text(text) => self.verbatim(text),
            Event::Code(code) => match source.pieces_in(range.clone()) {
                [] => self.verbatim(code),
                _ => self.written(range, source),
            },
            Event::SoftBreak | Event::HardBreak => self.text.push(' '),
            Event::InlineHtml(_) => self.html(range, source),
            _ => {}
        }
    }

    /// The text, and behind it `tail`: what stands at the heading's end and looks like an id, but is none.
    pub(super) fn finish(mut self, tail: &str) -> String {
        self.text.push_str(tail);
        if self.text.contains("[^") {
            self.text = without_footnotes(&self.text);
        }
        let has_typography = self.scheme == HeadingIds::Kramdown;
        if has_typography && ["--", "<<", ">>"].iter().any(|symbol| self.text.contains(symbol)) {
            self.text = typography::without(&self.text);
        }
        self.text
    }

    /// The text that a reader sees, without tags.
    fn as_shown(&mut self, event: &Event<'_>, range: Range<usize>, source: &Source<'_>) {
        match event {
            Event::Text(text) if source.masked(range.clone()) != &**text => self.text.push_str(text),
            Event::Text(_) => self.written(range, source),
            Event::Code(_) if !source.pieces_in(range.clone()).is_empty() => self.written(range, source),
            // No footnote is in it.
            Event::Code(code) => self.text.push_str(&code.replace("[^", &format!("[{SEAM}^"))),
            Event::SoftBreak | Event::HardBreak => self.text.push(' '),
            _ => {}
        }
    }

    /// Text as it stands in the source, without what shows nothing.
    fn written(&mut self, range: Range<usize>, source: &Source<'_>) {
        let escaped = range.start > 0 && source.original(range.start - 1..range.start) == "\\";
        let mut at = range.start;
        for piece in source.pieces_in(range.clone()) {
            self.text.push_str(source.original(at..piece.range.start));
            at = piece.range.end.min(range.end);
            // What Liquid will put here is not known.
            if piece.kind == PieceKind::HeadingId {
                self.text.push_str(source.original(piece.range.clone()));
            }
        }
        let rest = source.original(at..range.end);
        match rest.chars().next().filter(|_| escaped && at == range.start) {
            Some(first) => {
                self.text.extend([first, SEAM]);
                self.text.push_str(&rest[first.len_utf8()..]);
            }
            None => self.text.push_str(rest),
        }
    }

    /// Text in which nothing means anything: only what can be part of an id.
    fn verbatim(&mut self, text: &str) {
        for c in text.chars().filter(|&c| is_kept(c)) {
            self.text.push(c);
            if c == '-' {
                self.text.push(SEAM);
            }
        }
    }

    /// A tag has no text; one of a block is text itself inside a heading.
    fn html(&mut self, range: Range<usize>, source: &Source<'_>) {
        let tag = source.masked(range);
        if matches!(html::tokens(tag).first(), Some(Token::Open(_) | Token::Close { .. }))
            && kramdown_html::is_block_tag(tag)
        {
            self.text.push_str(tag);
        }
    }
}

/// `[^name]` is a mark, whatever page it leads to the end of.
fn without_footnotes(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(open) = rest.find("[^") {
        let name = &rest[open + 2..];
        let length = name.bytes().take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-')).count();
        let is_mark = length > 0 && name.as_bytes().get(length) == Some(&b']');
        let end = if is_mark { open + 2 + length + 1 } else { open + 2 };
        clean.push_str(&rest[..if is_mark { open } else { end }]);
        rest = &rest[end..];
    }
    clean.push_str(rest);
    clean
}
