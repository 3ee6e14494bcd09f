//! A destination that is being typed: in `](…`, after `[label]:`, in `href="…` or `src="…`, after `{% link`. Reads the line up to
//! the cursor, since a link that is not closed yet is none to a parser.

use super::line::Line;
use docent_syntax::{Block, BlockKind, Segment, TextSize};

#[derive(Debug, Clone, Copy)]
pub(super) struct InLink<'a> {
    pub(super) line: Line<'a>,
    /// Where the destination begins, in bytes of the line.
    pub(super) start: usize,
    /// Where what stands there ends; the cursor or after it.
    pub(super) end: usize,
    pub(super) form: LinkForm,
    pub(super) image: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LinkForm {
    /// `](…`
    Plain,
    /// In `<…>` or in quotes: blanks may stand there.
    Enclosed,
    /// `{% link …`; whether its `%}` is there.
    Tag { closed: bool },
}

impl<'a> InLink<'a> {
    /// What stands there up to the cursor.
    pub(super) fn typed(&self) -> &'a str {
        self.line.text.get(self.start..self.line.cursor).unwrap_or_default()
    }
}

/// The destination that the cursor is in.
pub(super) fn link_place(line: Line<'_>) -> Option<InLink<'_>> {
    let before = line.before();
    if before.matches('`').count() % 2 == 1 || is_in_code(line) {
        return None;
    }
    tag(line).or_else(|| attribute(line)).or_else(|| inline(line)).or_else(|| definition(line))
}

/// `{% link path`
fn tag(line: Line<'_>) -> Option<InLink<'_>> {
    let before = line.before();
    let open = before.rfind("{%")? + 2;
    let inside = &before[open..];
    if inside.contains("%}") {
        return None;
    }
    let name = inside.trim_start_matches(['-', ' ', '\t']);
    let after = name.strip_prefix("link").filter(|after| after.starts_with([' ', '\t']))?;
    let start = before.len() - after.trim_start_matches([' ', '\t']).len();
    let rest = line.rest();
    let close = rest.find("%}").filter(|close| !rest[..*close].contains(['{', '(', '[']));
    let path = close.map_or(0, |close| rest[..close].trim_end_matches(['-', ' ', '\t']).len());
    Some(InLink { line, start, end: line.cursor + path, form: LinkForm::Tag { closed: close.is_some() }, image: false })
}

/// `<a href="…`, `<img src='…`
fn attribute(line: Line<'_>) -> Option<InLink<'_>> {
    let before = line.before();
    let open = before.rfind('<')?;
    let tag = &before[open + 1..];
    let quote = tag.rfind(['"', '\''])?;
    let mark = tag[quote..].chars().next()?;
    let name = tag[..quote].trim_end().strip_suffix('=')?.trim_end();
    // A quote before it that is open would make this one its end.
    let is_open = name.matches(mark).count().is_multiple_of(2) && !name.contains('>');
    let name = name.rsplit([' ', '\t']).next()?.to_ascii_lowercase();
    if !is_open || !matches!(&*name, "href" | "src") || !tag.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let rest = line.rest();
    let close = rest.find(mark).filter(|close| !rest[..*close].contains(['<', '>', '=']));
    Some(InLink {
        line,
        start: open + 1 + quote + 1,
        end: line.cursor + close.unwrap_or(0),
        form: LinkForm::Enclosed,
        image: name == "src",
    })
}

/// `[text](…`, `![text](<…`
fn inline(line: Line<'_>) -> Option<InLink<'_>> {
    let before = line.before();
    let open = before.rfind("](")?;
    let image = is_image(&before[..open])?;
    destination(line, open + 2, image)
}

/// Whether the brackets that end at the end of `before` are those of an image; `None` where they never begin.
fn is_image(before: &str) -> Option<bool> {
    let mut depth = 0_usize;
    for (at, character) in before.char_indices().rev() {
        match character {
            ']' => depth += 1,
            '[' if depth > 0 => depth -= 1,
            '[' => return Some(before[..at].ends_with('!')),
            _ => {}
        }
    }
    None
}

/// `[label]: …`
fn definition(line: Line<'_>) -> Option<InLink<'_>> {
    let before = line.before();
    let text = before.trim_start_matches([' ', '\t', '>']);
    let label = text.strip_prefix('[').filter(|label| !label.starts_with('^'))?;
    let close =
        label.find("]:").filter(|close| !label[..*close].trim().is_empty() && !label[..*close].contains(']'))?;
    destination(line, before.len() - label.len() + close + 2, false)
}

/// The destination that begins after blanks at `from`; `None` where it ended before the cursor.
fn destination(line: Line<'_>, from: usize, image: bool) -> Option<InLink<'_>> {
    let before = line.before();
    let typed = before[from..].trim_start_matches([' ', '\t']);
    let rest = line.rest();
    if let Some(typed) = typed.strip_prefix('<') {
        if typed.contains('>') {
            return None;
        }
        let close = rest.find('>').filter(|close| !rest[..*close].contains(['(', '[', '<']));
        let end = line.cursor + close.unwrap_or(0);
        return Some(InLink { line, start: before.len() - typed.len(), end, form: LinkForm::Enclosed, image });
    }
    // The cursor before the blanks that a destination follows is not in it.
    if typed.is_empty()
        && rest.starts_with([' ', '\t'])
        && !rest.trim_start().starts_with(')')
        && !rest.trim().is_empty()
    {
        return None;
    }
    // A title begins after a blank; any other words after one are the title of a page that is looked for.
    if closes(typed).is_some() || [" \"", " '", " ("].iter().any(|title| typed.contains(title)) {
        return None;
    }
    let close = closes(rest);
    let word = rest.find([' ', '\t']).unwrap_or(rest.len()).min(close.unwrap_or(rest.len()));
    let goes_on = match close {
        Some(close) => rest[word..close].trim().is_empty() || rest[word..close].trim_start().starts_with(['"', '\'']),
        // A definition ends with its line.
        None => rest[word..].trim().is_empty() && !rest.contains('['),
    };
    let end = line.cursor + if goes_on { word } else { 0 };
    Some(InLink { line, start: before.len() - typed.len(), end, form: LinkForm::Plain, image })
}

/// Where a parenthesis closes that was opened before the text.
fn closes(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, character) in text.char_indices() {
        match character {
            '(' => depth += 1,
            ')' if depth == 0 => return Some(at),
            ')' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// After `{% raw %}` nothing is a link until `{% endraw %}`.
pub(super) fn is_in_raw_block(line: Line<'_>) -> bool {
    let text = &*line.section.segment.text;
    let before = text.get(..usize::from(line.local_start()) + line.cursor).unwrap_or_default();
    let last = |tags: [&str; 2]| tags.iter().filter_map(|tag| before.rfind(tag)).max();
    last(["{% raw", "{%- raw"]) > last(["{% endraw", "{%- endraw"])
}

/// Whether the parse has code there, at any depth. Templating that is only a link tag is none.
fn is_in_code(line: Line<'_>) -> bool {
    let at = line.local_start() + TextSize::new(line.cursor as u32);
    let holds = |block: &&Block| block.range.start() <= at && at <= block.range.end();
    let is_code = |segment: &Segment| {
        let mut blocks: &[Block] = &segment.blocks;
        // One level deeper at each turn; the parser bounds how many there are.
        loop {
            let Some(block) = blocks.iter().find(holds) else { return false };
            blocks = match &block.kind {
                BlockKind::Fence(_) | BlockKind::IndentedCode => return true,
                BlockKind::Templating => return !line.before().contains("{% link"),
                BlockKind::Quote(blocks) | BlockKind::Footnote(blocks) => blocks,
                BlockKind::List(list) => {
                    let item = list.items.iter().find(|item| item.range.start() <= at && at <= item.range.end());
                    let Some(item) = item else { return false };
                    &item.blocks
                }
                _ => return false,
            };
        }
    };
    is_code(line.section.segment)
}
