//! The block between `---` lines at the very start of a page, split off before any YAML is read.
//! Knows no key and no schema.

pub mod edit;
mod edit_source;
pub mod effect;
mod reads_like_yaml;
pub mod reorder;

use crate::work::{Work, count};
use crate::yaml::{YamlEntry, YamlTree};
use text_size::{TextRange, TextSize};

/// What stands where the front matter should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FrontMatterState {
    /// The page begins with something else; all of it is body.
    Absent,
    /// An opening and a closing line.
    Closed,
    /// An opening line, and no closing one. What reads like YAML after it is taken as the block, the rest as body.
    Unclosed,
    /// A block that would be front matter but for the byte order mark before it: the generator publishes it as text.
    AfterByteOrderMark,
    /// A block that would be front matter but for blank lines before it.
    AfterBlankLines,
    /// The opening line is `----` or longer.
    LongOpening,
}

/// The front matter of a page, and where it lies. Ranges are bytes from the start of the page.
///
/// For [`FrontMatterState::Absent`] all ranges are empty, at 0. For the states in which the generator does not take the
/// block as front matter although its author meant it, `range`, `opening`, `content`, `closing` and `yaml` are filled as
/// the author meant it, and the body begins after it.
#[derive(Debug, Clone, PartialEq)]
pub struct FrontMatter {
    pub state: FrontMatterState,
    /// Whether the generator takes the file for a page at all: the very first line is `---` and blanks. Such a page is
    /// published even where the block after that line cannot be read. Any other file is copied as it is.
    pub opens_page: bool,
    /// The text of `range`.
    pub text: Box<str>,
    /// From the start of the page up to and with the line ending of the closing line: where the body begins.
    pub range: TextRange,
    /// The opening line, without its line ending.
    pub opening: TextRange,
    /// Between the opening line's line ending and the closing line.
    pub content: TextRange,
    /// The closing `---` or `...`, without its line ending. `None` where the block is not closed.
    pub closing: Option<TextRange>,
    /// The YAML between, with ranges from the start of the page. Empty where there is no front matter.
    pub yaml: YamlTree,
    /// How far the split looked, in bytes: two pages that are equal up to here have the same front matter. One more
    /// than the page's length where it mattered that the page ends there. In a closed block this is the start of the
    /// body (one byte into it after a lone CR, which an LF would join).
    pub lookahead: TextSize,
}

/// Where a new entry goes. The entries are top-level ones of the same front matter.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Place<'a> {
    Start,
    End,
    /// Before the comment lines that belong to the entry.
    Before(&'a YamlEntry),
    /// After the entry's last line.
    After(&'a YamlEntry),
}

impl FrontMatter {
    /// Whether the page's author wrote a block, however broken.
    pub fn is_present(&self) -> bool {
        self.state != FrontMatterState::Absent
    }

    fn absent(lookahead: usize, opens_page: bool) -> FrontMatter {
        FrontMatter {
            state: FrontMatterState::Absent,
            opens_page,
            text: "".into(),
            range: TextRange::default(),
            opening: TextRange::default(),
            content: TextRange::default(),
            closing: None,
            yaml: YamlTree::default(),
            lookahead: size(lookahead),
        }
    }
}

/// Splits the front matter off a page.
///
/// A block is what the generator takes for one: `---` and blanks on the very first line, up to the first line of `---`
/// or `...` and blanks. The other states are what an author took for one (see [`FrontMatterState`]); for these, what
/// stands between the lines must read like a mapping, because a thematic break is ordinary Markdown.
pub fn split(text: &str) -> FrontMatter {
    count(Work::FrontMattersParsed, 1);
    let after_mark = if text.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK.len_utf8() } else { 0 };
    let mut lines = Lines { text, at: after_mark };
    let mut blank_lines = false;
    let first = loop {
        match lines.next() {
            None => return FrontMatter::absent(text.len() + 1, false),
            Some(line) if is_blank(line.text(text)) => blank_lines = true,
            Some(line) => break line,
        }
    };
    let marker = first.text(text).trim_end_matches(is_blank_char);
    if marker.len() < 3 || marker.bytes().any(|b| b != b'-') {
        return FrontMatter::absent(first.looked_at(text), false);
    }
    let obstacle = match marker.len() {
        _ if after_mark > 0 => Some(FrontMatterState::AfterByteOrderMark),
        _ if blank_lines => Some(FrontMatterState::AfterBlankLines),
        3 => None,
        _ => Some(FrontMatterState::LongOpening),
    };
    let opens_page = obstacle.is_none() && text[first.end..first.next].ends_with('\n');
    let content_start = first.next;
    let closing = lines.find(|line| closes(line.text(text), marker));
    let (state, content_end, end, lookahead) = match &closing {
        Some(line) => {
            let reads = obstacle.is_none() || reads_like_yaml::is_mapping(&text[content_start..line.start]);
            if !reads {
                return FrontMatter::absent(line.looked_at(text), opens_page);
            }
            (obstacle.unwrap_or(FrontMatterState::Closed), line.start, line.next, line.looked_at(text))
        }
        None => match (reads_like_yaml::leading_block(&text[content_start..]), obstacle) {
            (Some(length), None) => {
                let end = content_start + length;
                (FrontMatterState::Unclosed, end, end, text.len() + 1)
            }
            (Some(length), Some(FrontMatterState::AfterByteOrderMark)) if length > 0 => {
                let end = content_start + length;
                (FrontMatterState::AfterByteOrderMark, end, end, text.len() + 1)
            }
            _ => return FrontMatter::absent(text.len() + 1, opens_page),
        },
    };
    FrontMatter {
        state,
        opens_page,
        text: text[..end].into(),
        range: range(0, end),
        opening: range(first.start, first.end),
        content: range(content_start, content_end),
        closing: closing.map(|line| range(line.start, line.end)),
        yaml: YamlTree::parse(&text[content_start..content_end], size(content_start)),
        lookahead: size(lookahead),
    }
}

const BYTE_ORDER_MARK: char = '\u{feff}';

/// A line of a page; all offsets are bytes from the page's start.
struct Line {
    start: usize,
    /// Without the line ending.
    end: usize,
    /// With the line ending.
    next: usize,
}

impl Line {
    fn text<'t>(&self, text: &'t str) -> &'t str {
        &text[self.start..self.end]
    }

    /// How far one must look to know this line and its ending: one byte beyond a lone CR, which an LF would join, and
    /// beyond a last line, which more text would continue.
    fn looked_at(&self, text: &str) -> usize {
        let is_complete = text[self.end..self.next].ends_with('\n');
        if is_complete { self.next } else { self.next + 1 }
    }
}

struct Lines<'t> {
    text: &'t str,
    at: usize,
}

impl Iterator for Lines<'_> {
    type Item = Line;

    fn next(&mut self) -> Option<Line> {
        let rest = self.text.get(self.at..).filter(|rest| !rest.is_empty())?;
        let (line, ending) = crate::text::lines(rest).next()?;
        let start = self.at;
        let end = start + usize::from(line.end());
        self.at = end + ending as usize;
        Some(Line { start, end, next: self.at })
    }
}

/// A closing line: `---` or `...`; where the opening line has more hyphens, as many may close it.
fn closes(line: &str, opening: &str) -> bool {
    let marker = line.trim_end_matches(is_blank_char);
    matches!(marker, "---" | "...") || (marker.len() > 3 && marker == opening)
}

fn is_blank(line: &str) -> bool {
    line.chars().all(is_blank_char)
}

/// What the generator counts as a blank, but for line endings.
fn is_blank_char(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\x0b' | '\x0c')
}

fn range(start: usize, end: usize) -> TextRange {
    TextRange::new(size(start), size(end))
}

fn size(offset: usize) -> TextSize {
    TextSize::new(offset as u32)
}

#[cfg(test)]
mod tests {
    use super::*;
    use FrontMatterState::*;
    use proptest::prelude::*;

    /// State, content, and where the body begins.
    fn split_of(text: &str) -> (FrontMatterState, &str, &str) {
        let found = split(text);
        assert_eq!(&*found.text, &text[found.range]);
        (found.state, &text[found.content], &text[usize::from(found.range.end())..])
    }

    #[test]
    fn what_the_generator_takes() {
        assert_eq!(split_of("---\na: 1\n---\nBody"), (Closed, "a: 1\n", "Body"));
        assert_eq!(split_of("--- \t\na: 1\n...  \nBody"), (Closed, "a: 1\n", "Body"));
        assert_eq!(split_of("---\r\na: 1\r\n---\r\nBody"), (Closed, "a: 1\r\n", "Body"));
        assert_eq!(split_of("---\ra: 1\r---\rBody"), (Closed, "a: 1\r", "Body"));
        assert_eq!(split_of("---\n---\n"), (Closed, "", ""));
        assert_eq!(split_of("---\n---"), (Closed, "", ""));
        assert_eq!(split_of("---\na: 1\n ---\n---x\n----\n---\n"), (Closed, "a: 1\n ---\n---x\n----\n", ""));
        // Prose between two thematic breaks at the very start: the generator tries to read it.
        assert_eq!(split_of("---\nSome prose.\n---\n"), (Closed, "Some prose.\n", ""));
    }

    #[test]
    fn what_an_author_took_for_it() {
        assert_eq!(split_of("\u{feff}---\na: 1\n---\nBody"), (AfterByteOrderMark, "a: 1\n", "Body"));
        assert_eq!(split_of("\n\n---\na: 1\n---\nBody"), (AfterBlankLines, "a: 1\n", "Body"));
        assert_eq!(split_of("----\na: 1\n----\nBody"), (LongOpening, "a: 1\n", "Body"));
        assert_eq!(split_of("-----\na: 1\n---\nBody"), (LongOpening, "a: 1\n", "Body"));
    }

    #[test]
    fn ordinary_markdown() {
        for text in [
            "",
            "\n\n",
            "Body",
            "--- foo\na: 1\n---\n",
            "--\na: 1\n--\n",
            "---\n\nProse after a break.\n",
            "\n---\nProse, then a break.\n\n---\n",
            "----\nProse.\n",
            "\n---\na: 1\n",
            " ---\na: 1\n---\n",
            "\u{feff}Body",
            "\u{feff}---\nProse.\n",
            "---\n# Heading\n\nProse: with a colon\n",
        ] {
            assert_eq!(split_of(text), (Absent, "", text), "{text:?}");
        }
    }

    #[test]
    fn an_unclosed_block_ends_where_the_body_begins() {
        for (block, body) in [
            ("a: 1\nb:\n- x\n- y\n", ""),
            ("a: 1\nb:\n  - x\n\nc: 2\n", "\n# Heading\n\nProse\n"),
            ("a: 1\n", "\n### Introduction\n\nNote: prose.\n"),
            ("a: 1\n", "# Heading\nProse.\n"),
            ("a: 1\n# comment\nb: 2\n", "Prose goes on here.\n"),
            ("a: 1\n", "\n- a list\n- of the body\n"),
            ("a: 1\nb: |\n  text\n\n  more\n", "\nProse.\n"),
            ("a: one\n  two\n", "\n    code\n"),
            ("a: 1\npagen\nb: 2\n", "\n![image](a.png)\n"),
            ("a: 1\n", "\nNote: this API is old.\n\nMore.\n"),
            ("", ""),
            ("", "\n\n"),
            ("", "pagena"),
        ] {
            let text = format!("---\n{block}{body}");
            assert_eq!(split_of(&text), (Unclosed, block, body), "{text:?}");
        }
    }

    #[test]
    fn only_the_first_line_makes_a_page() {
        for text in ["---\n---\n", "--- \t\r\na: 1\n", "---\n# Heading\n", "---\n\nProse.\n"] {
            assert!(split(text).opens_page, "{text:?}");
        }
        for text in ["", "---", "----\n----\n", "\n---\n---\n", "\u{feff}---\n---\n", "---\ra: 1\r---\r", "a"] {
            assert!(!split(text).opens_page, "{text:?}");
        }
    }

    fn page_like() -> impl Strategy<Value = String> {
        let piece = prop::sample::select(vec![
            "---",
            "----",
            "...",
            "\n",
            "\n",
            "\n",
            "\r\n",
            "\r",
            " ",
            "\t",
            "a: 1",
            "key:",
            "- x",
            "# h",
            "Prose here.",
            "\u{feff}",
            "word",
            "  in",
            "ü: ä",
        ]);
        prop::collection::vec(piece, 0..14).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #[test]
        fn ranges_fit_together(text in page_like()) {
            let found = split(&text);
            prop_assert_eq!(&*found.text, &text[found.range]);
            prop_assert_eq!(found.range.start(), TextSize::new(0));
            if found.is_present() {
                prop_assert!(found.opening.end() <= found.content.start() && found.content.end() <= found.range.end());
                if let Some(closing) = found.closing {
                    prop_assert_eq!(closing.start(), found.content.end());
                }
            }
        }

        #[test]
        fn nothing_beyond_the_lookahead_matters(text in page_like(), other in page_like()) {
            let found = split(&text);
            let looked_at = usize::from(found.lookahead);
            prop_assert!(looked_at <= text.len() + 1);
            if text.is_char_boundary(looked_at) {
                prop_assert_eq!(&split(&format!("{}{other}", &text[..looked_at])), &found);
            }
        }
    }
}
