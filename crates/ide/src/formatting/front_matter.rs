//! Formatting of the front matter: one indentation for all lists under keys, no tabs between things, no blanks at the ends
//! of lines. Works on lines, and leaves every line alone that belongs to a value of several lines.

use docent_syntax::text::apply_edits;
use docent_syntax::{
    FrontMatter, FrontMatterState, TextEdit, TextRange, TextSize, YamlComment, YamlKind, YamlNode, YamlStyle, YamlTree,
};

/// The indentation of lists where the block's own first one gives none to follow.
const LIST_INDENTATION: usize = 2;

/// Nothing for a block that the generator does not read, or that is broken.
pub(super) fn edits(front_matter: &FrontMatter, is_wanted: impl Fn(TextRange) -> bool) -> Vec<TextEdit> {
    let readable = front_matter.state == FrontMatterState::Closed && front_matter.yaml.error.is_none();
    let is_mapping = match &front_matter.yaml.root {
        None => true,
        Some(root) => matches!(root.kind, YamlKind::Mapping(_)) && root.style == YamlStyle::Block,
    };
    if !readable || !is_mapping {
        return Vec::new();
    }
    let block = Block::of(front_matter);
    let mut units = block.list_shifts();
    units.extend(block.gaps());
    units.extend(block.trailing_blanks());
    let edits: Vec<TextEdit> =
        units.into_iter().filter(|unit| is_wanted(unit.place)).flat_map(|unit| unit.edits).collect();
    if says_the_same(front_matter, &edits) { edits } else { Vec::new() }
}

/// Edits that belong together, and what they are about.
struct Unit {
    place: TextRange,
    edits: Vec<TextEdit>,
}

impl Unit {
    fn one(edit: TextEdit) -> Unit {
        Unit { place: edit.range, edits: vec![edit] }
    }
}

struct Block<'f> {
    front_matter: &'f FrontMatter,
    text: &'f str,
    /// Each without its line ending.
    lines: Vec<TextRange>,
    /// Scalars of several lines, in order.
    long_scalars: Vec<TextRange>,
}

impl<'f> Block<'f> {
    fn of(front_matter: &'f FrontMatter) -> Block<'f> {
        let text = &*front_matter.text;
        let lines = docent_syntax::text::lines(text).map(|(line, _)| line).collect();
        let mut block = Block { front_matter, text, lines, long_scalars: Vec::new() };
        if let Some(root) = &front_matter.yaml.root {
            let mut found = Vec::new();
            block.collect_long_scalars(root, 0, &mut found);
            found.sort_by_key(|range: &TextRange| range.start());
            block.long_scalars = found;
        }
        block
    }

    fn slice(&self, range: TextRange) -> &'f str {
        self.text.get(std::ops::Range::<usize>::from(range)).unwrap_or_default()
    }

    /// Real front matter is not as deep as the bound; below it, the final check keeps values safe.
    fn collect_long_scalars(&self, node: &YamlNode, depth: u32, found: &mut Vec<TextRange>) {
        if depth > 50 {
            return;
        }
        match &node.kind {
            YamlKind::Scalar { .. } if self.slice(node.range).contains(['\n', '\r']) => found.push(node.range),
            YamlKind::Scalar { .. } | YamlKind::Alias(_) => {}
            YamlKind::Sequence(items) => {
                items.iter().for_each(|item| self.collect_long_scalars(item, depth + 1, found));
            }
            YamlKind::Mapping(entries) => {
                for node in entries.iter().flat_map(|entry| [&entry.key, &entry.value]) {
                    self.collect_long_scalars(node, depth + 1, found);
                }
            }
        }
    }

    /// Whether the line belongs to a value of several lines.
    fn is_value(&self, line: TextRange) -> bool {
        let before = self.long_scalars.partition_point(|scalar| scalar.start() <= line.end());
        before.checked_sub(1).is_some_and(|last| self.long_scalars[last].end() >= line.start())
    }

    fn line_of(&self, at: TextSize) -> usize {
        self.lines.partition_point(|line| line.start() <= at).saturating_sub(1)
    }

    /// The blanks before `at` on its line, if there is nothing else.
    fn indentation(&self, at: TextSize) -> Option<usize> {
        let line = self.lines.get(self.line_of(at))?;
        let before = self.slice(TextRange::new(line.start(), at));
        before.bytes().all(|b| b == b' ').then_some(before.len())
    }

    /// Lists directly under a key of the top, one item a line, each with its indentation against its key.
    fn lists(&self) -> Vec<(TextRange, usize)> {
        let lists = self.front_matter.yaml.entries().iter().filter_map(|entry| {
            let is_list = matches!(entry.value.kind, YamlKind::Sequence(_)) && entry.value.style == YamlStyle::Block;
            let (key, list) = (self.indentation(entry.key.range.start())?, entry.value.range);
            is_list.then_some((list, self.indentation(list.start())?.checked_sub(key)?))
        });
        lists.collect()
    }

    fn list_shifts(&self) -> Vec<Unit> {
        let lists = self.lists();
        let expected = match lists.first() {
            Some((_, first)) if *first <= LIST_INDENTATION && *first != 1 => *first,
            _ => LIST_INDENTATION,
        };
        lists
            .iter()
            .filter(|(_, found)| *found != expected)
            .filter_map(|(list, found)| self.shift(*list, *found, expected))
            .collect()
    }

    /// All lines of a list moved by as much. `None` where a line has fewer blanks than are to go.
    fn shift(&self, list: TextRange, found: usize, expected: usize) -> Option<Unit> {
        let (first, last) = (self.line_of(list.start()), self.line_of(list.end()));
        let mut edits = Vec::new();
        for line in self.lines.get(first..=last)? {
            let text = self.slice(*line);
            let blanks = text.len() - text.trim_start_matches(' ').len();
            if text.trim_matches([' ', '\t']).is_empty() {
                // Blank lines of a value are moved as far as they reach; others lose their blanks anyway.
                let removed = found.saturating_sub(expected).min(blanks);
                if self.is_value(*line) && !text.is_empty() {
                    edits.extend(shifted(*line, removed, expected.saturating_sub(found)));
                }
                continue;
            }
            if expected < found && blanks < found - expected {
                match self.is_comment(*line) {
                    true => continue,
                    false => return None,
                }
            }
            edits.extend(shifted(*line, found.saturating_sub(expected), expected.saturating_sub(found)));
        }
        Some(Unit { place: list, edits })
    }

    fn is_comment(&self, line: TextRange) -> bool {
        self.comment_on(line).is_some_and(|comment| comment.own_line)
    }

    /// The comment that ends the line, if there is one.
    fn comment_on(&self, line: TextRange) -> Option<&YamlComment> {
        let comments = &self.front_matter.yaml.comments;
        let before = comments.partition_point(|comment| comment.range.start() < line.end());
        comments.get(before.checked_sub(1)?).filter(|comment| comment.range.start() >= line.start())
    }

    /// Tabs after a colon, after a `-`, and before a comment become one blank.
    fn gaps(&self) -> Vec<Unit> {
        let mut starts: Vec<TextSize> =
            self.front_matter.yaml.comments.iter().map(|comment| comment.range.start()).collect();
        if let Some(root) = &self.front_matter.yaml.root {
            starts_of_values(root, 0, &mut starts);
        }
        starts.sort_unstable();
        starts.dedup();
        starts.into_iter().filter_map(|start| self.gap_before(start)).collect()
    }

    fn gap_before(&self, at: TextSize) -> Option<Unit> {
        let line = *self.lines.get(self.line_of(at))?;
        let before = self.slice(TextRange::new(line.start(), at));
        let solid = before.trim_end_matches([' ', '\t']);
        let gap = TextRange::new(line.start() + TextSize::of(solid), at);
        let has_tab = self.slice(gap).contains('\t');
        (has_tab && !solid.is_empty()).then(|| Unit::one(TextEdit::replace(gap, " ")))
    }

    fn trailing_blanks(&self) -> Vec<Unit> {
        let edit = |line: &TextRange| {
            let text = self.slice(*line);
            let solid = TextSize::of(text.trim_end_matches([' ', '\t']));
            let blanks = TextRange::new(line.start() + solid, line.end());
            // The blanks at the end of a comment are the comment's.
            let in_comment = self.comment_on(*line).is_some();
            let trimmed = !blanks.is_empty() && !in_comment && !self.is_value(*line);
            trimmed.then(|| Unit { place: *line, edits: vec![TextEdit::delete(blanks)] })
        };
        self.lines.iter().filter_map(edit).collect()
    }
}

fn shifted(line: TextRange, removed: usize, added: usize) -> Option<TextEdit> {
    let removed = TextRange::at(line.start(), TextSize::new(removed as u32));
    match (removed.is_empty(), added) {
        (true, 0) => None,
        (true, added) => Some(TextEdit::insert(line.start(), " ".repeat(added))),
        (false, _) => Some(TextEdit::delete(removed)),
    }
}

/// Where scalars begin. Real front matter is not as deep as the bound.
fn starts_of_values(node: &YamlNode, depth: u32, starts: &mut Vec<TextSize>) {
    if depth > 50 || node.style == YamlStyle::Flow {
        starts.push(node.range.start());
        return;
    }
    match &node.kind {
        YamlKind::Scalar { .. } | YamlKind::Alias(_) if node.style != YamlStyle::Empty => {
            starts.push(node.range.start())
        }
        YamlKind::Scalar { .. } | YamlKind::Alias(_) => {}
        YamlKind::Sequence(items) => items.iter().for_each(|item| starts_of_values(item, depth + 1, starts)),
        YamlKind::Mapping(entries) => {
            entries.iter().for_each(|entry| starts_of_values(&entry.value, depth + 1, starts))
        }
    }
}

/// The last word: whatever the lines above made of the block, keys, values and comments are as they were.
fn says_the_same(front_matter: &FrontMatter, edits: &[TextEdit]) -> bool {
    let Some(text) = apply_edits(&front_matter.text, edits) else { return false };
    let after = docent_syntax::front_matter::split(&text);
    let said = |text: &str, yaml: &YamlTree| {
        let entries = yaml.entries().iter().map(|entry| (entry.key.to_json(), entry.value.to_json()));
        let comment = |range: TextRange| text.get(std::ops::Range::<usize>::from(range)).unwrap_or_default().to_owned();
        let comments = yaml.comments.iter().map(|it| comment(it.range));
        (entries.collect::<Vec<_>>(), comments.collect::<Vec<_>>())
    };
    after.state == FrontMatterState::Closed
        && after.yaml.error.is_none()
        && said(&text, &after.yaml) == said(&front_matter.text, &front_matter.yaml)
}
