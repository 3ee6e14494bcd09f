//! Where the cursor is in the front matter, read line by line: a half-typed key breaks every YAML parser.
//!
//! Reads indentation, `key:`, `- ` and flow lists on one line; what it does not understand, nothing is offered in.

use super::yaml_block::Block;
use super::yaml_value::{ValueSpot, quoted_end, value_at};
use docent_syntax::{Page, TextRange, TextSize, YamlStyle};

#[derive(Debug)]
pub(super) struct YamlCursor {
    /// The keys and list items around what is typed, outermost first.
    pub(super) path: Vec<Step>,
    pub(super) position: Position,
    /// The keys of the same mapping on other lines; for a value in a list the other items.
    pub(super) siblings: Vec<String>,
    /// Where on its line the key stands, or would stand.
    pub(super) column: usize,
    /// Blanks before a list's hyphen beyond those before its key, as the block has it.
    pub(super) list_indent: usize,
    /// How many top-level keys the block has, the cursor's line left out.
    pub(super) top_keys: Vec<String>,
    /// The closing line is missing.
    pub(super) unclosed: bool,
    /// The lines below are part of what stands on the cursor's line: a list, a mapping, the rest of a value.
    pub(super) goes_on_below: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Step {
    Key(String),
    Item,
}

impl Step {
    pub(super) fn key(&self) -> Option<&str> {
        match self {
            Step::Key(key) => Some(key),
            Step::Item => None,
        }
    }
}

#[derive(Debug)]
pub(super) enum Position {
    /// A key is typed, or nothing yet.
    Key {
        typed: String,
        /// The whole key: with an item in its place, what followed the cursor would be the end of another key.
        replace: TextRange,
        /// The line goes on with the key's `:`.
        colon_follows: bool,
        /// It stands in quotes that are closed.
        quotes: YamlStyle,
        /// A blank must come before it: nothing but the `-` is there yet.
        blank_before: bool,
        /// The same as a value, where one may stand: in a list, or below its key.
        as_value: Option<ValueSpot>,
    },
    Value(ValueSpot),
}

/// Front matter longer than this is read up to here only.
const LONGEST: usize = 1 << 18;
/// What is nested more deeply than this is not completed.
const DEEPEST: usize = 32;

/// `None`: the cursor is not in the front matter, or nowhere in it where anything could be offered.
pub(super) fn yaml_cursor(page: &Page, offset: TextSize) -> Option<YamlCursor> {
    let block = Block::around(page, offset)?;
    let cursor = usize::from(offset).checked_sub(block.base)?;
    let text = &block.text[..super::line::floor(&block.text, LONGEST)];
    let mut reader = Reader::default();
    let mut found = None;
    let mut below = "";
    let mut at = 0;
    let lines = docent_syntax::text::lines(text).map(|(range, ending)| (usize::from(range.end()), ending as usize));
    // A text that ends with a line ending has an empty line after it, where an author may well be typing.
    for (end, ending) in lines.chain([(text.len(), 0)]) {
        let start = at.min(end);
        at = end + ending;
        let line = &text[start..end];
        if found.is_none() && (start..=end).contains(&cursor) {
            found = Some(reader.at_cursor(line, cursor - start, block.base + start)?);
            below = text.get(at..).unwrap_or_default();
        } else if start < end || ending > 0 {
            reader.read(line);
        }
    }
    let Found { path, mut position, parent, column } = found?;
    let goes_on_below = goes_on(below, column);
    if let Position::Value(spot) = &mut position {
        // What closes the list may stand on one of the next lines.
        spot.closes_list &= !goes_on_below;
    }
    let siblings = match &position {
        Position::Value(spot) if !spot.others.is_empty() => spot.others.clone(),
        _ => reader
            .keys
            .iter()
            .filter(|key| key.parent == parent && key.column == column)
            .map(|key| key.name.clone())
            .collect(),
    };
    let top_keys = reader.keys.iter().filter(|key| key.parent == 0).map(|key| key.name.clone()).collect();
    Some(YamlCursor {
        path,
        position,
        siblings,
        column,
        list_indent: reader.list_indent.unwrap_or(2),
        top_keys,
        unclosed: page.front_matter().closing.is_none(),
        goes_on_below,
    })
}

/// Whether the next line that says something belongs to what stands at `column` on the line above.
fn goes_on(below: &str, column: usize) -> bool {
    let mut lines = below.split(['\n', '\r']).filter(|line| !line.trim().is_empty());
    let next = lines.find(|line| !line.trim_start().starts_with('#'));
    next.is_some_and(|line| {
        let indent = indent_of(line);
        let begins_item = line[indent..].strip_prefix('-').is_some_and(|rest| rest.is_empty() || rest.starts_with(' '));
        indent > column || indent == column && begins_item || line[indent..].starts_with([']', '}'])
    })
}

#[derive(Default)]
struct Reader {
    /// The keys and items that the next line may lie in.
    open: Vec<Open>,
    keys: Vec<SeenKey>,
    /// Lines deeper than this are text of a block scalar.
    scalar: Option<usize>,
    list_indent: Option<usize>,
    count: usize,
}

struct Open {
    column: usize,
    step: Step,
    /// Tells it from others; 0 is the top.
    id: usize,
}

struct SeenKey {
    name: String,
    parent: usize,
    column: usize,
}

struct Found {
    path: Vec<Step>,
    position: Position,
    parent: usize,
    column: usize,
}

impl Reader {
    fn read(&mut self, line: &str) {
        let indent = indent_of(line);
        if line.trim().is_empty()
            || line[indent..].starts_with('#')
            || self.scalar.is_some_and(|column| indent > column)
        {
            return;
        }
        self.scalar = None;
        let column = self.open_items(line, indent);
        let Some((name, after)) = key_in(&line[column..]) else { return };
        self.close(column);
        self.see(name, column);
        self.push(column, Step::Key(name.to_owned()));
        if line[column + after..].trim_start().starts_with(['|', '>']) {
            self.scalar = Some(indent);
        }
    }

    fn at_cursor(&mut self, line: &str, cursor: usize, base: usize) -> Option<Found> {
        let indent = indent_of(line).min(cursor);
        if self.scalar.is_some_and(|column| indent > column) || self.open.len() > DEEPEST {
            return None;
        }
        self.scalar = None;
        let before = &line[..super::line::floor(line, cursor)];
        let column = self.open_items(before, indent);
        let text = &line[column..];
        let range = |start: usize, end: usize| {
            let at = |n: usize| TextSize::new((base + n) as u32);
            TextRange::new(at(start.min(end)), at(end))
        };
        let is_item = column > indent;
        if text.starts_with('#') && cursor > column {
            return None;
        }
        let typed = &line[column.min(cursor)..cursor];
        if let Some((name, after)) = key_in(text).or_else(|| key_without_blank(typed))
            && column + after <= cursor
        {
            self.close(column);
            let parent = self.parent();
            self.push(column, Step::Key(name.to_owned()));
            let spot = value_at(line, column + after, cursor, &range)?;
            let path = self.path();
            // The line is read like any other for those below it.
            let rest = line[column + after..].trim_start();
            self.scalar = rest.starts_with(['|', '>']).then_some(indent);
            return Some(Found { path, position: Position::Value(spot), parent, column });
        }
        self.close(column);
        let parent = self.parent();
        let path = self.path();
        let starts_like_value = typed.starts_with(['[', '{', '|', '>', '&', '*', '!']);
        if starts_like_value {
            let spot = value_at(line, column, cursor, &range)?;
            return Some(Found { path, position: Position::Value(spot), parent, column });
        }
        let word = |c: char| !c.is_whitespace() && c != ':';
        let quoted = line.get(column..).and_then(quoted_end).map(|end| column + end).filter(|end| cursor < *end);
        if quoted.is_none() && !typed.chars().all(word) {
            // Words with blanks are a value, where one can stand.
            let spot = is_item.then(|| value_at(line, column, cursor, &range)).flatten()?;
            return Some(Found { path, position: Position::Value(spot), parent, column });
        }
        let end = cursor + line[cursor..].find(|c: char| !word(c)).unwrap_or(line.len() - cursor);
        let end = quoted.unwrap_or(end);
        let colon_follows = line[end..].trim_start().starts_with(':');
        // Prose goes on after a word; a key does not.
        if !colon_follows && !line[end..].trim().is_empty() && !line[end..].trim_start().starts_with('#') {
            return None;
        }
        let position = Position::Key {
            typed: typed.to_owned(),
            replace: range(column.min(cursor), end),
            colon_follows,
            quotes: match line.get(column..).unwrap_or_default().chars().next() {
                Some('"') if quoted.is_some() => YamlStyle::DoubleQuoted,
                Some('\'') if quoted.is_some() => YamlStyle::SingleQuoted,
                _ => YamlStyle::Plain,
            },
            blank_before: is_item && line[..column.min(cursor)].ends_with('-'),
            as_value: value_at(line, if is_item { line[..column].trim_end().len() } else { 0 }, cursor, &range),
        };
        Some(Found { path, position, parent, column })
    }

    /// Opens the items that a line begins with; where its own text begins.
    fn open_items(&mut self, line: &str, indent: usize) -> usize {
        let mut column = indent;
        while let Some(rest) = line[column..].strip_prefix('-')
            && (rest.is_empty() || rest.starts_with([' ', '\t']))
            && self.open.len() <= DEEPEST
        {
            // A list may stand where its key stands.
            while self
                .open
                .last()
                .is_some_and(|open| open.column > column || open.column == column && open.step == Step::Item)
            {
                self.open.pop();
            }
            if let Some(Open { column: key, step: Step::Key(_), .. }) = self.open.last()
                && column == indent
            {
                self.list_indent.get_or_insert(column.saturating_sub(*key));
            }
            self.push(column, Step::Item);
            column += 1 + indent_of(rest);
        }
        column
    }

    fn close(&mut self, column: usize) {
        while self.open.last().is_some_and(|open| open.column >= column) {
            self.open.pop();
        }
    }

    fn see(&mut self, name: &str, column: usize) {
        let parent = self.parent();
        self.keys.push(SeenKey { name: name.to_owned(), parent, column });
    }

    fn push(&mut self, column: usize, step: Step) {
        self.count += 1;
        self.open.push(Open { column, step, id: self.count });
    }

    fn parent(&self) -> usize {
        self.open.last().map_or(0, |open| open.id)
    }

    fn path(&self) -> Vec<Step> {
        self.open.iter().map(|open| open.step.clone()).collect()
    }
}

fn indent_of(line: &str) -> usize {
    line.len() - line.trim_start_matches([' ', '\t']).len()
}

/// The key a line begins with, and where the text after its `:` begins.
pub(super) fn key_in(line: &str) -> Option<(&str, usize)> {
    if line.starts_with(['"', '\'']) {
        let end = quoted_end(line)?;
        let after = &line[end..];
        let blanks = indent_of(after);
        return after[blanks..].starts_with(':').then(|| (&line[1..end - 1], end + blanks + 1));
    }
    if line.starts_with(['[', '{', '#', '|', '>', '&', '*', '!']) {
        return None;
    }
    let colon = line
        .match_indices(':')
        .map(|(at, _)| at)
        .find(|at| line[at + 1..].chars().next().is_none_or(char::is_whitespace))?;
    let key = line[..colon].trim_end();
    (!key.is_empty() && !key.contains(" #")).then_some((key, colon + 1))
}

/// `indicator:mes`: to YAML one word, to its author a key.
fn key_without_blank(typed: &str) -> Option<(&str, usize)> {
    let (key, _) = typed.split_once(':')?;
    let word = key.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'));
    (word && !key.is_empty()).then_some((key, key.len() + 1))
}
