//! From the library's events to the tree. The stack is a vector: nesting in the text is never recursion here.

use super::{
    YamlComment, YamlEntry, YamlError, YamlKind, YamlNode, YamlRefusal, YamlStyle, YamlTree, libyaml, resolve,
};
use granit_parser::{ErrorKind, Event, Parser, ScalarStyle, Span, StructureStyle, Tag, options};
use std::collections::HashMap;
use text_size::{TextRange, TextSize};

/// Deeper nesting than this is an error, for flow and for block collections alike; the recursion of all that walks a
/// tree is bounded by it.
const NESTING_LIMIT: usize = 100;
/// The depth that a node and the aliases in it may reach together.
const ALIAS_DEPTH_LIMIT: usize = 300;
/// How many nodes all aliases of a document may copy together.
const ALIAS_NODE_LIMIT: usize = 20_000;

/// Where and why the library gave up. The offset is in the text.
pub(super) struct Failure {
    pub(super) at: usize,
    pub(super) kind: ErrorKind,
}

/// What can be read up to the first syntax error. The tree's own `error` is about aliases only.
pub(super) fn parse(text: &str, base: TextSize) -> (YamlTree, Option<Failure>) {
    let options = options! {
        emit_anchor_events: true,
        emit_unresolved_aliases: true,
        max_buffered_comment_events: usize::MAX,
        flow_nesting_limit: NESTING_LIMIT,
        block_nesting_limit: NESTING_LIMIT,
    };
    let mut builder = Builder { text, base, ..Builder::default() };
    let mut failure = None;
    for next in Parser::new_from_str_with_options(text, options) {
        match next {
            Ok((Event::DocumentEnd, _)) => builder.document_ended = true,
            Ok((Event::StreamEnd, _)) => break,
            Ok((Event::DocumentStart(..), span)) if builder.document_ended => {
                let (at, _) = builder.offsets(&span);
                failure = Some(Failure { at, kind: ErrorKind::MultipleDocumentsUnsupported });
                break;
            }
            Ok((event, span)) => builder.event(event, &span),
            Err(error) => {
                let at = builder.clamp(error.marker().byte_offset().unwrap_or(text.len()));
                failure = Some(Failure { at, kind: error.kind().clone() });
                break;
            }
        }
    }
    (builder.finish(), failure)
}

#[derive(Default)]
struct Builder<'t> {
    text: &'t str,
    base: TextSize,
    root: Option<YamlNode>,
    stack: Vec<Frame>,
    comments: Vec<YamlComment>,
    error: Option<YamlError>,
    libyaml: Option<YamlRefusal>,
    anchors: HashMap<usize, Anchored>,
    copied_nodes: usize,
    document_ended: bool,
}

/// A finished node that an alias can name.
struct Anchored {
    node: YamlNode,
    nodes: usize,
    depth: usize,
}

/// A collection whose end has not come yet. Offsets are in the text.
struct Frame {
    style: YamlStyle,
    /// With brackets or braces. A single pair in a flow sequence (`[a: 1]`) is a mapping without them.
    braced: bool,
    start: usize,
    /// The end of its last part so far.
    end: usize,
    tag: Option<Box<str>>,
    anchor: usize,
    children: Children,
    nodes: usize,
    depth: usize,
}

enum Children {
    Items(Vec<YamlNode>),
    Entries { done: Vec<YamlEntry>, key: Option<YamlNode> },
}

impl Builder<'_> {
    fn event(&mut self, event: Event<'_>, span: &Span) {
        let (start, end) = self.offsets(span);
        match event {
            Event::Scalar(value, style, anchor, tag) => {
                self.scalar(value.as_ref(), style, anchor, tag.as_deref(), span);
            }
            Event::SequenceStart(style, anchor, _) => {
                self.open(style, start, end, anchor, span, Children::Items(Vec::new()));
            }
            Event::MappingStart(style, anchor, _) => {
                self.open(style, start, end, anchor, span, Children::Entries { done: Vec::new(), key: None });
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(end),
            Event::Anchor(_, name) if !libyaml::reads_anchor(name.as_ref()) => {
                let range = self.range(start, end);
                let message = "takes ASCII letters, digits, `_` and `-` only in the name of an anchor".to_owned();
                self.libyaml.get_or_insert(YamlRefusal { range, message, can_be_quoted: false });
            }
            Event::Alias(id) => self.alias(id, start, end),
            Event::UnresolvedAlias(name) => {
                let range = self.range(start, end);
                let message =
                    format!("nothing before this is marked `&{name}`; if `*{name}` is text, put it in quotes");
                self.error.get_or_insert(YamlError { range, message, leaves_quote_open: false });
                self.add(YamlNode { range, style: YamlStyle::Plain, tag: None, kind: YamlKind::Alias(None) }, 1, 1);
            }
            Event::Comment(..) => {
                let before = self.text[..start].trim_end_matches([' ', '\t']);
                let own_line = before.is_empty() || before == "\u{feff}" || before.ends_with(['\n', '\r']);
                self.comments.push(YamlComment { range: self.range(start, end), own_line });
            }
            _ => {}
        }
    }

    fn scalar(&mut self, value: &str, style: ScalarStyle, anchor: usize, tag: Option<&Tag>, span: &Span) {
        let (start, end) = self.offsets(span);
        let raw_tag = self.raw_tag(span);
        let node = if style == ScalarStyle::Plain && start == end {
            let at = if raw_tag.is_some() || anchor != 0 { start } else { self.empty_value_at(start) };
            let json = if raw_tag.is_some() { resolve::scalar(tag, "", style) } else { serde_json::Value::Null };
            let kind = YamlKind::Scalar { value: "".into(), json };
            YamlNode { range: self.range(at, at), style: YamlStyle::Empty, tag: raw_tag, kind }
        } else {
            let (style_here, range) = match style {
                ScalarStyle::SingleQuoted => (YamlStyle::SingleQuoted, self.range(start, end)),
                ScalarStyle::DoubleQuoted => (YamlStyle::DoubleQuoted, self.range(start, end)),
                ScalarStyle::Literal => (YamlStyle::Literal, self.block_scalar_range(value, start, end)),
                ScalarStyle::Folded => (YamlStyle::Folded, self.block_scalar_range(value, start, end)),
                _ => (YamlStyle::Plain, self.range(start, end)),
            };
            let json = resolve::scalar(tag, value, style);
            YamlNode { range, style: style_here, tag: raw_tag, kind: YamlKind::Scalar { value: value.into(), json } }
        };
        self.record_anchor(anchor, &node, 1, 1);
        self.add(node, 1, 1);
    }

    fn open(
        &mut self,
        style: StructureStyle,
        start: usize,
        end: usize,
        anchor: usize,
        span: &Span,
        children: Children,
    ) {
        let tag = self.raw_tag(span);
        let (style, start, end) = match (style, &children) {
            (StructureStyle::Flow, _) => (YamlStyle::Flow, start, end),
            // The library's span of a sequence that is not indented begins at its first item.
            (_, Children::Items(_)) => {
                let dash = self.next_node_at();
                let found = dash < start && self.text.as_bytes().get(dash) == Some(&b'-');
                let start = if found { dash } else { start };
                (YamlStyle::Block, start, start)
            }
            _ => (YamlStyle::Block, start, start),
        };
        let braced = start < end && self.text[start..end].starts_with(['{', '[']);
        self.stack.push(Frame { style, braced, start, end, tag, anchor, children, nodes: 1, depth: 1 });
    }

    fn close(&mut self, end: usize) {
        let Some(frame) = self.stack.pop() else { return };
        self.finish_frame(frame, end);
    }

    fn finish_frame(&mut self, mut frame: Frame, end: usize) {
        if let Children::Entries { key: Some(_), .. } = frame.children {
            let start = frame.end;
            self.stack.push(frame);
            self.add_empty(start);
            let Some(popped) = self.stack.pop() else { return };
            frame = popped;
        }
        let end = if frame.braced { end.max(frame.end) } else { frame.end };
        let kind = match frame.children {
            Children::Items(items) => YamlKind::Sequence(items),
            Children::Entries { done, .. } => YamlKind::Mapping(done),
        };
        let node = YamlNode { range: self.range(frame.start, end), style: frame.style, tag: frame.tag, kind };
        self.record_anchor(frame.anchor, &node, frame.nodes, frame.depth);
        self.add(node, frame.nodes, frame.depth);
    }

    fn add_empty(&mut self, fallback: usize) {
        let at = self.empty_value_at(fallback);
        let kind = YamlKind::Scalar { value: "".into(), json: serde_json::Value::Null };
        self.add(YamlNode { range: self.range(at, at), style: YamlStyle::Empty, tag: None, kind }, 1, 1);
    }

    /// The library takes a tab before a node in a block for a blank; the generator's reader refuses it.
    fn refuse_tab_before(&mut self, start: usize) {
        let line = self.text[..start].trim_end_matches([' ', '\t']);
        let Some(tab) = self.text[line.len()..start].find('\t').filter(|_| self.in_block()) else { return };
        if line.is_empty() || line.ends_with(['\n', '\r']) {
            let tab = line.len() + tab;
            let range = self.range(tab, tab + 1);
            self.error.get_or_insert(YamlError {
                range,
                message: super::message::TAB_INDENTATION.to_owned(),
                leaves_quote_open: false,
            });
        }
    }

    /// Puts a finished node where it belongs: into the innermost open collection, or at the root.
    fn add(&mut self, node: YamlNode, nodes: usize, depth: usize) {
        let base = usize::from(self.base);
        if node.style != YamlStyle::Empty {
            self.refuse_tab_before(usize::from(node.range.start()) - base);
        }
        let Some(frame) = self.stack.last_mut() else {
            self.root.get_or_insert(node);
            return;
        };
        frame.start = frame.start.min(usize::from(node.range.start()) - base);
        frame.end = frame.end.max(usize::from(node.range.end()) - base);
        frame.nodes += nodes;
        frame.depth = frame.depth.max(depth + 1);
        match &mut frame.children {
            Children::Items(items) => items.push(node),
            Children::Entries { done, key } => match key.take() {
                None => *key = Some(node),
                Some(key) => {
                    let range = key.range.cover(node.range);
                    done.push(YamlEntry { key, value: node, range });
                }
            },
        }
    }

    fn record_anchor(&mut self, anchor: usize, node: &YamlNode, nodes: usize, depth: usize) {
        if anchor != 0 {
            self.copied_nodes += nodes;
            if self.copied_nodes <= ALIAS_NODE_LIMIT {
                self.anchors.insert(anchor, Anchored { node: node.clone(), nodes, depth });
            }
        }
    }

    fn alias(&mut self, id: usize, start: usize, end: usize) {
        let range = self.range(start, end);
        let known = self.anchors.get(&id).map(|target| (target.nodes, target.depth));
        let within_limits = known.filter(|(nodes, depth)| {
            self.copied_nodes + nodes <= ALIAS_NODE_LIMIT && self.stack.len() + depth <= ALIAS_DEPTH_LIMIT
        });
        let (nodes, depth) = within_limits.unwrap_or((0, 0));
        self.copied_nodes += nodes;
        let target = within_limits.and_then(|_| self.anchors.get(&id)).map(|target| Box::new(target.node.clone()));
        if target.is_none() {
            let message = match known {
                Some(_) => "the aliases of this block stand for too much",
                None => "this alias stands for something that is not complete yet",
            };
            self.error.get_or_insert(YamlError { range, message: message.to_owned(), leaves_quote_open: false });
        }
        let node = YamlNode { range, style: YamlStyle::Plain, tag: None, kind: YamlKind::Alias(target) };
        self.add(node, nodes + 1, depth + 1);
    }

    /// Closes what an error has left open.
    fn finish(mut self) -> YamlTree {
        while let Some(frame) = self.stack.pop() {
            let end = frame.end;
            self.finish_frame(frame, end);
        }
        self.comments.sort_by_key(|comment| comment.range.start());
        YamlTree { root: self.root, comments: self.comments, error: self.error, libyaml: self.libyaml }
    }

    /// Directly after the `:` or `-` that an empty node belongs to; `fallback` where there is none (`? key`, `{key}`).
    fn empty_value_at(&self, fallback: usize) -> usize {
        match self.stack.last().map(|frame| &frame.children) {
            Some(Children::Entries { key: Some(_), .. }) => self.after_indicator(),
            Some(Children::Items(_)) if self.in_block() => self.after_indicator(),
            // `: value`: the key would stand before the colon.
            Some(Children::Entries { key: None, .. }) if self.in_block() => {
                let after = self.after_indicator();
                let next = self.skip_blanks_and_comments(after);
                if self.text[next..].starts_with(':') { next } else { after }
            }
            _ => fallback,
        }
    }

    fn in_block(&self) -> bool {
        self.stack.last().is_none_or(|frame| frame.style == YamlStyle::Block)
    }

    /// Directly after the `:`, `-` or `?` of the node that comes next; where it has none, after what came before it.
    fn after_indicator(&self) -> usize {
        let Some(frame) = self.stack.last() else {
            return self.text.len() - self.text.trim_start_matches('\u{feff}').len();
        };
        let end_of = |node: &YamlNode| usize::from(node.range.end()) - usize::from(self.base);
        let (after, indicator) = match &frame.children {
            Children::Items(items) => (items.last().map_or(frame.start, end_of), b'-'),
            Children::Entries { key: Some(key), .. } => (end_of(key), b':'),
            Children::Entries { done, key: None } => {
                (done.last().map_or(frame.start, |entry| end_of(&entry.value)), b'?')
            }
        };
        let at = self.skip_blanks_and_comments(after);
        let bytes = self.text.as_bytes();
        let stands_alone = matches!(bytes.get(at + 1), None | Some(b' ' | b'\t' | b'\n' | b'\r' | b',' | b']' | b'}'));
        if bytes.get(at) == Some(&indicator) && stands_alone { at + 1 } else { after }
    }

    /// Where the next node of a block collection begins, after its tag and anchor.
    fn next_node_at(&self) -> usize {
        let mut at = self.skip_blanks_and_comments(self.after_indicator());
        while let Some(b'&' | b'!') = self.text.as_bytes().get(at) {
            let length = self.text[at..].find([' ', '\t', '\n', '\r']).unwrap_or(self.text.len() - at);
            at = self.skip_blanks_and_comments(at + length);
        }
        at
    }

    fn skip_blanks_and_comments(&self, mut at: usize) -> usize {
        let bytes = self.text.as_bytes();
        loop {
            match bytes.get(at) {
                Some(b' ' | b'\t' | b'\n' | b'\r') => at += 1,
                Some(b'#') => at = self.line_end(at),
                _ => return at,
            }
        }
    }

    /// A block scalar from its `|` or `>` to the end of its last line that counts, without that line's ending. The
    /// library's span begins at the first line of the text.
    fn block_scalar_range(&self, value: &str, start: usize, end: usize) -> TextRange {
        let header = self.next_node_at();
        if header > start || !matches!(self.text.as_bytes().get(header), Some(b'|' | b'>')) {
            return self.range(start, end);
        }
        let header_length = self.text[header..].find([' ', '\t', '\n', '\r']).unwrap_or(self.text.len() - header);
        let keeps = self.text[header..header + header_length].contains('+');
        // The span reaches into the next line, to where its first token begins.
        let written = self.text[header..end].trim_end_matches([' ', '\t']);
        let written = if written.ends_with(['\n', '\r']) { written } else { &self.text[header..end] };
        let trimmed = if keeps {
            let written = written.strip_suffix('\n').unwrap_or(written);
            written.strip_suffix('\r').unwrap_or(written)
        } else if value.trim_end_matches('\n').ends_with([' ', '\t']) {
            written.trim_end_matches(['\n', '\r'])
        } else {
            written.trim_end()
        };
        self.range(header, header + trimmed.len().max(header_length))
    }

    fn raw_tag(&self, span: &Span) -> Option<Box<str>> {
        Some(span.tag_span()?.slice(self.text)?.into())
    }

    fn line_end(&self, at: usize) -> usize {
        self.text[at..].find(['\n', '\r']).map_or(self.text.len(), |n| at + n)
    }

    fn offsets(&self, span: &Span) -> (usize, usize) {
        let start = self.clamp(span.start.byte_offset().unwrap_or(0));
        (start, self.clamp(span.end.byte_offset().unwrap_or(start)).max(start))
    }

    fn clamp(&self, at: usize) -> usize {
        let mut at = at.min(self.text.len());
        while !self.text.is_char_boundary(at) {
            at -= 1;
        }
        at
    }

    fn range(&self, start: usize, end: usize) -> TextRange {
        TextRange::new(TextSize::new(start as u32), TextSize::new(end as u32)) + self.base
    }
}
