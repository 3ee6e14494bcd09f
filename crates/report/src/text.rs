//! Findings for people: with the lines that they are about, notes and fixes.

use crate::places::Places;
use crate::{FileReport, Reporter};
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use docent_rules::{Finding, Place, Related, Safety, Severity};
use docent_syntax::{Encoding, LineIndex, Position, TextRange, printable, printable_in_place};
use std::io::{self, Write};

/// A finding that reaches over more lines is shown by its first line.
const MAX_LINES: u32 = 4;
/// A longer line is cut around the place it is shown for, before it is laid out.
const MAX_LINE_BYTES: usize = 1000;

pub(crate) struct Text {
    /// Of the terminal, in columns.
    pub(crate) width: usize,
}

impl Reporter for Text {
    fn file(&mut self, out: &mut dyn Write, file: &FileReport<'_>) -> io::Result<()> {
        let renderer = Renderer::styled().term_width(self.width);
        let mut places = Places::new(file.text, Encoding::Utf32);
        for finding in file.findings {
            writeln!(out, "{}\n", renderer.render(&[group(file, finding, &mut places)]))?;
        }
        Ok(())
    }
}

fn group<'a>(file: &FileReport<'a>, finding: &'a Finding, places: &mut Places<'_>) -> Group<'a> {
    let level = match finding.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Info => Level::INFO.with_name("info"),
        Severity::Hint => Level::HELP.with_name("hint"),
    };
    let excerpt = excerpt(file.text, places.lines(), finding.range);
    let mut snippet = Snippet::source(printable_in_place(&excerpt.text).into_owned())
        .line_start(excerpt.line as usize + 1)
        .annotation(AnnotationKind::Primary.span(excerpt.span));
    let mut group = Group::with_title(level.primary_title(printable(&finding.message)).id(finding.rule));
    if excerpt.cut {
        // The column of a cut line would be wrong.
        let (at, _) = places.range(finding.range);
        let origin = Origin::path(printable(file.path)).line(at.line as usize + 1).char_column(at.column as usize + 1);
        group = group.element(origin);
    } else {
        snippet = snippet.path(printable(file.path));
    }
    let notes = finding.related.iter().map(|related| Level::NOTE.message(note(file, related, places)));
    let fixes = finding.fixes.iter().map(|fix| {
        let name = if fix.safety == Safety::Safe { "fix" } else { "fix (unsafe)" };
        Level::HELP.with_name(name).message(printable(&fix.title))
    });
    group.element(snippet).elements(notes).elements(fixes)
}

/// A place in the same file is its line alone.
fn note(file: &FileReport<'_>, related: &Related, places: &mut Places<'_>) -> String {
    let place = match &related.place {
        Place::Page(range) => format!("line {}", places.range(*range).0.line + 1),
        Place::Template { source, range } => {
            let name = if source.is_file { file.others.shown(&source.name) } else { source.name.to_string() };
            Places::new(&source.text, Encoding::Utf32).shown(&name, *range)
        }
        Place::File { path, range } => {
            Places::new(&file.others.text(path), Encoding::Utf32).shown(&file.others.shown(path), *range)
        }
    };
    printable(&format!("{} ({place})", related.message)).into_owned()
}

/// The lines of a finding.
struct Excerpt {
    text: String,
    /// The number of its first line, 0-based.
    line: u32,
    /// What the finding is about, in bytes of `text`.
    span: std::ops::Range<usize>,
    /// Whether lines were cut at their start.
    cut: bool,
}

fn excerpt(text: &str, lines: &LineIndex, range: TextRange) -> Excerpt {
    let start = lines.position(text, range.start(), Encoding::Utf8);
    let mut end = lines.position(text, range.end(), Encoding::Utf8);
    let first = lines.line_text(text, start.line);
    // A range that ends before the first character of a line ends with the line before.
    if end.line > start.line && end.column == 0 {
        end = Position { line: end.line - 1, column: u32::MAX };
    }
    let mut shown = vec![first];
    if end.line - start.line < MAX_LINES {
        shown.extend((start.line + 1..=end.line).map(|line| lines.line_text(text, line)));
    }
    if end.line - start.line >= MAX_LINES || shown.iter().any(|line| line.len() > MAX_LINE_BYTES) {
        end = Position { line: start.line, column: if end.line > start.line { u32::MAX } else { end.column } };
        shown.truncate(1);
    }
    let last = shown.last().copied().unwrap_or_default();
    let from = (start.column as usize).min(first.len());
    let to = (end.column as usize).min(last.len());
    if first.len() > MAX_LINE_BYTES {
        return cut(first, start.line, from, to.max(from));
    }
    let before_last: usize = shown.iter().rev().skip(1).map(|line| line.len() + 1).sum();
    Excerpt { text: shown.join("\n"), line: start.line, span: from..(before_last + to).max(from), cut: false }
}

/// Cuts a long line around the beginning of what it is shown for.
fn cut(text: &str, line: u32, start: usize, end: usize) -> Excerpt {
    let boundary = |mut at: usize| {
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    let from = boundary(start.saturating_sub(MAX_LINE_BYTES / 10));
    let to = boundary((from + MAX_LINE_BYTES / 2).min(text.len()));
    Excerpt { text: text[from..to].to_owned(), line, span: start - from..end.min(to) - from, cut: from > 0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use docent_syntax::TextSize;

    fn excerpt_of(text: &str, start: usize, end: usize) -> Excerpt {
        let range = TextRange::new(TextSize::new(start as u32), TextSize::new(end as u32));
        excerpt(text, &LineIndex::new(text), range)
    }

    #[test]
    fn a_range_is_shown_with_its_lines() {
        let excerpt = excerpt_of("a\r\nbcd\r\nef\r\ng", 4, 10);
        assert_eq!((&*excerpt.text, excerpt.line, excerpt.span), ("bcd\nef", 1, 1..6));
        let empty = excerpt_of("a\n", 2, 2);
        assert_eq!((&*empty.text, empty.line, empty.span), ("", 1, 0..0));
    }

    #[test]
    fn a_range_that_ends_at_a_line_start_ends_with_the_line_before() {
        let excerpt = excerpt_of("abc\ndef\n", 1, 4);
        assert_eq!((&*excerpt.text, excerpt.span), ("abc", 1..3));
    }

    #[test]
    fn long_ranges_and_long_lines_are_cut() {
        let many = "line\n".repeat(100);
        assert_eq!(excerpt_of(&many, 1, 400).text, "line");
        let long = "ä".repeat(100_000);
        let excerpt = excerpt_of(&long, 100_000, 100_010);
        assert!(excerpt.cut && excerpt.text.len() <= MAX_LINE_BYTES);
        assert_eq!(excerpt.span.len(), 10);
        assert!(excerpt.text.get(excerpt.span).is_some());
    }

    #[test]
    fn every_range_has_an_excerpt_whose_span_lies_inside() {
        let text = format!("ä\r\n{}\rx\n\n{}", "y😀".repeat(400), "z\n".repeat(9));
        let offsets: Vec<usize> = text.char_indices().map(|(at, _)| at).step_by(7).chain([text.len()]).collect();
        for &start in &offsets {
            for &end in offsets.iter().filter(|end| **end >= start) {
                let excerpt = excerpt_of(&text, start, end);
                assert!(excerpt.text.get(excerpt.span.clone()).is_some(), "{start}..{end}: {:?}", excerpt.span);
            }
        }
    }
}
