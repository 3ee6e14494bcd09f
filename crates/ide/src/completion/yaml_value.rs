//! The value that the cursor is in, on one line: plain, in quotes, or an item of a flow list. Knows no key and no schema.

use docent_syntax::TextRange;
use docent_syntax::YamlStyle;
use docent_syntax::yaml::write::{scalar_in_style, value_to_flow};
use serde_json::Value;

/// What a value is typed over, and in which form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ValueSpot {
    pub(super) insert: TextRange,
    pub(super) replace: TextRange,
    /// Plain, or the quotes it stands in.
    pub(super) style: YamlStyle,
    /// An item of `[a, b]`.
    pub(super) in_flow: bool,
    /// A blank must come before it: nothing but the `:` or `-` is there yet.
    pub(super) blank_before: bool,
    /// A comment or comma follows directly.
    pub(super) blank_after: bool,
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
        format!("{before}{text}{after}")
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
        insert: range(start, cursor),
        replace: range(start, end.max(cursor)),
        style,
        in_flow: false,
        blank_before: needs_blank,
        blank_after: false,
        others: Vec::new(),
    };
    match text.chars().next() {
        None => Some(spot(start, cursor, YamlStyle::Plain)),
        Some('#') if cursor <= begin => {
            Some(ValueSpot { blank_after: cursor == begin, ..spot(cursor, cursor, YamlStyle::Plain) })
        }
        Some(quote @ ('"' | '\'')) => {
            let style = if quote == '"' { YamlStyle::DoubleQuoted } else { YamlStyle::SingleQuoted };
            let end = quoted_end(text, quote).map_or(begin + text.trim_end().len(), |end| begin + end);
            let closed = quoted_end(text, quote).is_some();
            (cursor < end || !closed || cursor <= begin).then(|| spot(start, end, style))
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

/// Where a quoted text ends, with its closing quote.
fn quoted_end(text: &str, quote: char) -> Option<usize> {
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
    let mut quote = None;
    let mut end = line.len();
    for (at, character) in line.char_indices().skip_while(|(at, _)| *at <= open) {
        match (quote, character) {
            (Some(open), _) if open == character => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') if line[start..at].trim().is_empty() => quote = Some(character),
            (None, ',') => {
                items.push((start, at));
                start = at + 1;
            }
            (None, ']') => {
                end = at;
                break;
            }
            (None, '[' | '{' | '}') => return None,
            _ => {}
        }
    }
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
        insert: range(begin, cursor),
        replace: range(begin, item_end),
        style,
        in_flow: true,
        blank_before: line[..begin].ends_with(','),
        blank_after: false,
        others,
    })
}
