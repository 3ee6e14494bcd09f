//! The text that a page shall carry, cut out of the template: comments removed, dedented, LF line endings.
//!
//! Works on a segment's text and ranges; knows no attribute.

use crate::contract::CannedText;
use docent_syntax::{Prose, Segment, TextRange};

/// A paragraph's wording. Leading blanks of its further lines mean nothing in Markdown and go.
pub(super) fn canned_text(segment: &Segment, prose: &Prose, range: TextRange) -> CannedText {
    let source = without_comments(segment, range);
    let mut lines = lines_of(&source);
    let mut wording = String::with_capacity(source.len());
    wording.push_str(lines.next().unwrap_or_default());
    for line in lines {
        wording.push('\n');
        wording.push_str(line.trim_start());
    }
    let wording = wording.trim();
    let links = prose.links.start as usize..prose.links.end as usize;
    let first_link = segment.links.get(links).unwrap_or_default().iter().find(|link| !link.image);
    CannedText {
        placeholders: placeholders(wording),
        source: wording.into(),
        text: prose.text.clone(),
        bold_lead: prose.bold_lead.clone(),
        first_link: first_link.map(|link| link.url.clone()),
        variants: Vec::new(),
    }
}

/// The names in `{{…}}`, in order, each once.
pub(super) fn placeholders(text: &str) -> Vec<Box<str>> {
    let mut names: Vec<Box<str>> = Vec::new();
    let mut seen = std::collections::HashSet::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("}}") {
        if let Some((_, name)) = before.rsplit_once("{{") {
            let name = name.trim();
            if !name.is_empty() && !name.contains(['{', '}', '\n', '\r']) && seen.insert(name) {
                names.push(name.into());
            }
        }
        rest = after;
    }
    names
}

/// A block as it stands, its further lines dedented by the column it begins at.
pub(super) fn source_of(segment: &Segment, range: TextRange, cuts: &[TextRange]) -> String {
    let text = slice(&segment.text, range);
    let indentation = column_of(&segment.text, range);
    let mut result = String::with_capacity(text.len());
    let mut cut_lines = CutLines { cuts, at: usize::from(range.start()) };
    let mut blank_before = true;
    let mut was_cut = false;
    for (index, line) in lines_with_endings(text).enumerate() {
        let (kept, cut) = cut_lines.next(line);
        let kept = kept.trim_end_matches(['\n', '\r']);
        if kept.trim().is_empty() {
            // A line that held only a comment goes; of the blank lines around it, one stays.
            if cut || (was_cut && blank_before) {
                was_cut = true;
                continue;
            }
            result.push('\n');
            blank_before = true;
            continue;
        }
        was_cut = cut;
        blank_before = false;
        let kept = if index == 0 { kept.to_owned() } else { dedented(kept, indentation) };
        result.push_str(if cut { kept.trim_end() } else { &kept });
        result.push('\n');
    }
    result.truncate(result.trim_end_matches(['\n', ' ', '\t']).len());
    result
}

/// Lines of a block, with the parts left out that lie in `cuts` (sorted, not overlapping).
struct CutLines<'c> {
    cuts: &'c [TextRange],
    at: usize,
}

impl CutLines<'_> {
    /// What stays of the next line, and whether something of it went.
    fn next(&mut self, line: &str) -> (String, bool) {
        let (start, end) = (self.at, self.at + line.len());
        self.at = end;
        let mut kept = String::new();
        let mut position = start;
        let mut cut_any = false;
        while let Some(cut) = self.cuts.first() {
            let (from, to) = (usize::from(cut.start()), usize::from(cut.end()));
            if from >= end {
                break;
            }
            cut_any = true;
            kept.push_str(line.get(position - start..from.max(position) - start).unwrap_or_default());
            position = position.max(to.min(end));
            if to > end {
                break;
            }
            self.cuts = self.cuts.get(1..).unwrap_or_default();
        }
        kept.push_str(line.get(position - start..).unwrap_or_default());
        (kept, cut_any)
    }
}

/// `line` without its first `columns` columns of blanks; a tab that reaches further leaves the rest as blanks.
pub(super) fn dedented(line: &str, columns: usize) -> String {
    let mut column = 0;
    for (at, character) in line.char_indices() {
        if column >= columns {
            return format!("{}{}", " ".repeat(column - columns), line.get(at..).unwrap_or_default());
        }
        match character {
            ' ' => column += 1,
            '\t' => column += 4 - column % 4,
            _ => return line.get(at..).unwrap_or_default().to_owned(),
        }
    }
    String::new()
}

/// The column (tabs to every fourth) at which `range` begins in its line.
fn column_of(text: &str, range: TextRange) -> usize {
    let before = text.get(..range.start().into()).unwrap_or_default();
    let line = before.rsplit(['\n', '\r']).next().unwrap_or_default();
    line.chars().fold(0, |column, character| if character == '\t' { column + 4 - column % 4 } else { column + 1 })
}

pub(super) fn slice(text: &str, range: TextRange) -> &str {
    text.get(usize::from(range.start())..usize::from(range.end())).unwrap_or_default()
}

fn without_comments(segment: &Segment, range: TextRange) -> String {
    let text = slice(&segment.text, range);
    let base = usize::from(range.start());
    let mut result = String::with_capacity(text.len());
    let mut copied = 0;
    for comment in comments_in(segment, range) {
        let from = usize::from(comment.range.start()) - base;
        result.push_str(text.get(copied..from).unwrap_or_default());
        copied = copied.max(usize::from(comment.range.end()) - base);
        // Neither a blank line in the middle of the paragraph nor two blanks shall remain of it.
        if result.ends_with(['\n', ' ']) {
            let rest = text.get(copied..).unwrap_or_default();
            copied += rest.len() - rest.trim_start_matches([' ', '\t']).trim_start_matches('\r').len();
            if result.ends_with('\n') && text.get(copied..).is_some_and(|rest| rest.starts_with('\n')) {
                copied += 1;
            }
        }
    }
    result.push_str(text.get(copied..).unwrap_or_default());
    result
}

/// The comments that lie in `range`, in order.
pub(super) fn comments_in(segment: &Segment, range: TextRange) -> impl Iterator<Item = &docent_syntax::Comment> {
    let first = segment.comments.partition_point(|comment| comment.range.start() < range.start());
    segment.comments.iter().skip(first).take_while(move |comment| comment.range.end() <= range.end())
}

pub(super) fn lines_of(text: &str) -> impl Iterator<Item = &str> {
    lines_with_endings(text).map(|line| line.trim_end_matches(['\n', '\r']))
}

/// Lines end with LF, CRLF or CR.
pub(super) fn lines_with_endings(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let end = match rest.find(['\n', '\r']) {
            Some(at) if rest.get(at..).is_some_and(|rest| rest.starts_with("\r\n")) => at + 2,
            Some(at) => at + 1,
            None => rest.len(),
        };
        let (line, after) = rest.split_at(end);
        rest = after;
        Some(line)
    })
}

/// Lines without the blanks that all of them (but the first) begin with; trimmed.
pub(super) fn dedented_lines(text: &str) -> String {
    let lines: Vec<&str> = lines_of(text.trim()).collect();
    let indentation = lines
        .iter()
        .skip(1)
        .filter(|line| !line.trim().is_empty())
        .map(|line| line.len() - line.trim_start_matches([' ', '\t']).len())
        .min()
        .unwrap_or(0);
    let mut result = String::with_capacity(text.len());
    for (index, line) in lines.iter().enumerate() {
        if index > 0 {
            result.push('\n');
        }
        let line = if index == 0 { line } else { line.get(indentation..).unwrap_or_default() };
        result.push_str(line.trim_end());
    }
    result
}
