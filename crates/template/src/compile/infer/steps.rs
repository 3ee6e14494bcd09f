//! Canned lists of an ordinary page: what they tell the author becomes attributes, placeholders and guidance.

use super::cues;
use super::writer::{Edit, guidance_comment};
use crate::compile::wording::slice;
use docent_syntax::{Block, BlockKind, List, ListItem, Prose, SectionRef, TextRange, TextSize};

const MAX_LEVELS: usize = 16;

pub(super) fn edits_of_block(section: SectionRef<'_>, block: &Block, edits: &mut Vec<Edit>) {
    match &block.kind {
        BlockKind::Paragraph(_) => {
            if let Some(found) = bold_instruction(section, block.range) {
                edits.extend(without_instruction(section, block.range, &found, "", None));
            }
        }
        BlockKind::List(list) => edits_of_list(section, list, 0, edits),
        _ => {}
    }
}

fn edits_of_list(section: SectionRef<'_>, list: &List, level: usize, edits: &mut Vec<Edit>) {
    if level > MAX_LEVELS {
        return;
    }
    for item in &list.items {
        edits_of_item(section, item, edits);
        for block in &item.blocks {
            if let BlockKind::List(children) = &block.kind {
                edits_of_list(section, children, level + 1, edits);
            }
        }
    }
}

fn edits_of_item(section: SectionRef<'_>, item: &ListItem, edits: &mut Vec<Edit>) {
    let Some(Block { kind: BlockKind::Paragraph(prose), range }) = item.blocks.first() else { return };
    let indentation = indentation_below(section, item);
    if cues::is_open_step(&prose.text) {
        edits.push(open_step(section, *range, prose, &indentation));
    } else if cues::is_placeholder_instruction(&prose.text) {
        let placeholder = format!("{{{{{}}}}}", cues::placeholder_name(&prose.text));
        edits.push(Edit { range: section.absolute(*range), new_text: placeholder, because: *range });
    } else if let Some(found) = bold_instruction(section, *range) {
        let has_list = item.blocks.iter().any(|block| matches!(block.kind, BlockKind::List(_)));
        let any_of = (has_list && cues::leaves_a_choice(&found.text)).then_some("any-of");
        edits.extend(without_instruction(section, *range, &found, &indentation, any_of));
    }
}

/// "If there are any other steps …, include them here" is no step but the place of any number of them.
fn open_step(section: SectionRef<'_>, range: TextRange, prose: &Prose, indentation: &str) -> Edit {
    let name = cues::open_step_name(&prose.text);
    let guidance = guidance_comment(slice(&section.segment.text, range), indentation);
    let new_text = format!("{{{{{name}}}}}\n{indentation}<!-- docent: optional open -->{guidance}");
    Edit { range: section.absolute(range), new_text, because: section.absolute(range) }
}

/// An instruction to the author in the middle of canned text. Ranges are the segment's.
struct Instruction {
    /// With its asterisks, the full stop after it and the blanks before it.
    range: TextRange,
    text: String,
}

/// A bold sentence that speaks to the author of a page, not to its reader.
fn bold_instruction(section: SectionRef<'_>, paragraph: TextRange) -> Option<Instruction> {
    let text = slice(&section.segment.text, paragraph);
    let mut at = 0;
    while let Some(open) = text.get(at..)?.find("**") {
        let inner_start = at + open + 2;
        let inner_len = text.get(inner_start..)?.find("**")?;
        let inner = text.get(inner_start..inner_start + inner_len)?;
        at = inner_start + inner_len + 2;
        if !cues::speaks_to_the_author(inner) {
            continue;
        }
        let before = text.get(..inner_start - 2)?;
        let after = text.get(at..)?;
        let end = at + usize::from(after.starts_with('.'));
        let start = before.trim_end().len();
        let is_all = start == 0 && text.get(end..)?.trim().is_empty();
        if is_all {
            return None;
        }
        let range = TextRange::new(to_size(start), to_size(end)) + paragraph.start();
        return Some(Instruction { range, text: format!("{}.", inner.trim().trim_end_matches('.')) });
    }
    None
}

fn without_instruction(
    section: SectionRef<'_>,
    paragraph: TextRange,
    found: &Instruction,
    indentation: &str,
    attribute: Option<&str>,
) -> [Edit; 2] {
    let because = section.absolute(found.range);
    let mut comments = String::new();
    if let Some(attribute) = attribute {
        comments.push_str(&format!("\n{indentation}<!-- docent: {attribute} -->"));
    }
    comments.push_str(&guidance_comment(&found.text, indentation));
    let end = section.absolute(paragraph).end();
    [
        Edit { range: because, new_text: String::new(), because },
        Edit { range: TextRange::empty(end), new_text: comments, because },
    ]
}

/// The blanks that put a line below the item's text.
fn indentation_below(section: SectionRef<'_>, item: &ListItem) -> String {
    let text = &section.segment.text;
    let before = text.get(..item.marker.start().into()).unwrap_or_default();
    let line = before.rsplit(['\n', '\r']).next().unwrap_or_default();
    let mut indentation: String = line.chars().map(|c| if c == '\t' { '\t' } else { ' ' }).collect();
    indentation.push_str(&" ".repeat(usize::from(item.marker.len()) + 1));
    indentation
}

fn to_size(n: usize) -> TextSize {
    TextSize::new(u32::try_from(n).unwrap_or(u32::MAX))
}
