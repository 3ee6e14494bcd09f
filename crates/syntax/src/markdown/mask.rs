//! A copy of the page's source for the CommonMark parser, which knows neither templating nor attribute lists.
//!
//! The copy has the same length and the same lines; what these two languages own is covered by letters without meaning,
//! or, where it stands alone on its lines, by a processing instruction (`<?xxx?>`), which is a block of its own as it is
//! once the generator has run. All text is taken from the original, never from the copy.
//!
//! Lines are masked one at a time and a masked line never changes later, so that the copy of a beginning of the page is
//! the beginning of its copy.

use super::liquid::{Swallow, Tag, tag_at};
use super::source::{Piece, PieceKind, Source};
use crate::Dialect;
use crate::dialect::{AttributeLists, Templating};
use std::ops::Range;

/// What a line may be to the search for the next top-level heading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Candidate {
    No,
    /// It looks like one, but it seems to stand in a fence.
    Weak,
    Strong,
}

enum State {
    Open,
    /// Between `{% raw %}` and `{% endraw %}`.
    Raw,
    /// Inside something whose content means nothing here; with the number of its piece, and whether a processing
    /// instruction was begun for it.
    Swallow {
        until: Swallow,
        piece: usize,
        instruction: bool,
    },
}

/// How far beyond a line one looks for what would have to be masked.
const AHEAD: usize = 256;

/// What a mask is made in. Made once for all segments of a page.
#[derive(Default)]
pub(super) struct MaskBuffer {
    copy: String,
    pieces: Vec<Piece>,
}

pub(super) struct Mask<'t, 'b> {
    source: &'t str,
    dialect: Dialect,
    at: usize,
    /// The copy as far as it has been written, which may be less than `at`: from its end on it equals the source.
    copy: &'b mut String,
    pieces: &'b mut Vec<Piece>,
    state: State,
    /// The fence that seems to be open. Only a guess: containers are not looked at.
    fence: Option<(u8, usize)>,
    after_text: bool,
    /// There is no `{` between `at` and here.
    brace_free: usize,
}

impl<'t, 'b> Mask<'t, 'b> {
    pub(super) fn new(source: &'t str, dialect: Dialect, buffer: &'b mut MaskBuffer) -> Mask<'t, 'b> {
        let MaskBuffer { copy, pieces } = buffer;
        copy.clear();
        pieces.clear();
        // What begins with no brace is not looked for where no brace has a meaning.
        let brace_free = if dialect.is_plain() { usize::MAX } else { 0 };
        Mask { source, dialect, at: 0, copy, pieces, state: State::Open, fence: None, after_text: false, brace_free }
    }

    /// How far the copy goes: always the start of a line, or the end of the source.
    pub(super) fn at(&self) -> usize {
        self.at
    }

    /// What was read, and its copy.
    pub(super) fn read(&mut self) -> Source<'_> {
        let text = &self.source[..self.at];
        if self.copy.is_empty() {
            return Source { text, masked: text, pieces: self.pieces };
        }
        self.catch_up(self.at);
        Source { text, masked: self.copy, pieces: self.pieces }
    }

    /// Masks one more line. `None` at the end of the source.
    pub(super) fn next_line(&mut self) -> Option<Candidate> {
        let (line, ending) = line_at(self.source, self.at)?;
        let start = self.at;
        self.at = start + line.len() + ending.len();
        let open = matches!(self.state, State::Open);
        let first = first_character(line);
        let candidate = match first {
            Some(b'#' | b'=' | b'-' | b'`' | b'~' | b'>') => self.candidate(line),
            _ => Candidate::No,
        };
        self.after_text = first.is_some();
        let plain = open && !self.has_brace(start, start + line.len());
        let tabbed = candidate != Candidate::No && has_tabbed_mark(line);
        if plain && !tabbed && ending != "\r" {
            return Some(candidate);
        }
        self.catch_up(start);
        match self.state {
            // The parser closes a heading with `#` after a space, but not after a tab.
            State::Open if plain && tabbed => self.copy.push_str(&line.replace("\t#", " #")),
            State::Open if plain => self.copy.push_str(line),
            State::Swallow { .. } => self.swallow_line(line, start),
            State::Raw => self.raw_line(line, start),
            State::Open => self.open_line(line, start, 0),
        }
        self.copy.push_str(if ending == "\r" { "\n" } else { ending });
        debug_assert_eq!(self.copy.len(), self.at);
        Some(candidate)
    }

    /// Writes what equals the source.
    fn catch_up(&mut self, to: usize) {
        self.copy.push_str(&self.source[self.copy.len()..to]);
    }

    /// Whether there is a `{` in `start..end`, the next line. Looks a little further than it must, so that a paragraph
    /// is searched once and not line by line.
    fn has_brace(&mut self, start: usize, end: usize) -> bool {
        if self.brace_free >= end {
            return false;
        }
        let from = self.brace_free.max(start);
        let window = &self.source.as_bytes()[from..self.source.len().min(end + AHEAD)];
        self.brace_free = from + memchr::memchr(b'{', window).unwrap_or(window.len());
        self.brace_free < end
    }

    /// Whether the line looks like a heading, and keeps track of fences on the way.
    fn candidate(&mut self, line: &str) -> Candidate {
        if matches!(self.state, State::Swallow { .. }) {
            return Candidate::No;
        }
        let in_fence = self.fence.is_some();
        self.track_fence(line);
        if matches!(self.state, State::Raw) {
            return Candidate::No;
        }
        let looks = is_atx(line) || (self.after_text && is_underline(line));
        match (looks, in_fence) {
            (false, _) => Candidate::No,
            (true, true) => Candidate::Weak,
            (true, false) => Candidate::Strong,
        }
    }

    fn track_fence(&mut self, line: &str) {
        let inner = line.trim_start_matches([' ', '\t', '>']);
        let Some(&mark @ (b'`' | b'~')) = inner.as_bytes().first() else { return };
        let length = inner.bytes().take_while(|&b| b == mark).count();
        let rest = &inner[length..];
        match self.fence {
            Some((open, least)) if open == mark && length >= least && is_blank(rest) => self.fence = None,
            None if length >= 3 && !(mark == b'`' && rest.contains('`')) => self.fence = Some((mark, length)),
            _ => {}
        }
    }

    fn swallow_line(&mut self, line: &str, start: usize) {
        let State::Swallow { until, piece, instruction } = self.state else { return };
        let Some(end) = until.end_in(line) else {
            let blanks = line.len() - line.trim_start_matches([' ', '\t']).len();
            self.copy.push_str(&line[..blanks]);
            fill(self.copy, line.len() - blanks);
            self.grow(piece, start + line.len());
            return;
        };
        let closing = if instruction { 2 } else { 0 };
        let blanks = (line.len() - line.trim_start_matches([' ', '\t']).len()).min(end.saturating_sub(closing));
        self.copy.push_str(&line[..blanks]);
        fill(self.copy, end - blanks - closing);
        self.copy.push_str(&"?>"[..closing]);
        self.grow(piece, start + end);
        self.state = State::Open;
        self.open_line(line, start, end);
    }

    fn raw_line(&mut self, line: &str, start: usize) {
        let Some(end) = Swallow::Tag("endraw").start_in(line) else {
            neutralise(self.copy, line);
            return;
        };
        let end = end.min(line.len());
        self.state = State::Open;
        if is_blank(&line[..end]) {
            self.open_line(line, start, 0);
        } else {
            neutralise(self.copy, &line[..end]);
            self.open_line(line, start, end);
        }
    }

    /// Masks a line from `from` on (what comes before is in the copy already).
    fn open_line(&mut self, line: &str, start: usize, from: usize) {
        if self.dialect.is_plain() || memchr::memchr(b'{', &line.as_bytes()[from..]).is_none() {
            self.copy.push_str(&line[from..]);
            return;
        }
        let first_piece = self.pieces.len();
        let state = self.find_pieces(line, start, from);
        let container = if from == 0 { container_prefix(line) } else { from };
        let content = start + container..start + line.trim_end().len().max(container);
        let alone = from == 0 && self.stands_alone(first_piece, content.clone());
        if alone && content.len() >= 4 {
            self.copy.push_str(&line[..container]);
            self.copy.push_str("<?");
            if matches!(state, State::Swallow { .. }) {
                fill(self.copy, content.len() - 2);
            } else {
                fill(self.copy, content.len() - 4);
                self.copy.push_str("?>");
            }
            self.copy.push_str(&line[content.end - start..]);
        } else {
            cover(self.copy, line, start, from, &self.pieces[first_piece..]);
        }
        self.state = match state {
            State::Swallow { until, piece, .. } => State::Swallow { until, piece, instruction: alone },
            other => other,
        };
    }

    /// Whether nothing but tags, or an attribute list, or something to swallow stands in `content`.
    fn stands_alone(&self, first_piece: usize, content: Range<usize>) -> bool {
        let mut at = content.start;
        for piece in &self.pieces[first_piece..] {
            let is_block = matches!(
                piece.kind,
                PieceKind::Tag
                    | PieceKind::BlockAttributes
                    | PieceKind::TemplatingComment
                    | PieceKind::Highlight
                    | PieceKind::ExtensionComment
                    | PieceKind::NoMarkdown
            );
            if !is_block || !is_blank(&self.source[at..piece.range.start]) {
                return false;
            }
            at = piece.range.end;
        }
        at > content.start && at >= content.end
    }

    /// Finds what templating and attribute lists own in a line; returns the state after it.
    fn find_pieces(&mut self, line: &str, start: usize, from: usize) -> State {
        let bytes = line.as_bytes();
        let prefix = container_prefix(line);
        let has_templating = self.dialect.templating == Templating::Liquid;
        let has_attributes = self.dialect.attributes == AttributeLists::Kramdown;
        let mut no_output_end = !has_templating;
        let mut no_extension_end = false;
        let mut at = from;
        while let Some(found) = memchr::memchr(b'{', &bytes[at..]) {
            let open = at + found;
            at = open + 1;
            match bytes.get(open + 1) {
                Some(b'{') if !no_output_end => match line[open + 2..].find("}}") {
                    Some(n) => {
                        at = open + 2 + n + 2;
                        self.piece(start + open..start + at, PieceKind::Output);
                    }
                    None => no_output_end = true,
                },
                Some(b'%') if has_templating => {
                    let Some(Tag { end, name }) = tag_at(line, open) else { break };
                    at = end;
                    let (kind, swallow) = match name {
                        "comment" => (PieceKind::TemplatingComment, Swallow::Tag("endcomment")),
                        "highlight" => (PieceKind::Highlight, Swallow::Tag("endhighlight")),
                        "raw" => match Swallow::Tag("endraw").end_in(&line[end..]) {
                            Some(n) => {
                                at = end + n;
                                self.piece(start + open..start + at, PieceKind::Output);
                                continue;
                            }
                            None => {
                                self.piece(start + open..start + end, PieceKind::Tag);
                                if end < line.len() && !is_blank(&line[end..]) {
                                    self.piece(start + end..start + line.len(), PieceKind::Output);
                                }
                                return State::Raw;
                            }
                        },
                        _ => {
                            self.piece(start + open..start + end, PieceKind::Tag);
                            continue;
                        }
                    };
                    match swallow.end_in(&line[end..]) {
                        Some(n) => {
                            at = end + n;
                            self.piece(start + open..start + at, kind);
                        }
                        None => return self.begin_swallow(start + open..start + line.len(), kind, swallow),
                    }
                }
                Some(b':') if has_attributes && bytes.get(open + 2) == Some(&b':') && self.fence.is_none() => {
                    let rest = &line[open..];
                    let (kind, swallow) = if rest.starts_with("{::comment}") {
                        (PieceKind::ExtensionComment, Swallow::Extension("comment"))
                    } else if rest.starts_with("{::nomarkdown}") {
                        (PieceKind::NoMarkdown, Swallow::Extension("nomarkdown"))
                    } else {
                        if let Some(end) = closing_brace(line, open) {
                            at = end;
                            self.piece(start + open..start + at, PieceKind::BlockAttributes);
                        }
                        continue;
                    };
                    if no_extension_end && open != prefix {
                        continue;
                    }
                    let opening = rest.find('}').map_or(rest.len(), |n| n + 1);
                    match swallow.end_in(&rest[opening..]) {
                        Some(n) => {
                            at = open + opening + n;
                            self.piece(start + open..start + at, kind);
                        }
                        None if open == prefix => {
                            return self.begin_swallow(start + open..start + line.len(), kind, swallow);
                        }
                        // Of two kinds of extension only one may have no end; the other is then left unseen.
                        None => no_extension_end = true,
                    }
                }
                Some(b':' | b'#') if has_attributes => {
                    let Some(end) = closing_brace(line, open) else { continue };
                    if let Some(kind) = self.attributes(line, start, open..end, prefix) {
                        at = end;
                        self.piece(start + open..start + end, kind);
                    }
                }
                _ => {}
            }
        }
        State::Open
    }

    /// What `{: … }` or `{#…}` is, if it is anything.
    fn attributes(&self, line: &str, start: usize, range: Range<usize>, prefix: usize) -> Option<PieceKind> {
        let last = is_blank(&line[range.end..]);
        let is_id = line.as_bytes().get(range.start + 1) == Some(&b'#');
        if !is_id && last && range.start == prefix {
            return Some(PieceKind::BlockAttributes);
        }
        let before = range.start.checked_sub(1).and_then(|at| line.as_bytes().get(at))?;
        if !is_id && matches!(before, b')' | b']' | b'>' | b'*' | b'_' | b'`' | b'~') {
            return Some(PieceKind::SpanAttributes);
        }
        if !last || !matches!(before, b' ' | b'\t' | b'#') || !line[range].contains('#') {
            return None;
        }
        let heading = is_atx(&line[prefix..]) || self.underlined(start + line.len());
        heading.then_some(PieceKind::HeadingId)
    }

    /// Whether the line after the one that ends at `end` underlines a heading.
    fn underlined(&self, end: usize) -> bool {
        let Some((_, ending)) = line_at(self.source, end) else { return false };
        line_at(self.source, end + ending.len()).is_some_and(|(line, _)| is_underline(&line[container_prefix(line)..]))
    }

    fn begin_swallow(&mut self, range: Range<usize>, kind: PieceKind, until: Swallow) -> State {
        self.piece(range, kind);
        State::Swallow { until, piece: self.pieces.len() - 1, instruction: false }
    }

    fn piece(&mut self, range: Range<usize>, kind: PieceKind) {
        self.pieces.push(Piece { range, kind });
    }

    fn grow(&mut self, piece: usize, end: usize) {
        if let Some(piece) = self.pieces.get_mut(piece) {
            piece.range.end = end;
        }
    }
}

/// Writes a line from `from` on with its pieces covered.
fn cover(copy: &mut String, line: &str, start: usize, from: usize, pieces: &[Piece]) {
    let mut at = from;
    for Piece { range, kind } in pieces {
        copy.push_str(&line[at..range.start - start]);
        match kind {
            PieceKind::HeadingId => copy.extend(std::iter::repeat_n(' ', range.len())),
            PieceKind::SpanAttributes => {
                copy.push('{');
                fill(copy, range.len() - 2);
                copy.push('}');
            }
            _ => fill(copy, range.len()),
        }
        at = range.end - start;
    }
    copy.push_str(&line[at..]);
}

/// Takes from raw text what could be a heading, a link or HTML. Fences stay what they are.
fn neutralise(copy: &mut String, text: &str) {
    let underline = is_underline(text);
    let masks = |b: u8| matches!(b, b'#' | b'[' | b']' | b'<' | b'=') || (underline && b == b'-');
    let mut rest = text;
    while let Some(at) = rest.bytes().position(masks) {
        copy.push_str(&rest[..at]);
        copy.push('x');
        rest = &rest[at + 1..];
    }
    copy.push_str(rest);
}

fn fill(copy: &mut String, count: usize) {
    const LETTERS: &str = "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx";
    let mut left = count;
    while left > 0 {
        let length = left.min(LETTERS.len());
        copy.push_str(&LETTERS[..length]);
        left -= length;
    }
}

/// The line that begins at `start`, and its ending. `None` at the end of the source.
fn line_at(source: &str, start: usize) -> Option<(&str, &str)> {
    let rest = source.get(start..).filter(|rest| !rest.is_empty())?;
    let end = memchr::memchr2(b'\n', b'\r', rest.as_bytes()).unwrap_or(rest.len());
    let ending = match rest.as_bytes().get(end..) {
        Some([b'\r', b'\n', ..]) => 2,
        Some([_, ..]) => 1,
        _ => 0,
    };
    Some((&rest[..end], &rest[end..end + ending]))
}

/// Behind the `}` that closes the `{` at `open`. `None` where another `{` comes first.
fn closing_brace(line: &str, open: usize) -> Option<usize> {
    let bytes = line.as_bytes();
    let at = open + 1 + memchr::memchr2(b'{', b'}', bytes.get(open + 1..)?)?;
    (bytes.get(at) == Some(&b'}')).then_some(at + 1)
}

fn is_blank(text: &str) -> bool {
    text.bytes().all(|b| matches!(b, b' ' | b'\t'))
}

fn first_character(line: &str) -> Option<u8> {
    line.bytes().find(|b| !matches!(b, b' ' | b'\t'))
}

fn has_tabbed_mark(line: &str) -> bool {
    memchr::memchr_iter(b'\t', line.as_bytes()).any(|at| line.as_bytes().get(at + 1) == Some(&b'#'))
}

/// The length of the blanks and quotation marks at the start of a line.
fn container_prefix(line: &str) -> usize {
    line.len() - line.trim_start_matches([' ', '\t', '>']).len()
}

/// `#` to `######`, then a blank or nothing.
pub(super) fn is_atx(line: &str) -> bool {
    let line = line.trim_start_matches(' ');
    let marks = line.bytes().take_while(|&b| b == b'#').count();
    (1..=6).contains(&marks) && matches!(line.as_bytes().get(marks), None | Some(b' ' | b'\t' | b'\n' | b'\r'))
}

fn is_underline(line: &str) -> bool {
    let line = line.trim_matches([' ', '\t']);
    !line.is_empty() && (line.bytes().all(|b| b == b'=') || line.bytes().all(|b| b == b'-'))
}
