//! Edits of whole sections: inserting, moving, changing levels. Blank lines and line endings come out right; what the
//! author wrote is moved, never rewritten.

use crate::analysis::line_ending;
use crate::suppression::start_with_suppressions;
use docent_syntax::{Heading, HeadingKind, LineEnding, Page, SectionRef, TextEdit, TextRange, TextSize};
use std::ops::Range;

/// The offset at which section `before` begins, with the suppressions that are about its heading; the end of the page
/// for `section_count()`.
fn boundary(page: &Page, before: usize) -> TextSize {
    if before < page.section_count() { start_with_suppressions(page, before) } else { page.len() }
}

/// Inserts `source` (LF, no blank lines around it) directly before the section `before`, or at the end of the page.
pub fn insert_section(page: &Page, before: usize, source: &str) -> TextEdit {
    let source = line_ending(page).apply(source);
    TextEdit::insert(boundary(page, before), with_blank_lines(page, before, &source))
}

/// `source` with the line endings it needs around it to stand directly before the section `before`.
fn with_blank_lines(page: &Page, before: usize, source: &str) -> String {
    let ending = line_ending(page).as_str();
    let mut text = separation_after(text_before(page, before), ending);
    text.push_str(source.trim_end());
    text.push_str(ending);
    if before < page.section_count() {
        text.push_str(ending);
    }
    text
}

/// Moves the sections to directly before the section `before`.
pub fn move_sections(page: &Page, sections: Range<usize>, before: usize) -> Vec<TextEdit> {
    let source = text_between(page, boundary(page, sections.start), boundary(page, sections.end));
    let inserted = TextEdit::insert(boundary(page, before), with_blank_lines(page, before, &source));
    vec![TextEdit::delete(removal(page, sections)), inserted]
}

/// The text of the sections; at the end of the page with the blank lines before it, so that none stay behind.
pub fn removal(page: &Page, sections: Range<usize>) -> TextRange {
    let range = TextRange::new(boundary(page, sections.start), boundary(page, sections.end));
    let Some(previous) = sections.start.checked_sub(1).map(|index| page.section(index)) else { return range };
    if range.end() != page.len() {
        return range;
    }
    let text = up_to(&previous, range.start());
    let kept = text.trim_end().len();
    let ending =
        docent_syntax::text::lines(&text[kept..]).next().map_or(0, |(line, ending)| u32::from(line.len()) + ending);
    TextRange::new(previous.start + TextSize::new(kept as u32 + ending), range.end())
}

/// Puts `body` (LF) below the heading of a section that has no text of its own.
pub fn fill_section(section: &SectionRef<'_>, is_last: bool, ending: LineEnding, body: &str) -> TextEdit {
    let heading_end = section.segment.heading.as_ref().map_or(TextSize::new(0), |heading| heading.range.end());
    let body = ending.apply(body.trim_end());
    let ending = ending.as_str();
    let text = format!("{ending}{ending}{body}");
    // The page may end without a line ending, and the heading below may be a paragraph up to its underline.
    let below = section.segment.text.get(usize::from(heading_end)..).unwrap_or_default();
    let endings_needed = if is_last { 1 } else { 2 };
    let after = if docent_syntax::text::lines(below).count() < endings_needed { ending } else { "" };
    TextEdit::insert(section.start + heading_end, text + after)
}

/// The text just before the section `before`: of the section before it, or of the front matter.
fn text_before(page: &Page, before: usize) -> &str {
    let end = boundary(page, before);
    let sections = (0..before.min(page.section_count())).rev().map(|index| up_to(&page.section(index), end));
    sections.into_iter().find(|text| !text.is_empty()).unwrap_or(&page.front_matter().text)
}

/// The text of a section before `end`, an offset of the page.
fn up_to<'p>(section: &SectionRef<'p>, end: TextSize) -> &'p str {
    let text = &*section.segment.text;
    end.checked_sub(section.start).and_then(|length| text.get(..usize::from(length))).unwrap_or(text)
}

fn text_between(page: &Page, start: TextSize, end: TextSize) -> String {
    let mut text = String::new();
    let first = page.section_at(start).map_or(0, |section| section.index);
    for section in (first..page.section_count()).map(|index| page.section(index)) {
        if section.start >= end {
            break;
        }
        let part = up_to(&section, end);
        let from = start.checked_sub(section.start).map_or(0, usize::from);
        text.push_str(part.get(from..).unwrap_or_default());
    }
    text
}

/// The line endings it takes to have one blank line between `text` and what is inserted after it.
fn separation_after(text: &str, ending: &str) -> String {
    if text.trim().is_empty() {
        return String::new();
    }
    let tail = &text[text.trim_end().len()..];
    let endings = docent_syntax::text::lines(tail).filter(|(_, ending)| *ending > 0).count();
    ending.repeat(2_usize.saturating_sub(endings))
}

/// Sets the level of the first of the sections, and shifts the others, which lie inside it, by as much.
pub fn set_level(page: &Page, sections: Range<usize>, level: u8) -> Vec<TextEdit> {
    let first = page.sections().nth(sections.start).and_then(|section| section.segment.heading.as_ref());
    let Some(old) = first.map(|heading| heading.level) else { return Vec::new() };
    let shift = i16::from(level) - i16::from(old);
    sections
        .filter_map(|index| {
            let section = page.section(index);
            let heading = section.segment.heading.as_ref()?;
            let level = (i16::from(heading.level) + shift).clamp(1, 6) as u8;
            heading_level_edit(&section, heading, level)
        })
        .collect()
}

fn heading_level_edit(section: &SectionRef<'_>, heading: &Heading, level: u8) -> Option<TextEdit> {
    if heading.level == level {
        return None;
    }
    let source = section.segment.text.get(std::ops::Range::<usize>::from(heading.range))?;
    let marks = "#".repeat(usize::from(level));
    match heading.kind {
        HeadingKind::Atx => {
            let old = TextRange::at(heading.range.start(), TextSize::new(u32::from(heading.level)));
            Some(TextEdit::replace(section.absolute(old), marks))
        }
        // An underline can say two levels only, and a title of several lines needs one line as `###`.
        HeadingKind::Setext => {
            let mut lines: Vec<&str> =
                docent_syntax::text::lines(source).map(|(range, _)| source[range].trim()).collect();
            lines.pop();
            Some(TextEdit::replace(section.absolute(heading.range), format!("{marks} {}", lines.join(" "))))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use docent_syntax::Dialect;
    use docent_syntax::text::apply_edits;

    fn edited(text: &str, edits: impl FnOnce(&Page) -> Vec<TextEdit>) -> String {
        let edits = edits(&Page::parse(text, Dialect::EXTENDED));
        apply_edits(text, &edits).expect("edits fit the text")
    }

    #[test]
    fn an_inserted_section_has_one_blank_line_around_it() {
        let insert = |before: usize| move |page: &Page| vec![insert_section(page, before, "### New\n\ntext")];
        assert_eq!(edited("# A\n\na\n\n# B\n", insert(2)), "# A\n\na\n\n### New\n\ntext\n\n# B\n");
        assert_eq!(edited("# A\na\n# B\n", insert(2)), "# A\na\n\n### New\n\ntext\n\n# B\n");
        assert_eq!(edited("# A", insert(2)), "# A\n\n### New\n\ntext\n");
        assert_eq!(edited("# A\r\n", insert(2)), "# A\r\n\r\n### New\r\n\r\ntext\r\n");
        assert_eq!(edited("---\na: b\n---\n# A\n", insert(1)), "---\na: b\n---\n\n### New\n\ntext\n\n# A\n");
        assert_eq!(edited("", insert(1)), "### New\n\ntext\n");
    }

    #[test]
    fn a_section_moves_with_what_is_below_it() {
        let text = "# A\n\na\n\n## A1\n\nx\n\n# B\n\nb";
        assert_eq!(edited(text, |page| move_sections(page, 1..3, 4)), "# B\n\nb\n\n# A\n\na\n\n## A1\n\nx\n");
        assert_eq!(edited(text, |page| move_sections(page, 3..4, 1)), "# B\n\nb\n\n# A\n\na\n\n## A1\n\nx\n");
    }

    #[test]
    fn suppressions_move_with_their_heading() {
        let text = "# A\n\na\n\n<!-- docent-ignore x: y -->\n\n# B\n\nb\n\n<!-- other -->\n# C\n";
        assert_eq!(
            edited(text, |page| move_sections(page, 2..3, 1)),
            "<!-- docent-ignore x: y -->\n\n# B\n\nb\n\n<!-- other -->\n\n# A\n\na\n\n# C\n"
        );
        let text = "# A\n\na\n\n<!-- docent-ignore x -->\n<!-- docent-ignore y -->\n# B\n";
        assert_eq!(
            edited(text, |page| move_sections(page, 1..2, 3)),
            "<!-- docent-ignore x -->\n<!-- docent-ignore y -->\n# B\n\n# A\n\na\n"
        );
        assert_eq!(
            edited(text, |page| move_sections(page, 2..3, 1)),
            "<!-- docent-ignore x -->\n<!-- docent-ignore y -->\n# B\n\n# A\n\na\n"
        );
    }

    #[test]
    fn levels_shift_together() {
        assert_eq!(edited("# A #\n\n### B\n# C\n", |page| set_level(page, 1..3, 3)), "### A #\n\n##### B\n# C\n");
        assert_eq!(edited("A\nb\n===\n\ntext\n", |page| set_level(page, 1..2, 3)), "### A b\n\ntext\n");
    }
}
