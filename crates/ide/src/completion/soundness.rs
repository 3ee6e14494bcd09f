//! Keeps only the front-matter items that do what their label says: the page with the item accepted is read again, and must have
//! the key or value where the cursor was, and everything else as before. The cursor is found line by line
//! ([`super::yaml_cursor`]), so what spans several lines (quoted texts, flow lists, block values) is judged here. Of the items of the
//! body, those that change what the front matter is are dropped.

use super::body_soundness;
use super::context::Context;
use super::insert_text::{InsertText, Piece};
use super::item::{Completion, CompletionKind, Offers};
use super::line::size;
use super::place::Place;
use super::yaml_block::Block;
use super::yaml_cursor::YamlCursor;
use docent_rules::edits::keys::shown;
use docent_syntax::text::apply_edits;
use docent_syntax::{FrontMatter, TextEdit, TextRange, TextSize, YamlEntry, YamlKind, YamlNode, YamlTree};
use std::ops::Range;

/// Bytes of YAML that one completion parses. In a block too long for all items, the first ones speak for the rest.
const MAX_PARSED: usize = 1 << 20;

pub(super) fn retain_sound(context: &Context<'_>, offers: &mut Offers) {
    let cursor = match &context.place {
        Place::FrontMatter(cursor) => cursor,
        Place::Start(_) | Place::Nowhere => return,
        place => {
            if let Place::Blank(line)
            | Place::Heading(line)
            | Place::Words(line)
            | Place::Number(line)
            | Place::Bullet { line, .. } = place
            {
                body_soundness::retain_sound(context.page, line, offers);
            }
            return retain_beside_front_matter(context, offers);
        }
    };
    let Some(block) = Block::around(context.page, context.offset) else {
        offers.items.clear();
        return;
    };
    if is_in_open_quote(&block, context.offset) {
        offers.items.clear();
        return;
    }
    let mut budget = MAX_PARSED;
    let mut last_verdict = true;
    let mut baseline: Option<(Range<usize>, Baseline)> = None;
    offers.items.retain(|item| {
        if item.kind == CompletionKind::Text {
            return true;
        }
        if budget < block.text.len() {
            return last_verdict;
        }
        let touched = Range::<usize>::from(item.replace);
        let (Some(start), Some(end)) = (touched.start.checked_sub(block.base), touched.end.checked_sub(block.base))
        else {
            return false;
        };
        if block.text.get(start..end).is_none_or(|text| is_part_of_quoted(text, &block.text[end..])) {
            return false;
        }
        let baseline = match &mut baseline {
            Some((range, known)) if *range == (start..end) => known,
            other => {
                budget = budget.saturating_sub(4 * block.text.len());
                &mut other.insert((start..end, Baseline::new(&block.text, start..end))).1
            }
        };
        let mut texts = vec![item.text.to_plain()];
        if item.text.has_stops() {
            texts.push(with_defaults(&item.text));
        }
        budget = budget.saturating_sub(texts.len() * block.text.len());
        last_verdict = texts.iter().all(|text| is_sound(&block.text, start..end, text, item, cursor, baseline));
        last_verdict
    });
}

/// Whether the cursor's line lies in a quoted scalar that an earlier line opens and none closes: what is typed there is part of it.
fn is_in_open_quote(block: &Block<'_>, cursor: TextSize) -> bool {
    let before = usize::from(cursor).checked_sub(block.base).and_then(|end| block.text.get(..end));
    let Some(above) = before.and_then(|before| Some(&before[..before.rfind(['\n', '\r'])?])) else { return false };
    above.len() <= MAX_PARSED && YamlTree::parse(above, 0.into()).error.is_some_and(|error| error.leaves_quote_open)
}

/// Whether `replaced` opens a quoted text that is closed on one of the lines below it, which would be left over.
fn is_part_of_quoted(replaced: &str, below: &str) -> bool {
    let replaced = replaced.trim_start_matches([' ', '\t']);
    let Some(quote) = replaced.chars().next().filter(|first| matches!(first, '"' | '\'')) else { return false };
    let is_closed = replaced.len() > 1 && replaced.ends_with(quote);
    // An entry or item below it says that the quote was forgotten.
    let is_text = |line: &&str| !line.contains(':') && !line.trim_start().starts_with('-');
    !is_closed && below.lines().skip(1).take_while(is_text).any(|line| line.trim_end().ends_with(quote))
}

/// Below an opening `---` without a closing one, keeps only the items of the body that leave the front matter as it is read. A
/// heading below `---` and a half-typed `--` makes a thematic break of the opening line, and a canned `---` closes it.
fn retain_beside_front_matter(context: &Context<'_>, offers: &mut Offers) {
    let front_matter = context.page.front_matter();
    let first = context.page.section(0);
    let is_open =
        front_matter.is_present() || first.segment.text.trim_start_matches('\u{feff}').trim_start().starts_with("---");
    if !is_open || front_matter.closing.is_some() || offers.items.is_empty() {
        return;
    }
    let text = context.page.text();
    let mut budget = MAX_PARSED.max(text.len());
    offers.items.retain(|item| {
        let Some(left) = budget.checked_sub(text.len()) else { return false };
        budget = left;
        let mut edits = item.more.clone();
        edits.push(TextEdit::replace(item.replace, item.text.to_plain()));
        let after = apply_edits(&text, &edits).map(|after| docent_syntax::front_matter::split(&after));
        let what = |front_matter: &FrontMatter| (front_matter.state, front_matter.text.trim_end().to_owned());
        after.is_some_and(|after| what(&after) == what(front_matter))
    });
}

/// The text as an editor with snippets inserts it when each stop is left as it is.
fn with_defaults(text: &InsertText) -> String {
    let piece = |piece: &Piece| match piece {
        Piece::Text(text) => text.clone(),
        Piece::Stop { hint, .. } => hint.clone(),
        Piece::Choice { values, .. } => values.first().cloned().unwrap_or_default(),
        Piece::End => String::new(),
    };
    text.pieces.iter().map(piece).collect()
}

/// What the block says without that which the item replaces.
struct Baseline {
    validity: Validity,
    /// Of each way to take the replaced text away that leaves valid YAML, with how much of the page with the item is not
    /// compared.
    clean: Vec<(Scope, Vec<Fact>)>,
    /// Where none does: what the other top-level entries say.
    others: Vec<Fact>,
}

/// Which readers accept a block, from none to all.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Validity {
    Broken,
    /// YAML 1.2 that libyaml refuses, such as an empty key.
    OnlyYaml12,
    Full,
}

impl Validity {
    fn of(tree: &YamlTree) -> Validity {
        match (&tree.error, tree.is_refused_by_libyaml()) {
            (Some(_), _) => Validity::Broken,
            (None, true) => Validity::OnlyYaml12,
            (None, false) => Validity::Full,
        }
    }
}

#[derive(Clone, Copy)]
enum Scope {
    /// The inserted text.
    Inserted,
    /// Its lines.
    Lines,
}

impl Baseline {
    fn new(text: &str, range: Range<usize>) -> Baseline {
        let line = lines_of(text, text_range(range.start, range.end));
        let (line_start, line_end) = (usize::from(line.start()), usize::from(line.end()));
        let erased = |range: Range<usize>| format!("{}{}", &text[..range.start], &text[range.end..]);
        let here = text_range(range.start, range.start);
        let read = |scope: Scope, text: String, touched: TextRange| {
            let tree = YamlTree::parse(&text, 0.into());
            (scope, Validity::of(&tree), facts(&tree, &text, touched, false))
        };
        let original = read(Scope::Inserted, text.to_owned(), text_range(range.start, range.end));
        let mut variants = vec![read(Scope::Inserted, erased(range.clone()), here)];
        if original.1 != Validity::Full {
            // A half-typed word that breaks the block may be all of its line, or a key of what stands below.
            let key = format!("{}x:{}", &text[..range.start], &text[range.end..]);
            variants.push(read(Scope::Lines, erased(line_start..line_end), text_range(line_start, line_start)));
            variants.push(read(Scope::Inserted, key, text_range(range.start, range.start + 2)));
        }
        variants.push(original);
        // Without a variant that every reader accepts, one that YAML 1.2 allows will do.
        let best = variants.iter().map(|(_, validity, _)| *validity).max().unwrap_or(Validity::Broken);
        let is_clean = |validity: Validity| validity == best && best != Validity::Broken;
        let clean: Vec<_> = variants
            .into_iter()
            .filter(|(_, validity, _)| is_clean(*validity))
            .map(|(scope, _, facts)| (scope, facts))
            .collect();
        let others = || {
            let text = erased(range.clone());
            facts(&YamlTree::parse(&text, 0.into()), &text, lines_of(&text, here), true)
        };
        let others = if clean.is_empty() { others() } else { Vec::new() };
        Baseline { validity: best, clean, others }
    }
}

fn is_sound(
    text: &str,
    range: Range<usize>,
    inserted: &str,
    item: &Completion,
    cursor: &YamlCursor,
    baseline: &Baseline,
) -> bool {
    let after = format!("{}{inserted}{}", &text[..range.start], &text[range.end..]);
    let touched = text_range(range.start, range.start + inserted.len());
    let tree = YamlTree::parse(&after, 0.into());
    let stands_there = || says(&tree, touched, item, cursor);
    match &tree.error {
        None if baseline.clean.is_empty() => stands_there(),
        None => {
            Validity::of(&tree) >= baseline.validity
                && stands_there()
                && baseline.clean.iter().any(|(scope, before)| {
                    let touched = match scope {
                        Scope::Inserted => touched,
                        Scope::Lines => lines_of(&after, touched),
                    };
                    *before == facts(&tree, &after, touched, false)
                })
        }
        Some(error) if baseline.clean.is_empty() => {
            let is_elsewhere = |entry: &YamlEntry| entry.range.intersect(error.range).is_none();
            // The tree has the first error only.
            let is_readable_alone = |entry: &YamlEntry| {
                let entry = with_indented_lines_below(&after, lines_of(&after, entry.range.cover(touched)));
                YamlTree::parse(entry, 0.into()).error.is_none()
            };
            let own = tree.entries().iter().find(|entry| is_touched(entry.range, touched));
            own.is_some_and(|entry| is_elsewhere(entry) && is_readable_alone(entry))
                && baseline.others == facts(&tree, &after, lines_of(&after, touched), true)
                && stands_there()
        }
        Some(_) => false,
    }
}

/// Something that the YAML says: a key, a value, a comment; with the keys on the way to it.
#[derive(Debug, PartialEq, Eq)]
struct Fact {
    path: String,
    value: Option<String>,
}

/// What the tree says outside of `touched`, in order. `other_entries` leaves out the whole top-level entry that is touched.
fn facts(tree: &YamlTree, text: &str, touched: TextRange, other_entries: bool) -> Vec<Fact> {
    let mut found = Vec::new();
    for comment in tree.comments.iter().filter(|comment| !is_touched(comment.range, touched)) {
        let value = text.get(Range::<usize>::from(comment.range)).map(str::to_owned);
        found.push(Fact { path: "#".to_owned(), value });
    }
    let mut path = String::new();
    match &tree.root {
        Some(YamlNode { kind: YamlKind::Mapping(entries), .. }) => {
            for entry in entries.iter().filter(|entry| !other_entries || !is_touched(entry.range, touched)) {
                entry_facts(entry, touched, &mut path, &mut found);
            }
        }
        Some(root) if !other_entries => node_facts(root, touched, &mut path, &mut found),
        _ => {}
    }
    found
}

fn entry_facts(entry: &YamlEntry, touched: TextRange, path: &mut String, found: &mut Vec<Fact>) {
    let length = path.len();
    path.push('/');
    match is_touched(entry.key.range, touched) {
        // The key that is typed may be another one afterwards.
        true => path.push('\0'),
        false => {
            path.push_str(&key_name(&entry.key));
            found.push(Fact { path: path.clone(), value: None });
        }
    }
    node_facts(&entry.value, touched, path, found);
    path.truncate(length);
}

/// The recursion is bounded: the parser refuses deep nesting.
fn node_facts(node: &YamlNode, touched: TextRange, path: &mut String, found: &mut Vec<Fact>) {
    match &node.kind {
        YamlKind::Mapping(entries) => entries.iter().for_each(|entry| entry_facts(entry, touched, path, found)),
        YamlKind::Sequence(items) => {
            let length = path.len();
            path.push_str("/[]");
            items.iter().for_each(|item| node_facts(item, touched, path, found));
            path.truncate(length);
        }
        YamlKind::Scalar { .. } | YamlKind::Alias(_) => {
            let value = node.to_json();
            if !value.is_null() && !is_touched(node.range, touched) {
                found.push(Fact { path: path.clone(), value: Some(value.to_string()) });
            }
        }
    }
}

fn key_name(key: &YamlNode) -> String {
    key.as_str().map_or_else(|| key.to_json().to_string(), str::to_owned)
}

/// Whether the item's key or value is what was inserted, below the keys that the cursor was seen in.
fn says(tree: &YamlTree, touched: TextRange, item: &Completion, cursor: &YamlCursor) -> bool {
    let keys: Vec<&str> = cursor.path.iter().filter_map(|step| step.key()).collect();
    let Some(root) = &tree.root else { return false };
    find(root, &keys, &mut |node, is_key| {
        let is_right_kind = (item.kind == CompletionKind::Key) == is_key;
        let is_here = touched.contains_range(node.range) && !node.range.is_empty();
        let is_meant = || node.as_str() == Some(&*item.label) || !is_key && shown(&node.to_json()) == item.label;
        is_right_kind && is_here && is_meant()
    })
}

/// Whether a key of the mapping at `keys`, or a scalar in the value there, fits.
fn find(node: &YamlNode, keys: &[&str], fits: &mut impl FnMut(&YamlNode, bool) -> bool) -> bool {
    match &node.kind {
        YamlKind::Sequence(items) => items.iter().any(|item| find(item, keys, fits)),
        YamlKind::Mapping(entries) => entries.iter().any(|entry| match keys.split_first() {
            None => fits(&entry.key, true) && is_only_one(entries, entry),
            Some((first, rest)) => entry.key.as_str() == Some(first) && find(&entry.value, rest, fits),
        }),
        _ => keys.is_empty() && fits(node, false),
    }
}

fn is_only_one(entries: &[YamlEntry], entry: &YamlEntry) -> bool {
    entries.iter().filter(|other| other.key.as_str() == entry.key.as_str()).count() == 1
}

/// Whether the two have a place in common; ends count for what is empty.
fn is_touched(range: TextRange, touched: TextRange) -> bool {
    match range.is_empty() || touched.is_empty() {
        true => range.start() <= touched.end() && touched.start() <= range.end(),
        false => range.start() < touched.end() && touched.start() < range.end(),
    }
}

/// The lines, and those below them that can only belong to the same entry.
fn with_indented_lines_below(text: &str, lines: TextRange) -> &str {
    let (start, end) = (usize::from(lines.start()), usize::from(lines.end()));
    let is_indented = |line: &&str| line.trim().is_empty() || line.starts_with([' ', '\t']);
    let mut below = text[end..].split_inclusive('\n');
    let ending = below.next().map_or(0, str::len);
    &text[start..end + ending + below.take_while(is_indented).map(str::len).sum::<usize>()]
}

/// From the start of the range's first line to the end of its last one.
fn lines_of(text: &str, range: TextRange) -> TextRange {
    let (start, end) = (usize::from(range.start()), usize::from(range.end()));
    let line_start = text[..start].rfind(['\n', '\r']).map_or(0, |found| found + 1);
    let line_end = text[end..].find(['\n', '\r']).map_or(text.len(), |found| end + found);
    text_range(line_start, line_end)
}

fn text_range(start: usize, end: usize) -> TextRange {
    TextRange::new(size(start), size(end))
}
