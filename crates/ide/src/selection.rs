//! Growing selections: word, value, entry, front matter; or word, link, paragraph, item, list, section, page.

use docent_syntax::{Block, BlockKind, Page, SectionRef, TextRange, TextSize, YamlKind, YamlNode};

/// The ranges around an offset, the smallest first; each holds the one before it and is larger. The last one is the page.
pub fn selection_ranges(page: &Page, offset: TextSize) -> Vec<TextRange> {
    let offset = offset.min(page.len());
    let mut ranges = Vec::new();
    match page.section_at(offset) {
        Some(section) if offset >= page.front_matter().range.end() => body(page, section, offset, &mut ranges),
        _ => front_matter(page, offset, &mut ranges),
    }
    ranges.push(TextRange::up_to(page.len()));
    growing(offset, ranges)
}

/// Those that hold the offset, each larger than the one before it.
fn growing(offset: TextSize, ranges: Vec<TextRange>) -> Vec<TextRange> {
    let mut kept: Vec<TextRange> = Vec::new();
    for range in ranges {
        let is_larger = kept.last().is_none_or(|last| range.contains_range(*last) && range != *last);
        if is_larger && range.contains_inclusive(offset) {
            kept.push(range);
        }
    }
    kept
}

fn front_matter(page: &Page, offset: TextSize, ranges: &mut Vec<TextRange>) {
    let front_matter = page.front_matter();
    ranges.extend(word(&front_matter.text, offset));
    if let Some(root) = &front_matter.yaml.root {
        let first = ranges.len();
        nodes(root, offset, 0, ranges);
        // They were found from the outside in.
        ranges[first..].reverse();
    }
    ranges.extend(front_matter.yaml.comments.iter().map(|comment| comment.range));
    ranges.push(front_matter.content);
    ranges.push(front_matter.range);
}

/// The node and those in it at the offset, outermost first. Real front matter is not as deep as the bound.
fn nodes(node: &YamlNode, offset: TextSize, depth: u32, ranges: &mut Vec<TextRange>) {
    if depth > 50 || !node.range.contains_inclusive(offset) {
        return;
    }
    ranges.push(node.range);
    match &node.kind {
        YamlKind::Sequence(items) => items.iter().for_each(|item| nodes(item, offset, depth + 1, ranges)),
        YamlKind::Mapping(entries) => {
            if let Some(entry) = entries.iter().find(|entry| entry.range.contains_inclusive(offset)) {
                ranges.push(entry.range);
                nodes(&entry.key, offset, depth + 1, ranges);
                nodes(&entry.value, offset, depth + 1, ranges);
            }
        }
        // Without its quotes.
        YamlKind::Scalar { .. } if is_quoted(node) => {
            let one = TextSize::new(1);
            ranges.push(TextRange::new(node.range.start() + one, node.range.end() - one));
        }
        YamlKind::Scalar { .. } | YamlKind::Alias(_) => {}
    }
}

fn is_quoted(node: &YamlNode) -> bool {
    use docent_syntax::YamlStyle::{DoubleQuoted, SingleQuoted};
    matches!(node.style, SingleQuoted | DoubleQuoted) && node.range.len() >= TextSize::new(2)
}

fn body(page: &Page, section: SectionRef<'_>, offset: TextSize, ranges: &mut Vec<TextRange>) {
    let at = offset - section.start;
    let segment = section.segment;
    let mut inner: Vec<TextRange> = word(&segment.text, at).into_iter().collect();
    for link in segment.links.iter().filter(|link| link.range.contains_inclusive(at)) {
        inner.push(link.destination);
        inner.extend(link_text(&segment.text, link.range, link.destination));
        inner.push(link.range);
    }
    inner.extend(strong_around(&segment.text, at));
    inner.extend(docent_rules::edits::placeholders::placeholder_at(&segment.text, at).map(|(range, _)| range));
    inner.extend(segment.comments.iter().map(|comment| comment.range));
    // Small ones first, so that each can hold the one before it.
    inner.retain(|range| range.contains_inclusive(at));
    inner.sort_by_key(|range| range.len());
    let first = inner.len();
    blocks(&segment.blocks, at, &mut inner);
    inner[first..].reverse();
    if let Some(heading) = &segment.heading {
        inner.push(heading.content);
        inner.push(heading.range);
        let text = TextSize::of(segment.text.trim_end());
        // The section's own text, and the section with its heading.
        if heading.range.end() < text {
            let rest = &segment.text[usize::from(heading.range.end())..];
            let blank = TextSize::new((rest.len() - rest.trim_start().len()) as u32);
            inner.push(TextRange::new(heading.range.end() + blank, text));
        }
        inner.push(TextRange::new(heading.range.start(), text.max(heading.range.end())));
    }
    ranges.extend(inner.into_iter().map(|range| section.absolute(range)));
    ranges.push(section.range());
    with_subsections(page, section, ranges);
}

/// The section with what lies in it, then the sections it lies in, each with all of theirs.
fn with_subsections(page: &Page, section: SectionRef<'_>, ranges: &mut Vec<TextRange>) {
    let mut level = match &section.segment.heading {
        Some(heading) => heading.level,
        None => return,
    };
    let mut index = section.index;
    loop {
        let is_next =
            |other: &SectionRef<'_>| other.segment.heading.as_ref().is_none_or(|heading| heading.level <= level);
        let next = (index + 1..page.section_count()).map(|index| page.section(index)).find(is_next);
        ranges.push(TextRange::new(page.section(index).start, next.map_or(page.len(), |next| next.start)));
        let above = (0..index).rev().find_map(|index| {
            let other = page.section(index).segment.heading.as_ref()?.level;
            (other < level).then_some((index, other))
        });
        let Some((parent, parent_level)) = above else { break };
        (index, level) = (parent, parent_level);
    }
    let body = TextRange::new(page.front_matter().range.end(), page.len());
    ranges.push(body);
}

/// The blocks at the offset, outermost first. The depth is that of the parsed page, which the parser bounds.
fn blocks(among: &[Block], at: TextSize, ranges: &mut Vec<TextRange>) {
    let Some(block) = among.iter().find(|block| block.range.contains_inclusive(at)) else { return };
    ranges.push(block.range);
    match &block.kind {
        BlockKind::List(list) => {
            if let Some(item) = list.items.iter().find(|item| item.range.contains_inclusive(at)) {
                ranges.push(item.range);
                if let (Some(first), Some(last)) = (item.blocks.first(), item.blocks.last()) {
                    ranges.push(first.range.cover(last.range));
                }
                blocks(&item.blocks, at, ranges);
            }
        }
        BlockKind::Quote(inner) | BlockKind::Footnote(inner) => blocks(inner, at, ranges),
        BlockKind::Fence(fence) => ranges.push(fence.content),
        BlockKind::InnerHeading(heading) => ranges.push(heading.content),
        _ => {}
    }
}

/// `**bold**` on one line, without and with its marks.
fn strong_around(text: &str, at: TextSize) -> impl Iterator<Item = TextRange> {
    const MARK: &str = "**";
    let at = usize::from(at);
    let start = text.get(..at).and_then(|before| before.rfind(['\n', '\r'])).map_or(0, |n| n + 1);
    let line = text.get(start..).and_then(|rest| rest.split(['\n', '\r']).next()).unwrap_or_default();
    let marks: Vec<usize> = line.match_indices(MARK).map(|(mark, _)| start + mark).collect();
    let range = |from: usize, to: usize| TextRange::new(TextSize::new(from as u32), TextSize::new(to as u32));
    let pair =
        marks.chunks_exact(2).map(|pair| (pair[0], pair[1])).find(|(open, close)| *open <= at && at <= close + 2);
    let ranges = pair.map(|(open, close)| [range(open + MARK.len(), close), range(open, close + MARK.len())]);
    ranges.into_iter().flatten()
}

/// Between the brackets of `[text](destination)`.
fn link_text(text: &str, link: TextRange, destination: TextRange) -> Option<TextRange> {
    let source = text.get(usize::from(link.start())..usize::from(destination.start()))?;
    let start = source.find('[')? + 1;
    let end = source.rfind(']').filter(|end| *end >= start)?;
    let size = |n: usize| link.start() + TextSize::new(n as u32);
    Some(TextRange::new(size(start), size(end)))
}

/// The word at an offset: letters, digits, `_`, and `-` or `'` inside it. Only so far is looked in each direction.
fn word(text: &str, at: TextSize) -> Option<TextRange> {
    const LONGEST: usize = 200;
    let is_part = |c: &char| c.is_alphanumeric() || matches!(c, '_' | '-' | '\'' | '’');
    let (before, after) = (text.get(..usize::from(at))?, text.get(usize::from(at)..)?);
    let length = |part: &mut dyn Iterator<Item = char>| {
        part.take_while(is_part).take(LONGEST).map(char::len_utf8).sum::<usize>()
    };
    let start = usize::from(at) - length(&mut before.chars().rev());
    let end = usize::from(at) + length(&mut after.chars());
    let word = text.get(start..end)?;
    let is_edge = |c: char| !c.is_alphanumeric() && c != '_';
    let trimmed = word.trim_start_matches(is_edge);
    let start = start + word.len() - trimmed.len();
    let end = start + trimmed.trim_end_matches(is_edge).len();
    let range = TextRange::new(TextSize::new(start as u32), TextSize::new(end.max(start) as u32));
    (!range.is_empty() && range.contains_inclusive(at)).then_some(range)
}

#[cfg(test)]
mod tests {
    use super::*;
    use docent_syntax::Dialect;
    use expect_test::{Expect, expect};

    fn seen(fixture: &str) -> String {
        let at = fixture.find("$0").expect("the fixture has a cursor");
        let text = fixture.replacen("$0", "", 1);
        let ranges = selection_ranges(&Page::parse(&text, Dialect::EXTENDED), TextSize::new(at as u32));
        ranges.iter().map(|range| format!("{:?}\n", text[*range].replace("\r\n", "\n"))).collect()
    }

    fn check(fixture: &str, expected: Expect) {
        expected.assert_eq(&seen(fixture));
        assert_eq!(seen(&fixture.replace('\n', "\r\n")), seen(fixture), "with CRLF");
    }

    #[test]
    fn in_the_front_matter() {
        check(
            "---\nä: 1\nb: \"one tw$0o\" # c\n---\n\nText\n",
            expect![[r#"
            "two"
            "one two"
            "\"one two\""
            "b: \"one two\""
            "ä: 1\nb: \"one two\""
            "ä: 1\nb: \"one two\" # c\n"
            "---\nä: 1\nb: \"one two\" # c\n---\n"
            "---\nä: 1\nb: \"one two\" # c\n---\n\nText\n"
        "#]],
        );
        check(
            "---\nlist:\n  - a\n  - b-b$0b\n---\n",
            expect![[r#"
            "b-bb"
            "- a\n  - b-bb"
            "list:\n  - a\n  - b-bb"
            "list:\n  - a\n  - b-bb\n"
            "---\nlist:\n  - a\n  - b-bb\n---\n"
        "#]],
        );
        check(
            "-$0--\na: 1\n---\n",
            expect![[r#"
            "---\na: 1\n---\n"
        "#]],
        );
    }

    #[test]
    fn in_the_body() {
        check(
            "# A\n\n## B\n\nText with [a li$0nk](b.html) ä.\n\nMore.\n\n# C\n",
            expect![[r###"
            "link"
            "a link"
            "[a link](b.html)"
            "Text with [a link](b.html) ä."
            "Text with [a link](b.html) ä.\n\nMore."
            "## B\n\nText with [a link](b.html) ä.\n\nMore."
            "## B\n\nText with [a link](b.html) ä.\n\nMore.\n\n"
            "# A\n\n## B\n\nText with [a link](b.html) ä.\n\nMore.\n\n"
            "# A\n\n## B\n\nText with [a link](b.html) ä.\n\nMore.\n\n# C\n"
        "###]],
        );
        check(
            "# A\n\n1. one\n\n   * **bold** {{serv$0ice name}}\n   * x\n2. two\n",
            expect![[r##"
            "service"
            "{{service name}}"
            "**bold** {{service name}}"
            "* **bold** {{service name}}"
            "* **bold** {{service name}}\n   * x"
            "one\n\n   * **bold** {{service name}}\n   * x"
            "1. one\n\n   * **bold** {{service name}}\n   * x"
            "1. one\n\n   * **bold** {{service name}}\n   * x\n2. two"
            "# A\n\n1. one\n\n   * **bold** {{service name}}\n   * x\n2. two"
            "# A\n\n1. one\n\n   * **bold** {{service name}}\n   * x\n2. two\n"
        "##]],
        );
        check(
            "# A ti$0tle\n\n```json\n{}\n```\n",
            expect![[r##"
            "title"
            "A title"
            "# A title"
            "# A title\n\n```json\n{}\n```"
            "# A title\n\n```json\n{}\n```\n"
        "##]],
        );
        check(
            "lead$0",
            expect![[r#"
            "lead"
        "#]],
        );
        check(
            "$0",
            expect![[r#"
            ""
        "#]],
        );
    }

    #[test]
    fn bold_text() {
        check(
            "* **ve$0ry bold** and **more**\n",
            expect![[r#"
            "very"
            "very bold"
            "**very bold**"
            "**very bold** and **more**"
            "* **very bold** and **more**"
            "* **very bold** and **more**\n"
        "#]],
        );
        check(
            "**$0\n",
            expect![[r#"
            "**"
            "**\n"
        "#]],
        );
    }

    #[test]
    fn any_offset() {
        let text = "---\na: [b, {c: \"d\"}]\nf: |\n  g\n---\n# ä\r\n\r\n> - [x](y)\n>   <!-- 😀 -->\n\n```\nz\n";
        let page = Page::parse(text, Dialect::EXTENDED);
        for at in (0..text.len() + 3).filter(|at| *at > text.len() || text.is_char_boundary(*at)) {
            let ranges = selection_ranges(&page, TextSize::new(at as u32));
            assert!(ranges.windows(2).all(|pair| pair[1].contains_range(pair[0]) && pair[0] != pair[1]));
            assert!(ranges.iter().all(|range| text.get(std::ops::Range::<usize>::from(*range)).is_some()));
            assert_eq!(ranges.last(), Some(&TextRange::up_to(page.len())));
        }
    }
}
