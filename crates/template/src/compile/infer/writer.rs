//! A text composed of generated parts and of parts of an original, with the origin of each part.

use crate::compile::wording::{dedented_lines, lines_with_endings};
use crate::contract::{CannedBlock, CannedKind, CannedList, Contract};
use docent_syntax::{TextRange, TextSize};

/// A change of the original.
pub(super) struct Edit {
    /// In the original.
    pub(super) range: TextRange,
    pub(super) new_text: String,
    /// The part of the original that an insertion comes from.
    pub(super) because: TextRange,
}

pub(super) struct Writer<'o> {
    original: &'o str,
    text: String,
    pieces: Vec<Piece>,
}

/// A part of the new text.
#[derive(Debug, Clone, Copy)]
struct Piece {
    start: usize,
    /// In the original.
    origin: TextRange,
    /// Letter by letter from the original; otherwise all of it stands for all of `origin`.
    is_copy: bool,
}

/// The finished text.
pub(crate) struct Written {
    pub(crate) text: String,
    pieces: Vec<Piece>,
}

impl<'o> Writer<'o> {
    pub(super) fn new(original: &'o str) -> Writer<'o> {
        Writer { original, text: String::with_capacity(original.len() * 2), pieces: Vec::new() }
    }

    /// `text`, on account of what stands at `origin`.
    pub(super) fn generated(&mut self, text: &str, origin: TextRange) {
        if !text.is_empty() {
            self.pieces.push(Piece { start: self.text.len(), origin, is_copy: false });
            self.text.push_str(text);
        }
    }

    /// The original at `range` with LF line endings, and with those edits that lie in it.
    pub(super) fn original(&mut self, range: TextRange, edits: &[Edit]) {
        let mut at = range.start();
        for edit in edits.iter().filter(|edit| range.contains_range(edit.range)) {
            if edit.range.start() < at {
                continue;
            }
            self.copy(TextRange::new(at, edit.range.start()));
            let origin = if edit.range.is_empty() { edit.because } else { edit.range };
            self.generated(&edit.new_text, origin);
            at = edit.range.end();
        }
        self.copy(TextRange::new(at, range.end()));
    }

    /// The original at `range` as the content of a comment.
    pub(super) fn guidance(&mut self, range: TextRange) {
        let mut at = usize::from(range.start());
        let end = usize::from(range.end());
        while let Some(found) = self.original.get(at..end).and_then(|rest| rest.find("-->")) {
            self.copy(to_range(at, at + found));
            self.generated("--&gt;", to_range(at + found, at + found + 3));
            at += found + 3;
        }
        self.copy(to_range(at, end));
    }

    fn copy(&mut self, range: TextRange) {
        let mut at = usize::from(range.start());
        let text = self.original.get(at..range.end().into()).unwrap_or_default();
        for line in lines_with_endings(text) {
            let content = line.trim_end_matches(['\n', '\r']);
            self.pieces.push(Piece { start: self.text.len(), origin: to_range(at, at + content.len()), is_copy: true });
            self.text.push_str(content);
            if content.len() < line.len() {
                self.generated("\n", to_range(at + content.len(), at + line.len()));
            }
            at += line.len();
        }
    }

    pub(super) fn end_line(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            let origin = self.last_origin();
            self.generated("\n", origin);
        }
    }

    /// Leaves one blank line before what follows.
    pub(super) fn blank_line(&mut self) {
        self.end_line();
        if !self.text.ends_with("\n\n") && !self.text.is_empty() {
            let origin = self.last_origin();
            self.generated("\n", origin);
        }
    }

    fn last_origin(&self) -> TextRange {
        self.pieces.last().map_or(TextRange::default(), |piece| TextRange::empty(piece.origin.end()))
    }

    pub(super) fn finish(mut self) -> Written {
        self.end_line();
        Written { text: self.text, pieces: self.pieces }
    }
}

/// Guidance as a comment inside a list item or below a paragraph, each line after `indentation`; begins with a line ending.
pub(super) fn guidance_comment(text: &str, indentation: &str) -> String {
    let mut comment = format!("\n{indentation}<!-- guidance");
    for line in dedented_lines(&text.replace("-->", "--&gt;")).lines() {
        comment.push('\n');
        comment.push_str(indentation);
        comment.push_str(line.trim());
    }
    comment.push_str(&format!("\n{indentation}-->"));
    comment
}

fn to_range(start: usize, end: usize) -> TextRange {
    let size = |n: usize| TextSize::new(u32::try_from(n).unwrap_or(u32::MAX));
    TextRange::new(size(start), size(end.max(start)))
}

impl Written {
    /// Moves a contract compiled from [`Written::text`] to where its parts stand in the original.
    pub(crate) fn ranges_of_the_original(&self, contract: &mut Contract) {
        for key in contract.front_matter.keys.iter_mut() {
            key.range = self.origin(key.range);
        }
        for problem in &mut contract.problems {
            problem.range = self.origin(problem.range);
        }
        self.blocks(&mut contract.lead);
        for spec in &mut contract.sections {
            spec.range = self.origin(spec.range);
            self.blocks(&mut spec.blocks);
        }
    }

    fn blocks(&self, blocks: &mut [CannedBlock]) {
        for block in blocks {
            block.range = self.origin(block.range);
            if let CannedKind::Steps(list) | CannedKind::Bullets(list) = &mut block.kind {
                self.list(list);
            }
        }
    }

    fn list(&self, list: &mut CannedList) {
        for step in &mut list.steps {
            step.range = self.origin(step.range);
            if let Some(children) = &mut step.children {
                self.list(children);
            }
        }
    }

    fn origin(&self, range: TextRange) -> TextRange {
        let start = self.place(range.start(), false);
        let end = match range.is_empty() {
            true => start,
            false => self.place(range.end(), true),
        };
        TextRange::new(start, end.max(start))
    }

    /// Where the original has what stands at `at`; as an end, what stands before it.
    fn place(&self, at: TextSize, is_end: bool) -> TextSize {
        let at = usize::from(at);
        let looked_at = if is_end { at.saturating_sub(1) } else { at };
        let after = self.pieces.partition_point(|piece| piece.start <= looked_at);
        let Some(piece) = after.checked_sub(1).and_then(|index| self.pieces.get(index)) else {
            return TextSize::new(0);
        };
        if piece.is_copy {
            let within = TextSize::new(u32::try_from(at - piece.start).unwrap_or(u32::MAX));
            return (piece.origin.start() + within).min(piece.origin.end());
        }
        if is_end { piece.origin.end() } else { piece.origin.start() }
    }
}
