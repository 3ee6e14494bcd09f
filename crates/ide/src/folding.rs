//! What of a page can be folded: the front matter and its longer keys, sections with what lies in them, lists and their
//! items, fences, tables, quotations, comments. Lines are the editor's matter: ranges here are bytes.

use docent_syntax::{Block, BlockKind, Page, SectionRef, TextRange, TextSize, YamlEntry};
use std::collections::HashMap;

/// From the line that stays to the line that goes last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fold {
    /// Begins on the line that stays visible; ends before a line ending. Always of several lines.
    pub range: TextRange,
    pub kind: FoldKind,
    /// How deep it lies; an editor that takes only so many gets the outer ones.
    pub depth: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FoldKind {
    /// Front matter and sections.
    Region,
    Comment,
    Other,
}

/// All folds, in order of their beginning. No two begin on one line: of those that do, the longest is kept.
pub fn folds(page: &Page) -> Vec<Fold> {
    let mut folds = Vec::new();
    front_matter(page, &mut folds);
    sections(page, &mut folds);
    for section in page.sections() {
        // What stands in a section lies deeper than any heading.
        blocks(section, &section.segment.blocks, 10, &mut folds);
    }
    one_for_each_line(page, folds)
}

fn front_matter(page: &Page, folds: &mut Vec<Fold>) {
    let front_matter = page.front_matter();
    if !front_matter.is_present() {
        return;
    }
    let end = front_matter.closing.map_or(front_matter.content.end(), |closing| closing.end());
    let range = TextRange::new(front_matter.opening.start(), end.max(front_matter.opening.end()));
    push(&front_matter.text, TextSize::new(0), range, FoldKind::Region, 1, folds);
    for YamlEntry { range, .. } in front_matter.yaml.entries() {
        push(&front_matter.text, TextSize::new(0), *range, FoldKind::Other, 2, folds);
    }
    // Comments that follow each other, each on a line of its own, are one.
    let own_line: Vec<TextRange> =
        front_matter.yaml.comments.iter().filter(|comment| comment.own_line).map(|comment| comment.range).collect();
    let between = |from: TextSize, to: TextSize| front_matter.text.get(usize::from(from)..usize::from(to));
    let follows = |a: &TextRange, b: &TextRange| between(a.end(), b.start()).is_some_and(|gap| gap.trim().is_empty());
    for group in own_line.chunk_by(follows) {
        if let (Some(first), Some(last)) = (group.first(), group.last()) {
            push(&front_matter.text, TextSize::new(0), first.cover(*last), FoldKind::Comment, 2, folds);
        }
    }
}

/// Each section reaches to the next heading of its level or above, without the blank lines before it.
fn sections(page: &Page, folds: &mut Vec<Fold>) {
    // The sections that are open: level, start, depth. At most one for each of the six levels.
    let mut open: Vec<(u8, TextSize)> = Vec::new();
    let mut text_end = page.front_matter().range.end();
    let mut close = |open: &mut Vec<(u8, TextSize)>, level: u8, end: TextSize| {
        while open.last().is_some_and(|(other, _)| *other >= level) {
            let Some((_, start)) = open.pop() else { return };
            folds.push(Fold {
                range: TextRange::new(start, end.max(start)),
                kind: FoldKind::Region,
                depth: open.len() as u32 + 1,
            });
        }
    };
    for section in page.sections() {
        let text = section.segment.text.trim_end();
        if let Some(heading) = &section.segment.heading {
            close(&mut open, heading.level, text_end);
            open.push((heading.level, section.start + heading.range.start()));
        }
        if !text.is_empty() {
            text_end = section.start + TextSize::of(text);
        }
    }
    close(&mut open, 0, text_end);
}

/// The depth is that of the parsed page, which the parser bounds.
fn blocks(section: SectionRef<'_>, blocks_: &[Block], depth: u32, folds: &mut Vec<Fold>) {
    let text = &*section.segment.text;
    let mut add = |range, kind| push(text, section.start, range, kind, depth, folds);
    for block in blocks_ {
        match &block.kind {
            BlockKind::Fence(_)
            | BlockKind::Table(_)
            | BlockKind::Html
            | BlockKind::IndentedCode
            | BlockKind::Templating
            | BlockKind::Quote(_)
            | BlockKind::Footnote(_)
            | BlockKind::List(_) => add(block.range, FoldKind::Other),
            BlockKind::Comment(_) => add(block.range, FoldKind::Comment),
            _ => {}
        }
    }
    for block in blocks_ {
        match &block.kind {
            BlockKind::Quote(inner) | BlockKind::Footnote(inner) => blocks(section, inner, depth + 1, folds),
            BlockKind::List(list) => {
                for item in &list.items {
                    push(text, section.start, item.range, FoldKind::Other, depth + 1, folds);
                    blocks(section, &item.blocks, depth + 2, folds);
                }
            }
            _ => {}
        }
    }
}

fn push(text: &str, start: TextSize, range: TextRange, kind: FoldKind, depth: u32, folds: &mut Vec<Fold>) {
    let Some(source) = text.get(std::ops::Range::<usize>::from(range)) else { return };
    let source = source.trim_end();
    if source.contains(['\n', '\r']) {
        let range = TextRange::at(range.start(), TextSize::of(source));
        folds.push(Fold { range: range + start, kind, depth });
    }
}

/// An editor shows one arrow a line. A list and its first item both begin there: where that item has lines of its own, it
/// is the items that are folded one by one.
fn one_for_each_line(page: &Page, mut folds: Vec<Fold>) -> Vec<Fold> {
    let mut by_line: HashMap<TextSize, usize> = HashMap::new();
    let mut kept: Vec<Fold> = Vec::new();
    folds.retain(|fold| is_of_several_lines(page, fold.range));
    folds.sort_by_key(|fold| (fold.range.start(), fold.depth, std::cmp::Reverse(fold.range.end())));
    for fold in folds {
        let line = line_start(page, fold.range.start());
        match by_line.get(&line) {
            None => {
                by_line.insert(line, kept.len());
                kept.push(fold);
            }
            Some(&index) if fold.kind == FoldKind::Other && kept[index].kind == FoldKind::Other => kept[index] = fold,
            Some(_) => {}
        }
    }
    kept
}

/// Sections were not looked into yet; all else was.
fn is_of_several_lines(page: &Page, range: TextRange) -> bool {
    match page.section_at(range.start()) {
        Some(section) if section.range().contains_range(range) => {
            let text = section.segment.text.get(std::ops::Range::<usize>::from(range - section.start));
            text.is_some_and(|text| text.contains(['\n', '\r']))
        }
        _ => true,
    }
}

/// Where the line begins; folds of the body never begin far into a line.
fn line_start(page: &Page, at: TextSize) -> TextSize {
    let (text, start) = match page.section_at(at) {
        Some(section) => (&*section.segment.text, section.start),
        None => (&*page.front_matter().text, TextSize::new(0)),
    };
    let before = text.get(..usize::from(at - start)).unwrap_or_default();
    start + TextSize::new(before.rfind(['\n', '\r']).map_or(0, |n| n + 1) as u32)
}

#[cfg(test)]
mod tests {
    use super::*;
    use docent_syntax::Dialect;
    use expect_test::expect;
    use proptest::prelude::*;

    /// Each fold as its first and its last line.
    fn seen(text: &str) -> String {
        let lines = |range: TextRange| {
            let source = &text[range];
            let mut lines = source.lines();
            let first = lines.next().unwrap_or_default();
            format!("{first} … {}", lines.next_back().unwrap_or_default())
        };
        folds(&Page::parse(text, Dialect::EXTENDED))
            .iter()
            .map(|fold| format!("{:?} {} {}\n", fold.kind, fold.depth, lines(fold.range)))
            .collect()
    }

    const PAGE: &str = "---\nä: 1\n# one\n# two\nlist:\n  - a\n  - b\n---\n\nlead\n\n# A\n\n<!-- c\nd -->\n\n## B\n\n* one\n  more\n* two\n\n1. x\n2. y\n   ```json\n   {}\n   ```\n\n| a |\n|---|\n\n> q\n> r\n\n# C\n\n# 😀\n\nend\n";

    #[test]
    fn what_folds() {
        expect![[r#"
            Region 1 --- … ---
            Comment 2 # one … # two
            Other 2 list: …   - b
            Region 1 # A … > r
            Comment 10 <!-- c … d -->
            Region 2 ## B … > r
            Other 11 * one …   more
            Other 10 1. x …    ```
            Other 11 2. y …    ```
            Other 12 ```json …    ```
            Other 10 | a | … |---|
            Other 10 > q … > r
            Region 1 # 😀 … end
        "#]]
        .assert_eq(&seen(PAGE));
        assert_eq!(seen(&PAGE.replace('\n', "\r\n")), seen(PAGE));
        assert_eq!(seen("# A\n"), "");
        assert_eq!(seen(""), "");
        expect![[r#"
            Region 1 --- … b: x
        "#]]
        .assert_eq(&seen("---\na: [\nb: x\n"));
    }

    #[test]
    fn hostile_pages() {
        assert!(folds(&Page::parse(&"- ".repeat(20_000), Dialect::EXTENDED)).len() < 20_000);
        assert!(folds(&Page::parse(&"> a\n".repeat(20_000), Dialect::EXTENDED)).len() < 20_000);
        assert!(folds(&Page::parse(&"# a\n###### b\n\nc\n".repeat(10_000), Dialect::EXTENDED)).len() <= 30_000);
    }

    proptest! {
        #[test]
        fn folds_lie_inside_each_other(text in "(---\na: b\nc:\n- d\n---\n)?([#>*1.`|ä -]{0,6}[a-z]{0,3}(\n|\r\n|\r)){0,20}") {
            let found = folds(&Page::parse(&text, Dialect::EXTENDED));
            for (index, fold) in found.iter().enumerate() {
                prop_assert!(text.get(std::ops::Range::<usize>::from(fold.range)).is_some());
                for other in &found[index + 1..] {
                    let apart = other.range.start() >= fold.range.end();
                    prop_assert!(apart || fold.range.contains_range(other.range), "{:?} {:?}", fold, other);
                }
            }
        }
    }
}
