//! The value that the cursor is in, on one line: plain, in quotes, or an item of a flow list. Knows no key and no schema.

use docent_syntax::TextRange;
use docent_syntax::YamlStyle;
use docent_syntax::yaml::write::{scalar_in_style, value_to_flow};
use serde_json::Value;

/// What a value is typed over, and in which form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ValueSpot {
    /// The whole value: with an item in its place, what followed the cursor would be the end of another value.
    pub(super) replace: TextRange,
    /// Of that, what comes before the cursor.
    pub(super) typed: TextRange,
    /// Plain, or the quotes it stands in.
    pub(super) style: YamlStyle,
    /// An item of `[a, b]`.
    pub(super) in_flow: bool,
    /// A blank must come before it: nothing but the `:` or `-` is there yet.
    pub(super) blank_before: bool,
    /// A comment or comma follows directly.
    pub(super) blank_after: bool,
    /// The `]` of the flow list is missing.
    pub(super) closes_list: bool,
    /// The other items of a flow list.
    pub(super) others: Vec<String>,
}

impl ValueSpot {
    /// `value` as it stands here.
    pub(super) fn written(&self, value: &Value) -> String {
        let text = match value {
            Value::String(text) if self.in_flow && self.style == YamlStyle::Plain => {
                value_to_flow(&Value::from(&**text))
            }
            Value::String(text) => scalar_in_style(text, self.style),
            Value::Null => "null".to_owned(),
            other => value_to_flow(other),
        };
        let before = if self.blank_before { " " } else { "" };
        let after = if self.blank_after { " " } else { "" };
        let close = if self.closes_list { "]" } else { "" };
        format!("{before}{text}{close}{after}")
    }

    /// What is compared with what stands in the replaced range up to the cursor: that begins with the quote, if one is open.
    pub(super) fn filter(&self, value: &str) -> String {
        match self.style {
            YamlStyle::DoubleQuoted => format!("\"{value}"),
            YamlStyle::SingleQuoted => format!("'{value}"),
            _ => value.to_owned(),
        }
    }
}

/// The value of a line that begins after `after`, the `:` of its key or the `-` of its item. `None`: the cursor is in a
/// comment or behind the value, or the value is of a kind that is not completed.
pub(super) fn value_at(
    line: &str,
    after: usize,
    cursor: usize,
    range: &impl Fn(usize, usize) -> TextRange,
) -> Option<ValueSpot> {
    let blanks = blanks(&line[after..]);
    let begin = after + blanks;
    let start = begin.min(cursor);
    let text = &line[begin..];
    let needs_blank = start == after && line[..after].ends_with([':', '-']);
    let spot = |start: usize, end: usize, style: YamlStyle| ValueSpot {
        replace: range(start, end.max(cursor)),
        typed: range(start, cursor),
        style,
        in_flow: false,
        blank_before: needs_blank,
        blank_after: false,
        closes_list: false,
        others: Vec::new(),
    };
    match text.chars().next() {
        None => Some(spot(start, cursor, YamlStyle::Plain)),
        Some('#') if cursor <= begin => {
            Some(ValueSpot { blank_after: cursor == begin, ..spot(cursor, cursor, YamlStyle::Plain) })
        }
        Some(quote @ ('"' | '\'')) => {
            let style = if quote == '"' { YamlStyle::DoubleQuoted } else { YamlStyle::SingleQuoted };
            let closed = quoted_end(text);
            // A quote that is open may be one that was just typed before a comment.
            let open_end = || text.find(" #").filter(|end| cursor <= begin + end).map_or(text, |end| &text[..end]);
            let end = begin + closed.unwrap_or_else(|| open_end().trim_end().len());
            (cursor < end || closed.is_none() || cursor <= begin).then(|| spot(start, end, style))
        }
        Some('[') if cursor > begin => flow_item(line, begin, cursor, range),
        Some('[' | '{' | '|' | '>' | '&' | '*' | '!' | '#') => None,
        Some(_) => {
            let end = begin + text.find(" #").unwrap_or(text.len());
            let end = line[..end].trim_end().len();
            (cursor <= end).then(|| spot(start, end, YamlStyle::Plain))
        }
    }
}

fn blanks(text: &str) -> usize {
    text.len() - text.trim_start_matches([' ', '\t']).len()
}

/// Where the quoted text that `text` begins with ends, with its closing quote.
pub(super) fn quoted_end(text: &str) -> Option<usize> {
    let quote = text.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let mut characters = text.char_indices().skip(1).peekable();
    while let Some((at, character)) = characters.next() {
        if character == '\\' && quote == '"' {
            characters.next();
        } else if character == quote {
            match characters.peek() {
                Some((_, next)) if quote == '\'' && *next == quote => {
                    characters.next();
                }
                _ => return Some(at + 1),
            }
        }
    }
    None
}

/// The item of the flow list at `open` that the cursor is in.
fn flow_item(line: &str, open: usize, cursor: usize, range: &impl Fn(usize, usize) -> TextRange) -> Option<ValueSpot> {
    let mut items: Vec<(usize, usize)> = Vec::new();
    let mut start = open + 1;
    let mut close = None;
    let mut skip_to = open + 1;
    for (at, character) in line.char_indices() {
        if at < skip_to {
            continue;
        }
        match character {
            // One that is not closed is part of the text up to the next comma or bracket.
            '"' | '\'' if line[start..at].trim().is_empty() => skip_to = at + quoted_end(&line[at..]).unwrap_or(1),
            ',' => {
                items.push((start, at));
                start = at + 1;
            }
            ']' => {
                close = Some(at);
                break;
            }
            '[' | '{' | '}' => return None,
            '#' if line[..at].ends_with([' ', '\t']) => {
                close = Some(line[..at].trim_end().len().max(start));
                break;
            }
            _ => {}
        }
    }
    let is_closed = close.is_some_and(|close| line[close..].starts_with(']'));
    let end = close.unwrap_or(line.len());
    if cursor > end {
        return None;
    }
    items.push((start, end.max(start)));
    let is_here = |(start, end): &(usize, usize)| (*start..=*end).contains(&cursor);
    let here = *items.iter().find(|item| is_here(item))?;
    let unquoted = |(start, end): &(usize, usize)| line[*start..*end].trim().trim_matches(['"', '\'']).to_owned();
    let others = items.iter().filter(|item| **item != here).map(unquoted).filter(|item| !item.is_empty()).collect();
    let text = &line[here.0..here.1];
    let begin = (here.0 + blanks(text)).min(cursor);
    let style = match line[begin..].chars().next() {
        Some('"') if begin < cursor => YamlStyle::DoubleQuoted,
        Some('\'') if begin < cursor => YamlStyle::SingleQuoted,
        _ => YamlStyle::Plain,
    };
    let item_end = (here.0 + text.trim_end().len()).max(cursor);
    Some(ValueSpot {
        replace: range(begin, item_end),
        typed: range(begin, cursor),
        style,
        in_flow: true,
        blank_before: line[..begin].ends_with(','),
        blank_after: false,
        // Where items follow, the list is closed elsewhere or not to be closed here.
        closes_list: !is_closed && here.1 == end,
        others,
    })
}
