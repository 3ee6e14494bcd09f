//! The text that edits of front matter are made against: its lines, its layout, and where an entry's parts lie in it.

use super::{FrontMatter, Place};
use crate::text::{LineEnding, TextEdit};
use crate::yaml::write::{flow_scalar, value_to_flow};
use crate::yaml::{YamlEntry, YamlKind, YamlNode, YamlStyle};
use serde_json::Value;
use text_size::{TextRange, TextSize};

/// How the entries of a block are laid out.
#[derive(Default)]
pub(super) struct Layout {
    /// Blanks before a key.
    pub(super) indent: usize,
    /// Blanks before a list's hyphen beyond those before its key; `None` where no list shows it.
    pub(super) list_indent: Option<usize>,
}

impl Layout {
    pub(super) fn list_indent(&self) -> String {
        " ".repeat(self.indent + self.list_indent.unwrap_or(2))
    }
}

/// The text that edits are made against. Offsets are bytes from the start of the page.
pub(super) struct Source<'a> {
    pub(super) front_matter: &'a FrontMatter,
    pub(super) text: &'a str,
    pub(super) ending: LineEnding,
}

impl<'a> Source<'a> {
    pub(super) fn of(front_matter: &'a FrontMatter) -> Source<'a> {
        let text = &*front_matter.text;
        Source { front_matter, text, ending: LineEnding::of(&text[usize::from(front_matter.opening.start())..]) }
    }

    pub(super) fn layout(&self) -> Layout {
        let entries = self.front_matter.yaml.entries();
        let indent = entries.first().map_or(0, |entry| self.indentation(entry.range.start()));
        let list = entries
            .iter()
            .map(|entry| &entry.value)
            .find(|value| matches!(value.kind, YamlKind::Sequence(_)) && value.style == YamlStyle::Block);
        Layout { indent, list_indent: list.map(|list| self.column(list.range.start()).saturating_sub(indent)) }
    }

    /// Where the lines of an entry at `place` begin.
    pub(super) fn offset_of(&self, place: Place<'_>) -> usize {
        let existing = self.front_matter.yaml.entries();
        match (place, existing.first(), existing.last()) {
            (Place::Before(entry), ..) | (Place::Start, Some(entry), _) => self.start_with_comments(entry),
            (Place::After(entry), ..) | (Place::End, _, Some(entry)) => self.end_of_lines(entry),
            _ => usize::from(self.front_matter.content.end()),
        }
    }

    pub(super) fn line_start(&self, at: usize) -> usize {
        self.text[..at].rfind(['\n', '\r']).map_or(0, |found| found + 1)
    }

    pub(super) fn line_end(&self, at: usize) -> usize {
        self.text[at..].find(['\n', '\r']).map_or(self.text.len(), |found| at + found)
    }

    /// The start of the line after the one that `at` lies in.
    pub(super) fn next_line(&self, at: usize) -> usize {
        let end = self.line_end(at);
        let ending = if self.text[end..].starts_with("\r\n") { 2 } else { 1 };
        (end + ending).min(self.text.len())
    }

    /// Blanks before `at` on its line, in characters.
    pub(super) fn column(&self, at: TextSize) -> usize {
        let at = usize::from(at);
        self.text[self.line_start(at)..at].chars().count()
    }

    /// Blanks at the start of the line that `at` lies in: before its key, and before the `?`, the anchor or the tag of one.
    pub(super) fn indentation(&self, at: TextSize) -> usize {
        leading_blanks(&self.text[self.line_start(usize::from(at))..])
    }

    pub(super) fn is_blank_line(&self, start: usize) -> bool {
        self.text[start..self.line_end(start)].trim().is_empty()
    }

    /// The start of the entry's first line, or of the comment lines directly above it that stand where its key stands.
    pub(super) fn start_with_comments(&self, entry: &YamlEntry) -> usize {
        let content_start = usize::from(self.front_matter.content.start());
        let mut start = self.line_start(usize::from(entry.range.start()));
        let column = self.indentation(entry.range.start());
        let comments = &self.front_matter.yaml.comments;
        let before = comments.partition_point(|comment| comment.range.start() < entry.range.start());
        for comment in comments[..before].iter().rev() {
            let comment_line = self.line_start(usize::from(comment.range.start()));
            let directly_above = self.next_line(comment_line) == start && comment_line >= content_start;
            if !comment.own_line || !directly_above || self.column(comment.range.start()) != column {
                break;
            }
            start = comment_line;
        }
        start
    }

    /// The start of the line after the entry. Where the YAML is broken the tree may end too early: lines that are
    /// indented deeper than the key belong to the entry too.
    pub(super) fn end_of_lines(&self, entry: &YamlEntry) -> usize {
        let content_end = usize::from(self.front_matter.content.end());
        let mut end = self.next_line(usize::from(entry.range.end())).min(content_end);
        if self.front_matter.yaml.error.is_none() {
            return end;
        }
        let column = self.column(entry.range.start());
        while end < content_end {
            let line = &self.text[end..self.line_end(end)];
            let indent = line.len() - line.trim_start().len();
            if line.trim().is_empty() || indent <= column {
                break;
            }
            end = self.next_line(end);
        }
        end
    }

    /// Inserts whole lines (LF in `lines`) at the start of a line, or at the end of a text without a last line ending.
    pub(super) fn insert_lines(&self, at: usize, lines: &str) -> TextEdit {
        let lines = self.ending.apply(lines);
        let before = &self.text[..at];
        let text = if before.is_empty() || before.ends_with(['\n', '\r']) {
            lines.into_owned()
        } else {
            format!("{}{}", self.ending.as_str(), lines.trim_end_matches(['\n', '\r']))
        };
        TextEdit::insert(TextSize::new(at as u32), text)
    }

    /// Deletes whole lines, and the blank lines on one side if they stand on both (an end of the block counts as blank).
    pub(super) fn delete_lines(&self, mut start: usize, mut end: usize) -> TextEdit {
        let content = self.front_matter.content;
        let (content_start, content_end) = (usize::from(content.start()), usize::from(content.end()));
        let previous =
            |line: usize| self.line_start(line.saturating_sub(if self.text[..line].ends_with("\r\n") { 2 } else { 1 }));
        let blank_before = start <= content_start || self.is_blank_line(previous(start));
        let blank_after = end >= content_end || self.is_blank_line(end);
        if blank_before && blank_after {
            while end < content_end && self.is_blank_line(end) {
                end = self.next_line(end);
            }
            while end >= content_end && start > content_start && self.is_blank_line(previous(start)) {
                start = previous(start);
            }
        }
        TextEdit::delete(range(start, end))
    }

    /// Where an item's line begins; `None` where something else stands before it on that line.
    pub(super) fn item_line(&self, item: &YamlNode) -> Option<usize> {
        let at = usize::from(item.range.start());
        let start = self.line_start(at);
        let before = self.text[start..at].trim();
        let only_properties =
            before.strip_prefix('-').map(str::trim).is_some_and(|rest| rest.is_empty() || rest.starts_with(['&', '!']));
        only_properties.then_some(start)
    }

    /// Directly after the `:` of an entry, which a comment may stand before (`? key # comment`). `None` for a key without one
    /// (`? key`, `{key}`).
    pub(super) fn after_colon(&self, entry: &YamlEntry) -> Option<usize> {
        let mut at = usize::from(entry.key.range.end());
        loop {
            let rest = &self.text[at..];
            at += rest.len() - rest.trim_start().len();
            match self.text[at..].chars().next()? {
                ':' => return Some(at + 1),
                '#' => at = self.line_end(at),
                _ => return None,
            }
        }
    }

    /// Replaces the value by `text` on the key's line; by nothing at all if `text` is empty.
    pub(super) fn value_on_line(&self, entry: &YamlEntry, text: &str) -> Vec<TextEdit> {
        let insertion = if text.is_empty() { String::new() } else { format!(" {text}") };
        let Some(after_colon) = self.after_colon(entry) else {
            return vec![self.first_colon(entry, &insertion)];
        };
        // In a block that could not be read to its end, an empty value can stand where its key ends, before the `:`.
        let value_start = usize::from(entry.value.range.start()).max(after_colon);
        let value_end = usize::from(entry.value.range.end()).max(value_start);
        let line_end = self.line_end(after_colon);
        if value_start > line_end {
            // The comment on the key's line stays; the lines of the old value go.
            let comment = self.text[after_colon..].trim_start_matches([' ', '\t']).starts_with('#');
            let head_end = if comment { after_colon } else { line_end };
            return vec![
                TextEdit::replace(range(after_colon, head_end), insertion),
                TextEdit::delete(range(line_end, value_end)),
            ];
        }
        if entry.value.style != YamlStyle::Empty && !text.is_empty() {
            return vec![TextEdit::replace(entry.value.range, text)];
        }
        // With the blanks before the value, and those after it at the end of a line.
        let start = value_start - trailing_blanks(&self.text[after_colon..value_start]);
        let blanks = leading_blanks(&self.text[value_end..]);
        let at_line_end = value_end + blanks == self.line_end(value_end);
        let end = if at_line_end { value_end + blanks } else { value_end };
        vec![TextEdit::replace(range(start, end), insertion)]
    }

    /// Gives a key without a colon its value: on a line of its own after `? key`.
    fn first_colon(&self, entry: &YamlEntry, insertion: &str) -> TextEdit {
        let at = usize::from(entry.key.range.end());
        let line = self.text[self.line_start(at)..at].trim_start();
        match line.starts_with('?') {
            true => {
                let indent = " ".repeat(self.indentation(entry.key.range.end()));
                self.insert_lines(self.next_line(at), &format!("{indent}:{insertion}\n"))
            }
            false => TextEdit::insert(entry.key.range.end(), format!(":{insertion}")),
        }
    }

    /// Replaces the value by whole lines (LF) below the key's line.
    pub(super) fn value_as_lines(&self, entry: &YamlEntry, lines: &str) -> Vec<TextEdit> {
        let mut edits = self.value_on_line(entry, "");
        let value_end = usize::from(entry.value.range.end());
        let below_key =
            self.after_colon(entry).is_some_and(|at| usize::from(entry.value.range.start()) > self.line_end(at));
        match edits.last_mut() {
            Some(deletion) if below_key => {
                let text = format!("\n{}", lines.trim_end_matches('\n'));
                deletion.new_text = self.ending.apply(&text).into_owned();
            }
            _ => edits.push(self.insert_lines(self.next_line(value_end), lines)),
        }
        edits
    }

    pub(super) fn insert_into_flow_root(&self, entries: &[(&str, &Value)], place: Place<'_>) -> Vec<TextEdit> {
        let existing = self.front_matter.yaml.entries();
        let text: Vec<String> = entries
            .iter()
            .map(|(key, value)| match value {
                Value::Null => format!("{}: null", flow_scalar(key)),
                value => format!("{}: {}", flow_scalar(key), value_to_flow(value)),
            })
            .collect();
        let text = text.join(", ");
        let edit = match (place, existing.first(), existing.last()) {
            (Place::Before(entry), ..) | (Place::Start, Some(entry), _) => {
                TextEdit::insert(entry.range.start(), format!("{text}, "))
            }
            (Place::After(entry), ..) | (Place::End, _, Some(entry)) => {
                TextEdit::insert(entry.range.end(), format!(", {text}"))
            }
            _ => match &self.front_matter.yaml.root {
                Some(root) => TextEdit::insert(root.range.start() + TextSize::new(1), text),
                None => return Vec::new(),
            },
        };
        vec![edit]
    }
}

pub(super) fn leading_blanks(text: &str) -> usize {
    text.len() - text.trim_start_matches([' ', '\t']).len()
}

pub(super) fn trailing_blanks(text: &str) -> usize {
    text.len() - text.trim_end_matches([' ', '\t']).len()
}

pub(super) fn range(start: usize, end: usize) -> TextRange {
    TextRange::new(TextSize::new(start as u32), TextSize::new(end as u32))
}
