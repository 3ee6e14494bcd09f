//! Where the cursor is in the body: which kind of line is being typed, if it is one that anything can be offered for.

use super::innermost::{Innermost, innermost};
use super::item::{CompletionOptions, DocumentRole};
use super::line::{Line, floor, size};
use super::link_place::{is_in_raw_block, link_place};
use super::place::{InComment, Place};
use docent_syntax::{Fence, Page, TextRange, TextSize};

/// A comment that begins further than this before the cursor is not looked for.
const MAX_COMMENT_BYTES: usize = 4096;

pub(super) fn body_place<'a>(page: &'a Page, offset: TextSize, options: &CompletionOptions<'_>) -> Option<Place<'a>> {
    let line = Line::at(page, offset)?;
    if is_in_raw_block(line) {
        return None;
    }
    let segment = line.section.segment;
    let local = offset - line.section.start;
    let surroundings = innermost(segment, local);
    if let Innermost::Fence(fence, range) = surroundings {
        let on_first_line = range.start() >= line.local_start();
        return on_first_line.then(|| fence_place(line, fence)).flatten();
    }
    let comment = comment_at(line);
    if comment.is_none()
        && !matches!(surroundings, Innermost::Comment)
        && let Some(link) = link_place(line)
    {
        return Some(Place::Link(link));
    }
    if matches!(surroundings, Innermost::Code) {
        return None;
    }
    if let Some(comment) = comment {
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
        let is_requested = options.typed != Some(' ');
        return (is_requested && matches!(surroundings, Innermost::Between | Innermost::Heading))
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
            match is_step_number(content) && line.rest().trim().is_empty() {
                true => Some(Place::Number(line)),
                false => (one_line && at_end).then_some(Place::Words(line)),
            }
        }
        Innermost::Item(item)
            if begins_here(item.range) && is_step_number(content) && line.rest().trim().is_empty() =>
        {
            Some(Place::Number(line))
        }
        _ => None,
    }
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
    let from = floor(text, cursor.saturating_sub(MAX_COMMENT_BYTES));
    let open = from + text[from..cursor].rfind("<!--")?;
    let content = &text[open + 4..cursor];
    // Within the `-->` nothing is typed.
    if (1..3)
        .any(|typed| cursor.checked_sub(typed).and_then(|at| text.get(at..)).is_some_and(|at| at.starts_with("-->")))
    {
        return None;
    }
    // It may go on to a later line, unless another one begins there.
    let rest = &text[cursor..];
    let closed = rest.find("-->").is_some_and(|close| !rest[..close].contains("<!--"));
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
