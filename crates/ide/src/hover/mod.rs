//! What docent knows about the thing under the pointer: what the template says of a key, a value, a heading, a step,
//! a placeholder. Findings are not repeated here: an editor shows them anyway.
//!
//! A file for each kind of thing; this one finds out which it is.

mod addresses;
mod front_matter;
mod link;
mod placeholder;
mod plain;
mod section;
#[cfg(test)]
mod site_tests;
mod step;
mod suppression;
mod template;
#[cfg(test)]
mod tests;
mod words;

pub use template::template_hover;

use docent_rules::analysis::outline::AlignedOutline;
use docent_rules::engine::memo::CheckMemo;
use docent_rules::input::CheckInput;
use docent_syntax::{TextRange, TextSize};
use std::sync::Arc;

/// What is shown, and what it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hover {
    /// Bytes of the page; holds the requested offset.
    pub range: TextRange,
    pub markdown: String,
}

impl Hover {
    /// The same for an editor that shows no Markdown.
    pub fn plain_text(&self) -> String {
        plain::plain_text(&self.markdown)
    }

    /// Blocks of Markdown, one after the other; empty ones are left out.
    fn new(range: TextRange, blocks: impl IntoIterator<Item = String>) -> Hover {
        let blocks: Vec<String> = blocks.into_iter().filter(|block| !block.trim().is_empty()).collect();
        Hover { range, markdown: blocks.join("\n\n") }
    }
}

/// What the template of the page says about the place, the site about a link or an address, docent about a suppression.
/// `None` where there is nothing to say.
pub fn hover(input: &CheckInput<'_>, offset: TextSize) -> Option<Hover> {
    hover_with_memo(input, offset, &CheckMemo::default())
}

/// As [`hover`], for a caller that has checked the page with this memo.
pub fn hover_with_memo(input: &CheckInput<'_>, offset: TextSize, memo: &CheckMemo) -> Option<Hover> {
    let offset = offset.min(input.page.len());
    if offset < input.page.front_matter().range.end() {
        let of_template =
            input.contract.and_then(|contract| front_matter::hover(input.page, contract, input.yaml, offset));
        return addresses::with_links(input, offset, of_template);
    }
    let section = input.page.section_at(offset)?;
    if let Some(hover) = suppression::hover(section, offset).or_else(|| link::hover(input, offset)) {
        return Some(hover);
    }
    let contract = input.contract?;
    let outline = || memo.outline(input).unwrap_or_else(|| Arc::new(AlignedOutline::of(contract, input.page)));
    placeholder::hover(contract, section, offset)
        .or_else(|| section::hover(contract, section, offset, outline))
        .or_else(|| step::hover(contract, section, offset, outline))
}
