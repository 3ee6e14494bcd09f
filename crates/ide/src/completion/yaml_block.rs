//! The text of the front matter as its author sees it: also of a block that is not closed, or that has just been begun and
//! is none to the parser yet.

use super::line::floor;
use docent_syntax::{FrontMatterState, Page, TextSize};
use std::borrow::Cow;

/// The text between the `---` lines, as far as it goes.
pub(super) struct Block<'a> {
    pub(super) text: Cow<'a, str>,
    /// Where it begins in the page.
    pub(super) base: usize,
}

impl<'a> Block<'a> {
    pub(super) fn around(page: &'a Page, offset: TextSize) -> Option<Block<'a>> {
        let front_matter = page.front_matter();
        if let Some(closing) = front_matter.closing {
            let inside = offset >= front_matter.content.start() && offset < closing.start();
            let text = front_matter.text.get(std::ops::Range::<usize>::from(front_matter.content))?;
            return inside.then(|| Block { text: Cow::Borrowed(text), base: front_matter.content.start().into() });
        }
        // The cursor's line begins a heading, which the text that is looked at below leaves out.
        if page.section_count() > 1 && offset == page.section(1).start {
            return None;
        }
        match front_matter.state {
            FrontMatterState::Absent => Block::just_begun(page, offset),
            _ => Block::unclosed(page, offset),
        }
    }

    /// The block that was recognised, and what an author types below it.
    fn unclosed(page: &'a Page, offset: TextSize) -> Option<Block<'a>> {
        let front_matter = page.front_matter();
        if offset < front_matter.content.start() {
            return None;
        }
        let content = front_matter.text.get(std::ops::Range::<usize>::from(front_matter.content))?;
        let base = usize::from(front_matter.content.start());
        let lead = page.section(0);
        let Some(beyond) = offset.checked_sub(lead.start).filter(|_| offset >= front_matter.range.end()) else {
            return Some(Block { text: Cow::Borrowed(content), base });
        };
        let typed = begun(&lead.segment.text, usize::from(beyond))?;
        Some(Block { text: Cow::Owned(format!("{content}{typed}")), base })
    }

    /// `---`, and a first key that is still being typed: to the parser no front matter yet.
    fn just_begun(page: &'a Page, offset: TextSize) -> Option<Block<'a>> {
        let text = &*page.section(0).segment.text;
        let opening = text.strip_prefix("---")?;
        let rest = opening.trim_start_matches([' ', '\t']);
        let rest = rest.strip_prefix("\r\n").or_else(|| rest.strip_prefix(['\n', '\r']))?;
        let base = text.len() - rest.len();
        let typed = begun(rest, usize::from(offset).checked_sub(base)?)?;
        Some(Block { text: Cow::Borrowed(typed), base })
    }
}

/// The lines up to the cursor's, if they can be the end of a block: no more than one blank line, then keys; or nothing but
/// the word at the cursor.
fn begun(text: &str, cursor: usize) -> Option<&str> {
    let cursor = floor(text, cursor);
    let start = text[..cursor].rfind(['\n', '\r']).map_or(0, |found| found + 1);
    let end = text[cursor..].find(['\n', '\r']).map_or(text.len(), |found| cursor + found);
    let blank_lines = text[..start].trim().is_empty() && docent_syntax::text::lines(&text[..start]).count() <= 1;
    let line = &text[start..end];
    let word = line.trim().chars().all(|c| c.is_alphanumeric() || "_-\"'".contains(c));
    // A word that goes on below is a paragraph.
    let next = text[end..].trim_start_matches('\r').strip_prefix('\n').unwrap_or_default();
    let goes_on = !line.trim().is_empty() && !next.split(['\n', '\r']).next().unwrap_or_default().trim().is_empty();
    (blank_lines && (word || line.contains(':')) && !goes_on).then_some(&text[..end])
}
