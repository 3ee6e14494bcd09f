//! The language of a fence: what the template asks for in this section, what it asks for elsewhere, what the page uses.

use super::context::Context;
use super::insert_text::{InsertText, Piece};
use super::item::{Completion, CompletionKind, Offers};
use super::line::Line;
use super::place::Place;
use docent_syntax::{Block, BlockKind};

/// Deeper than this no languages are looked for.
const DEEPEST: usize = 8;
/// The page's own languages are those of so many blocks, so that a huge page costs no more than a long one.
const MAX_BLOCKS: usize = 20_000;

pub(super) fn provide(context: &Context<'_>, offers: &mut Offers) {
    let Place::Fence { line, marks_end, closed } = &context.place else { return };
    for (language, asked_for) in languages(context, line) {
        let mut text = InsertText::plain(&*language);
        if !closed && line.rest().trim().is_empty() {
            let marks = line.text.get(..*marks_end).unwrap_or_default();
            // What stands before the marks (a quotation's mark, blanks) stands before the closing ones, too.
            let prefix = marks.trim_end_matches(['`', '~']);
            text.push_text(&format!("\n{prefix}"));
            text.push(Piece::End);
            text.push_text(&format!("\n{marks}"));
        }
        let range = line.range(*marks_end, line.text.trim_end().len().max(line.cursor));
        let mut item = Completion::new(CompletionKind::Language, &*language, range, text.with_ending(context.ending));
        item.note = asked_for.then(|| "the template asks for it".to_owned());
        item.preselect = asked_for;
        item.about = "language".to_owned();
        offers.add(item);
    }
}

/// Each once; whether the template asks for it in this section.
fn languages(context: &Context<'_>, line: &Line<'_>) -> Vec<(String, bool)> {
    let mut found: Vec<(String, bool)> = Vec::new();
    let mut add = |language: &str, asked_for: bool| {
        if !language.is_empty() && !found.iter().any(|(known, _)| known == language) {
            found.push((language.to_owned(), asked_for));
        }
    };
    if let Some(contract) = context.contract {
        let outline = context.outline(contract);
        let here = outline.sections.get(line.section.index).copied().flatten();
        let spec = here.and_then(|found| contract.sections.get(found.spec));
        if let Some(language) = spec.and_then(|spec| spec.code.as_deref()) {
            add(language, true);
        }
        contract.sections.iter().filter_map(|spec| spec.code.as_deref()).for_each(|language| add(language, false));
    }
    let cursor = line.start;
    let mut left = MAX_BLOCKS;
    for section in context.page.sections() {
        let is_typed = |start: docent_syntax::TextSize| {
            section.start + start >= cursor && section.start + start <= line.whole().end()
        };
        collect(&section.segment.blocks, 0, &mut left, &mut |language, start| {
            if !is_typed(start) {
                add(language, false);
            }
        });
    }
    found
}

fn collect(blocks: &[Block], depth: usize, left: &mut usize, add: &mut impl FnMut(&str, docent_syntax::TextSize)) {
    for block in blocks {
        if *left == 0 || depth > DEEPEST {
            return;
        }
        *left -= 1;
        match &block.kind {
            BlockKind::Fence(fence) => {
                if let Some((language, range)) = &fence.language {
                    add(language, range.start());
                }
            }
            BlockKind::List(list) => {
                list.items.iter().for_each(|item| collect(&item.blocks, depth + 1, left, add));
            }
            BlockKind::Quote(blocks) | BlockKind::Footnote(blocks) => collect(blocks, depth + 1, left, add),
            _ => {}
        }
    }
}
