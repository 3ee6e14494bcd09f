//! Whether what stands between `{% raw %}` and `{% endraw %}` has places that a link can lead to. It is printed as it is, so a heading in
//! it is one on the published page, though no section here. Knows no ids: the caller takes all of the page's for unknown then.

use crate::markdown::source::Source;
use crate::markdown::{Block, BlockKind};
use std::ops::Range;
use text_size::TextSize;

/// As much of a line before a tag as tells whether anything is before it.
const LOOK_BACK: usize = 256;

/// Looks for anchors in what follows a tag up to `end`, which is all raw. `blocks` are those of the segment, and `is_trimmed` says that
/// blanks and line endings around it are taken away, so that code may begin and end elsewhere than it seems.
pub(super) fn may_have_anchors(
    source: &Source<'_>,
    tag: Range<usize>,
    end: usize,
    blocks: &[Block],
    is_trimmed: bool,
) -> bool {
    let before = source.original(tag.start.saturating_sub(LOOK_BACK)..tag.start);
    let before = before.rsplit(['\n', '\r']).next().unwrap_or_default();
    // Other Liquid may be nothing at all.
    let mut begins_line = is_trimmed || before.contains('{') || without_marks(before).is_empty();
    let mut at = tag.end;
    source.original(tag.end..end).split_inclusive(['\n', '\r']).any(|line| {
        let start = at;
        at += line.len();
        let text = line.trim_start_matches([' ', '\t']);
        let looks = may_be_anchor(text) || (begins_line && may_be_heading(text));
        begins_line = true;
        looks && (is_trimmed || !is_code(blocks, size(start + line.len() - text.len())))
    })
}

/// Without what stands before a heading that is quoted, or an item of a list.
fn without_marks(line: &str) -> &str {
    line.trim_start_matches(|c: char| " \t>*+-.)".contains(c) || c.is_ascii_digit())
}

fn may_be_heading(line: &str) -> bool {
    without_marks(line).starts_with('#')
}

/// Whether a line looks as if it could make a place of its own, wherever it begins. Says yes too often.
fn may_be_anchor(line: &str) -> bool {
    let underline = line.trim_end();
    let is_underline = !underline.is_empty() && underline.chars().all(|c| matches!(c, '=' | '-' | '>' | ' '));
    let lower = line.to_ascii_lowercase();
    let has_attribute = |name: &str| {
        lower.match_indices(name).any(|(at, _)| {
            let after = lower[at + name.len()..].trim_start();
            let begins = !lower[..at].ends_with(|c: char| c.is_alphanumeric() || matches!(c, '-' | '_'));
            begins && (after.is_empty() || after.starts_with('='))
        })
    };
    is_underline
        || ["{:", "{#", "[^"].iter().any(|mark| line.contains(mark))
        || has_attribute("id")
        || has_attribute("name")
}

/// Whether code is at a place, in lists and quotations too. Code by its indentation is so at the top only.
fn is_code(blocks: &[Block], at: TextSize) -> bool {
    let mut blocks = blocks;
    let mut is_top = true;
    // One level deeper at each turn; the parser bounds how many there are.
    loop {
        let number = blocks.partition_point(|block| block.range.end() < at);
        let Some(block) = blocks.get(number).filter(|block| block.range.start() <= at) else { return false };
        blocks = match &block.kind {
            BlockKind::Fence(_) => return true,
            BlockKind::IndentedCode => return is_top,
            BlockKind::Quote(blocks) | BlockKind::Footnote(blocks) => blocks,
            BlockKind::List(list) => {
                let number = list.items.partition_point(|item| item.range.end() < at);
                list.items.get(number).map_or(&[][..], |item| &item.blocks)
            }
            _ => return false,
        };
        is_top = false;
    }
}

fn size(at: usize) -> TextSize {
    TextSize::new(u32::try_from(at).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use crate::anchors::is_open;
    use crate::{Dialect, Page};

    fn opens(text: &str) -> bool {
        let open = is_open(&Page::parse(text, Dialect::EXTENDED));
        let crlf = text.replace('\n', "\r\n");
        assert_eq!(is_open(&Page::parse(&crlf, Dialect::EXTENDED)), open, "with CRLF: {text}");
        open
    }

    #[test]
    fn what_can_be_a_place_opens_the_page() {
        for inside in [
            "# Ä {{ x }}",
            "text\n\n### x",
            "Ü\n===",
            "Ü\n---",
            "> # x",
            "- # x",
            "1. ## x",
            "<b id=\"x\">",
            "<a\nNAME = x>",
            "<b id\n=x>",
            "text\n{: #x}",
            "a[^n]",
            "text\n{: .a\n#x}",
        ] {
            assert!(opens(&format!("# A\n\n{{% raw %}}\n{inside}\n{{% endraw %}}\n")), "{inside}");
            assert!(opens(&format!("{{% raw %}}{inside}{{% endraw %}}\n")), "{inside}");
        }
        assert!(opens("# A {% raw %}b{% endraw %}\n") && opens("{% raw %}\n# never closed\n"));
        assert!(
            opens("```\n{%- raw -%}\n# x\n{%- endraw -%}\n```\n") && opens("{% raw %}{% endraw %}{% include x %}\n")
        );
        assert!(
            opens("{% if x %}{% raw %}# x{% endraw %}\n")
                && opens("{% raw %}a{% endraw %}\n\n{% raw %}# b{% endraw %}\n")
        );
    }

    #[test]
    fn samples_of_code_and_of_liquid_do_not() {
        for inside in [
            "",
            "{{ page.title }} and {% include x %}",
            "Ä #1 and C#, valid = true, a < b",
            "```\n# x\n<b id=\"x\">\n```",
            "~~~\nÜ\n---\n~~~",
            "\n    # x\n",
            "| a | b |\n|---|---|\n| 1 | 2 |",
        ] {
            assert!(!opens(&format!("# A\n\n{{% raw %}}\n{inside}\n{{% endraw %}}\n")), "{inside}");
        }
        assert!(!opens("```\n{% raw %}\n# x\n{% endraw %}\n```\n"));
        assert!(!opens("- a\n\n  ```\n  {% raw %}\n  # x\n  {% endraw %}\n  ```\n"));
        assert!(!opens("Text {% raw %}# {{ x }}{% endraw %} goes on.\n"));
        assert!(!opens("Text {%- raw -%} {{ x }} {%- endraw -%} goes on.\n"));
    }
}
